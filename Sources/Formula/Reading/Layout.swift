import SourceText

/// Layout made into flags: `aligned` and its kin lose their frame, `&` and `\\\\` mark the next token.
func flattened(_ tokens: [Token]) throws(Failure) -> [Token] {
  var result: [Token] = []
  var frames = Frames()
  var startsRow = false
  var isAligned = false
  /// How many marks the row has, and the pair of columns of its last token.
  var marks = 0
  var pair = 0
  /// `(1) \quad & a = b`: whether a wide space stood before a mark.
  var isSetApart = false
  for token in tokens {
    let isLayout = frames.areLayout
    if token.kind == .open {
      frames.open(false)
    } else if token.kind == .close {
      frames.close()
    } else if token.kind == .command, token.text.hasPrefix("\\begin{") {
      let begins = layouts.contains(token.text)
      frames.open(begins, behind: result.last)
      if isLayout, begins {
        startsRow =
          startsRow || frames.isBehindFrame || beginsStatements(token, behind: result.last)
        frames.isBehindFrame = false
        continue
      }
    } else if token.kind == .command, token.text.hasPrefix("\\end{") {
      if frames.close(), frames.areLayout {
        try frames.refuseOperatorBefore()
        continue
      }
    } else if isLayout, token.kind == .newline {
      startsRow = true
      (marks, pair) = (0, 0)
      frames.isBehindFrame = false
      continue
    } else if isLayout, token.kind == .ampersand {
      guard frames.areOpen else { throw Message.unexpected("&", at: token.span) }
      isAligned = true
      isSetApart = isSetApart || token.spaceBefore == .wide
      marks += 1
      continue
    }
    var token = token
    // Every second mark begins an equation of its own, as in `a &= b & c &= d`.
    if isLayout, marks / 2 > pair {
      pair = marks / 2
      token.spaceBefore = .wide
      token.beginsStatement = true
    }
    if frames.isBehindFrame, isLayout {
      try frames.refuseOperator(token)
      startsRow = startsRow || beginsOperand(token)
      token.isBehindLayout = true
    }
    frames.isBehindFrame = false
    if isLayout, isRelationSign(token) { frames.state() }
    if isLayout, isSetApart { token.spaceBefore = .wide }
    isSetApart = false
    token.startsRow = token.startsRow || startsRow
    token.isAligned = token.isAligned || isAligned
    (startsRow, isAligned) = (false, false)
    result.append(token)
  }
  return result
}

/// The open braces and environments of a display.
private struct Frames {
  private struct Frame {
    /// Whether it only lays out lines.
    let isLayout: Bool
    /// The sign in front, if it joins.
    let sign: Token?
    var states = false
  }

  private var open: [Frame] = []
  /// What `refuseOperatorBefore` looks at: the last frame that was closed.
  private var last: Frame?
  /// Whether lines have just ended.
  var isBehindFrame = false

  var areLayout: Bool { open.allSatisfy { $0.isLayout } }

  var areOpen: Bool { open.contains { $0.isLayout } }

  mutating func open(_ isLayout: Bool, behind token: Token? = nil) {
    let sign = token.flatMap { joiningSigns.contains($0.text) && $0.kind != .letter ? $0 : nil }
    open.append(Frame(isLayout: isLayout, sign: sign))
  }

  /// Whether lines end here.
  @discardableResult
  mutating func close() -> Bool {
    last = open.popLast()
    isBehindFrame = last?.isLayout ?? false
    return isBehindFrame
  }

  /// A relation stands in the open lines.
  mutating func state() {
    if !open.isEmpty { open[open.count - 1].states = true }
  }

  /// `a + \boxed{a = b}`: a statement is no operand.
  func refuseOperatorBefore() throws(Failure) {
    if let last, last.states, let sign = last.sign {
      throw Message.statementAsOperand(sign.text, at: sign.span)
    }
  }

