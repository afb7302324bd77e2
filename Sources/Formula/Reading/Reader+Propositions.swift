import Numerics
import SourceText

/// What joins chains: implications, equivalences, reasons.
extension Reader {
  /// A chain, `P \Rightarrow Q`, `P \iff Q`, `\because P \therefore Q`.
  ///
  /// Gives its steps and its last statement. What begins with a relation or an arrow goes on from
  /// `previous`.
  mutating func proposition(
    _ steps: [Step], continuing previous: Term?
  ) throws(Failure) -> ([Step], Term?) {
    var steps = steps
    var premises: [Term] = []
    if take("\\because") {
      let reasons = try operand()
      _ = take(",")
      // A reason alone is a claim like any other.
      if isAtEnd || isAt("\\Rightarrow") || isAt("\\iff") {
        return try propositions(&steps, [], reasons)
      }
      premises += reasons.map { $0.truth }
    }
    _ = take("\\therefore")
    if let token = next, isRelation(token) {
      guard let previous, let left = ChainEnd(previous).right else {
        throw Message.nothingToContinue(at: token.span)
      }
      let links = try simpleChain(left)
      let (more, last) = try propositions(&steps, premises, links)
      return (more, last.map { Term(.and([previous, $0]), .truth, at: $0.span) })
    }
    if let token = next, isArrow(token) {
      guard let previous else { throw Message.nothingToContinue(at: token.span) }
      let given = Link(conclusion: .truth(previous), right: nil, span: previous.span)
      return try propositions(&steps, premises, [given])
    }
    return try propositions(&steps, premises, try operand())
  }

  private mutating func propositions(
    _ steps: inout [Step], _ given: [Term], _ first: [Link]
  ) throws(Failure) -> ([Step], Term?) {
    var premises = given
    var links = first
    if isAt("\\iff") {
      var left = conjunction(links)
      while isAt("\\iff") {
        let isRow = tokens[position].startsRow
        position += 1
        let next = try operand()
        let right = conjunction(next)
        // What goes on from another display stands here alone.
        let isHere = tokens.first.map { left.span.start >= $0.span.start } ?? true
        let place = isHere && !isRow ? left.span.union(right.span) : right.span
        steps.append(Step(given: premises, .equivalence(left, right), at: place))
        left = right
      }
      guard let token = next, token.startsRow, isAt("\\Rightarrow") || isAt("\\therefore") else {
        try requireEnd()
        return (steps, left)
      }
      links = [Link(left, at: left.span)]
    }
    if take("\\Leftarrow") {
      let reasons = try operand()
      let conditions = premises + reasons.map { $0.truth }
      steps += links.map { $0.step(given: conditions) }
      try requireEnd()
      return (steps, conjunction(links))
    }
    // What stands first is supposed, unless reasons are given for it or it is a derivation itself.
    if isAt("\\Rightarrow") || isAt("\\therefore") {
      // An order or a limit is never supposed, and nothing else is judged where it holds.
      let claimed = links.filter { $0.truth.speaksOfLimits }
      steps += claimed.map { $0.step(given: premises) }
      links = links.filter { !$0.truth.speaksOfLimits }
      if !given.isEmpty || isDerivation(links) {
        steps += links.map { $0.step(given: premises) }
      } else if isAt("\\therefore") || tokens[position].startsRow {
        rowsAboveArrows += links.map { $0.span }
      }
    }
    while isAt("\\Rightarrow") || isAt("\\therefore") {
      position += 1
      premises += links.map { $0.truth }
      links = try operand()
      if isAt("\\Rightarrow") || isAt("\\therefore") {
        steps += links.map { $0.step(given: premises) }
      }
    }
    try requireEnd()
    steps += links.map { $0.step(given: premises) }
    return (steps, conjunction(links))
  }

  /// A chain over several rows, which end here, none of them the value of a given name.
  private func isDerivation(_ links: [Link]) -> Bool {
    guard links.count > 1, let first = links.first, let last = links.last else { return false }
    let rows = tokens[..<position].filter {
      $0.startsRow && first.span.start < $0.span.start && $0.span.start < last.span.end
    }
    return rows.contains { isRelation($0) } && !links.contains { scope.givesName($0.truth) }
  }

