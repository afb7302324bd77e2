import Formula
import Numerics

/// Estimates the statistics of a step at a point: by quadrature over up to three random numbers, or
/// quantities made of some, else from random draws that are addressed by the key.
struct StatisticEstimator {
  /// By number of statistic: what the mean is taken of.
  private let programs: [Program]
  private let randomInputs: [[Int]]
  private let axes: [[ChanceReduction.Axis]]
  /// By number of statistic, then by axis: shifts and scales of what the largest one is taken of.
  private let parts: [[Program?]]
  /// What draws are made for.
  private let plain: [(program: Program, inputs: [Int])]
  private let kinks: [Kinks]
  /// By number of statistic: the inputs that stand for it.
  private let places: [Int?]
  private let domains: [InputDomain]
  private let functions: RandomFunctions<BoundedArithmetic>
  private let key: UInt64
  /// Whether nothing but chance enters, so that one point is all there is.
  private let isAlone: Bool

  private static let drawCount = 1 << 17
  private static let batch = 1 << 11
  /// e^{−21} < 10⁻⁹: what has a probability above 21/N is met by N draws.
  private static let unmet = 21.0
  /// How many standard errors a confidence of 1 − 10⁻⁹ takes.
  private static let confidence = 6.2

  init(
    _ problem: Problem, operands: [Graph.Node], of lowered: LoweredStep, key: UInt64,
    isAlone: Bool
  ) {
    self.isAlone = isAlone
    let reduced = zip(operands, lowered.statistics).map {
      ChanceReduction(problem, of: $0, over: $1.randomInputs)
    }
    programs = reduced.map { Program($0.problem.graph, computing: [$0.operand]) }
    axes = reduced.map { $0.axes }
    randomInputs = axes.map { $0.map { $0.input } }
    parts = reduced.map { one in one.axes.map { $0.parts(in: one.problem.graph) } }
    plain = zip(operands, lowered.statistics).map {
      (Program(problem.graph, computing: [$0]), $1.randomInputs)
    }
    kinks = reduced.map { one in
      Kinks(one.problem, under: one.operand, over: one.axes.map { $0.input })
    }
    places = lowered.statistics.indices.map { number in
      problem.domains.firstIndex(of: .statistic(number))
    }
    domains = problem.domains
    functions = RandomFunctions(lowered.functions, seed: key)
    self.key = key
  }

  var isSampled: Bool { randomInputs.contains { $0.count > (isAlone ? Self.axisLimit : 2) } }

  /// At how many points something with parameters is looked at, for what one of them costs.
  var pointCount: Int {
    isSampled ? 3 : randomInputs.contains { $0.count == 2 } ? 12 : 48
  }

  /// Whether something that a mean is taken of may have a kink or a jump that quadrature misses.
  ///
  /// What the inner one of two means is may have a kink where a jump leaves the range of a uniform
  /// law.
  var hasHiddenKinks: Bool {
    kinks.indices.contains { number in
      let isInner =
        randomInputs[number].count > 1
        && axes[number].contains { domains.indices.contains($0.input) && isUniform($0.input) }
      return !kinks[number].areKnown || (isInner && !kinks[number].isEmpty)
    }
  }

  /// The kinks along one of the random inputs, the others being as they are in a draw.
  private func breaks(_ number: Int, _ point: [Double], along axis: Int, _ draw: [Double])
    -> [Double]
  {
    guard !kinks[number].isEmpty else { return [] }
    let inputs = randomInputs[number]
    let ends = [0.0, 1].map { end in
      var moved = draw
      moved[axis] = end
      return moved
    }
    let values = outputs(kinks[number].program, point, inputs, ends)
    let later = Array(inputs.indices.dropFirst(axis + 1))
    var straight = kinks[number].zeros(
      along: inputs[axis], apartFrom: Set(later.map { inputs[$0] }), (values[0], values[1]))
    // Where a jump of what is integrated before leaves the range of a uniform law.
    let ranged = later.filter { place in
      if case .itself = axes[number][place].source { isUniform(inputs[place]) } else { false }
    }
    if !ranged.isEmpty {
      let others = Set(later.filter { !ranged.contains($0) }.map { inputs[$0] })
      for corner in 0..<(1 << ranged.count) {
        let moved = ends.map { end in
          var moved = end
          for (bit, axis) in ranged.enumerated() {
            moved[axis] = corner >> bit & 1 == 0 ? 0 : 1
          }
          return moved
        }
        let values = outputs(kinks[number].program, point, inputs, moved)
        straight += kinks[number].zeros(
          along: inputs[axis], apartFrom: others, (values[0], values[1]))
      }
    }
    guard inputs.count == 1, !kinks[number].areKnown else { return straight }
    guard let law = law(number, 0, at: point) else { return straight }
    let program = kinks[number].program
    let search = CrossingSearch(law: law) { outputs(program, point, inputs, $0.map { [$0] }) }
    return straight + search.crossings(of: program.outputs.count)
  }

