import Courseware
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

  /// Keys of `course.yml` that the environment overrides.
  package private(set) var overrides: [(key: String, value: String)] = []

  /// Reads the words behind the program's name, and the `COURSEGEN_…` variables of the environment.
  ///
  /// The command line has the last word.
  package init(
    _ words: [String], environment: [(name: String, value: String)] = []
  ) throws(Misuse) {
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
    for (name, value) in environment { try take(name, value) }
  }

  private mutating func take(_ name: String, _ value: String) throws(Misuse) {
    if let option = Option.table.first(where: { $0.variable == name }) {
      try take(option, name, value)
    } else if let key = Configuration.variables.first(where: { $0.name == name })?.key {
      var trial = Configuration()
      if let problem = trial.override(key, with: value) {
        throw Misuse(message: "\(name) \(problem)")
      }
      overrides.append((key, value))
    } else {
      let names = Option.table.compactMap(\.variable) + Configuration.variables.map(\.name)
      throw Misuse(message: "unknown environment variable \(name)" + hint(name, names))
    }
  }

  /// A switch is on for 1 and true, off for 0, false and nothing.
  private mutating func take(
    _ option: Option, _ name: String, _ value: String
  ) throws(Misuse) {
    guard values[option.name] == nil, let command,
      Command.table.contains(where: {
        $0.name == command && ($0.options + Command.common).contains(option.name)
      })
    else { return }
    if option.value != nil {
      guard let problem = Self.problem(option, value) else {
        values[option.name] = [value]
        return
      }
      throw Misuse(message: "\(name) \(problem)")
    }
    switch value {
    case "1", "true": values[option.name] = [""]
    case "", "0", "false": break
    default: throw Misuse(message: "\(name) is 1 or 0, not \(value)")
    }
  }

  /// What is wrong with a value, if anything.
  private static func problem(_ option: Option, _ value: String) -> String? {
    if !option.choices.isEmpty, !option.choices.contains(value) {
      return "is one of \(option.choices.joined(separator: ", ")), not \(value)"
    }
    if option.value == "N", Int(value).map({ $0 >= 0 }) != true {
      return "wants a whole number, not \(value)"
    }
    return nil
  }

  /// An option and its value, as in `--jobs=2` and `-j2`.
  private static func parts(_ word: String) -> [Substring] {
    if !word.hasPrefix("--"), word.count > 2, Option.named(String(word.prefix(2)))?.value != nil {
      return [word.prefix(2), word.dropFirst(2)]
    }
    return word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  }

  private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>) throws(Misuse)
  {
    let parts = Self.parts(word)
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
    if let problem = Self.problem(option, value) {
      throw Misuse(message: "\(option.name) \(problem)")
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
