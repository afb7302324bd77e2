import Numerics
import SourceText

/// Sums, products, extrema over an index, and limits.
extension Reader {
  mutating func bigOperator(_ fold: Term.Fold) throws(Failure) -> Term {
    let start = position
    position += 1
    return try bigOperator(fold, from: start)
  }

  /// From behind the operator's sign.
  mutating func bigOperator(_ fold: Term.Fold, from start: Int) throws(Failure) -> Term {
    var limits = Written(base: tokens[start].text, start: start)
    try takeScripts(&limits)
    guard let sub = limits.sub else {
      guard limits.sup == nil, let name = onlyIndex(from: start) else {
        throw Message.missing("the index of \(tokens[start].text)", at: span(from: start))
      }
      return try body(
        fold, Header(variables: [Variable(name: name, span: span(from: start))]), from: start)
    }
    if let sup = limits.sup, tokens[sup].contains(where: { $0.isMark("\\infty") }) {
      throw Message.outside("infinite sums", at: span(sup))
    }
    let head = try header(sub, upper: limits.sup, fold)
    return try body(fold, head, from: start)
  }

  /// Where the factors end that stand here.
  var endOfProduct: Int {
    var last = end
    scan(position..<end) { index in
      let token = tokens[index]
      let isEnd = token.isMark("+") || token.isMark("-") || token.isMark(",") || isRelation(token)
      if isEnd { last = min(last, index) }
    }
    return last
  }

  /// The index of `\sum y_i`: the only one behind the sign, and nothing else has it.
  private func onlyIndex(from start: Int) -> String? {
    var behind: Set<String> = []
    let last = endOfProduct
    for index in position..<last where isUndeclaredIndex(tokens[index].text) {
      behind.insert(tokens[index].text)
    }
    guard behind.count == 1, let name = behind.first, binding(name) == nil else { return nil }
    let isElsewhere = tokens.indices.contains {
      tokens[$0].text == name && !(start..<last).contains($0)
    }
    return isElsewhere ? nil : name
  }

  /// What stands below and above a big operator.
  struct Header {
    var variables: [Variable] = []
    var filters: [Range<Int>] = []
    /// The upper limit, where a filter stands below that gives no lower one, `\sum_{j \ne i}^n`.
    var unusedUpper: Range<Int>?
  }

  struct Variable {
    var name: String
    var first: Range<Int>?
    var last: Range<Int>?
    /// Values given as `1, …, K`.
    var range: (Range<Int>, Range<Int>)?
    /// Values given one by one.
    var values: ClosedRange<Int>?
    var span: Span
  }

  mutating func header(
    _ sub: Range<Int>, upper: Range<Int>?, _ fold: Term.Fold
  ) throws(Failure) -> Header {
    var header = Header()
    var inside = sub
    if let first = sub.first, tokens[first].text == "\\substack", first + 1 < sub.upperBound,
      tokens[first + 1].kind == .open
    {
      inside = (first + 2)..<partner[first + 1]
    }
    var names: [Int] = []
    for part in splitHeader(inside) {
      let relation = part.first { isRelation(tokens[$0]) }
      guard let relation else {
        // A name alone: `i`, or the first of `i,j=1`.
        if let run = indexRun(part) {
          for name in run {
            names.append(header.variables.count)
            header.variables.append(Variable(name: name, span: span(part)))
          }
          continue
        }
        guard let name = indexName(part) else {
          throw Message.refused(
            "BadLimits",
            "an index, i=1, j \\ne i or i<j stands under the operator",
            at: span(part))
        }
        if let filter = header.filters.last, tokens[filter].contains(where: { $0.isMark("\\ne") }) {
          let first = header.variables.last?.name ?? name
          throw Message.refused(
            "BadLimits",
            "\(name) can be left out or run as well; write \(first) \\ne \(name) if it is left out",
            at: span(part))
        }
        names.append(header.variables.count)
        header.variables.append(Variable(name: name, span: span(part)))
        continue
      }
      try condition(part, relation, upper: upper, &names, &header, fold)
    }
    if header.variables.isEmpty {
      throw Message.refused("BadLimits", "no index is bound here", at: span(sub))
    }
    if let upper, !header.variables.contains(where: { $0.last == upper }) {
      let isFilter = header.filters.allSatisfy { joinsIndices($0) }
      guard isFilter, fold == .sum || fold == .product else {
        throw Message.upperLimit(at: span(upper))
      }
      header.unusedUpper = upper
    }
    return header
  }

