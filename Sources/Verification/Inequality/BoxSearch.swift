import Formula
import Numerics

/// Looks for the least slack of an inequality, or a zero of what is not to be 0, box by box.
///
/// Intervals bound the slack over a box of a few numbers, directly and by the mean value theorem. A
/// box over which it has the right sign, or a condition fails, is done with; the others are halved,
/// level by level, whole numbers between their neighbours, and the middles are looked at. Where
/// none is left the statement is proved, provided that the first boxes were all numbers there are.
struct BoxSearch {
  private let goal: Goal
  private let inputs: [Int]
  /// By input: whether only its whole numbers count.
  private let areWhole: [Bool]
  private let start: [[Interval]]
  /// Whether the first boxes are the whole domain.
  private var isWhole: Bool
  /// The slack, the two sides, the slopes if they are known, the conditions.
  private let program: Program
  private let slopeCount: Int
  private let conditionCount: Int
  /// A point, for the inputs that nothing depends on.
  private let base: [Double]

  /// More numbers than these are too many for boxes.
  private static let inputLimit = 3
  private static let beam = 128
  private static let levels = 48
  private static let boxLimit = 3000
  private static let operationLimit = 600_000
  private static let startLimit = 512
  private static let cuts: [Double] = [-1000, -32, -4, 0, 4, 32, 1000]

  enum Outcome {
    /// The inequality holds over so many boxes, which are all there is.
    case proved(boxes: Int)
    /// Here it fails as far as doubles tell.
    case fails([Double])
    /// Where the least slack was seen.
    case open([[Double]])
  }

  /// - Parameter point: one that meets the conditions.
  init?(_ judge: PointJudge, _ number: Int, from point: [Double]) {
    let problem = judge.problem
    goal = judge.goals[number]
    var graph = problem.graph
    let slack = graph.subtract(goal.right, goal.left)
    let conditions = problem.conditions + problem.kept
    let used = problem.inputs(ofAll: [goal.left, goal.right] + conditions).sorted()
    guard (1...Self.inputLimit).contains(used.count) else { return nil }
    let domains = used.map { problem.domains[$0] }
    let pieces = domains.compactMap { $0.pieces(cutAt: Self.cuts) }
    let nodes = used.compactMap { problem.inputNode($0) }
    let count = pieces.reduce(1) { $0 * $1.count }
    guard pieces.count == used.count, nodes.count == used.count, count <= Self.startLimit
    else { return nil }
    inputs = used
    areWhole = domains.map { if case .whole = $0 { true } else { false } }
    start = pieces.reduce([[]]) { boxes, sides in
      boxes.flatMap { box in sides.map { box + [$0] } }
    }
    isWhole = domains.allSatisfy { $0.isBounded } && !problem.isPartial
    let slopes = (try? graph.gradient(of: slack, with: nodes)) ?? []
    slopeCount = slopes.count
    conditionCount = conditions.count
    program = Program(graph, computing: [slack, goal.left, goal.right] + slopes + conditions)
    base = point
    let isPlain = program.operations.allSatisfy { operation in
      switch operation {
      case .arbitrary, .eigenvalue, .singularValue, .spectralRadius: false
      default: true
      }
    }
    guard isPlain else { return nil }
  }

  private struct Box {
    var sides: [Interval]
    var widths: [Double]
    /// The least slack that it may have, as a part of the sides in its middle.
    var bound: Double
    /// The slack in its middle, if the conditions hold there.
    var middle: Double
  }

  private func center(_ sides: [Interval]) -> [Double] {
    zip(sides, areWhole).map { side, isWhole in
      isWhole ? side.midpoint.rounded(.down) : side.midpoint
    }
  }

  /// Both halves across the side that matters most; `nil` where it is a single number.
  private func halves(_ box: Box) -> [[Interval]]? {
    let (sides, widths) = (box.sides, box.widths)
    guard let place = widths.indices.max(by: { widths[$0] < widths[$1] }) else { return nil }
    let side = sides[place]
    let middle = center(sides)[place]
    let next = areWhole[place] ? middle + 1 : middle
    guard next <= side.upper, areWhole[place] || side.lower < middle && middle < side.upper else {
      return nil
    }
    return [Interval(lower: side.lower, upper: middle), Interval(lower: next, upper: side.upper)]
      .map { half in
        var result = sides
        result[place] = half
        return result
      }
  }

  private enum Reading {
    case done
    case fails
    case open(Box)
  }

  func run() -> Outcome {
    var boxes = start
    var isWhole = isWhole
    var seen = 0
    var lowest: [Box] = []
    let limit = min(Self.boxLimit, Self.operationLimit / max(1, program.operations.count))
    for _ in 0..<Self.levels where !boxes.isEmpty && seen < limit {
      seen += boxes.count
      var left: [Box] = []
      for (sides, reading) in zip(boxes, readings(boxes)) {
        switch reading {
        case .done: continue
        case .fails: return .fails(point(center(sides)))
        case .open(let box): left.append(box)
        }
      }
      lowest = Array((lowest + left).sorted { $0.middle < $1.middle }.prefix(6))
      if left.count > Self.beam {
        isWhole = false
        left.sort { $0.bound < $1.bound }
        left.removeLast(left.count - Self.beam)
      }
      boxes = []
      for box in left {
        if let halves = halves(box) { boxes += halves } else { isWhole = false }
      }
    }
    if boxes.isEmpty && isWhole { return .proved(boxes: seen) }
    return .open(lowest.map { point(center($0.sides)) })
  }

