import Formula
import Numerics

/// Makes a counterexample small, and keeps it confirmed and visible.
struct Shrinker {
  let judge: PointJudge
  let prepared: CaseJudge.Prepared
  /// The values of arbitrary functions, where they are numbers to be chosen.
  var freeValues: FreeValues?
  private static let limit = 400
  /// A gap of this part of the larger side is visible.
  private static let visible = 0.1

  init(_ judge: PointJudge, _ prepared: CaseJudge.Prepared) {
    self.judge = judge
    self.prepared = prepared
  }

  func counterexample(_ failure: PointJudge.Failure, _ context: CaseJudge) -> Counterexample {
    if let (free, moved) = withFreeValues(failure, context) {
      return free.shortest(moved, context)
    }
    return shortest(failure, context)
  }

  private func shortest(_ failure: PointJudge.Failure, _ context: CaseJudge) -> Counterexample {
    let point = failure.isRounded ? failure.point : shrink(start(failure), failure)
    let found = failure.isRounded ? nil : confirmed(point, failure)
    let reading = found ?? failure.reading
    let place = found == nil ? failure.point : point
    let goal = judge.goals[failure.goal]
    let assertion = context.lowered.assertions[goal.assertion]
    let values = self.values(for: goal, at: place, in: context)
    let indices = assertion.indices.map { SizeValue(context.scope[$0.symbol].name, $0.value) }
    let judged =
      failure.forms != nil && place == failure.point && reading.order == 0
      ? (reading.left.shown, reading.right.shown) : sides(failure.goal, at: place, reading)
    let (left, right) = goal.isTurned ? (judged.1, judged.0) : judged
    return Counterexample(
      sizes: context.sizes, indices: indices, values: values,
      entry: context.entry(of: goal), left: left, right: right,
      isExact: values.allSatisfy { $0.value.isExact } && (left?.isExact ?? true)
        && (right?.isExact ?? true))
  }

  /// How visible a failure is: 1 for one that is not a matter of size.
  private func visibility(_ reading: PairReading) -> Double {
    guard reading.areBothDefined else { return 1 }
    let size = max(abs(reading.left.value), abs(reading.right.value))
    guard size > 0, size.isFinite else { return 0 }
    return abs(reading.left.value - reading.right.value) / size
  }

  /// The failure as doubles see it; `nil` if the point does not fail for sure.
  func failing(_ point: [Double], _ failure: PointJudge.Failure) -> PairReading? {
    guard judge.evaluator.meetsConditions(point), isConsistent(point) else { return nil }
    let (outcome, reading) = judge.evaluator.outcome(failure.goal, point, .double)
    let wanted: PointOutcome = failure.reading.isOneSided ? .oneSided : .fails
    return outcome == wanted
      ? reading : outcome == .unresolved ? confirmed(point, failure) : nil
  }

  private func confirmed(_ point: [Double], _ failure: PointJudge.Failure) -> PairReading? {
    let wanted: PointOutcome = failure.reading.isOneSided ? .oneSided : .fails
    let (outcome, reading) = judge.evaluator.outcome(failure.goal, point, .widest)
    if outcome == wanted { return reading }
    guard judge.goals[failure.goal].isStrict,
      let (outcome, reading) = judge.evaluator.exactOutcome(failure.goal, point),
      outcome == wanted
    else { return nil }
    return reading
  }

  /// A visible failure, if there is one among the first points.
  private func start(_ failure: PointJudge.Failure) -> [Double] {
    if visibility(failure.reading) >= Self.visible { return failure.point }
    let sampler = PointSampler(
      domains: judge.problem.domains, touching: judge.problem.touching, key: judge.key)
    var best = (failure.point, visibility(failure.reading))
    for number in 0..<48 {
      let point = sampler.point(number)
      guard let reading = failing(point, failure) else { continue }
      let seen = visibility(reading)
      if seen > best.1 { best = (point, seen) }
      if seen >= Self.visible { break }
    }
    return best.0
  }

