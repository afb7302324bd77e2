import Testing
import Verification

/// What samples alone would let pass: equality of means, and limits seen at numbers of one kind.
@Suite struct FarOutTests {
  private static let lesson = Lesson(
    "t, x, c : scalar\ns : scalar in [-2, 2]\np : scalar in [0, 1]\nr : random normal(0, 1)\n"
      + "q : random uniform(0, 1)\nn : size 2..3\nu : vector(n)\n"
      + "w_i : random iid normal(0, 1) for i in 1..n\n")

  @Test func aStrictMeanThatMeetsEqualityDoesNotPass() {
    for latex in [
      "\\mathbb{E}[\\cos(xr)] < 1", "\\mathbb{E}[\\max(q, x)] > \\frac12",
      "\\mathbb{E}[\\max(q, x)] > x", "\\mathbb{E}[|r + x|] > \\sqrt{\\frac2\\pi}",
      "\\mathbb{E}[e^{pr}] > 1", "\\mathbb{E}[e^{sr}] < e^2",
      "\\operatorname{Var}(\\max(q, p)) > 0",
      "\\operatorname{Var}(\\tanh(xr)) > 0", "\\mathbb{E}[\\max(q, c)] \\ne 0.7",
      "\\mathbb{E}[|r - c|] \\ne 1", "\\mathbb{E}[e^{xr}] < e^{1/2} \\quad (|x| \\le 1)",
    ] {
      for seed: UInt64 in 1...2 {
        let verdicts = Self.lesson.judge(latex, seed: seed).map { $0.verdict }
        #expect(!verdicts.isEmpty && !verdicts.contains { $0.passes }, "\(latex): \(verdicts)")
      }
    }
  }

  @Test func whatOscillatesHasNoLimit() {
    for latex in [
      "\\lim_{t \\to \\infty} \\cos(2\\pi t) = 1", "\\lim_{t \\to \\infty} \\sin(\\pi t) = 0",
      "\\lim_{t \\to 0} \\cos\\frac{2\\pi}{t} = 1",
      "\\lim_{t \\to \\infty} (t - \\lfloor t \\rfloor) = 0", "\\lim_{t \\to \\infty} \\sin t = 0",
    ] {
      let verdicts = Self.lesson.judge(latex).map { $0.verdict }
      #expect(!verdicts.isEmpty && !verdicts.contains { $0.passes }, "\(latex): \(verdicts)")
    }
  }
}
