import Numerics
import SourceText

/// The state of lowering one step: the graph, what is bound at the moment, what is known already.
struct Lowerer {
  let lowering: Lowering
  var whole: WholeEvaluation
  var graph = Graph()
  var step = LoweredStep(graph: Graph())

  /// What the arguments of the function being expanded stand for.
  var formal: [SymbolID: Tensor] = [:]
  /// Small symbols: declared so, or by a hypothesis of the claim.
  var small: Set<SymbolID> = []
  /// Where those of them tend that do not tend to 0, `x \to c`.
  var aims: [SymbolID: Term] = [:]

  /// The roots of such matrices, and the same with tags of their own once they are used.
  var roots: [Instance.Key: Tensor] = [:]
  var usedRoots: [Instance.Key: Tensor] = [:]

  /// What all entries of the array being expanded have alike.
  var alike: Alike?
  /// By array: the values of such terms.
  var alikeValues: [Instance.Key: [(term: Term, value: Tensor)]] = [:]

  var tensors = TensorTable()
  var entries: [EntryKey: Graph.Node] = [:]
  /// What is being expanded, from the outside in.
  var expanding: [EntryKey] = []
  var calls: [CallKey: Tensor] = [:]
  var gradients: [GradientKey: [Graph.Node]] = [:]
  var argumentTags: [[Graph.Node]: [Graph.Node]] = [:]
  var functionNumber: [Instance.Key: Int] = [:]
  var knownNamesakes: [SymbolID: [Namesake]] = [:]
  /// By tag: whether it stands for a defined quantity.
  var isDefinitionTag: [Bool] = []
  var random = RandomVariables()
  var groupCount = 0
  private var depth = 0
  /// Terms lowered so far: a sum over a great many indices may add nothing to the graph.
  private var visits = 0

  var scope: Scope { lowering.scope }

  init(_ lowering: Lowering, for instance: Instance) {
    self.lowering = lowering
    whole = WholeEvaluation(instance: instance)
  }

  /// One entry of a defined symbol, counted from 0; the whole array has no place.
  struct EntryKey: Hashable {
    let key: Instance.Key
    let place: Int?
  }

  struct Alike {
    let key: Instance.Key
    let terms: [Term]
  }

  struct CallKey: Hashable {
    let function: Instance.Key
    let arguments: [Tensor]
    let derivatives: [Int]
  }

  struct GradientKey: Hashable {
    let node: Graph.Node
    let targets: [Graph.Node]
    let held: TagSet
  }

  // MARK: Terms

  mutating func lower(_ term: Term) throws(LoweringFailure) -> Tensor {
    depth += 1
    defer { depth -= 1 }
    visits += 1
    guard depth < 500, graph.count < lowering.limit, visits < 10 * lowering.limit else {
      throw .tooLarge(term.span)
    }
    switch term.node {
    case .number(let value): return Tensor(scalar: graph.constant(value))
    case .constant(.e): return Tensor(scalar: graph.node(.e))
    case .constant(.pi): return Tensor(scalar: graph.node(.pi))
    case .constant(.infinity): throw .unsupported(.infinity, term.span)
    case .symbol(let symbol): return try value(of: symbol, at: term.span)
    case .member(let symbol, let indices): return try member(symbol, indices, at: term.span)
    case .identity: return try constantArray(term, diagonal: 1, rest: 0)
    case .zeros: return try constantArray(term, diagonal: 0, rest: 0)
    case .ones: return try constantArray(term, diagonal: 1, rest: 1)
    case .array(let parts): return try array(parts, like: term)
    case .blocks(let rows): return try blocks(rows, like: term)
    case .table(let binders, let body): return try table(binders, body, like: term)
    case .entry(let array, let indices): return try entry(of: array, indices, at: term.span)
    case .negate(let operand):
      let value = try lower(operand)
      return value.map { graph.negate($0) }
    case .add(let left, let right):
      return try entrywise(lower(left), lower(right), at: term.span) { $0.add($1, $2) }
    case .subtract(let left, let right):
      return try entrywise(lower(left), lower(right), at: term.span) { $0.subtract($1, $2) }
    case .multiply(let product, let left, let right):
      return try multiply(product, lower(left), lower(right), like: term)
    case .divide(let left, let right):
      return try entrywise(lower(left), lower(right), at: term.span) { $0.divide($1, $2) }
    case .power(let base, let exponent): return try power(base, exponent, like: term)
    case .transpose(let operand): return try lower(operand).transposed
    case .inverse(let operand): return try inverse(lower(operand), at: term.span)
    case .builtin(let builtin, let arguments):
      return try apply(builtin, arguments, like: term)
    case .apply(let function, let arguments, let derivatives):
      return try call(function, arguments, derivatives, like: term)
    case .cases(let branches, let otherwise): return try cases(branches, otherwise)
    case .fold(let fold, let binders, let body): return try lower(fold, binders, body, like: term)
    case .relation(let relation, let left, let right):
      return Tensor(truth: try truth(of: lowerRelation(relation, left, right), at: term.span))
    case .and(let parts): return Tensor(truth: graph.all(try truths(parts)))
    case .or(let parts): return Tensor(truth: graph.any(try truths(parts)))
    case .not(let operand): return Tensor(truth: graph.not(try lower(operand).node))
    case .truth(let value): return Tensor(truth: graph.truth(value))
    case .indicator(let condition):
      let (one, zero) = (graph.constant(1), graph.constant(0))
      return Tensor(scalar: graph.select(try lower(condition).node, one, zero))
    case .isIn(let element, let domain): return try isIn(element, domain)
    case .derivative(let operand, let targets, let held):
      return try derivative(of: operand, by: targets, holding: held, like: term)
    case .functionDerivative(let kind, let function, let arguments):
      return try functionDerivative(kind, function, arguments, like: term)
    case .substituted(let operand, let assignments): return try substituted(operand, assignments)
    case .expectation(let operand): return try expectation(operand)
    case .variance(let operand): return try variance(operand, like: term)
    case .covariance(let left, let right): return try covariance(left, right, like: term)
    case .distribution: throw .unsupported(.distributionInside, term.span)
    case .remainder: throw .unsupported(.remainderInside, term.span)
    case .limit: throw .unsupported(.limitInside, term.span)
    }
  }

