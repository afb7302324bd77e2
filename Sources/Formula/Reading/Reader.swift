import Numerics
import SourceText

/// Reads the tokens of one formula against a scope: recursive descent that types as it goes.
///
/// Grammar, from `Reader+Propositions` down to `Reader+Factors`:
///
///     proposition = chain (⇒ chain)* | chain ⇔ chain
///     chain       = sum (relation sum)*
///     sum         = [±] product ((+ | -) product)*
///     product     = run ((\cdot | \times | \odot | /) run)*
///     run         = factor factor*                      juxtaposition
///     factor      = primary (script | bar | !)*
///
/// The first thing that no rule decides ends the reading with a `Failure`.
struct Reader {
  var scope: Scope
  let tokens: [Token]
  var position = 0
  var end: Int
  /// For each opening brace or `\begin`, where its partner stands.
  let partner: [Int]
  /// Names bound by big operators, formal arguments and indices on the left; the last one counts.
  var bindings: [Binding] = []
  /// Letters that stand somewhere in a subscript or a bracketed superscript.
  let indexLetters: Set<String>
  var indices: [IndexInUse] = []
  /// In the second pass: what the free indices of the first have become.
  var renamed: [SymbolID: Extent] = [:]
  var solutions: [SymbolID: Extent] = [:]
  var unknownSizes = 0
  /// Unknown sizes that are 1 if nothing settles them.
  var openSizes: [SymbolID] = []
  /// Unknown sizes that are something else if nothing settles them: that of `e_i` for i in 1..n.
  var likelySizes: [(size: SymbolID, likely: Extent)] = []
  var depth = 0
  /// How many `|` or `\|` without a side are open, and wait for their partner.
  var openBars = 0
  /// The point of `\frac{\partial f}{\partial x}(c)`, until the derivative is made.
  var pendingSubstitutions: [Term.Assignment] = []
  /// The second indices of `\sum_{i \ne j}`, fixed only if something else speaks of them.
  var fixedByFilter: [FixedIndex] = []
  /// In the second pass: where the filters stand whose both indices run.
  var pairFilters: Set<Int> = []
  /// Premises that stand above an arrow in rows of their own, or before `\therefore`.
  var rowsAboveArrows: [Span] = []
  /// What a function without its argument is applied to, inside `(f + g)(x)`.
  var impliedArgument: Term?
  /// Whether something needed it.
  var usesImplied = false
  /// Whether it holds for the whole claim.
  var impliesEverywhere = false
  /// Whether that argument has no name in the claim.
  var isPointHidden = false
  /// Whether `^T` behind a number belongs to the gradient around it, `\nabla_x f(x)^T p`.
  var leavesTranspose = false
  /// What stands under `\frac{d}{dt}\Big|_{…}`, until its operand has been read.
  var barBehindOperand: Range<Int>?
  /// How often a part has been read on trial: each reads all that follows again.
  var trials = 0
  /// Whether a bar behind the next factor belongs to the derivative around it.
  var leavesBar = false
  /// What tends to what in lines that state a limit with an arrow.
  var aims: [Aim] = []
  /// Names that claims define for themselves, `\text{where } m = \max_j z_j`.
  var localNames: [String] = []
  /// Names that this display defines, as far as they are known; see `Definer`.
  var pending: Set<String> = []
  /// Whether the display is a definition.
  var isDefining = false
  /// Whether `z^{[1]}` on the left is a name of its own and no member of a family.
  var namesMembers = false
  /// Families that this display defines: their range is not yet known.
  var growing: Set<SymbolID> = []

  struct Binding {
    let name: String
    let term: Term
  }

  /// An index variable while its range is gathered from what it indexes.
  struct IndexInUse {
    let name: String
    let symbol: SymbolID
    /// Fixed by a binder with limits or by a declaration; `nil` while it is being inferred.
    var range: IndexRange?
    /// Ranges that the values lie in as well, of limits such as `\min(m, n)`.
    var alsoIn: [IndexRange] = []
    var lower: (Extent, Span)?
    var upper: (Extent, Span)?
    let isImplicit: Bool
  }

  /// `j` of `\sum_{i \ne j}`.
  struct FixedIndex {
    let symbol: SymbolID
    /// The whole sum.
    let span: Span
    /// Where the filter stands.
    let filter: Int
    /// Written as pairs are: in the order of the alphabet or of their values, and the body has both
    /// letters or none.
    let isPair: Bool
    let isDeclared: Bool
  }

