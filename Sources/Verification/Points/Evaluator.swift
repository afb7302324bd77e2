import Formula
import Numerics

/// How many bits a comparison is made with.
enum Precision: Hashable {
  case double
  case extended
  case widest
}

/// Evaluates the conditions and goals of a problem in every kind of real number.
struct Evaluator {
  let goals: [Goal]
  /// The conditions, then the inputs that were solved for, which have to be defined.
  private let conditions: Program
  private let conditionCount: Int
  let sides: Program
  /// Differences whose sign decides a branch.
  let switches: Program
  private let switchInputs: [[Int]]
  let functions: [ArbitraryFunction]
  let key: UInt64

  init(_ problem: Problem, _ goals: [Goal], functions: [ArbitraryFunction], key: UInt64) {
    self.goals = goals
    self.functions = functions
    self.key = key
    conditionCount = problem.conditions.count
    conditions = Program(problem.graph, computing: problem.conditions + problem.expressions)
    sides = Program(problem.graph, computing: goals.flatMap { [$0.left, $0.right] })
    var graph = problem.graph
    let differences = Self.differences(in: &graph, under: goals)
    switches = Program(graph, computing: differences)
    var withSwitches = problem
    withSwitches.graph = graph
    switchInputs = differences.map { withSwitches.inputs(of: $0).sorted() }
  }