  private func point(_ values: [Double]) -> [Double] {
    var result = base
    for (input, value) in zip(inputs, values) { result[input] = value }
    return result
  }

  // MARK: Readings

  private func readings(_ boxes: [[Interval]]) -> [Reading] {
    let over = evaluate(boxes)
    let middles = evaluate(boxes.map { center($0).map { Interval($0) } })
    return boxes.indices.map { reading(boxes[$0], over, middles, $0) }
  }

  private func evaluate(_ boxes: [[Interval]]) -> Evaluation<Interval> {
    var values: [Interval] = []
    values.reserveCapacity(program.inputCount * boxes.count)
    for input in 0..<program.inputCount {
      let place = inputs.firstIndex(of: input)
      let rest = Interval(base.indices.contains(input) ? base[input] : 0)
      for box in boxes { values.append(place.map { box[$0] } ?? rest) }
    }
    return program.evaluate(
      in: IntervalArithmetic(), pointCount: boxes.count, inputs: values,
      functions: NoFunctions<IntervalArithmetic>())
  }

  private func reading(
    _ sides: [Interval], _ over: Evaluation<Interval>, _ middles: Evaluation<Interval>,
    _ number: Int
  ) -> Reading {
    let truths = (0..<conditionCount).map { 3 + slopeCount + $0 }
    if truths.contains(where: { over.truth($0, at: number) == .no }) { return .done }
    let middle = middles.value(0, at: number)
    let isMet = middle.isDefined && truths.allSatisfy { middles.truth($0, at: number) == .yes }
    if isMet, fails(middle) { return .fails }
    let slopes = (0..<slopeCount).map { over.value(3 + $0, at: number) }
    let slack = enclosure(sides, over.value(0, at: number), middle, slopes)
    if holds(slack) { return .done }
    let size = (1...2).reduce(0x1p-1000) {
      max($0, middles.value($1, at: number).finiteMagnitude)
    }
    let part = (isMet ? middle.midpoint : .infinity) / size
    return .open(
      Box(
        sides: sides, widths: weights(sides, slopes),
        bound: goal.isInequality ? slack.lower / size : abs(part), middle: abs(part)))
  }

  private func holds(_ slack: Interval) -> Bool {
    guard goal.isInequality else { return slack.isDefined && !slack.contains(0) }
    return goal.isStrict ? slack.lower > 0 : slack.lower >= 0
  }

  private func fails(_ slack: Interval) -> Bool {
    guard goal.isInequality else { return slack.lower == 0 && slack.upper == 0 }
    return slack.upper < 0 || (goal.isStrict && slack.upper == 0)
  }

  /// Where all values of the slack lie: what intervals say of it, or of its slopes.
  private func enclosure(
    _ sides: [Interval], _ direct: Interval, _ middle: Interval, _ slopes: [Interval]
  ) -> Interval {
    // A slack without a value somewhere has no mean value theorem.
    guard direct.isDefined, middle.isDefined, slopes.count == sides.count,
      slopes.allSatisfy({ $0.isDefined })
    else { return direct }
    var mean = middle
    for ((side, slope), value) in zip(zip(sides, slopes), center(sides)) {
      mean = mean + slope * (side - Interval(value))
    }
    guard mean.isDefined else { return direct }
    let (low, high) = (max(direct.lower, mean.lower), min(direct.upper, mean.upper))
    return low <= high ? Interval(lower: low, upper: high) : direct
  }

  /// How much each side matters.
  private func weights(_ sides: [Interval], _ slopes: [Interval]) -> [Double] {
    let widths = sides.map { $0.width }
    guard slopes.count == sides.count, slopes.allSatisfy({ $0.isDefined }) else { return widths }
    let weights = zip(widths, slopes).map { $0 * $1.greatestMagnitude }
    return weights.contains { $0 > 0 } ? weights : widths
  }
}

extension Interval {
  fileprivate var finiteMagnitude: Double { isDefined ? greatestMagnitude : 0 }
}

extension InputDomain {
  fileprivate var isBounded: Bool {
    switch self {
    case .interval(let low, let high): low != nil && high != nil
    case .whole, .set: true
    default: false
    }
  }

  /// Intervals that cover the domain, or as much of it as is looked at.
  fileprivate func pieces(cutAt cuts: [Double]) -> [Interval]? {
    switch self {
    case .interval(let low, let high):
      let kind = IntervalArithmetic()
      let bottom = low.map { kind.constant($0.value).lower }
      let top = high.map { kind.constant($0.value).upper }
      if let bottom, let top { return [Interval(lower: bottom, upper: max(bottom, top))] }
      let first = bottom ?? top.map { min(cuts[0], $0 - 1000) } ?? cuts[0]
      let last = top ?? max(cuts[cuts.count - 1], first + 1000)
      let inner = cuts.filter { first < $0 && $0 < last }
      let ends = [first] + inner + [last]
      return zip(ends, ends.dropFirst()).map { Interval(lower: $0, upper: $1) }
    case .whole(let low, let high):
      guard max(abs(low), abs(high)) < 1 << 53 else { return nil }
      return [Interval(lower: Double(low), upper: Double(high))]
    case .set(let members):
      return members.map { IntervalArithmetic().constant($0) }
    default: return nil
    }
  }
}

extension Problem {
  /// Whether what is drawn need not be all that the hypotheses allow.
  fileprivate var isPartial: Bool { isFamily || !alternatives.isEmpty || !solved.isEmpty }
}