  /// One mean for each statistic, and the point with their values in it: not a number for one that
  /// does not exist, infinity for one that is not known.
  ///
  /// - Parameter room: operations that are left; a mean that takes more is not known.
  func means(at start: [Double], room: inout Int) -> (point: [Double], all: [Mean]) {
    var point = start
    var all: [Mean] = []
    for number in programs.indices {
      let mean = mean(number, at: point, &room)
      if let place = places[number] {
        switch mean {
        case .value(let estimate): point[place] = estimate.value
        case .none: point[place] = .nan
        case .unknown: point[place] = .infinity
        }
      }
      all.append(mean)
    }
    return (point, all)
  }

  /// The inputs that stand for statistics, by number of statistic.
  var inputs: [Int?] { places }

  private func mean(_ number: Int, at point: [Double], _ room: inout Int) -> Mean {
    let inputs = randomInputs[number]
    if inputs.isEmpty { return values(number, point, inputs, [[]])[0] }
    if inputs.count > Self.axisLimit { return sampled(number, at: point) }
    guard inputs.count < 3 || isAlone else { return sampled(number, at: point) }
    let cost = max(1, programs[number].operations.count)
    let start = min(room, inputs.count == 3 ? Self.operationLimit : Self.operationLimit / 4) / cost
    var left = start
    let mean = mean(number, at: point, [], &left)
    room -= (start - left) * cost
    if case .unknown = mean, inputs.count == 3 || plain[number].inputs.count > 2 {
      return sampled(number, at: point)
    }
    return mean
  }

  /// The mean over the random inputs from the next one on, those before being as they are.
  ///
  /// - Parameter room: how often the operand may still be evaluated.
  private func mean(
    _ number: Int, at point: [Double], _ start: [Double], _ room: inout Int
  ) -> Mean {
    let inputs = randomInputs[number]
    let axis = start.count
    guard let law = law(number, axis, at: point) else { return .unknown }
    var rule = rule(number, axis, law)
    let missing = [Double](repeating: 0, count: inputs.count - axis)
    rule.breaks = breaks(number, point, along: axis, start + missing)
    return rule.mean { nodes in
      guard room > 0 else { return nodes.map { _ in .unknown } }
      guard axis == inputs.count - 1 else {
        return nodes.map { mean(number, at: point, start + [$0], &room) }
      }
      room -= nodes.count
      return values(number, point, inputs, nodes.map { start + [$0] })
    }
  }

  /// The rule along one axis: the further outside, the less exact.
  private func rule(_ number: Int, _ axis: Int, _ law: Quadrature.Law) -> Quadrature {
    let inputs = randomInputs[number]
    if inputs.count == 1 { return Quadrature(law: law, tolerance: 1e-12, reach: 26, panelWidth: 2) }
    // Beyond a jump the inner mean may be as small as the tail of the law.
    let isCut = axis == inputs.count - 1 && !kinks[number].isEmpty
    let tolerance = [1e-9, 1e-8, 1e-7][inputs.count - 1 - axis]
    if isCut { return Quadrature(law: law, tolerance: tolerance, reach: 26, panelWidth: 2) }
    return inputs.count == 2
      ? Quadrature(law: law, tolerance: tolerance, reach: 9, panelWidth: 1.5)
      : Quadrature(law: law, tolerance: tolerance, reach: 7.5, panelWidth: 2.5)
  }

  /// Over so many random numbers means are integrated.
  private static let axisLimit = 3
  /// Operations that one mean may take.
  private static let operationLimit = 40_000_000

  private func isUniform(_ input: Int) -> Bool { domains[input] == .standardUniform }

