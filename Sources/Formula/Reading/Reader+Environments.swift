import Numerics
import SourceText

/// `cases` and matrices.
extension Reader {
  mutating func environment(_ token: Token) throws(Failure) -> Term {
    let start = position
    let close = partner[start]
    let rows = self.rows((start + 1)..<close)
    let name = String(token.text.dropFirst(7).dropLast())
    let term: Term
    switch name {
    case "cases", "dcases", "rcases": term = try cases(rows, at: span(start..<(close + 1)))
    case "pmatrix", "bmatrix", "matrix", "smallmatrix", "array", "psmallmatrix", "bsmallmatrix":
      term = try matrix(rows, at: span(start..<(close + 1)))
    case "system":
      throw Message.unexpected("a system of equations", at: token.span)
    case "vmatrix":
      let inner = try matrix(rows, at: span(start..<(close + 1)))
      position = close + 1
      return try applied(.determinant, "vmatrix", [inner], at: span(from: start))
    default:
      throw Message.outside("\(name) environments inside a formula", at: token.span)
    }
    position = close + 1
    return term
  }

  /// Cells of each row, at `\\` and `&`.
  func rows(_ range: Range<Int>) -> [[Range<Int>]] {
    var rows: [[Range<Int>]] = []
    for row in split(range, at: ["\\\\"]) where !row.isEmpty { rows.append(split(row, at: ["&"])) }
    return rows
  }

  mutating func cases(
    _ rows: [[Range<Int>]], at span: Span
  ) throws(Failure) -> Term {
    var branches: [(Term, Term)] = []
    var otherwise: Term?
    for (number, row) in rows.enumerated() {
      let (value, condition) = try casesRow(row, at: span)
      let term = try expression(in: trimmed(value))
      guard let condition else {
        guard number == rows.count - 1 else {
          throw Message.refused(
            "OtherwiseNotLast", "otherwise stands in the last row", at: self.span(value))
        }
        otherwise = term
        continue
      }
      let truth = try within(condition) { reader throws(Failure) in try reader.statement() }
      branches.append((term, truth))
    }
    guard !branches.isEmpty else { throw Message.missing("a condition", at: span) }
    var shape = branches[0].0.shape
    for other in branches.map({ $0.0 }) + (otherwise.map { [$0] } ?? []) {
      if shape == .index, other.shape == .scalar { shape = .scalar }
      guard unify(shape, other.shape) else {
        throw mismatch("the rows of cases differ", branches[0].0, other)
      }
    }
    return Term(
      .cases(branches.map { Term.Branch($0.0, if: $0.1) }, otherwise: otherwise), shape, at: span)
  }

  /// Value and condition; no condition for `otherwise`.
  private func casesRow(
    _ row: [Range<Int>], at span: Span
  ) throws(Failure) -> (Range<Int>, Range<Int>?) {
    var value = row[0]
    var condition: Range<Int>
    if row.count >= 2 {
      condition = row[1].lowerBound..<row[row.count - 1].upperBound
    } else {
      // `x, \text{if } …` without an alignment mark.
      let parts = split(row[0], at: [","])
      guard parts.count >= 2 else {
        throw Message.missing("& and the condition of the row", at: self.span(row[0]))
      }
      value = parts[0]
      condition = parts[1].lowerBound..<row[0].upperBound
    }
    condition = trimmed(condition)
    while let first = condition.first, tokens[first].kind == .text {
      let word = tokens[first].text.lowercased()
      if otherwiseWords.contains(word) { return (value, nil) }
      guard conditionWords.contains(word) else { break }
      condition = condition.dropFirst()
    }
    if condition.count >= 1, tokens[condition].allSatisfy({ $0.kind == .letter }) {
      let word = canonical(tokens[condition])
      if word == "otherwise" || word == "else" { return (value, nil) }
    }
    guard !condition.isEmpty else {
      throw Message.missing("the condition of the row", at: span)
    }
    return (value, condition)
  }

  /// Without commas, full stops and semicolons at the ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let last = range.last,
      tokens[last].isMark(",") || tokens[last].isMark(".") || tokens[last].isMark(";")
    {
      range = range.dropLast()
    }
    while let first = range.first, tokens[first].isMark(",") { range = range.dropFirst() }
    return range
  }
}

/// Words for the last row of cases.
private let otherwiseWords: Set<String> = [
  "otherwise", "else", "elsewhere", "in all other cases", "sonst", "否则", "其他", "其它",
]