  static let deepest = 60
  /// How many parts the two sides of an arrow inside brackets may have.
  static let largestNested = 500
  static let mostTrials = 64
  /// How many parts one sum or product may have.
  static let longestRun = 1000

  init(_ excerpt: Excerpt, in scope: Scope) throws(Failure) {
    var tokens = try Preprocessor.tokens(of: excerpt, macros: scope.macros)
    if isSystem(tokens) { unwrapSystem(&tokens) }
    try self.init(tokens, in: scope)
  }

  init(_ tokens: [Token], in scope: Scope) throws(Failure) {
    var tokens = withPrimedIndices(withLettersApart(tokens, in: scope))
    tokens = withRowAtArrow(columned(systems(withoutMiddleEnds(tokens))))
    tokens = signed(bounded(try flattened(tokens)))
    tokens = sided(withProperties(worded(tokens, in: scope)))
    tokens = withCommasInPremises(implied(withoutCommasBeforeArrows(tokens)))
    tokens = try premised(withListsBesideEquivalence(tokens))
    tokens = quantified(tokens)
    self.tokens = withParts(tokens, in: scope)
    self.scope = scope
    end = tokens.count
    partner = try Self.partners(self.tokens)
    indexLetters = Self.indexLetters(self.tokens, partner, in: scope)
  }

  // MARK: Tokens

  var isAtEnd: Bool { position >= end }
  var next: Token? { position < end ? tokens[position] : nil }

  func token(ahead: Int) -> Token? {
    position + ahead < end ? tokens[position + ahead] : nil
  }

  /// The place of the next token, or just behind the last one.
  var here: Span {
    if let next { return next.span }
    guard let last = tokens[..<end].last else { return Span(.main, 0, 0) }
    return Span(last.span.source, last.span.end, last.span.end)
  }

  func isAt(_ mark: String) -> Bool { next?.isMark(mark) ?? false }

  mutating func take(_ mark: String) -> Bool {
    guard isAt(mark) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ mark: String, _ what: String) throws(Failure) {
    guard take(mark) else { throw Message.missing(what, at: here) }
  }

  /// From the token at `start` to the last one taken.
  func span(from start: Int) -> Span {
    guard start < tokens.count else { return here }
    let last = max(start, position - 1)
    return tokens[start].span.union(tokens[last].span)
  }

  func span(_ range: Range<Int>) -> Span {
    guard let first = tokens[range].first, let last = tokens[range].last else { return here }
    return first.span.union(last.span)
  }

  /// The text as it was written, for messages.
  func written(_ range: Range<Int>) -> String { canonical(tokens[range]) }

