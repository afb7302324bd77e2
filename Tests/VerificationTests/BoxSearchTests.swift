import Testing
import Verification

/// Inequalities in a few numbers: proved box by box, or refuted wherever the least slack lies.
@Suite struct BoxSearchTests {
  private static let lesson = Lesson(
    "x, y : scalar\np : scalar in [0, 1]\nq : scalar in [-1, 2]\nr : scalar in (0, 1)\n"
      + "k : integer 1..4\ng : function scalar -> scalar smooth\n")

  private static func methods(_ latex: String) -> [Evidence.Method] {
    lesson.judge(latex).map { $0.evidence.method }
  }

  @Test func whatHoldsWithRoomInABoundedDomainIsCertified() {
    for latex in [
      "p(1 - p) \\le 0.2501", "e^p < 2.7183", "p + q - pq < 2.0001", "p^2 q \\ge -1.001",
      "\\sin(p q) + \\cos(p + q) < 1.96", "|q - p| < 2.01", "\\max(p, q) - \\min(p, q) \\le 2.1",
      "\\log(1 + r) < 0.6932", "p^k < 1.001", "k p < 4.5", "\\frac{1}{1 + q^2} > 0.19",
    ] {
      for result in Self.lesson.judge(latex) {
        #expect(result.verdict == .certified, "\(latex): \(result.verdict)")
        guard case .intervals(let boxes) = result.evidence.method else {
          Issue.record("\(latex): \(result.evidence.method)")
          continue
        }
        #expect(boxes > 0, "\(latex)")
      }
    }
  }

  @Test func whatIsNotProvedStaysTested() {
    for latex in [
      // Equality is attained; the domain has no end; a function is not known; a jump at the end.
      "p(1 - p) \\le \\frac14", "x^2 + 1 > 0.5", "g(p)^2 + 1 > 0.5",
      "\\lfloor r \\rfloor \\le 0.5", "p q \\le p + 2 \\quad (q \\le 1)",
    ] {
      #expect(Self.lesson.judge(latex).map { $0.verdict } == [.tested], "\(latex)")
      #expect(!Self.methods(latex).contains { if case .intervals = $0 { true } else { false } })
    }
  }

  @Test func rareWholeNumbersAreFound() {
    let lesson = Lesson("k : integer 1..1000000\nn, m : integer 1..200\n")
    for latex in [
      "k \\ne 123456", "k^2 - 1000k \\ne 0", "k^2 \\ne 10^{10}", "k(k+1) \\ne 999000",
      "(k - 4321)(k - 4323) \\ge 0", "n + m \\ne 399", "nm \\ne 199 \\cdot 200", "n + m < 400",
    ] {
      for seed: UInt64 in 1...3 {
        let verdicts = lesson.judge(latex, seed: seed).map { $0.verdict }
        #expect(verdicts == [.refuted], "\(latex), seed \(seed): \(verdicts)")
      }
    }
    for latex in [
      "k(k+1) \\ne 999001", "(k-4321)(k-4322) \\ge 0", "n + m \\le 400", "n \\ne m + 200",
    ] {
      #expect(lesson.judge(latex).allSatisfy { $0.verdict.passes }, "\(latex)")
    }
  }

  @Test func theLeastSlackIsFoundUnderEverySeed() {
    for latex in [
      "\\sin x + \\cos y \\le 1.999799 \\quad (x + y \\le 1)",
      "x + y < \\sqrt2 \\quad (x^2 + y^2 \\le 1)", "p(1 - p) < \\frac14",
      "p(1 - p) \\le 0.24999999", "\\lfloor p \\rfloor \\le 0.5",
      "\\sin(40 q) + \\cos(31 p) < 1.9999", "e^{-10^4 (p - 0.123)^2} \\le 0.9999",
    ] {
      for seed: UInt64 in [1, 11, 17, 26, 36] {
        let verdicts = Self.lesson.judge(latex, seed: seed).map { $0.verdict }
        #expect(verdicts == [.refuted], "\(latex), seed \(seed): \(verdicts)")
      }
    }
  }
}
