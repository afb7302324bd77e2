import Numerics

// Arithmetic on whole arrays whose shapes fit, in room that is at hand: no allocation in a loop that
// has gone round once. Whatever else an operator does is in `binary`.
extension Machine {
  /// `a = b operation c`; of `dying` bit 0 says that nobody reads b again, bit 1 the same of c.
  @inline(never)
  func combine(
    _ operation: BinaryOperator, _ dying: UInt16, _ a: UnsafeMutablePointer<Value>,
    _ b: UnsafeMutablePointer<Value>, _ c: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    if let x = b.borrowedArray {
      if let y = c.borrowedArray {
        if try combineArrays(operation, dying, a, b, c, x, y) { return }
      } else if case .number(let number) = c.pointee {
        if try combine(operation, x, number, a, dying & 1 != 0 ? b : nil) { return }
      }
    } else if case .number(let number) = b.pointee {
      if let y = c.borrowedArray {
        if try combine(operation, number, y, a, dying & 2 != 0 ? c : nil) { return }
      } else if case .number(let other) = c.pointee {
        return set(a, try Machine.scalar(operation.scalar, number, other))
      }
    }
    a.pointee = try binary(operation, b.pointee, c.pointee)
  }

  private func combine(
    _ operation: BinaryOperator, _ x: Unmanaged<NumericArray>, _ y: Double,
    _ a: UnsafeMutablePointer<Value>, _ free: UnsafeMutablePointer<Value>?
  ) throws(Failure) -> Bool {
    switch operation {
    case .multiply, .divide, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide: break
    case .dottedPower: guard y == 2 else { return false }
    default: return false
    }
    let shape = x._withUnsafeGuaranteedRef { ($0.rows, $0.columns, $0.form) }
    let result = try room(shape.0, shape.1, shape.2, a, free)
    x._withUnsafeGuaranteedRef { x in
      switch operation {
      case .dottedAdd: result.become(x) { $0 + y }
      case .dottedSubtract: result.become(x) { $0 - y }
      case .divide, .dottedDivide: result.become(x) { $0 / y }
      case .dottedPower: result.become(x) { $0 * $0 }
      default: result.become(x) { $0 * y }
      }
    }
    put(a, result)
    return true
  }

  private func combine(
    _ operation: BinaryOperator, _ x: Double, _ y: Unmanaged<NumericArray>,
    _ a: UnsafeMutablePointer<Value>, _ free: UnsafeMutablePointer<Value>?
  ) throws(Failure) -> Bool {
    switch operation {
    case .multiply, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide: break
    default: return false
    }
    let shape = y._withUnsafeGuaranteedRef { ($0.rows, $0.columns, $0.form) }
    let result = try room(shape.0, shape.1, shape.2, a, free)
    y._withUnsafeGuaranteedRef { y in
      switch operation {
      case .dottedAdd: result.become(y) { x + $0 }
      case .dottedSubtract: result.become(y) { x - $0 }
      case .dottedDivide: result.become(y) { x / $0 }
      default: result.become(y) { x * $0 }
      }
    }
    put(a, result)
    return true
  }

  @inline(__always)
  private func combineArrays(
    _ operation: BinaryOperator, _ dying: UInt16, _ a: UnsafeMutablePointer<Value>,
    _ b: UnsafeMutablePointer<Value>, _ c: UnsafeMutablePointer<Value>,
    _ x: Unmanaged<NumericArray>, _ y: Unmanaged<NumericArray>
  ) throws(Failure) -> Bool {
    let (left, right) = (x.extent, y.extent)
    switch operation {
    case .multiply: return try multiply(a, b, c, x, y)
    case .add, .subtract, .dottedAdd, .dottedSubtract, .dottedMultiply, .dottedDivide:
      guard left == right else { return false }
    default: return false
    }
    let result = try room(
      left.rows, left.columns, left.form, a, dying & 1 != 0 ? b : nil, dying & 2 != 0 ? c : nil)
    x._withUnsafeGuaranteedRef { x in
      y._withUnsafeGuaranteedRef { y in
        switch operation {
        case .add, .dottedAdd: result.become(x, y) { $0 + $1 }
        case .subtract, .dottedSubtract: result.become(x, y) { $0 - $1 }
        case .dottedMultiply: result.become(x, y) { $0 * $1 }
        default: result.become(x, y) { $0 / $1 }
        }
      }
    }
    put(a, result)
    return true
  }

  // MARK: Products

  private func multiply(
    _ a: UnsafeMutablePointer<Value>, _ b: UnsafeMutablePointer<Value>,
    _ c: UnsafeMutablePointer<Value>, _ x: Unmanaged<NumericArray>, _ y: Unmanaged<NumericArray>
  ) throws(Failure) -> Bool {
    let (left, right) = (x.extent, y.extent)
    guard left.columns == right.rows, left.form != .vector else { return false }
    try charge(left.rows * left.columns * right.columns)
    if left.form == .row, right.form == .vector {
      let sum = x._withUnsafeGuaranteedRef { x in
        y._withUnsafeGuaranteedRef { Machine.dot(x.elements, $0.elements) }
      }
      set(a, sum)
      return true
    }
    let form: NumericArray.Form =
      right.form == .vector ? .vector : left.form == .row ? .row : .matrix
    let result = try apart(left.rows, right.columns, form, a, b, c)
    x._withUnsafeGuaranteedRef { x in
      y._withUnsafeGuaranteedRef { Machine.multiply(x, $0, into: result) }
    }
    put(a, result)
    return true
  }

