import Numerics

extension Machine {
  /// xʸ for real numbers; a fractional power of a negative number is an error, as in Julia.
  static func power(_ x: Double, _ y: Double) throws(Failure) -> Double {
    if y == y.rounded(), y.magnitude <= 1024 { return Tape.power(x, Int(y)) }
    if x < 0, y != y.rounded() {
      throw Failure(
        .value(
          operation: "^", message: "a negative number (\(x)) has no real power with exponent \(y)"))
    }
    return Elementary.pow(x, y)
  }

  func scalar(_ value: Value, _ operation: String) throws(Failure) -> Double {
    switch value {
    case .number(let number): return number
    case .boolean(let flag): return flag ? 1 : 0
    case .traced(let traced) where traced.node.shape == .scalar:
      guard let tape else { break }
      return tape.number(traced.node)
    default: break
    }
    throw Failure(.kind(operation: operation, expected: "a number", found: value.kindName))
  }

  /// An operator on any two values.
  func binary(
    _ operation: BinaryOperator, _ x: Value, _ y: Value, _ reuse: NumericArray? = nil
  ) throws(Failure) -> Value {
    switch (x, y) {
    case (.number(let left), .number(let right)):
      return .number(try Machine.scalar(operation.scalar, left, right))
    case (.traced, _), (_, .traced):
      return try traced(operation, x, y)
    case (.array(let left), .array(let right)):
      return try arrays(operation, left, right, reuse)
    case (.array(let left), .number(let right)):
      return try arrayAndNumber(operation, left, right, reuse)
    case (.number(let left), .array(let right)):
      return try numberAndArray(operation, left, right, reuse)
    case (.boolean(let flag), _): return try binary(operation, .number(flag ? 1 : 0), y)
    case (_, .boolean(let flag)): return try binary(operation, x, .number(flag ? 1 : 0))
    case (.range(let range), _) where !range.isInterval:
      return try binary(operation, .array(range.array), y)
    case (_, .range(let range)) where !range.isInterval:
      return try binary(operation, x, .array(range.array))
    case (.text(let left), .text(let right)) where operation == .multiply:
      try charge(entries: (left.string.utf8.count + right.string.utf8.count) / 8)
      return .text(left.string + right.string)
    case (.list(let left), .list(let right)) where operation == .add || operation == .subtract:
      return try lists(operation, left, right)
    case (.number, .list(let list)) where operation.scalar == .multiply:
      return .list(
        List(
          try mapItems(list) { (item) throws(Failure) in
            try self.binary(operation, x, item)
          }))
    case (.list(let list), .number)
    where operation.scalar == .multiply || operation.scalar == .divide:
      return .list(
        List(
          try mapItems(list) { (item) throws(Failure) in
            try self.binary(operation, item, y)
          }))
    default: throw mismatch(operation, x, y, nil)
    }
  }

  private func mapItems(
    _ list: List, _ body: (Value) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    var result: [Value] = []
    for item in list.items { result.append(try body(item)) }
    return result
  }

  private func lists(
    _ operation: BinaryOperator, _ left: List, _ right: List
  ) throws(Failure) -> Value {
    guard left.items.count == right.items.count else {
      throw mismatch(operation, .list(left), .list(right), nil)
    }
    var result: [Value] = []
    for (x, y) in zip(left.items, right.items) { result.append(try binary(operation, x, y)) }
    return .list(List(result))
  }

  func mismatch(
    _ operation: BinaryOperator, _ x: Value, _ y: Value, _ hint: String?
  ) -> Failure {
    Failure(
      .shapes(operation: operation.text, left: x.kindName, right: y.kindName, hint: hint))
  }

