import Plotting

// Values of the script as numbers, names and functions that figures can draw.
extension FigureBuilder {
  func text(_ value: Value, _ option: String) throws(Failure) -> String {
    switch value {
    case .text, .number, .boolean: return machine.plainText(value)
    default:
      throw Failure(.kind(operation: option, expected: "a string", found: value.kindName))
    }
  }

  func names(_ value: Value, _ option: String) throws(Failure) -> [String] {
    if case .text(let text) = value { return [text.string] }
    var names: [String] = []
    for item in try machine.items(value, option) { names.append(try text(item, option)) }
    return names
  }

  func number(_ value: Value, _ option: String) throws(Failure) -> Double {
    try machine.scalar(machine.plain(value), option)
  }

  func flag(_ value: Value?, _ option: String, default otherwise: Bool) throws(Failure) -> Bool {
    guard let value else { return otherwise }
    guard case .boolean(let flag) = value else {
      throw Failure(.kind(operation: option, expected: "true or false", found: value.kindName))
    }
    return flag
  }

  /// The entries of a vector, row, range, tuple or list of numbers.
  func numbers(_ value: Value, _ name: String) throws(Failure) -> [Double] {
    switch value {
    case .record, .list:
      var numbers: [Double] = []
      for item in try machine.items(value, name) { numbers.append(try number(item, name)) }
      return numbers
    default:
      return try machine.array(value, name).elements
    }
  }

  /// Columns of a matrix, or one series; lists hold several.
  func series(_ value: Value, _ name: String) throws(Failure) -> [[Double]] {
    if case .list(let list) = value, !list.items.isEmpty,
      list.items.allSatisfy({ $0.array != nil })
    {
      var series: [[Double]] = []
      for item in list.items { series.append(try numbers(item, name)) }
      return series
    }
    let array = machine.plain(value).array
    guard let array, array.form == .matrix else { return [try numbers(value, name)] }
    return (0..<array.columns).map { column in
      (0..<array.rows).map { array.elements[$0 * array.columns + column] }
    }
  }

  func rows(_ value: Value, _ name: String) throws(Failure) -> [[Double]] {
    let array = try machine.array(value, name)
    guard array.form != .vector else { return array.elements.map { [$0] } }
    return (0..<array.rows).map { row in
      Array(array.elements[row * array.columns..<(row + 1) * array.columns])
    }
  }

  /// Points of the plane: x and y, the columns of a 2×N matrix (or rows of an N×2 one), or a
  /// list of pairs; one vector is y at 1, 2, ….
  func planePoints(_ mark: PlotMark) throws(Failure) -> (x: [Double], y: [Double]) {
    let name = mark.mark
    if mark.arguments.count > 1 {
      return (try numbers(mark.arguments[0], "x"), try numbers(mark.arguments[1], "y"))
    }
    if case .list(let list) = mark.arguments[0] {
      var (x, y): ([Double], [Double]) = ([], [])
      for item in list.items {
        let pair = try numbers(item, name)
        guard pair.count == 2 else {
          throw Failure(
            .kind(operation: name, expected: "points of two coordinates", found: item.kindName))
        }
        x.append(pair[0])
        y.append(pair[1])
      }
      return (x, y)
    }
    let parts = try series(mark.arguments[0], name)
    if mark.mark != "line", let array = machine.plain(mark.arguments[0]).array,
      array.form == .matrix
    {
      if array.rows == 2 { return (parts.map { $0[0] }, parts.map { $0[1] }) }
      guard parts.count == 2 else {
        throw Failure(.kind(operation: name, expected: "a 2×N matrix", found: array.shapeText))
      }
      return (parts[0], parts[1])
    }
    return (parts[0].indices.map { Double($0 + 1) }, parts[0])
  }

  // MARK: Functions

