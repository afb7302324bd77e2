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
    result += [token] + (Grid(inside)?.readDown ?? inside) + [tokens[end]]
    index = end + 1
  }
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

  /// `nil` if there is one row.
  init?(_ tokens: [Token]) {
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
    if newline == nil || mark == nil { return nil }
  }

  /// One pair of columns after the other; `nil` if they are no derivations side by side.
  var readDown: [Token]? {
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
    guard isBesideOthers, goesOn, areStatements, let newline, let mark else { return nil }
    let lines = columns.flatMap { $0 }.filter { !$0[0].isEmpty || !$0[1].isEmpty }
    return Array(lines.map { $0[0] + [mark] + $0[1] }.joined(separator: [newline]))
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
