import SourceText
import Testing
import Verification

/// One slip, one edit: the edit is found, and the formula holds once it is applied.
@Suite struct RepairTests {
  private static let lesson = Lesson(
    """
    n, m : size 2..4
    K : size 2..4
    i, j : index 1..n
    k, l : index 1..K
    t : scalar
    s : scalar in (0, 1)
    x, y, b : vector(n)
    r : vector(m)
    h : scalar -> 0
    A, C : matrix(n, n)
    S : matrix(n, n) symmetric
    J : matrix(m, n)
    z : vector(K)
    Y : onehot(K)
    u_i : random iid mean 0 variance 1 for i in 1..n
    \\varphi : function scalar -> scalar smooth
    """,
    "\\sigma(t) = \\frac{1}{1+e^{-t}}",
    "p_k = \\frac{e^{z_k}}{\\sum_{l=1}^K e^{z_l}}",
    "E = -\\sum_{k=1}^K Y_k \\log p_k")

  private struct Row {
    let slip: String
    let latex: String
    let kind: Edit.Kind
  }

  private static let rows = [
    Row(slip: "a sign", latex: "\\sigma'(t) = \\sigma(t)(1+\\sigma(t))", kind: .sign),
    Row(
      slip: "a sign of the whole", latex: "\\frac{\\partial E}{\\partial z_k} = Y_k - p_k",
      kind: .sign),
    Row(slip: "a factor", latex: "\\nabla_x \\|x\\|^2 = 4x", kind: .factor),
    Row(
      slip: "a missing factor", latex: "\\nabla_x (x^T S x) = S x", kind: .factor),
    Row(slip: "a transpose", latex: "(A C)^T = C^T A", kind: .transpose),
    Row(slip: "indices exchanged", latex: "(A^T)_{ij} = A_{ij}", kind: .exchangedIndices),
    Row(slip: "an index", latex: "\\sum_{i=1}^n x_i = x_1 + \\sum_{i=1}^n x_i", kind: .limit),
    Row(slip: "n − 1 for n", latex: "\\sum_{i=1}^n t^2 = (n-1) t^2", kind: .index),
    Row(
      slip: "the wrong index", latex: "\\frac{\\partial}{\\partial x_i}(x^T b) = b_j", kind: .index),
    Row(
      slip: "a prime", latex: "\\frac{d}{dt} \\varphi(2t) = 2\\varphi(2t)", kind: .prime),
    Row(
      slip: "a product entry by entry",
      latex: "\\operatorname{tr}(A C) = \\operatorname{tr}(C \\odot A)",
      kind: .product),
    Row(slip: "half of one term", latex: "(t+s)^2 = t^2 + ts + s^2", kind: .factor),
    Row(
      slip: "half of the last term", latex: "\\nabla_x (x^TSx - 2b^Tx) = 2Sx - b", kind: .factor),
    Row(slip: "an exponent", latex: "\\frac{d}{dt} t^3 = 3t^3", kind: .power),
    Row(slip: "a limit", latex: "x^T \\mathbf{1} = \\sum_{i=1}^{n-1} x_i", kind: .limit),
    Row(slip: "the other way round", latex: "\\|x + y\\| \\ge \\|x\\| + \\|y\\|", kind: .relation),
    Row(slip: "equality", latex: "\\|x + y\\| < \\|x\\| + \\|y\\|", kind: .relation),
    Row(
      slip: "a constant of a bound", latex: "2 t y_1 \\le \\tfrac12 t^2 + \\tfrac12 y_1^2",
      kind: .factor),
    Row(slip: "a coefficient", latex: "e^h = 1 + h + h^2 + O(h^3)", kind: .factor),
    Row(
      slip: "a sign before a fraction", latex: "\\frac{d}{ds} \\frac{t}{s} = \\frac{t}{s^2}",
      kind: .sign),
    Row(
      slip: "a sign before a later fraction",
      latex: "\\frac{\\partial p_k}{\\partial z_k} = \\frac{e^{z_k}}{\\sum_l e^{z_l}}"
        + " + \\frac{[e^{z_k}]^2}{[\\sum_l e^{z_l}]^2}", kind: .sign),
    Row(slip: "a lost square", latex: "x^T x = \\|x\\|", kind: .power),
    Row(
      slip: "a lost square in a sum",
      latex: "\\|x - y\\|^2 = \\|x\\|^2 - 2 x^T y + \\|y\\|", kind: .power),
    Row(slip: "a square too much", latex: "t^2 - s^2 = (t - s)(t + s)^2", kind: .power),
    Row(slip: "a lost inverse", latex: "(A C)^{-1} = C^{-1} A", kind: .power),
    Row(slip: "a limit of the left side", latex: "\\sum_{k=1}^{K-1} p_k = 1", kind: .limit),
    Row(
      slip: "a lost inverse of a bracket",
      latex: "C^{-1} b = (C^T C) C^T b", kind: .power),
    Row(
      slip: "a fraction upside down", latex: "\\sigma(t) = \\frac{e^t + 1}{e^t}",
      kind: .fraction),
    Row(
      slip: "a sine for a cosine", latex: "\\frac{d}{dt} \\sin(t^2) = 2t\\sin(t^2)",
      kind: .function),
    Row(slip: "n − 1 for n + 1", latex: "\\sum_{i=1}^n i = \\frac{n(n-1)}{2}", kind: .index),
    Row(
      slip: "a forgotten factor",
      latex: "\\sum_{i=1}^n (x_i - t)^2 = \\|x\\|^2 - 2t \\sum_{i=1}^n x_i + t^2", kind: .factor),
    Row(slip: "a factor too many", latex: "\\frac{d}{dt}(s t) = s t", kind: .factor),
    Row(slip: "an order", latex: "e^h = 1 + h + \\tfrac12 h^2 + O(h^4)", kind: .power),
  ]