  /// Room that is none of the operands.
  private func apart(
    _ rows: Int, _ columns: Int, _ form: NumericArray.Form, _ a: UnsafeMutablePointer<Value>,
    _ b: UnsafeMutablePointer<Value>, _ c: UnsafeMutablePointer<Value>
  ) throws(Failure) -> NumericArray {
    a == b || a == c ? try make(rows, columns, form) : try room(rows, columns, form, a)
  }

  /// `a = b' * c` or `a = b * c'` without writing down the transposed array.
  @inline(never)
  func multiplyTransposed(
    _ isFirst: Bool, _ a: UnsafeMutablePointer<Value>, _ b: UnsafeMutablePointer<Value>,
    _ c: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    if let x = b.borrowedArray, let y = c.borrowedArray {
      if isFirst {
        if try multiplyTransposed(a, b, c, x, y) { return }
      } else if try multiplyOuter(a, b, c, x, y) {
        return
      }
    }
    let (x, y) = (b.pointee, c.pointee)
    a.pointee =
      isFirst
      ? try binary(.multiply, unary(.transpose, x, 1), y)
      : try binary(.multiply, x, unary(.transpose, y, 1))
  }

  private func multiplyTransposed(
    _ a: UnsafeMutablePointer<Value>, _ b: UnsafeMutablePointer<Value>,
    _ c: UnsafeMutablePointer<Value>, _ x: Unmanaged<NumericArray>, _ y: Unmanaged<NumericArray>
  ) throws(Failure) -> Bool {
    let (left, right) = (x.extent, y.extent)
    guard left.form != .row, left.rows == right.rows else { return false }
    try charge(left.rows * left.columns * right.columns)
    if left.form == .vector, right.form == .vector {
      let sum = x._withUnsafeGuaranteedRef { x in
        y._withUnsafeGuaranteedRef { Machine.dot(x.elements, $0.elements) }
      }
      set(a, sum)
      return true
    }
    let form: NumericArray.Form =
      right.form == .vector ? .vector : left.form == .vector ? .row : .matrix
    let result = try apart(left.columns, right.columns, form, a, b, c)
    x._withUnsafeGuaranteedRef { x in
      y._withUnsafeGuaranteedRef { Machine.multiply(transposed: x, $0, into: result) }
    }
    put(a, result)
    return true
  }

  /// x yᵀ of two vectors.
  private func multiplyOuter(
    _ a: UnsafeMutablePointer<Value>, _ b: UnsafeMutablePointer<Value>,
    _ c: UnsafeMutablePointer<Value>, _ x: Unmanaged<NumericArray>, _ y: Unmanaged<NumericArray>
  ) throws(Failure) -> Bool {
    let (left, right) = (x.extent, y.extent)
    guard left.form == .vector, right.form == .vector else { return false }
    try charge(left.rows * right.rows)
    let result = try apart(left.rows, right.rows, .matrix, a, b, c)
    x._withUnsafeGuaranteedRef { x in
      y._withUnsafeGuaranteedRef { y in
        x.elements.withUnsafeBufferPointer { x in
          y.elements.withUnsafeBufferPointer { y in
            result.elements.withUnsafeMutableBufferPointer { result in
              for row in 0..<left.rows {
                for column in 0..<right.rows {
                  result[row * right.rows + column] = x[row] * y[column]
                }
              }
            }
          }
        }
      }
    }
    put(a, result)
    return true
  }

  // MARK: One operand

  /// `a = -b`.
  @inline(never)
  func negate(
    _ a: UnsafeMutablePointer<Value>, _ b: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    guard let x = b.borrowedArray else {
      a.pointee = try negate(b.pointee)
      return
    }
    let shape = x.extent
    let result = try room(shape.rows, shape.columns, shape.form, a)
    x._withUnsafeGuaranteedRef { x in result.become(x) { -$0 } }
    put(a, result)
  }

  /// `a = f.(b)` for a function of the engine, where b is not read again; false if b is no array.
  func pointwise(
    _ function: PointwiseFunction, _ a: UnsafeMutablePointer<Value>,
    _ b: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard function.isTotal, let x = b.borrowedArray else { return false }
    let shape = x.extent
    let result = try room(shape.rows, shape.columns, shape.form, a, b)
    x._withUnsafeGuaranteedRef { x in
      switch function {
      case .exp: result.becomeByLanes(x, { Elementary.exp($0) }, { Elementary.exp($0) })
      case .tanh: result.becomeByLanes(x, { Elementary.tanh($0) }, { Elementary.tanh($0) })
      default: result.become(x) { function($0) }
      }
    }
    put(a, result)
    return true
  }
}

extension PointwiseFunction {
  /// Whether every number has a value, if only NaN.
  var isTotal: Bool { self != .log && self != .sqrt && self != .logOnePlus }
}

extension Unmanaged where Instance == NumericArray {
  @inline(__always) var extent: (rows: Int, columns: Int, form: NumericArray.Form) {
    _withUnsafeGuaranteedRef { ($0.rows, $0.columns, $0.form) }
  }
}
