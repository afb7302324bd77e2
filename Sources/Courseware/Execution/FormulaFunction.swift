import Formula
import Numerics
import SourceText

/// A `.define`d name as a function of numbers: the curve that is plotted is the formula that is read.
///
/// Its parameters are the arguments that the display shows, then the symbols that its definition
/// depends on. Sizes follow from the arguments; for each combination of sizes the definition is
/// lowered once.
final class FormulaFunction {
  /// As blocks name it: `σ`, `E`, `x̂`.
  let name: String
  let parameters: [Parameter]
  /// Whether the display shows all of its arguments.
  let isPositional: Bool
  private let scope: Scope
  private let body: Term
  private var programs: [[Int]: Result<Compiled, Obstacle>] = [:]

  struct Parameter {
    let symbol: SymbolID
    let name: String
  }

  /// An array as blocks have it: entries row by row.
  struct Grid {
    let rows: Int
    let columns: Int
    let entries: [Double]
  }

  /// Why there is no value.
  struct Obstacle: Error {
    let message: String
  }

  /// The definition for given sizes.
  private struct Compiled {
    let form: Tensor.Form
    let rows: Int
    let columns: Int
    let value: Program
    /// The derivative of every entry by every input, entry by entry; nil if there is none.
    let derivative: Program?
    /// For each input, which parameter's which entry it is.
    let places: [(parameter: Int, entry: Int)]
  }

  /// Nil if the name is not defined, belongs to a family, or cannot be written in a block.
  init?(_ symbol: Symbol, in lesson: Scope) {
    var scope = lesson
    scope.assumptions = []
    guard symbol.family.isEmpty, let definition = scope.definition(of: symbol.id),
      let clause = definition.clauses.first, let name = ScriptName.of(symbol.name)
    else { return nil }
    let shown: [SymbolID]
    if case .definedFunction(let arguments, _) = symbol.kind {
      guard definition.clauses.count == 1 else { return nil }
      (shown, body) = (arguments, clause.body)
    } else if case .defined(let shape) = symbol.kind {
      (shown, body) = ([], Term(.symbol(symbol.id), shape, at: symbol.span))
    } else {
      return nil
    }
    let step = Step(.relation(.equal, body, body), at: symbol.span)
    let structure = Lowering(scope).structure(of: step)
    let free = structure.symbols.filter { !shown.contains($0) && Self.hasValue(scope[$0]) }
    var parameters: [Parameter] = []
    for id in shown + free {
      guard let parameter = ScriptName.of(scope[id].name), scope[id].family.isEmpty else {
        return nil
      }
      parameters.append(Parameter(symbol: id, name: parameter))
    }
    self.name = name
    self.parameters = parameters
    isPositional = free.isEmpty || parameters.count == 1
    self.scope = Self.unconstrained(scope, parameters.map(\.symbol))
  }

  private static func hasValue(_ symbol: Symbol) -> Bool {
    switch symbol.kind {
    case .scalar, .vector, .matrix, .integer: true
    default: false
    }
  }

  /// The scope in which the parameters may have any value of their shape.
  private static func unconstrained(_ scope: Scope, _ symbols: [SymbolID]) -> Scope {
    var free = scope
    for id in symbols {
      let symbol = scope[id]
      let kind: Symbol.Kind
      switch symbol.kind {
      case .vector(let n, _), .argument(.vector(let n)): kind = .vector(n, .any(.reals))
      case .matrix(let m, let n, _), .argument(.matrix(let m, let n)):
        kind = .matrix(m, n, .any(.reals))
      default: kind = .scalar(.reals)
      }
      free.update(Symbol(id: id, name: symbol.name, kind: kind, at: symbol.span))
    }
    return free
  }

  // MARK: Values

  func value(_ arguments: [Grid]) -> Result<(form: Tensor.Form, grid: Grid), Obstacle> {
    compiled(arguments).flatMap { compiled in
      guard let entries = run(compiled.value, compiled, arguments) else {
        return .failure(Obstacle(message: "\(name) is not defined there"))
      }
      let grid = Grid(rows: compiled.rows, columns: compiled.columns, entries: entries)
      return .success((compiled.form, grid))
    }
  }

