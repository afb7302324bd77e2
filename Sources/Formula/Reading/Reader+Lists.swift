import Numerics
import SourceText

/// Lists, matrices and blocks, with dots.
extension Reader {
  /// Where the parts of a list lie.
  private enum Direction {
    case across
    case down
  }

  /// `(a, b)` is a column; `[a, b]` a row; `[a; b]` and `[A \mid B]` are blocks.
  mutating func tuple(
    _ inside: Range<Int>, opened: String, from start: Int
  ) throws(Failure) -> Term {
    let whole = span(from: start)
    guard opened != "\\{" else {
      throw Message.refused("SetAsValue", "a set is no value; it stands behind \\in", at: whole)
    }
    let rows = split(inside, at: [";"])
    if rows.count > 1 {
      return try matrix(rows.map { split($0, at: [","]) }, at: whole)
    }
    let columns = split(inside, at: ["\\mid"])
    if columns.count > 1 { return try matrix([columns], at: whole) }
    let list = try list(split(inside, at: [","]), isRow: opened == "[", at: whole)
    if opened == "(" { skipTransposeOfColumn() }
    return list
  }

  /// `x = (x_1, x_2)^T` is how a column is written in a line; before a factor, as in `(a, b)^T x`,
  /// the `T` transposes.
  private mutating func skipTransposeOfColumn() {
    guard next?.kind == .superscript, position + 1 < end else { return }
    let group = groupRange(position + 1)
    guard group.count == 1, let first = group.first,
      tokens[first].isMark("\\top") || tokens[first].text == "T"
    else { return }
    let start = position
    position = endOfGroup(position + 1)
    if startsFactor() { position = start }
  }

  /// The parts between commas: one under the other, and turned on its side if it is a row.
  mutating func list(
    _ parts: [Range<Int>], isRow: Bool, at whole: Span
  ) throws(Failure) -> Term {
    if isRow, parts.contains(where: { isDots($0) }), let first = parts.first, !isDots(first),
      case .vector = try entry(in: first).shape
    {
      return try stack([try self.parts(parts, .across, at: whole)], at: whole)
    }
    let column = try self.parts(parts, .down, at: whole)
    if isRow, column.count > 1, column.allSatisfy({ $0.shape.isArray }),
      !column.contains(where: { isSeries($0) })
    {
      throw Message.ambiguousList(at: whole)
    }
    if isRow, column.allSatisfy({ $0.shape.isNumber }) {
      return Term(.array(column), .row(Extent(column.count)), at: whole)
    }
    let stacked = column.count == 1 ? column[0] : try stack(column.map { [$0] }, at: whole)
    return isRow ? try transposed(stacked, at: whole) : stacked
  }

  /// `x_1, \dots, x_n` as the one argument of a function; `nil` if there are no dots.
  mutating func dottedList(_ parts: [Range<Int>], at whole: Span) throws(Failure) -> Term? {
    guard parts.contains(where: { isDots($0) }) else { return nil }
    return try list(parts, isRow: false, at: whole)
  }

  private func isSeries(_ term: Term) -> Bool {
    if case .table = term.node { return true }
    return false
  }

  /// The cells of each row of a matrix environment, of `[a, b; c, d]`.
  mutating func matrix(_ rows: [[Range<Int>]], at whole: Span) throws(Failure) -> Term {
    guard let width = rows.first?.count, width > 0 else {
      throw Message.missing("the entries", at: whole)
    }
    for row in rows where row.count != width {
      let isDots = row.count == 1 && isDots(row[0])
      if isDots { continue }
      throw Message.refused(
        "RaggedMatrix", "every row of a matrix has as many entries: \(width) and \(row.count)",
        at: span(row[0].isEmpty ? row[0].lowerBound..<row[0].lowerBound : row[0]))
    }
    let hasDots = rows.contains { $0.contains { isDots($0) } }
    guard hasDots else {
      var cells: [[Term]] = []
      for row in rows {
        var line: [Term] = []
        for cell in row { line.append(try entry(in: cell)) }
        cells.append(line)
      }
      return try stack(cells, at: whole)
    }
    if let diagonal = try diagonal(rows, at: whole) { return diagonal }
    return try patterned(rows, at: whole)
  }

  private mutating func entry(in cell: Range<Int>) throws(Failure) -> Term {
    let entry = try expression(in: cell)
    try requireValue(entry)
    return entry
  }

