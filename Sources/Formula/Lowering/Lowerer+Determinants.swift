import SourceText

/// Determinants, inverses and definiteness as polynomials in the entries.
extension Lowerer {
  /// The determinant by expansion along rows, equal minors shared: n·2ⁿ⁻¹ products.
  mutating func determinant(_ matrix: Tensor, at span: Span) throws(LoweringFailure)
    -> Graph.Node
  {
    guard matrix.rows == matrix.columns else {
      throw .shape(left: [matrix.rows, matrix.columns], right: [matrix.rows, matrix.rows], span)
    }
    guard matrix.rows <= 8 else { throw .tooLarge(span) }
    return minor(of: matrix, rows: Array(0..<matrix.rows), columns: Array(0..<matrix.columns))
  }

  /// The determinant of some rows and columns, as many of one as of the other.
  mutating func minor(of matrix: Tensor, rows: [Int], columns: [Int]) -> Graph.Node {
    var known: [[Int]: Graph.Node] = [:]
    return minor(of: matrix, rows: rows[...], columns: columns, &known)
  }

  private mutating func minor(
    of matrix: Tensor, rows: ArraySlice<Int>, columns: [Int], _ known: inout [[Int]: Graph.Node]
  ) -> Graph.Node {
    guard let row = rows.first else { return graph.constant(1) }
    if let node = known[columns] { return node }
    var sum = graph.constant(0)
    for (place, column) in columns.enumerated() where !graph.isZero(matrix[row, column]) {
      var rest = columns
      rest.remove(at: place)
      let cofactor = minor(of: matrix, rows: rows.dropFirst(), columns: rest, &known)
      let product = graph.multiply(matrix[row, column], cofactor)
      sum = place % 2 == 0 ? graph.add(sum, product) : graph.subtract(sum, product)
    }
    known[columns] = sum
    return sum
  }

  /// The adjugate over the determinant: undefined exactly where the matrix is singular.
  mutating func inverse(_ matrix: Tensor, at span: Span) throws(LoweringFailure) -> Tensor {
    if matrix.isScalar { return matrix.with([graph.divide(graph.constant(1), matrix.node)]) }
    let determinant = try determinant(matrix, at: span)
    let all = Array(0..<matrix.rows)
    var nodes: [Graph.Node] = []
    for row in all {
      for column in all {
        let cofactor = minor(
          of: matrix, rows: all.filter { $0 != column }, columns: all.filter { $0 != row })
        let quotient = graph.divide(cofactor, determinant)
        nodes.append((row + column) % 2 == 0 ? quotient : graph.negate(quotient))
      }
    }
    return Tensor(.matrix, rows: matrix.rows, columns: matrix.columns, nodes)
  }

  /// Whether xᵀMx > 0 for all x ≠ 0 (or ≥ 0): by minors of (M + Mᵀ)/2.
  mutating func isDefinite(_ matrix: Tensor, strictly: Bool, at span: Span)
    throws(LoweringFailure) -> Graph.Node
  {
    let count = matrix.rows
    guard count == matrix.columns else { throw disagreement(matrix, matrix.transposed, at: span) }
    guard count <= 7 else { throw .tooLarge(span) }
    let half = graph.constant(1, over: 2)
    var nodes: [Graph.Node] = []
    for row in 0..<count {
      for column in 0..<count {
        let sum = graph.add(matrix[row, column], matrix[column, row])
        nodes.append(
          row == column ? matrix[row, row] : graph.multiply(half, sum))
      }
    }
    let symmetric = Tensor(matrix: nodes, rows: count, columns: count)
    let zero = graph.constant(0)
    var conditions: [Graph.Node] = []
    for subset in 1..<(1 << count) {
      let chosen = (0..<count).filter { subset >> $0 & 1 == 1 }
      if strictly && chosen.last != chosen.count - 1 { continue }
      let minor = minor(of: symmetric, rows: chosen, columns: chosen)
      conditions.append(
        strictly ? graph.isLess(zero, minor) : graph.isLessOrEqual(zero, minor))
    }
    return graph.all(conditions)
  }

  /// The size of the largest square part whose determinant is not 0.
  mutating func rank(_ matrix: Tensor, at span: Span) throws(LoweringFailure) -> Graph.Node {
    guard matrix.rows <= 5, matrix.columns <= 5 else { throw .tooLarge(span) }
    let (zero, one) = (graph.constant(0), graph.constant(1))
    var result = zero
    for size in 1...max(min(matrix.rows, matrix.columns), 1) {
      var isNonzero: [Graph.Node] = []
      for rows in subsets(of: matrix.rows, size: size) {
        for columns in subsets(of: matrix.columns, size: size) {
          let minor = minor(of: matrix, rows: rows, columns: columns)
          isNonzero.append(graph.not(graph.isEqual(minor, zero)))
        }
      }
      result = graph.add(result, graph.select(graph.any(isNonzero), one, zero))
    }
    return result
  }

  private func subsets(of count: Int, size: Int) -> [[Int]] {
    (0..<(1 << count)).map { subset in (0..<count).filter { subset >> $0 & 1 == 1 } }
      .filter { $0.count == size }
  }
}
