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
  let domains: [InputDomain]
  let key: UInt64
  /// The conditions, then the inputs that were solved for, which have to be defined.
  let conditions: Program
  let conditionCount: Int
  let sides: Program
  /// What was divided by when the conditions were solved.
  let divisors: Program
  /// Whether sines, cosines or tangents occur.
  var hasAngles: Bool { sides.hasAngles || conditions.hasAngles }
  let hasDerivatives: Bool
  /// Whether some value hangs on a comparison or on which whole number is below another one.
  let hasBranches: Bool
  /// How many points may be looked at exactly: each comparison is one more evaluation there.
  let exactLimit: Int
  /// The sides as if derivatives had values at kinks, if there are any.
  private let sidesWithoutKinks: Program?
  /// Differences whose sign decides a branch.
  private let switches: [Graph.Node]
  /// Which of them are where a jump, a kink or a turn is.
  let turns: [Int]
  /// The problem with these differences in its graph.
  private let switchProblem: Problem
  /// How many operations may still be spent on conditions that doubles leave open.
  let closeWork: Allowance
  private let boundedFunctions: RandomFunctions<BoundedArithmetic>
  private let wideFunctions: RandomFunctions<WideArithmetic>

  init(
    _ problem: Problem, _ goals: [Goal], functions: [ArbitraryFunction], key: UInt64,
    variant: FunctionVariant = .drawn
  ) {
    self.goals = goals
    domains = problem.domains
    hasDerivatives = problem.hasDerivatives
    self.key = key
    boundedFunctions = RandomFunctions(functions, seed: key, variant: variant)
    wideFunctions = RandomFunctions(functions, seed: key, variant: variant)
    conditionCount = problem.conditions.count
    conditions = Program(
      problem.graph, computing: problem.conditions + problem.expressions + problem.present)
    closeWork = Allowance(max(Self.closeCost, 400 * conditions.operations.count))
    sides = Program(problem.graph, computing: goals.sides)
    divisors = Program(problem.graph, computing: problem.divisors)
    let outcomes = sides
    let branches = outcomes.operations.count { operation in
      switch operation {
      case .floor, .sign, .select, .isLess, .isLessOrEqual, .isEqual: true
      default: false
      }
    }
    hasBranches = branches > 0
    exactLimit = max(2, min(256, Self.exactCost / max(1, branches * outcomes.operations.count)))
    sidesWithoutKinks = sides.withoutKinks
    var graph = problem.graph
    let differences = Self.differences(in: &graph, under: goals, and: problem.conditions)
    switches = differences.nodes
    turns = differences.turns
    var withSwitches = problem
    withSwitches.graph = graph
    switchProblem = withSwitches
  }

  // MARK: Doubles

  private static let exactCost = 400_000
  private static let closeCost = 2_000_000

  /// Both sides of all goals at some points.
  struct Batch {
    fileprivate let goals: [Goal]
    /// By point, then by goal, left and right.
    fileprivate var sides: [Bounded] = []
    /// By point, then by goal, if some goal is a truth value.
    fileprivate var truths: [TruthReading] = []

    func reading(_ goal: Int, _ place: Int) -> PairReading {
      let left = 2 * (place * goals.count + goal)
      return BoundedArithmetic().reading(sides[left], sides[left + 1], largest: Measure.none)
    }

    func outcome(_ goal: Int, _ place: Int) -> PointOutcome {
      outcome(goal, place, reading(goal, place))
    }

    func outcome(_ goal: Int, _ place: Int, _ reading: PairReading) -> PointOutcome {
      goals[goal].kind == .truth
        ? truths[place * goals.count + goal].outcome
        : reading.outcome(of: goals[goal].kind, isWide: false)
    }
  }

  /// So many values of a program stay in the memory near the processor.
  private static let valuesAtOnce = 8192

  func doubles(_ points: PointList) -> Batch {
    let kind = BoundedArithmetic()
    let outputs = sides.outputs.map { Int($0) }
    let hasTruths = goals.contains { $0.kind == .truth }
    var batch = Batch(goals: goals)
    batch.sides.reserveCapacity(points.count * outputs.count)
    let pointsAtOnce = max(16, min(64, Self.valuesAtOnce / max(1, sides.operations.count)))
    var first = 0
    while first < points.count {
      let next = min(first + pointsAtOnce, points.count)
      let count = next - first
      let evaluation = sides.evaluate(
        in: kind, pointCount: count, inputs: transposed(points, first..<next, in: kind),
        functions: provider(kind))
      // Taken out once: the accessors of another module are not specialised.
      let (values, truths) = (evaluation.values, evaluation.truths)
      for place in 0..<count {
        for output in outputs { batch.sides.append(values[output * count + place]) }
        if hasTruths { batch.truths += self.truths(truths, at: place, of: count) }
      }
      first = next
    }
    return batch
  }

  private func truths(_ values: [Truth], at place: Int, of count: Int) -> [TruthReading] {
    goals.indices.map {
      goals[$0].kind == .truth
        ? TruthReading(values[Int(sides.outputs[2 * $0]) * count + place]) : .undefined
    }
  }

  /// By input, then by point.
  func transposed<Kind: Measuring>(
    _ points: PointList, _ places: Range<Int>, in kind: Kind
  ) -> [Kind.Value] {
    let (coordinates, width) = (points.coordinates, points.width)
    var result: [Kind.Value] = []
    result.reserveCapacity(sides.inputCount * places.count)
    for input in 0..<sides.inputCount {
      for place in places { result.append(kind.exactly(coordinates[place * width + input])) }
    }
    return result
  }

  func provider<Kind: Measuring>(_ kind: Kind) -> RandomFunctions<Kind> {
    kind.functions(boundedFunctions, wideFunctions)
  }

  // MARK: More bits

  /// All goals at one point, evaluated together.
  struct Closer {
    fileprivate let goals: [Goal]
    /// Whether there are no more bits to be had.
    fileprivate let isWidest: Bool
    fileprivate let readings: [PairReading]
    fileprivate let truths: [TruthReading]
    /// A summand is lost entirely beside another one: what the sides have in common may be all
    /// that is seen.
    let isAbsorbing: Bool

    func outcome(_ goal: Int) -> (PointOutcome, PairReading) {
      let outcome =
        goals[goal].kind == .truth
        ? truths[goal].outcome
        : readings[goal].outcome(of: goals[goal].kind, isWide: isWidest)
      return (outcome, readings[goal])
    }
  }

  func closer(_ point: [Double], _ precision: Precision) -> Closer {
    switch precision {
    case .double: closer(at: point, in: BoundedArithmetic())
    case .extended: closer(at: point, in: WideArithmetic.extended)
    case .widest: closer(at: point, in: WideArithmetic.widest, isWidest: true)
    }
  }

  /// The same at a point whose coordinates are known to so many bits.
  func closer(around point: [Wide]) -> Closer {
    closer(of: point, in: WideArithmetic.widest, isWidest: true)
  }

  private func closer<Kind: Measuring>(
    at point: [Double], in kind: Kind, isWidest: Bool = false
  ) -> Closer {
    closer(of: point.map { kind.exactly($0) }, in: kind, isWidest: isWidest)
  }

  private func closer<Kind: Measuring>(
    of inputs: [Kind.Value], in kind: Kind, isWidest: Bool
  ) -> Closer {
    let evaluation = sides.evaluate(in: kind, inputs: inputs, functions: provider(kind))
    let values = evaluation.values
    let largest = kind.isWide ? largest(values, in: kind) : Measure.none
    let isAbsorbing = kind.isWide && absorbs(values, in: kind)
    let readings = goals.indices.map { goal in
      let (left, right) = (sides.outputs[2 * goal], sides.outputs[2 * goal + 1])
      var reading = kind.reading(values[Int(left)], values[Int(right)], largest: largest)
      reading.isAbsorbing = isAbsorbing
      return reading
    }
    let hasTruths = goals.contains { $0.kind == .truth }
    return Closer(
      goals: goals, isWidest: isWidest, readings: readings,
      truths: hasTruths ? truths(evaluation.truths, at: 0, of: 1) : [],
      isAbsorbing: isWidest && isAbsorbing)
  }

  private func largest<Kind: Measuring>(_ values: [Kind.Value], in kind: Kind) -> Int64 {
    var result = Measure.none
    for value in values where kind.state(of: value) == .defined {
      result = max(result, kind.size(of: value))
    }
    return result
  }

  /// Whether some sum is no more than the larger of its summands, or a function no more than its
  /// limit, as tanh is for large arguments.
  private func absorbs<Kind: Measuring>(_ values: [Kind.Value], in kind: Kind) -> Bool {
    func size(_ node: Graph.Node) -> Int64 { kind.size(of: values[Int(node)]) }
    return sides.operations.contains { operation in
      switch operation {
      case .add(let a, let b), .subtract(let a, let b):
        let sizes = (size(a), size(b))
        guard abs(sizes.0 - sizes.1) > 320, min(sizes.0, sizes.1) > Measure.none else {
          return false
        }
        let smaller = kind.measure(values[Int(sizes.0 < sizes.1 ? a : b)])
        return smaller.size > smaller.error
      case .function(.tanh, let a): return size(a) > 6
      case .function(.erf, let a), .function(.erfc, let a): return size(a) > 3
      case .function(.arctan, let a): return size(a) > 280
      case .function(.exp, let a): return size(a) < -320 && size(a) > Measure.none
      case .function(.cos, let a), .function(.cosh, let a):
        return size(a) < -160 && size(a) > Measure.none
      default: return false
      }
    }
  }

  func outcome(_ goal: Int, _ point: [Double], _ precision: Precision)
    -> (PointOutcome, PairReading)
  {
    closer(point, precision).outcome(goal)
  }

  func reading(_ goal: Int, _ point: [Double], _ precision: Precision) -> PairReading {
    outcome(goal, point, precision).1
  }

  /// The two outputs of a program without inputs, with about 300 bits.
  func constantReading(_ program: Program) -> PairReading { wideReading(program, at: []) }

  /// The two outputs of a program with about 300 bits.
  func wideReading(_ program: Program, at point: [Double]) -> PairReading {
    let kind = WideArithmetic.widest
    let evaluation = program.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return kind.reading(
      evaluation.value(0), evaluation.value(1),
      largest: largest(evaluation.values, in: kind))
  }

  /// Whether derivatives of functions with kinks occur.
  var hasKinks: Bool { sidesWithoutKinks != nil }

  /// Whether a side of a goal has no value only because a derivative is taken exactly at a kink.
  func isAtKink(_ goal: Int, _ point: [Double]) -> Bool {
    guard let sidesWithoutKinks else { return false }
    let kind = WideArithmetic.widest
    let evaluation = sidesWithoutKinks.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return [2 * goal, 2 * goal + 1].allSatisfy {
      kind.state(of: evaluation.value($0)) == .defined
    }
  }

  /// The sides of a goal that are fractions at this point.
  func exactSides(_ goal: Int, _ point: [Double]) -> (left: Rational?, right: Rational?) {
    let values = exactValues(sides, at: point)
    return (values?[2 * goal] ?? nil, values?[2 * goal + 1] ?? nil)
  }

  /// The outputs of a program that are fractions at this point; `nil` if the point itself is none.
  func exactValues(_ program: Program, at point: [Double]) -> [Rational?]? {
    guard let exact = Self.exact(point) else { return nil }
    let (graph, outputs) = folded(program, at: exact)
    return outputs.map { graph.rational($0) }
  }

  /// The sides of a goal with 300 bits.
  func wideSides(_ goal: Int, _ point: [Double]) -> (left: Wide, right: Wide) {
    let kind = WideArithmetic.widest
    let evaluation = sides.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return (evaluation.value(2 * goal), evaluation.value(2 * goal + 1))
  }

  // MARK: Switches

  var switchCount: Int { switches.count }

  func inputs(ofSwitch place: Int) -> [Int] { switchProblem.inputs(of: switches[place]).sorted() }

  /// What one switch needs, and no more: it is run many times.
  func program(ofSwitch place: Int) -> Program {
    Program(switchProblem.graph, computing: [switches[place]])
  }

  /// Where a switch that is a line in one input vanishes, the others being as they are.
  func exactZero(ofSwitch place: Int, along input: Int, from point: [Double]) -> Rational? {
    guard case .interval = domains[input] else { return nil }
    var problem = switchProblem
    guard let line = problem.line(switches[place], in: input) else { return nil }
    let program = Program(problem.graph, computing: [line.coefficient, line.rest])
    guard let values = exactValues(program, at: point), let slope = values[0],
      let rest = values[1]
    else { return nil }
    return rest.negated.divided(by: slope)
  }

  /// The only output of a program in doubles, at many points; not a number where it is undefined.
  func values(_ program: Program, atAll points: [[Double]]) -> [Double] {
    let kind = BoundedArithmetic()
    let evaluation = program.evaluate(
      in: kind, pointCount: points.count,
      inputs: transposed(PointList(points), points.indices, in: kind),
      functions: provider(kind))
    let values = evaluation.values
    let first = Int(program.outputs[0]) * points.count
    return points.indices.map {
      let value = values[first + $0]
      return value.isDefined ? value.value : .nan
    }
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

extension Program {
  fileprivate var hasAngles: Bool {
    operations.contains {
      if case .function(let function, _) = $0 {
        function == .sin || function == .cos || function == .tan
      } else {
        false
      }
    }
  }
}
