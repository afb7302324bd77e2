import Formula
import SourceText
import Testing

/// The fragments of the design's examples, read and typed.
@Suite struct FragmentsTests {
  @Test func batchNormalisation() {
    var lesson = Lesson(
      #"""
      m : size 2..5
      x : vector(m)
      \gamma, \beta : scalar
      \epsilon : scalar in (0, 1]
      \ell : function vector(m) -> scalar smooth     "any cost after this layer"
      \sigma^2 : defined "variance of the batch"
      """#,
      define:
        #"\begin{aligned} \mu &= \tfrac1m \sum_{i=1}^m x_i \\ \sigma^2 &= \tfrac1m \sum_{i=1}^m (x_i-\mu)^2 \\ \hat x_i &= \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}} \\ y_i &= \gamma \hat x_i + \beta \\ E &= \ell(y) \end{aligned}"#
    )
    #expect(lesson.problems == [])
    #expect(
      lesson.definition("\\sigma^2") == #"((1 / m) · Σ[i=1..m](((x[i] - \mu) ^ 2))) : scalar"#)
    #expect(lesson.definition("E") == #"\ell(y) : scalar"#)
    #expect(
      lesson.claim(
        #"\frac{\partial E}{\partial x_i} = \frac{\partial E}{\partial \hat x_i} \left.\frac{\partial \hat x_i}{\partial x_i}\right|_{\mu,\sigma^2} + \frac{\partial E}{\partial \sigma^2} \frac{2(x_i-\mu)}{m} + \left.\frac{\partial E}{\partial\mu}\right|_{\sigma^2} \frac1m"#
      )
        == #"(∂(E)/∂(x[i]) = (((∂(E)/∂(\hat{x}[i]) · ∂(\hat{x}[i])/∂(x[i])|held(\mu, \sigma^2)) + (∂(E)/∂(\sigma^2) · ((2 · (x[i] - \mu)) / m))) + (∂(E)/∂(\mu)|held(\sigma^2) · (1 / m))))"#
    )
  }

  @Test func armijoAndWolfe() {
    var lesson = Lesson(
      #"""
      n : size 2..5
      A : matrix(n, n) spd
      b, x, p : vector(n)
      c_1, c_2 : scalar in (0, 1)
      \alpha : scalar in (0, \infty)
      assume \nabla f(x)^T p < 0
      """#,
      define:
        #"\begin{aligned} f(x) &= \tfrac12 x^T A x - b^T x \\ \alpha^* &= -\frac{\nabla f(x)^T p}{p^T A p} \end{aligned}"#
    )
    #expect(lesson.problems == [])
    #expect(lesson.scope.assumptions.count == 1)
    #expect(
      lesson.claim(
        #"f(x + \alpha p) \le f(x) + c_1 \alpha \nabla f(x)^T p \iff \alpha \le 2(1-c_1)\,\alpha^*"#
      )
        == #"(f((x + (\alpha · p))) ≤ (f(x) + (((c_1 · \alpha) · ∇f(x)ᵀ) × p))) ⇔ (\alpha ≤ ((2 · (1 - c_1)) · \alpha^*))"#
    )
    #expect(
      lesson.claim(
        #"f(x+\alpha p) = f(x) + \alpha \nabla f(x)^T p + O(\alpha^2) \quad (\alpha \to 0)"#)
        == #"(f((x + (\alpha · p))) = ((f(x) + ((\alpha · ∇f(x)ᵀ) × p)) + O((\alpha ^ 2)))) | (\alpha in →0)"#
    )
  }

  @Test func novikoff() {
    var lesson = Lesson(
      #"""
      n : size 2..5
      N : size 2..8
      x_i : vector(n) for i in 1..N        "points times their class"
      w^* : vector(n) unit
      \gamma, R : scalar in (0, \infty)    "margin, radius"
      assume (w^*)^T x_i \ge \gamma for i in 1..N
      assume \|x_i\| \le R for i in 1..N
      i : index 1..N
      w : vector(n)
      k : integer 1..50
      """#)
    #expect(lesson.problems == [])
    #expect(lesson.scope.assumptions.map { $0.binders.count } == [1, 1])
    #expect(
      lesson.claim(#"k \gamma \le \sqrt{k}\,R \Rightarrow k \le \frac{R^2}{\gamma^2}"#)
        == #"((k · \gamma) ≤ (sqrt(k) · R)) ⇒ (k ≤ ((R ^ 2) / (\gamma ^ 2)))"#)
    #expect(
      lesson.claim(#"\|w + x_i\|^2 \le \|w\|^2 + R^2 \quad (w^T x_i \le 0)"#)
        == #"((norm((w + x_{i})) ^ 2) ≤ ((norm(w) ^ 2) + (R ^ 2))) | ((wᵀ × x_{i}) ≤ 0)"#)
    #expect(
      lesson.claim(#"(w^*)^T (w + x_i) = (w^*)^T w + (w^*)^T x_i \ge (w^*)^T w + \gamma"#)
        == #"((w^*ᵀ × (w + x_{i})) = ((w^*ᵀ × w) + (w^*ᵀ × x_{i}))); (((w^*ᵀ × w) + (w^*ᵀ × x_{i})) ≥ ((w^*ᵀ × w) + \gamma))"#
    )
    let bound = #"k\gamma \le (w^*)^T w \le \|w\| \le \sqrt{k}\,R"#
    let suppositions = #"((w^*)^T w \ge k\gamma,\ \|w\|^2 \le k R^2)"#
    #expect(
      lesson.claim(bound + #" \quad "# + suppositions)
        == #"((k · \gamma) ≤ (w^*ᵀ × w)); ((w^*ᵀ × w) ≤ norm(w)); (norm(w) ≤ (sqrt(k) · R)) | ((w^*ᵀ × w) ≥ (k · \gamma)) | ((norm(w) ^ 2) ≤ (k · (R ^ 2)))"#
    )
  }

  @Test func aBracketInItsOwnRowIsTheConditionOfTheChain() {
    var lesson = Lesson("n : size 2..5\nw, x : vector(n)\nR : scalar")
    let chain =
      #"\begin{aligned} \|w + x\|^2 &= \|w\|^2 + 2 w^T x + \|x\|^2 \\ &\le \|w\|^2 + R^2 "#
    #expect(
      lesson.claim(chain + #"\\ &\quad (w^Tx \le 0,\ \|x\| \le R) \end{aligned}"#)
        == lesson.claim(chain + #"\quad (w^Tx \le 0,\ \|x\| \le R) \end{aligned}"#))
  }
}