  /// The differences that comparisons, extrema and absolute values below the goals depend on.
  private static func differences(in graph: inout Graph, under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.flatMap { [$0.left, $0.right] })
    var result: [Graph.Node] = []
    for place in isNeeded.indices where isNeeded[place] {
      let difference: Graph.Node
      switch graph.operations[place] {
      case .absolute(let a), .sign(let a), .divide(_, let a), .function(.log, let a),
        .function(.sqrt, let a), .rationalPower(let a, _), .realPower(let a, _):
        difference = a
      case .power(let a, let exponent) where exponent < 0: difference = a
      case .minimum(let a, let b), .maximum(let a, let b), .isLess(let a, let b),
        .isLessOrEqual(let a, let b), .isEqual(let a, let b):
        difference = graph.subtract(a, b)
      default: continue
      }
      if !result.contains(difference) { result.append(difference) }
      if result.count == 32 { break }
    }
    return result
  }

  // MARK: Doubles

  /// The readings of all goals at some points.
  struct Batch {
    fileprivate let goals: [Goal]
    fileprivate var readings: [[PairReading]] = []
    fileprivate var truths: [[TruthReading]] = []

    func reading(_ goal: Int, _ place: Int) -> PairReading { readings[place][goal] }

    func outcome(_ goal: Int, _ place: Int) -> PointOutcome {
      goals[goal].kind == .truth
        ? truths[place][goal].outcome
        : readings[place][goal].outcome(of: goals[goal].kind, isWide: false)
    }
  }

  func doubles(_ points: [[Double]]) -> Batch {
    let (readings, truths) = read(points, in: BoundedArithmetic())
    return Batch(goals: goals, readings: readings, truths: truths)
  }

  /// By point, then by goal.
  private func read<Kind: Measuring>(_ points: [[Double]], in kind: Kind) -> (
    [[PairReading]], [[TruthReading]]
  ) {
    let evaluation = sides.evaluate(
      in: kind, pointCount: points.count, inputs: transposed(points, in: kind),
      functions: provider(kind))
    var readings: [[PairReading]] = []
    var truths: [[TruthReading]] = []
    for place in points.indices {
      let largest = kind.isWide ? largest(evaluation, place, in: kind) : 0
      readings.append(
        goals.indices.map {
          PairReading(
            evaluation.value(2 * $0, at: place), evaluation.value(2 * $0 + 1, at: place),
            largest: largest, in: kind)
        })
      truths.append(goals.indices.map { TruthReading(evaluation.truth(2 * $0, at: place)) })
    }
    return (readings, truths)
  }

  /// By input, then by point.
  private func transposed<Kind: Measuring>(_ points: [[Double]], in kind: Kind) -> [Kind.Value] {
    (0..<sides.inputCount).flatMap { input in points.map { kind.exactly($0[input]) } }
  }

  private func largest<Kind: Measuring>(
    _ evaluation: Evaluation<Kind.Value>, _ place: Int, in kind: Kind
  ) -> Int {
    var result = Measure.none
    for value in evaluation.trace(at: place) where kind.state(of: value) == .defined {
      result = max(result, kind.measure(value).size)
    }
    return result
  }

  private func provider<Kind: Arithmetic>(_ kind: Kind) -> RandomFunctions<Kind> {
    RandomFunctions(functions, seed: key)
  }

  // MARK: More bits

  func outcome(_ goal: Int, _ point: [Double], _ precision: Precision) -> (
    PointOutcome, PairReading
  )? {
    let readings: [[PairReading]]
    let truths: [[TruthReading]]
    switch precision {
    case .double: (readings, truths) = read([point], in: BoundedArithmetic())
    case .extended: (readings, truths) = read([point], in: WideArithmetic.extended)
    case .widest: (readings, truths) = read([point], in: WideArithmetic.widest)
    }
    let outcome =
      goals[goal].kind == .truth
      ? truths[0][goal].outcome
      : readings[0][goal].outcome(of: goals[goal].kind, isWide: precision != .double)
    return (outcome, readings[0][goal])
  }

  /// The goal in exact arithmetic, where both sides are fractions at this point.
  func exactOutcome(_ goal: Int, _ point: [Double]) -> (PointOutcome, PairReading)? {
    guard goals[goal].kind != .truth else { return nil }
    let exact = point.compactMap { Rational(exactly: $0) }
    guard exact.count == point.count else { return nil }
    let values = exactOutputs(of: sides, at: exact)
    guard let left = values[2 * goal], let right = values[2 * goal + 1] else { return nil }
    var reading = PairReading(
      left: .init(state: .defined, value: left.double),
      right: .init(state: .defined, value: right.double))
    reading.order = left == right ? 0 : left < right ? -1 : 1
    return (reading.outcome(of: goals[goal].kind, isWide: true), reading)
  }

  // MARK: Conditions

  func meetingConditions(_ points: [[Double]]) -> [[Double]] {
    guard !conditions.outputs.isEmpty else { return points }
    return points.filter { meetsConditions($0) }
  }

  func meetsConditions(_ point: [Double]) -> Bool {
    switch truth(of: point, in: BoundedArithmetic()) {
    case .yes: true
    case .no, .undefined: false
    case .unresolved: truth(of: point, in: WideArithmetic.widest) == .yes
    }
  }

  private func truth<Kind: Measuring>(of point: [Double], in kind: Kind) -> TruthReading {
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    var result = TruthReading.yes
    for output in conditionCount..<conditions.outputs.count {
      switch kind.state(of: evaluation.value(output)) {
      case .defined: continue
      case .undefined: return .undefined
      case .unresolved: result = .unresolved
      }
    }
    for output in 0..<conditionCount {
      switch evaluation.truth(output) {
      case .yes: continue
      case .no: return .no
      case .undefined: return .undefined
      case .unresolved: result = .unresolved
      }
    }
    return result
  }

  // MARK: Switches

  var switchCount: Int { switches.outputs.count }

  func inputs(ofSwitch place: Int) -> [Int] { switchInputs[place] }

  func valueOfSwitch(_ place: Int, at point: [Double]) -> Double {
    value(switches, place, at: point)
  }

  /// One output of a program in doubles; not a number where it is undefined.
  func value(_ program: Program, _ output: Int, at point: [Double]) -> Double {
    values(program, at: point)[output]
  }

  /// All outputs of a program in doubles; not a number where they are undefined.
  func values(_ program: Program, at point: [Double]) -> [Double] {
    let kind = BoundedArithmetic()
    let evaluation = program.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return evaluation.outputs().map {
      kind.state(of: $0) == .defined ? kind.measure($0).nearest : .nan
    }
  }
}

extension TruthReading {
  init(_ truth: Truth) {
    switch truth {
    case .yes: self = .yes
    case .no: self = .no
    case .undefined: self = .undefined
    case .unresolved: self = .unresolved
    }
  }
}
