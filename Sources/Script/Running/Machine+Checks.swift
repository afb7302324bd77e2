import Numerics
import SourceText

/// One run of the body of a `@forall`.
struct Trial {
  /// Whether numbers are so large that rounding may blur what is strict or close: σ(40) is 1.
  var allowsCloseCalls = false
  /// How much of each bound was used up, at most.
  private(set) var ratios: [Reached] = []
  /// The first statement that did not hold.
  var failure: Check?
  var checks = 0

  /// How much of a bound was used up: 1 where both sides are equal.
  struct Reached {
    let span: Span
    var ratio: Double
  }

  mutating func reach(_ span: Span, _ ratio: Double) {
    guard let place = ratios.firstIndex(where: { $0.span == span }) else {
      ratios.append(Reached(span: span, ratio: ratio))
      return
    }
    ratios[place].ratio = max(ratios[place].ratio, ratio)
  }
}

extension Machine {
  /// `@check` and `@bound`: both sides stand in two registers.
  func check(
    _ site: CheckSite, _ pair: UnsafeMutablePointer<Value>,
    _ options: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    var absolute: Double?
    var relative: Double?
    for (offset, name) in site.options.enumerated() {
      let value = try scalar(options[offset], name)
      guard value >= 0 else {
        throw Failure(.value(operation: name, message: "is negative"))
      }
      if name == "atol" { absolute = value } else { relative = value }
    }
    var check = Check(
      kind: site.isBound ? .bound : .check, span: site.span, text: site.text, passed: false)
    let (left, right) = (plain(pair[0]), plain(pair[1]))
    var usage: Double?
    if trial != nil { reachedInTrials.insert(site.span) }
    if let relation = site.relation {
      check.left = sideText(left)
      check.right = sideText(right)
      if relation == .approximate || relation == .notApproximate {
        let distance = try distance(left, right)
        check.difference = distance.gap
        check.tolerance = distance.tolerance(absolute: absolute, relative: relative)
        let isClose =
          distance.isWithin(absolute: absolute, relative: relative)
          || trial?.allowsCloseCalls == true && relation == .approximate
            && distance.isWithin(absolute: nil, relative: 1e-12)
        check.passed = isClose == (relation == .approximate)
        if !check.passed, relation == .approximate { check.worst = worstEntry(left, right) }
      } else {
        check.passed = try relate(relation, left, right)
        if case .number(let a) = left, case .number(let b) = right {
          check.difference = a - b
          let slack = absolute ?? slack(relation, a, b, site)
          if !check.passed, let slack { check.passed = within(relation, a, b, slack) }
          if let absolute { check.tolerance = absolute }
        }
      }
      if site.isBound {
        let ratio = try self.usage(relation, left, right)
        trial?.reach(site.span, ratio)
        usage = ratio
      }
    } else {
      guard case .boolean(let flag) = left else {
        if let array = left.array, array.isBoolean {
          check.passed = !array.elements.contains(0)
          try finish(check, usage)
          return
        }
        throw Failure(.notBoolean(found: left.kindName))
      }
      check.passed = flag
    }
    try finish(check, usage)
  }

  /// What rounding may do to an inequality of which `@forall` draws the sharpest instances.
  private func slack(_ relation: Relation, _ a: Double, _ b: Double, _ site: CheckSite) -> Double? {
    let rounding = 1e-12 * max(a.magnitude, b.magnitude)
    guard rounding.isFinite else { return nil }
    switch relation {
    case .lessOrEqual, .greaterOrEqual: return site.isBound || trial != nil ? rounding : nil
    case .less, .greater: return trial?.allowsCloseCalls == true && rounding > 0 ? rounding : nil
    default: return nil
    }
  }

  private func within(_ relation: Relation, _ a: Double, _ b: Double, _ slack: Double) -> Bool {
    switch relation {
    case .less, .lessOrEqual: a <= b + slack
    case .greater, .greaterOrEqual: a >= b - slack
    case .equal: (a - b).magnitude <= slack
    default: false
    }
  }

  /// How much of a bound is used up: 1 where both sides are equal.
  private func usage(
    _ relation: Relation, _ left: Value, _ right: Value
  ) throws(Failure) -> Double {
    let (a, b) = (try scalar(left, "@bound"), try scalar(right, "@bound"))
    switch relation {
    case .less, .lessOrEqual: return Machine.usage(a, of: b)
    case .greater, .greaterOrEqual: return Machine.usage(b, of: a)
    default:
      throw Failure(.value(operation: "@bound", message: "needs ≤, <, ≥ or >"))
    }
  }

  /// Smaller side over greater side; if both are negative, greater over smaller.
  private static func usage(_ side: Double, of bound: Double) -> Double {
    if bound > 0 { return side / bound }
    if bound < 0 { return side < 0 ? bound / side : .infinity }
    return side <= 0 ? 0 : .infinity
  }

