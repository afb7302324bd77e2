/// A figure as a page needs it.
package struct RenderedFigure: Equatable, Sendable {
  /// An HTML element that holds the drawing for wide and for narrow places; the rules of
  /// `Figure.stylesheet` show one of them.
  package var svg: String
  package var title: String
  /// What is to be seen, in sentences made from the data.
  package var description: String
  package var table: DataTable
  /// What the drawing leaves out or changes, each a sentence; to be shown with the caption.
  package var remarks: [String]
}

/// The data of a figure for readers who want the numbers.
package struct DataTable: Equatable, Sendable {
  package var headers: [String] = []
  package var rows: [[String]] = []
  /// How many rows the data have; more than `rows.count` if every n-th is shown.
  package var total: Int = 0

  /// The most rows that are shown.
  static let limit = 40

  /// Columns side by side, every n-th row if there are too many.
  init(_ columns: [Column]) {
    headers = columns.map { $0.header }
    total = columns.reduce(0) { max($0, $1.count) }
    let stride = max(1, (total + DataTable.limit - 2) / (DataTable.limit - 1))
    var indices = Array(Swift.stride(from: 0, to: total, by: stride))
    if let last = indices.last, last != total - 1 { indices.append(total - 1) }
    rows = indices.map { row in columns.map { $0.cell(row) } }
  }

  struct Column {
    var header: String
    var count: Int
    var cell: (Int) -> String

    init(_ header: String, _ values: [Double]) {
      self.header = header
      count = values.count
      cell = { $0 < values.count ? NumberText.short(values[$0], digits: 5) : "" }
    }

    init(_ header: String, texts: [String]) {
      self.header = header
      count = texts.count
      cell = { $0 < texts.count ? texts[$0] : "" }
    }
  }
}
