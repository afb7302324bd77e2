import Numerics
import SourceText

extension Lowerer {
  /// A function at its arguments, entry by entry where a scalar function meets an array.
  mutating func call(
    _ function: SymbolID, _ arguments: [Term], _ derivatives: [Int], like term: Term
  ) throws(LoweringFailure) -> Tensor {
    let (function, arguments) = try member(of: function, arguments, at: term.span)
    var values: [Tensor] = []
    for argument in arguments { values.append(try lower(argument)) }
    let shapes = argumentShapes(of: function.symbol)
    let isEntrywise = zip(shapes, values).contains { shape, value in
      shape.isNumber && !value.isScalar
    }
    guard isEntrywise, let frame = values.first(where: { !$0.isScalar }) else {
      return try call(function, values, derivatives, at: term.span)
    }
    var nodes: [Graph.Node] = []
    for place in frame.nodes.indices {
      let parts = zip(shapes, values).map { shape, value in
        value.isScalar || !shape.isNumber
          ? value : Tensor(scalar: value.nodes[place])
      }
      nodes.append(try call(function, parts, derivatives, at: term.span).node)
    }
    return frame.with(nodes)
  }

  /// The function itself and its own arguments: the indices of a family stand before them.
  private func member(of function: SymbolID, _ arguments: [Term], at span: Span)
    throws(LoweringFailure) -> (Instance.Key, [Term])
  {
    let count = scope[function].family.count
    guard count > 0 else { return (Instance.Key(function), arguments) }
    let indices = arguments.prefix(count).compactMap { whole.whole($0) }
    guard indices.count == count else { throw .notWhole(span) }
    for (index, value) in zip(scope[function].family, indices) {
      guard try range(index.range, at: span).contains(value) else {
        throw .outOfRange(function, indices: indices, span)
      }
    }
    return (Instance.Key(function, indices), Array(arguments.dropFirst(count)))
  }

  private func argumentShapes(of function: SymbolID) -> [Shape] {
    switch scope[function].kind {
    case .function(let signature): signature.arguments
    case .definedFunction(let arguments, _): arguments.map { shape(of: $0) }
    default: []
    }
  }

  mutating func call(
    _ function: Instance.Key, _ arguments: [Tensor], _ derivatives: [Int], at span: Span
  ) throws(LoweringFailure) -> Tensor {
    let orders = derivatives.contains { $0 != 0 } ? derivatives : []
    let key = CallKey(function: function, arguments: arguments, derivatives: orders)
    if let known = calls[key] { return known }
    let result: Tensor
    if orders.isEmpty {
      let value = try plainCall(function, arguments, at: span)
      result = try agreeingDerivative(of: function, at: arguments, value, at: span)
    } else {
      result = try derivative(of: function, orders, at: arguments, at: span)
    }
    calls[key] = result
    return result
  }

  private mutating func plainCall(_ function: Instance.Key, _ arguments: [Tensor], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    if let definition = scope.definition(of: function.symbol) {
      let (clause, family) = try clause(of: definition, function, at: span)
      guard clause.arguments.count == arguments.count else {
        throw .unsupported(.functionWithoutArguments, span)
      }
      return try throughNames(definition, arguments, at: span) {
        (lowerer, formal) throws(LoweringFailure) in
        if !clause.entries.isEmpty {
          return try lowerer.entrywiseBody(definition, function.symbol, formal, at: span)
        }
        var bound = family
        let whole = lowerer.wholeArguments(clause.arguments, arguments)
        for name in clause.arguments { bound[name] = whole[name] }
        return try lowerer.lower(clause.body, bound: bound, formal: formal)
      }
    }
    guard case .function(let signature) = scope[function.symbol].kind else {
      throw .noClause(function.symbol, indices: [], span)
    }
    return try arbitrary(function, signature, arguments, at: span)
  }

  /// What says how a function is defined: for a member of a family, the clause of its index.
  private func clause(
    of definition: Definition, _ function: Instance.Key, at span: Span
  ) throws(LoweringFailure) -> (Definition.Clause, Bindings) {
    guard function.indices.isEmpty else {
      return try clause(of: definition, function, entry: [], at: span)
    }
    guard let clause = definition.clauses.first else {
      throw .noClause(function.symbol, indices: [], span)
    }
    return (clause, [:])
  }

