import Formula
import Testing
import Verification

/// What is said of refutations and passes besides the verdict.
@Suite struct FindingTests {
  private static let lesson = Lesson(
    """
    n : size 2..3
    x, w, b, y : scalar
    t : scalar in (0.00001, 0.00002)
    p, q : simplex(n)
    \\eta : scalar -> 0
    """,
    "z = w x + b", "C = (z - y)^2", "R(x) = \\max(0, x)")

  @Test func aFalseOrderShowsTheCoefficients() throws {
    let result = try #require(
      Self.lesson.judge("e^\\eta = 1 + \\eta + \\eta^2 + O(\\eta^3)").first)
    #expect(result.verdict == .refuted)
    #expect(result.evidence.remarks.contains(.coefficients(of: "\\eta", order: 2)))
    let found = try #require(result.counterexample)
    #expect(found.left?.text == "1/2" || found.left?.text == "0.5")
    #expect(found.right?.text == "1")
    #expect(found.values.isEmpty)
    #expect(result.repair == nil || result.repair?.replacement.contains("1.5") == false)
  }

  @Test func aNarrowDomainKeepsItsShortDecimals() throws {
    let result = try #require(Self.lesson.judge("t = 2t").first)
    #expect(result.verdict == .refuted)
    let text = try #require(result.counterexample?.values.first).value.text
    #expect(text.utf8.count <= 8, "\(text)")
  }

  @Test func aBoundIsNotRepairedByWeakeningIt() throws {
    for latex in ["\\sin x \\le \\tfrac12", "-\\sum_{i=1}^n p_i^2 \\ge 1"] {
      let result = try #require(Self.lesson.judge(latex).first)
      #expect(result.verdict == .refuted, "\(latex)")
      #expect(result.repair?.kind != .sign, "\(latex)")
    }
    let weak = try #require(Self.lesson.judge("\\cos x \\le 0.6").first)
    #expect(weak.verdict == .refuted)
    #expect(weak.repair == nil)
  }

  @Test func aFactorOfOneSummandIsRepaired() throws {
    let result = try #require(Self.lesson.judge("(x + y)^2 = x^2 + xy + y^2").first)
    #expect(result.repair?.kind == .factor)
  }

  @Test func aPassApartFromKinksSaysSo() throws {
    let result = try #require(
      Self.lesson.judge("R'(x) = \\begin{cases} 1 & x \\ge 0 \\\\ 0 & x < 0 \\end{cases}").first)
    #expect(result.verdict.passes)
    #expect(result.evidence.remarks.contains(.apartFromKinks))
  }

  @Test func anOrderInWhatDoesNotTendToZeroNamesIt() throws {
    let result = try #require(Self.lesson.judge("x = O(1)").first)
    guard case .undecided(.notEvaluable(let why)) = result.verdict else {
      Issue.record("\(result.verdict)")
      return
    }
    #expect(why.contains(" : scalar -> 0"))
  }

  @Test func anAssumptionOnADefinedNameReachesWhatItIsMadeOf() {
    var inner = Lesson("")
    inner.scope = Self.lesson.scope.nested()
    #expect(inner.declare("assume z > 0").isEmpty)
    #expect(inner.judge("w x + b > 0").allSatisfy { $0.verdict.passes })
    #expect(inner.judge("w x + b > 1").contains { $0.verdict == .refuted })
  }

  @Test func twoQuantitiesOfOneNameAreNotJudged() throws {
    var inner = Lesson("")
    inner.scope = Self.lesson.scope.nested()
    #expect(inner.declare("x, w : scalar in (0, \\infty)").isEmpty)
    for latex in ["z \\ge x", "\\frac{\\partial C}{\\partial w} = 0"] {
      let results = inner.judge(latex)
      #expect(!results.isEmpty && results.allSatisfy { $0.verdict.isOpen }, "\(latex): \(results)")
    }
    #expect(inner.judge("x + w > 0").allSatisfy { $0.verdict.passes })
  }
}

extension Verdict {
  fileprivate var isOpen: Bool { if case .undecided = self { true } else { false } }
}
