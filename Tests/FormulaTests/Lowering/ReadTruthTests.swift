import Formula
import SourceText
import Testing

/// What is read means what it says: true equations hold at random points, false ones do not.
@Suite struct ReadTruthTests {
  private func expect(
    _ fence: String, define definitions: [String] = [], true rights: [String],
    false wrongs: [String]
  ) throws {
    for (latex, isTrue) in rights.map({ ($0, true) }) + wrongs.map({ ($0, false) }) {
      var lesson = HandMade()
      var problems = lesson.scope.declare(Excerpt(fence)).map(\.summary)
      for definition in definitions {
        problems += lesson.scope.define(Excerpt(definition)).map(\.summary)
      }
      let (claim, diagnostics) = lesson.scope.read(claim: Excerpt(latex))
      problems += diagnostics.map(\.summary)
      #expect(problems == [], "\(latex)")
      for step in claim?.steps ?? [] {
        if isTrue {
          try expectHolds(lesson, step, "\(latex)")
        } else {
          try expectFails(lesson, step, "\(latex)")
        }
      }
    }
  }

  @Test func blocksAndLists() throws {
    try expect(
      #"""
      m, n, k : size 2..4
      w, x, y : vector(n)
      b : scalar
      v : vector(k)
      A : matrix(m, n)
      B : matrix(m, k)
      D : matrix(k, k)
      S : matrix(n, n)
      """#,
      true: [
        #"\begin{bmatrix} w \\ b \end{bmatrix}^T \begin{bmatrix} x \\ 1 \end{bmatrix} = w^T x + b"#,
        #"[w; b]^T [x; 1] = w^T x + b"#, #"(w, b)^T (x, 1) = w^T x + b"#,
        #"\begin{bmatrix} A & B \\ 0 & D \end{bmatrix} \begin{bmatrix} x \\ v \end{bmatrix} = \begin{bmatrix} A x + B v \\ D v \end{bmatrix}"#,
        #"[A \mid B] \begin{bmatrix} x \\ v \end{bmatrix} = A x + B v"#,
        #"\begin{bmatrix} x & y \end{bmatrix} \begin{bmatrix} 2 \\ b \end{bmatrix} = 2 x + b y"#,
        #"\begin{bmatrix} S_{11} & \cdots & S_{1n} \\ \vdots & \ddots & \vdots \\ S_{n1} & \cdots & S_{nn} \end{bmatrix} = S"#,
        #"(x_1, \dots, x_n)^T = x"#, #"[w_1, \dots, w_n] x = \sum_{i=1}^n w_i x_i"#,
        #"\begin{bmatrix} 1 \\ x_1 \\ \vdots \\ x_n \end{bmatrix} = \begin{bmatrix} 1 \\ x \end{bmatrix}"#,
        #"\operatorname{diag}(x_1, \dots, x_n) = \operatorname{diag}(x)"#,
        #"(x_i y_i)_{i=1}^n = x \odot y"#,
        #"\left\| \begin{bmatrix} x \\ y \end{bmatrix} \right\|^2 = \|x\|^2 + \|y\|^2"#,
        #"\frac{\partial}{\partial x} \begin{bmatrix} w \\ b \end{bmatrix}^T \begin{bmatrix} x \\ 1 \end{bmatrix} = w"#,
      ],
      false: [
        #"[w; b]^T [x; 1] = w^T x"#,
        #"\begin{bmatrix} S_{11} & \cdots & S_{1n} \\ \vdots & \ddots & \vdots \\ S_{n1} & \cdots & S_{nn} \end{bmatrix} = S^T"#,
        #"(x_i y_i)_{i=1}^n = x"#,
        #"\begin{bmatrix} x & y \end{bmatrix} \begin{bmatrix} 2 \\ b \end{bmatrix} = b x + 2 y"#,
      ])
  }

  @Test func familiesOfFunctions() throws {
    try expect(
      #"""
      L : size 3
      n_l : size 2..3 for l in 0..L
      W^{[l]} : matrix(n_l, n_{l-1}) for l in 1..L
      b^{[l]} : vector(n_l) for l in 1..L
      x : vector(n_0)
      \sigma^{[l]} : function scalar -> scalar smooth for l in 1..L
      f_i : function scalar -> scalar smooth for i in 1..3
      g_i : function vector(n_0) -> scalar smooth for i in 1..3
      t : scalar
      """#,
      define: [
        #"\begin{aligned} a^{[0]} &= x \\ z^{[l]} &= W^{[l]} a^{[l-1]} + b^{[l]} \\ a^{[l]} &= \sigma^{[l]}(z^{[l]}) \end{aligned}"#,
        #"F(x) = \frac13 \sum_{i=1}^3 g_i(x)"#,
      ],
      true: [
        #"\frac{\partial a^{[l]}_j}{\partial z^{[l]}_j} = \sigma^{[l]\prime}(z^{[l]}_j)"#,
        #"\frac{\partial a^{[l]}_j}{\partial z^{[l]}_j} = (\sigma^{[l]})'(z^{[l]}_j)"#,
        #"\frac{d}{dt} \prod_{i=1}^3 f_i(t) = \sum_{i=1}^3 f_i'(t) \prod_{j \ne i} f_j(t)"#,
        #"(f_1 \circ f_2)'(t) = f_1'(f_2(t)) f_2'(t)"#,
        #"\nabla F(x) = \frac13 \sum_{i=1}^3 \nabla g_i(x)"#,
        #"\frac{\partial a^{[2]}}{\partial a^{[1]}} = \operatorname{diag}({\sigma^{[2]}}'(z^{[2]})) W^{[2]}"#,
      ],
      false: [
        #"\frac{d}{dt} f_1(t) = f_2'(t)"#, #"f_1(f_2(t)) = f_2(f_1(t))"#,
        #"\nabla F(x) = \sum_{i=1}^3 \nabla g_i(x)"#,
        #"\frac{\partial a^{[3]}_j}{\partial z^{[3]}_j} = \sigma^{[2]\prime}(z^{[3]}_j)"#,
      ])
  }

  @Test func entriesOfLayers() throws {
    try expect(
      #"""
      L : size 3..4
      n_l : size 2..3 for l in 1..L
      W^{[l]} : matrix(n_l, n_{l-1}) for l in 2..L
      b^{[l]} : vector(n_l) for l in 2..L
      x : vector(n_1)
      y : vector(n_L)
      \sigma : function scalar -> scalar smooth
      \ell : function vector(n_L) -> scalar smooth
      """#,
      define: [
        #"\begin{aligned} a^{[1]} &= x \\ z^{[l]} &= W^{[l]} a^{[l-1]} + b^{[l]} \\ a^{[l]} &= \sigma(z^{[l]}) \end{aligned}"#,
        #"C = \frac12 \|y - a^{[L]}\|^2"#, #"E = \ell(a^{[L]})"#,
        #"\delta^{[l]} = \frac{\partial C}{\partial z^{[l]}}"#,
      ],
      true: [
        #"\frac{\partial C}{\partial W^{[l]}_{jk}} = \delta^{[l]}_j a^{[l-1]}_k"#,
        #"\frac{\partial C}{\partial b^{[l]}_j} = \delta^{[l]}_j"#,
        #"\frac{\partial z^{[l+1]}_k}{\partial z^{[l]}_j} = W^{[l+1]}_{kj} \sigma'(z^{[l]}_j)"#,
        #"\delta^{[l]}_j = \sum_{k=1}^{n_{l+1}} \delta^{[l+1]}_k W^{[l+1]}_{kj} \sigma'(z^{[l]}_j)"#,
        #"\frac{\partial E}{\partial z^{[L]}} = \nabla \ell(a^{[L]}) \odot \sigma'(z^{[L]})"#,
        #"\frac{\partial E}{\partial W^{[l]}_{jk}} = \frac{\partial E}{\partial z^{[l]}_j} a^{[l-1]}_k"#,
      ],
      false: [
        #"\frac{\partial C}{\partial W^{[l]}_{jk}} = \delta^{[l]}_j z^{[l]}_j"#,
        #"\frac{\partial z^{[l+1]}_k}{\partial z^{[l]}_j} = W^{[l+1]}_{kj} \sigma'(z^{[l+1]}_k)"#,
        #"\delta^{[l]}_j = \sum_{k=1}^{n_{l+1}} \delta^{[l+1]}_k W^{[l+1]}_{kj}"#,
      ])
  }

  @Test func derivativesInALine() throws {
    try expect(
      #"""
      n : size 2..4
      x, y, t : scalar
      d, w : vector(n)
      A : matrix(n, n)
      H : function scalar, scalar -> scalar smooth
      f, g : function scalar -> scalar smooth
      F : function vector(n) -> scalar smooth
      G : function vector(n) -> vector(n) smooth
      r : function scalar -> vector(n) smooth
      k : integer 2..4
      """#,
      define: [#"S(k) = \sum_{s=1}^k x^s"#],
      true: [
        #"\partial_{xy} H(x, y) = \partial_{yx} H(x, y)"#,
        #"\partial_1 H(x, f(x)) + \partial_2 H(x, f(x)) f'(x) = \frac{d}{dx} H(x, f(x))"#,
        #"\frac{\partial}{\partial x} f(x) = \partial f / \partial x"#,
        #"\frac{d}{dt} F(w + t d) \Big|_{t=0} = \nabla F(w)^T d"#,
        #"\left.\frac{d}{ds}\right|_{s=0} F(w + s d) = \nabla F(w)^T d"#,
        #"\nabla_w w^T A w = (A + A^T) w"#, #"\nabla_w F(w)^T d = D_d F(w)"#,
        #"\nabla_w (w^T w)^2 = 4 (w^T w) w"#, #"(f \circ g)'(x) = f'(g(x)) g'(x)"#,
        #"\nabla \cdot G(w) = \sum_{i=1}^n \frac{\partial G_i(w)}{\partial w_i}"#,
        #"\frac{d}{dt} F(r(t)) = \nabla F(r(t))^T \dot{r}(t)"#, #"S(2) = x + x^2"#,
        #"\nabla^2 H(x, y) = \begin{pmatrix} \partial_{11} H(x, y) & \partial_{12} H(x, y) \\ \partial_{21} H(x, y) & \partial_{22} H(x, y) \end{pmatrix}"#,
        #"\operatorname{sech}^2 x = 1 - \tanh^2 x"#, #"[x]_+ = \max(0, x)"#,
        #"\sum_{i \in \{1, 3\}} x^i = x + x^3"#,
      ],
      false: [
        #"\partial_1 H(x, y) = \partial_2 H(x, y)"#, #"\nabla_w w^T A w = 2 A w"#,
        #"\frac{d}{dt} F(w + t d) \Big|_{t=0} = \nabla F(d)^T w"#, #"S(3) = x + x^2"#,
        #"\nabla_w (w^T w)^2 = 4 (w^T w)^2 w"#,
        #"\sum_{i \in \{1, 3\}} x^i = x + x^2 + x^3"#,
      ])
  }
}
