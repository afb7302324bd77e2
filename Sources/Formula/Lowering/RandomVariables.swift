import Numerics

/// The random variables of one step, by the tags of their values.
struct RandomVariables {
  private(set) var tags: [Graph.Node] = []
  private var variableOf: [Graph.Node: Variable] = [:]
  /// By symbol: third standardized moment and excess of the fourth, shared by its members.
  var freeMoments: [SymbolID: (skewness: Graph.Node, excess: Graph.Node)] = [:]

  /// What is no polynomial in random variables, as variables of its own.
  private(set) var atoms: [Graph.Node] = []
  /// Means that are left to be estimated, by what they are taken of.
  var estimates: [Graph.Node: Graph.Node] = [:]

  static let firstAtom = 1 << 32

  /// The number of an atom.
  mutating func atom(_ node: Graph.Node) -> Int {
    if let known = atoms.firstIndex(of: node) { return Self.firstAtom + known }
    atoms.append(node)
    return Self.firstAtom + atoms.count - 1
  }

  /// The node of a variable or an atom.
  func node(_ number: Int) -> Graph.Node {
    number < Self.firstAtom ? tags[number] : atoms[number - Self.firstAtom]
  }

  struct Variable {
    let symbol: SymbolID
    let input: Int
    let mean: Graph.Node
    let law: Law
  }

  enum Law {
    case normal(variance: Graph.Node)
    case uniform(halfWidth: Graph.Node)
    case free(variance: Graph.Node, skewness: Graph.Node, excess: Graph.Node)
  }

  subscript(tag: Graph.Node) -> Variable? { variableOf[tag] }

  mutating func add(_ variable: Variable, tag: Graph.Node) {
    tags.append(tag)
    variableOf[tag] = variable
  }
}

extension Graph {
  /// E[(X − E X)ᵏ]; `nil` where the declaration leaves it free.
  mutating func centralMoment(_ order: Int, of law: RandomVariables.Law) -> Node? {
    if order == 0 { return constant(1) }
    switch law {
    case .normal(let variance):
      guard order % 2 == 0 else { return constant(0) }
      let odd = stride(from: 1, to: order, by: 2).map { constant($0) }
      return multiply(product(odd), power(variance, Int32(order / 2)))
    case .uniform(let halfWidth):
      guard order % 2 == 0 else { return constant(0) }
      return divide(power(halfWidth, Int32(order)), constant(order + 1))
    case .free(let variance, let skewness, let excess):
      switch order {
      case 1: return constant(0)
      case 2: return variance
      case 3: return multiply(skewness, multiply(variance, function(.sqrt, variance)))
      case 4:
        let kurtosis = sum([power(skewness, 2), constant(1), excess])
        return multiply(kurtosis, power(variance, 2))
      default: return nil
      }
    }
  }

  /// E[Xᵏ].
  mutating func moment(_ order: Int, of variable: RandomVariables.Variable) -> Node? {
    var terms: [Node] = []
    var binomial = 1
    for place in 0...order {
      guard let central = centralMoment(place, of: variable.law) else { return nil }
      let mean = power(variable.mean, Int32(order - place))
      terms.append(multiply(constant(binomial), multiply(mean, central)))
      binomial = binomial * (order - place) / (place + 1)
    }
    return sum(terms)
  }
}

/// A polynomial in random variables whose coefficients are nodes.
struct RandomPolynomial {
  /// Variables with their exponents, by number of variable: `[v₁, k₁, v₂, k₂, …]`.
  private(set) var monomials: [[Int]] = []
  private(set) var coefficients: [Graph.Node] = []

  static func constant(_ node: Graph.Node) -> RandomPolynomial {
    var result = RandomPolynomial()
    result.monomials = [[]]
    result.coefficients = [node]
    return result
  }

  static func variable(_ number: Int, _ one: Graph.Node) -> RandomPolynomial {
    var result = RandomPolynomial()
    result.monomials = [[number, 1]]
    result.coefficients = [one]
    return result
  }

  var hasAtoms: Bool {
    monomials.contains { monomial in
      stride(from: 0, to: monomial.count, by: 2).contains {
        monomial[$0] >= RandomVariables.firstAtom
      }
    }
  }

  mutating func add(_ coefficient: Graph.Node, _ monomial: [Int], in graph: inout Graph) {
    guard let place = monomials.firstIndex(of: monomial) else {
      monomials.append(monomial)
      coefficients.append(coefficient)
      return
    }
    coefficients[place] = graph.add(coefficients[place], coefficient)
  }

  func plus(_ other: RandomPolynomial, in graph: inout Graph) -> RandomPolynomial {
    var result = self
    for (monomial, coefficient) in zip(other.monomials, other.coefficients) {
      result.add(coefficient, monomial, in: &graph)
    }
    return result
  }

  func times(_ other: RandomPolynomial, in graph: inout Graph) -> RandomPolynomial? {
    guard monomials.count * other.monomials.count <= 20_000 else { return nil }
    var result = RandomPolynomial()
    for (a, x) in zip(monomials, coefficients) {
      for (b, y) in zip(other.monomials, other.coefficients) {
        result.add(graph.multiply(x, y), merged(a, b), in: &graph)
      }
    }
    return result.monomials.count <= 2000 ? result : nil
  }

  func mapped(_ change: (Graph.Node) -> Graph.Node) -> RandomPolynomial {
    var result = self
    result.coefficients = coefficients.map(change)
    return result
  }

  private func merged(_ a: [Int], _ b: [Int]) -> [Int] {
    var result: [Int] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if j >= b.count || i < a.count && a[i] < b[j] {
        result += a[i...(i + 1)]
        i += 2
      } else if i >= a.count || b[j] < a[i] {
        result += b[j...(j + 1)]
        j += 2
      } else {
        result += [a[i], a[i + 1] + b[j + 1]]
        i += 2
        j += 2
      }
    }
    return result
  }
}
