/// A value with concrete sizes: the nodes of its entries, row by row.
package struct Tensor: Hashable, Sendable {
  package let form: Form
  package let rows: Int
  package let columns: Int
  package let nodes: [Graph.Node]

  package enum Form: Hashable, Sendable {
    case scalar
    /// A column: `columns` is 1.
    case vector
    /// `rows` is 1.
    case row
    case matrix
    case truth
  }

  package init(_ form: Form, rows: Int, columns: Int, _ nodes: [Graph.Node]) {
    precondition(rows * columns == nodes.count, "\(rows) by \(columns): \(nodes.count) nodes")
    self.form = form
    self.rows = rows
    self.columns = columns
    self.nodes = nodes
  }

  package init(scalar node: Graph.Node) {
    self.init(.scalar, rows: 1, columns: 1, [node])
  }

  package init(truth node: Graph.Node) {
    self.init(.truth, rows: 1, columns: 1, [node])
  }

  package init(vector nodes: [Graph.Node]) {
    self.init(.vector, rows: nodes.count, columns: 1, nodes)
  }

  package init(matrix nodes: [Graph.Node], rows: Int, columns: Int) {
    self.init(.matrix, rows: rows, columns: columns, nodes)
  }

  /// The only entry of a scalar or a truth value.
  package var node: Graph.Node { nodes[0] }

  /// Row and column, or the place in a vector, counted from 1; empty for a scalar or a truth value.
  package func index(of place: Int) -> [Int] {
    switch form {
    case .scalar, .truth: []
    case .vector, .row: [place + 1]
    case .matrix: [place / columns + 1, place % columns + 1]
    }
  }

  /// Counted from 0.
  package subscript(row: Int, column: Int) -> Graph.Node { nodes[row * columns + column] }

  /// The entry with these indices, counted from 1, if there is one.
  func entry(_ indices: [Int]) -> Graph.Node? {
    switch (form, indices.count) {
    case (.matrix, 2):
      guard 0 < indices[0], indices[0] <= rows, 0 < indices[1], indices[1] <= columns else {
        return nil
      }
      return self[indices[0] - 1, indices[1] - 1]
    case (.vector, 1), (.row, 1):
      return 0 < indices[0] && indices[0] <= nodes.count ? nodes[indices[0] - 1] : nil
    default: return nil
    }
  }

  package var isScalar: Bool { form == .scalar }

  package func with(_ nodes: [Graph.Node]) -> Tensor {
    Tensor(form, rows: rows, columns: columns, nodes)
  }

  var transposed: Tensor {
    let form: Form =
      switch self.form {
      case .vector: .row
      case .row: .vector
      default: self.form
      }
    var result: [Graph.Node] = []
    for column in 0..<columns { for row in 0..<rows { result.append(self[row, column]) } }
    return Tensor(form, rows: columns, columns: rows, result)
  }
}
