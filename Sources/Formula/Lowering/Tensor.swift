/// A value with concrete sizes: the nodes of its entries, row by row.
package struct Tensor: Hashable, Sendable {
  package let form: Form
  package let rows: Int
  package let columns: Int
  private let entries: Entries

  /// Most tensors are numbers: they need no list.
  private enum Entries: Hashable, Sendable {
    case one(Graph.Node)
    case several([Graph.Node])
  }

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
    entries = nodes.count == 1 ? .one(nodes[0]) : .several(nodes)
  }

  private init(_ form: Form, _ node: Graph.Node) {
    self.form = form
    (rows, columns) = (1, 1)
    entries = .one(node)
  }

  package init(scalar node: Graph.Node) { self.init(.scalar, node) }

  package init(truth node: Graph.Node) { self.init(.truth, node) }

  package init(vector nodes: [Graph.Node]) {
    self.init(.vector, rows: nodes.count, columns: 1, nodes)
  }

  package init(matrix nodes: [Graph.Node], rows: Int, columns: Int) {
    self.init(.matrix, rows: rows, columns: columns, nodes)
  }

  package var nodes: [Graph.Node] {
    switch entries {
    case .one(let node): [node]
    case .several(let nodes): nodes
    }
  }

  /// The only entry of a scalar or a truth value.
  package var node: Graph.Node {
    switch entries {
    case .one(let node): node
    case .several(let nodes): nodes[0]
    }
  }

  /// How many entries there are.
  package var count: Int { rows * columns }

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

  /// The entry at a place, if there is one.
  func entry(_ place: EntryIndex) -> Graph.Node? {
    switch (form, place.second) {
    case (.matrix, let column?):
      guard 0 < place.first, place.first <= rows, 0 < column, column <= columns else {
        return nil
      }
      return self[place.first - 1, column - 1]
    case (.vector, nil), (.row, nil):
      return 0 < place.first && place.first <= count ? nodes[place.first - 1] : nil
    default: return nil
    }
  }

  package var isScalar: Bool { form == .scalar }

  package func with(_ nodes: [Graph.Node]) -> Tensor {
    Tensor(form, rows: rows, columns: columns, nodes)
  }

  /// The same with every entry changed.
  func map<Failure: Error>(_ change: (Graph.Node) throws(Failure) -> Graph.Node)
    throws(Failure) -> Tensor
  {
    switch entries {
    case .one(let node): return Tensor(form, try change(node))
    case .several(let nodes): return with(try nodes.map(change))
    }
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

/// One index of a vector or two of a matrix, counted from 1.
struct EntryIndex {
  let first: Int
  let second: Int?

  init(_ first: Int, _ second: Int? = nil) {
    self.first = first
    self.second = second
  }

  var list: [Int] { second.map { [first, $0] } ?? [first] }

  /// The place among the entries of an array, row by row, counted from 0.
  func place(rows: Int, columns: Int) -> Int? {
    guard let second else { return 1...max(rows * columns, 1) ~= first ? first - 1 : nil }
    guard 1...max(rows, 1) ~= first, 1...max(columns, 1) ~= second else { return nil }
    return (first - 1) * columns + second - 1
  }
}
