import Learning
import Numerics

extension Library {
  /// Descent of functions that the script defines.
  static let descents: [LibraryEntry] = [
    LibraryEntry(
      "minimize(f, x; steps, rate, optimizer, search, gradient_below, value_below)",
      "Descent from x: point, value, values, points (columns), gradient_norms, stop.",
      "minimize(x -> sum(x.^2), [3, 4]).value"
    ) { (machine, arguments) throws(Failure) in try machine.minimize(arguments) },
    LibraryEntry(
      "line_search(f, x, [p]; method, start, c1, c2, factor)",
      "How far to go from x along p (-∇f): \"armijo\" or \"wolfe\"; step, value, evaluations.",
      "line_search(x -> sum(x.^2), [3, 4]).step"
    ) { (machine, arguments) throws(Failure) in try machine.lineSearch(arguments) },
    LibraryEntry(
      "exact_step(A, g, p)", "-gᵀp / pᵀAp: the minimum along p of a quadratic with Hessian A.",
      "exact_step([2 0; 0 4], [2, 4], [-1, -1])"
    ) {
      (machine, arguments) throws(Failure) in
      let hessian = try machine.matrix(arguments[0], "exact_step")
      let gradient = try machine.constants(arguments[1], "exact_step").vector
      let direction = try machine.constants(arguments[2], "exact_step").vector
      try machine.charge(hessian.elements.count * 2)
      return .number(
        try learning { () throws(LearningError) in
          try LineSearch.exactStep(
            hessian: hessian, gradient: gradient, direction: direction)
        })
    },
  ]
}

extension Machine {
  /// An array that derivatives cannot go through.
  func constants(_ value: Value, _ operation: String) throws(Failure) -> NumericArray {
    if case .traced = value { throw Failure(.notDifferentiable(operation)) }
    return try array(value, operation)
  }

  /// f and ∇f of a function of the script at a point given by its entries.
  private func slope(
    _ function: FunctionValue, _ elements: [Double], like start: Value, _ operation: String
  ) throws(Failure) -> (value: Double, gradient: Vector) {
    let point = rebuilt(elements, like: start)
    let value = try scalar(try invoke(.function(function), [point]), operation)
    let gradient = try gradient(function, Arguments(values: [point], keywords: []))
    try charge(entries: elements.count * 2)
    return (value, try array(gradient, operation).vector)
  }

  /// Entries in the shape of another value.
  private func rebuilt(_ elements: [Double], like start: Value) -> Value {
    if case .number = start { return .number(elements[0]) }
    guard let array = start.array else { return .array(NumericArray(elements)) }
    return .array(
      NumericArray(rows: array.rows, columns: array.columns, form: array.form, elements))
  }

  private func function(_ value: Value, _ operation: String) throws(Failure) -> FunctionValue {
    guard tape == nil else { throw Failure(.notDifferentiable(operation)) }
    guard case .function(let function) = value else {
      throw Failure(
        .kind(operation: operation, expected: "a function first", found: value.kindName))
    }
    return function
  }

  func minimize(_ arguments: Arguments) throws(Failure) -> Value {
    let function = try function(arguments[0], "minimize")
    let start = arguments[1]
    let entries = try constants(start, "minimize").elements
    var minimization = Minimization(
      try descentMethod(arguments), steps: try whole(arguments, "steps", from: 1, else: 100),
      gradientBelow: try number(arguments, "gradient_below", else: 0))
    if arguments.keyword("value_below") != nil {
      minimization.valueBelow = try number(arguments, "value_below", else: 0)
    }
    let method = minimization
    try learning { () throws(LearningError) in try method.check() }
    let size = method.steps.multipliedReportingOverflow(by: max(1, entries.count))
    guard !size.overflow, size.partialValue <= limits.entries else {
      throw Failure(.bound(.memory, limit: limits.entries))
    }
    let descent = try method.run(from: Vector(entries)) { (point) throws(Failure) in
      try self.slope(function, point.elements, like: start, "minimize")
    }
    let count = descent.points.count
    let points = NumericArray(
      Matrix(rows: entries.count, columns: count) { descent.points[$1][$0] })
    return .record(
      Record(
        names: ["point", "value", "values", "points", "gradient_norms", "stop"],
        [
          rebuilt(descent.point.elements, like: start), .number(descent.values[count - 1]),
          .array(NumericArray(descent.values)), .array(points),
          .array(NumericArray(descent.gradientNorms)), Value.text(descent.stop.word),
        ]))
  }

