/// A table of what was computed: words stand left, numbers right, digit below digit.
struct NumberTable {
  private let header: [String]
  private let rows: [[String]]

  init(_ header: [String], _ rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// Each column once: curves over the same places have them in one column.
  var withoutRepeats: NumberTable {
    var seen: Set<[String]> = []
    let kept = header.indices.filter { column in
      seen.insert([header[column]] + rows.map { column < $0.count ? $0[column] : "" }).inserted
    }
    return NumberTable(
      kept.map { header[$0] }, rows.map { row in kept.map { $0 < row.count ? row[$0] : "" } })
  }

  func write(_ html: inout HTML) {
    let isNumeric = header.indices.map { column in
      rows.allSatisfy { column < $0.count && Self.isNumber($0[column]) }
    }
    // The table says it once where all columns are alike.
    let isAllNumeric = !isNumeric.contains(false)
    func place(_ column: Int) -> (String, String?) {
      ("class", isNumeric[column] && !isAllNumeric ? "right" : nil)
    }
    html.open("div", [("class", "scroll")])
    html.open("table", [("class", isAllNumeric ? "right" : nil)])
    html.open("thead")
    html.open("tr")
    for (column, name) in header.enumerated() {
      html.element(
        name.isEmpty ? "td" : "th", [("scope", name.isEmpty ? nil : "col"), place(column)],
        text: name)
    }
    html.raw("</thead><tbody>")
    for row in rows {
      html.open("tr")
      for (column, cell) in row.enumerated() { html.element("td", [place(column)], text: cell) }
    }
    html.raw("</tbody></table></div>")
  }

  private static func isNumber(_ cell: String) -> Bool {
    !cell.contains { $0.isLetter && !"eEINanf×·".contains($0) } && !cell.contains { $0 == " " }
  }
}
