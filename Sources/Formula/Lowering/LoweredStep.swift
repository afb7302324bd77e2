package import Numerics
package import SourceText

/// One step of a claim for one instance: a graph with everything that judging it needs.
package struct LoweredStep: Sendable {
  package var graph: Graph
  /// What has to be drawn, by number of input.
  package internal(set) var inputs: [Input] = []
  /// The symbols that occur, in order of first use, with the nodes of their entries.
  package internal(set) var quantities: [Quantity] = []
  /// What the kinds of the symbols demand beyond their parametrisation: a nonzero vector, an
  /// invertible matrix, an interval that is not empty.
  package internal(set) var constraints: [Condition] = []
  /// The `assume` lines that mention, directly or through each other, a symbol that occurs.
  package internal(set) var assumptions: [Condition] = []
  /// One for each tuple of values of the free indices, in lexicographic order.
  package internal(set) var assertions: [Assertion] = []
  /// By number of function.
  package internal(set) var functions: [ArbitraryFunction] = []
  /// In sampling mode, by number of statistic.
  package internal(set) var statistics: [Statistic] = []
  /// Whether a derivative has paths both direct and through a defined quantity, so that
  /// `Partials.holdingIntermediates` is another reading.
  package internal(set) var hasAmbiguousPartial = false
  /// Whether something has been differentiated.
  package internal(set) var hasDerivatives = false
  /// Matrices of which the step takes a root: they are computed as the square of one.
  package internal(set) var rooted: Set<SymbolID> = []
  /// Some of the derivatives along all paths, by entries of symbols.
  package var derivatives: [Derivative] = []
  /// Whether an expectation, a variance or a covariance occurs.
  package internal(set) var hasChance = false

  package struct Input: Hashable, Sendable {
    package let domain: InputDomain
    /// Whose entry it gives a value to.
    package let symbol: SymbolID
    /// The family indices of that symbol.
    package let member: [Int]
  }

  package struct Quantity: Hashable, Sendable {
    package let symbol: SymbolID
    package let member: [Int]
    package let tensor: Tensor
    /// Whether an equation defines it; otherwise its inputs are its own.
    package let isDefined: Bool
  }

  /// The value that one index of a claim, a hypothesis or an assumption has.
  package struct IndexValue: Hashable, Sendable {
    package let symbol: SymbolID
    package let value: Int
  }

  /// Something that limits the points.
  package struct Condition: Hashable, Sendable {
    /// The same as `truth`, with its sides where it is a relation.
    package let fact: Fact
    package let truth: Graph.Node
    package let indices: [IndexValue]
    package let span: Span
  }

  package struct Assertion: Hashable, Sendable {
    package let indices: [IndexValue]
    /// The formula's own hypotheses and the premises of the step, for these values.
    package let premises: [Condition]
    package let fact: Fact
    package let span: Span
  }

  package enum Fact: Hashable, Sendable {
    /// Two arrays of one size (a scalar zero has been spread), entry by entry; for the definite
    /// relations two square matrices.
    case relation(Term.Relation, Tensor, Tensor)
    case truth(Graph.Node)
    /// Two truth values that are to be the same.
    case equivalence(Graph.Node, Graph.Node)
    /// First four moments, or covariances and mixed moments: equal pairs.
    case moments([Pair])
    case order(Order)
    case limit(Limit)
  }

  package struct Pair: Hashable, Sendable {
    package let left: Graph.Node
    package let right: Graph.Node
  }

  /// left = right + O(scale) as the small inputs tend to 0.
  package struct Order: Hashable, Sendable {
    package var left: Tensor
    package var right: Tensor
    package let remainder: Term.Remainder
    /// What stands inside `O(…)`.
    package var scale: Graph.Node
    /// The inputs of domain `small` that occur; a small vector has one, its length.
    package let small: [Int]
  }

  /// The limit of `left` is `right` as the input `small` tends to 0.
  package struct Limit: Hashable, Sendable {
    package var left: Tensor
    package var right: Tensor
    /// Whether the limit of `right` is meant.
    package let isOfBoth: Bool
    package let small: Int
    package let side: InputDomain.Side
  }

  /// The derivative of a node by another one, everything else held.
  package struct Derivative: Hashable, Sendable {
    package let node: Graph.Node
    package let target: Graph.Node
    package var value: Graph.Node
  }

  /// A mean that stands in the graph as an input of domain `statistic`.
  package struct Statistic: Hashable, Sendable {
    /// Of this, as a function of all inputs; it may use the statistics before it.
    package let operand: Graph.Node
    /// The inputs over which the mean is taken, standard normal or uniform.
    package let randomInputs: [Int]
  }
}

/// Which values an input takes.
package enum InputDomain: Hashable, Sendable {
  /// Ends are constants; `nil` is infinity. `.interval(nil, nil)` is any real number.
  case interval(End?, End?)
  case whole(Int, Int)
  case set([Rational])
  /// Inputs of one group are drawn together: one of them is 1, the others are 0.
  case oneHot(group: Int, position: Int, count: Int)
  /// Tends to 0 in claims about orders and limits; elsewhere a real number near 0.
  case small(Side)
  /// Random: a standard normal, or uniform on [0, 1].
  case standardNormal
  case standardUniform
  /// Random with mean 0 and variance 1; nothing else is known.
  case standardized
  /// A moment of third order of a `standardized` variable, and what its fourth one exceeds the
  /// least possible value (skewness² + 1) by.
  case skewness
  case excess
  /// The value of `LoweredStep.statistics[number]`.
  case statistic(Int)

  package static let real = InputDomain.interval(nil, nil)

  package struct End: Hashable, Sendable {
    package let value: Rational
    package let isIncluded: Bool

    package init(_ value: Rational, isIncluded: Bool) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  package enum Side: Hashable, Sendable {
    case above
    case below
    case both
  }
}

/// An arbitrary function of scalar arguments, as a graph names it.
package struct ArbitraryFunction: Hashable, Sendable {
  package let symbol: SymbolID
  /// Which entry of the result.
  package let component: Int
  package let argumentCount: Int
  package let regularity: Regularity

  package init(
    symbol: SymbolID, component: Int, argumentCount: Int, regularity: Regularity
  ) {
    self.symbol = symbol
    self.component = component
    self.argumentCount = argumentCount
    self.regularity = regularity
  }

  /// Constants of a regularity are the last operands of every application.
  package enum Regularity: Hashable, Sendable {
    case smooth
    case convex
    case lipschitzGradient
    case stronglyConvex
    /// First the modulus of convexity, then the Lipschitz constant.
    case stronglyConvexAndLipschitz

    package var constantCount: Int {
      switch self {
      case .smooth, .convex: 0
      case .lipschitzGradient, .stronglyConvex: 1
      case .stronglyConvexAndLipschitz: 2
      }
    }
  }
}
