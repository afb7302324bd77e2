import Markup

/// The punctuation that stands at an inline formula: brackets before it, stops and brackets after.
///
/// A formula with a verdict has its mark between itself and what follows.
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

  /// - Parameter isFormula: of each inline, whether it is a formula without a verdict.
  init(around position: Int, in inlines: [Inline], isFormula: [Bool]) {
    let (previous, next) = (position - 1, position + 1)
    if isFormula[position] {
      before = previous < 0 ? "" : Self.parts(previous, inlines, isFormula).tail
      after = next < inlines.count ? Self.parts(next, inlines, isFormula).head : ""
      rest = ""
    } else {
      (before, after) = ("", "")
      rest = Self.parts(position, inlines, isFormula).rest
    }
  }

  var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// What of a text belongs to the formula before it, to none, and to the formula after it.
  private static func parts(
    _ position: Int, _ inlines: [Inline], _ isFormula: [Bool]
  ) -> (head: String, rest: String, tail: String) {
    guard case .text(let text) = inlines[position].kind else { return ("", "", "") }
    func formula(at place: Int) -> Bool { isFormula.indices.contains(place) && isFormula[place] }
    let head = formula(at: position - 1) ? text.prefix { closing.contains($0) } : ""
    let left = text.dropFirst(head.count)
    let tail = formula(at: position + 1) ? left.reversed().prefix { opening.contains($0) } : []
    return (String(head), String(left.dropLast(tail.count)), String(tail.reversed()))
  }
}