  /// The value of a function or network of the script; nil where there is none.
  private func value(_ function: Value, _ arguments: [Value]) -> Value? {
    guard fault == nil else { return nil }
    do throws(Failure) {
      if case .object(let object) = function {
        guard let value = try object.value(at: arguments[0], machine) else {
          throw Failure(.notAFunction(found: function.kindName))
        }
        return machine.plain(value)
      }
      if case .function(let callee) = function, case .external(let external) = callee.body,
        !external.isPositional, arguments.count == external.parameters.count
      {
        let keywords = zip(external.parameters, arguments).map { (name: $0, value: $1) }
        return machine.plain(
          try machine.invoke(callee, Arguments(values: [], keywords: keywords), machine.used))
      }
      return machine.plain(try machine.invoke(function, arguments))
    } catch {
      note(error)
      return nil
    }
  }

  /// Undefined values are gaps; anything else ends the drawing.
  private func note(_ failure: Failure) {
    switch failure.fact {
    // At a kink there is no derivative: a gap, as wherever a function has no value.
    case .value, .engine, .notDifferentiable: if firstGap == nil { firstGap = failure }
    default: if fault == nil { fault = failure }
    }
  }

  /// A function of one variable; NaN where it has no value.
  func curve(_ function: Value) -> (Double) -> Double {
    { x in self.scalar(self.value(function, [.number(x)]), function) }
  }

  private func scalar(_ value: Value?, _ function: Value) -> Double {
    switch value {
    case .number(let number)?: return number
    case .boolean(let flag)?: return flag ? 1 : 0
    case nil: return .nan
    case .array(let array)? where array.count == 1: return array.elements[0]
    case let other?:
      note(
        Failure(
          .kind(
            operation: "a graph", expected: "a number from the function",
            found: other.kindName)))
      return .nan
    }
  }

  /// A function of two variables, or of one vector of two.
  private func plane(_ function: Value) -> (Double, Double) -> Value? {
    if takesPair(function) {
      return { x, y in self.value(function, [.number(x), .number(y)]) }
    }
    return { x, y in self.value(function, [.array(NumericArray([x, y]))]) }
  }

  private func takesPair(_ function: Value) -> Bool {
    guard case .function(let callee) = function else { return false }
    switch callee.body {
    case .script(let code, _): return code.parameters.count > 1
    case .native(let entry): return entry.signature.required > 1
    case .external(let external): return external.parameters.count > 1
    case .derivative: return false
    case .gradient(let inner): return takesPair(.function(inner))
    }
  }

  /// A surface; NaN where it has no value.
  func surface(_ function: Value) -> (Double, Double) -> Double {
    let plane = plane(function)
    return { x, y in self.scalar(plane(x, y), function) }
  }

  /// A vector field, from vectors or tuples of two numbers.
  func field(_ function: Value) -> (Double, Double) -> PlanePoint {
    let plane = plane(function)
    return { x, y in
      guard let value = plane(x, y) else { return PlanePoint(.nan, .nan) }
      if let pair = try? self.numbers(value, "quiver"), pair.count == 2 {
        return PlanePoint(pair[0], pair[1])
      }
      self.note(
        Failure(
          .kind(
            operation: "quiver", expected: "a vector of two entries from the function",
            found: value.kindName)))
      return PlanePoint(.nan, .nan)
    }
  }

  /// The entries of what a classifier gives at a point.
  func scores(_ function: Value) -> (Double, Double) -> [Double] {
    let plane = plane(function)
    return { x, y in
      guard let value = plane(x, y) else { return [] }
      switch value {
      case .number(let number): return [number]
      case .boolean(let flag): return [flag ? 1 : 0]
      default: break
      }
      if let entries = try? self.numbers(value, "decision_regions") { return entries }
      self.note(
        Failure(
          .kind(
            operation: "decision_regions", expected: "numbers from the classifier",
            found: value.kindName)))
      return []
    }
  }

  func requireFunction(_ value: Value, _ mark: String) throws(Failure) {
    switch value {
    case .function, .object: return
    default:
      throw Failure(.kind(operation: mark, expected: "a function", found: value.kindName))
    }
  }
}
