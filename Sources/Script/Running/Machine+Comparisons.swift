import Numerics

// Comparisons, and how far values are apart.
extension Machine {
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
    try entrywise("." + relation.text, x, y) { (a, b) throws(Failure) in
      try relate(relation, .number(a), .number(b))
    }
  }

  /// Whether both hold, entry by entry.
  func both(_ x: Value, _ y: Value) throws(Failure) -> Value {
    if case .boolean(let a) = x, case .boolean(let b) = y { return .boolean(a && b) }
    return try entrywise("a chain of comparisons", x, y) { a, b in a != 0 && b != 0 }
  }

  private func entrywise(
    _ operation: String, _ x: Value, _ y: Value,
    _ holds: (Double, Double) throws(Failure) -> Bool
  ) throws(Failure) -> Value {
    let left = try entries(x, operation)
    let right = try entries(y, operation)
    let shape =
      y.array == nil
      ? left.shape
      : x.array == nil
        ? right.shape
        : Shape.broadcast(left.shape, right.shape)
    guard let shape else {
      throw Failure(
        .shapes(operation: operation, left: x.kindName, right: y.kindName, hint: nil))
    }
    let result = try make(shape.rows, shape.columns, shape.isVector ? .vector : .matrix)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        let a = left.elements[
          (left.rows == 1 ? 0 : row) * left.columns + (left.columns == 1 ? 0 : column)]
        let b = right.elements[
          (right.rows == 1 ? 0 : row) * right.columns + (right.columns == 1 ? 0 : column)]
        result.elements[row * shape.columns + column] = try holds(a, b) ? 1 : 0
      }
    }
    result.isBoolean = true
    return .array(result)
  }

  /// An array, or a number as one.
  private func entries(_ x: Value, _ operation: String) throws(Failure) -> NumericArray {
    if let array = x.array { return array }
    return NumericArray(rows: 1, columns: 1, [try scalar(x, operation)])
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
