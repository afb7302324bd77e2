package import Formula
package import SourceText

/// The text that a claim was read from, so that a repair can be tried in it.
package struct ClaimSource: Sendable {
  let excerpt: Excerpt
  /// What a display goes on from that begins with a relation or an arrow.
  let previous: ChainEnd?

  package init(_ excerpt: Excerpt, continuing previous: ChainEnd? = nil) {
    self.excerpt = excerpt
    self.previous = previous
  }

  /// Whether the text, read again, is this claim, but for the names of bound variables.
  func reads(as claim: Claim, in scope: Scope) -> Bool {
    var again = scope
    let other = again.read(claim: excerpt, continuing: previous).claim
    return other?.latex(in: again) == claim.latex(in: scope)
  }

  /// The claim with the text of a repair in its place; `nil` if that cannot be read.
  func claim(with repair: Repair, in scope: inout Scope) -> Claim? {
    guard let range = excerpt.range(of: repair.span) else { return nil }
    var changed = excerpt[0..<range.lowerBound]
    changed.append(Array(repair.replacement.utf8)[...], at: repair.span.start)
    changed.append(excerpt[range.upperBound..<excerpt.count])
    return scope.read(claim: changed, continuing: previous).claim
  }
}
