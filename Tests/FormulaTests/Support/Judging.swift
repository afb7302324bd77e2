import Formula
import Testing

extension HandMade {
  /// The first complete instance with sizes as close to `start`, `start` + 1, … as allowed.
  func instance(_ step: Step, hypotheses: [Hypothesis] = [], start: Int) -> Instance {
    var instance = Instance()
    let structure = Lowering(scope).structure(of: step, hypotheses: hypotheses)
    var wanted = start
    while let choice = structure.next(in: instance) {
      instance[choice.key] = min(max(wanted, choice.low), choice.high)
      wanted += 1
    }
    return instance
  }

  func lower(_ step: Step, hypotheses: [Hypothesis] = [], start: Int = 2) throws -> LoweredStep {
    try Lowering(scope).lower(
      step, hypotheses: hypotheses, for: instance(step, hypotheses: hypotheses, start: start))
  }

  /// The largest relative disagreement of both sides over random points.
  func disagreement(_ step: Step, start: Int = 2, points: Int = 20) throws -> Double {
    let lowered = try lower(step, start: start)
    var stream = Stream(7)
    var worst = 0.0
    var count = 0
    for _ in 0..<points {
      for (left, right) in lowered.sides(at: lowered.point(&stream)) {
        count += 1
        let difference = abs(left - right) / max(1, abs(left), abs(right))
        worst = difference.isNaN ? .infinity : max(worst, difference)
      }
    }
    return count == 0 ? .infinity : worst
  }
}

func expectHolds(
  _ lesson: HandMade, _ step: Step, _ message: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for start in 2...3 {
    let worst = try lesson.disagreement(step, start: start)
    #expect(worst < 1e-9, message, sourceLocation: sourceLocation)
  }
}

func expectFails(
  _ lesson: HandMade, _ step: Step, _ message: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let worst = try lesson.disagreement(step, start: 3)
  #expect(worst > 1e-3, message, sourceLocation: sourceLocation)
}
