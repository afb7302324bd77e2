import Formula
import SourceText
import Testing

/// Displays that go on from the one before.
@Suite struct ContinuationTests {
  /// The readings of displays of one box, one after the other.
  private func readings(_ fence: String, _ displays: [String]) -> [String] {
    var lesson = Lesson(fence)
    var end: ChainEnd?
    var readings: [String] = []
    for display in displays {
      let (claim, diagnostics) = lesson.scope.read(claim: Excerpt(display), continuing: end)
      end = claim?.last
      readings.append(
        diagnostics.first.map { Lesson.text($0) } ?? claim.map { lesson.text($0) } ?? "nothing")
    }
    return readings
  }

  @Test func aRelationGoesOnFromTheLastSide() {
    #expect(
      readings("a, b, c : scalar", ["a = b", "\\le c", "< 2c"]) == [
        "(a = b)", "(b ≤ c)", "(c < (2 · c))",
      ])
  }

  @Test func anArrowFollowsFromTheLastStatement() {
    let found = readings(
      "a, b : scalar", ["a > 1", "\\implies a^2 > 1", "\\iff |a| > 1", "\\implies |a| > 0"])
    #expect(
      found == [
        "(a > 1)", "(a > 1) ⇒ ((a ^ 2) > 1)", "((a ^ 2) > 1) ⇔ (abs(a) > 1)",
        "(abs(a) > 1) ⇒ (abs(a) > 0)",
      ])
  }

  @Test func anArrowBehindAContinuedChainFollowsFromAllOfIt() {
    let found = readings("a, b, c : scalar", ["a = b", "\\le c", "\\implies a \\le c"])
    #expect(found.last == "((a = b) and (b ≤ c)) ⇒ (a ≤ c)")
  }

  @Test func hypothesesHoldForWhatGoesOn() {
    let found = readings(
      "a : scalar", ["a^2 > 1 \\quad (a > 0)", "\\implies a > 1", "> 0", "a^2 \\ge 0"])
    #expect(
      found == [
        "((a ^ 2) > 1) | (a > 0)", "((a ^ 2) > 1) ⇒ (a > 1) | (a > 0)", "(1 > 0) | (a > 0)",
        "((a ^ 2) ≥ 0)",
      ])
  }

  @Test func nothingStandsBeforeTheFirst() {
    for display in ["\\implies a > 0", "\\iff a > 0", "= a", "\\impliedby a > 0"] {
      #expect(
        readings("a : scalar", [display])[0].contains("NothingToContinue"), "\(display)")
    }
  }
}
