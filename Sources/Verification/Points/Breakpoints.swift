import Formula
import Numerics

/// Points at and beside the places where a comparison, a maximum or an absolute value changes
/// branch.
struct Breakpoints {
  let evaluator: Evaluator
  let problem: Problem

  private static let limit = 16
  private static let factors = [1 + 0x1p-10, 1 - 0x1p-10]
  /// Jumps are shifted by small constants, too.
  private static let branchFactors = factors + [1 - 0x1p-24, 1 - 0x1p-34, 1 - 0x1p-44]

  func points(near starts: PointList) -> [[Double]] {
    var result: [[Double]] = []
    for place in 0..<min(evaluator.switchCount, Self.limit) {
      let program = evaluator.program(ofSwitch: place)
      let inputs = evaluator.inputs(ofSwitch: place)
      let crossings = crossings(
        program, from: Array(starts.dropFirst(place % 3).prefix(2)), along: inputs)
      for (point, input) in crossings {
        result.append(point)
        for factor in evaluator.hasBranches ? Self.branchFactors : Self.factors {
          var beside = point
          beside[input] = point[input] == 0 ? factor - 1 : point[input] * factor
          result.append(beside)
        }
        for end in ends(of: input) {
          var beside = point
          beside[input] = (point[input] + end) / 2
          result.append(beside)
        }
      }
    }
    return result.filter { problem.admits($0) }
  }

  /// The ends of an input's domain: it may be narrow beside a crossing.
  private func ends(of input: Int) -> [Double] {
    guard case .interval(let low, let high) = problem.domains[input] else { return [] }
    return [low, high].compactMap { $0?.value.double }
  }

  /// From each start the first crossing that is found, input after input.
  private func crossings(_ program: Program, from starts: [[Double]], along inputs: [Int])
    -> [([Double], Int)]
  {
    var found = [([Double], Int)?](repeating: nil, count: starts.count)
    var rest = inputs[...]
    while !rest.isEmpty, found.contains(where: { $0 == nil }) {
      let some = rest.prefix(Self.inputsAtOnce)
      rest = rest.dropFirst(Self.inputsAtOnce)
      let open = starts.indices.filter { found[$0] == nil }
      let searches = open.flatMap { start in some.map { (start, Search(starts[start], $0)) } }
      let points = run(searches.map { $0.1 }, on: program)
      for ((start, search), point) in zip(searches, points) where found[start] == nil {
        if let point { found[start] = (point, search.input) }
      }
    }
    return found.compactMap { $0 }
  }

  private static let inputsAtOnce = 8

  /// Zeros that are known in closed form while all other inputs are fractions.
  func closedPoints(near starts: [[Double]], limit: Int) -> [[ClosedForm]] {
    var result = quarterTurns(near: starts, limit: limit / 2)
    var seen = Set(result)
    for point in straightCrossings(near: starts).prefix(limit / 2)
    where seen.insert(point).inserted { result.append(point) }
    for place in 0..<min(evaluator.switchCount, Self.limit) {
      let program = evaluator.program(ofSwitch: place)
      let inputs = evaluator.inputs(ofSwitch: place).prefix(4)
      let searches = starts.dropFirst(place % 3).prefix(3).flatMap { start in
        inputs.flatMap { [Search(start, $0), Search(start, $0, side: -1)] }
      }
      for (search, point) in zip(searches, run(searches, on: program)) {
        guard let point, let simple = Evaluator.exact(search.start) else { continue }
        for form in ClosedForm.near(point[search.input]).prefix(3) {
          var closed = simple
          closed[search.input] = form
          if seen.insert(closed).inserted { result.append(closed) }
          if result.count == limit { return result }
        }
      }
    }
    return result
  }

  /// Where differences that are lines in an input vanish, exactly.
  private func straightCrossings(near starts: [[Double]]) -> [[ClosedForm]] {
    var result: [[ClosedForm]] = []
    for start in starts.prefix(2) {
      guard let simple = Evaluator.exact(start), simple.count <= 4 else { return result }
      for place in 0..<min(evaluator.switchCount, Self.limit) {
        for input in evaluator.inputs(ofSwitch: place).prefix(2) {
          guard let zero = evaluator.exactZero(ofSwitch: place, along: input, from: start) else {
            continue
          }
          var point = simple
          point[input] = .rational(zero)
          result.append(point)
        }
      }
    }
    return result
  }