  private static func scalar(
    _ operation: BinaryOperator, _ x: Double, _ y: Double
  ) throws(Failure) -> Double {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .solve: y / x
    default: try power(x, y)
    }
  }

  private func arrayAndNumber(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: Double, _ reuse: NumericArray?
  ) throws(Failure) -> Value {
    switch operation {
    case .multiply, .divide, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide,
      .dottedPower:
      let result = try make(x.rows, x.columns, x.form, reuse)
      switch operation.scalar {
      case .add: apply(x.elements, &result.elements) { $0 + y }
      case .subtract: apply(x.elements, &result.elements) { $0 - y }
      case .multiply: apply(x.elements, &result.elements) { $0 * y }
      case .divide: apply(x.elements, &result.elements) { $0 / y }
      default: try elementwise(.power, x.elements, [y], into: result, 1, 0)
      }
      return .array(result)
    case .power:
      guard y == y.rounded(), y.magnitude <= 1_000_000 else {
        throw mismatch(operation, .array(x), .number(y), "a matrix has whole powers only")
      }
      guard x.form != .vector else {
        throw mismatch(operation, .array(x), .number(y), "use .^ for the power of each entry")
      }
      try charge(x.count * x.rows * 8)
      let matrix = x.matrix
      return .array(
        NumericArray(
          try engine { () throws(ArrayError) in
            y < 0 ? try matrix.inverse().power(-Int(y)) : try matrix.power(Int(y))
          }))
    case .add, .subtract:
      throw mismatch(
        operation, .array(x), .number(y), "use \(operation.dotted.text) to reach each entry")
    default: throw mismatch(operation, .array(x), .number(y), nil)
    }
  }

  private func numberAndArray(
    _ operation: BinaryOperator, _ x: Double, _ y: NumericArray, _ reuse: NumericArray?
  ) throws(Failure) -> Value {
    switch operation {
    case .multiply, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide, .dottedPower:
      let result = try make(y.rows, y.columns, y.form, reuse)
      switch operation.scalar {
      case .add: apply(y.elements, &result.elements) { x + $0 }
      case .subtract: apply(y.elements, &result.elements) { x - $0 }
      case .multiply: apply(y.elements, &result.elements) { x * $0 }
      case .divide: apply(y.elements, &result.elements) { x / $0 }
      default: try elementwise(.power, [x], y.elements, into: result, 0, 1)
      }
      return .array(result)
    case .add, .subtract, .divide, .power:
      throw mismatch(
        operation, .number(x), .array(y), "use \(operation.dotted.text) to reach each entry")
    default: throw mismatch(operation, .number(x), .array(y), nil)
    }
  }

  private func arrays(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: NumericArray, _ reuse: NumericArray?
  ) throws(Failure) -> Value {
    switch operation {
    case .add, .subtract:
      guard x.rows == y.rows, x.columns == y.columns, x.form == .vector || y.form != .vector,
        y.form == .vector || x.form != .vector
      else {
        throw mismatch(operation, .array(x), .array(y), nil)
      }
      let result = try make(x.rows, x.columns, x.form, reuse)
      try elementwise(operation, x.elements, y.elements, into: result, 1, 1)
      return .array(result)
    case .multiply: return try product(x, y, reuse)
    case .inner:
      guard x.count == y.count else { throw mismatch(operation, .array(x), .array(y), nil) }
      try charge(x.count)
      return .number(Machine.dot(x.elements, y.elements))
    case .solve: return try solve(x, y)
    case .divide:
      guard y.form != .vector else {
        throw mismatch(operation, .array(x), .array(y), "use ./ to divide entry by entry")
      }
      // X / Y = (Yᵀ \ Xᵀ)ᵀ
      guard case .array(let solution) = try solve(y.transposed, x.transposed) else {
        return .nothing
      }
      return .array(solution.transposed)
    case .power:
      throw mismatch(operation, .array(x), .array(y), "use .^ for the power of each entry")
    default: return try broadcast(operation, x, y, reuse)
    }
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for index in x.indices { sum += x[index] * y[index] }
    return sum
  }

  /// Room for a result: the array at hand if it is free and has the size.
  @inline(__always)
  func make(
    _ rows: Int, _ columns: Int, _ form: NumericArray.Form, _ reuse: NumericArray?
  ) throws(Failure) -> NumericArray {
    let count = rows * columns
    try charge(entries: count)
    if let reuse, reuse.count == count {
      reuse.reshape(rows, columns, form)
      return reuse
    }
    return NumericArray(
      rows: rows, columns: columns, form: form, [Double](repeating: 0, count: count))
  }

  private func broadcast(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: NumericArray, _ reuse: NumericArray?
  ) throws(Failure) -> Value {
    if x.rows == y.rows, x.columns == y.columns {
      let form: NumericArray.Form = x.form == y.form ? x.form : .matrix
      let result = try make(x.rows, x.columns, form, reuse)
      try elementwise(operation.scalar, x.elements, y.elements, into: result, 1, 1)
      return .array(result)
    }
    guard let shape = Shape.broadcast(x.shape, y.shape) else {
      throw mismatch(operation, .array(x), .array(y), nil)
    }
    let result = try make(
      shape.rows, shape.columns, shape.isVector ? .vector : .matrix, reuse)
    let (xRow, xColumn) = (x.rows == 1 ? 0 : x.columns, x.columns == 1 ? 0 : 1)
    let (yRow, yColumn) = (y.rows == 1 ? 0 : y.columns, y.columns == 1 ? 0 : 1)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        result.elements[row * shape.columns + column] = try Machine.scalar(
          operation.scalar, x.elements[row * xRow + column * xColumn],
          y.elements[row * yRow + column * yColumn])
      }
    }
    return .array(result)
  }

  private func elementwise(
    _ operation: BinaryOperator, _ x: [Double], _ y: [Double], into result: NumericArray,
    _ xStep: Int, _ yStep: Int
  ) throws(Failure) {
    let count = result.count
    switch operation {
    case .add: combine(x, y, &result.elements, count, xStep, yStep) { $0 + $1 }
    case .subtract: combine(x, y, &result.elements, count, xStep, yStep) { $0 - $1 }
    case .multiply: combine(x, y, &result.elements, count, xStep, yStep) { $0 * $1 }
    case .divide: combine(x, y, &result.elements, count, xStep, yStep) { $0 / $1 }
    default:
      if yStep == 0, y[0] == 2 {
        combine(x, x, &result.elements, count, 1, 1) { $0 * $1 }
        return
      }
      for index in 0..<count {
        result.elements[index] = try Machine.power(x[index * xStep], y[index * yStep])
      }
    }
  }

  @inline(__always)
  private func apply(
    _ x: [Double], _ result: inout [Double], _ operation: (Double) -> Double
  ) {
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        for index in x.indices { result[index] = operation(x[index]) }
      }
    }
  }

  @inline(__always)
  private func combine(
    _ x: [Double], _ y: [Double], _ result: inout [Double], _ count: Int, _ xStep: Int,
    _ yStep: Int, _ operation: (Double, Double) -> Double
  ) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        result.withUnsafeMutableBufferPointer { result in
          for index in 0..<count {
            result[index] = operation(x[index * xStep], y[index * yStep])
          }
        }
      }
    }
  }

  // MARK: Products

  private func product(
    _ x: NumericArray, _ y: NumericArray, _ reuse: NumericArray?
  ) throws(Failure) -> Value {
    guard x.columns == y.rows, !(x.form == .vector && y.form == .vector) else {
      let hint =
        x.form == .vector && y.form == .vector
        ? "write x' * y or x · y for the inner product, x .* y or x ⊙ y for entry by entry" : nil
      throw mismatch(.multiply, .array(x), .array(y), hint)
    }
    try charge(x.rows * x.columns * y.columns)
    if x.form == .row, y.form == .vector {
      return .number(Machine.dot(x.elements, y.elements))
    }
    let form: NumericArray.Form =
      y.form == .vector ? .vector : x.form == .row ? .row : .matrix
    let result = try make(x.rows, y.columns, form, reuse)
    multiply(x, y, into: &result.elements)
    return .array(result)
  }

  private func multiply(_ x: NumericArray, _ y: NumericArray, into result: inout [Double]) {
    let (rows, inner, columns) = (x.rows, x.columns, y.columns)
    x.elements.withUnsafeBufferPointer { a in
      y.elements.withUnsafeBufferPointer { b in
        result.withUnsafeMutableBufferPointer { c in
          guard let c = c.baseAddress else { return }
          c.update(repeating: 0, count: rows * columns)
          guard let a = a.baseAddress, let b = b.baseAddress, inner > 0, columns > 0 else { return }
          if rows * columns * inner < 64 {
            for row in 0..<rows {
              for k in 0..<inner {
                let factor = a[row * inner + k]
                for column in 0..<columns {
                  c[row * columns + column] += factor * b[k * columns + column]
                }
              }
            }
          } else {
            ProductKernel.addProduct(
              rows: rows, inner: inner, columns: columns, a, rowStride: inner, innerStride: 1, b,
              bStride: columns, into: c, cStride: columns)
          }
        }
      }
    }
  }

  private func solve(_ x: NumericArray, _ y: NumericArray) throws(Failure) -> Value {
    guard x.form != .vector, x.rows == y.rows else {
      throw mismatch(.solve, .array(x), .array(y), nil)
    }
    try charge(x.rows * x.columns * x.columns)
    let matrix = x.matrix
    if y.form == .vector {
      let vector = y.vector
      return .array(
        NumericArray(
          try engine { () throws(ArrayError) in
            if matrix.isSquare { return try matrix.solve(vector) }
            return Vector(
              try QRFactorization(matrix).leastSquaresSolution(vector.column).elements)
          }))
    }
    let right = y.matrix
    return .array(
      NumericArray(
        try engine { () throws(ArrayError) in
          matrix.isSquare
            ? try matrix.solve(right)
            : try QRFactorization(matrix).leastSquaresSolution(right)
        }))
  }

  // MARK: One operand

  func negate(_ x: Value) throws(Failure) -> Value {
    switch x {
    case .number(let number): return .number(-number)
    case .boolean(let flag): return .number(flag ? -1 : 0)
    case .array(let array):
      try charge(entries: array.count)
      return .array(
        NumericArray(
          rows: array.rows, columns: array.columns, form: array.form,
          array.elements.map { -$0 }))
    case .range(let range) where !range.isInterval:
      return try negate(.array(range.array))
    case .traced(let traced):
      guard let tape else { return x }
      return .traced(TracedValue(tape.apply(.negate, traced.node), isRow: traced.isRow))
    case .list(let list):
      return .list(List(try mapItems(list) { (item) throws(Failure) in try self.negate(item) }))
    default: throw Failure(.kind(operation: "-", expected: "a number", found: x.kindName))
    }
  }

  func unary(_ operation: UnaryOperator, _ x: Value, _ order: Int) throws(Failure) -> Value {
    switch operation {
    case .negate: return try negate(x)
    case .plus: return x
    case .not:
      guard case .boolean(let flag) = x else { throw Failure(.notBoolean(found: x.kindName)) }
      return .boolean(!flag)
    case .dottedNot:
      guard let array = x.array, array.isBoolean else {
        throw Failure(.notBoolean(found: x.kindName))
      }
      let result = NumericArray(
        rows: array.rows, columns: array.columns, form: array.form, array.elements.map { 1 - $0 })
      result.isBoolean = true
      return .array(result)
    case .root: return try pointwise(.sqrt, x, "√", isBroadcast: false)
    case .dottedRoot: return try pointwise(.sqrt, x, "√", isBroadcast: true)
    case .nabla:
      guard case .function(let function) = x else {
        throw Failure(.kind(operation: "∇", expected: "a function", found: x.kindName))
      }
      return .function(FunctionValue(.gradient(function)))
    case .transpose: return try transpose(x, order)
    }
  }

  private func transpose(_ x: Value, _ order: Int) throws(Failure) -> Value {
    switch x {
    case .number: return x
    case .array(let array):
      try charge(entries: array.count)
      return .array(array.transposed)
    case .range(let range) where !range.isInterval: return .array(range.array.transposed)
    case .function(let function):
      if case .derivative(let inner, let more) = function.body {
        return .function(FunctionValue(.derivative(inner, order: order + more)))
      }
      return .function(FunctionValue(.derivative(function, order: order)))
    case .traced(let traced):
      guard let tape else { return x }
      let shape = traced.node.shape
      if traced.isRow {
        return .traced(
          TracedValue(
            try engine { () throws(ArrayError) in
              try tape.reshape(traced.node, to: .vector(shape.count))
            }))
      }
      return .traced(TracedValue(tape.transpose(traced.node), isRow: shape.isVector))
    default:
      throw Failure(
        .kind(operation: "'", expected: "an array or a function", found: x.kindName))
    }
  }

  /// A function of the engine on a number, or entry by entry.
  func pointwise(
    _ function: PointwiseFunction, _ x: Value, _ name: String, isBroadcast: Bool,
    _ reuse: NumericArray? = nil
  ) throws(Failure) -> Value {
    switch x {
    case .number(let number): return .number(try Machine.apply(function, number, name))
    case .boolean(let flag): return .number(try Machine.apply(function, flag ? 1 : 0, name))
    case .traced(let traced):
      guard let tape else { return x }
      guard isBroadcast || traced.node.shape == .scalar else { break }
      if function == .sqrt || function == .log {
        for entry in tape.elements(traced.node) { _ = try Machine.apply(function, entry, name) }
      }
      return .traced(TracedValue(tape.apply(function, traced.node), isRow: traced.isRow))
    case .array(let array) where isBroadcast:
      let result = try make(array.rows, array.columns, array.form, reuse)
      for index in 0..<array.count {
        result.elements[index] = try Machine.apply(function, array.elements[index], name)
      }
      return .array(result)
    case .range(let range) where isBroadcast && !range.isInterval:
      return try pointwise(function, .array(range.array), name, isBroadcast: true)
    default: break
    }
    guard x.array == nil, !isTracedArray(x) else {
      throw Failure(
        .value(
          operation: name,
          message: "takes a number; write \(name).(x) to reach each entry of an array"))
    }
    throw Failure(.kind(operation: name, expected: "a number", found: x.kindName))
  }

  private func isTracedArray(_ x: Value) -> Bool {
    if case .traced(let traced) = x { traced.node.shape != .scalar } else { false }
  }

  @inline(__always)
  static func apply(
    _ function: PointwiseFunction, _ x: Double, _ name: String
  ) throws(Failure) -> Double {
    switch function {
    case .log where x < 0, .sqrt where x < 0, .logOnePlus where x < -1:
      throw Failure(.value(operation: name, message: "of \(x) is not a real number"))
    default: return function(x)
    }
  }

  // MARK: Comparisons

  @inline(__always)
  func holds(
    _ relation: Relation, _ x: UnsafeMutablePointer<Value>, _ y: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    if case .number(let left) = x.pointee, case .number(let right) = y.pointee {
      switch relation {
      case .less: return left < right
      case .lessOrEqual: return left <= right
      case .greater: return left > right
      case .greaterOrEqual: return left >= right
      case .equal: return left == right
      case .notEqual: return left != right
      default: break
      }
    }
    return try relate(relation, x.pointee, y.pointee)
  }

  func compare(_ extra: UInt16, _ x: Value, _ y: Value) throws(Failure) -> Value {
    let relation = Relation(rawValue: UInt8(extra & 0xFF)) ?? .equal
    if extra & 0x100 != 0, x.array != nil || y.array != nil {
      return try compareEntries(relation, x, y)
    }
    return .boolean(try relate(relation, x, y))
  }

  private func compareEntries(
    _ relation: Relation, _ x: Value, _ y: Value
  ) throws(Failure) -> Value {
    let left = try entries(x, relation)
    let right = try entries(y, relation)
    let isLeft = y.array == nil
    let shape =
      isLeft
      ? left.shape
      : x.array == nil
        ? right.shape
        : Shape.broadcast(left.shape, right.shape)
    guard let shape else {
      throw Failure(
        .shapes(
          operation: "." + relation.text, left: x.kindName, right: y.kindName, hint: nil))
    }
    let result = try make(shape.rows, shape.columns, shape.isVector ? .vector : .matrix, nil)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        let a = left.elements[
          (left.rows == 1 ? 0 : row) * left.columns + (left.columns == 1 ? 0 : column)]
        let b = right.elements[
          (right.rows == 1 ? 0 : row) * right.columns + (right.columns == 1 ? 0 : column)]
        result.elements[row * shape.columns + column] =
          try relate(relation, .number(a), .number(b)) ? 1 : 0
      }
    }
    result.isBoolean = true
    return .array(result)
  }

  /// An array, or a number as one.
  private func entries(_ x: Value, _ relation: Relation) throws(Failure) -> NumericArray {
    if let array = x.array { return array }
    return NumericArray(rows: 1, columns: 1, [try scalar(x, relation.text)])
  }

  /// Whether a relation holds between two values.
  func relate(_ relation: Relation, _ x: Value, _ y: Value) throws(Failure) -> Bool {
    let (x, y) = (plain(x), plain(y))
    switch relation {
    case .equal: return areEqual(x, y, 0)
    case .notEqual: return !areEqual(x, y, 0)
    case .approximate: return try distance(x, y).isWithin(absolute: nil, relative: nil)
    case .notApproximate: return !(try distance(x, y).isWithin(absolute: nil, relative: nil))
    case .element: return try contains(y, x)
    case .notElement: return !(try contains(y, x))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    if x.array != nil || y.array != nil {
      throw Failure(
        .shapes(
          operation: relation.text, left: x.kindName, right: y.kindName,
          hint: "compare entry by entry with .\(relation.text)"))
    }
    let left = try scalar(x, relation.text)
    let right = try scalar(y, relation.text)
    switch relation {
    case .less: return left < right
    case .lessOrEqual: return left <= right
    case .greater: return left > right
    default: return left >= right
    }
  }

  /// The value without its record of derivatives.
  func plain(_ value: Value) -> Value {
    guard case .traced(let traced) = value, let tape else { return value }
    return untraced(traced, tape)
  }

  func untraced(_ traced: TracedValue, _ tape: Tape) -> Value {
    let value = Value(tape.value(traced.node))
    if traced.isRow, case .array(let array) = value { array.reshape(1, array.count, .row) }
    return value
  }

  private func areEqual(_ x: Value, _ y: Value, _ depth: Int) -> Bool {
    switch (x, y) {
    case (.number(let a), .number(let b)): return a == b
    case (.boolean(let a), .boolean(let b)): return a == b
    case (.number(let a), .boolean(let b)), (.boolean(let b), .number(let a)):
      return a == (b ? 1 : 0)
    case (.text(let a), .text(let b)): return a.string == b.string
    case (.nothing, .nothing): return true
    case (.record(let a), .record(let b)):
      return a.names == b.names && areEqual(a.values, b.values, depth)
    case (.list(let a), .list(let b)): return areEqual(a.items, b.items, depth)
    case (.function(let a), .function(let b)): return a === b
    case (.object(let a), .object(let b)): return a === b
    default:
      guard let a = x.array, let b = y.array else { return false }
      return a.rows == b.rows && a.columns == b.columns && a.elements == b.elements
    }
  }

  private func areEqual(_ x: [Value], _ y: [Value], _ depth: Int) -> Bool {
    guard depth < 50, x.count == y.count else { return false }
    for (a, b) in zip(x, y) where !areEqual(a, b, depth + 1) { return false }
    return true
  }

  private func contains(_ collection: Value, _ item: Value) throws(Failure) -> Bool {
    switch collection {
    case .range(let range) where range.isInterval:
      let value = try scalar(item, "∈")
      return range.first <= value && value <= range.last
    case .range(let range):
      guard case .number(let value) = item else { return false }
      let place = ((value - range.first) / range.step).rounded()
      return place >= 0 && place < Double(range.count) && range[Int(place)] == value
    case .array(let array):
      guard case .number(let value) = item else { return false }
      try charge(array.count)
      return array.elements.contains(value)
    case .list(let list):
      for candidate in list.items where areEqual(candidate, item, 0) { return true }
      return false
    case .record(let record):
      for candidate in record.values where areEqual(candidate, item, 0) { return true }
      return false
    default:
      throw Failure(
        .kind(operation: "∈", expected: "a range, vector or interval", found: collection.kindName))
    }
  }

  /// How far two numbers or arrays are from each other, and their size.
  func distance(_ x: Value, _ y: Value) throws(Failure) -> Distance {
    let (x, y) = (plain(x), plain(y))
    if let a = x.array, let b = y.array {
      guard a.rows == b.rows, a.columns == b.columns else {
        throw Failure(
          .shapes(operation: "≈", left: x.kindName, right: y.kindName, hint: nil))
      }
      var (gap, left, right) = (0.0, 0.0, 0.0)
      for index in a.elements.indices {
        let difference =
          a.elements[index] == b.elements[index]
          ? 0 : a.elements[index] - b.elements[index]
        gap += difference * difference
        left += a.elements[index] * a.elements[index]
        right += b.elements[index] * b.elements[index]
      }
      return Distance(
        gap: gap.squareRoot(), size: max(left.squareRoot(), right.squareRoot()))
    }
    if x.array != nil || y.array != nil {
      throw Failure(.shapes(operation: "≈", left: x.kindName, right: y.kindName, hint: nil))
    }
    let a = try scalar(x, "≈")
    let b = try scalar(y, "≈")
    return Distance(gap: a == b ? 0 : (a - b).magnitude, size: max(a.magnitude, b.magnitude))
  }
}

/// The distance of two values (Euclidean norm) and the greater of their norms.
struct Distance {
  let gap: Double
  let size: Double

  /// As Julia's `isapprox`: a relative tolerance of √ε unless one is given.
  func isWithin(absolute: Double?, relative: Double?) -> Bool {
    gap <= tolerance(absolute: absolute, relative: relative)
  }

  func tolerance(absolute: Double?, relative: Double?) -> Double {
    let relative = relative ?? (absolute ?? 0 > 0 ? 0 : 1.4901161193847656e-8)
    return max(absolute ?? 0, relative * (size.isFinite ? size : 0))
  }
}

extension Shape {
  var isVector: Bool { if case .vector = self { true } else { false } }
}
