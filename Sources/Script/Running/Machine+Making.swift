import Numerics

// Arrays from their parts.
extension Machine {
  /// Numbers become a vector, anything else a list.
  func makeVector(_ items: [Value]) throws(Failure) -> Value {
    try charge(entries: items.count)
    var numbers: [Double] = []
    numbers.reserveCapacity(items.count)
    var isBoolean = !items.isEmpty
    var isTraced = false
    for item in items {
      switch item {
      case .number(let number):
        numbers.append(number)
        isBoolean = false
      case .boolean(let flag): numbers.append(flag ? 1 : 0)
      case .traced(let traced) where traced.node.shape == .scalar: isTraced = true
      default: return .list(List(items))
      }
    }
    if isTraced {
      return try assemble(items.enumerated().map { ($1, [$0]) }, .vector(items.count))
    }
    let array = NumericArray(numbers)
    array.isBoolean = isBoolean
    return .array(array)
  }

  func arrange(_ items: [Value], rows: Int, columns: Int) throws(Failure) -> Value {
    let flat = try makeVector(items)
    switch flat {
    case .array(let array):
      let isBoolean = array.isBoolean
      array.reshape(rows, columns, .matrix)
      array.isBoolean = isBoolean
      return flat
    case .traced(let traced):
      guard let tape else { return flat }
      return .traced(
        TracedValue(
          try engine { () throws(ArrayError) in
            try tape.reshape(traced.node, to: .matrix(rows, columns))
          }))
    default: return flat
    }
  }

  /// `[a b; c d]`, whose parts may be arrays themselves.
  func makeMatrix(_ items: [Value], _ counts: [Int]) throws(Failure) -> Value {
    if items.allSatisfy({ $0.number != nil }), Set(counts).count == 1 {
      // `[a; b]` of numbers is a vector.
      if counts[0] == 1 { return try makeVector(items) }
      return try arrange(items, rows: counts.count, columns: counts[0])
    }
    var next = 0
    var parts: [(Value, [Int], row: Int, column: Int, shape: Shape)] = []
    var height = 0
    var width: Int?
    var onlyColumns = true
    for (number, count) in counts.enumerated() {
      var left = 0
      var tall = 0
      for _ in 0..<count {
        let shape = try partShape(items[next])
        if left > 0, shape.rows != tall {
          throw Failure(
            .shapes(
              operation: "[… …]", left: "a part of \(tall) rows", right: items[next].kindName,
              hint: nil))
        }
        if case .matrix = shape { onlyColumns = false }
        tall = shape.rows
        parts.append((items[next], [], height, left, shape))
        left += shape.columns
        next += 1
      }
      if let width, width != left {
        throw Failure(
          .value(
            operation: "[… ; …]",
            message: "row \(number + 1) has \(left) columns, the rows above have \(width)"))
      }
      width = left
      height += tall
      if count > 1 { onlyColumns = false }
    }
    let columns = width ?? 0
    let shape: Shape = onlyColumns ? .vector(height) : .matrix(height, columns)
    try charge(entries: height * columns)
    return try place(parts, shape, columns)
  }

  private func partShape(_ value: Value) throws(Failure) -> Shape {
    switch value {
    case .number, .boolean: return .scalar
    case .traced(let traced): return traced.node.shape
    default:
      guard let array = value.array else {
        throw Failure(
          .kind(operation: "[… …]", expected: "numbers and arrays", found: value.kindName))
      }
      return array.shape
    }
  }

  private func place(
    _ parts: [(Value, [Int], row: Int, column: Int, shape: Shape)], _ shape: Shape,
    _ columns: Int
  ) throws(Failure) -> Value {
    var placed: [(Value, [Int])] = []
    var isTraced = false
    for part in parts {
      var places: [Int] = []
      for row in 0..<part.shape.rows {
        for column in 0..<part.shape.columns {
          places.append((part.row + row) * columns + part.column + column)
        }
      }
      if case .traced = part.0 { isTraced = true }
      placed.append((part.0, places))
    }
    if isTraced { return try assemble(placed, shape) }
    var elements = [Double](repeating: 0, count: shape.count)
    for (value, places) in placed {
      let source: [Double]
      if let array = value.array {
        source = array.elements
      } else {
        source = [try scalar(value, "[…]")]
      }
      for (offset, place) in places.enumerated() { elements[place] = source[offset] }
    }
    return .array(
      NumericArray(
        rows: shape.rows, columns: shape.columns, form: shape.isVector ? .vector : .matrix,
        elements))
  }
}
