/// A matrix as coloured cells, its first row at the top.
///
/// Viridis for values of one sign; blue – background – orange, symmetric about zero, for
/// values of both. Up to 8 × 8 cells show their values. More than 48 rows or columns are
/// reduced to means of blocks, and a remark says so.
package struct HeatMapMark {
  package var rows: [[Double]]
  package var rowNames: [String]
  package var columnNames: [String]

  /// The most cells in a row or column that are drawn.
  static let limit = 48

  package init(_ rows: [[Double]], rowNames: [String] = [], columnNames: [String] = []) {
    self.rows = rows
    self.rowNames = rowNames
    self.columnNames = columnNames
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    let width = rows.first?.count ?? 0
    if width == 0 { throw .empty(argument: "rows") }
    for row in rows { try PlotContext.sameLength("first row", width, "row", row.count) }
    if !rows.contains(where: { $0.contains { $0.isFinite } }) {
      throw .nothingFinite(argument: "rows")
    }
    if !rowNames.isEmpty {
      try PlotContext.sameLength("rows", rows.count, "row names", rowNames.count)
    }
    if !columnNames.isEmpty {
      try PlotContext.sameLength("columns", width, "column names", columnNames.count)
    }
    let factor = max(1, (max(rows.count, width) + HeatMapMark.limit - 1) / HeatMapMark.limit)
    let cells = HeatMapMark.reduced(rows, by: factor)
    let palette = HeatMapPalette(cells, printsValues: max(rows.count, width) <= 8)
    var mark = PreparedMark()
    mark.traits.fixesX = true
    mark.traits.fixesY = true
    mark.traits.framed = true
    mark.traits.reversedY = true
    let ratio = Double(rows.count) / Double(width)
    mark.traits.equalAspect = ratio > 0.25 && ratio < 4
    mark.categories = try HeatMapMark.names(columnNames, width)
    mark.rowCategories = try HeatMapMark.names(rowNames, rows.count)
    let offset = (mark.categories.isEmpty ? 0.5 : -0.5, mark.rowCategories.isEmpty ? 0.5 : -0.5)
    mark.x = Extent([offset.0, offset.0 + Double(width)])
    mark.y = Extent([offset.1, offset.1 + Double(rows.count)])
    mark.bar = palette.bar
    mark.sentences = [sentence(width)]
    mark.columns = columns(width)
    if factor > 1 {
      mark.remarks = [
        "\(rows.count) × \(width) values, drawn as means of blocks of \(factor) × \(factor)."
      ]
    }
    mark.draw = { frame, canvas in
      HeatMapDrawing.draw(cells, palette, factor, offset, frame, &canvas)
    }
    return mark
  }

  private static func spoken(_ names: [String], _ index: Int) -> String {
    index < names.count ? Label.spoken(names[index]) : "\(index + 1)"
  }

  /// Given names, or 1, 2, 3 … for up to ten.
  private static func names(_ given: [String], _ count: Int) throws(PlotError) -> [Label] {
    if given.isEmpty, count > 10 { return [] }
    if given.isEmpty { return (1...count).map { Label(plain: "\($0)") } }
    if given.count > limit { throw .tooMany(argument: "names", count: given.count, limit: limit) }
    var labels: [Label] = []
    for name in given { labels.append(try Label(name)) }
    return labels
  }

  private static func reduced(_ rows: [[Double]], by factor: Int) -> [[Double]] {
    if factor == 1 { return rows }
    let width = rows[0].count
    return stride(from: 0, to: rows.count, by: factor).map { top in
      stride(from: 0, to: width, by: factor).map { left in
        var (sum, count) = (0.0, 0.0)
        for row in top..<min(top + factor, rows.count) {
          for column in left..<min(left + factor, width) {
            sum += rows[row][column]
            count += 1
          }
        }
        return sum / count
      }
    }
  }

  private func sentence(_ width: Int) -> String {
    var (low, high) = ((0, 0, Double.infinity), (0, 0, -Double.infinity))
    var negative = 0
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() where value.isFinite {
        if value < low.2 { low = (i, j, value) }
        if value > high.2 { high = (i, j, value) }
        if value < 0 { negative += 1 }
      }
    }
    let place = { (cell: (Int, Int, Double)) in
      let row = HeatMapMark.spoken(rowNames, cell.0)
      let column = HeatMapMark.spoken(columnNames, cell.1)
      return "\(NumberText.short(cell.2)) in row \(row), column \(column)"
    }
    let signs = negative > 0 ? "; \(negative) of \(rows.count * width) are negative" : ""
    return "A matrix of \(rows.count) rows and \(width) columns, highest \(place(high)), "
      + "lowest \(place(low))\(signs)."
  }

  private func columns(_ width: Int) -> [DataTable.Column] {
    let names = rows.indices.map { HeatMapMark.spoken(rowNames, $0) }
    guard width <= 20 else { return [] }
    return [.init("row", texts: names)]
      + (0..<width).map { column in
        .init(HeatMapMark.spoken(columnNames, column), rows.map { $0[column] })
      }
  }
}
