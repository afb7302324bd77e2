/// Spellings that are undone before anything else is looked at: `{a \over b}`, `{\bf x}`, `{}`.
func respelled(_ tokens: [Token]) -> [Token] {
  let tokens = withFonts(tokens)
  var result: [Token] = []
  result.reserveCapacity(tokens.count)
  /// Where the open groups begin in the result, and where `\over` stood in each.
  var groups: [(start: Int, over: Int?)] = []
  for (index, token) in tokens.enumerated() {
    if token.kind == .open {
      groups.append((result.count + 1, nil))
    } else if token.kind == .command, token.text == "\\over", let group = groups.last,
      group.over == nil
    {
      groups[groups.count - 1].over = result.count
      continue
    } else if token.kind == .close, let group = groups.popLast() {
      if let over = group.over {
        makeFraction(&result, group.start..<over)
      } else if group.start == result.count, isIdle(index - 1, index, in: tokens) {
        result.removeLast()
        continue
      }
    }
    result.append(token)
  }
  return result
}

/// `{`, numerator, denominator at the end become `{\frac{…}{…}`.
private func makeFraction(_ result: inout [Token], _ numerator: Range<Int>) {
  guard
    let open = result.indices.contains(numerator.lowerBound - 1)
      ? result[numerator.lowerBound - 1] : nil
  else { return }
  let command = Token(kind: .command, text: "\\frac", span: open.span)
  let begin = Token(kind: .open, text: "{", span: open.span)
  let end = Token(kind: .close, text: "}", span: open.span)
  let (above, below) = (result[numerator], result[numerator.upperBound...])
  let fraction = [command, begin] + above + [end, begin] + below + [end]
  result.replaceSubrange(numerator.lowerBound..., with: fraction)
}

/// Whether an empty group is nobody's argument: `a {}+{} b`.
private func isIdle(_ open: Int, _ close: Int, in tokens: [Token]) -> Bool {
  if close + 1 < tokens.count, [.superscript, .subscript].contains(tokens[close + 1].kind) {
    return false
  }
  guard open > 0 else { return true }
  let before = tokens[open - 1]
  switch before.kind {
  case .command: return dropped.contains(before.text) || wideSpaces.contains(before.text)
  case .superscript, .subscript, .close: return false
  default: return !endsOption(open, in: tokens)
  }
}

/// `\xrightarrow[x \to 0]{}`: whether the group behind is the arrow's own.
private func endsOption(_ end: Int, in tokens: [Token]) -> Bool {
  guard tokens[end - 1].text == "]", let start = tokens[..<end].lastIndex(where: { $0.text == "[" })
  else { return false }
  return start > 0 && tokens[start - 1].text.hasPrefix("\\x")
}

/// `{\bf x}`, `{\rm net}` become `\mathbf{x}`, `\mathrm{net}`.
private func withFonts(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { fontSwitches[$0.text] != nil }) else { return tokens }
  var result: [Token] = []
  /// Of each open group: its font, if a switch stood in it, and whether its braces stay.
  var groups: [(font: String?, keepsBraces: Bool)] = []
  var index = 0
  while index < tokens.count {
    let token = tokens[index]
    index += 1
    if token.kind == .open {
      let font = index < tokens.count ? fontSwitches[tokens[index].text] : nil
      let keepsBraces = font == nil || isArgument(behind: result.last)
      if keepsBraces { result.append(token) }
      if let font {
        index += 1
        if wordFonts.contains(font) { result += [fontToken(font, token), token] }
      }
      groups.append((font, keepsBraces))
    } else if token.kind == .close {
      let group = groups.popLast()
      if let font = group?.font, wordFonts.contains(font) { result.append(token) }
      if group?.keepsBraces ?? true { result.append(token) }
    } else if let font = groups.last?.font, !wordFonts.contains(font), takesFont(token) {
      result.append(fontToken(font, token))
      result += [token].wrapped(like: token)
    } else {
      result.append(token)
    }
  }
  return result
}

private let fontSwitches = [
  "\\bf": "\\mathbf", "\\cal": "\\mathcal", "\\it": "\\mathit", "\\rm": "\\mathrm",
  "\\sf": "\\mathsf", "\\tt": "\\mathtt",
]

/// Fonts of whole words.
private let wordFonts: Set<String> = ["\\mathrm", "\\mathit", "\\mathsf", "\\mathtt"]

private func fontToken(_ font: String, _ token: Token) -> Token {
  Token(kind: .command, text: font, span: token.span)
}

private func takesFont(_ token: Token) -> Bool {
  token.kind == .letter || token.kind == .command && letterCommands.contains(token.text)
}

/// Whether a group behind this token may be its argument.
private func isArgument(behind token: Token?) -> Bool {
  switch token?.kind {
  case .superscript, .subscript, .close: true
  case .command: takesArguments(token?.text ?? "")
  default: false
  }
}

private func takesArguments(_ command: String) -> Bool {
  uprights.contains(command) || fonts[command] != nil || accents[command] != nil
    || droppedWithArgument.contains(command)
    || [
      "\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\sqrt", "\\binom", "\\dbinom", "\\tbinom",
      "\\text", "\\underbrace", "\\overbrace", "\\stackrel", "\\overset", "\\underset", "\\boxed",
      "\\begin", "\\end",
    ].contains(command)
}
