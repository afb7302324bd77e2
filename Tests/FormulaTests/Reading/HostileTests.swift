import Formula
import Foundation
import SourceText
import Testing

/// No input crashes, hangs or passes silently.
@Suite struct HostileTests {
  static let fence = #"""
    K, n : size 2..6
    z, v : vector(K)
    A : matrix(K, K)
    x : scalar
    q_i : vector(n) for i in 1..K
    W^{[l]} : matrix(K, K) for l in 1..n
    f : function vector(K) -> scalar smooth
    """#

  static let formulas = [
    #"\frac{\partial f(z)}{\partial z_i} = \sum_{j \ne i} A_{ij} z_j \quad (x > 0)"#,
    #"\begin{aligned} z^T A z &= \|v\|_2^2 \\ &\le \left.\frac{\partial f(v)}{\partial v}\right|_{v=0}^T z \end{aligned}"#,
    #"\log \prod_{i=1}^K |z_i| = \sum_{i<j} \begin{cases} z_i & x > 0 \\ 0 & \text{otherwise} \end{cases}"#,
    #"W^{[l+1]} z = (W^{[l]} + \lambda I)^{-1} v, \quad l = 1, \dots, n"#,
    #"\nabla f(z)^T v = f(z + x v) + O(x^2) \iff \max_k z_k \in [0, \infty)"#,
    #"v_1 + v_2 + \dots + v_K = \mathbf 1^T v"#, #"\hat x_i = \frac12 \sqrt[3]{e^{-x}} \odot z"#,
  ]

  static let pieces = [
    "{", "}", "^", "_", "&", "\\\\", "\\frac", "\\left.", "\\right|", "(", ")", "[", "]", "|",
    "\\|", "\\sum", "\\begin{cases}", "\\end{cases}", "\\text{for}", "\\partial", "\\nabla", ",",
    "=", "x", "z", "A", "1", "'", "\\dots", "\\substack", "\\hat", "\\mathbf", "\\sqrt", "\\",
    "\\lim", "\\to", "\\begin{aligned}", "\\not", "\\overset", "\\{", "\\}", "\\langle", "é",
    "\\log",
    "\\max", "f", "W", "\\quad", "!", ":", ";", "\\mathbb{E}", "\\Rightarrow", "/", "-", "+",
  ]

  static func tryAll(_ text: String, in scope: Scope) {
    var claims = scope
    let (claim, diagnostics) = claims.read(claim: Excerpt(text))
    #expect((claim == nil) != diagnostics.isEmpty, "\(text)")
    for diagnostic in diagnostics {
      #expect(diagnostic.span.end <= text.utf8.count, "\(text): \(diagnostic)")
    }
    var definitions = scope
    _ = definitions.define(Excerpt(text))
    var declarations = scope
    _ = declarations.declare(Excerpt("q : " + text))
    var names = scope
    _ = names.declare(Excerpt(text + " : scalar"))
  }

  @Test func whatOnceCrashedEndsInAValueOrADiagnostic() {
    var scope = Scope()
    _ = scope.declare(
      Excerpt(
        "n : size 2..4\nL : size 2..3\nw : vector(n)\nX_i : random iid normal(0, 1) for i in 1..n"))
    for text in [
      #"\log \operatorname{Var}LL(w_o2) = \frac1n"#, #"\operatorname{Var}(X_1)(w_o2) = \frac1n"#,
      #" \min_{i}\nabla '_m iu_dde"#, #"\nabla_w (w^T w) w_o u_dd"#,
    ] {
      Self.tryAll(text, in: scope)
    }
  }

  @Test func tokenSoupEndsInAValueOrADiagnostic() {
    var scope = Scope()
    _ = scope.declare(Excerpt(Self.fence))
    var generator = Stream(11)
    for _ in 0..<8000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...14, using: &generator) {
        text += (Self.pieces.randomElement(using: &generator) ?? "") + " "
      }
      Self.tryAll(text, in: scope)
    }
  }

  /// Words are one token each to the reader: positions before and behind that must not be mixed.
  @Test func wordsInNamesAreDiagnostics() {
    for line in ["k for _1:", "for for_for : scalar", "k and or^{for} if_1 :"] {
      var scope = Scope()
      #expect(!scope.declare(Excerpt(line)).isEmpty, "\(line)")
    }
    for display in ["k if _1 = 2", "f(for) = if for^if", "k or_{or} = k if or", "x if or = x if_1"]
    {
      var scope = Scope()
      #expect(!scope.define(Excerpt(display)).isEmpty, "\(display)")
    }
  }

  @Test func deepNestingIsADiagnostic() {
    for (open, close) in [
      ("(", ")"), ("{", "}"), ("\\frac{1}{", "}"), ("\\hat{", "}"), ("\\sqrt{", "}"),
    ] {
      let text =
        String(repeating: open, count: 3000) + "1" + String(repeating: close, count: 3000) + " = 1"
      var scope = Scope()
      let ids = scope.read(claim: Excerpt(text)).diagnostics.map { $0.id }
      #expect(ids == ["TooDeep"], "\(open)")
    }
  }

  /// What is read on trial reads all that follows again: it must not multiply.
  @Test func trialsAreFew() {
    var scope = Scope()
    _ = scope.declare(Excerpt(Self.fence))
    let bars = "z^T (-" + String(repeating: "|", count: 67) + "x z) < 0"
    let nested = String(repeating: "||(", count: 25) + "x"
    let gradients = String(repeating: "\\nabla_z (x) (", count: 28) + "x"
    let braces =
      String(repeating: "\\underbrace{", count: 30) + "x" + String(repeating: "}_{x}", count: 30)
    let signs = String(repeating: "\\mathrel{", count: 30) + "x" + String(repeating: "}", count: 30)
    let arrows = String(repeating: "(x > 0 \\Rightarrow ", count: 50) + "x > 0"
    let iffs = String(repeating: "(x > 0 \\iff ", count: 25) + "x > 0"
    let values = String(repeating: "[", count: 40) + "x" + String(repeating: "]_0^1", count: 40)
    let dots =
      String(repeating: "z_1 + ", count: 990) + "\\dots + " + String(repeating: "(", count: 9)
    let powers = dots + "n^n" + String(repeating: ")^n", count: 9) + " = x"
    let names = String(repeating: "\\frac{d}{df(", count: 20) + "x"
    for text in [
      arrows + String(repeating: ")", count: 50), iffs + String(repeating: ")", count: 25), arrows,
      values + " = x", powers, names, braces + " = x", signs + " = x", bars,
      nested + String(repeating: ")", count: 25) + " = 1",
      gradients, "\\dots x = 1",
    ] {
      Self.tryAll(text, in: scope)
    }
    Self.tryAll(gradients + String(repeating: ")", count: 28) + " = 1", in: scope)
  }

  @Test func anEnvironmentInsideARemarkIsARemark() {
    Self.tryAll(#"\mathbb{E}[x \text{\begin{aligned} for all } x > 0"#, in: Scope())
  }

  @Test func endlessRunsAreADiagnostic() {
    for (part, sign) in [("x", "+"), ("x", "\\cdot"), ("2", "x"), ("x", "/")] {
      let text = String(repeating: part + " " + sign + " ", count: 1500) + "x = 1"
      var scope = Scope()
      _ = scope.declare(Excerpt("x : scalar"))
      let ids = scope.read(claim: Excerpt(text)).diagnostics.map { $0.id }
      #expect(ids == ["TooLong"] || ids == ["AmbiguousDivision"], "\(sign)")
    }
  }

  @Test func macrosThatCallThemselvesAreADiagnostic() {
    var scope = Scope()
    scope.macros["\\a"] = Scope.Macro(argumentCount: 0, replacement: "\\a\\a")
    #expect(scope.read(claim: Excerpt("\\a = 1")).diagnostics.map { $0.id } == ["MacroRunsAway"])
  }
}