  private func isDots(_ range: Range<Int>) -> Bool {
    range.count == 1 && tokens[range.lowerBound].isMark("\\dots")
  }

  // MARK: Dots

  /// Numbers and dots down the diagonal, and nothing, zeros or dots beside it; `nil` for other matrices.
  private mutating func diagonal(
    _ rows: [[Range<Int>]], at whole: Span
  ) throws(Failure) -> Term? {
    func isBlank(_ cell: Range<Int>) -> Bool { cell.isEmpty || written(cell) == "0" }
    let last = rows.count - 1
    let isOnDiagonal = rows.indices.allSatisfy { row in
      rows[row].count == rows.count
        && rows.indices.allSatisfy { column in
          let cell = rows[row][column]
          return row == column ? !cell.isEmpty : isBlank(cell) || isDots(cell)
        }
    }
    guard last > 1, isOnDiagonal, isBlank(rows[0][last]), isBlank(rows[last][0]),
      try entry(in: rows[0][0]).shape.isNumber
    else { return nil }
    let entries = try list(rows.indices.map { rows[$0][$0] }, isRow: false, at: whole)
    return try applied(.diagonal, "diag", [entries], at: whole)
  }

  /// A matrix with dots across or down: rows first, then what they have in common.
  private mutating func patterned(
    _ rows: [[Range<Int>]], at whole: Span
  ) throws(Failure) -> Term {
    var lines: [Term?] = []
    for row in rows {
      if row.allSatisfy({ isDots($0) || $0.isEmpty }) {
        lines.append(nil)
        continue
      }
      let parts = try self.parts(row, .across, at: whole)
      lines.append(parts.count == 1 ? parts[0] : try stack([parts], at: whole))
    }
    let stacked = try series(lines, .down, at: whole)
    return stacked.count == 1 ? stacked[0] : try stack(stacked.map { [$0] }, at: whole)
  }

  /// The terms of a list, runs with dots made into tables.
  private mutating func parts(
    _ ranges: [Range<Int>], _ direction: Direction, at whole: Span
  ) throws(Failure) -> [Term] {
    var terms: [Term?] = []
    for range in ranges { terms.append(isDots(range) ? nil : try entry(in: range)) }
    return try series(terms, direction, at: whole)
  }

  /// Replaces `a_1, a_2, …, a_n` (the dots are `nil`) by one table.
  private mutating func series(
    _ terms: [Term?], _ direction: Direction, at whole: Span
  ) throws(Failure) -> [Term] {
    var result: [Term] = []
    var index = 0
    while index < terms.count {
      if let term = terms[index] {
        result.append(term)
        index += 1
        continue
      }
      guard index + 1 < terms.count, let last = terms[index + 1], !result.isEmpty else {
        throw Message.noPattern(at: whole)
      }
      var table: Term?
      var kept = 0
      for first in result.indices where table == nil {
        let parts = Array(result[first...])
        guard !breaksPattern(result, before: first, at: whole) else { continue }
        if let (binder, body) = ascending(parts, last, at: whole)
          ?? run(parts, to: last, isOrdered: true, at: whole)
        {
          table = try self.table(binder, body, direction, at: whole)
          kept = first
        }
      }
      if table == nil, let constant = constantRun(&result, to: last, direction, at: whole) {
        result.append(constant)
        index += 2
        continue
      }
      guard let table else { throw Message.noPattern(at: whole) }
      result = result[..<kept] + [table]
      index += 2
    }
    return result
  }

  /// `0, \dots, 0`: as many of one number as fit.
  private mutating func constantRun(
    _ before: inout [Term], to last: Term, _ direction: Direction, at whole: Span
  ) -> Term? {
    guard case .number(let value) = last.node, before.last == last else { return nil }
    while before.last == last { before.removeLast() }
    let size = unknownSize()
    let shape: Shape = direction == .down ? .vector(size) : .row(size)
    if value.isZero { return Term(.zeros, shape, at: whole) }
    let ones = Term(.ones, shape, at: whole)
    return value == .one ? ones : Term(.multiply(.scaling, last, ones), shape, at: whole)
  }

