import Numerics

extension Machine {
  /// Which entries an index selects along one extent.
  enum Selection {
    case one(Int)
    case several([Int])

    var places: [Int] {
      switch self {
      case .one(let place): [place]
      case .several(let places): places
      }
    }

    var count: Int {
      if case .several(let places) = self { places.count } else { 1 }
    }

    var isOne: Bool { if case .one = self { true } else { false } }
  }

  private func whole(_ number: Double, _ extent: Int) throws(Failure) -> Int {
    guard number == number.rounded() else { throw Failure(.fractionalIndex(shortText(number))) }
    guard number >= 1, number <= Double(extent) else {
      throw Failure(.index(text: shortText(number), extent: extent))
    }
    return Int(number) - 1
  }

  func selection(_ index: Value, _ extent: Int) throws(Failure) -> Selection {
    switch index {
    case .number(let number): return .one(try whole(number, extent))
    case .everything: return .several(Array(0..<extent))
    case .traced: return .one(try whole(scalar(index, "index"), extent))
    default: break
    }
    guard let array = index.array else {
      throw Failure(
        .kind(operation: "index", expected: "a whole number or range", found: index.kindName))
    }
    if array.isBoolean {
      guard array.count == extent else {
        throw Failure(.index(text: "a mask of \(array.count)", extent: extent))
      }
      return .several((0..<extent).filter { array.elements[$0] != 0 })
    }
    var places: [Int] = []
    for element in array.elements { places.append(try whole(element, extent)) }
    return .several(places)
  }

  /// `A[i, j]` and `A[:, j]` without detours.
  @inline(__always)
  func indexPair(
    _ target: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>,
    _ first: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .array(let array) = base.pointee, case .number(let row) = first.pointee,
      case .number(let column) = (first + 1).pointee
    else { return false }
    let i = try whole(row, array.rows)
    let j = try whole(column, array.columns)
    if array.isBoolean {
      target.pointee = .boolean(array.elements[i * array.columns + j] != 0)
    } else {
      set(target, array.elements[i * array.columns + j])
    }
    return true
  }

  /// `base[indices…]`.
  func index(
    _ base: Value, _ indices: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Failure) -> Value {
    switch base {
    case .array(let array):
      if count == 1, array.form == .vector, case .number(let number) = indices[0] {
        let value = array.elements[try whole(number, array.count)]
        return array.isBoolean ? .boolean(value != 0) : .number(value)
      }
      let (places, shape) = try places(array.shape, indices, count)
      guard let shape else {
        let value = array.elements[places[0]]
        return array.isBoolean ? .boolean(value != 0) : .number(value)
      }
      try charge(entries: places.count)
      let result = NumericArray(
        rows: shape.rows, columns: shape.columns, form: shape.isVector ? .vector : .matrix,
        places.map { array.elements[$0] })
      result.isBoolean = array.isBoolean
      return .array(result)
    case .traced(let traced):
      let (places, shape) = try places(traced.node.shape, indices, count)
      return try pick(traced, places, shape ?? .scalar)
    case .range(let range) where !range.isInterval:
      if count == 1, case .number(let number) = indices[0] {
        return .number(range[try whole(number, range.count)])
      }
      return try index(.array(range.array), indices, count)
    case .list(let list): return try pick(list.items, indices, count) { List($0) }
    case .record(let record):
      return try pick(record.values, indices, count) { List($0) }
    default:
      throw Failure(
        .kind(operation: "[…]", expected: "an array, range or list", found: base.kindName))
    }
  }

  private func pick(
    _ items: [Value], _ indices: UnsafeMutablePointer<Value>, _ count: Int,
    _ wrap: ([Value]) -> List
  ) throws(Failure) -> Value {
    guard count == 1 else {
      throw Failure(
        .kind(operation: "[…]", expected: "one index", found: "\(count) indices"))
    }
    switch try selection(indices[0], items.count) {
    case .one(let place): return items[place]
    case .several(let places): return .list(wrap(places.map { items[$0] }))
    }
  }