  /// Arguments declared as whole numbers can stand in limits and exponents where they are known.
  private func wholeArguments(_ names: [SymbolID], _ values: [Tensor]) -> Bindings {
    var known: Bindings = [:]
    for (name, value) in zip(names, values) {
      guard case .argument(.index) = scope[name].kind, value.isScalar,
        case .rational(let number) = graph[graph.untagged(value.node)]
      else { continue }
      known[name] = number.whole
    }
    return known
  }

  /// The body of a vector function that is defined entry by entry.
  private mutating func entrywiseBody(
    _ definition: Definition, _ function: SymbolID, _ formal: [SymbolID: Tensor], at span: Span
  ) throws(LoweringFailure) -> Tensor {
    let (form, rows, columns) = try size(of: shape(of: function), at: span)
    var nodes: [Graph.Node] = []
    for row in 1..<(rows + 1) {
      for column in 1..<(columns + 1) {
        let entry = form == .matrix ? [row, column] : [max(row, column)]
        let (clause, bound) = try self.clause(
          of: definition, Instance.Key(function), entry: entry, at: span)
        nodes.append(try lower(clause.body, bound: bound, formal: formal).node)
      }
    }
    return Tensor(form, rows: rows, columns: columns, nodes)
  }

  private mutating func arbitrary(
    _ function: Instance.Key, _ signature: Symbol.FunctionSignature, _ arguments: [Tensor],
    at span: Span
  ) throws(LoweringFailure) -> Tensor {
    let saved = bindFamily(function)
    defer { whole.bound = saved }
    let (form, rows, columns) = try size(of: signature.result, at: span)
    let operands = arguments.flatMap { $0.nodes }
    let constants = try constants(of: signature.regularity)
    if functionNumber[function] == nil, constants.count == 2 {
      // Without this there is no such function.
      constrain(graph.isLessOrEqual(constants[0], constants[1]), at: span)
    }
    let number = number(of: function, signature, rows * columns, operands.count)
    let list = graph.list(operands + constants)
    let orders = graph.orders([Int](repeating: 0, count: operands.count))
    return Tensor(
      form, rows: rows, columns: columns,
      (0..<rows * columns).map { component in
        graph.node(
          .arbitrary(function: Int32(number + component), orders: orders, arguments: list))
      })
  }

  private mutating func constants(of regularity: Symbol.Regularity) throws(LoweringFailure)
    -> [Graph.Node]
  {
    switch regularity {
    case .smooth, .convex, .arbitrary: []
    case .lipschitzGradient(let constant), .stronglyConvex(let constant):
      [try lower(constant).node]
    case .stronglyConvexAndLipschitz(let first, let second):
      [try lower(first).node, try lower(second).node]
    }
  }

  private mutating func number(
    of function: Instance.Key, _ signature: Symbol.FunctionSignature, _ components: Int,
    _ argumentCount: Int
  ) -> Int {
    if let known = functionNumber[function] { return known }
    let number = step.functions.count
    functionNumber[function] = number
    let regularity: ArbitraryFunction.Regularity =
      switch signature.regularity {
      case .smooth, .arbitrary: .smooth
      case .convex: .convex
      case .lipschitzGradient: .lipschitzGradient
      case .stronglyConvex: .stronglyConvex
      case .stronglyConvexAndLipschitz: .stronglyConvexAndLipschitz
      }
    for component in 0..<components {
      step.functions.append(
        ArbitraryFunction(
          symbol: function.symbol, component: component, argumentCount: argumentCount,
          regularity: regularity))
    }
    return number
  }

  // MARK: Derivatives of functions

  /// The same entries under tags of their own; the same tags for the same entries.
  mutating func tagged(_ tensor: Tensor) -> Tensor {
    if let known = argumentTags[tensor.nodes] { return tensor.with(known) }
    let nodes = tensor.nodes.map { tag($0) }
    argumentTags[tensor.nodes] = nodes
    return tensor.with(nodes)
  }