  private func table(
    _ binder: Term.Binder, _ body: Term, _ direction: Direction, at whole: Span
  ) throws(Failure) -> Term {
    let count = binder.range.last - binder.range.first + Extent(1)
    func made(_ shape: Shape) -> Term { Term(.table([binder], body), shape, at: whole) }
    switch (body.shape, direction) {
    case (.scalar, .down), (.index, .down): return made(.vector(count))
    case (.scalar, .across), (.index, .across):
      return Term(.transpose(made(.vector(count))), .row(count), at: whole)
    case (.vector(let n), .across): return made(.matrix(n, count))
    case (.row(let n), .down): return made(.matrix(count, n))
    default: throw Message.noPattern(at: whole)
    }
  }

  /// `(a_i)_{i=1}^n`: an array by its parts, all of its binders read.
  func table(
    _ binders: [Term.Binder], _ body: Term, at whole: Span
  ) throws(Failure) -> Term {
    let sizes = binders.map { $0.range.last - $0.range.first + Extent(1) }
    func made(_ shape: Shape) -> Term { Term(.table(binders, body), shape, at: whole) }
    switch (body.shape, sizes.count) {
    case (.scalar, 1), (.index, 1): return made(.vector(sizes[0]))
    case (.scalar, 2), (.index, 2): return made(.matrix(sizes[0], sizes[1]))
    case (.vector(let n), 1): return made(.matrix(n, sizes[0]))
    case (.row(let n), 1): return made(.matrix(sizes[0], n))
    default: throw Message.outside("arrays with more than two indices", at: whole)
    }
  }

  // MARK: Blocks

  /// Cells put together; a literal 0 fills its block.
  private mutating func stack(_ rows: [[Term]], at whole: Span) throws(Failure) -> Term {
    if rows.allSatisfy({ $0.allSatisfy { $0.shape.isNumber } }) {
      return numbers(rows, at: whole)
    }
    var heights = [(Extent, Term)?](repeating: nil, count: rows.count)
    var widths = [(Extent, Term)?](repeating: nil, count: rows[0].count)
    for (row, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() where !isZero(cell) {
        let (height, width) = frame(of: cell.shape)
        try agree(&heights[row], height, cell)
        try agree(&widths[column], width, cell)
      }
    }
    // A line of zeros only is as high as what is around it wants.
    let rowHeights = heights.map { $0?.0 ?? openSize() }
    let columnWidths = widths.map { $0?.0 ?? openSize() }
    var filled: [[Term]] = []
    for (row, cells) in rows.enumerated() {
      var line: [Term] = []
      for (column, cell) in cells.enumerated() {
        let height = rowHeights[row]
        let width = columnWidths[column]
        let isNumber = settled(height).value == 1 && settled(width).value == 1
        line.append(
          isZero(cell) && !isNumber
            ? Term(.zeros, block(height, width), at: cell.span) : cell)
      }
      filled.append(line)
    }
    let height = rowHeights.reduce(Extent(0), +)
    let width = columnWidths.reduce(Extent(0), +)
    return Term(.blocks(filled), block(height, width), at: whole)
  }

  private func numbers(_ rows: [[Term]], at whole: Span) -> Term {
    let (height, width) = (Extent(rows.count), Extent(rows[0].count))
    let shape: Shape =
      rows[0].count == 1 ? .vector(height) : rows.count == 1 ? .row(width) : .matrix(height, width)
    return Term(.array(rows.flatMap { $0 }), shape, at: whole)
  }

  /// A single column is a vector, a single line a row.
  private func block(_ height: Extent, _ width: Extent) -> Shape {
    if settled(width).value == 1 { return .vector(height) }
    return settled(height).value == 1 ? .row(width) : .matrix(height, width)
  }

  private func frame(of shape: Shape) -> (Extent, Extent) {
    switch shape {
    case .vector(let n): (n, Extent(1))
    case .row(let n): (Extent(1), n)
    case .matrix(let m, let n): (m, n)
    case .scalar, .index, .truth, .distribution: (Extent(1), Extent(1))
    }
  }

  private mutating func agree(
    _ known: inout (Extent, Term)?, _ size: Extent, _ cell: Term
  ) throws(Failure) {
    guard let (before, first) = known else {
      known = (size, cell)
      return
    }
    guard unify(before, size) else { throw mismatch("blocks side by side differ", first, cell) }
  }

  func isZero(_ term: Term) -> Bool {
    if case .number(let value) = term.node { return value.isZero }
    return false
  }
}