  private func requireEnd() throws(Failure) {
    if let token = next {
      if token.isMark("\\to") { throw Message.arrow(at: token.span) }
      if token.isMark("\\pmod") { throw Message.outside("congruences", at: token.span) }
      if arrowSigns.contains(token.text) { throw Message.mixedArrows(token.text, at: token.span) }
      throw token.kind == .ampersand || token.kind == .close
        ? Message.unexpected(token.text, at: token.span)
        : Message.textAfterEnd(token.text, at: token.span)
    }
  }

  /// What stands on one side of `\Rightarrow` or `\iff`: chains joined by `and` and `or`.
  private mutating func operand() throws(Failure) -> [Link] {
    let start = position
    let first = try joined()
    guard isAt("\\vee") || isAtText("or") else { return first }
    var any = [conjunction(first)]
    while take("\\vee") || takeText("or") { any.append(conjunction(try joined())) }
    let term = Term(.or(any), .truth, at: span(from: start))
    return [Link(conclusion: .truth(term), right: nil, span: term.span)]
  }

  private func isAtText(_ text: String) -> Bool {
    if let token = next { token.kind == .text && token.text == text } else { false }
  }

  private mutating func joined() throws(Failure) -> [Link] {
    var links = try part()
    while take("\\wedge") || takeText("and") || take(",") { links += try part() }
    return links
  }

  private mutating func part() throws(Failure) -> [Link] {
    if isAt("\\begin{system}") {
      var links: [Link] = []
      for row in try system() { links += try within(row) { r throws(Failure) in try r.joined() } }
      return links
    }
    guard isAt("(") || isAt("\\lnot"), isBracketedStatement else {
      if let listed = try listedChain() { return listed }
      return try simpleChain(nil)
    }
    let term = try truth()
    if case .and(let parts) = term.node { return parts.map { Link($0, at: $0.span) } }
    return [Link(conclusion: .truth(term), right: nil, span: term.span)]
  }

  /// `x, y > 0`: the same bound of each; `nil` if no list stands here.
  private mutating func listedChain() throws(Failure) -> [Link]? {
    var end = self.end
    scan(position..<self.end) { index in
      let isJoint = ["\\wedge", "\\vee", "\\therefore"].contains { tokens[index].isMark($0) }
      if index < end, isArrow(tokens[index]) || isJoint || tokens[index].kind == .text {
        end = index
      }
    }
    let pieces = split(position..<end, at: [","])
    guard let bound = pieces.firstIndex(where: { containsRelation($0) }), bound > 0,
      pieces[..<bound].allSatisfy({ !$0.isEmpty }), let relation = firstRelation(pieces[bound]),
      ordersOnly(pieces[bound])
        || tokens[relation].isMark("\\in")
          && !containsRelation((relation + 1)..<pieces[bound].upperBound)
    else { return nil }
    var links: [Link] = []
    for subject in pieces[..<bound] + [pieces[bound].lowerBound..<relation] {
      let left = try expression(in: subject)
      links += try within(relation..<pieces[bound].upperBound) { reader throws(Failure) in
        try reader.chain(from: left)
      }
    }
    position = pieces[bound].upperBound
    return links
  }

  /// The rows of a system, which stands here.
  mutating func system() throws(Failure) -> [Range<Int>] {
    let inside = (position + 1)..<partner[position]
    position = partner[position] + 1
    return split(inside, at: ["\\\\"]).map { trimmed($0) }.filter { !$0.isEmpty }
  }

  private var isBracketedStatement: Bool {
    if isAt("\\lnot") { return true }
    guard let close = try? closing(of: position) else { return false }
    return states((position + 1)..<close)
  }

