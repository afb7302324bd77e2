import Testing
import Verification

/// Means that are no polynomial: an interval, and three outcomes.
@Suite struct StatisticTests {
  private static let lesson = Lesson(
    """
    n : size 4..5
    x_i : random iid normal(0, 1) for i in 1..n
    u_i : random iid uniform(0, 1) for i in 1..n
    v : random mean 0 variance 1
    m, a : scalar
    """)

  @Test func quadratureGivesANarrowInterval() throws {
    let result = try #require(
      Self.lesson.judge("\\mathbb{E}[\\max(x_1, 0)] = \\frac{1}{\\sqrt{2\\pi}}").first)
    #expect(result.verdict == .tested)
    #expect(result.evidence.method == .quadrature)
    let interval = try #require(result.evidence.interval)
    #expect(interval.low <= interval.claimed && interval.claimed <= interval.high)
    #expect(interval.high - interval.low < 1e-10)
    let wrong = try #require(Self.lesson.judge("\\mathbb{E}[\\max(x_1, 0)] = 0.39894").first)
    #expect(wrong.verdict == .refuted)
  }

  @Test func threeRandomSymbolsAreIntegrated() {
    for (latex, isTrue) in [
      ("\\mathbb{E}[\\max(u_1, u_2, u_3)] = \\frac34", true),
      ("\\mathbb{E}[\\max(u_1, u_2, u_3)] = 0.751", false),
      ("\\mathbb{E}[e^{u_1+u_2+u_3}] = (e - 1)^3", true),
      ("\\mathbb{E}[e^{u_1+u_2+u_3}] = 5.07", false),
      ("\\mathbb{E}[e^{u_1u_2u_3}] = 1.1465", false),
    ] {
      let passes = Self.lesson.judge(latex).map { $0.verdict.passes }
      #expect(passes == [isTrue], "\(latex)")
    }
  }

  @Test func manyRandomSymbolsAreDrawn() throws {
    let result = try #require(
      Self.lesson.judge("\\mathbb{E}[\\max(u_1u_2, u_3u_4)] = \\frac{10}{27}").first)
    #expect(result.verdict == .tested)
    guard case .simulation(let draws) = result.evidence.method else {
      Issue.record("\(result.evidence.method)")
      return
    }
    #expect(draws >= 100_000)
    let wrong = try #require(
      Self.lesson.judge("\\mathbb{E}[\\max(u_1u_2, u_3u_4)] = \\frac25").first)
    #expect(wrong.verdict == .refuted)
  }

  @Test func whatIsNotKnownIsUndecided() {
    for latex in [
      "\\mathbb{E}[|v|] = 1",
      // What jumps has a mean whose derivative is not that of what jumps.
      "\\frac{d}{da} \\mathbb{E}[\\operatorname{sign}(x_1 + a)] = 0",
      "\\frac{d}{da} \\mathbb{E}[\\arctan(1/(x_1 + a))] = -\\mathbb{E}[1/(1 + (x_1 + a)^2)]",
    ] {
      let results = Self.lesson.judge(latex)
      #expect(!results.isEmpty)
      for result in results {
        if case .undecided = result.verdict { continue }
        Issue.record("\(latex): \(result.verdict)")
      }
    }
  }

  @Test func aMeanThatDivergesHasNoValue() {
    for latex in [
      "\\mathbb{E}[e^{x_1^2}] = 2", "\\mathbb{E}[\\frac{1}{|x_1|}] = 3",
      "\\mathbb{E}[u_1^{-1}] = 3",
      "\\mathbb{E}[\\frac{1}{x_1 - a}] \\ge 0",
    ] {
      #expect(Self.lesson.judge(latex).map { $0.verdict } == [.domain], "\(latex)")
    }
  }

  @Test func theSlackOfAMeanIsFollowed() {
    for (latex, isTrue) in [
      ("\\mathbb{E}[\\cos(a u_1)] \\ge -0.2172", false),
      ("\\mathbb{E}[\\cos(a u_1)] \\ge -0.2173", true),
      ("\\mathbb{E}[\\sin(a u_1)] \\le 0.7246", false),
      ("\\mathbb{E}[\\sin(a u_1)] \\le 0.7247", true),
    ] {
      let verdicts = Self.lesson.judge(latex).map { $0.verdict }
      #expect(verdicts == [isTrue ? .tested : .refuted], "\(latex)")
    }
  }
}