  private func shrink(_ start: [Double], _ failure: PointJudge.Failure) -> [Double] {
    guard let reading = failing(start, failure) else { return start }
    let needed = min(Self.visible, visibility(reading) * 0.999)
    var best = start
    var trials = 0
    func accept(_ candidate: [Double]) -> Bool {
      guard trials < Self.limit, judge.problem.admits(candidate), cost(candidate) < cost(best)
      else {
        return false
      }
      trials += 1
      guard let reading = failing(candidate, failure), visibility(reading) >= needed,
        confirmed(candidate, failure) != nil
      else { return false }
      best = candidate
      return true
    }
    for value in Self.simple { _ = accept(best.map { _ in value }) }
    var isShrinking = true
    while isShrinking, trials < Self.limit {
      isShrinking = false
      for place in best.indices {
        for value in Self.simple + rounded(best[place]) {
          var candidate = best
          for other in best.indices where best[other] == best[place] { candidate[other] = value }
          if accept(candidate) {
            isShrinking = true
            break
          }
          candidate = best
          candidate[place] = value
          if accept(candidate) {
            isShrinking = true
            break
          }
        }
      }
    }
    return best
  }

  private static let simple: [Double] = [0, 1, -1, 2, 0.5]

  private func rounded(_ value: Double) -> [Double] {
    [1.0, 2, 4, 8, 64].map { (value * $0).rounded() / $0 }
      + (1...3).map { value.rounded(digits: $0) }
  }

  /// Zeros are simplest, then ones, then what is short.
  private func cost(_ point: [Double]) -> Double {
    point.reduce(0) { $0 + Self.cost($1) }
  }

  private static func cost(_ value: Double) -> Double {
    if value == 0 { return 0 }
    let sign = value < 0 ? 0.25 : 0
    if abs(value) == 1 { return 1 + sign }
    if value == value.rounded(), abs(value) < 1e15 {
      return 2 + sign + Double("\(abs(value))".utf8.count) / 8
    }
    return 4 + sign + Double("\(abs(value))".utf8.count)
  }
}

extension PairReading.Side {
  var shown: ShownNumber? { state == .defined ? ShownNumber(value) : nil }
}

extension ShownNumber {
  /// A double as text: exact if it is short, else so many digits.
  init(_ value: Double, digits: Int = 8) {
    if value == value.rounded(), abs(value) < 1e15 {
      self.init("\(Int(value))", isExact: true)
    } else if (value * 1024).rounded() == value * 1024, abs(value) < 1e9 {
      self.init("\(value)", isExact: true)
    } else {
      self.init("\(value.rounded(digits: digits))", isExact: false)
    }
  }
}

extension Double {
  func rounded(digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    var exponent = digits - 1
    var size = magnitude
    while size < 1 && exponent < 300 {
      size *= 10
      exponent += 1
    }
    while size >= 10 && exponent > -300 {
      size /= 10
      exponent -= 1
    }
    // Powers of 10 are exact, their reciprocals are not.
    let scale = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
    guard scale.isFinite else { return self }
    return exponent < 0 ? (self / scale).rounded() * scale : (self * scale).rounded() / scale
  }
}

extension PointJudge {
  /// The values of shown entries at a point.
  func assignments(
    _ shown: [CaseJudge.ShownEntry], at point: [Double], in context: CaseJudge
  ) -> [Assignment] {
    let shown = shown.filter { $0.role == .entry }
    guard !point.isEmpty || !shown.isEmpty else { return [] }
    let program = Program(problem.graph, computing: shown.map { $0.node })
    let exact = evaluator.exactValues(program, at: point)
    let values = evaluator.values(program, at: point)
    return shown.indices.prefix(24).map { place in
      Assignment(
        context.name(of: shown[place]),
        exact?[place].map { ShownNumber($0) } ?? ShownNumber(values[place]))
    }
  }
}
