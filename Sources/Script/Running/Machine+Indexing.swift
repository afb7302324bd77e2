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

  @inline(__always)
  func whole(_ number: Double, _ extent: Int) throws(Failure) -> Int {
    guard number >= 1, number <= Double(extent), case let place = Int(number),
      Double(place) == number
    else { throw wrongIndex(number, extent) }
    return place - 1
  }

  @inline(never)
  private func wrongIndex(_ number: Double, _ extent: Int) -> Failure {
    number == number.rounded()
      ? Failure(.index(text: shortText(number), extent: extent))
      : Failure(.fractionalIndex(shortText(number)))
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
      // Places of a matrix count column after column.
      let (rows, columns) = (max(1, array.rows), array.columns)
      return .several(
        (0..<extent).filter { array.elements[$0 % rows * columns + $0 / rows] != 0 })
    }
    var places: [Int] = []
    for element in array.elements { places.append(try whole(element, extent)) }
    return .several(places)
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
      if let source = value.array, let shape {
        guard Machine.extents(shape) == Machine.extents(source.shape) else {
          let wanted = shape.isVector ? "\(shape.rows)" : "\(shape.rows)×\(shape.columns)"
          throw Failure(
            .shapes(
              operation: "assignment", left: wanted + " places", right: value.kindName, hint: nil))
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

  /// The extents that say something: a row and a column of as many entries fit one another.
  private static func extents(_ shape: Shape) -> [Int] {
    [shape.rows, shape.columns].filter { $0 != 1 }
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
}
