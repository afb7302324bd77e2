import SourceText

/// A command line as it was understood.
package struct Invocation: Sendable {
  package var command: String?
  package var arguments: [String] = []
  private var values: [String: [String]] = [:]

  /// Why a command line was not understood.
  package struct Misuse: Error, Hashable {
    package let message: String

    package init(message: String) { self.message = message }
  }

  /// Reads the words behind the program's name.
  package init(_ words: [String]) throws(Misuse) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        arguments += rest
        break
      } else if word.hasPrefix("-"), word != "-" {
        try readOption(word, &rest)
      } else if command == nil {
        command = word
      } else {
        arguments.append(word)
      }
    }
    try checkCommand()
  }

  private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>) throws(Misuse)
  {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = Option.named(name) else {
      throw Misuse(message: "unknown option \(name)" + hint(name, Option.table.map(\.name)))
    }
    guard let valueName = option.value else {
      if parts.count > 1 { throw Misuse(message: "\(option.name) takes no value") }
      values[option.name, default: []].append("")
      return
    }
    guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
      throw Misuse(message: "\(option.name) wants a value: \(option.name) \(valueName)")
    }
    if !option.choices.isEmpty, !option.choices.contains(value) {
      throw Misuse(
        message: "\(option.name) is one of \(option.choices.joined(separator: ", "))"
          + ", not \(value)")
    }
    if valueName == "N", Int(value).map({ $0 >= 0 }) != true {
      throw Misuse(message: "\(option.name) wants a whole number, not \(value)")
    }
    values[option.name, default: []].append(value)
  }

  private func checkCommand() throws(Misuse) {
    guard let command else { return }
    guard let entry = Command.table.first(where: { $0.name == command }) else {
      throw Misuse(message: "unknown command \(command)" + hint(command, Command.table.map(\.name)))
    }
    let allowed = entry.options + Command.common
    if let stray = values.keys.sorted().first(where: { !allowed.contains($0) }) {
      throw Misuse(message: "\(command) has no option \(stray)")
    }
  }

  private func hint(_ word: String, _ names: [String]) -> String {
    nearest(to: word, among: names).map { "; did you mean \($0)?" } ?? ""
  }

  package func has(_ option: String) -> Bool { values[option] != nil }

  /// The last value given for an option.
  package func value(_ option: String) -> String? { values[option]?.last }

  package func number(_ option: String) -> Int? { value(option).flatMap { Int($0) } }

  /// All values of an option that may be repeated.
  package func all(_ option: String) -> [String] { values[option] ?? [] }
}
