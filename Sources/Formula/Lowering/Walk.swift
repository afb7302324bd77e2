/// Every part of a term, from the outside in, with the symbols and extents met on the way.
struct Walk {
  /// Symbols that occur free or as functions; binders' own variables are not among them.
  private(set) var symbols: Set<SymbolID> = []
  /// Symbols that decide structure: in sizes, limits, indices, exponents and factorials.
  private(set) var structural: Set<SymbolID> = []
  /// Matrices of which a root is taken, `Q^{1/2}`.
  private(set) var roots: Set<SymbolID> = []
  private(set) var hasRemainder = false
  private var bound: [SymbolID: Int] = [:]
  /// What limits are taken by: as exponents they are numbers like any other.
  private var limitVariables: Set<SymbolID> = []

  mutating func visit(_ term: Term) {
    visit(term.shape)
    switch term.node {
    case .symbol(let symbol): add(symbol)
    case .member(let symbol, let indices):
      add(symbol)
      for index in indices { visitStructural(index) }
    case .entry(let array, let indices):
      visit(array)
      for index in indices { visitStructural(index) }
      return
    case .power(let base, let exponent):
      visit(base)
      visitStructural(exponent, besides: base.shape.isArray ? [] : limitVariables)
      if exponent.shape == .scalar, base.shape.isArray, let root = base.namedSymbol {
        roots.insert(root)
      }
      return
    case .builtin(.factorial, let arguments), .builtin(.binomial, let arguments),
      .builtin(.normP, let arguments):
      for argument in arguments { visitStructural(argument) }
      return
    case .builtin(.root, let arguments):
      for argument in arguments { visitStructural(argument, besides: limitVariables) }
      return
    case .apply(let function, _, _), .functionDerivative(_, let function, _): add(function)
    case .fold(_, let binders, let body), .table(let binders, let body):
      visit(binders, body)
      return
    case .remainder: hasRemainder = true
    case .limit(let body, let variable, _):
      add(variable)
      let outer = limitVariables
      limitVariables.insert(variable)
      visit(body)
      limitVariables = outer
      return
    case .isIn(_, .wholeNumbers(let range)): visit(range)
    default: break
    }
    for child in term.children { visit(child) }
  }

  mutating func visit(_ hypothesis: Hypothesis) {
    visit(hypothesis.binders, hypothesis.condition)
  }

  mutating func visit(_ conclusion: Step.Conclusion) {
    switch conclusion {
    case .relation(_, let left, let right), .equivalence(let left, let right):
      visit(left)
      visit(right)
    case .truth(let truth): visit(truth)
    }
  }

  mutating func visit(_ range: IndexRange) {
    visit(range.first)
    visit(range.last)
  }

  mutating func visit(_ extent: Extent) {
    for part in extent.parts {
      switch part.atom {
      case .symbol(let symbol): addStructural(symbol)
      case .member(let symbol, let indices):
        addStructural(symbol)
        for index in indices { visit(index) }
      }
    }
  }

  mutating func visit(_ shape: Shape) {
    switch shape {
    case .vector(let rows), .row(let rows): visit(rows)
    case .matrix(let rows, let columns):
      visit(rows)
      visit(columns)
    case .scalar, .index, .truth, .distribution: break
    }
  }

  mutating func visit(_ domain: Domain) {
    switch domain {
    case .reals, .small: break
    case .interval(let low, let high):
      if let low { visit(low.value) }
      if let high { visit(high.value) }
    case .wholeNumbers(let range): visit(range)
    case .set(let values): for value in values { visit(value) }
    }
  }

  /// What the declaration of a symbol mentions.
  mutating func visit(_ kind: Symbol.Kind) {
    switch kind {
    case .size(let domain), .integer(let domain), .scalar(let domain): visit(domain)
    case .index(let range): visit(range)
    case .vector(let rows, let kind):
      visit(rows)
      if case .any(let domain) = kind { visit(domain) }
    case .matrix(let rows, let columns, let kind):
      visit(rows)
      visit(columns)
      if case .any(let domain) = kind { visit(domain) }
    case .function(let signature): visit(signature)
    case .random(.normal(let first, let second)), .random(.uniform(let first, let second)),
      .random(.moments(let first, let second)):
      visit(first)
      visit(second)
    case .defined(let shape), .argument(let shape), .computed(_, let shape): visit(shape)
    case .definedFunction(_, let result): visit(result)
    }
  }

  /// The parts of a definition, its own variables bound.
  mutating func visit(_ clause: Definition.Clause) {
    var variables: [SymbolID] = clause.arguments
    for pattern in clause.family + clause.entries {
      switch pattern {
      case .any(let variable, let range):
        visit(range)
        variables.append(variable)
      case .fixed(let extent): visit(extent)
      }
    }
    binding(variables) { $0.visit(clause.body) }
  }

  mutating func binding(_ variables: [SymbolID], _ body: (inout Walk) -> Void) {
    for variable in variables { bound[variable, default: 0] += 1 }
    body(&self)
    for variable in variables { bound[variable, default: 1] -= 1 }
  }

  private mutating func visit(_ signature: Symbol.FunctionSignature) {
    for argument in signature.arguments { visit(argument) }
    visit(signature.result)
    switch signature.regularity {
    case .smooth, .convex, .arbitrary: break
    case .lipschitzGradient(let constant), .stronglyConvex(let constant): visit(constant)
    case .stronglyConvexAndLipschitz(let first, let second):
      visit(first)
      visit(second)
    }
  }

  private mutating func visit(_ binders: [Term.Binder], _ body: Term) {
    for binder in binders {
      visit(binder.range)
      bound[binder.variable, default: 0] += 1
      if let filter = binder.filter { visit(filter) }
    }
    visit(body)
    for binder in binders { bound[binder.variable, default: 1] -= 1 }
  }

  private mutating func visitStructural(_ term: Term, besides others: Set<SymbolID> = []) {
    if case .symbol(let symbol) = term.node, !term.shape.isArray {
      add(symbol)
      if bound[symbol, default: 0] == 0, !others.contains(symbol) { structural.insert(symbol) }
      return
    }
    var inner = Walk()
    inner.bound = bound
    inner.limitVariables = limitVariables
    inner.visit(term)
    symbols.formUnion(inner.symbols)
    structural.formUnion(inner.symbols.subtracting(others))
  }

  private mutating func add(_ symbol: SymbolID) {
    if bound[symbol, default: 0] == 0 { symbols.insert(symbol) }
  }

  private mutating func addStructural(_ symbol: SymbolID) {
    guard bound[symbol, default: 0] == 0 else { return }
    symbols.insert(symbol)
    structural.insert(symbol)
  }
}