  /// The law along an axis; `nil` where something that is said to be random is none.
  private func law(_ number: Int, _ axis: Int, at point: [Double]) -> Quadrature.Law? {
    switch axes[number][axis].source {
    case .itself: return isUniform(axes[number][axis].input) ? .uniform : .normal
    case .length(let count): return .length(count)
    case .largest(let all):
      guard let program = parts[number][axis] else { return nil }
      let values = outputs(program, point, [], [[]])[0]
      let known = all.indices.compactMap { place -> Quadrature.Law.Part? in
        guard let shift = values[2 * place], let scale = values[2 * place + 1] else { return nil }
        let isNormal = !isUniform(all[place].input)
        return Quadrature.Law.Part(isNormal: isNormal, shift: shift, scale: scale).standardized
      }
      return known.count == all.count ? .largest(known) : nil
    }
  }

  /// The operand with some random numbers in place.
  private func values(
    _ number: Int, _ point: [Double], _ inputs: [Int], _ draws: [[Double]]
  ) -> [Mean] {
    values(of: programs[number], point, inputs, draws)
  }

  private func values(
    of program: Program, _ point: [Double], _ inputs: [Int], _ draws: [[Double]]
  ) -> [Mean] {
    bounded(program, point, inputs, draws).map { outputs in
      let value = outputs[0]
      if value.isUndefined { return .none }
      guard value.isDefined else { return .unknown }
      return .value(
        Estimate(
          value: value.value, radius: 0, size: abs(value.value), rounding: value.error))
    }
  }

  /// All outputs of a program, by draw; `nil` where there is no value.
  private func outputs(
    _ program: Program, _ point: [Double], _ inputs: [Int], _ draws: [[Double]]
  ) -> [[Double?]] {
    bounded(program, point, inputs, draws).map { $0.map { $0.isDefined ? $0.value : nil } }
  }

  private func bounded(
    _ program: Program, _ point: [Double], _ inputs: [Int], _ draws: [[Double]]
  ) -> [[Bounded]] {
    let kind = BoundedArithmetic()
    var table: [Bounded] = []
    table.reserveCapacity(point.count * draws.count)
    for input in 0..<program.inputCount {
      if let place = inputs.firstIndex(of: input) {
        for draw in draws { table.append(Bounded(draw[place])) }
      } else {
        for _ in draws { table.append(Bounded(input < point.count ? point[input] : 0)) }
      }
    }
    let evaluation = program.evaluate(
      in: kind, pointCount: draws.count, inputs: table, functions: functions)
    return draws.indices.map { draw in
      program.outputs.indices.map { evaluation.value($0, at: draw) }
    }
  }

  /// The mean of many draws, with an interval that the fourth moment widens.
  private func sampled(_ number: Int, at point: [Double]) -> Mean {
    let (program, inputs) = plain[number]
    var stream = PointStream(key: key, number)
    let areUniform = inputs.map { isUniform($0) }
    var all: [Double] = []
    all.reserveCapacity(Self.drawCount)
    while all.count < Self.drawCount {
      let draws = (0..<Self.batch).map { _ in
        areUniform.map { $0 ? stream.uniform() : stream.normal() }
      }
      for value in values(of: program, point, inputs, draws) {
        guard case .value(let estimate) = value, estimate.value.isFinite else { return value }
        all.append(estimate.value)
      }
    }
    return .value(Self.interval(all))
  }

  private static func interval(_ all: [Double]) -> Estimate {
    let count = Double(all.count)
    let mean = all.reduce(0, +) / count
    var (second, fourth, square) = (0.0, 0.0, 0.0)
    for value in all {
      let part = (value - mean) * (value - mean)
      second += part
      fourth += part * part
      square += value * value
    }
    second /= count
    fourth /= count
    // What no draw has met may still happen, if seldom.
    let unseen = second > 0 ? 0 : unmet / count * max(1, abs(mean))
    let kurtosis = second > 0 ? fourth / (second * second) : 1
    // The variance itself is known to √((κ − 1)/N) only.
    let spread = 1 + confidence * ((max(kurtosis, 1) - 1) / count).squareRoot()
    return Estimate(
      value: mean, radius: confidence * (second / count).squareRoot() * spread + unseen,
      size: (square / count).squareRoot(), draws: all.count)
  }
}

extension ChanceReduction.Axis {
  /// Shift and scale of everything that the largest one is taken of, in turn.
  fileprivate func parts(in graph: Graph) -> Program? {
    guard case .largest(let parts) = source else { return nil }
    return Program(graph, computing: parts.flatMap { [$0.shift, $0.scale] })
  }
}