  /// Σ cotangent · ∂value/∂argument for each argument; nil where there is no derivative.
  func pullback(_ arguments: [Grid], _ cotangent: [Double]) -> [Grid]? {
    guard case .success(let compiled) = compiled(arguments), let program = compiled.derivative,
      let slopes = run(program, compiled, arguments)
    else { return nil }
    var sums = arguments.map { [Double](repeating: 0, count: $0.entries.count) }
    let width = compiled.places.count
    for (row, weight) in cotangent.enumerated() {
      for (input, place) in compiled.places.enumerated() {
        sums[place.parameter][place.entry] += weight * slopes[row * width + input]
      }
    }
    return zip(arguments, sums).map { Grid(rows: $0.rows, columns: $0.columns, entries: $1) }
  }

  private func run(_ program: Program, _ compiled: Compiled, _ arguments: [Grid]) -> [Double]? {
    let inputs = compiled.places.map { Bounded(arguments[$0.parameter].entries[$0.entry]) }
    let functions = NoFunctions<BoundedArithmetic>()
    let outputs = program.evaluate(in: BoundedArithmetic(), inputs: inputs, functions: functions)
      .outputs()
    return outputs.contains(where: \.isUndefined) ? nil : outputs.map(\.value)
  }

  // MARK: Compiling

  private func compiled(_ arguments: [Grid]) -> Result<Compiled, Obstacle> {
    let key = arguments.flatMap { [$0.rows, $0.columns] }
    if let known = programs[key] { return known }
    let result = compile(arguments)
    programs[key] = result
    return result
  }

  private func compile(_ arguments: [Grid]) -> Result<Compiled, Obstacle> {
    var instance = Instance()
    for (parameter, argument) in zip(parameters, arguments) {
      if let mismatch = match(parameter, argument, &instance) { return .failure(mismatch) }
    }
    do throws(LoweringFailure) {
      let (tensor, step) = try Lowering(scope).lower(body, for: instance)
      let places = try places(of: step)
      let inputs = step.inputs.indices.compactMap { number in
        step.graph.operations.firstIndex(of: .input(Int32(number))).map(Graph.Node.init)
      }
      return .success(
        Compiled(
          form: tensor.form, rows: tensor.rows, columns: tensor.columns,
          value: Program(step.graph, computing: tensor.nodes),
          derivative: derivative(of: tensor, by: inputs, in: step.graph), places: places))
    } catch {
      return .failure(Obstacle(message: "\(name) cannot be computed for these sizes"))
    }
  }

  private func derivative(
    of tensor: Tensor, by inputs: [Graph.Node], in start: Graph
  ) -> Program? {
    var graph = start
    var slopes: [Graph.Node] = []
    for node in tensor.nodes {
      guard let row = try? graph.gradient(of: node, with: inputs) else { return nil }
      slopes += row
    }
    return Program(graph, computing: slopes)
  }

  /// Which entry of which argument each input is.
  private func places(of step: LoweredStep) throws(LoweringFailure) -> [(
    parameter: Int, entry: Int
  )] {
    var used = [Int](repeating: 0, count: parameters.count)
    var places: [(parameter: Int, entry: Int)] = []
    for input in step.inputs {
      guard let at = parameters.firstIndex(where: { $0.symbol == input.symbol }) else {
        preconditionFailure("an input of \(name) that is no parameter")
      }
      places.append((at, used[at]))
      used[at] += 1
    }
    return places
  }

  /// Takes sizes from an argument; tells what does not fit.
  private func match(
    _ parameter: Parameter, _ argument: Grid, _ instance: inout Instance
  ) -> Obstacle? {
    let wanted: [(Extent, Int)]
    switch scope[parameter.symbol].kind {
    case .vector(let n, _): wanted = [(n, argument.rows * argument.columns)]
    case .matrix(let m, let n, _): wanted = [(m, argument.rows), (n, argument.columns)]
    default: wanted = [(Extent(1), argument.entries.count)]
    }
    for (extent, size) in wanted {
      guard let known = extent.value(in: instance) else {
        guard extent.constant == 0, extent.parts.count == 1, let part = extent.parts.first,
          part.coefficient == 1, case .symbol(let symbol) = part.atom
        else { return Obstacle(message: "the size of \(parameter.name) cannot be told") }
        instance[symbol] = size
        continue
      }
      if known != size {
        return Obstacle(message: "\(parameter.name) has size \(size) where \(known) is wanted")
      }
    }
    return nil
  }
}

extension Extent {
  /// The value, if the sizes in it are known and none is a member of a family.
  fileprivate func value(in instance: Instance) -> Int? {
    var sum = constant
    for part in parts {
      guard case .symbol(let symbol) = part.atom, let value = instance[symbol] else { return nil }
      sum += part.coefficient * value
    }
    return sum
  }
}