  /// Whether a relation stands in the range, or statements in brackets are joined there.
  func states(_ range: Range<Int>) -> Bool {
    var range = range
    while true {
      var isStatement = false
      scan(range) { index in
        let isJoint = ["\\wedge", "\\vee", "\\lnot"].contains { tokens[index].isMark($0) }
        isStatement = isStatement || isJoint || isRelation(tokens[index]) || isArrow(tokens[index])
      }
      let inside = unbracketed(range)
      guard !isStatement, inside.count < range.count else { return isStatement }
      range = inside
    }
  }

  // MARK: Inside brackets

  /// What stands inside brackets: a statement, or an implication or equivalence of two.
  ///
  /// `P \Rightarrow Q` is `\lnot P \vee Q`, `P \iff Q` is `(P \wedge Q) \vee (\lnot P \wedge \lnot Q)`.
  mutating func nestedStatement() throws(Failure) -> Term {
    let start = position
    let first = try statement()
    guard let sign = next, isArrow(sign) else { return first }
    position += 1
    let second = try statement()
    let whole = span(from: start)
    // An equivalence has both sides twice.
    guard first.subterms.count + second.subterms.count < Self.largestNested else {
      throw Message.tooDeep(at: sign.span)
    }
    func implication(_ premise: Term, _ conclusion: Term) throws(Failure) -> Term {
      let premise = try forAll(premise, besides: subjects(of: [conclusion]))
      return Term(
        .or([Term(.not(premise), .truth, at: premise.span), conclusion]), .truth, at: whole)
    }
    switch sign.text {
    case "\\Rightarrow": return try implication(first, second)
    case "\\Leftarrow": return try implication(second, first)
    default:
      let left = try forAll(first, besides: subjects(of: [second]))
      let right = try forAll(second, besides: subjects(of: [first]))
      let neither = Term(
        .and([
          Term(.not(left), .truth, at: left.span), Term(.not(right), .truth, at: right.span),
        ]), .truth, at: whole)
      return Term(
        .or([Term(.and([left, right]), .truth, at: whole), neither]), .truth, at: whole)
    }
  }

  func isArrow(_ token: Token) -> Bool { isArrowSign(token) }

  private func conjunction(_ links: [Link]) -> Term {
    let truths = links.map { $0.truth }
    guard truths.count > 1, let first = truths.first, let last = truths.last else {
      return truths[0]
    }
    return Term(.and(truths), .truth, at: first.span.union(last.span))
  }

  /// A chain over rows and alignment marks.
  private mutating func simpleChain(_ previous: Term?) throws(Failure) -> [Link] {
    let start = position
    let links = try chain(from: previous)
    if links.isEmpty {
      if let token = next, !token.isMark("\\Rightarrow"), !token.isMark("\\iff") {
        throw Message.unexpected(token.text, at: token.span)
      }
      throw Message.noRelation(at: span(from: start))
    }
    if isUpdate(links) {
      throw Message.update("p = p - …", at: links[0].span)
    }
    return links
  }

  /// `w = w - \alpha g`: a name that is changed by itself.
  private func isUpdate(_ links: [Link]) -> Bool {
    guard links.count == 1, case .relation(.equal, let left, let right) = links[0].conclusion else {
      return false
    }
    switch right.node {
    case .add(let first, _), .subtract(let first, _): return isPlace(left) && first == left
    default: return false
    }
  }

  private func isPlace(_ term: Term) -> Bool {
    switch term.node {
    case .symbol(let id):
      if case .defined = scope[id].kind { return false }
      return true
    case .member(let id, _):
      if case .defined = scope[id].kind { return false }
      return true
    case .entry(let array, _): return isPlace(array)
    default: return false
    }
  }
}

extension Term {
  /// `O(h^2)`, `\lim`: what is told by no single point.
  fileprivate var speaksOfLimits: Bool {
    subterms.contains { part in
      switch part.node {
      case .remainder, .limit: true
      default: false
      }
    }
  }
}

/// What leads from one statement to another.
let arrowSigns: Set<String> = ["\\Rightarrow", "\\Leftarrow", "\\iff"]

func isArrowSign(_ token: Token) -> Bool {
  token.kind == .command && arrowSigns.contains(token.text)
}