  /// `\boxed{a = b} + a`.
  func refuseOperator(_ token: Token) throws(Failure) {
    if let last, last.states, token.kind != .letter, joiningSigns.contains(token.text) {
      throw Message.statementAsOperand(token.text, at: token.span)
    }
  }
}

private let joiningSigns: Set<String> = ["+", "-", "\\cdot", "\\times", "\\odot", "/"]

/// Whether lines that begin here stand beside something that is complete:
/// `\begin{aligned} a &= b \end{aligned} \qquad \begin{aligned} c &= d \end{aligned}`.
private func beginsStatements(_ begin: Token, behind last: Token?) -> Bool {
  guard let last else { return false }
  switch last.kind {
  case .letter, .number, .word, .close: return begin.spaceBefore == .wide || last.kind == .close
  default: return last.isMark(")") || last.isMark("]")
  }
}

/// Whether a token behind lines begins something new.
private func beginsOperand(_ token: Token) -> Bool {
  switch token.kind {
  case .letter, .number, .word, .open: true
  case .command:
    ["\\frac", "\\sqrt", "\\sum", "\\prod", "\\nabla", "\\lim"].contains(token.text)
      || builtinCommands[token.text] != nil
  default: false
  }
}

/// `, \space for \space 1 \le l`: a condition's word in plain letters, set apart on both sides.
func worded(_ tokens: [Token], in scope: Scope) -> [Token] {
  var result: [Token] = []
  var index = 0
  while index < tokens.count {
    let isRemark = tokens[index].kind == .text
    if isRemark, ["and all", "and every", "and any"].contains(tokens[index].text.lowercased()) {
      var word = tokens[index]
      word.text = "and"
      result.append(word)
      index += 1
      continue
    }
    if isRemark, let sign = arrows[tokens[index].text.lowercased()] {
      var arrow = tokens[index]
      (arrow.kind, arrow.text) = (.command, sign)
      result.append(arrow)
      index += 1
      continue
    }
    if isRemark, index + 1 < tokens.count, tokens[index + 1].isMark("\\iff"),
      tokens[index].text.lowercased().hasSuffix("equality")
        || tokens[index].text.lowercased().hasSuffix("equality holds")
    {
      var words = tokens[index]
      words.text += " iff"
      result.append(words)
      index += 2
      continue
    }
    guard let length = plainWord(at: index, in: tokens),
      !tokens[index..<(index + length)].allSatisfy({ scope.symbol(named: $0.text) != nil })
    else {
      result.append(tokens[index])
      index += 1
      continue
    }
    var word = tokens[index]
    word.kind = .text
    word.text = canonical(tokens[index..<(index + length)])
    word.span = word.span.union(tokens[index + length - 1].span)
    result.append(word)
    index += length
  }
  return result
}

/// Words for arrows.
private let arrows = [
  "if and only if": "\\iff", "iff": "\\iff", "is equivalent to": "\\iff", "exactly if": "\\iff",
  "exactly when": "\\iff", "implies": "\\Rightarrow", "implies that": "\\Rightarrow",
  "only if": "\\Rightarrow", "imply": "\\Rightarrow", "imply that": "\\Rightarrow",
  "is sufficient for": "\\Rightarrow", "is necessary for": "\\Leftarrow",
  "is implied by": "\\Leftarrow", "follows from": "\\Leftarrow",
]

/// How many letters from here spell a word with space around it.
private func plainWord(at start: Int, in tokens: [Token]) -> Int? {
  let isApart =
    start > 0 && (tokens[start].spaceBefore != .none || tokens[start - 1].isMark(","))
  guard isApart, tokens[start].kind == .letter else { return nil }
  for word in ["for", "where", "with", "if", "otherwise", "and"] {
    let end = start + word.utf8.count
    guard end <= tokens.count, end == tokens.count || tokens[end].spaceBefore != .none,
      tokens[(start + 1)..<end].allSatisfy({ $0.kind == .letter && $0.spaceBefore == .none }),
      canonical(tokens[start..<end]) == word
    else { continue }
    return word.utf8.count
  }
  return nil
}

