import SourceText

/// Two derivations side by side, `a &= b & x &= y \\ &= c & &= z`, are read one after the other.
///
/// Where no row goes on from the one above, or a column has nothing but remarks, `a &= b && \text{…}`,
/// the rows stay as they are.
func columned(_ tokens: [Token]) -> [Token] {
  guard tokens.count(where: { $0.kind == .ampersand }) > 2 else { return tokens }
  var result: [Token] = []
  var index = 0
  while index < tokens.count {
    let token = tokens[index]
    guard token.kind == .command, layouts.contains(token.text),
      let end = endOfEnvironment(from: index, in: tokens)
    else {
      result.append(token)
      index += 1
      continue
    }
    let inside = Array(tokens[(index + 1)..<end])
    result += [token] + (Grid(inside).straightened ?? inside) + [tokens[end]]
    index = end + 1
  }
  return result
}

/// `\begin{aligned} a &= b \\ c &= d \end{aligned} \Rightarrow a + c = b + d`: as if the arrow began a row.
func withRowAtArrow(_ tokens: [Token]) -> [Token] {
  guard let first = tokens.first, first.kind == .command, layouts.contains(first.text),
    let end = endOfEnvironment(from: 0, in: tokens), end + 1 < tokens.count,
    tokens[end + 1].isMark("\\Rightarrow"),
    let newline = tokens[..<end].last(where: { $0.kind == .newline })
  else { return tokens }
  var result = tokens
  result.insert(newline, at: end + 1)
  return result
}

private func endOfEnvironment(from begin: Int, in tokens: [Token]) -> Int? {
  var level = 0
  for index in begin..<tokens.count {
    level += levelChange(tokens[index])
    if level == 0 { return index }
  }
  return nil
}

/// The rows of a layout, cut at its marks.
private struct Grid {
  private var rows: [[[Token]]] = [[[]]]
  private var newline: Token?
  private var mark: Token?
  private var hasNumbers = false

  init(_ tokens: [Token]) {
    var level = 0
    for token in tokens {
      level += levelChange(token)
      if level == 0, token.kind == .newline {
        rows.append([[]])
        newline = newline ?? token
      } else if level == 0, token.kind == .ampersand {
        rows[rows.count - 1].append([])
        mark = mark ?? token
      } else {
        rows[rows.count - 1][rows[rows.count - 1].count - 1].append(token)
      }
    }
    dropNumbers()
  }

  /// `a &= b & (1)`: the number of an equation in a cell of its own, at the end of its row.
  private mutating func dropNumbers() {
    for place in rows.indices {
      guard rows[place].count > 1, let last = rows[place].last(where: { !$0.isEmpty }),
        isNumber(last), rows[place].first != last
      else { continue }
      while rows[place].last.map({ $0.isEmpty || $0 == last }) ?? false { rows[place].removeLast() }
      hasNumbers = true
    }
  }

  private func isNumber(_ cell: [Token]) -> Bool {
    if cell.count == 1, cell[0].kind == .text {
      return cell[0].text.hasPrefix("(") && cell[0].text.hasSuffix(")")
    }
    return cell.count == 3 && cell[0].isMark("(") && cell[2].isMark(")")
      && (cell[1].kind == .number || ["*", "\\star", "\\dagger"].contains(cell[1].text))
  }

  /// The rows as they are.
  private var written: [Token]? {
    guard let mark, hasNumbers else { return nil }
    return Array(
      rows.map { Array($0.joined(separator: [mark])) }
        .joined(separator: newline.map { [$0] } ?? []))
  }

  /// One pair of columns after the other, or what an arrow follows from; `nil` if the rows stay as
  /// they are.
  var straightened: [Token]? {
    if let readFlat { return readFlat }
    let pairs = ((rows.map { $0.count }.max() ?? 0) + 1) / 2
    let columns = (0..<pairs).map { pair in rows.map { cells(of: $0, pair) } }
    let isBesideOthers = columns.dropFirst().contains { column in
      column.contains { !$0[0].isEmpty && beginsWithRelation($0[1]) }
    }
    let goesOn = columns.contains { column in
      column.dropFirst().contains { beginsWithRelation($0[0] + $0[1]) || beginsWithArrow($0[0]) }
    }
    let areStatements = columns.allSatisfy { column in
      column.contains { $0.joined().contains { isRelationSign($0) } }
    }
    guard isBesideOthers, goesOn, areStatements, let newline, let mark else { return written }
    if let readAcross { return readAcross }
    let lines = columns.flatMap { $0 }.filter { !$0[0].isEmpty || !$0[1].isEmpty }
    return Array(lines.map { $0[0] + [mark] + $0[1] }.joined(separator: [newline]))
  }

  /// `a &= b & &\Rightarrow & a^2 &= b^2`, the arrow in a column of its own: its row is an implication; `nil`
  /// if none is.
  private var readFlat: [Token]? {
    func isImplication(_ row: [[Token]]) -> Bool {
      let cells = row.filter { !$0.isEmpty }
      return row.count > 2 && cells.first.map { !beginsWithArrow($0) } ?? false
        && cells.dropFirst().contains { beginsWithArrow($0) }
    }
    guard let mark, rows.contains(where: { isImplication($0) }) else { return nil }
    let lines = rows.map { row in
      isImplication(row)
        ? Array(row.joined()) : Array(row.joined(separator: [mark]))
    }
    return Array(lines.joined(separator: newline.map { [$0] } ?? []))
  }

  /// `a &= 1 & b &= 2 \\ \Rightarrow a + b &= 3 & ab &= 2`, row by row: what an arrow at the left says
  /// follows from all that stands above; `nil` if another column goes on by itself.
  private var readAcross: [Token]? {
    guard let newline, let mark else { return nil }
    let parts = rows.map { row in
      (0..<(row.count + 1) / 2).map { cells(of: row, $0) }.filter { $0 != [[], []] }
    }
    guard
      let arrow = parts.firstIndex(where: {
        $0.first.map { beginsWithArrow(Array($0.joined())) } ?? false
      }),
      arrow > 0, parts.contains(where: { $0.count > 1 }),
      parts.allSatisfy({ row in
        row.count < 2
          || row.enumerated().allSatisfy { place, part in
            let all = Array(part.joined())
            return all.contains { isRelationSign($0) } && !beginsWithRelation(all)
              && (place == 0 || !beginsWithArrow(all))
          }
      })
    else { return nil }
    let and = Formula.mark("\\wedge", like: newline)
    let lines = parts.enumerated().flatMap { number, row -> [[Token]] in
      let cells = row.enumerated().map { place, cell in
        withoutComma(cell[0] + (number < arrow || place == 0 ? [mark] : []) + cell[1])
      }
      return number < arrow ? cells : [Array(cells.joined(separator: [and]))]
    }
    return Array(lines.joined(separator: [newline]))
  }

  private func withoutComma(_ tokens: [Token]) -> [Token] {
    tokens.last?.isMark(",") == true ? Array(tokens.dropLast()) : tokens
  }

  private func cells(of row: [[Token]], _ pair: Int) -> [[Token]] {
    [2 * pair, 2 * pair + 1].map { $0 < row.count ? row[$0] : [] }
  }

  private func beginsWithRelation(_ cell: [Token]) -> Bool {
    cell.first.map { isRelationSign($0) } ?? false
  }

  private func beginsWithArrow(_ cell: [Token]) -> Bool {
    cell.first.map { isArrowSign($0) } ?? false
  }
}
