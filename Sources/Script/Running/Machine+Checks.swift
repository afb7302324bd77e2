import Numerics
import SourceText

/// One run of the body of a `@forall`.
struct Trial {
  /// The bounds the body stated, left and right.
  var ratios: [Double] = []
  var boundSites: [Span] = []
  /// The first statement that did not hold.
  var failure: Check?
  var checks = 0
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
    if let relation = site.relation {
      check.left = displayText(left)
      check.right = displayText(right)
      if relation == .approximate || relation == .notApproximate {
        let distance = try distance(left, right)
        check.difference = distance.gap
        check.tolerance = distance.tolerance(absolute: absolute, relative: relative)
        let isClose = distance.isWithin(absolute: absolute, relative: relative)
        check.passed = isClose == (relation == .approximate)
      } else {
        check.passed = try relate(relation, left, right)
        if case .number(let a) = left, case .number(let b) = right {
          check.difference = a - b
          // The sharpest instance meets a bound exactly but for rounding.
          let slack = absolute ?? (site.isBound ? 1e-12 * max(a.magnitude, b.magnitude) : nil)
          if !check.passed, let slack { check.passed = within(relation, a, b, slack) }
          if let absolute { check.tolerance = absolute }
        }
      }
      if site.isBound { try note(relation, left, right, site) }
    } else {
      guard case .boolean(let flag) = left else {
        if let array = left.array, array.isBoolean {
          check.passed = !array.elements.contains(0)
          try finish(check)
          return
        }
        throw Failure(.notBoolean(found: left.kindName))
      }
      check.passed = flag
    }
    try finish(check)
  }

  private func within(_ relation: Relation, _ a: Double, _ b: Double, _ slack: Double) -> Bool {
    switch relation {
    case .less, .lessOrEqual: a <= b + slack
    case .greater, .greaterOrEqual: a >= b - slack
    case .equal: (a - b).magnitude <= slack
    default: false
    }
  }

  /// Keeps how much of a bound is used up: smaller side over greater side.
  private func note(
    _ relation: Relation, _ left: Value, _ right: Value, _ site: CheckSite
  ) throws(Failure) {
    let (a, b) = (try scalar(left, "@bound"), try scalar(right, "@bound"))
    switch relation {
    case .less, .lessOrEqual: trial?.ratios.append(b == 0 ? (a <= 0 ? 0 : .infinity) : a / b)
    case .greater, .greaterOrEqual:
      trial?.ratios.append(a == 0 ? (b <= 0 ? 0 : .infinity) : b / a)
    default:
      throw Failure(.value(operation: "@bound", message: "needs ≤, <, ≥ or >"))
    }
    trial?.boundSites.append(site.span)
  }

  private func finish(_ check: Check) throws(Failure) {
    if trial != nil {
      trial?.checks += 1
      if !check.passed {
        trial?.failure = check
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
    let search = InstanceSearch(
      draw: { (index) throws(Failure) in
        var stream = RandomSource(source, index)
        return try generator.draw(self, &stream, index)
      },
      adjust: { (instance) throws(Failure) in try generator.adjust(self, instance) },
      judge: { (instance) throws(Failure) in try self.judge(body, instance) })
    let found = try search.run(instances: instances, random: RandomSource(source, 0xC11B))
    var check = Check(
      kind: .forAll, span: site.span, text: "@forall", passed: found.failure == nil)
    check.instances = found.instances
    check.seed = source.seed
    check.largestRatio = found.largestRatio
    if let failure = found.failure {
      check.counterexample = zip(site.names, failure.instance).map { name, value in
        Check.Entry(name: name, text: displayText(value))
      }
      check.text = failure.check.text
      check.left = failure.check.left
      check.right = failure.check.right
      check.difference = failure.check.difference
      check.tolerance = failure.check.tolerance
      check.span = failure.check.span
    }
    guard output.checks.count < limits.shown else {
      throw Failure(.bound(.output, limit: limits.shown))
    }
    output.checks.append(check)
    if !check.passed { output.diagnostics.append(Wording.checkFailed(check)) }
  }

  /// Runs the body on one instance.
  private func judge(_ body: Value, _ instance: [Value]) throws(Failure) -> Trial {
    trial = Trial()
    defer { trial = nil }
    do throws(Failure) {
      _ = try invoke(body, instance.map(copied))
    } catch {
      guard case .checkFailed = error.fact else { throw error }
    }
    return trial ?? Trial()
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
