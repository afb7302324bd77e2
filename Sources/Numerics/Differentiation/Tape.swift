/// A value on a tape: scalar, vector or matrix.
public struct Traced: Sendable, Equatable {
  /// The place on the tape.
  public let index: Int
  /// The shape for broadcasting.
  public let shape: Shape
}

/// A record of operations on arrays, to be differentiated.
///
/// Every operation computes its value at once and is written down. `gradient` walks the record
/// backwards and writes the derivatives down *as further operations on the same tape*: they can be
/// differentiated again, to any order, and a gradient inside a function whose gradient is taken needs
/// no special care.
///
/// What a program decides from values (branches, the place of a maximum, a permutation that sorts) is
/// constant for the derivative. A tape is *not* shared between threads.
public final class Tape {
  struct Node {
    var operation: Operation
    var shape: Shape
    var offset: Int
    var a: Int
    var b: Int
  }

  enum Operation {
    case source
    case pointwise(PointwiseFunction)
    case pairwise(PairwiseFunction)
    case integerPower(Int)
    case sum
    case stretch
    case reshape
    case transpose
    case product
    case gather([Int])
    case scatter([Int])
    case assemble([Int], [[Int]])
    case solve
    case leastSquares
    case inverse
    case determinant
  }

  var nodes: [Node] = []
  var values: [Double] = []

  /// An empty tape.
  public init() {}

  /// The number of entries of all values so far: what the tape costs in work and memory.
  public var valueCount: Int { values.count }

  /// Puts a value on the tape: a variable, or a constant, which differ in nothing but their use.
  public func variable(_ value: NumericValue) -> Traced {
    append(.source, value.shape, value.elements)
  }

  /// Puts a number on the tape.
  public func constant(_ value: Double) -> Traced { append(.source, .scalar, value) }

  /// The value of a node.
  public func value(_ x: Traced) -> NumericValue {
    NumericValue(shape: x.shape, elements: elements(x))
  }

  /// The value of a scalar, or the first entry.
  public func number(_ x: Traced) -> Double { values[nodes[x.index].offset] }

  /// The entries of a node, row after row.
  public func elements(_ x: Traced) -> [Double] {
    let offset = nodes[x.index].offset
    return Array(values[offset..<offset + x.shape.count])
  }

  func matrix(_ x: Traced) -> Matrix {
    Matrix(rows: x.shape.rows, columns: x.shape.columns, elements: elements(x))
  }

  func append(
    _ operation: Operation, _ shape: Shape, _ elements: [Double], _ a: Int = -1, _ b: Int = -1
  ) -> Traced {
    nodes.append(Node(operation: operation, shape: shape, offset: values.count, a: a, b: b))
    values.append(contentsOf: elements)
    return Traced(index: nodes.count - 1, shape: shape)
  }

  func append(
    _ operation: Operation, _ shape: Shape, _ value: Double, _ a: Int = -1, _ b: Int = -1
  ) -> Traced {
    nodes.append(Node(operation: operation, shape: shape, offset: values.count, a: a, b: b))
    values.append(value)
    return Traced(index: nodes.count - 1, shape: shape)
  }

  func traced(_ index: Int) -> Traced { Traced(index: index, shape: nodes[index].shape) }
}
