extension Tape {
  /// A function applied entry by entry.
  public func apply(_ function: PointwiseFunction, _ x: Traced) -> Traced {
    let offset = nodes[x.index].offset
    if x.shape == .scalar {
      return append(.pointwise(function), .scalar, function(values[offset]), x.index)
    }
    values.reserveCapacity(values.count + x.shape.count)
    let result = append(.pointwise(function), x.shape, [], x.index)
    for k in 0..<x.shape.count { values.append(function(values[offset + k])) }
    return result
  }

  /// A function of two operands applied entry by entry, extents of 1 stretched.
  public func combine(_ function: PairwiseFunction, _ x: Traced, _ y: Traced) throws(ArrayError)
    -> Traced
  {
    let (ox, oy) = (nodes[x.index].offset, nodes[y.index].offset)
    if x.shape == .scalar, y.shape == .scalar {
      let value = function(values[ox], values[oy])
      return append(.pairwise(function), .scalar, value, x.index, y.index)
    }
    guard let shape = Shape.broadcast(x.shape, y.shape) else {
      throw .shapes(operation: function.name, left: x.shape, right: y.shape)
    }
    values.reserveCapacity(values.count + shape.count)
    let result = append(.pairwise(function), shape, [], x.index, y.index)
    let a = BroadcastStrides(of: x.shape, in: shape)
    let b = BroadcastStrides(of: y.shape, in: shape)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        values.append(
          function(values[ox + a.offset(row, column)], values[oy + b.offset(row, column)]))
      }
    }
    return result
  }

  /// xᵏ entry by entry for a whole k, by repeated squaring; x⁰ = 1, also for 0.
  public func power(_ x: Traced, _ exponent: Int) -> Traced {
    let result = elements(x).map { Tape.power($0, exponent) }
    return append(.integerPower(exponent), x.shape, result, x.index)
  }

  /// The sum over each stretched extent, so that the result has `shape`; `.scalar` sums everything.
  public func sum(_ x: Traced, to shape: Shape = .scalar) -> Traced {
    if x.shape == shape { return x }
    var result = Array(repeating: 0.0, count: shape.count)
    let strides = BroadcastStrides(of: shape, in: x.shape)
    let offset = nodes[x.index].offset
    let columns = x.shape.columns
    for row in 0..<x.shape.rows {
      for column in 0..<columns {
        result[strides.offset(row, column)] += values[offset + row * columns + column]
      }
    }
    return append(.sum, shape, result, x.index)
  }

  /// The value repeated along extents of 1, so that the result has `shape`.
  public func stretch(_ x: Traced, to shape: Shape) throws(ArrayError) -> Traced {
    if x.shape == shape { return x }
    guard let common = Shape.broadcast(x.shape, shape), common.rows == shape.rows,
      common.columns == shape.columns
    else { throw .shapes(operation: "stretching", left: x.shape, right: shape) }
    let strides = BroadcastStrides(of: x.shape, in: shape)
    let offset = nodes[x.index].offset
    var result: [Double] = []
    result.reserveCapacity(shape.count)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        result.append(values[offset + strides.offset(row, column)])
      }
    }
    return append(.stretch, shape, result, x.index)
  }

  /// The same entries, row after row, in another shape of the same count.
  public func reshape(_ x: Traced, to shape: Shape) throws(ArrayError) -> Traced {
    if x.shape == shape { return x }
    guard x.shape.count == shape.count else {
      throw .shapes(operation: "reshape", left: x.shape, right: shape)
    }
    return append(.reshape, shape, elements(x), x.index)
  }

  /// Rows and columns exchanged; a vector becomes a matrix of one row.
  public func transpose(_ x: Traced) -> Traced {
    if x.shape == .scalar { return x }
    return append(.transpose, x.shape.transposed, matrix(x).transposed.elements, x.index)
  }

  /// The matrix product; a vector counts as one column, and stays a vector on the right.
  public func multiply(_ x: Traced, _ y: Traced) throws(ArrayError) -> Traced {
    if x.shape == .scalar || y.shape == .scalar { return try combine(.multiply, x, y) }
    let value = try matrix(x).times(matrix(y))
    let shape: Shape =
      if case .vector = y.shape, case .matrix = x.shape {
        .vector(value.rows)
      } else {
        value.shape
      }
    return append(.product, shape, value.elements, x.index, y.index)
  }

  /// The entries at these places (row after row, from 0) in a new shape: indexing and slicing, and
  /// also maximum (at its place), sort and reverse (by their permutation).
  public func gather(_ x: Traced, _ places: [Int], shape: Shape) throws(ArrayError) -> Traced {
    try check(places, count: shape.count, extent: x.shape.count)
    let offset = nodes[x.index].offset
    return append(.gather(places), shape, places.map { values[offset + $0] }, x.index)
  }

  /// Adds each entry to its place in an array of zeros: the transpose of `gather`.
  public func scatter(_ x: Traced, _ places: [Int], shape: Shape) throws(ArrayError) -> Traced {
    try check(places, count: x.shape.count, extent: shape.count)
    let offset = nodes[x.index].offset
    var result = Array(repeating: 0.0, count: shape.count)
    for (k, place) in places.enumerated() { result[place] += values[offset + k] }
    return append(.scatter(places), shape, result, x.index)
  }

  /// An array put together from parts, the entries of each at its places; 0 where there is none.
  public func assemble(_ parts: [(part: Traced, places: [Int])], shape: Shape) throws(ArrayError)
    -> Traced
  {
    var result = Array(repeating: 0.0, count: shape.count)
    for (part, places) in parts {
      try check(places, count: part.shape.count, extent: shape.count)
      let offset = nodes[part.index].offset
      for (k, place) in places.enumerated() { result[place] = values[offset + k] }
    }
    let operation = Operation.assemble(parts.map { $0.part.index }, parts.map { $0.places })
    return append(operation, shape, result)
  }

  private func check(_ places: [Int], count: Int, extent: Int) throws(ArrayError) {
    guard places.count == count else {
      throw .shapes(operation: "indexing", left: .vector(places.count), right: .vector(count))
    }
    for place in places where place < 0 || place >= extent {
      throw .index(operation: "indexing", index: place, extent: extent)
    }
  }

  /// xᵏ by repeated squaring.
  public static func power(_ x: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var base = x
    var remaining = exponent.magnitude
    while remaining > 0 {
      if remaining & 1 == 1 { result *= base }
      remaining >>= 1
      if remaining > 0 { base *= base }
    }
    return exponent < 0 ? 1 / result : result
  }
}
