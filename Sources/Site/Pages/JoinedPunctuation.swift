import Markup

/// The punctuation that stands at an inline formula: brackets before it, stops and brackets after.
struct JoinedPunctuation {
  /// At a formula: what the texts around it leave to it.
  let before: String
  let after: String
  /// At a text: what it keeps.
  let rest: String

  private static let opening: Set<Character> = ["(", "[", "“", "‘", "\""]
  private static let closing: Set<Character> = [
    ".", ",", ";", ":", "!", "?", ")", "]", "”", "’", "\"", "'", "…", "%",
  ]

  init(around position: Int, in inlines: [Inline]) {
    let (previous, next) = (position - 1, position + 1)
    switch inlines[position].kind {
    case .math:
      before = previous < 0 ? "" : Self.parts(previous, inlines).tail
      after = next < inlines.count ? Self.parts(next, inlines).head : ""
      rest = ""
    default:
      (before, after) = ("", "")
      rest = Self.parts(position, inlines).rest
    }
  }

  var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// What of a text belongs to the formula before it, to none, and to the formula after it.
  private static func parts(
    _ position: Int, _ inlines: [Inline]
  ) -> (head: String, rest: String, tail: String) {
    guard case .text(let text) = inlines[position].kind else { return ("", "", "") }
    let head = isMath(position - 1, inlines) ? text.prefix { closing.contains($0) } : ""
    let left = text.dropFirst(head.count)
    let tail = isMath(position + 1, inlines) ? left.reversed().prefix { opening.contains($0) } : []
    return (String(head), String(left.dropLast(tail.count)), String(tail.reversed()))
  }

  private static func isMath(_ position: Int, _ inlines: [Inline]) -> Bool {
    guard inlines.indices.contains(position), case .math = inlines[position].kind else {
      return false
    }
    return true
  }
}
