/// The head of an HTTP request, as far as a preview needs it.
package struct HTTPRequest: Hashable, Sendable {
  package let method: String
  /// Decoded, without the query, beginning with `/`.
  package let path: String
  package let host: String?
  package let keepsAlive: Bool

  /// Why a request is refused.
  package enum Refusal: Error, Hashable {
    case malformed
    case tooLarge
  }

  /// Requests of more bytes are refused.
  package static let greatestHead = 16 << 10

  /// Reads a head that ends with an empty line; nil while the end has not arrived.
  ///
  /// Gives the number of bytes read, too.
  package static func read(
    _ bytes: [UInt8]
  ) throws(Refusal) -> (request: HTTPRequest, count: Int)? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
      if bytes.count > greatestHead { throw .tooLarge }
      return nil
    }
    guard end.upperBound <= greatestHead else { throw .tooLarge }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    return (try HTTPRequest(head), end.upperBound)
  }

  private init(_ head: String) throws(Refusal) {
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw .malformed
    }
    var fields: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { throw .malformed }
      let name = line[..<colon].lowercased()
      // Two hosts, or a body, are no requests of a browser for a page.
      guard fields[name] == nil || name != "host" else { throw .malformed }
      fields[name] = line[line.index(after: colon)...].trimmed
    }
    guard fields["content-length"].map({ $0 == "0" }) ?? true, fields["transfer-encoding"] == nil
    else { throw .malformed }
    let target = words[1].prefix { $0 != "?" && $0 != "#" }
    guard let path = Self.decoded(target), Self.isSafe(path) else { throw .malformed }
    method = String(words[0])
    self.path = path
    host = fields["host"]
    let connection = fields["connection"]?.lowercased() ?? ""
    keepsAlive =
      words[2] == "HTTP/1.1" ? connection != "close" : connection.contains("keep-alive")
  }

  /// Percent signs with two digits stand for bytes; anything else after one is malformed.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Absolute, without steps upwards, empty steps, backslashes and control characters.
  private static func isSafe(_ path: String) -> Bool {
    guard path.hasPrefix("/") else { return false }
    if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\\" || $0.value == 0x7F }) {
      return false
    }
    let steps = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return !steps.dropLast().contains("") && !steps.contains("..") && !steps.contains(".")
  }

  /// Whether the host is this machine under one of its own names: other names may lead here by
  /// somebody's trick, and their pages must not read this one's.
  package func isAddressed(to port: Int) -> Bool {
    guard let host else { return false }
    return ["localhost", "127.0.0.1", "[::1]"].contains { host.lowercased() == "\($0):\(port)" }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let end = lastIndex { !isSpace($0) }.map { index(after: $0) } ?? startIndex
    return String(self[..<end].drop(while: isSpace))
  }
}