  /// Where there are sines: multiples of π/2 for every input, all others being fractions.
  private func quarterTurns(near starts: [[Double]], limit: Int) -> [[ClosedForm]] {
    guard evaluator.hasAngles, let start = starts.first, let simple = Evaluator.exact(start),
      simple.count <= 4
    else { return [] }
    var result: [[ClosedForm]] = []
    for quarter in [4, -4, 2, -2, 1, -1, 3, 8] {
      for input in simple.indices {
        guard result.count < limit, let turn = Rational(Int128(quarter), over: 4) else { break }
        var point = simple
        point[input] = .circle(turn)
        result.append(point)
      }
    }
    return result
  }

  // MARK: Two at once

  private static let pairLimit = 6
  private static let shifts = [0.0, 0x1p-10, -0x1p-10, 0x1p-30, -0x1p-30]

  /// Points where two numbers stand at breakpoints, each exactly there or a little beside: the two
  /// arguments of a function on both sides of its jump, as close as a hypothesis may ask for.
  func pairs(near starts: [[Double]], limit: Int) -> [[Double]] {
    let turns = evaluator.turns.prefix(Self.pairLimit)
    let programs = turns.map { evaluator.program(ofSwitch: $0) }
    let inputs = turns.map { evaluator.inputs(ofSwitch: $0).prefix(2) }
    var result: [[Double]] = []
    var seen: Set<[Double]> = []
    for start in starts {
      for (first, program) in programs.enumerated() {
        let crossings = run(inputs[first].map { Search(start, $0) }, on: program)
        for (input, crossing) in zip(inputs[first], crossings) {
          guard let crossing else { continue }
          let beside = shifted(crossing, input)
          for (second, other) in programs.enumerated() {
            let searches = inputs[second].filter { $0 != input }.flatMap { along in
              beside.map { Search($0, along) }
            }
            for (search, point) in zip(searches, run(searches, on: other)) {
              guard let point else { continue }
              for point in shifted(point, search.input) where seen.insert(point).inserted {
                result.append(point)
              }
              if result.count > limit { return result.filter { problem.admits($0) } }
            }
          }
        }
      }
    }
    return result.filter { problem.admits($0) }
  }

  private func shifted(_ point: [Double], _ input: Int) -> [[Double]] {
    Self.shifts.map { shift in
      var beside = point
      beside[input] += shift * max(1, abs(point[input]))
      return beside
    }
  }

  // MARK: Secants

  /// A search for a point at which a difference is 0 up to rounding, by secants along one input.
  private struct Search {
    let start: [Double]
    let input: Int
    private var x0: Double
    private var y0 = 0.0
    private(set) var x1: Double
    private(set) var state = State.open

    enum State { case open, found, failed }

    init(_ start: [Double], _ input: Int, side: Double = 1) {
      self.start = start
      self.input = input
      x0 = start[input]
      x1 = x0 + side * max(0.5, abs(x0) / 4)
    }

    /// The point to be looked at next, or the zero.
    var point: [Double] {
      var point = start
      point[input] = x1
      return point
    }

    mutating func begin(with value: Double) { y0 = value }

    mutating func step(to y1: Double) {
      if y1 == 0 {
        state = .found
        return
      }
      let next = x1 - y1 * (x1 - x0) / (y1 - y0)
      guard next.isFinite, abs(next) < 1e12 else {
        state = .failed
        return
      }
      (x0, y0, x1) = (x1, y1, next)
      if abs(x1 - x0) <= 0x1p-45 * abs(x1) { state = .found }
    }
  }

  /// The zeros that searches find, all of them step by step together.
  private func run(_ searches: [Search], on program: Program) -> [[Double]?] {
    var searches = searches
    var open = searches.indices.filter {
      if case .interval = problem.domains[searches[$0].input] { true } else { false }
    }
    let first = evaluator.values(program, atAll: open.map { searches[$0].start })
    for (number, value) in zip(open, first) { searches[number].begin(with: value) }
    for _ in 0..<12 where !open.isEmpty {
      let values = evaluator.values(program, atAll: open.map { searches[$0].point })
      for (number, value) in zip(open, values) { searches[number].step(to: value) }
      open.removeAll { searches[$0].state != .open }
    }
    return searches.map { $0.state == .found ? $0.point : nil }
  }
}