  private func finish(_ check: Check, _ usage: Double?) throws(Failure) {
    if trial != nil {
      trial?.checks += 1
      if !check.passed {
        var failing = check
        if check.kind == .bound { failing.largestRatio = usage }
        trial?.failure = failing
        throw Failure(.checkFailed)
      }
      return
    }
    guard output.checks.count < limits.shown else {
      throw Failure(.bound(.output, limit: limits.shown))
    }
    output.checks.append(check)
    if !check.passed { output.diagnostics.append(Wording.checkFailed(check)) }
  }

  // MARK: For all

  func forAll(
    _ site: ForAllSite, _ first: UnsafeMutablePointer<Value>, _ body: Value, _ base: Int
  ) throws(Failure) {
    guard case .object(let object) = first.pointee, let generator = object as? Generator else {
      throw Failure(
        .kind(
          operation: "@forall", expected: "a generator such as separable(2:5, 2:8)",
          found: first.pointee.kindName))
    }
    guard trial == nil else {
      throw Failure(.value(operation: "@forall", message: "stands inside another @forall"))
    }
    var instances = 100
    var source = RandomSource(random, 0xF0A1)
    for (offset, name) in site.options.enumerated() {
      let value = try scalar((first + 1 + offset).pointee, name)
      guard value == value.rounded(), value >= 1, value <= 1e6 else {
        throw Failure(.value(operation: name, message: "is a whole number from 1 to 1000000"))
      }
      if name == "seed" {
        source = RandomSource(
          RandomSource(RandomAddress(seed: UInt64(value), lesson: "@forall", block: "")), 0)
      } else {
        instances = Int(value)
      }
    }
    let search = InstanceSearch(generator: generator) { (instance) throws(Failure) in
      try self.judge(body, instance)
    }
    let found = try search.run(instances: instances, random: source)
    if found.failure == nil, let stop = found.stop { throw stopped(stop, found, site) }
    guard found.checks > 0 else {
      throw Failure(.value(operation: "@forall", message: Wording.nothingChecked))
    }
    var check = Check(
      kind: .forAll, span: site.span, text: "@forall", passed: found.failure == nil)
    check.instances = found.instances
    check.seed = source.seed
    check.largestRatio = found.largestRatio
    if let failure = found.failure {
      check.counterexample = entries(failure.instance, site)
      check.text = failure.check.text
      check.left = failure.check.left
      check.right = failure.check.right
      check.difference = failure.check.difference
      check.tolerance = failure.check.tolerance
      check.span = failure.check.span
      check.largestRatio = failure.check.largestRatio
    }
    guard output.checks.count < limits.shown else {
      throw Failure(.bound(.output, limit: limits.shown))
    }
    output.checks.append(check)
    if !check.passed { output.diagnostics.append(Wording.checkFailed(check)) }
  }

  /// Runs the body on one instance.
  private func judge(_ body: Value, _ instance: [Value]) throws(Failure) -> Trial {
    let isLarge = instance.contains { value in value.numbers.contains { $0.magnitude > 16 } }
    trial = Trial(allowsCloseCalls: isLarge)
    defer { trial = nil }
    do throws(Failure) {
      _ = try invoke(body, instance.map(copied))
    } catch {
      guard case .checkFailed = error.fact else { throw error }
    }
    return trial ?? Trial()
  }

  /// The error of a body that could not be computed on some instances.
  private func stopped(
    _ stop: (instance: [Value], failure: Failure), _ found: InstanceSearch.Found,
    _ site: ForAllSite
  ) -> Failure {
    var failure = stop.failure
    failure.notes.append(
      Wording.stopped(
        entries(stop.instance, site), stops: found.stops, instances: found.instances))
    return failure
  }

  private func entries(_ instance: [Value], _ site: ForAllSite) -> [Check.Entry] {
    zip(site.names, instance).map { name, value in
      var text = displayText(value)
      if case .object(let object) = value, object is NetworkValue {
        text += " " + displayText(.array(NumericArray(value.numbers)))
      }
      return Check.Entry(name: name, text: text)
    }
  }

  /// The body may change its arrays; the search keeps its own.
  private func copied(_ value: Value) -> Value {
    if case .array(let array) = value { .array(array.copied) } else { value }
  }

  // MARK: Showing

  func show(_ value: Value, isLast: Bool, at span: Span?) throws(Failure) {
    switch value {
    case .object(let object):
      if let plot = PlotRequest(shown: object) {
        try draw(plot)
        output.figures.append(plot)
        try append(.figure(output.figures.count - 1))
      } else if isLast || object is TableValue {
        try append(display(value))
      }
    case .nothing: break
    default: if isLast { try append(display(value)) }
    }
  }

  private func append(_ displayed: Displayed) throws(Failure) {
    guard output.shown.count < limits.shown else {
      throw Failure(.bound(.output, limit: limits.shown))
    }
    output.shown.append(displayed)
  }
}
