import SourceText

/// Looks for an instance on which a statement fails, or on which a bound is nearly met.
///
/// Knows a generator and a closure only. Instances are drawn; a failing one is shrunk; for every bound
/// it climbs from those with the largest ratios, eight in all, two at least.
struct InstanceSearch {
  let generator: Generator
  let judge: ([Value]) throws(Failure) -> Trial

  /// What a body came to on one instance.
  enum Outcome {
    case held([Trial.Reached])
    case failed(Check)
    /// It could not be computed, which refutes nothing.
    case stopped(Failure)

    /// Whether both failed or both stopped.
    func isAlike(_ other: Outcome) -> Bool {
      switch (self, other) {
      case (.failed, .failed), (.stopped, .stopped): true
      default: false
      }
    }
  }

  /// What came out.
  struct Found {
    var instances = 0
    /// The instances of which the body could not be computed.
    var stops = 0
    var checks = 0
    var failure: (instance: [Value], check: Check)?
    var stop: (instance: [Value], failure: Failure)?
    var largestRatio: Double?
  }

  /// Draws, climbs and shrinks; stops at the first instance that fails.
  func run(instances: Int, random: RandomSource) throws(Failure) -> Found {
    var found = Found()
    var best: [Best] = []
    for index in 0..<instances {
      var stream = RandomSource(random, index)
      guard let instance = try generator.instance(index, &stream) else { continue }
      found.instances += 1
      let outcome = try note(instance, &found)
      if found.failure != nil { return found }
      if case .stopped = outcome { found.stops += 1 }
      guard case .held(let ratios) = outcome else { continue }
      for reached in ratios { keep(reached, instance, &best) }
    }
    guard found.instances > 0 else {
      throw Failure(.value(operation: "@forall", message: "the generator gave no instance"))
    }
    var source = RandomSource(random, 0xC11B)
    for bound in best {
      for start in bound.starts.prefix(max(2, Self.starts / best.count)) {
        try climb(start.instance, bound.span, start.ratio, &source, &found)
        if found.failure != nil { return found }
      }
    }
    return found
  }

  private static let starts = 8

  /// The instances with the largest ratios of one bound.
  private struct Best {
    let span: Span
    var starts: [(ratio: Double, instance: [Value])] = []
  }

  private func keep(_ reached: Trial.Reached, _ instance: [Value], _ best: inout [Best]) {
    let known = best.firstIndex { $0.span == reached.span }
    let bound = known ?? best.count
    if known == nil { best.append(Best(span: reached.span)) }
    let starts = best[bound].starts
    guard starts.count < Self.starts || starts[starts.count - 1].ratio < reached.ratio else {
      return
    }
    let place = starts.firstIndex { $0.ratio < reached.ratio } ?? starts.count
    best[bound].starts.insert((reached.ratio, instance), at: place)
    if best[bound].starts.count > Self.starts { best[bound].starts.removeLast() }
  }

  /// Judges an instance and keeps what it shows; what fails or stops is shrunk.
  private func note(_ instance: [Value], _ found: inout Found) throws(Failure) -> Outcome {
    let outcome = try self.outcome(instance, &found.checks)
    switch outcome {
    case .held(let ratios):
      for reached in ratios {
        found.largestRatio = max(found.largestRatio ?? -.infinity, reached.ratio)
      }
    case .failed:
      let smallest = try shrunk(instance, outcome)
      if case .failed(let check) = smallest.outcome {
        found.failure = (smallest.instance, check)
      }
    case .stopped where found.stop == nil:
      let smallest = try shrunk(instance, outcome)
      if case .stopped(let failure) = smallest.outcome {
        found.stop = (smallest.instance, failure)
      }
    case .stopped: break
    }
    return outcome
  }

  private func shrunk(
    _ instance: [Value], _ outcome: Outcome
  ) throws(Failure) -> (instance: [Value], outcome: Outcome) {
    var shrinker = Shrinker(generator, instance, outcome) { (candidate) throws(Failure) in
      var ignored = 0
      return try self.outcome(candidate, &ignored)
    }
    try shrinker.run()
    return (shrinker.instance, shrinker.outcome)
  }

  /// Runs the body; only a bound of the block ends the search.
  private func outcome(_ instance: [Value], _ checks: inout Int) throws(Failure) -> Outcome {
    let trial: Trial
    do throws(Failure) { trial = try judge(instance) } catch {
      if case .bound = error.fact { throw error }
      return .stopped(error)
    }
    checks += trial.checks
    return trial.failure.map { .failed($0) } ?? .held(trial.ratios)
  }

  // MARK: Climbing

  private func climb(
    _ start: [Value], _ bound: Span, _ ratio: Double, _ random: inout RandomSource,
    _ found: inout Found
  ) throws(Failure) {
    var current = start
    var best = ratio
    var climber = Climber()
    for _ in 0..<150 {
      guard let moved = climber.moved(current, &random),
        let candidate = try generator.adjusted(moved)
      else {
        climber.reached(nothing: true)
        continue
      }
      let outcome = try note(candidate, &found)
      if found.failure != nil { return }
      if case .held(let ratios) = outcome,
        let reached = ratios.first(where: { $0.span == bound }), reached.ratio > best
      {
        (best, current) = (reached.ratio, candidate)
        climber.reached(nothing: false)
      } else {
        climber.reached(nothing: true)
      }
    }
  }
}
