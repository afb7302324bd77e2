import Files
import Glibc

/// Serves a preview on this machine only: one loop for the listener, the watcher and all browsers.
final class PreviewServer {
  let port: Int
  private let listener: Int32
  private let watcher: Watcher
  private let builder: PreviewBuilder
  private var preview = Preview()
  private var clients: [Client] = []
  /// When the last change was seen that no build has taken up.
  private var changedAt: Double?

  /// Changes that follow each other within this time are one.
  private static let quiet = 0.025
  private static let mostClients = 100

  private struct Client {
    let descriptor: Int32
    var input: [UInt8] = []
    var output: [UInt8] = []
    var isStream = false
    var isEnding = false
    var isGone = false
  }

  /// Listens on a port, or on the next free one.
  init(port wanted: Int, watcher: Watcher, builder: PreviewBuilder) throws(UsageFailure) {
    var found: (Int32, Int)?
    for port in wanted == 0 ? [0] : Array(wanted...min(65535, wanted + 50)) {
      found = Self.listen(on: port)
      if found != nil { break }
    }
    guard let (descriptor, port) = found else {
      throw UsageFailure("no port from \(wanted) on is free")
    }
    listener = descriptor
    self.port = port
    self.watcher = watcher
    self.builder = builder
  }

  /// A socket that takes connections from this machine, and its port.
  private static func listen(on port: Int) -> (Int32, Int)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 64) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard bound else {
      close(descriptor)
      return nil
    }
    makeNonblocking(descriptor)
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func makeNonblocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  // MARK: The loop

  /// Serves until the process is ended.
  func run() -> Never {
    signal(SIGPIPE, SIG_IGN)
    while true { turn() }
  }

  private func turn() {
    var polled = [listener, watcher.descriptor, builder.bell].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    polled += clients.map { client in
      let writes = client.output.isEmpty ? 0 : Int16(POLLOUT)
      return pollfd(fd: client.descriptor, events: Int16(POLLIN) | writes, revents: 0)
    }
    poll(&polled, nfds_t(polled.count), patience)
    if polled[1].revents != 0, watcher.drain() { changedAt = Clock.now }
    if polled[2].revents != 0 { take(builder.take()) }
    for number in clients.indices where polled[3 + number].revents != 0 { serve(number) }
    if polled[0].revents != 0 { acceptAll() }
    for client in clients where client.isGone { close(client.descriptor) }
    clients.removeAll { $0.isGone }
    if let changed = changedAt, Clock.now - changed >= Self.quiet, builder.start() {
      changedAt = nil
    }
  }

  /// Milliseconds to wait for something to happen.
  private var patience: Int32 {
    guard let changedAt, !builder.isBusy else { return -1 }
    return Int32(max(0, ((Self.quiet - (Clock.now - changedAt)) * 1000).rounded(.up)))
  }

  private func take(_ outcome: PreviewBuilder.Outcome?) {
    guard let outcome else { return }
    preview.take(outcome.files, errors: outcome.errors)
    for number in clients.indices where clients[number].isStream {
      send(Self.event(preview), to: number)
    }
  }

  private static func event(_ preview: Preview) -> [UInt8] {
    Array("event: state\ndata: \(preview.state.printed)\n\n".utf8)
  }

  private func acceptAll() {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      guard clients.count < Self.mostClients else {
        close(descriptor)
        continue
      }
      Self.makeNonblocking(descriptor)
      clients.append(Client(descriptor: descriptor))
    }
  }

  // MARK: One browser

  private func serve(_ number: Int) {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = recv(clients[number].descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        clients[number].input += buffer[..<count]
        guard clients[number].input.count <= 2 * HTTPRequest.greatestHead else { break }
        continue
      }
      if count == 0 || (errno != EAGAIN && errno != EINTR) { clients[number].isGone = true }
      break
    }
    answerAll(number)
    flush(number)
  }

  private func answerAll(_ number: Int) {
    while !clients[number].isEnding, !clients[number].isStream {
      do throws(HTTPRequest.Refusal) {
        guard let (request, count) = try HTTPRequest.read(clients[number].input) else { return }
        clients[number].input.removeFirst(count)
        answer(request, number)
      } catch {
        let refusal = error == .tooLarge ? HTTPResponse(431, "too large") : HTTPResponse(400, "bad")
        clients[number].output += refusal.bytes(withBody: true, keepsAlive: false)
        clients[number].isEnding = true
      }
    }
  }

  private func answer(_ request: HTTPRequest, _ number: Int) {
    if request.path == Preview.eventsPath, request.method == "GET", request.isAddressed(to: port) {
      clients[number].isStream = true
      send(HTTPResponse.stream + Self.event(preview), to: number)
      return
    }
    let response = response(to: request)
    clients[number].output += response.bytes(
      withBody: request.method != "HEAD", keepsAlive: request.keepsAlive)
    if !request.keepsAlive { clients[number].isEnding = true }
  }

  private func response(to request: HTTPRequest) -> HTTPResponse {
    guard request.isAddressed(to: port) else {
      return HTTPResponse(421, "this server answers to localhost:\(port) only")
    }
    guard request.method == "GET" || request.method == "HEAD" else {
      var refusal = HTTPResponse(405, "only GET and HEAD")
      refusal.further = ["Allow: GET, HEAD"]
      return refusal
    }
    return preview.response(to: request.path)
  }

  private func send(_ bytes: [UInt8], to number: Int) {
    clients[number].output += bytes
    flush(number)
  }

  private func flush(_ number: Int) {
    while !clients[number].output.isEmpty {
      let count = clients[number].output.withUnsafeBytes {
        Glibc.send(clients[number].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        if count < 0, errno != EAGAIN, errno != EINTR { clients[number].isGone = true }
        return
      }
      clients[number].output.removeFirst(count)
    }
    if clients[number].isEnding { clients[number].isGone = true }
  }
}
