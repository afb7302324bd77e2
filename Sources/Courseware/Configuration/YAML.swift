package import SourceText

/// A YAML value with its place: what front matter and `course.yml` are made of.
package struct YAML: Sendable {
  package indirect enum Kind: Sendable {
    /// Any scalar, as its text; `isQuoted` tells `"12"` from `12`.
    case scalar(String, isQuoted: Bool)
    case list([YAML])
    /// In the order of the file.
    case mapping([Entry])
  }

  package struct Entry: Sendable {
    package let key: String
    package let keySpan: Span
    package let value: YAML
  }

  package let kind: Kind
  package let span: Span

  /// The text of a scalar that is not empty or `null`.
  package var text: String? {
    guard case .scalar(let text, let isQuoted) = kind else { return nil }
    return !isQuoted && (text.isEmpty || text == "~" || text == "null") ? nil : text
  }

  package var isNull: Bool {
    if case .scalar = kind { return text == nil }
    return false
  }

  package var whole: Int? {
    guard case .scalar(let text, false) = kind else { return nil }
    return Int(text.filter { $0 != "_" })
  }

  package var truth: Bool? {
    guard case .scalar(let text, false) = kind else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// The items of a list; a scalar counts as a list of itself.
  package var items: [YAML] {
    switch kind {
    case .list(let items): items
    case .scalar: isNull ? [] : [self]
    case .mapping: [self]
    }
  }

  package var entries: [Entry]? {
    if case .mapping(let entries) = kind { return entries }
    return isNull ? [] : nil
  }
}
