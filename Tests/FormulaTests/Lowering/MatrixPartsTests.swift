import Formula
import SourceText
import Testing

/// Rows and columns, basis vectors, roots, blocks of open size, sequences: read and computed.
@Suite struct MatrixPartsTests {
  private static let fence = #"""
    m, n : size 2..4
    A, W : matrix(m, n)
    B : matrix(n, m)
    Q : matrix(n, n) spd
    x, v : vector(n)
    y : vector(m)
    p^k : vector(n) for k in 0..4
    f : function vector(n) -> scalar smooth
    """#

  private func claim(_ latex: String) throws -> (HandMade, Step) {
    var lesson = HandMade()
    #expect(lesson.scope.declare(Excerpt(Self.fence)).map(\.summary) == [])
    let (claim, diagnostics) = lesson.scope.read(claim: Excerpt(latex))
    #expect(diagnostics.map(\.summary) == [], "\(latex)")
    let step = claim?.steps.first
    return (lesson, try #require(step))
  }

  @Test func trueClaimsHold() throws {
    let claims = [
      #"A x = \sum_j x_j A_{:,j}"#, #"(A x)_i = A_{i,:} x"#, #"(A x)_i = A_{i\cdot} x"#,
      #"A_{:j} = A e_j"#, #"(AB)_{:,k} = A B_{:,k}"#, #"(A B)_{ik} = A_{i,:} B_{:,k}"#,
      #"A = \begin{bmatrix} A_{:,1} & \cdots & A_{:,n} \end{bmatrix}"#,
      #"x = \sum_{j=1}^n x_j e_j"#, #"e_i^T A e_j = A_{ij}"#, #"\sum_i e_i e_i^T = I_n"#,
      #"x^T \mathbf{e}_2 = x_2"#, #"Q^{1/2} Q^{1/2} = Q"#, #"Q^{-1/2} Q Q^{-1/2} = I"#,
      #"(Q^{\frac12})^2 = Q"#, #"\| Q^{0.5} x \|^2 = x^T Q x"#, #"Q^{3/2} Q^{-1/2} = Q"#,
      #"\begin{bmatrix} A & 0 \end{bmatrix} \begin{bmatrix} x \\ v \end{bmatrix} = A x"#,
      #"\begin{pmatrix} x \\ 0 \end{pmatrix}^T \begin{pmatrix} v \\ 1 \end{pmatrix} = x^T v"#,
      #"x^T \begin{pmatrix} 1 \\ \vdots \\ 1 \end{pmatrix} = \sum x_i"#,
      #"x^T \begin{pmatrix} 1 \\ 0 \\ \vdots \\ 0 \end{pmatrix} = x_1"#,
      #"(p^k)^T p^{k+1} = p^{k+1} \cdot p^k"#, #"p^{k\top} p^1 = p^{1T} p^k"#,
      #"(x^T v)^T = v^T x"#, #"x = [x_1, \dots, x_n]"#,
    ]
    for latex in claims {
      let (lesson, step) = try claim(latex)
      try expectHolds(lesson, step, "\(latex)")
    }
  }

  @Test func falseClaimsFail() throws {
    let claims = [
      #"(A x)_i = W_{i,:} x"#, #"A_{:,j} = W e_j"#, #"Q^{1/2} = Q"#, #"Q^{-1/2} Q = I"#,
      #"x = \sum_{j=1}^n e_j"#, #"p^{k+1} = p^k"#,
      #"\begin{bmatrix} 0 & A \end{bmatrix} \begin{bmatrix} x \\ v \end{bmatrix} = A x"#,
    ]
    for latex in claims {
      let (lesson, step) = try claim(latex)
      try expectFails(lesson, step, "\(latex)")
    }
  }

  /// The root is computed before its matrix: a derivative would not see it and be 0.
  @Test func aRootHidesItsMatrixFromDerivatives() throws {
    for latex in [
      #"\frac{\partial}{\partial Q} \| Q^{1/2} x \|^2 = x x^T"#,
      #"\left. Q^{1/2} \right|_{Q = I} = I"#,
    ] {
      let (lesson, step) = try claim(latex)
      #expect(throws: LoweringFailure.self, "\(latex)") { _ = try lesson.lower(step) }
    }
  }

  @Test func quantifiersOnOneSideOfAnArrowStandInBrackets() throws {
    for latex in [
      #"\|x\|_1 = 0 \iff \forall i : x_i = 0"#, #"x_i = 0 \text{ for all } i \iff \|x\|_1 = 0"#,
    ] {
      let (lesson, step) = try claim(latex)
      guard case .equivalence(let left, let right) = step.conclusion else {
        Issue.record("\(latex)")
        continue
      }
      let sides = left.bracketed(in: lesson.scope) + right.bracketed(in: lesson.scope)
      #expect(sides.contains("∀"), "\(sides)")
    }
  }

  @Test func anArrowBetweenStatementsIsAnImplication() throws {
    let (_, step) = try claim(#"x_1 = 0 \rightarrow x_1 x_2 = 0"#)
    #expect(step.premises.count == 1)
  }
}