  /// The text that is offered, where it is the shortest: an operator, a factor.
  @Test func aRepairChangesNoMoreThanItMust() throws {
    for (latex, start, replacement) in [
      ("(t-s)^2 = t^2 + 2ts + s^2", 14, "-"), ("(t+s)^2 = t^2 + ts + s^2", 16, "2 "),
      ("\\frac{d}{dt}(t-s)^2 = -2(t-s)", 22, ""), ("\\frac{d}{dt} t^2 = t", 19, "2 "),
    ] {
      let repair = try #require(Self.lesson.judge(latex).first?.repair, "\(latex)")
      #expect(
        repair.span.start == start && repair.replacement == replacement, "\(latex): \(repair)")
    }
  }

  /// A power of 1 is none; half of a fraction stands below.
  @Test func repairsReadAsAnAuthorWritesThem() throws {
    for (latex, part) in [
      ("t^2 - s^2 = (t - s)(t + s)^2", ""), ("\\frac{d}{dt} \\frac{t^2}{4} = t", "2"),
    ] {
      let repair = try #require(Self.lesson.judge(latex).first?.repair, "\(latex)")
      #expect(
        !repair.replacement.contains("^1") && !repair.replacement.contains("0.5"), "\(repair)")
      #expect(repair.replacement.contains(part) || part.isEmpty, "\(repair)")
    }
  }

  /// The slip stands on the left: mending the middle would break what follows.
  @Test func noRepairBreaksTheNextStep() throws {
    let results = Self.lesson.judge("(t + s)^2 = t^2 - 2ts + s^2 = (t - s)^2")
    #expect(results.first?.verdict == .refuted)
    let text = repaired(
      "(t + s)^2 = t^2 - 2ts + s^2 = (t - s)^2", by: try #require(results[0].repair))
    #expect(text == "(t - s)^2 = t^2 - 2ts + s^2 = (t - s)^2")
  }

  @Test func aBoundThatOnlyBecomesWeakIsNoRepair() {
    for latex in ["t^2 + s^2 \\le -1", "t^4 + 1 \\le t^2", "\\|x\\| \\le \\|x\\|^2 - 3"] {
      #expect(Self.lesson.judge(latex).first?.verdict == .refuted, "\(latex)")
      let repair = Self.lesson.judge(latex).first?.repair
      #expect(repair == nil || repair?.kind == .relation, "\(latex): \(repair)")
    }
  }

  @Test func everySlipIsRepairedByItsEdit() throws {
    #expect(Self.lesson.complaints.isEmpty, "\(Self.lesson.complaints)")
    for row in Self.rows {
      let results = Self.lesson.judge(row.latex)
      #expect(results.first?.verdict == .refuted, "\(row.slip): \(results)")
      guard let repair = results.first?.repair else {
        Issue.record("\(row.slip): no repair of \(row.latex)")
        continue
      }
      #expect(repair.kind == row.kind, "\(row.slip): \(repair)")
      let text = repaired(row.latex, by: repair)
      let again = Self.lesson.judge(text)
      #expect(
        !again.isEmpty && again.allSatisfy { $0.verdict.passes },
        "\(row.slip): \(text) gives \(again.map { $0.verdict })")
    }
  }

  @Test func noRepairIsOfferedWhereSeveralEditsWork() {
    let results = Self.lesson.judge("t + t = t \\cdot t \\cdot t - t")
    #expect(results.first?.verdict == .refuted)
    #expect(results.first?.repair == nil)
    // 1 · 1 becomes 2 by either factor.
    let other = Self.lesson.judge("2t = 1 \\cdot 1 \\cdot t")
    #expect(other.first?.repair == nil)
  }

  @Test func refutationsShowTwoDifferentNumbers() throws {
    for latex in [
      "\\tanh t = 1 \\quad (t > 40)", "\\sigma(t) = 1 \\quad (t > 60)", "t + 10^{-14} = t",
      "s + 10^{-20} = s", "\\frac{s}{3} = \\frac{s}{3} + \\frac{1}{7}",
    ] {
      let result = try #require(Self.lesson.judge(latex).first)
      #expect(result.verdict == .refuted, "\(latex)")
      let found = try #require(result.counterexample)
      #expect(found.left?.text != found.right?.text, "\(latex): \(found)")
    }
  }

  @Test func fractionsAreExact() throws {
    let result = try #require(
      Self.lesson.judge("\\frac{t}{3} = \\frac{t}{3} + \\frac{1}{7}").first)
    let found = try #require(result.counterexample)
    #expect(found.isExact)
    #expect(found.left?.text == "0")
    #expect(found.right?.text == "1/7")
  }
}
