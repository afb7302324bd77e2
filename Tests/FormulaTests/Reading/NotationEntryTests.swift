import Formula
import SourceText
import Testing

/// What notation tables and `explain` show of symbols and steps.
@Suite struct NotationEntryTests {
  @Test func entriesSayWhatIsDeclared() {
    var scope = Scope()
    let fence = #"""
      L : size 3..4
      n_l : size 1..3 for l in 1..L
      W^{[l]} : matrix(n_l, n_{l-1}) for l in 2..L    "weights"
      p : scalar in (0, 1]
      \eta : scalar -> 0
      A : matrix(L, L) spd
      q : simplex(L)
      f : function vector(L), scalar -> scalar smooth
      w : random normal(0, 1/L)
      k : integer in \{-1, 1\}
      g : function scalar -> scalar smooth(p)
      e_l : random iid mean 0 variance p for l in 1..L
      """#
    #expect(scope.declare(Excerpt(fence)).isEmpty)
    let rows: [(String, String)] = [
      ("L", "L|size||3, \\dots, 4||"),
      ("n", "n_{l}|size||1, \\dots, 3|l = 1, \\dots, L|"),
      ("W", "W^{[l]}|matrix|\\mathbb{R}^{n_{l} \\times n_{l-1}}||l = 2, \\dots, L|weights"),
      ("p", "p|number|\\mathbb{R}|(0, 1]||"), ("\\eta", "\\eta|small number|\\mathbb{R}|\\to 0||"),
      ("A", "A|positive definite matrix|\\mathbb{R}^{L \\times L}|||"),
      ("q", "q|probability distribution|\\mathbb{R}^{L}|||"),
      ("f", "f|smooth function|\\mathbb{R}^{L} \\times \\mathbb{R} \\to \\mathbb{R}|||"),
      ("w", "w|random number|\\mathbb{R}|\\mathcal{N}\\left(0, \\frac{1}{L}\\right)||"),
      ("k", "k|whole number||\\{-1, 1\\}||"),
      ("g", "g|smooth function|\\mathbb{R} \\to \\mathbb{R}|\\text{curvature} \\le p||"),
      (
        "e",
        "e_{l}|independent random numbers|\\mathbb{R}|\\text{mean } 0,\\allowbreak\\ \\text{variance } p|"
          + "l = 1, \\dots, L|"
      ),
    ]
    for (name, expected) in rows {
      let entry = scope.symbol(named: name).flatMap { scope.notation(of: $0.id) }
      let found = entry.map {
        [$0.latex, $0.kind, $0.shape, $0.domain, $0.members, $0.meaning].joined(separator: "|")
      }
      #expect(found == expected)
    }
  }

  @Test func programsGrowWithWhatTheyCompute() throws {
    var scope = Scope()
    _ = scope.declare(Excerpt("n : size 2..6\nx : vector(n)\nA : matrix(n, n)"))
    func size(_ latex: String) throws -> ProgramSize {
      let claim = try #require(scope.read(claim: Excerpt(latex)).claim)
      return try Lowering(scope).programSize(of: claim.steps[0])
    }
    let small = try size("x_i = x_i")
    let large = try size("x^T A x = (x^T A) x")
    #expect(small.assertions == 2 && small.inputs == 2)
    #expect(large.inputs == 6 && large.operations > small.operations)
    #expect(large.instance.entries.map { $0.value } == [2])
  }
}
