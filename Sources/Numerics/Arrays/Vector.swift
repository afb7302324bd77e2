/// A column of Doubles.
public struct Vector: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// The entries, first to last.
  public var elements: [Double]

  /// The vector with these entries.
  public init(_ elements: [Double]) { self.elements = elements }

  /// The vector with these entries.
  public init(arrayLiteral elements: Double...) { self.elements = elements }

  /// The vector of `count` equal entries.
  public init(repeating value: Double, count: Int) {
    elements = Array(repeating: value, count: count)
  }

  /// The vector whose entry i (from 0) is `entry(i)`.
  public init(count: Int, _ entry: (Int) -> Double) {
    elements = (0..<count).map(entry)
  }

  /// The number of entries.
  public var count: Int { elements.count }

  /// The shape for broadcasting.
  public var shape: Shape { .vector(count) }

  /// The entry at an index from 0.
  public subscript(index: Int) -> Double {
    get { elements[index] }
    set { elements[index] = newValue }
  }

  /// The matrix of one column with these entries.
  public var column: Matrix { Matrix(rows: count, columns: 1, elements: elements) }

  /// The matrix of one row with these entries.
  public var transposed: Matrix { Matrix(rows: 1, columns: count, elements: elements) }

  /// The entries at these indices (from 0), in their order.
  public func gathered(_ indices: [Int]) throws(ArrayError) -> Vector {
    var result: [Double] = []
    result.reserveCapacity(indices.count)
    for index in indices {
      guard elements.indices.contains(index) else {
        throw .index(operation: "indexing", index: index, extent: count)
      }
      result.append(elements[index])
    }
    return Vector(result)
  }

  /// Σ xᵢ yᵢ, summed from first to last.
  public func dot(_ other: Vector) throws(ArrayError) -> Double {
    guard count == other.count else {
      throw .shapes(operation: "dot", left: shape, right: other.shape)
    }
    var sum = 0.0
    for index in 0..<count { sum += elements[index] * other.elements[index] }
    return sum
  }

  /// x yᵀ, the matrix of all products.
  public func outer(_ other: Vector) -> Matrix {
    Matrix(rows: count, columns: other.count) { row, column in
      elements[row] * other.elements[column]
    }
  }

  /// The cross product; both vectors must have three entries.
  public func cross(_ other: Vector) throws(ArrayError) -> Vector {
    guard count == 3, other.count == 3 else {
      throw .shapes(operation: "cross", left: shape, right: other.shape)
    }
    let (a, b) = (elements, other.elements)
    return [
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0],
    ]
  }
}
