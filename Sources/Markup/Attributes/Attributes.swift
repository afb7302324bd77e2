package import SourceText

/// `{#id .class key=value}` behind a display, a formula, a heading, an image, or on a fence.
///
/// What a document's tree carries has been validated for the thing it stands behind: only known
/// classes and keys, each at most once.
package struct Attributes: Sendable {
  /// Without `#`.
  package var identifier: Name?
  /// Without `.`, in their order.
  package var classes: [Name]
  package var values: [Entry]
  /// The braces and what is between them; nil where nothing was written.
  package var span: Span?

  package init(
    identifier: Name? = nil, classes: [Name] = [], values: [Entry] = [], span: Span? = nil
  ) {
    self.identifier = identifier
    self.classes = classes
    self.values = values
    self.span = span
  }

  /// `key=value`.
  package struct Entry: Sendable {
    package var key: Name
    /// Without the quotation marks.
    package var value: Excerpt

    package init(key: Name, value: Excerpt) {
      self.key = key
      self.value = value
    }

    /// The place of the value.
    package var span: Span { value.span(0..<value.count) }
  }

  /// The value that a key was given.
  package subscript(key: String) -> Excerpt? { values.first { $0.key.text == key }?.value }

  package func has(_ name: String) -> Bool { classes.contains { $0.text == name } }

  /// What the author claims about a formula.
  package var role: Role? {
    for name in classes {
      if let role = Role(rawValue: name.text) { return role }
    }
    return nil
  }
}

/// What an author says about a formula.
package enum Role: String, CaseIterable, Hashable, Sendable {
  /// Binds a new name.
  case define
  /// Claims that it holds.
  case check
  /// Claims that it is false.
  case refute
  /// Not checkable on purpose.
  case prose
}
