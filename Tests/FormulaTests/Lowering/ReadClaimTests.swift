import Formula
import SourceText
import Testing

/// From LaTeX to numbers: what the reader makes of a lesson can be lowered.
@Suite struct ReadClaimTests {
  private let fence = """
    K, n : size 2..4
    i, j : index 1..K
    z : vector(K)
    Y : onehot(K)
    A : matrix(n, n) spd
    b, x, p : vector(n)
    \\alpha : scalar in (0, \\infty)
    v : scalar in (0, \\infty)
    w_k : random iid normal(0, v) for k in 1..n
    """
  private let definitions = [
    "y_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}",
    "E = -\\sum_{i=1}^K Y_i \\log y_i",
    "f(x) = \\tfrac12 x^T A x - b^T x",
    "\\sigma(t) = \\frac{1}{1 + e^{-t}}",
  ]
  private let claims = [
    "\\frac{\\partial E}{\\partial z_i} = y_i - Y_i",
    "\\frac{\\partial E}{\\partial z} = y - Y",
    "\\frac{\\partial y_i}{\\partial z_j} = y_i (\\delta_{ij} - y_j)",
    "\\nabla f(x) = A x - b",
    "\\sigma'(\\alpha) = \\sigma(\\alpha) (1 - \\sigma(\\alpha))",
    "\\frac{d}{d\\alpha} f(x + \\alpha p) = \\nabla f(x + \\alpha p)^T p",
    "\\mathbb{E}[w_1^2] = v",
    "\\operatorname{Var}(\\sum_{k=1}^n w_k x_k) = v \\|x\\|^2",
  ]

  @Test func readClaimsHold() throws {
    for latex in claims {
      var lesson = HandMade()
      var problems = lesson.scope.declare(Excerpt(fence)).map(\.summary)
      for definition in definitions {
        problems += lesson.scope.define(Excerpt(definition)).map(\.summary)
      }
      let (claim, diagnostics) = lesson.scope.read(claim: Excerpt(latex))
      #expect(problems.isEmpty && diagnostics.isEmpty, "\(latex): \(problems)")
      for step in try #require(claim).steps {
        try expectHolds(lesson, step, "\(latex)")
      }
    }
  }
}
