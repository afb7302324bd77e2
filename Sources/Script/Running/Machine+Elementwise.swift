import Numerics

// Operators between arrays, and between arrays and numbers.
extension Machine {
  func arrayAndNumber(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: Double
  ) throws(Failure) -> Value {
    switch operation {
    case .multiply, .divide, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide,
      .dottedPower:
      let result = try make(x.rows, x.columns, x.form)
      switch operation.scalar {
      case .add: result.become(x) { $0 + y }
      case .subtract: result.become(x) { $0 - y }
      case .multiply: result.become(x) { $0 * y }
      case .divide: result.become(x) { $0 / y }
      default:
        if y == 2 {
          result.become(x) { $0 * $0 }
        } else {
          for index in 0..<x.count {
            result.set(index, try Machine.power(x.elements[index], y))
          }
        }
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

  func numberAndArray(
    _ operation: BinaryOperator, _ x: Double, _ y: NumericArray
  ) throws(Failure) -> Value {
    switch operation {
    case .multiply, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide, .dottedPower:
      let result = try make(y.rows, y.columns, y.form)
      switch operation.scalar {
      case .add: result.become(y) { x + $0 }
      case .subtract: result.become(y) { x - $0 }
      case .multiply: result.become(y) { x * $0 }
      case .divide: result.become(y) { x / $0 }
      default:
        for index in 0..<y.count { result.set(index, try Machine.power(x, y.elements[index])) }
      }
      return .array(result)
    case .add, .subtract, .divide, .power:
      throw mismatch(
        operation, .number(x), .array(y), "use \(operation.dotted.text) to reach each entry")
    default: throw mismatch(operation, .number(x), .array(y), nil)
    }
  }

  func arrays(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: NumericArray
  ) throws(Failure) -> Value {
    switch operation {
    case .add, .subtract:
      guard x.rows == y.rows, x.columns == y.columns, x.form == .vector || y.form != .vector,
        y.form == .vector || x.form != .vector
      else {
        throw mismatch(operation, .array(x), .array(y), nil)
      }
      let result = try make(x.rows, x.columns, x.form)
      try elementwise(operation, x, y, into: result)
      return .array(result)
    case .multiply: return try product(x, y)
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
    default: return try broadcast(operation, x, y)
    }
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for index in x.indices { sum += x[index] * y[index] }
    return sum
  }

  /// A new array of zeros.
  func make(
    _ rows: Int, _ columns: Int, _ form: NumericArray.Form
  ) throws(Failure) -> NumericArray {
    let count = rows * columns
    try charge(entries: count)
    return NumericArray(
      rows: rows, columns: columns, form: form, [Double](repeating: 0, count: count))
  }

  private func broadcast(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: NumericArray
  ) throws(Failure) -> Value {
    if x.rows == y.rows, x.columns == y.columns {
      let form: NumericArray.Form = x.form == y.form ? x.form : .matrix
      let result = try make(x.rows, x.columns, form)
      try elementwise(operation.scalar, x, y, into: result)
      return .array(result)
    }
    guard let shape = Shape.broadcast(x.shape, y.shape) else {
      throw mismatch(operation, .array(x), .array(y), nil)
    }
    let result = try make(
      shape.rows, shape.columns, shape.isVector ? .vector : .matrix)
    let (xRow, xColumn) = (x.rows == 1 ? 0 : x.columns, x.columns == 1 ? 0 : 1)
    let (yRow, yColumn) = (y.rows == 1 ? 0 : y.columns, y.columns == 1 ? 0 : 1)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        result.set(
          row * shape.columns + column,
          try Machine.scalar(
            operation.scalar, x.elements[row * xRow + column * xColumn],
            y.elements[row * yRow + column * yColumn]))
      }
    }
    return .array(result)
  }

  private func elementwise(
    _ operation: BinaryOperator, _ x: NumericArray, _ y: NumericArray, into result: NumericArray
  ) throws(Failure) {
    switch operation {
    case .add: result.become(x, y) { $0 + $1 }
    case .subtract: result.become(x, y) { $0 - $1 }
    case .multiply: result.become(x, y) { $0 * $1 }
    case .divide: result.become(x, y) { $0 / $1 }
    default:
      for index in 0..<result.count {
        result.set(index, try Machine.power(x.elements[index], y.elements[index]))
      }
    }
  }
}
