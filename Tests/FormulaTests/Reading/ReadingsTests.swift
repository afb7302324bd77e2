import Formula
import Foundation
import SourceText
import Testing

/// The readings of the design's table and their kin: bracketed, with shapes, as golden text.
///
/// `RECORD_GOLDENS=1` writes `Notes/readings.golden` anew.
@Suite struct ReadingsTests {
  @Test func everyReadingIsAsMeant() throws {
    var output = ""
    func show(_ lesson: Lesson, _ names: [String], _ formulas: [String]) {
      var lesson = lesson
      #expect(lesson.problems == [])
      for name in names { output += name + " := " + lesson.definition(name) + "\n" }
      for formula in formulas {
        output += formula + "\n    " + lesson.claim(formula, shapes: true) + "\n"
        #expect(lesson.brokenRoundTrip(formula) == nil)
      }
      output += "\n"
    }
    show(
      Lesson(
        #"""
        L : size 3..4
        n_l : size 1..3 for l in 1..L
        W^{[l]} : matrix(n_l, n_{l-1}) for l in 2..L
        b^{[l]} : vector(n_l) for l in 2..L
        x : vector(n_1)
        y : vector(n_L)
        \sigma : function scalar -> scalar smooth
        """#,
        define:
          #"\begin{cases} a^{[1]} = x \\ z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}, & l = 2, \dots, L \\ a^{[l]} = \sigma(z^{[l]}) \end{cases}"#,
        #"C = \frac12 \| y - a^{[L]} \|_2^2"#,
        #"\delta^{[l]} = \frac{\partial C}{\partial z^{[l]}}"#), ["a", "z", "C", "\\delta"],
      [
        #"\delta^{[L]} = \sigma'(z^{[L]}) \odot (a^{[L]} - y)"#,
        #"\delta^{[l]}=(W^{[l+1]})^T\delta^{[l+1]}\odot\sigma'(z^{[l]})"#,
        #"z^{[l]}=W^{[l]}a^{[l-1]}+b^{[l]}"#,
        #"\frac{\partial C}{\partial W^{[l]}_{ij}}=\delta_i^{[l]}a_j^{[l-1]}"#,
        #"\frac{\partial C}{\partial b^{[l]}} = \delta^{[l]}"#,
        #"\delta^{[l]} = \frac{\partial C}{\partial z^{[l]}} \quad \text{for } 2 \le l \le L"#,
        #"\frac{\partial a^{[l]}}{\partial a^{[l-1]}} = \operatorname{diag}(\sigma'(z^{[l]})) W^{[l]}"#,
        #"\delta_j^{[l]} = \sum_{k=1}^{n_{l+1}} \delta_k^{[l+1]} W_{kj}^{[l+1]} \sigma'(z_j^{[l]})"#,
      ])
    show(
      Lesson(
        #"""
        f : function scalar -> scalar smooth
        x : scalar
        z : scalar
        p : vector(n) in (0, 1]
        n, m, k_1 : size 2..4
        A : matrix(n, n) invertible
        U : matrix(n, k_1)
        C : matrix(k_1, k_1) invertible
        V : matrix(k_1, n)
        v, u : vector(n)
        M : size 3
        J : matrix(m, n)
        \lambda, \eta : scalar in (0, 1)
        """#, define: #"\sigma(z)=\frac{1}{1+e^{-z}}"#,
        #"\mathrm{ReLU}(x)=\begin{cases}x&x>0\\0&\text{otherwise}\end{cases}"#, #"g(s) = s^T A s"#),
      ["\\sigma", "ReLU", "g"],
      [
        #"\sigma'(z)=\sigma(z)(1-\sigma(z))"#, #"\tanh'(z)=1-\tanh^2 z"#,
        #"(A+UCV)^{-1}=A^{-1}-A^{-1}U(C^{-1}+VA^{-1}U)^{-1}VA^{-1}"#,
        #"\frac{d}{dx}\left(x^2\sin x\right)=2x\sin x+x^2\cos x"#,
        #"\log\prod_{i=1}^np_i=\sum_{i=1}^n\log p_i"#,
        #"\sum_i\sum_jA_{ij}v_iv_j=v^TAv"#, #"v^TAv>0"#, #"\mathrm{tr}(UV)=\mathrm{tr}(VU)"#,
        #"\left.\frac{\partial g(v)}{\partial v}\right|_{v=u}=0"#,
        #"(J^TJ + \lambda I)^{-1} J^T = J^T (J J^T + \lambda I)^{-1}"#,
        #"\nabla g(v) = (A + A^T) v"#, #"\nabla^2 g(v) = A + A^T"#,
        #"D_v g(u) = \nabla g(u) \cdot v"#,
        #"v_1 + v_2 + \dots + v_n = \sum_i v_i"#, #"\|v\|_2^2 = \langle v, v \rangle = v \cdot v"#,
        #"|x| = \max(x, -x)"#, #"A \succ 0 \iff v^T A v > 0"#,
        #"\frac{\partial}{\partial x} f(x) = f'(x)"#,
        #"\frac{\partial^2}{\partial v_i \partial v_j} g(v) = A_{ij} + A_{ji}"#,
        #"f''(x) \ge 0 \quad \text{for } x > 0"#,
        #"v^T u \le \|v\| \, \|u\|"#, #"\mathbf 1^T v = \sum_i v_i"#, #"\det(A^{-1}) = 1/\det(A)"#,
        #"\left|\sum_{i=1}^n v_i\right| \le \sum_{i=1}^n |v_i|"#, #"\lambda_{\max}(A) \ge 0"#,
        #"\mathrm{ReLU}(x) = \max\{0, x\}"#, #"x^{1/2} = \sqrt{x} \quad (x > 0)"#,
        #"e^{x} = 1 + x + O(x^2) \quad (x \to 0)"#,
        #"\lim_{t \to 0} \frac{f(x+t) - f(x)}{t} = f'(x)"#,
        #"\Delta g(v) = 2 \operatorname{tr}(A)"#,
        #"\begin{pmatrix} 1 & x \\ 0 & 1 \end{pmatrix}^{-1} = \begin{pmatrix} 1 & -x \\ 0 & 1 \end{pmatrix}"#,
        #"\forall x > 0: x^2 > 0"#,
        #"\text{Clearly, } x^2 \ge 0 \text{ (obviously)}"#, #"x \in \mathbb{R}"#,
        #"v \in \mathbb{R}^n"#,
        #"\because x > 1 \therefore x^2 > 1"#,
        #"x^2 = x \cdot x \quad \text{and} \quad x + x = 2x"#, #"3 - 2 \cdot 1 = 1"#,
        #"28 \times 28 \times 3 = 2352"#, #"n! = \prod_{i=1}^n i"#,
      ])
    show(
      Lesson(
        #"""
        n : size 1..4
        w_i : random iid normal(0, 1/n) for i in 1..n
        x : random mean 0 variance v
        v : scalar in (0, 2)
        """#), [],
      [
        #"\operatorname{Var}(w_i)=\frac1n"#,
        #"\mathbb{E}[x^2]=\operatorname{Var}(x)+(\mathbb{E}[x])^2"#,
        #"w_i \sim \mathcal{N}(0, 1/n)"#, #"\mathbb{E}[x w_i] = 0"#,
        #"\operatorname{Var}\left(\sum_{i=1}^n w_i\right) = 1"#,
      ])
    show(
      Lesson(
        #"""
        n : size 2..4
        g_t : vector(n) for t in 1..7
        \beta_1 : scalar in (0, 1)
        \eta, \epsilon : scalar in (0, 1)
        w_0 : vector(n)
        f : function vector(n) -> scalar smooth
        """#, define: #"m_0 = 0 \cdot w_0"#, #"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t"#,
        #"\hat m_t = \frac{m_t}{1-\beta_1^t}"#,
        #"\begin{aligned} G_0 &= 0 w_0 \\ G_t &= G_{t-1} + g_t \odot g_t \end{aligned}"#,
        #"w_{t+1} = w_t - \eta \nabla f(w_t), \quad t = 0, \dots, 5"#),
      ["m_0", "m", "\\hat{m}", "G", "w"],
      [
        #"\hat m_t=\frac{m_t}{1-\beta_1^t}"#,
        #"w_{t+1}=w_t-\frac{\eta}{\sqrt{G_t+\epsilon}}\odot g_t"#,
        #"m_3 = (1-\beta_1) \sum_{s=1}^3 \beta_1^{3-s} g_s + \beta_1^3 m_0"#,
        #"f(w_0-\eta g_1)=f(w_0)-\eta\nabla f(w_0)^T g_1+O(\eta^2)"#,
        #"\left.\frac{\partial f}{\partial w_0}\right|_{w_0=0} = 0"#,
        #"\frac{\partial f}{\partial w_0}(g_1) = \nabla f(g_1)"#,
      ])
    show(
      Lesson(
        #"""
        n, m : size 2..4
        net_j : scalar for j in 1..n
        \delta_k : scalar for k in 1..m
        \epsilon_j : scalar for j in 1..n
        w : matrix(m, n)
        f : function scalar -> scalar smooth
        X : matrix(m, n)
        y : vector(m)
        k, R, \gamma : scalar
        s : vector(n)
        N : size 10
        x^{\{i\}} : vector(n) for i in 1..N
        F : function vector(n) -> vector(m) smooth
        Y^{\{i\}} : vector(m) for i in 1..N
        """#, define: #"L(s)=\frac12\|y-Xs\|^2"#,
        #"C = \frac1{10}\sum_{i=1}^{10}\frac12\lVert Y^{\{i\}}-F(x^{\{i\}})\rVert_2^2"#),
      ["L", "C"],
      [
        #"\epsilon_j=f'(net_j)\sum_k\delta_kw_{kj}"#, #"\nabla_sL=X^\top(Xs-y)"#,
        #"k\le\frac{R^2}{\gamma^2}"#, #"\frac{\partial L}{\partial s} = \nabla L(s)"#,
        #"\frac1{10}\sum_{i=1}^{10}\frac12\lVert Y^{\{i\}}-F(x^{\{i\}})\rVert_2^2 = C"#,
        #"\frac{\partial F(s)}{\partial s} = \nabla F(s)"#, #"J_F(s) = \nabla F(s)"#,
        #"\max_{1\le i\le n} s_i \ge s_j"#,
      ])
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Notes/readings.golden")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try output.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try output == String(contentsOf: file, encoding: .utf8))
  }
}