  /// Derivatives by scalar arguments, so many by each.
  private mutating func derivative(
    of function: Instance.Key, _ orders: [Int], at arguments: [Tensor], at span: Span
  ) throws(LoweringFailure) -> Tensor {
    let points = arguments.map { tagged($0) }
    var value = try plainCall(function, points, at: span)
    for (place, order) in orders.enumerated() {
      guard place < points.count, order == 0 || points[place].isScalar else {
        throw .notDifferentiable(.manyIndices, span)
      }
      for _ in 0..<order {
        var nodes: [Graph.Node] = []
        for node in value.nodes {
          nodes += try gradient(of: node, by: points[place].nodes, holding: TagSet(), at: span)
        }
        value = value.with(nodes)
      }
    }
    guard points.count == 1, value.isScalar,
      let agreed = agreedDerivative(of: function, orders)
    else { return value }
    let isThere = graph.isEqual(points[0].node, graph.constant(agreed.argument))
    return Tensor(
      scalar: graph.select(isThere, graph.constant(agreed.value), value.node))
  }

  /// A value whose derivative is the agreed one, if a convention such as `φ'(0) = 0` gives it.
  private mutating func agreeingDerivative(
    of function: Instance.Key, at arguments: [Tensor], _ value: Tensor, at span: Span
  ) throws(LoweringFailure) -> Tensor {
    guard arguments.count == 1, arguments[0].isScalar, value.isScalar,
      agreedDerivative(of: function, [1]) != nil
    else { return value }
    let derivative = try call(function, arguments, [1], at: span)
    let result = tag(value.node)
    graph.agree(derivativeOf: result, by: arguments[0].node, is: derivative.node)
    return Tensor(scalar: result)
  }

  private func agreedDerivative(of function: Instance.Key, _ orders: [Int])
    -> (argument: Rational, value: Rational)?
  {
    for convention in scope.conventions {
      if case .apply(function.symbol, let arguments, orders) = convention.left.node,
        case .number(let argument)? = arguments.first?.node,
        case .number(let value) = convention.right.node
      {
        return (argument, value)
      }
    }
    return nil
  }

  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, _ function: SymbolID, _ arguments: [Term], like term: Term
  ) throws(LoweringFailure) -> Tensor {
    let (function, arguments) = try member(of: function, arguments, at: term.span)
    var points: [Tensor] = []
    for argument in arguments { points.append(tagged(try lower(argument))) }
    let value = try call(function, points, [], at: term.span)
    let variables = Tensor(vector: points.flatMap { $0.nodes })
    switch kind {
    case .gradient:
      let target = points.count == 1 ? points[0] : variables
      return try derivative(of: value, by: target, holding: TagSet(), at: term.span)
        .shaped(like: try size(of: term.shape, at: term.span))
    case .hessian:
      let first = try derivative(of: value, by: variables, holding: TagSet(), at: term.span)
      return try derivative(of: first, by: variables, holding: TagSet(), at: term.span)
        .shaped(like: try size(of: term.shape, at: term.span))
    case .laplacian:
      return Tensor(scalar: try laplacian(of: value, by: variables, at: term.span))
    case .directional(let direction):
      let direction = try lower(direction)
      let jacobian = try derivative(of: value, by: variables, holding: TagSet(), at: term.span)
      if value.isScalar {
        guard direction.count == jacobian.count else {
          throw disagreement(direction, variables, at: term.span)
        }
        return Tensor(scalar: graph.innerProduct(jacobian.nodes, direction.nodes))
      }
      return try matrixProduct(jacobian, direction, .vector, at: term.span)
    case .partial(let places):
      var result = value
      for place in places {
        guard points.indices.contains(place) else {
          throw .notDifferentiable(.target, term.span)
        }
        result = try derivative(of: result, by: points[place], holding: TagSet(), at: term.span)
      }
      return result
    }
  }

  private mutating func laplacian(of value: Tensor, by variables: Tensor, at span: Span)
    throws(LoweringFailure) -> Graph.Node
  {
    let first = try gradient(of: value.node, by: variables.nodes, holding: TagSet(), at: span)
    var terms: [Graph.Node] = []
    for (node, variable) in zip(first, variables.nodes) {
      terms += try gradient(of: node, by: [variable], holding: TagSet(), at: span)
    }
    return graph.sum(terms)
  }
}

extension Tensor {
  /// The same entries in the form that the term's shape asks for, where the counts allow it.
  func shaped(like target: (form: Form, rows: Int, columns: Int)) -> Tensor {
    guard target.rows * target.columns == nodes.count, target.form != form else { return self }
    return Tensor(target.form, rows: target.rows, columns: target.columns, nodes)
  }
}
