import Formula
import SourceText
import Testing

/// What is refused: which rule, and exactly where.
@Suite struct RefusalsTests {
  private static let fence = #"""
    n, m : size 2..4
    a, b, c : scalar
    x, y : vector(n)
    W : matrix(m, n)
    V : matrix(n, n)
    u_l : vector(n) for l in 1..3
    f : function vector(n) -> scalar smooth
    q : function vector(n) -> scalar
    """#

  @Test func eachRefusalNamesItsRuleAndPlace() {
    let rows: [(String, String)] = [
      (#"xy = 1"#, "1-2: AmbiguousProduct"), (#"a/bc = 1"#, "1-4: AmbiguousDivision"),
      (#"2^3^4 = 1"#, "4-4: DoubleScript"), (#"x_{ij} = 1"#, "4-5: TooManyIndices"),
      (#"W^{2} = W"#, "1-5: PowerOfRectangular"), (#"a + r = 1"#, "5-5: UndeclaredSymbol"),
      (#"x + W y = x"#, "1-7: ShapeMismatch"), (#"W x = x"#, "1-7: ShapeMismatch"),
      (#"{a = b"#, "1-1: UnbalancedBraces"), (#"a & = b"#, "3-3: StrayAlignment"),
      (#"a = b )"#, "7-7: TextAfterEnd"), (#"\log a (b) = 1"#, "8-8: AmbiguousArgument"),
      (#"\int_0^1 a = 1"#, "1-4: OutsideChecking"),
      (#"V^T_{:,1} = x"#, "1-9: AmbiguousArgument"),
      (#"\|x\|_y = a"#, "7-7: ShapeMismatch"),
      (#"\boxed{2a = a} + a"#, "16-16: UnexpectedText"),
      (#"a + \begin{aligned} a &= 2a \end{aligned}"#, "3-3: UnexpectedText"),
      (#"\sum_{i=1}^{\infty} a = 1"#, "13-18: OutsideChecking"),
      (#"\exists a = 1"#, "1-7: OutsideChecking"), (#"a \leftarrow b"#, "3-12: Update"),
      (#"a = a - b"#, "1-9: Update"), (#"\foo = 1"#, "1-4: UnknownMacro"),
      (#"x^2 = 1"#, "3-3: VectorPower"), (#"\|W\| = 1"#, "6-5: AmbiguousNorm"),
      (#"u = 1"#, "1-1: TooFewIndices"), (#"\nabla q(x) = x"#, "1-11: NotDifferentiable"),
      (#"\nabla a = x"#, "1-8: GradientByWhat"), (#"a^{(k)} = 1"#, "4-6: NotAFamily"),
      (#"x_5 + u_7 = x"#, "9-9: IndexRange"), (#"a"#, "1-1: NoRelation"),
      (#"= a"#, "1-1: NothingToContinue"), (#"f = a"#, "1-1: FunctionWithoutArgument"),
      (#"w^* = a"#, "1-3: UndeclaredSymbol"), (#"\mathbf{x} = x"#, "1-9: UndeclaredSymbol"),
      (#"a = b, c > 0"#, "8-12: AmbiguousCondition"),
      (#"a^3 \le a^2, \quad |a| \le 1"#, "20-28: AmbiguousCondition"),
      (#"\begin{aligned} & a \le b \\ & -a \le b \end{aligned}"#, "32-32: AmbiguousRow"),
      (#"a = a + b \qquad -b = a"#, "18-18: AmbiguousRow"),
      (#"a^2 \le 1 \quad -1 \le a \le 1"#, "17-17: AmbiguousRow"),
      (#"\prod_{i=1}^n x_i/a = 1"#, "19-19: AmbiguousArgument"),
      (#"\text{ReLU}(a) = b"#, "1-11: UndeclaredSymbol"),
      (#"a = \text{MSE}"#, "5-14: UndeclaredSymbol"), (#"x(0) = a"#, "1-1: NumberBehindName"),
      (#"D \subset \mathbb{R}^n"#, "3-9: OutsideChecking"),
      (#"B = \{a, b\}"#, "5-12: SetAsValue"), (#"l = 2, \dots, n"#, "1-15: TypeStatement"),
      (#"1 \sim n"#, "1-8: TypeStatement"), (#"x \mapsto y"#, "3-9: TypeStatement"),
      (#"a \in N(0, 1)"#, "7-7: ShapeMismatch"), (#"f(-) = a"#, "3-3: Placeholder"),
      (#"\min_{a \le 1} b = 1"#, "7-13: OutsideChecking"),
      (#"\sum y_i = \sum x_i"#, "1-4: IncompleteFormula"), (#"e_i^T e_j = 1"#, "1-5: SizeUnknown"),
      (#"(x y^T)^{1/2} = x y^T"#, "1-13: OutsideChecking"),
      (#"\nabla_x (x^T y) (x^T x) = x"#, "18-18: AmbiguousArgument"),
      (#"\nabla_x f(x) f(x) = x"#, "15-15: AmbiguousArgument"),
      (#"\frac{d}{da} a^2 \cdot a = 1"#, "18-22: AmbiguousArgument"),
      (#"\frac{d}{da} (a^2) (a + 1) = 1"#, "20-20: AmbiguousArgument"),
      (#"(x_n)_n = a"#, "7-7: TooManyIndices"), (#"(u_l)_l = a"#, "1-7: OutsideChecking"),
      (#"V_{ij}^{-1} = 1"#, "1-11: AmbiguousArgument"),
      (#"V^2_{ij} = 1"#, "1-8: AmbiguousArgument"),
      (#"a \not\in x"#, "11-11: OutsideChecking"),
      (#"a > 0 \quad \text{also for } b > 0"#, "13-28: UnexpectedText"),
      (#"a^2 > 0, \quad a > 0"#, "16-20: AmbiguousCondition"),
      (#"a^2 \ge 0 \text{ for all } a, a^3 \ge 0"#, "31-39: AmbiguousCondition"),
      (#"V_{kl} = 0 \quad (k > l) \implies V_{kk} = a"#, "26-33: UnexpectedText"),
      (#"a^2 > 0 \quad a \ne 0"#, "15-21: AmbiguousCondition"),
      (#"a (1 - a) > 0, \quad 0 < a < 1"#, "22-30: AmbiguousCondition"),
      (#"a^2 = 0, \quad a = 0"#, "16-20: AmbiguousCondition"),
      (#"a < b \text{ with equality iff } c = 0"#, "34-38: UnexpectedText"),
      (#"b e^b\big|_{b=0} = a"#, "10-10: AmbiguousArgument"),
      (#"\text{If } x^T y = 0 \text{ for all } y, \text{ then } x = 0"#, "12-39: OutsideChecking"),
      (
        #"\begin{aligned} a &= 2 \\ b &= 3 \\ \iff a + b &= 5 \end{aligned}"#,
        "37-40: UnexpectedText"
      ),
      (#"\max_i x_i \max_j y_j = a"#, "12-15: AmbiguousArgument"),
      (#"\prod_i x_i a = b"#, "13-13: AmbiguousArgument"),
      (#"\prod_{l=1}^3 u_l x^T = V"#, "1-21: AmbiguousProduct"),
      (#"\prod_{l=1}^3 u_l = x"#, "15-17: ShapeMismatch"),
      (#"\sum_{l=3}^1 u_l = x"#, "1-16: BadLimits"),
      (#"\sum_{i=1}^{\lfloor n/2 \rfloor} x_i = a"#, "13-31: BadLimits"),
      (#"a b \to b \quad (b \to 0)"#, "5-7: Update"),
      (#"x_{1:5} = x"#, "1-11: ShapeMismatch"),
      (#"\left(a + b) = c"#, "1-5: UnbalancedBraces"),
      (#"\partial_i a = b"#, "1-10: DerivativeBy"),
      (#"V \otimes V = V"#, "3-9: OutsideChecking"),
      (#"\operatorname{vec}(V) = x"#, "1-17: OutsideChecking"),
      (#"\|V\|_* = a"#, "7-7: OutsideChecking"),
      (#"a > 0 \quad \text{for some } b > 0"#, "13-28: OutsideChecking"),
      (#"\log 2\,\mathbf 1[a > 0] = 1"#, "9-17: AmbiguousArgument"),
      (#"\dots a = 1"#, "1-5: Ellipsis"), (#"0 \cdot \cdots a = 1"#, "1-16: Ellipsis"),
      (#"a^T = a"#, "1-3: ShapeMismatch"),
      (#"a = b \text{ in general}"#, "7-24: UnknownRemark"),
      (#"a = b \quad \text{is false}"#, "13-27: UnknownRemark"),
      (#"\text{not } a < a"#, "1-11: UnknownRemark"),
      (#"a > 0 \text{ for large } a"#, "7-24: UnknownRemark"),
      (#"1e-3 = a"#, "1-4: AmbiguousProduct"), (#"a = \pm b"#, "5-7: PlusMinus"),
      (#"a \stackrel{d}{=} b"#, "3-11: OutsideChecking"),
      (#"\sqrt{V} = V"#, "1-8: AmbiguousArgument"),
    ]
    for (formula, expected) in rows {
      var lesson = Lesson(Self.fence)
      #expect(lesson.problems == [])
      let found = lesson.claim(formula)
      #expect(found.hasPrefix(expected + ":"), "\(formula): \(found)")
    }
  }

  @Test func meansNameAllThatIsRandom() {
    let rows: [(String, String)] = [
      (#"\mathbb{E}_Y[XY] = a"#, "12-12: ExpectationOver: X is random, too"),
      (#"\mathbb{E}_Y[Z] = a"#, "12-12: ExpectationOver: X is random, too"),
      (#"\operatorname{Var}_X(X + Y) = a"#, "20-20: ExpectationOver: Y is random, too"),
      (#"\operatorname{Cov}_Y(X, X) = a"#, "20-20: ExpectationOver: X is random, too"),
      (#"\Pr_Y(X > a) = \frac12"#, "ExpectationOver: X is random, too"),
      (#"\mathbb{E}_{w_1}[w_1 + w_2] = a"#, "ExpectationOver: w is random, too"),
      (#"\mathbb{E}_{X > 0}[X] = a"#, "15-15: UnexpectedText"),
      (#"\mathbb{E}_a[X] = a"#, "ExpectationOver: \\mathbb{E} is taken over all random"),
      (#"\Delta_y f(x) = a"#, "UnexpectedText"),
      (#"\mathbb{E}_{X, Y}[XY] = a"#, ""), (#"\mathbb{E}_{XY}[Z] = a"#, ""),
      (#"\mathbb{E}_X[X + \mathbb{E}_Y[Y]] = a"#, ""), (#"\mathbb{E}_{w_1}[w_1^2] = a"#, ""),
      (#"\mathbb{E}_w[w_1 w_2] = a"#, ""), (#"\Delta_x f(x) = a"#, ""),
    ]
    for (formula, expected) in rows {
      var lesson = Lesson(
        Self.fence + "\nX, Y : random normal(0, 1)\nw_i : random iid uniform(0, 1) for i in 1..3",
        define: "Z = XY")
      #expect(lesson.problems == [])
      let found = lesson.claim(formula)
      #expect(
        expected.isEmpty
          ? !found.contains(": Expect") && !found.contains(": Unexp")
          : found.contains(expected), "\(formula): \(found)")
    }
  }

  @Test func definitionsAreRefusedByRule() {
    let rows: [(String, String)] = [
      (#"\frac{\partial a}{\partial b} = 1"#, "DerivativeOnLeft"), (#"a = 1"#, "KnownName"),
      (#"z = 1 = 2"#, "DefinitionChain"), (#"z = z + 1"#, "Update"),
      (#"z_i = x_j"#, "FreeIndex"), (#"z = x_k"#, "FreeIndex"), (#"a + b = 1"#, "UnexpectedText"),
      (#"\begin{aligned} z &= v \\ v &= 1 \end{aligned}"#, "UndeclaredSymbol"),
      (#"\begin{aligned} z &= a \\ z &= b \end{aligned}"#, "Redefinition"),
      (#"z_i = x_i + z_i"#, "CyclicDefinition"), (#"\tanh(a) = a"#, "KnownName"),
      (#"\max(a, b) = a"#, "KnownName"), (#"\det = 3"#, "KnownName"),
      (#"g(a, a) = a"#, "NotDefinable"), (#"Cost(a) = a"#, "NotDefinable"),
    ]
    for (definition, expected) in rows {
      var scope = Scope()
      #expect(scope.declare(Excerpt(Self.fence)).isEmpty)
      let ids = scope.define(Excerpt(definition)).map { $0.id }
      #expect(ids == [expected], "\(definition)")
    }
  }

  @Test func declarationsAreRefusedByRule() {
    let rows: [(String, String)] = [
      ("z : vectr(n)", "5-9: UnknownKind: vectr is no kind of symbol; did you mean vector?"),
      ("z : vector", "11-10: Declaration: the size is missing: (n)"),
      ("n : size m\nm : size n", "1-1: CyclicDeclaration: n, m are declared by each other"),
      ("z : scalar in (1, 0)", "15-20: EmptyDomain: (1, 0) contains no value to try"),
      ("z : scalar\nz : scalar", "12-12: NameClash: z is declared twice in one scope"),
      ("z : scalar\nz_i : scalar for i in 1..3", "NameClash: z cannot be both a name and a family"),
      (
        "convention 1 = 2",
        "12-16: Declaration: a convention gives a number to a product such as 0 \\log 0 or a"
          + " derivative such as \\varphi'(0)"
      ),
      ("z vector", "1-8: Declaration: a declaration is written name : kind"),
      ("n : size 3..2", "10-13: EmptyDomain: 3..2 contains no value to try"),
      ("z : vector(p)", "12-12: UndeclaredSymbol: p is not declared"),
      ("z : scalar \"open", "12-16: Declaration: the closing \" of the meaning is missing"),
      ("z : scalar in (\\infty, 1)", "16-21: EmptyDomain: an interval with \\infty here"),
      ("z : scalar in (0, -\\infty)", "19-25: EmptyDomain: an interval with -\\infty here"),
      ("k : integer in \\{1.5\\}", "EmptyDomain: a set of whole numbers with \\{1.5\\}"),
      ("z_12 : scalar", "3-4: AmbiguousArgument: without braces only the 1 of 12 belongs here"),
      ("z : vector(0)", "12-12: EmptyDomain: size 0 contains no value to try"),
      (
        "u : random normal(0, 1)\nw : random uniform(0, u)",
        "Declaration: what a random symbol is declared with is not random itself"
      ),
      ("w : random normal(0, -1)", "12-24: EmptyDomain: normal(0, -1) contains no value to try"),
      ("w : random mean 0 variance -1/2", "EmptyDomain: mean 0 variance -1/2 contains no value"),
      ("w : random uniform(2, 1)", "EmptyDomain: uniform(2, 1) contains no value to try"),
      ("z : scalar in (2, 2]", "15-20: EmptyDomain: (2, 2] contains no value to try"),
      ("k : integer 5..1", "13-16: EmptyDomain: 5..1 contains no value to try"),
      ("f : function scalar", "a function is written function vector(n) -> scalar smooth"),
      ("x_i : scalar for j in 1..3", "j does not occur in the name x_i"),
      ("A : matrix(2, 3) spd", "only a square matrix can be spd"),
    ]
    for (fence, expected) in rows {
      var scope = Scope()
      let found = scope.declare(Excerpt(fence)).map { Lesson.text($0) }
      #expect(found.count == 1, "\(fence): \(found)")
      #expect(found.first?.contains(expected) ?? false, "\(fence): \(found)")
    }
  }

  @Test func whatNeedsAFailedNameIsNoFurtherMistake() {
    var scope = Scope()
    #expect(
      scope.declare(Excerpt("z : vectr(3)\ng : function vectr(3) -> scalar\na : scalar")).count == 2
    )
    #expect(scope.define(Excerpt("r = z^T z")) == [])
    #expect(scope.define(Excerpt(#"s = \foo a"#)).map { $0.id } == ["UnknownMacro"])
    for claim in ["z = 2z", "g(z) = a", "r > 0", "s = a"] {
      let (read, diagnostics) = scope.read(claim: Excerpt(claim))
      #expect(read == nil && diagnostics.isEmpty, "\(claim)")
    }
    #expect(scope.read(claim: Excerpt("q = a")).diagnostics.map { $0.id } == ["UndeclaredSymbol"])
    #expect(scope.read(claim: Excerpt("a - a = 0")).claim != nil)
  }

  @Test func aDeclaredNameWhoseDefinitionFailedIsNotAnyNumber() {
    var scope = Scope()
    let fence =
      "n : size 2..4\nx : vector(n)\na, b, u, s : scalar\nf : function scalar -> scalar smooth"
    #expect(scope.declare(Excerpt(fence)).isEmpty)
    let rows = [
      (#"u = \mathbf{1}^T \mathbf{1} a"#, "SizeUnknown"), (#"s = \foo a"#, "UnknownMacro"),
      ("f(t) = t + c", "KnownName"), ("a + b = 1", "UnexpectedText"),
    ]
    for (definition, expected) in rows {
      #expect(scope.define(Excerpt(definition)).map { $0.id } == [expected], "\(definition)")
    }
    for claim in ["u = n a", "s = a", "f(a) = 3", "a = 1 \\implies u = n"] {
      let (read, diagnostics) = scope.read(claim: Excerpt(claim))
      #expect(read == nil && diagnostics.isEmpty, "\(claim)")
    }
    #expect(scope.read(claim: Excerpt("a - a = 0")).claim != nil)
    // What is declared outside and fails to be defined inside is known outside.
    #expect(scope.declare(Excerpt("v : scalar")).isEmpty)
    var inner = scope.nested()
    #expect(inner.define(Excerpt("v = c")).map { $0.id } == ["UndeclaredSymbol"])
    #expect(inner.read(claim: Excerpt("v - v = 0")).claim == nil)
    #expect(scope.read(claim: Excerpt("v - v = 0")).claim != nil)
    // A definition that succeeds later counts.
    #expect(inner.define(Excerpt("v = 2a")).isEmpty)
    #expect(inner.read(claim: Excerpt("v = 2a")).claim != nil)
  }

  @Test func aFailedAssumptionSilencesTheClaimsThatNeedIt() {
    var scope = Scope()
    #expect(scope.declare(Excerpt("a : scalar\nassume a > \\foo")).count == 1)
    let (read, diagnostics) = scope.read(claim: Excerpt("a > 0"))
    #expect(read == nil && diagnostics.isEmpty)
  }

  @Test func aSecondDefinitionAgreesOrPointsToTheFirst() {
    var scope = Scope()
    #expect(scope.declare(Excerpt(Self.fence)).isEmpty)
    #expect(scope.define(Excerpt("z = a + b")).isEmpty)
    #expect(scope.define(Excerpt("z = a + b")).isEmpty)
    let second = scope.define(Excerpt("z = a - b"))
    #expect(second.map { $0.id } == ["Redefinition"])
    #expect(second.first?.notes.first?.span?.end == 9)
    #expect(scope.define(Excerpt("g(a) = a^2")).isEmpty)
    #expect(scope.define(Excerpt("g(a) = a^3")).map { $0.id } == ["Redefinition"])
    #expect(scope.define(Excerpt("k(a) = k(a) + 1")).map { $0.id } == ["CyclicDefinition"])
  }

  @Test func oneMistakeInADeclarationIsOneMessage() {
    var scope = Scope()
    #expect(scope.declare(Excerpt("z : scalar in nowhere\nv : vector(3) odd")).count == 2)
    #expect(scope.read(claim: Excerpt("z v = v z")).diagnostics.isEmpty)
  }
}