  private mutating func truths(_ parts: [Term]) throws(LoweringFailure) -> [Graph.Node] {
    var result: [Graph.Node] = []
    for part in parts { result.append(try lower(part).node) }
    return result
  }

  // MARK: Sizes

  func size(_ extent: Extent, at span: Span) throws(LoweringFailure) -> Int {
    guard let value = whole.value(of: extent) else { throw missing(in: extent, at: span) }
    guard value >= 0 else { throw .outOfRange(nil, indices: [value], span) }
    guard value <= lowering.limit else { throw .tooLarge(span) }
    return value
  }

  func range(_ range: IndexRange, at span: Span) throws(LoweringFailure) -> Range<Int> {
    guard let values = whole.range(range) else {
      throw whole.value(of: range.first) == nil
        ? missing(in: range.first, at: span) : missing(in: range.last, at: span)
    }
    return values
  }

  private func missing(in extent: Extent, at span: Span) -> LoweringFailure {
    for part in extent.parts {
      if case .symbol(let symbol) = part.atom, whole.value(of: symbol) == nil {
        return .noValue(symbol, span)
      }
      if case .member(let symbol, let indices) = part.atom {
        if let unknown = indices.first(where: { whole.value(of: $0) == nil }) {
          return missing(in: unknown, at: span)
        }
        let values = indices.compactMap { whole.value(of: $0) }
        return .outOfRange(symbol, indices: values, span)
      }
    }
    return .notWhole(span)
  }

  /// Rows, columns and form of a shape.
  func size(of shape: Shape, at span: Span) throws(LoweringFailure)
    -> (form: Tensor.Form, rows: Int, columns: Int)
  {
    let size: (form: Tensor.Form, rows: Int, columns: Int)
    switch shape {
    case .scalar, .index, .distribution: size = (.scalar, 1, 1)
    case .truth: size = (.truth, 1, 1)
    case .vector(let rows): size = (.vector, try self.size(rows, at: span), 1)
    case .row(let columns): size = (.row, 1, try self.size(columns, at: span))
    case .matrix(let rows, let columns):
      size = (.matrix, try self.size(rows, at: span), try self.size(columns, at: span))
    }
    let (count, overflows) = size.rows.multipliedReportingOverflow(by: size.columns)
    guard !overflows, count <= lowering.limit else { throw .tooLarge(span) }
    return size
  }

  // MARK: Tags

  /// An identity that derivatives can stop at.
  mutating func tag(_ node: Graph.Node, isDefinition: Bool = false) -> Graph.Node {
    isDefinitionTag.append(isDefinition)
    return graph.node(.tag(Int32(isDefinitionTag.count - 1), node))
  }

  mutating func input(
    _ domain: InputDomain, for symbol: SymbolID, _ member: [Int], sign: Graph.Facts.Sign = .any
  ) -> Graph.Node {
    step.inputs.append(LoweredStep.Input(domain: domain, symbol: symbol, member: member))
    return graph.input(sign)
  }
}
