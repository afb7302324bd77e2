package import Numerics
package import SourceText

/// A typed expression: what a formula means, as a tree.
///
/// Two terms are equal if they mean the same in the same way; where they stand is not compared.
package struct Term: Hashable, Sendable {
  package let node: Node
  package let shape: Shape
  /// Where it stands in the author's file.
  package let span: Span

  package init(_ node: Node, _ shape: Shape, at span: Span) {
    self.node = node
    self.shape = shape
    self.span = span
  }

  package static func == (left: Term, right: Term) -> Bool {
    left.shape == right.shape && left.node == right.node
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(node) }

  package indirect enum Node: Hashable, Sendable {
    // Leaves
    case number(Rational)
    case constant(Constant)
    /// A symbol as a whole: scalar, array, index, bound variable; not a family.
    case symbol(SymbolID)
    /// A member of a family, `x_i`, `W^{[l]}`, `y^{(k)}_t`: one term for each family index.
    case member(SymbolID, [Term])
    /// The identity matrix, the zero array and the array of ones; the size is in the shape.
    case identity
    case zeros
    case ones
    case array([Term])  // vector entries, or a matrix row by row; sizes in the shape
    /// Blocks side by side and one under the other: numbers, vectors, rows and matrices.
    case blocks([[Term]])
    /// An array by its parts: a vector of numbers, or a matrix of numbers (two binders), of columns
    /// or of rows, one for each value.
    case table([Binder], Term)

    // Entries
    /// An entry of a vector (one index) or matrix (two); one index of a matrix is never written.
    case entry(Term, [Term])

    // Arithmetic. Arrays are added entry by entry; a scalar beside an array is spread over it.
    case negate(Term)
    case add(Term, Term)
    case subtract(Term, Term)
    case multiply(Product, Term, Term)
    /// Entry by entry; a scalar on either side is spread.
    case divide(Term, Term)
    /// Scalars, or entry by entry where the base is a vector; square matrices with whole exponents.
    case power(Term, Term)
    case transpose(Term)
    case inverse(Term)

    // Functions
    case builtin(Builtin, [Term])
    /// A declared or defined function: `f(x)`, with derivative orders for primes, `f''(x)` = [2].
    /// A scalar function applied to an array works entry by entry; the shape shows it.
    /// The indices of a family of functions stand before the arguments: `\sigma^{[l]}(z)` is [l, z].
    case apply(SymbolID, [Term], derivatives: [Int])
    case cases([Branch], otherwise: Term?)
    case fold(Fold, [Binder], Term)

    // Truth
    case relation(Relation, Term, Term)
    case and([Term])
    case or([Term])
    case not(Term)
    case truth(Bool)
    /// 1 where the condition holds, else 0: `\mathbf 1[…]`, Kronecker's delta.
    case indicator(Term)
    /// Membership, `x \in (0, 1]`, `\{-1, 1\}`.
    case isIn(Term, Domain)

    // Derivatives
    /// ∂a/∂b, da/db, ∇_b a, mixed and repeated ones: from the outermost to the innermost.
    /// `held` quantities stay fixed; what `Lowering.partials` says of intermediates holds besides.
    case derivative(Term, by: [Target], held: [Target])
    /// The derivative of a function with respect to one of its arguments, at the arguments given:
    /// `∇f(e)`, `f'(x)` of a defined function of a vector, `∇²f(e)`, Δf(e); family indices first.
    case functionDerivative(FunctionDerivative, SymbolID, [Term])
    /// `\left. a \right|_{w = w_0}`: substitute after differentiating.
    case substituted(Term, [Assignment])

    // Chance
    case expectation(Term)
    case variance(Term)
    case covariance(Term, Term)
    case distribution(Distribution)

    // Order and limits
    /// The claim's right-hand side holds a remainder: `O(\eta^2)` or `o(\eta)`.
    case remainder(Remainder, Term)
    /// `\lim_{x \to a} e`.
    case limit(Term, of: SymbolID, to: LimitPoint)
  }
}

extension Term {
  package enum Constant: Hashable, Sendable {
    case e
    case pi
    /// Only as the end of an interval or the aim of a limit.
    case infinity
  }

  /// How two factors are joined, decided by shapes and the sign between them.
  package enum Product: Hashable, Sendable {
    /// At least one side is a scalar.
    case scaling
    /// Matrix by matrix or vector, row by vector, vector by row.
    case matrix
    /// x · y of two vectors (or of two matrices: tr AᵀB).
    case inner
    /// ⊙
    case hadamard
  }

  /// One row of a `cases` environment.
  package struct Branch: Hashable, Sendable {
    package let value: Term
    package let condition: Term

    package init(_ value: Term, if condition: Term) {
      self.value = value
      self.condition = condition
    }
  }

  package enum Fold: Hashable, Sendable {
    case sum
    case product
    case minimum
    case maximum
    case argumentOfMaximum
    case argumentOfMinimum
    /// `\forall`: truth for every value.
    case all
  }

  /// The variable of a big operator with the values it takes.
  ///
  /// The variable is a symbol of its own kind `index`; inside the body it hides whatever else has
  /// that symbol. `filter` sees this and all earlier variables.
  package struct Binder: Hashable, Sendable {
    package let variable: SymbolID
    package let range: IndexRange
    package let filter: Term?

    package init(_ variable: SymbolID, in range: IndexRange, where filter: Term? = nil) {
      self.variable = variable
      self.range = range
      self.filter = filter
    }
  }

  package enum Relation: Hashable, Sendable {
    case equal
    case identical  // ≡
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case approximately
    case proportional
    /// ≻ 0, ≽ 0 and their mirror images, of symmetric matrices.
    case positiveDefinite
    case positiveSemidefinite
    case negativeDefinite
    case negativeSemidefinite
    /// X ∼ distribution
    case distributed
  }

  /// What a derivative is taken with respect to, or what is held: a symbol, a member of a family,
  /// or an entry of one of them.
  package struct Target: Hashable, Sendable {
    package let term: Term

    package init(_ term: Term) { self.term = term }
  }

  package enum FunctionDerivative: Hashable, Sendable {
    /// ∇f(e): a column for a scalar function, the Jacobian (numerator layout) for a vector one.
    case gradient
    /// ∇²f(e), H_f(e)
    case hessian
    case laplacian
    /// D_v f(e): the term is v.
    case directional(Term)
    /// ∂f/∂x_k of a function of several arguments: which ones, in order, one number a derivative.
    case partial([Int])
  }

  package struct Assignment: Hashable, Sendable {
    package let target: Target
    package let value: Term

    package init(_ target: Target, _ value: Term) {
      self.target = target
      self.value = value
    }
  }

  package enum Distribution: Hashable, Sendable {
    /// Mean and **variance**; covariance matrix for vectors.
    case normal(Term, Term)
    case uniform(Term, Term)
    case bernoulli(Term)
  }

  package enum Remainder: Hashable, Sendable {
    case big
    case little
  }

  package enum LimitPoint: Hashable, Sendable {
    case value(Term)
    case fromBelow(Term)
    case fromAbove(Term)
    case infinity
    case minusInfinity
  }
}
