import Numerics
import SourceText

/// Chains of relations and what joins them.
extension Reader {
  func isRelation(_ token: Token) -> Bool { isRelationSign(token) }

  /// Whether a relation stands outside all brackets of a range.
  func containsRelation(_ range: Range<Int>) -> Bool {
    var found = false
    scan(range) { if isRelation(tokens[$0]) { found = true } }
    return found
  }

  /// Everything up to the end as one truth: conjunctions, disjunctions, chains.
  mutating func statement() throws(Failure) -> Term {
    try deeper { reader throws(Failure) in
      let start = reader.position
      var any = [try reader.conjunction()]
      while reader.take("\\vee") || reader.takeText("or") { any.append(try reader.conjunction()) }
      return any.count == 1 ? any[0] : Term(.or(any), .truth, at: reader.span(from: start))
    }
  }

  private mutating func conjunction() throws(Failure) -> Term {
    let start = position
    var all = [try truth()]
    while take("\\wedge") || takeText("and") || take(",") { all.append(try truth()) }
    return all.count == 1 ? all[0] : Term(.and(all), .truth, at: span(from: start))
  }

  mutating func takeText(_ text: String) -> Bool {
    guard let token = next, token.kind == .text, token.text == text else { return false }
    position += 1
    return true
  }

  mutating func truth() throws(Failure) -> Term {
    let start = position
    if isAt("\\forall") { return try universal() }
    if isAt("\\begin{system}") {
      var rows: [Term] = []
      for row in try system() {
        rows.append(try within(row) { reader throws(Failure) in try reader.statement() })
      }
      return rows.count == 1 ? rows[0] : Term(.and(rows), .truth, at: span(from: start))
    }
    if take("\\lnot") { return Term(.not(try truth()), .truth, at: span(from: start)) }
    if isAt("("), let close = try? closing(of: position), states((position + 1)..<close) {
      let inside = (position + 1)..<close
      position = close + 1
      return try within(inside) { reader throws(Failure) in try reader.nestedStatement() }
    }
    let steps = try chain(from: nil)
    guard !steps.isEmpty else { throw Message.noRelation(at: span(from: start)) }
    let truths = steps.map { $0.truth }
    return truths.count == 1 ? truths[0] : Term(.and(truths), .truth, at: span(from: start))
  }

  /// One relation of a chain.
  struct Link {
    var conclusion: Step.Conclusion
    var right: Term?
    var span: Span
    /// Whether both sides are one term, written in two ways.
    var changesNotation = false

    func step(given premises: [Term]) -> Step {
      // `P \Rightarrow (Q \Rightarrow R)` supposes P and Q.
      if case .truth(let truth) = conclusion, case .or(let parts) = truth.node, parts.count == 2,
        case .not(let premise) = parts[0].node
      {
        return Link(parts[1], at: span).step(given: premises + [premise])
      }
      return Step(given: premises, conclusion, at: span, changesNotation: changesNotation)
    }

    init(
      conclusion: Step.Conclusion, right: Term?, span: Span, changesNotation: Bool = false
    ) {
      self.conclusion = conclusion
      self.right = right
      self.span = span
      self.changesNotation = changesNotation
    }

    /// A statement that has been read already.
    init(_ truth: Term, at span: Span, right: Term? = nil) {
      if case .relation(let relation, let left, let right) = truth.node {
        self.init(conclusion: .relation(relation, left, right), right: right, span: span)
      } else {
        self.init(conclusion: .truth(truth), right: right, span: span)
      }
    }

    /// The relation as a term.
    var truth: Term {
      switch conclusion {
      case .relation(let relation, let left, let right):
        Term(.relation(relation, left, right), .truth, at: span)
      case .truth(let term): term
      case .equivalence(let left, _): left
      }
    }
  }

  /// The links of `a = b \le c`; with `previous`, the chain begins with a relation.
  mutating func chain(from previous: Term?) throws(Failure) -> [Link] {
    var links: [Link] = []
    var left: Term
    var start = position
    if let previous {
      left = previous
    } else {
      left = try expression()
    }
    while let token = next, isRelation(token) {
      // A left side on a row of its own is what the line before says, or the question.
      if !links.isEmpty || token.startsRow { start = position }
      position += 1
      let link = try self.link(left, token, from: start)
      links.append(link)
      guard let right = link.right else { break }
      left = right
    }
    return links
  }

