package import SourceText

/// One key of a configuration: how it is read and what the manual says of it.
package struct Key<Target: Sendable>: Sendable {
  package let name: String
  /// What is written behind the colon, in words: "text", "whole number", "list of lessons".
  package let form: String
  package let meaning: String
  /// Whether one plain value is enough, so that an environment variable can give it.
  package let isPlain: Bool
  /// Takes the value over; false if it does not have the form.
  fileprivate let read: @Sendable (inout Target, YAML) -> Bool

  init(
    _ name: String, _ form: String, _ meaning: String, isPlain: Bool = false,
    read: @escaping @Sendable (inout Target, YAML) -> Bool
  ) {
    self.isPlain = isPlain
    self.name = name
    self.form = form
    self.meaning = meaning
    self.read = read
  }
}

/// The keys that a configuration may have; everything else is an error with a suggestion.
package struct KeyTable<Target: Sendable>: Sendable {
  package let keys: [Key<Target>]

  init(_ keys: [Key<Target>]) { self.keys = keys }

  /// Reads a mapping into a target.
  package func read(_ yaml: YAML, into target: inout Target) -> [Diagnostic] {
    guard let entries = yaml.entries else {
      return [Diagnostic("NotAMapping", at: yaml.span, "a list of `key: value` lines is wanted")]
    }
    return entries.compactMap { entry in
      guard let key = keys.first(where: { $0.name == entry.key }) else { return unknown(entry) }
      guard !key.read(&target, entry.value) else { return nil }
      return Diagnostic(
        "WrongValue", at: entry.value.span, "`\(key.name)` takes \(key.form)",
        explanation: key.meaning)
    }
  }

  /// Gives a plain key a value that stands in no file; tells what is wrong with it.
  func set(_ name: String, to text: String, in target: inout Target) -> String? {
    guard let key = keys.first(where: { $0.name == name && $0.isPlain }) else {
      return "no key \(name) takes a plain value"
    }
    let yaml = YAML(kind: .scalar(text, isQuoted: false), span: Span(0, 0))
    return key.read(&target, yaml) ? nil : "takes \(key.form), not \(text)"
  }

  private func unknown(_ entry: YAML.Entry) -> Diagnostic {
    let names = keys.map(\.name)
    let meant = nearest(to: entry.key, among: names)
    let hint = meant.map { "; did you mean `\($0)`?" } ?? ""
    return Diagnostic(
      "UnknownKey", at: entry.keySpan, "unknown key `\(entry.key)`\(hint)",
      notes: [.init("the keys are \(names.joined(separator: ", "))")],
      fixes: meant.map { [.init("write `\($0)`", [.init(entry.keySpan, $0)], isSafe: true)] } ?? [])
  }
}

extension Key {
  /// A key whose value is one text.
  static func text(
    _ name: String, _ meaning: String, _ take: @escaping @Sendable (inout Target, String) -> Void
  ) -> Key {
    Key(name, "a text", meaning, isPlain: true) { target, yaml in
      guard let text = yaml.text else { return yaml.isNull }
      take(&target, text)
      return true
    }
  }

  /// A key whose value is one text or a list of them, each with its place.
  static func texts(
    _ name: String, _ meaning: String,
    _ take: @escaping @Sendable (inout Target, [Placed<String>]) -> Void
  ) -> Key {
    Key(name, "a text or a list of texts", meaning) { target, yaml in
      let items = yaml.items.map { item in item.text.map { Placed($0, at: item.span) } }
      let texts = items.compactMap { $0 }
      take(&target, texts)
      return texts.count == items.count
    }
  }

  /// A key whose value is a whole number in a range.
  static func whole(
    _ name: String, in range: ClosedRange<Int>, _ meaning: String,
    _ take: @escaping @Sendable (inout Target, Int) -> Void
  ) -> Key {
    Key(
      name, "a whole number from \(range.lowerBound) to \(range.upperBound)", meaning,
      isPlain: true
    ) {
      guard let number = $1.whole, range.contains(number) else { return false }
      take(&$0, number)
      return true
    }
  }

  /// A key that is `true` or `false`.
  static func truth(
    _ name: String, _ meaning: String, _ take: @escaping @Sendable (inout Target, Bool) -> Void
  ) -> Key {
    Key(name, "`true` or `false`", meaning, isPlain: true) { target, yaml in
      guard let value = yaml.truth else { return false }
      take(&target, value)
      return true
    }
  }
}

/// A value with the place where it was written.
package struct Placed<Value: Sendable>: Sendable {
  package let value: Value
  package let span: Span

  package init(_ value: Value, at span: Span) {
    self.value = value
    self.span = span
  }
}
