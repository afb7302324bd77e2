import Testing
import Verification

/// Slips put into steps that hold.
@Suite struct MutantTests {
  private static let lesson = Lesson(
    """
    n : size 2..4
    t : scalar
    x, y : vector(n)
    A, C : matrix(n, n)
    \\varphi : function scalar -> scalar smooth
    """,
    "\\sigma(t) = \\frac{1}{1+e^{-t}}")

  @Test func mutantsOfIdentitiesDie() {
    for latex in [
      "\\sigma'(t) = \\sigma(t)(1-\\sigma(t))", "(A C)^T = C^T A^T",
      "\\|x+y\\|^2 = \\|x\\|^2 + 2x^Ty + \\|y\\|^2", "\\frac{d}{dt} \\varphi(2t) = 2\\varphi'(2t)",
    ] {
      let mutants = Self.lesson.mutants(latex)
      #expect(mutants.contains { $0.fate == .killed }, "\(latex)")
      #expect(!mutants.contains { $0.fate == .survived }, "\(latex): \(mutants)")
    }
  }

  @Test func equivalentMutantsAreRecognised() {
    let mutants = Self.lesson.mutants("x^T (A + A^T) x = 2 x^T A x")
    let same = mutants.filter { $0.edit == .transpose && $0.fate == .equivalent }
    #expect(!same.isEmpty, "\(mutants)")
  }

  @Test func weakerInequalitiesAreReportedAsSlack() {
    let mutants = Self.lesson.mutants("|x^T y| \\le \\|x\\| \\|y\\| + 2")
    #expect(
      mutants.contains { if case .slack = $0.fate { true } else { false } }, "\(mutants)")
  }

  @Test func whatChangesNothingIsRemarked() throws {
    let lesson = Lesson("a, b, c : scalar")
    func idle(_ latex: String) throws -> [String] {
      try #require(lesson.judge(latex).first).evidence.remarks.compactMap {
        if case .noInfluence(let name) = $0 { name } else { nil }
      }
    }
    #expect(try idle("a + b - b = a + c - c") == ["b", "c"])
    #expect(try idle("(a+b)^2 = a^2 + 2ab + b^2").isEmpty)
  }

  @Test func theUsualConventionIsProposed() throws {
    let text = "n : size 2..3\np : simplex(n)\n"
    let claim = "-\\sum_{i=1}^n p_i \\log p_i \\le \\log n"
    let result = try #require(Lesson(text).judge(claim).first)
    #expect(result.verdict == .domain)
    #expect(result.evidence.remarks.contains(.needsConvention("0 \\log 0 = 0")))
    let agreed = Lesson(text + "convention 0 \\log 0 = 0\n")
    #expect(agreed.judge(claim).allSatisfy { $0.verdict.passes })
  }
}
