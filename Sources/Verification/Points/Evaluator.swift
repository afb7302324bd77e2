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
  private let domains: [InputDomain]
  private let key: UInt64
  /// The conditions, then the inputs that were solved for, which have to be defined.
  private let conditions: Program
  private let conditionCount: Int
  let sides: Program
  /// Differences whose sign decides a branch.
  private let switches: [Graph.Node]
  private let switchGraph: Graph
  private let switchInputs: [[Int]]
  private let boundedFunctions: RandomFunctions<BoundedArithmetic>
  private let wideFunctions: RandomFunctions<WideArithmetic>

  init(_ problem: Problem, _ goals: [Goal], functions: [ArbitraryFunction], key: UInt64) {
    self.goals = goals
    domains = problem.domains
    self.key = key
    boundedFunctions = RandomFunctions(functions, seed: key)
    wideFunctions = RandomFunctions(functions, seed: key)
    conditionCount = problem.conditions.count
    conditions = Program(problem.graph, computing: problem.conditions + problem.expressions)
    sides = Program(problem.graph, computing: goals.flatMap { [$0.left, $0.right] })
    var graph = problem.graph
    let differences = Self.differences(in: &graph, under: goals)
    switches = differences
    switchGraph = graph
    var withSwitches = problem
    withSwitches.graph = graph
    switchInputs = differences.map { withSwitches.inputs(of: $0).sorted() }
  }

  /// The differences that comparisons, extrema and absolute values below the goals depend on.
  private static func differences(in graph: inout Graph, under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.flatMap { [$0.left, $0.right] })
    let isInequality = goals.contains { $0.kind != .equal }
    var result: [Graph.Node] = []
    for place in isNeeded.indices where isNeeded[place] {
      let difference: Graph.Node
      switch graph.operations[place] {
      case .absolute(let a), .sign(let a), .divide(_, let a), .function(.log, let a),
        .function(.sqrt, let a), .rationalPower(let a, _), .realPower(let a, _):
        difference = a
      case .power(let a, let exponent) where exponent < 0 || (isInequality && exponent % 2 == 0):
        difference = a
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
    // Taken out once: the accessors of another module are not specialised.
    let (values, truthValues) = (evaluation.values, evaluation.truths)
    let outputs = sides.outputs.map { Int($0) * points.count }
    var readings: [[PairReading]] = []
    var truths: [[TruthReading]] = []
    readings.reserveCapacity(points.count)
    truths.reserveCapacity(points.count)
    for place in points.indices {
      let largest =
        kind.isWide ? largest(values, from: place, by: points.count, in: kind) : 0
      readings.append(
        goals.indices.map {
          PairReading(
            values[outputs[2 * $0] + place], values[outputs[2 * $0 + 1] + place],
            largest: largest, in: kind)
        })
      truths.append(
        goals.indices.map { TruthReading(truthValues[outputs[2 * $0] + place]) })
    }
    return (readings, truths)
  }

  /// By input, then by point.
  private func transposed<Kind: Measuring>(_ points: [[Double]], in kind: Kind) -> [Kind.Value] {
    (0..<sides.inputCount).flatMap { input in points.map { kind.exactly($0[input]) } }
  }

  private func largest<Kind: Measuring>(
    _ values: [Kind.Value], from first: Int, by stride: Int, in kind: Kind
  ) -> Int {
    var result = Measure.none
    var place = first
    while place < values.count {
      if kind.state(of: values[place]) == .defined {
        result = max(result, kind.size(of: values[place]))
      }
      place += stride
    }
    return result
  }

  private func provider<Kind: Measuring>(_ kind: Kind) -> RandomFunctions<Kind> {
    kind.functions(boundedFunctions, wideFunctions)
  }

  // MARK: More bits

  /// All goals at one point, evaluated together.
  struct Closer {
    private let goals: [Goal]
    private let readings: [PairReading]
    private let truths: [TruthReading]
    private let isWide: Bool

    fileprivate init(
      _ goals: [Goal], _ readings: [PairReading], _ truths: [TruthReading], isWide: Bool
    ) {
      self.goals = goals
      self.readings = readings
      self.truths = truths
      self.isWide = isWide
    }

    func outcome(_ goal: Int) -> (PointOutcome, PairReading) {
      let outcome =
        goals[goal].kind == .truth
        ? truths[goal].outcome
        : readings[goal].outcome(of: goals[goal].kind, isWide: isWide)
      return (outcome, readings[goal])
    }
  }

  func closer(_ point: [Double], _ precision: Precision) -> Closer {
    let readings: [[PairReading]]
    let truths: [[TruthReading]]
    switch precision {
    case .double: (readings, truths) = read([point], in: BoundedArithmetic())
    case .extended: (readings, truths) = read([point], in: WideArithmetic.extended)
    case .widest: (readings, truths) = read([point], in: WideArithmetic.widest)
    }
    return Closer(goals, readings[0], truths[0], isWide: precision != .double)
  }

  func outcome(_ goal: Int, _ point: [Double], _ precision: Precision) -> (
    PointOutcome, PairReading
  )? {
    closer(point, precision).outcome(goal)
  }

  /// Whether the two sides at a point are equal as formal expressions and to 300 bits: what tells
  /// equality of values that are no fractions.
  func areFormallyEqual(_ goal: Int, _ point: [Double]) -> PairReading? {
    guard goals[goal].kind != .truth,
      let (_, reading) = outcome(goal, point, .widest), reading.areBothDefined,
      reading.gapToLargest <= -200
    else { return nil }
    let exact = point.compactMap { Rational(exactly: $0) }
    guard exact.count == point.count else { return nil }
    let (constants, outputs) = folded(sides, at: exact)
    let nodes = [outputs[2 * goal], outputs[2 * goal + 1]]
    var equal = reading
    equal.order = 0
    if nodes[0] == nodes[1] { return equal }
    let pairs = [Certifier.Sides(left: nodes[0], right: nodes[1])]
    let certifier = Certifier(
      graph: constants, domains: [InputDomain](repeating: .real, count: constants.inputCount),
      pairs: pairs, key: key)
    if case .passed = certifier.run() { return equal }
    return nil
  }

  /// The goal at the fractions with small denominators closest to a point, if they are close and
  /// the conditions hold there.
  func rationalOutcome(_ goal: Int, _ point: [Double]) -> (PointOutcome, PairReading)? {
    guard goals[goal].kind != .truth else { return nil }
    let near = point.compactMap { Rational(near: $0) }
    guard near.count == point.count, zip(domains, near).allSatisfy({ $0.contains($1) })
    else { return nil }
    let (limits, truths) = folded(conditions, at: near)
    guard truths.prefix(conditionCount).allSatisfy({ limits.truthValue($0) == true })
    else { return nil }
    let values = exactOutputs(of: sides, at: near)
    guard let left = values[2 * goal], let right = values[2 * goal + 1] else { return nil }
    var reading = PairReading(
      left: .init(state: .defined, value: left.double),
      right: .init(state: .defined, value: right.double))
    reading.order = left == right ? 0 : left < right ? -1 : 1
    return (reading.outcome(of: goals[goal].kind, isWide: true), reading)
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

  var switchCount: Int { switches.count }

  func inputs(ofSwitch place: Int) -> [Int] { switchInputs[place] }

  /// What one switch needs, and no more: it is run many times.
  func program(ofSwitch place: Int) -> Program {
    Program(switchGraph, computing: [switches[place]])
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
    let values = evaluation.values
    return program.outputs.map {
      let value = values[Int($0)]
      return value.isDefined ? value.value : .nan
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