  /// `j \ne i`, `i < j`: between two indices.
  private func joinsIndices(_ filter: Range<Int>) -> Bool {
    filter.count == 3 && tokens[filter.lowerBound].kind == .letter
      && tokens[filter.upperBound - 1].kind == .letter
      && isNoSize(tokens[filter.upperBound - 1].text)
  }

  /// At commas and row ends.
  func splitHeader(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for row in split(range, at: ["\\\\"]) {
      // `i = 1, \dots, n` is one part.
      if let relation = firstRelation(row), tokens[relation].isMark("="),
        rangeList((relation + 1)..<row.upperBound) != nil
      {
        parts.append(row)
        continue
      }
      // A set `\{1, …, K\}` keeps its commas: `split` looks outside brackets only.
      for part in split(row, at: [",", ":", "\\mid", ";"]) where !part.isEmpty {
        parts.append(part)
      }
    }
    return parts
  }

  func indexName(_ range: Range<Int>) -> String? {
    guard !range.isEmpty, tokens[range.lowerBound].kind == .letter else { return nil }
    return range.count == 1 ? tokens[range.lowerBound].text : nil
  }

  /// `ij` of `\sum_{ij}`: two indices, if nobody declared a name like this.
  private func indexRun(_ range: Range<Int>) -> [String]? {
    guard range.count == 2 || range.count == 3,
      tokens[range].allSatisfy({ $0.kind == .letter && isIndexVariable($0.text) }),
      scope.symbol(named: canonical(tokens[range])) == nil
    else { return nil }
    let names = range.map { tokens[$0].text }
    return Set(names).count == names.count ? names : nil
  }

  mutating func condition(
    _ part: Range<Int>, _ relation: Int, upper: Range<Int>?, _ names: inout [Int],
    _ header: inout Header, _ fold: Term.Fold
  ) throws(Failure) {
    let left = part.lowerBound..<relation
    let right = (relation + 1)..<part.upperBound
    let isKnown = { (name: String, header: Header) in header.variables.contains { $0.name == name }
    }
    switch tokens[relation].text {
    case "=":
      guard let name = indexName(left) else { break }
      if isKnown(name, header) || upper == nil && rangeList(right) == nil { break }
      if let list = rangeList(right) {
        header.variables.append(
          Variable(name: name, range: list, span: span(left)))
        return
      }
      for index in names {
        header.variables[index].first = right
        header.variables[index].last = upper
      }
      names = []
      header.variables.append(
        Variable(name: name, first: right, last: upper, span: span(left)))
      return
    case "\\in":
      guard let name = indexName(left), !isKnown(name, header) else { break }
      if let values = numberSet(right) {
        header.variables.append(Variable(name: name, values: values, span: span(left)))
        header.filters.append(part)
        return
      }
      guard let list = setList(right) else {
        throw Message.outside(
          "\(tokens[part.lowerBound].text) ranging over a set like this", at: span(right))
      }
      for index in names { header.variables[index].range = list }
      names = []
      header.variables.append(Variable(name: name, range: list, span: span(left)))
      return
    case "\\ne", "\\notin":
      if let name = indexName(left), !isKnown(name, header) {
        header.variables.append(Variable(name: name, span: span(left)))
      }
      if pairFilters.contains(part.lowerBound), let name = indexName(right) {
        header.variables.append(Variable(name: name, span: span(right)))
      }
    case "<", "\\le", ">", "\\ge":
      if try inequality(part, &header) { return }
    default: break
    }
    if header.variables.isEmpty {
      guard fold == .sum || fold == .product else {
        throw Message.outside("extrema over all \(written(left))", at: span(part))
      }
      throw Message.refused("BadLimits", "no index is bound here", at: span(part))
    }
    header.filters.append(part)
  }