/// Bars of a size without a side, `\big|`, paired: the first opens, the second closes.
///
/// One that closes nothing, `\bigr|_{t=1}`, is of its size only.
func sided(_ tokens: [Token]) -> [Token] {
  var result = tokens
  /// The open bars of each group of braces.
  var open: [[Int]] = [[]]
  var openLefts = [0]
  for (index, token) in tokens.enumerated() {
    if token.kind == .open {
      open.append([])
      openLefts.append(0)
    }
    if token.kind == .close, open.count > 1 {
      open.removeLast()
      openLefts.removeLast()
    }
    if token.isMark("\\left.") || token.text == "|" && token.side == .left {
      openLefts[openLefts.count - 1] += 1
    }
    if token.isMark("\\right.") || token.text == "|" && token.side == .right {
      let isEvaluation = index + 1 < tokens.count && tokens[index + 1].kind == .subscript
      if openLefts[openLefts.count - 1] == 0, isEvaluation { result[index].side = .sized }
      openLefts[openLefts.count - 1] = max(0, openLefts[openLefts.count - 1] - 1)
    }
    guard token.side == .sized, token.text == "|" || token.text == "\\|" else { continue }
    let level = open.count - 1
    if let partner = open[level].last, tokens[partner].text == token.text {
      open[level].removeLast()
      (result[partner].side, result[index].side) = (.left, .right)
    } else if index + 1 == tokens.count || tokens[index + 1].kind != .subscript {
      open[level].append(index)
    }
  }
  return result
}

/// `a > 0, \Rightarrow b > 0`: a comma in front of an arrow says nothing.
func withoutCommasBeforeArrows(_ tokens: [Token]) -> [Token] {
  tokens.enumerated().filter { index, token in
    !(token.isMark(",") && index + 1 < tokens.count && arrowSigns.contains(tokens[index + 1].text)
      && tokens[index + 1].kind == .command)
  }.map { $0.element }
}

/// `y = 0 \to x = 0`: an arrow between two statements is an implication.
func implied(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { $0.isMark("\\to") }) else { return tokens }
  var result = tokens
  var level = 0
  /// The arrow behind the last statement, and whether a relation stands behind the last boundary.
  var arrow: Int?
  var states = false
  for (index, token) in tokens.enumerated() {
    level += levelChange(token)
    guard level == 0 else { continue }
    if token.isMark("\\to") {
      (arrow, states) = (states ? index : nil, false)
    } else if token.isMark(",") || token.kind == .text || token.spaceBefore == .wide
      || token.startsRow
    {
      (arrow, states) = (nil, isRelationSign(token))
    } else if isRelationSign(token), !token.isMark("\\leftarrow"), !token.isMark("\\mapsto") {
      if let arrow { result[arrow].text = "\\Rightarrow" }
      (arrow, states) = (nil, true)
    }
  }
  return result
}

/// Tokens as one canonical piece of LaTeX.
func canonical(_ tokens: ArraySlice<Token>) -> String {
  var text = ""
  for token in tokens {
    let isAfterMacro =
      endsWithMacro(text) && (token.kind == .letter || token.kind == .word)
      && token.text.utf8.first != UInt8(ascii: "\\")
    if isAfterMacro { text += " " }
    text += token.kind == .text && tokens.count > 1 ? "\\text{" + token.text + "}" : token.text
  }
  return Scope.written(text)
}

/// Whether a letter behind `text` would become part of its last macro.
func endsWithMacro(_ text: String) -> Bool {
  var sawLetter = false
  for byte in text.utf8.reversed() {
    if byte == UInt8(ascii: "\\") { return sawLetter }
    guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) else { return false }
    sawLetter = true
  }
  return false
}
