import Files
import Glibc

/// Where a command writes and what it may assume of its reader.
struct Console: Sendable {
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

  /// Something that people should know and that is no message about their text.
  func remark(_ text: String) { Self.write("coursegen: note: \(text)\n", to: STDERR_FILENO) }

  /// Writes all of a text; a reader that has gone away is no error.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
