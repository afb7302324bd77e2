import Files
import Glibc

/// Where a command writes and what it may assume of its reader.
struct Console {
  let paint: Paint

  init(_ invocation: Invocation) {
    switch invocation.value("--color") {
    case "always": paint = Paint(isOn: true)
    case "never": paint = Paint(isOn: false)
    default: paint = Paint(isOn: isatty(1) == 1 && Environment.value("NO_COLOR") == nil)
    }
  }

  func write(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  func complain(_ text: String) { Self.write("coursegen: \(text)\n", to: STDERR_FILENO) }

  /// Writes all of a text; a reader that has gone away is no error.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Seconds that pass while `body` runs.
  static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = now
    try body()
    return now - start
  }

  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