  /// `i<j`, `1 \le i < j \le n`: the indices that nothing around binds are bound here, of `k \le t`
  /// the first one.
  ///
  /// Whether the range alone says it all, as in `1 \le i \le n`.
  mutating func inequality(
    _ part: Range<Int>, _ header: inout Header
  ) throws(Failure) -> Bool {
    var pieces: [Range<Int>] = []
    var start = part.lowerBound
    for index in part where isRelation(tokens[index]) {
      pieces.append(start..<index)
      start = index + 1
    }
    pieces.append(start..<part.upperBound)
    var fresh = pieces.filter { piece in
      guard let name = indexName(piece) else { return false }
      if pieces.count == 3, piece == pieces[1], isInteger(name) { return true }
      return !header.variables.contains { $0.name == name } && binding(name) == nil
        && isNoSize(name) && !indices.contains { $0.name == name && $0.isImplicit }
    }
    // Two letters are a pair only where nothing else tells what the second one is.
    if fresh.count > 1, pieces.count < 4, !pairFilters.contains(part.lowerBound) {
      fresh = [fresh.first { pieces.count == 3 && $0 == pieces[1] } ?? fresh[0]]
    }
    for piece in fresh {
      guard let name = indexName(piece) else { continue }
      header.variables.append(Variable(name: name, span: span(piece)))
    }
    // The outer pieces bound the variables between them, unless they run themselves.
    let runs = fresh.contains(pieces[0]) || fresh.contains(pieces[pieces.count - 1])
    if pieces.count > 2, !runs {
      let isUp =
        tokens[pieces[0].upperBound].text == "\\le" || tokens[pieces[0].upperBound].text == "<"
      for number in header.variables.indices {
        header.variables[number].first = isUp ? pieces[0] : pieces[pieces.count - 1]
        header.variables[number].last = isUp ? pieces[pieces.count - 1] : pieces[0]
      }
    }
    return pieces.count == 3 && fresh.count == 1 && header.variables.count == 1
      && part.allSatisfy { !tokens[$0].isMark("<") && !tokens[$0].isMark(">") }
  }

  /// `\max_{1 \le t \le 4}` binds its own t.
  private func isInteger(_ name: String) -> Bool {
    if case .integer = scope.symbol(named: name)?.kind { true } else { false }
  }

  func isNoSize(_ name: String) -> Bool {
    guard let symbol = scope.symbol(named: name) else { return true }
    if case .index = symbol.kind { return true }
    return false
  }

  /// The least and the greatest of `\{1, 3, 4\}`.
  func numberSet(_ range: Range<Int>) -> ClosedRange<Int>? {
    guard range.count > 2, tokens[range.lowerBound].isMark("\\{"),
      tokens[range.upperBound - 1].isMark("\\}")
    else { return nil }
    let parts = split((range.lowerBound + 1)..<(range.upperBound - 1), at: [","])
    let values = parts.compactMap { $0.count == 1 ? Int(tokens[$0.lowerBound].text) : nil }
    guard values.count == parts.count, let low = values.min(), let high = values.max() else {
      return nil
    }
    return low...high
  }

  /// The least and the greatest of `1, \dots, K`, inside braces or behind `=`; `nil` for
  /// `1, 3, \dots, 9`, which leaves numbers out.
  func rangeList(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    let ends = split(range, at: ["\\sim"])
    if ends.count == 2, ends.allSatisfy({ !$0.isEmpty }) { return (ends[0], ends[1]) }
    let parts = split(range, at: [","])
    guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }),
      let dots = parts.firstIndex(where: { $0.count == 1 && tokens[$0.lowerBound].isMark("\\dots") }
      ),
      dots == parts.count - 2
    else { return nil }
    let (first, last) = (parts[0], parts[parts.count - 1])
    var trial = self
    guard let start = try? trial.bound(first), let end = try? trial.bound(last) else {
      return dots == 1 ? (first, last) : nil
    }
    var isDown = direction(from: start, to: end) < 0
    if dots > 1 {
      guard let next = try? trial.bound(parts[1]), let step = (next - start).value, abs(step) == 1
      else { return nil }
      isDown = step < 0
    }
    return isDown ? (last, first) : (first, last)
  }

  /// `\{1, \dots, K\}`.
  func setList(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    guard range.count > 2, tokens[range.lowerBound].isMark("\\{"),
      tokens[range.upperBound - 1].isMark("\\}")
    else { return nil }
    return rangeList((range.lowerBound + 1)..<(range.upperBound - 1))
  }
}