  private mutating func link(
    _ left: Term, _ token: Token, from start: Int
  ) throws(Failure) -> Link {
    switch token.text {
    case "\\in", "\\notin":
      let domain = try self.domain(of: left)
      var truth = Term(.isIn(left, domain), .truth, at: span(from: start))
      if take("\\setminus") {
        let hole = Term(.isIn(left, try self.domain(of: left)), .truth, at: span(from: start))
        let parts = [truth, Term(.not(hole), .truth, at: hole.span)]
        truth = Term(.and(parts), .truth, at: hole.span)
      }
      if token.text == "\\notin" { truth = Term(.not(truth), .truth, at: span(from: start)) }
      return Link(conclusion: .truth(truth), right: nil, span: span(from: start))
    case "\\mapsto": throw Message.map(at: token.span)
    case "\\leftarrow": throw Message.update(token.text, at: token.span)
    case "\\to": return try limitLink(left, token, from: start)
    case "\\perp":
      let right = try expression()
      guard left.shape.isArray, unify(left.shape, right.shape) else {
        throw mismatch("\\perp needs equal shapes", left, right)
      }
      let whole = span(from: start)
      let product = Term(.multiply(.inner, left, right), .scalar, at: whole)
      return Link(
        conclusion: .relation(.equal, product, number(0, at: whole)), right: nil, span: whole)
    case "\\ll", "\\gg", "\\cong", "\\subset", "\\subseteq", "\\asymp", "\\parallel":
      throw Message.outside("relations like \(token.text)", at: token.span)
    default: break
    }
    if let denied = deniedRelations[token.text] {
      let right = try expression()
      let (a, b) = try related(left, right, denied, sign: token)
      let truth = Term(.relation(denied, a, b), .truth, at: span(from: start))
      return Link(truth.negation, at: truth.span, right: b)
    }
    guard let relation = relationOf[token.text] else {
      throw Message.unexpected(token.text, at: token.span)
    }
    let right = relation == .distributed ? try distributionBehindSign() : try expression()
    let (a, b) = try related(
      relation == .equal ? withoutRemainder(left, of: right) : left, right, relation, sign: token)
    let isSame = relation == .equal && tokens.count < 2000 && a == b
    return Link(
      conclusion: .relation(relation, a, b), right: b, span: span(from: start),
      changesNotation: isSame && plainText(of: left) != plainText(of: right))
  }

  /// `a + o(\eta) = b + o(\eta)`: a is b but for what is so small.
  private func withoutRemainder(_ left: Term, of right: Term) -> Term {
    guard case .add(let value, let rest) = left.node, case .remainder = rest.node,
      case .add(_, rest) = right.node
    else { return left }
    return value
  }

  /// What is written, without brackets and dots.
  private func plainText(of term: Term) -> String {
    let marks = ["(", ")", "[", "]", "{", "}", "\\cdot", "\\times"]
    var text = ""
    for token in tokens(of: term) where !marks.contains(token.text) {
      text = canonicalJoin(text, token.text)
    }
    return text
  }

