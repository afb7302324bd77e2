import Formula
import SourceText
import Testing

/// Printing and reading again is the identity, on trees that nobody would write.
@Suite struct RoundTripTests {
  /// Grows formulas from the grammar, every operand in brackets, so that any tree comes up.
  private struct Grower {
    var stream: Stream

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &stream) }

    mutating func choose(_ texts: String...) -> String { texts[pick(texts.count)] }

    mutating func scalar(_ depth: Int) -> String {
      guard depth > 0 else {
        return choose("x", "t", "2", "0.5", "v_1", "A_{12}", "q_{2}", "\\pi", "\\beta_1", "p^*")
      }
      func inner(_ grower: inout Grower) -> String { "(" + grower.scalar(depth - 1) + ")" }
      switch pick(22) {
      case 0: return inner(&self) + " + " + inner(&self)
      case 1: return inner(&self) + " - " + inner(&self)
      case 2: return inner(&self) + " " + inner(&self)
      case 3: return "\\frac{" + scalar(depth - 1) + "}{" + scalar(depth - 1) + "}"
      case 4: return "-" + inner(&self)
      case 5: return inner(&self) + "^{" + scalar(depth - 1) + "}"
      case 6: return "\\" + choose("sin", "exp", "tanh", "log") + inner(&self)
      case 7: return "\\sqrt{" + scalar(depth - 1) + "}"
      case 8: return "f" + choose("", "'", "''") + inner(&self)
      case 9: return "g_{" + choose("1", "k+1") + "}" + inner(&self)
      case 10: return "\\sum_{j=1}^{n} (v_j " + inner(&self) + ")"
      case 11: return "\\prod_{j \\in \\{1, \\dots, n\\}} (v_j + " + inner(&self) + ")"
      case 12: return "\\max(" + scalar(depth - 1) + ", " + scalar(depth - 1) + ")"
      case 13:
        return "\\begin{cases} " + scalar(depth - 1) + " & " + truth(depth - 1) + " \\\\ "
          + scalar(depth - 1) + " & \\text{otherwise} \\end{cases}"
      case 14: return "\\frac{\\partial}{\\partial " + choose("x", "v_2", "t") + "} " + inner(&self)
      case 15:
        return "\\left. \\frac{\\partial}{\\partial x} " + inner(&self)
          + " \\right|_{x=" + scalar(depth - 1) + "}"
      case 16: return "\\|" + vector(depth - 1) + "\\|" + choose("", "_1", "_\\infty", "_A")
      case 17: return "(" + vector(depth - 1) + ")^T (" + vector(depth - 1) + ")"
      case 18: return "(" + vector(depth - 1) + ")_{2}"
      case 19: return "\\mathbf 1[" + truth(depth - 1) + "]"
      case 20: return "\\operatorname{tr}(" + matrix(depth - 1) + ")"
      default: return "\\mathbb{E}[r " + inner(&self) + "]"
      }
    }

    mutating func vector(_ depth: Int) -> String {
      guard depth > 0 else { return choose("v", "u_1", "u_{k}") }
      switch pick(11) {
      case 0: return "(" + vector(depth - 1) + ") + (" + vector(depth - 1) + ")"
      case 1: return "(" + scalar(depth - 1) + ") (" + vector(depth - 1) + ")"
      case 2: return "(" + matrix(depth - 1) + ") (" + vector(depth - 1) + ")"
      case 3: return "(" + vector(depth - 1) + ") \\odot (" + vector(depth - 1) + ")"
      case 4: return "-(" + vector(depth - 1) + ")"
      case 5: return "f(" + vector(depth - 1) + ")"
      case 6: return "\\operatorname{softmax}(" + vector(depth - 1) + ")"
      case 7: return "\\nabla h(" + vector(depth - 1) + ")"
      case 8: return "(v_j " + scalar(0) + ")_{j=1}^{n}"
      case 9: return "\\frac{" + vector(depth - 1) + "}{" + scalar(depth - 1) + "}"
      default: return "(" + vector(depth - 1) + ")^{\\odot 2}"
      }
    }

    mutating func matrix(_ depth: Int) -> String {
      guard depth > 0 else { return choose("A", "I_n", "A^T") }
      switch pick(8) {
      case 0: return "(" + matrix(depth - 1) + ") (" + matrix(depth - 1) + ")"
      case 1: return "(" + matrix(depth - 1) + ") + (" + matrix(depth - 1) + ")"
      case 2: return "(" + matrix(depth - 1) + ")^{-1}"
      case 3: return "(" + matrix(depth - 1) + ")^T"
      case 4: return "(" + vector(depth - 1) + ") (" + vector(depth - 1) + ")^T"
      case 5: return "\\operatorname{diag}(" + vector(depth - 1) + ")"
      case 6: return "\\nabla^2 h(" + vector(depth - 1) + ")"
      default: return "(" + matrix(depth - 1) + ")^{3}"
      }
    }

    mutating func truth(_ depth: Int) -> String {
      switch pick(depth > 0 ? 5 : 2) {
      case 0: return scalar(depth) + choose(" < ", " \\ge ", " = ", " \\ne ") + scalar(depth)
      case 1: return scalar(depth) + " \\in (0, " + scalar(0) + "]"
      case 2: return "(" + truth(depth - 1) + ") \\wedge (" + truth(depth - 1) + ")"
      case 3: return "(" + truth(depth - 1) + ") \\vee (" + truth(depth - 1) + ")"
      default: return "\\lnot (" + truth(depth - 1) + ")"
      }
    }
  }

  private static let fence = #"""
    n : size 2..4
    k : integer 1..3
    x, t, \beta_1, p^* : scalar
    v : vector(n)
    A : matrix(n, n) spd
    q_i : scalar for i in 1..3
    u_i : vector(n) for i in 1..4
    f : function scalar -> scalar smooth
    g_i : function scalar -> scalar smooth for i in 1..4
    h : function vector(n) -> scalar smooth
    r : random normal(0, 1)
    """#

  @Test func printedTermsReadAsThemselves() {
    var scope = Scope()
    #expect(scope.declare(Excerpt(Self.fence)).map { $0.summary } == [])
    var readCount = 0
    for seed in UInt64(0)..<1500 {
      var grower = Grower(stream: Stream(seed))
      let depth = 1 + grower.pick(4)
      let text: String
      switch grower.pick(3) {
      case 0: text = grower.vector(depth)
      case 1: text = grower.matrix(depth)
      default: text = grower.scalar(depth)
      }
      guard let term = scope.read(expression: Excerpt(text)).term else { continue }
      readCount += 1
      let printed = term.latex(in: scope)
      let (again, diagnostics) = scope.read(expression: Excerpt(printed))
      #expect(
        again == term,
        "seed \(seed): \(text)\n\(printed)\n\(diagnostics.map { $0.summary })\n\(term.bracketed(in: scope))\n\(again?.bracketed(in: scope) ?? "")"
      )
    }
    #expect(readCount > 1000)
  }

  @Test func printedClaimsReadAsThemselves() {
    var scope = Scope()
    _ = scope.declare(Excerpt(Self.fence))
    var readCount = 0
    for seed in UInt64(0)..<500 {
      var grower = Grower(stream: Stream(seed))
      var text = grower.scalar(2) + " = " + grower.scalar(2)
      switch grower.pick(4) {
      case 0: text += " \\le " + grower.scalar(1)
      case 1: text += " \\quad (" + grower.truth(0) + ")"
      case 2: text = grower.truth(1) + " \\Rightarrow " + text
      default: text = grower.truth(1) + " \\iff " + text
      }
      guard let claim = scope.read(claim: Excerpt(text)).claim else { continue }
      readCount += 1
      let printed = claim.latex(in: scope)
      let (again, diagnostics) = scope.read(claim: Excerpt(printed))
      #expect(
        again?.steps.map { $0.conclusion } == claim.steps.map { $0.conclusion }
          && again?.hypotheses.map { $0.condition } == claim.hypotheses.map { $0.condition },
        "seed \(seed): \(text)\n\(printed)\n\(diagnostics.map { $0.summary })")
    }
    #expect(readCount > 300)
  }
}
