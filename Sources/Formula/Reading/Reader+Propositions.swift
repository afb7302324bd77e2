import Numerics
import SourceText

/// What joins chains: implications, equivalences, reasons.
extension Reader {
  /// `P \Rightarrow Q`, `P \iff Q`, `\because P \therefore Q`, or a chain: its steps.
  mutating func proposition(
    _ steps: [Step], continuing previous: Term?
  ) throws(Failure) -> ([Step], Term?) {
    var steps = steps
    var premises: [Term] = []
    if take("\\because") {
      let reasons = try simpleChain(nil)
      _ = take(",")
      // A reason alone is a claim like any other.
      if isAtEnd || isAt("\\Rightarrow") || isAt("\\iff") {
        return try propositions(&steps, [], reasons)
      }
      premises += reasons.map { $0.truth }
    }
    _ = take("\\therefore")
    if let token = next, isRelation(token) {
      guard let previous else { throw Message.nothingToContinue(at: token.span) }
      return try propositions(&steps, premises, try simpleChain(previous))
    }
    return try propositions(&steps, premises, try operand())
  }

  private mutating func propositions(
    _ steps: inout [Step], _ given: [Term], _ first: [Link]
  ) throws(Failure) -> ([Step], Term?) {
    var premises = given
    var links = first
    var last = links.last?.right
    if isAt("\\iff") {
      var left = conjunction(links)
      while take("\\iff") {
        let next = try operand()
        let right = conjunction(next)
        steps.append(
          Step(given: premises, .equivalence(left, right), at: left.span.union(right.span)))
        left = right
        last = next.last?.right
      }
      return (steps, last)
    }
    if take("\\Leftarrow") {
      let reasons = try operand()
      let conditions = premises + reasons.map { $0.truth }
      steps += links.map { $0.step(given: conditions) }
      try requireEnd()
      return (steps, last)
    }
    while isAt("\\Rightarrow") || isAt("\\therefore") {
      position += 1
      premises += links.map { $0.truth }
      links = try operand()
      last = links.last?.right
      if isAt("\\Rightarrow") {
        steps += links.map { $0.step(given: premises) }
      }
    }
    try requireEnd()
    steps += links.map { $0.step(given: premises) }
    return (steps, last)
  }

  private func requireEnd() throws(Failure) {
    if let token = next {
      if token.isMark("\\to") { throw Message.arrow(at: token.span) }
      if token.isMark("\\pmod") { throw Message.outside("congruences", at: token.span) }
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
    guard isAt("(") || isAt("\\lnot"), isBracketedStatement else { return try simpleChain(nil) }
    let term = try truth()
    return [Link(conclusion: .truth(term), right: nil, span: term.span)]
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
    return containsRelation((position + 1)..<close)
  }

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
