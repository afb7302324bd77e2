import Formula
import SourceText
import Testing

/// Every form of declaration that the design shows, with what becomes of it.
@Suite struct SymbolFormsTests {
  private static let block = #"""
    K, n, m     : size 2..6                       "numbers of units"
    M           : size 3                           "one size only"
    i, j        : index 1..K
    x           : scalar                           "any real"
    p           : scalar in (0, 1)
    c           : scalar in [-2, 2]                "closed"
    c_2         : scalar in (0, \infty)
    s           : integer in {-1, 1}
    k, N        : integer 1..50
    \eta        : scalar -> 0                      "small parameter"
    d           : vector(n) -> 0
    z           : vector(K)                        "scores"
    h           : vector(K) in [-1, 1]
    v           : vector(n) unit
    u           : vector(n) nonzero
    Y           : onehot(K)
    q           : simplex(K)
    B           : matrix(m, n)
    A           : matrix(n, n) invertible
    S           : matrix(n, n) symmetric
    P           : matrix(n, n) spd
    O           : matrix(n, n) orthogonal
    D           : matrix(n, n) diagonal
    X_i         : vector(n) for i in 1..M          "a family"
    y_t         : index 1..M for t in 1..4
    L           : size 3..4
    n_l         : size 1..3 for l in 1..L
    W^{[l]}     : matrix(n_l, n_{l-1}) for l in 2..L
    g_t         : vector(n) for t in 1..7
    \varphi     : function scalar -> scalar smooth
    f           : function vector(n) -> scalar smooth
    F           : function vector(n) -> scalar strongly convex(p)
    w_i         : random iid normal(0, 1/n) for i in 1..n
    b_0         : random uniform(-1/\sqrt{n}, 1/\sqrt{n})
    r           : random mean 0 variance p
    \sigma_B^2  : defined
    k_0         : computed mistakes
    assume v^T X_i \ge p for i in 1..M
    assume z_i \ge 0
    convention 0 \log 0 = 0, \varphi'(0) = 0
    """#

  /// Without `n_l`, which clashes with `n` in one scope.
  private static var fence: String {
    block.replacing("n_l ", by: "m_l ").replacing("n_l, n_{l-1}", by: "m_l, m_{l-1}")
      .replacing("K, n, m  ", by: "K, n, e  ").replacing("matrix(m, n)", by: "matrix(e, n)")
  }

  @Test func eachFormIsUnderstood() {
    var scope = Scope()
    #expect(scope.declare(Excerpt(Self.fence)).map { $0.summary } == [])
    let rows: [(String, String)] = [
      ("K", "size||2, \\dots, 6|"), ("M", "size||3|"), ("i", "index||1, \\dots, K|"),
      ("x", "number|\\mathbb{R}||"), ("p", "number|\\mathbb{R}|(0, 1)|"),
      ("c", "number|\\mathbb{R}|[-2, 2]|"), ("c_2", "number|\\mathbb{R}|(0, \\infty)|"),
      ("s", "whole number||\\{-1, 1\\}|"), ("k", "whole number||1, \\dots, 50|"),
      ("\\eta", "small number|\\mathbb{R}|\\to 0|"), ("d", "vector|\\mathbb{R}^{n}|\\to 0|"),
      ("h", "vector|\\mathbb{R}^{K}|[-1, 1]|"), ("v", "unit vector|\\mathbb{R}^{n}||"),
      ("u", "nonzero vector|\\mathbb{R}^{n}||"), ("Y", "one-hot vector|\\mathbb{R}^{K}||"),
      ("q", "probability distribution|\\mathbb{R}^{K}||"),
      ("B", "matrix|\\mathbb{R}^{e \\times n}||"),
      ("A", "invertible matrix|\\mathbb{R}^{n \\times n}||"),
      ("S", "symmetric matrix|\\mathbb{R}^{n \\times n}||"),
      ("P", "positive definite matrix|\\mathbb{R}^{n \\times n}||"),
      ("O", "orthogonal matrix|\\mathbb{R}^{n \\times n}||"),
      ("D", "diagonal matrix|\\mathbb{R}^{n \\times n}||"),
      ("X", "vector|\\mathbb{R}^{n}||i = 1, \\dots, M"),
      ("y", "index||1, \\dots, M|t = 1, \\dots, 4"), ("m", "size||1, \\dots, 3|l = 1, \\dots, L"),
      ("W", "matrix|\\mathbb{R}^{m_{l} \\times m_{l-1}}||l = 2, \\dots, L"),
      ("g", "vector|\\mathbb{R}^{n}||t = 1, \\dots, 7"),
      ("\\varphi", "smooth function|\\mathbb{R} \\to \\mathbb{R}||"),
      ("f", "smooth function|\\mathbb{R}^{n} \\to \\mathbb{R}||"),
      ("F", "strongly convex function|\\mathbb{R}^{n} \\to \\mathbb{R}|"),
      (
        "w",
        "independent random numbers|\\mathbb{R}|\\mathcal{N}\\left(0, \\frac{1}{n}\\right)|"
          + "i = 1, \\dots, n"
      ),
      ("b_0", "random number|\\mathbb{R}|\\mathcal{U}"), ("r", "random number|\\mathbb{R}|"),
      ("\\sigma_B^2", "not yet defined"), ("k_0", "computed value|"),
    ]
    for (name, expected) in rows {
      let entry = scope.symbol(named: name).flatMap { scope.notation(of: $0.id) }
      let found = entry.map { [$0.kind, $0.shape, $0.domain, $0.members].joined(separator: "|") }
      #expect(found?.hasPrefix(expected) ?? false, "\(name): \(found ?? "none")")
    }
    #expect(scope.symbol(named: "K")?.meaning == "numbers of units")
    #expect(scope.assumptions.map { $0.binders.count } == [1, 0])
    #expect(scope.conventions.count == 2)
  }

  @Test func aNameAndAFamilyOfOneBaseClash() {
    var scope = Scope()
    let ids = scope.declare(Excerpt("n : size 2..3\nL : size 3\nn_l : size 2 for l in 1..L"))
    #expect(ids.map { $0.id } == ["NameClash"])
    #expect(ids.first?.notes.first?.span?.start == 0)
  }

  @Test func unicodeAndLaTeXAreOneName() {
    var lesson = Lesson(
      "η, x : scalar\nω^{(m)} : scalar for m in 1..2\nφ : function scalar -> scalar")
    #expect(lesson.problems == [])
    #expect(lesson.claim(#"\eta = 2η"#) == #"(\eta = (2 · \eta))"#)
    #expect(lesson.claim(#"\omega^{(2)} = ω^{(1)}"#) == #"(\omega^(2) = \omega^(1))"#)
    #expect(lesson.claim(#"\varphi(x²) = φ(x)"#) == #"(\varphi((x ^ 2)) = \varphi(x))"#)
  }

  @Test func anInnerScopeMayShadowAndEnds() {
    var outer = Lesson("n : size 2..3\na : vector(n)")
    var inner = outer
    inner.scope = outer.scope.nested()
    #expect(inner.scope.declare(Excerpt("a : scalar")).isEmpty)
    #expect(inner.claim("a^2 = a", shapes: true) == "((a ^ 2) = a)")
    #expect(outer.claim("a^2 = a").contains("VectorPower"))
    #expect(inner.scope.define(Excerpt("b = a + 1")).isEmpty)
    #expect(outer.claim("b = 1").contains("UndeclaredSymbol"))
    #expect(inner.scope.declare(Excerpt("a : vector(n)")).map { $0.id } == ["NameClash"])
  }

  @Test func aMismatchNamesBothSources() throws {
    var scope = Scope()
    #expect(
      scope.declare(Excerpt("n, m : size 2..3\nx : vector(n)\nW : matrix(m, n)")).isEmpty)
    let rows: [(String, [Int])] = [
      ("W x = x", [0, 6]), ("x + W x = x", [0, 4]), ("x^T (W x) = 1", [0, 4]),
      ("x \\odot W x = x", [0, 8]),
    ]
    for (claim, places) in rows {
      let found = scope.read(claim: Excerpt(claim)).diagnostics
      #expect(found.map { $0.id } == ["ShapeMismatch"], "\(claim)")
      #expect(found.first?.notes.map { $0.span?.start ?? -1 } == places, "\(claim)")
    }
  }

  @Test func definitionsHaveProgramsWithTheirArgumentsFree() throws {
    let lesson = Lesson(
      "n : size 2..4\nx : vector(n)\na : scalar",
      define: "f(s) = s^2 + a", #"g(v) = \sum_{i=1}^n v_i x_i"#, "p_i = x_i^2")
    for (name, inputs) in [("f", 2), ("g", 4), ("p", 2)] {
      let symbol = try #require(lesson.scope.symbol(named: name))
      let clause = try #require(lesson.scope.definition(of: symbol.id)?.clauses.first)
      #expect(try Lowering.programSize(of: clause, in: lesson.scope).inputs == inputs, "\(name)")
    }
  }
}

extension String {
  fileprivate func replacing(_ text: String, by other: String) -> String {
    components(text).joined(separator: other)
  }

  private func components(_ separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