  private func descentMethod(_ arguments: Arguments) throws(Failure) -> Minimization.Method {
    let given = ["rate", "optimizer", "search"].filter { arguments.keyword($0) != nil }
    guard given.count < 2 else {
      throw Failure(
        .value(operation: "minimize", message: "takes one of rate, optimizer and search"))
    }
    if arguments.keyword("search") != nil {
      return .steepestDescent(try lineSearchRule(arguments, "search"))
    }
    if let value = arguments.keyword("optimizer") {
      guard let chosen = try choice(value) as? OptimizerValue else {
        throw Failure(
          .kind(
            operation: "optimizer", expected: "an optimizer such as momentum(0.1)",
            found: value.kindName))
      }
      return .optimizer(chosen.optimizer)
    }
    return .optimizer(.gradientDescent(rate: try number(arguments, "rate", else: 0.1)))
  }

  private func lineSearchRule(
    _ arguments: Arguments, _ keyword: String
  ) throws(Failure) -> LineSearch {
    let value = arguments.keyword(keyword)
    var name = "armijo"
    if case .text(let text)? = value {
      name = text.string
    } else if let value {
      throw Failure(
        .kind(
          operation: keyword, expected: "\"armijo\" or \"wolfe\"", found: value.kindName))
    }
    let start = try number(arguments, "start", else: 1)
    let c1 = try number(arguments, "c1", else: 1e-4)
    switch name {
    case "armijo":
      return .armijo(
        start: start, c1: c1, factor: try number(arguments, "factor", else: 0.5))
    case "wolfe":
      return .wolfe(start: start, c1: c1, c2: try number(arguments, "c2", else: 0.9))
    default:
      throw Failure(
        .value(operation: keyword, message: "is \"armijo\" or \"wolfe\", not \"\(name)\""))
    }
  }

  func lineSearch(_ arguments: Arguments) throws(Failure) -> Value {
    let function = try function(arguments[0], "line_search")
    let start = arguments[1]
    let x = try constants(start, "line_search").elements
    let here = try slope(function, x, like: start, "line_search")
    let direction =
      arguments.count > 2
      ? try constants(arguments[2], "line_search").elements : here.gradient.elements.map { -$0 }
    guard direction.count == x.count else {
      throw Failure(
        .shapes(
          operation: "line_search", left: start.kindName, right: arguments[2].kindName, hint: nil))
    }
    let search = try lineSearchRule(arguments, "method")
    try learning { () throws(LearningError) in
      try Minimization(.steepestDescent(search)).check()
    }
    let along = Machine.dot(here.gradient.elements, direction)
    guard along < 0 else {
      throw Failure(
        .value(operation: "line_search", message: "needs a direction in which f falls"))
    }
    let found = try search.search(value: here.value, slope: along) { (step) throws(Failure) in
      let point = zip(x, direction).map { $0 + step * $1 }
      let there = try self.slope(function, point, like: start, "line_search")
      return (there.value, Machine.dot(there.gradient.elements, direction))
    }
    guard let found else {
      throw Failure(.value(operation: "line_search", message: "found no step that makes f smaller"))
    }
    return .record(
      Record(
        names: ["step", "value", "evaluations"],
        [.number(found.step), .number(found.value), .number(Double(found.evaluations))]))
  }
}