  /// Reads a part of the tokens wholly.
  mutating func within<Result>(
    _ range: Range<Int>, _ body: (inout Reader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (oldPosition, oldEnd, oldBars, oldLeaves) = (position, end, openBars, leavesBar)
    (position, end, openBars, leavesBar) = (range.lowerBound, range.upperBound, 0, false)
    defer { (position, end, openBars, leavesBar) = (oldPosition, oldEnd, oldBars, oldLeaves) }
    let result = try body(&self)
    if let rest = next { throw Message.unexpected(rest.text, at: rest.span) }
    return result
  }

  /// Runs `body` one level deeper.
  mutating func deeper<Result>(
    _ body: (inout Reader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard depth < Self.deepest else { throw Message.tooDeep(at: here) }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// Where the group or single token that starts at the position ends; the tokens inside it.
  mutating func argument(of what: String) throws(Failure) -> Range<Int> {
    guard let token = next else { throw Message.missing(what, at: here) }
    let start = position
    if token.kind == .open {
      position = partner[start] + 1
      return (start + 1)..<(position - 1)
    }
    // `\frac12`: a number gives one digit to each argument; that is the caller's affair.
    if token.kind == .close || token.kind == .ampersand || token.kind == .newline {
      throw Message.missing(what, at: token.span)
    }
    if token.kind == .number, token.text.utf8.count > 1,
      token.span.end - token.span.start == token.text.utf8.count
    {
      throw Message.unbracedNumber(token.text, at: token.span)
    }
    position += 1
    return start..<position
  }

  /// Where the bracket opened at `start` is closed, at the same level of braces.
  func closing(of start: Int) throws(Failure) -> Int {
    let close: [String: String] = ["(": ")", "[": "]", "\\{": "\\}", "\\langle": "\\rangle"]
    var stack: [Int] = []
    var index = start
    while index < end {
      let token = tokens[index]
      let begins = token.kind == .command && token.text.hasPrefix("\\begin{")
      if token.kind == .open || begins {
        index = partner[index]
      } else if token.kind == .symbol || token.kind == .command {
        let endsOpenCases =
          token.text == "\\right." && (stack.last.map { tokens[$0].isMark("\\{") } ?? false)
        if close[token.text] != nil {
          stack.append(index)
        } else if endsOpenCases || [")", "]", "\\}", "\\rangle"].contains(token.text) {
          guard let open = stack.popLast() else { break }
          // Half-open intervals are read elsewhere; `(` must be closed by `)`.
          if stack.isEmpty {
            guard endsOpenCases || close[tokens[open].text] == token.text else {
              throw Message.unbalanced(tokens[open].text, at: tokens[open].span)
            }
            return index
          }
        }
      }
      index += 1
    }
    throw Message.unbalanced(tokens[start].text, at: tokens[start].span)
  }

  /// Splits a range at marks that stand outside all brackets.
  func split(_ range: Range<Int>, at marks: [String]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    scan(range) { index in
      if marks.contains(tokens[index].text), tokens[index].kind != .letter {
        parts.append(start..<index)
        start = index + 1
      }
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  /// Visits the tokens outside all brackets.
  func scan(_ range: Range<Int>, _ visit: (Int) -> Void) {
    var level = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let token = tokens[index]
      let isEnvironment = token.kind == .command && token.text.hasPrefix("\\begin{")
      if token.kind == .open || isEnvironment {
        if level == 0 { visit(index) }
        index = partner[index] + 1
        continue
      }
      if token.kind == .symbol || token.kind == .command {
        if [")", "]", "\\}", "\\rangle", "\\right."].contains(token.text) || isRightBar(token) {
          level = max(0, level - 1)
        }
      }
      if level == 0 { visit(index) }
      if token.kind == .symbol || token.kind == .command {
        if ["(", "[", "\\{", "\\langle", "\\left."].contains(token.text)
          || (token.text == "|" || token.text == "\\|") && token.side == .left
        {
          level += 1
        }
      }
      index += 1
    }
  }

  private func isRightBar(_ token: Token) -> Bool {
    (token.text == "|" || token.text == "\\|") && token.side == .right
  }

  // MARK: Preparation

  private static func partners(_ tokens: [Token]) throws(Failure) -> [Int] {
    var partner = Array(repeating: -1, count: tokens.count)
    var stack: [Int] = []
    for (index, token) in tokens.enumerated() {
      let begins = token.kind == .command && token.text.hasPrefix("\\begin{")
      let ends = token.kind == .command && token.text.hasPrefix("\\end{")
      if token.kind == .open || begins { stack.append(index) }
      guard token.kind == .close || ends else { continue }
      guard let open = stack.popLast() else {
        throw Message.unbalanced(token.text, at: token.span)
      }
      let fits =
        ends
        ? tokens[open].text.dropFirst(6) == token.text.dropFirst(4)
        : tokens[open].kind == .open
      guard fits else { throw Message.unbalanced(tokens[open].text, at: tokens[open].span) }
      partner[open] = index
    }
    if let open = stack.last {
      throw Message.unbalanced(tokens[open].text, at: tokens[open].span)
    }
    return partner
  }

  private static func indexLetters(
    _ tokens: [Token], _ partner: [Int], in scope: Scope
  ) -> Set<String> {
    var letters: Set<String> = []
    for (index, token) in tokens.enumerated() where index + 1 < tokens.count {
      let isBracketed =
        index + 2 < tokens.count && tokens[index + 1].kind == .open
        && ["[", "(", "\\{"].contains(tokens[index + 2].text)
      let isIndex =
        isBracketed
        || index > 0 && (scope.symbol(named: tokens[index - 1].text)?.isSequence ?? false)
      guard token.kind == .subscript || token.kind == .superscript && isIndex else { continue }
      // `|_{t=0}` names a variable, no index.
      if index > 0, tokens[index - 1].isMark("|") { continue }
      let last = tokens[index + 1].kind == .open ? partner[index + 1] : index + 1
      for inner in tokens[(index + 1)...last] where inner.kind == .letter {
        letters.insert(inner.text)
      }
    }
    return letters
  }
}
