import Formula
import Numerics

/// A matrix of nodes, row by row.
struct NodeMatrix: Hashable {
  let rows: Int
  let columns: Int
  var nodes: [Graph.Node]

  subscript(row: Int, column: Int) -> Graph.Node { nodes[row * columns + column] }

  init(_ rows: Int, _ columns: Int, _ nodes: [Graph.Node]) {
    self.rows = rows
    self.columns = columns
    self.nodes = nodes
  }

  init(_ rows: Int, _ columns: Int, entry: (Int, Int) -> Graph.Node) {
    self.init(
      rows, columns, (0..<rows).flatMap { row in (0..<columns).map { entry(row, $0) } })
  }

  var transposed: NodeMatrix { NodeMatrix(columns, rows) { self[$1, $0] } }
}

extension Graph {
  /// The determinant of some columns and as many rows, from one on.
  mutating func determinant(of matrix: NodeMatrix, rows first: Int = 0, columns: [Int]) -> Node {
    if columns.isEmpty { return constant(1) }
    var sum = constant(0)
    for (place, column) in columns.enumerated() {
      let others = columns.filter { $0 != column }
      let cofactor = determinant(of: matrix, rows: first + 1, columns: others)
      let product = multiply(matrix[first, column], cofactor)
      sum = place % 2 == 0 ? add(sum, product) : subtract(sum, product)
    }
    return sum
  }
}

/// Matrices of given kinds, made of new inputs: whatever these are, the kind holds exactly.
extension Problem {
  mutating func product(_ a: NodeMatrix, _ b: NodeMatrix) -> NodeMatrix {
    var nodes: [Graph.Node] = []
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        nodes.append(
          graph.sum((0..<a.columns).map { graph.multiply(a[row, $0], b[$0, column]) }))
      }
    }
    return NodeMatrix(a.rows, b.columns, nodes)
  }

  mutating func sum(_ a: NodeMatrix, _ b: NodeMatrix) -> NodeMatrix {
    NodeMatrix(a.rows, a.columns, zip(a.nodes, b.nodes).map { graph.add($0, $1) })
  }

  mutating func scaled(_ a: NodeMatrix, by factor: Graph.Node) -> NodeMatrix {
    NodeMatrix(a.rows, a.columns, a.nodes.map { graph.multiply(factor, $0) })
  }

  mutating func diagonal(_ entries: [Graph.Node]) -> NodeMatrix {
    let zero = graph.constant(0)
    return NodeMatrix(entries.count, entries.count) { $0 == $1 ? entries[$0] : zero }
  }

  mutating func multiple(ofIdentity factor: Graph.Node, _ count: Int) -> NodeMatrix {
    diagonal([Graph.Node](repeating: factor, count: count))
  }

  mutating func newReals(_ count: Int) -> [Graph.Node] {
    (0..<count).map { _ in newInput(.real, touches: false) }
  }

  /// N Nᵀ for a lower triangular N; positive definite if that is asked for.
  mutating func newGram(_ count: Int, isPositive: Bool) -> NodeMatrix {
    let zero = graph.constant(0)
    let above = InputDomain.interval(.init(.zero, isIncluded: false), nil)
    var nodes: [Graph.Node] = []
    for row in 0..<count {
      for column in 0..<count {
        if row < column {
          nodes.append(zero)
        } else {
          let domain = row == column && isPositive ? above : .real
          nodes.append(newInput(domain, touches: false))
        }
      }
    }
    let factor = NodeMatrix(count, count, nodes)
    return product(factor, factor.transposed)
  }

  /// K − Kᵀ.
  mutating func newSkew(_ count: Int) -> NodeMatrix {
    let nodes = newReals(count * count)
    var result: [Graph.Node] = []
    for row in 0..<count {
      for column in 0..<count {
        result.append(
          graph.subtract(nodes[row * count + column], nodes[column * count + row]))
      }
    }
    return NodeMatrix(count, count, result)
  }

  /// A product of reflections with one sign for each row: every orthogonal matrix is one.
  mutating func newOrthogonal(_ count: Int) -> NodeMatrix {
    let signs = (0..<count).map { _ in
      newInput(.set([Rational(1), Rational(-1)]), touches: false)
    }
    var result = diagonal(signs)
    for _ in 1..<max(count, 2) where count > 1 {
      let direction = newReals(count)
      let square = graph.sum(direction.map { graph.power($0, 2) })
      let factor = graph.divide(graph.constant(-2), square)
      let one = multiple(ofIdentity: graph.constant(1), count)
      let column = NodeMatrix(count, 1, direction)
      let reflection = sum(one, scaled(product(column, column.transposed), by: factor))
      result = product(result, reflection)
    }
    return result
  }

  /// V D V⁻¹ with V a product of triangular matrices with ones on their diagonals, whose inverse
  /// is a polynomial.
  mutating func conjugated(_ inner: NodeMatrix) -> NodeMatrix {
    let count = inner.rows
    let lower = newUnitTriangular(count)
    let upper = newUnitTriangular(count).transposed
    let inside = product(product(upper, inner), inverse(ofUnitLower: upper.transposed).transposed)
    return product(product(lower, inside), inverse(ofUnitLower: lower))
  }

  private mutating func newUnitTriangular(_ count: Int) -> NodeMatrix {
    let (zero, one) = (graph.constant(0), graph.constant(1))
    var nodes: [Graph.Node] = []
    for row in 0..<count {
      for column in 0..<count {
        nodes.append(
          row == column ? one : row < column ? zero : newInput(.real, touches: false))
      }
    }
    return NodeMatrix(count, count, nodes)
  }

  private mutating func inverse(ofUnitLower matrix: NodeMatrix) -> NodeMatrix {
    let count = matrix.rows
    var result = multiple(ofIdentity: graph.constant(1), count)
    for row in 0..<count {
      for column in 0..<row {
        let parts = (column..<row).map { graph.multiply(matrix[row, $0], result[$0, column]) }
        result.nodes[row * count + column] = graph.negate(graph.sum(parts))
      }
    }
    return result
  }

  /// u wᵀ with w orthogonal to u.
  mutating func newNilpotent(_ count: Int) -> NodeMatrix {
    let column = NodeMatrix(count, 1, newReals(count))
    let row = product(newSkew(count), column).transposed
    return product(column, row)
  }
}
