/// Looks for an instance on which a statement fails, or on which a bound is nearly met.
///
/// Knows values and closures only. Instances are drawn; a failing one is shrunk; the eight with the
/// largest ratios are climbed from.
struct InstanceSearch {
  let draw: (Int) throws(Failure) -> [Value]?
  /// A changed instance made valid again; nil if that cannot be done.
  let adjust: ([Value]) throws(Failure) -> [Value]?
  let judge: ([Value]) throws(Failure) -> Trial

  /// What came out.
  struct Found {
    var instances = 0
    var failure: (instance: [Value], check: Check)?
    var largestRatio: Double?
  }

  func run(instances: Int, random: RandomSource) throws(Failure) -> Found {
    var found = Found()
    var best: [(ratio: Double, instance: [Value])] = []
    for index in 0..<instances {
      guard let instance = try draw(index) else { continue }
      found.instances += 1
      let trial = try judge(instance)
      if let check = trial.failure {
        found.failure = try shrunk(instance, check)
        return found
      }
      if let ratio = trial.ratios.max() {
        best.append((ratio, instance))
        best.sort { $0.ratio > $1.ratio }
        if best.count > 8 { best.removeLast() }
      }
    }
    guard found.instances > 0 else {
      throw Failure(.value(operation: "@forall", message: "the generator gave no instance"))
    }
    guard !best.isEmpty else { return found }
    var source = random
    for start in best {
      let reached = try climb(start.instance, start.ratio, &source)
      found.largestRatio = max(found.largestRatio ?? 0, reached.ratio)
      if let check = reached.failure {
        found.failure = try shrunk(reached.instance, check)
        return found
      }
    }
    return found
  }

  // MARK: Climbing

  private func climb(
    _ start: [Value], _ ratio: Double, _ random: inout RandomSource
  ) throws(Failure) -> (ratio: Double, instance: [Value], failure: Check?) {
    var current = start
    var best = ratio
    var scale = 0.3
    for _ in 0..<100 {
      guard let moved = moved(current, scale, &random), let candidate = try adjust(moved) else {
        scale = max(0.01, scale * 0.95)
        continue
      }
      let trial = try judge(candidate)
      if let check = trial.failure { return (.infinity, candidate, check) }
      if let reached = trial.ratios.max(), reached > best {
        best = reached
        current = candidate
        scale = min(1, scale * 1.5)
      } else {
        scale = max(0.01, scale * 0.95)
      }
    }
    return (best, current, nil)
  }

  /// The instance with some entries changed a little.
  private func moved(
    _ instance: [Value], _ scale: Double, _ random: inout RandomSource
  ) -> [Value]? {
    var result: [Value] = []
    var hasMoved = false
    let chosen = random.integer(below: instance.count)
    for (position, value) in instance.enumerated() {
      switch value {
      case .array(let array) where position == chosen:
        var elements = array.elements
        let length = Machine.dot(elements, elements).squareRoot()
        for index in elements.indices where random.uniform() < 0.5 {
          elements[index] += scale * random.normal() * max(0.1, elements[index].magnitude)
          hasMoved = true
        }
        // A unit vector stays one.
        if array.form == .vector, (length - 1).magnitude < 1e-9 {
          let moved = Machine.dot(elements, elements).squareRoot()
          elements = elements.map { $0 / max(moved, 1e-12) }
        }
        result.append(
          .array(
            NumericArray(
              rows: array.rows, columns: array.columns, form: array.form, elements)))
      case .number(let number) where position == chosen && number != number.rounded():
        result.append(.number(number + scale * random.normal() * max(0.1, number.magnitude)))
        hasMoved = true
      default: result.append(value)
      }
    }
    return hasMoved ? result : nil
  }

  // MARK: Shrinking

