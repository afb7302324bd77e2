import Testing
import Verification

/// Differences that no precision shows: they neither pass nor are refuted.
@Suite struct ResolutionTests {
  private static let lesson = Lesson(
    "x, y : scalar\ns : scalar in (0, \\infty)\n", "\\sigma(x) = \\frac{1}{1+e^{-x}}")

  @Test func whatIsSaturatedEverywhereDoesNotPass() {
    for latex in [
      "\\log(1+e^x) = x \\quad (x > 700)", "1 - e^{-e^s} = 1 \\quad (s > 10)",
      "\\tanh x = 1 \\quad (x > 200)", "\\sigma(x) = 1 \\quad (x > 300)",
      "x + e^{-x} = x \\quad (x > 400)", "\\sqrt{x^2+1} = x \\quad (x > 10^{60})",
      "(1+e^{-x})^2 = 1 + 2e^{-x} \\quad (x > 300)",
      "x + y = x \\quad (x > 10^{100}, 0 < y < 1)", "\\cos s = 1 \\quad (s < 10^{-100})",
    ] {
      for seed: UInt64 in 1...3 {
        let verdicts = Self.lesson.judge(latex, seed: seed).map { $0.verdict }
        #expect(!verdicts.isEmpty && !verdicts.contains { $0.passes }, "\(latex): \(verdicts)")
      }
    }
  }

  @Test func whatIsSomewhereApartIsRefuted() {
    for latex in ["\\tanh x = 1 \\quad (x > 20)", "\\sigma(x) = 1 \\quad (x > 40)"] {
      #expect(Self.lesson.judge(latex).map { $0.verdict } == [.refuted], "\(latex)")
    }
  }

  @Test func anIdentityIsCertifiedWhereSummandsAreLost() {
    for latex in [
      "(1+e^{-x})^2 = 1 + 2e^{-x} + e^{-2x} \\quad (x > 300)",
      "1 - \\sigma(x) = \\sigma(-x) \\quad (x > 300)",
    ] {
      #expect(Self.lesson.judge(latex).allSatisfy { $0.verdict.passes }, "\(latex)")
    }
  }
}