  /// Both sides with one shape: a literal 0 becomes an array.
  mutating func related(
    _ left: Term, _ right: Term, _ relation: Term.Relation, sign: Token
  ) throws(Failure) -> (Term, Term) {
    if relation == .distributed {
      guard right.shape == .distribution else {
        throw Message.expected(
          "a distribution", got: text(right.shape), "\\sim", at: right.span)
      }
      return (left, right)
    }
    if isRemainder(right) || isRemainder(left) { return (left, right) }
    try requireValue(left)
    try requireValue(right)
    switch relation {
    case .positiveDefinite, .positiveSemidefinite, .negativeDefinite, .negativeSemidefinite:
      for side in [left, right] where !isZero(side) {
        guard case .matrix(let m, let n) = side.shape, unify(m, n) else {
          throw Message.expected(
            "a square matrix", got: text(side.shape), sign.text, at: side.span)
        }
      }
    default: break
    }
    try refuseMatrixOrder(left, right, relation, sign: sign)
    if left.shape.isArray, isZero(right) {
      return (left, Term(.zeros, left.shape, at: right.span))
    }
    if right.shape.isArray, isZero(left) {
      return (Term(.zeros, right.shape, at: left.span), right)
    }
    if case .vector = left.shape, let column = columnOfList(right) {
      return try related(left, column, relation, sign: sign)
    }
    if case .vector = right.shape, let column = columnOfList(left) {
      return try related(column, right, relation, sign: sign)
    }
    // Bounds entry by entry: `0 \le x \le 1`.
    let isOrder = [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(relation)
    if isOrder, left.shape.isNumber != right.shape.isNumber { return (left, right) }
    guard unify(left.shape, right.shape) else {
      throw mismatch("the two sides of \(sign.text) differ", left, right)
    }
    return (left, right)
  }

  /// `P \ge 0`, `A \le B` of square matrices can be meant entry by entry or as `\succeq`.
  private func refuseMatrixOrder(
    _ left: Term, _ right: Term, _ relation: Term.Relation, sign: Token
  ) throws(Failure) {
    guard let definite = definiteSigns[relation] else { return }
    func isSquare(_ term: Term) -> Bool {
      guard case .matrix(let m, let n) = term.shape else { return false }
      return settled(m) == settled(n)
    }
    guard isSquare(left) && (isSquare(right) || isZero(right)) || isSquare(right) && isZero(left)
    else { return }
    throw Message.matrixOrder(sign.text, definite, at: sign.span)
  }

  /// `[a, b]` beside a column: a list with commas does not say how it stands.
  private func columnOfList(_ term: Term) -> Term? {
    guard case .row(let size) = term.shape,
      tokens.contains(where: { $0.span.start == term.span.start && $0.isMark("[") }),
      tokens.contains(where: { $0.span.end == term.span.end && $0.isMark("]") })
    else { return nil }
    switch term.node {
    case .array: return Term(term.node, .vector(size), at: term.span)
    case .transpose(let inner): return Term(inner.node, inner.shape, at: term.span)
    default: return nil
    }
  }

  private func isRemainder(_ term: Term) -> Bool {
    if case .remainder = term.node { return true }
    return false
  }
}

/// Whether a token can stand between the two sides of a statement.
func isRelationSign(_ token: Token) -> Bool {
  (token.kind == .symbol || token.kind == .command) && relations.contains(token.text)
}

private let relationOf: [String: Term.Relation] = [
  "=": .equal, ":=": .equal, "\\equiv": .identical, "\\ne": .notEqual, "<": .less,
  "\\le": .lessOrEqual, ">": .greater, "\\ge": .greaterOrEqual, "\\approx": .approximately,
  "\\propto": .proportional, "\\succ": .positiveDefinite, "\\succeq": .positiveSemidefinite,
  "\\prec": .negativeDefinite, "\\preceq": .negativeSemidefinite, "\\sim": .distributed,
]

private let definiteSigns: [Term.Relation: String] = [
  .less: "\\prec", .lessOrEqual: "\\preceq", .greater: "\\succ", .greaterOrEqual: "\\succeq",
]

/// All that can stand between two sides, also what is refused there.
private let relations: Set<String> = [
  "=", ":=", "\\equiv", "\\ne", "<", "\\le", ">", "\\ge", "\\approx", "\\propto", "\\succ",
  "\\succeq", "\\prec", "\\preceq", "\\sim", "\\in", "\\notin", "\\leftarrow", "\\mapsto", "\\to",
  "\\ll", "\\gg", "\\cong", "\\perp", "\\subset", "\\subseteq", "\\asymp", "\\parallel",
  "\\nless", "\\ngtr", "\\nleq", "\\ngeq",
]

/// Relations that are denied: of numbers the opposite one, of arrays that not all entries fulfil it.
private let deniedRelations: [String: Term.Relation] = [
  "\\nless": .less, "\\ngtr": .greater, "\\nleq": .lessOrEqual, "\\ngeq": .greaterOrEqual,
]