  /// A simpler instance that still fails: fewer columns, simpler entries; at most 400 trials.
  private func shrunk(
    _ start: [Value], _ check: Check
  ) throws(Failure) -> (instance: [Value], check: Check) {
    var current = (instance: start, check: check)
    var trials = 0
    var hasChanged = true
    while hasChanged, trials < 400 {
      hasChanged = false
      for candidate in candidates(current.instance) where trials < 400 {
        trials += 1
        guard let candidate = try adjust(candidate), isSimpler(candidate, current.instance)
        else { continue }
        if let failure = try failure(candidate) {
          current = (candidate, failure)
          hasChanged = true
          break
        }
      }
    }
    return current
  }

  /// The check that fails; what the body cannot compute for an instance does not refute it.
  private func failure(_ instance: [Value]) throws(Failure) -> Check? {
    do throws(Failure) { return try judge(instance).failure } catch {
      if case .bound = error.fact { throw error }
      return nil
    }
  }

  /// Fewer entries, or as many of which more are simple: shrinking ends.
  private func isSimpler(_ candidate: [Value], _ current: [Value]) -> Bool {
    let (a, b) = (complexity(candidate), complexity(current))
    return a.count < b.count || a.count == b.count && a.weight < b.weight
  }

  private func complexity(_ instance: [Value]) -> (count: Int, weight: Int) {
    var (count, weight) = (0, 0)
    for value in instance {
      let entries =
        if case .number(let number) = value { [number] } else { value.array?.elements ?? [] }
      count += entries.count
      weight += entries.reduce(0) { $0 + simpler($1).count }
    }
    return (count, weight)
  }

  private func candidates(_ instance: [Value]) -> [[Value]] {
    var result = withoutPoints(instance)
    for (position, value) in instance.enumerated() {
      func replace(_ value: Value) {
        var copy = instance
        copy[position] = value
        result.append(copy)
      }
      switch value {
      case .array(let array):
        for index in array.elements.indices {
          for simple in simpler(array.elements[index]) {
            var elements = array.elements
            elements[index] = simple
            replace(
              .array(
                NumericArray(
                  rows: array.rows, columns: array.columns, form: array.form, elements)))
          }
        }
      case .number(let number): for simple in simpler(number) { replace(.number(simple)) }
      default: break
      }
    }
    return result
  }

  /// Without one column of all matrices that have as many; a square matrix loses the row, too.
  private func withoutPoints(_ instance: [Value]) -> [[Value]] {
    guard let points = instance.first?.array, points.form == .matrix, points.columns > 1 else {
      return []
    }
    let isSquare = points.rows == points.columns
    return (0..<points.columns).flatMap { column -> [[Value]] in
      let narrower = instance.map { value -> Value in
        guard let array = value.array, array.form == .matrix, array.columns == points.columns
        else { return value }
        return without(array, column)
      }
      guard isSquare, let first = narrower[0].array else { return [narrower] }
      var smaller = narrower
      let elements =
        Array(first.elements[..<(column * first.columns)])
        + Array(first.elements[((column + 1) * first.columns)...])
      smaller[0] = .array(
        NumericArray(rows: first.rows - 1, columns: first.columns, elements))
      return [smaller, narrower]
    }
  }

  private func without(_ array: NumericArray, _ column: Int) -> Value {
    var elements: [Double] = []
    for row in 0..<array.rows {
      for place in 0..<array.columns where place != column {
        elements.append(array.elements[row * array.columns + place])
      }
    }
    return .array(NumericArray(rows: array.rows, columns: array.columns - 1, elements))
  }

  /// Numbers that are easier to read, simplest first; only strictly simpler ones.
  private func simpler(_ value: Double) -> [Double] {
    let ladder: [Double] = [0, 1, -1, 2, 0.5]
    if let place = ladder.firstIndex(of: value) { return Array(ladder[..<place]) }
    var result = ladder
    let whole = value.rounded()
    if whole != value, whole.magnitude < 1e6 { result.append(whole) }
    let tenth = (value * 10).rounded() / 10
    if tenth != value, whole != value { result.append(tenth) }
    return result
  }
}
