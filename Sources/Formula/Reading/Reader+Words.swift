import SourceText

/// Words between two statements that say how they hang together.
extension Reader {
  /// What a word makes of the part behind it.
  func role(of word: String, behind start: Int, _ line: Range<Int>) -> Segment.Role {
    if word == "and" || isDefining && suppositionWords.contains(word) { return .statement }
    if word == "where", explainsDerivative(start, line) { return .reason }
    if conditionWords.contains(word) { return .condition }
    if exceptionWords.contains(word) { return .exception }
    if reasonWords.contains(word) { return .reason }
    if word == "as" {
      let part = split(start..<line.upperBound, at: [","])[0]
      return part.contains { tokens[$0].isMark("\\to") } ? .condition : .reason
    }
    return equalityRole(of: word) ?? .statement
  }

  /// `\text{where } \frac{\partial E}{\partial x} = x - s` of a defined E: no name is given there.
  private func explainsDerivative(_ start: Int, _ line: Range<Int>) -> Bool {
    guard start + 4 < line.upperBound, tokens[start].isMark("\\frac"),
      tokens[start + 1].kind == .open,
      tokens[start + 2].isMark("\\partial") || tokens[start + 2].text == "d",
      let symbol = scope.symbol(named: tokens[start + 3].text)
    else { return false }
    return scope.definition(of: symbol.id) != nil
  }

  /// Whether a word is understood between two statements.
  func isJoiningWord(_ word: String) -> Bool {
    conditionWords.contains(word) || separatingWords.contains(word)
      || exceptionWords.contains(word) || reasonWords.contains(word) || word == "as"
      || word == "or" || equalityRole(of: word) != nil
  }

  /// `\text{unless } a = 0`: supposed is the contrary.
  mutating func exception(_ range: Range<Int>) throws(Failure) -> Hypothesis {
    let part = trimmed(range)
    let truth = try within(part) { reader throws(Failure) in try reader.statement() }
    return Hypothesis(truth.negation, at: span(part))
  }

  /// `a^2 \ge 0 \text{ with equality iff } a = 0`: `a^2 = 0 \iff a = 0`.
  mutating func equality(
    _ segment: Segment, _ steps: ArraySlice<Step>
  ) throws(Failure) -> Step {
    let place = span(segment.range)
    var bounds: [(step: Step, left: Term, right: Term)] = []
    for step in steps {
      guard case .relation(let relation, let left, let right) = step.conclusion,
        relation == .lessOrEqual || relation == .greaterOrEqual,
        left.shape.isNumber == right.shape.isNumber
      else { continue }
      bounds.append((step, left, right))
    }
    guard bounds.count == 1 else { throw Message.equalityOfWhat(at: place) }
    let (step, left, right) = bounds[0]
    let truth = try within(trimmed(segment.range)) { reader throws(Failure) in
      try reader.statement()
    }
    guard segment.role == .equality(isExact: true) else {
      return Step(given: step.premises + [truth], .relation(.equal, left, right), at: place)
    }
    let equal = Term(.relation(.equal, left, right), .truth, at: step.span)
    return Step(given: step.premises, .equivalence(equal, truth), at: place)
  }
}

/// `with equality iff`, `equality holds when`: whether the words speak of a bound being attained.
private func equalityRole(of word: String) -> Reader.Segment.Role? {
  guard
    ["equality", "with equality", "and equality", "where equality"].contains(where: {
      word == $0 || word.hasPrefix($0 + " ")
    })
  else { return nil }
  let exact = [" iff", " if and only if", " exactly when", " precisely when", " exactly if"]
  if exact.contains(where: { word.hasSuffix($0) }) { return .equality(isExact: true) }
  if [" only if", " only when", " only for"].contains(where: { word.hasSuffix($0) }) { return nil }
  let oneWay = [" if", " when", " for", " whenever", " at"]
  return oneWay.contains { word.hasSuffix($0) } ? .equality(isExact: false) : nil
}

/// Words that introduce a condition.
let conditionWords: Set<String> = [
  "for", "for all", "for every", "for each", "for any", "if", "when", "where", "whenever", "with",
  "provided", "provided that", "assuming", "given", "given that", "in case", "as long as",
  "so long as", "case", "case 1", "case 2", "case 3", "first case", "second case", "third case",
  "in the case", "and", "suppose", "suppose that", "assume", "assume that", "let", "set", "put",
  "take", "choose", "设",
  "under the assumption", "under the assumption that", "若", "如果", "当", "其中", "对所有", "对任意",
]

/// Those of them that begin a definition as well: `\text{Let } p = Wx`.
let suppositionWords: Set<String> = [
  "let", "set", "put", "take", "choose", "suppose", "suppose that", "assume", "assume that", "设",
]

/// Words behind which stands what a condition before them is the condition of.
let thenWords: Set<String> = ["then", "we have", "it holds that", "it holds", "则", "有"]

/// Those of them that say it of every value of an index.
let forAllWords: Set<String> = [
  "for all", "for every", "for each", "for any", "对所有", "对任意",
]

/// Words in front of what follows from all that stands before.
let concludingWords: Set<String> = [
  "hence", "thus", "so", "therefore", "it follows that", "consequently", "accordingly",
  "in either case", "in both cases", "hence in both cases",
  "in all cases", "in any case", "hence in all cases", "故", "所以", "因此",
]

/// Words between two statements that are both claimed.
let separatingWords = concludingWords.union(thenWords).union([
  "即", "and", "so that", "this gives", "we get", "we obtain", "in particular", "moreover", "also",
])

/// Words before a reason, which is claimed too.
private let reasonWords: Set<String> = ["because", "since", "because of", "by", "using", "因为"]

/// Words before what must not hold.
private let exceptionWords: Set<String> = ["unless", "except", "except for", "except when"]

extension Term {
  /// The statement that holds where this one does not.
  package var negation: Term {
    guard case .relation(let relation, let left, let right) = node,
      left.shape.isNumber, right.shape.isNumber, let opposite = opposites[relation]
    else { return Term(.not(self), .truth, at: span) }
    return Term(.relation(opposite, left, right), .truth, at: span)
  }
}

private let opposites: [Term.Relation: Term.Relation] = [
  .equal: .notEqual, .notEqual: .equal, .less: .greaterOrEqual, .lessOrEqual: .greater,
  .greater: .lessOrEqual, .greaterOrEqual: .less,
]