  /// The places (row after row) that indices select, and the shape of what they give; nil for one.
  private func places(
    _ shape: Shape, _ indices: UnsafeMutablePointer<Value>, _ count: Int
  ) throws(Failure) -> ([Int], Shape?) {
    let (rows, columns) = (shape.rows, shape.columns)
    if count == 1 {
      // One index counts column after column.
      let chosen = try selection(indices[0], rows * columns)
      let places = chosen.places.map { $0 % max(1, rows) * columns + $0 / max(1, rows) }
      return (places, chosen.isOne ? nil : .vector(places.count))
    }
    guard count == 2 else {
      throw Failure(
        .kind(operation: "[…]", expected: "one or two indices", found: "\(count) indices"))
    }
    let rowChoice = try selection(indices[0], rows)
    let columnChoice = try selection(indices[1], columns)
    var places: [Int] = []
    places.reserveCapacity(rowChoice.count * columnChoice.count)
    for row in rowChoice.places {
      for column in columnChoice.places { places.append(row * columns + column) }
    }
    switch (rowChoice.isOne, columnChoice.isOne) {
    case (true, true): return (places, nil)
    case (true, false), (false, true): return (places, .vector(places.count))
    case (false, false): return (places, .matrix(rowChoice.count, columnChoice.count))
    }
  }

  /// What `end` stands for.
  func extent(_ value: Value, _ place: Int, _ count: Int) throws(Failure) -> Int {
    let shape: Shape
    switch value {
    case .array(let array): shape = array.shape
    case .traced(let traced): shape = traced.node.shape
    case .range(let range): shape = .vector(range.count)
    case .list(let list): shape = .vector(list.items.count)
    case .record(let record): shape = .vector(record.values.count)
    case .number: shape = .scalar
    default:
      throw Failure(
        .kind(operation: "end", expected: "an array, range or list", found: value.kindName))
    }
    if count <= 1 { return shape.count }
    return place == 0 ? shape.rows : place == 1 ? shape.columns : 1
  }

  /// `base[indices…] = value`: changes the array itself, as in Julia.
  func setIndex(
    _ base: Value, _ indices: UnsafeMutablePointer<Value>, _ count: Int, _ value: Value
  ) throws(Failure) {
    switch base {
    case .array(let array):
      if case .traced = value { throw Failure(.notDifferentiable("assignment to an entry")) }
      if case .number(let number) = value, case .number(let first) = indices[0] {
        if count == 1, array.columns == 1 || array.rows == 1 {
          array.elements[try whole(first, array.count)] = number
          return
        }
        if count == 2, case .number(let second) = indices[1] {
          let row = try whole(first, array.rows)
          array.elements[row * array.columns + (try whole(second, array.columns))] = number
          return
        }
      }
      let (places, shape) = try places(array.shape, indices, count)
      try charge(places.count)
      if let source = value.array, shape != nil {
        guard source.count == places.count else {
          throw Failure(
            .shapes(
              operation: "assignment", left: "\(places.count) places", right: value.kindName,
              hint: nil))
        }
        for (offset, place) in places.enumerated() {
          array.elements[place] = source.elements[offset]
        }
      } else {
        let number = try scalar(value, "assignment")
        for place in places { array.elements[place] = number }
      }
    case .list(let list):
      guard case .one(let place) = try selection(indices[0], list.items.count) else {
        throw Failure(.kind(operation: "assignment", expected: "one index", found: "several"))
      }
      list.items[place] = value
    default:
      throw Failure(
        .kind(operation: "assignment", expected: "an array or list", found: base.kindName))
    }
  }

  /// `x .= value`.
  func fill(_ target: Value, with value: Value) throws(Failure) {
    guard case .array(let array) = target else {
      throw Failure(.kind(operation: ".=", expected: "an array", found: target.kindName))
    }
    if let source = value.array {
      guard source.rows == array.rows, source.columns == array.columns else {
        throw Failure(
          .shapes(operation: ".=", left: target.kindName, right: value.kindName, hint: nil))
      }
      array.elements = source.elements
    } else {
      let number = try scalar(value, ".=")
      for index in array.elements.indices { array.elements[index] = number }
    }
    try charge(array.count)
  }

  // MARK: Making arrays

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
      array.reshape(rows, columns, .matrix)
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
