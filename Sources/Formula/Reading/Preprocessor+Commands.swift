import SourceText

/// What a command becomes, by its name.
extension Preprocessor {
  mutating func command(_ token: Token, depth: Int) throws(Failure) {
    let name = token.text
    if dropped.contains(name) {
      let isSecond =
        wordSpaces.contains(name) && position > 1 && wordSpaces.contains(input[position - 2].text)
      return note(isSecond ? .wide : .narrow)
    }
    if wideSpaces.contains(name) { return note(.wide) }
    if let plain = synonyms[name] {
      let kind: Token.Kind = plain.utf8.count == 1 || plain == ":=" ? .symbol : .command
      setSide(of: name)
      return emit(kind, plain, like: token)
    }
    if let sized = sizes[name] {
      side = sized
      if name == "\\left" { opened.append(token.span) }
      if name == "\\right", opened.popLast() == nil {
        throw Message.unbalanced("\\right", at: token.span)
      }
      if position < input.count, let bracket = angleBrackets[input[position].text] {
        input[position].text = bracket
        input[position].kind = .command
      }
      if sized != .none, position < input.count, input[position].text == "." {
        emit(.command, sized == .left ? "\\left." : "\\right.", like: token)
        position += 1
      }
      return
    }
    if droppedWithArgument.contains(name) {
      _ = try group(after: token)
      return note(name == "\\hspace" ? .wide : .narrow)
    }
    switch name {
    case "\\begin", "\\end":
      let inner = try group(after: token)
      var text = ""
      for part in inner { text += part.text }
      if text.utf8.last == UInt8(ascii: "*") { text.removeLast() }
      if name == "\\begin" { skipPosition() }
      if text == "alignedat" || text == "alignat" {
        if name == "\\begin" { _ = try group(after: token) }
        text = "aligned"
      }
      if text == "array", name == "\\begin" {
        let columns = try group(after: token).map { $0.text }
        let isBraced = output.last?.isMark("\\{") ?? false
        let isRelational =
          columns.indices.contains { columns[$0...].starts(with: ["r", "c", "l"]) }
          || hasRelationColumn()
        relationArrays.append(isRelational && !isBraced)
      }
      if text == "array",
        name == "\\begin" ? relationArrays.last == true : relationArrays.popLast() == true
      {
        text = "aligned"
      }
      emit(
        Token(
          kind: .command, text: name + "{" + text + "}",
          span: inner.last.map { token.span.union($0.span) } ?? token.span))
    case "\\not":
      guard position < input.count else { return emit(token) }
      let sign = synonyms[input[position].text] ?? input[position].text
      guard let negated = negations[sign] else {
        throw Message.unexpected("\\not", at: token.span)
      }
      emit(.command, negated, like: token)
      position += 1
    case "\\underset" where belongsBelow():
      let below = try group(after: token)
      let base = try group(after: token)
      try splice(
        base + [script(.subscript, "_", token)] + below.wrapped(like: token), depth: depth)
    case "\\textcolor", "\\mathcolor":
      _ = try group(after: token)
      try splice(try group(after: token), depth: depth)
    case "\\xrightarrow", "\\xRightarrow", "\\xLeftrightarrow":
      let remarks = [option(), try group(after: token)]
      let sign =
        name == "\\xrightarrow" ? "\\to" : name == "\\xRightarrow" ? "\\Rightarrow" : "\\iff"
      emit(.command, sign, like: token)
      // `\xrightarrow{x \to 0}` says what tends to what.
      for remark in remarks where sign == "\\to" && remark.contains(where: { isArrow($0.text) }) {
        emit(.subscript, "_", like: token)
        try splice(remark, depth: depth)
      }
    case "\\stackrel", "\\overset", "\\underset":
      let above = try group(after: token)
      let base = try group(after: token)
      try refuseOtherRelation(above, over: base, at: token.span)
      if base.count == 1, base[0].text == "=" {
        emit(.symbol, ":=", like: token)
      } else {
        try splice(base, depth: depth)
      }
    case "\\boxed" where statesInside():
      let inner = try processed(try group(after: token), depth: depth)
      emit(.command, "\\begin{boxed}", like: token)
      output += inner.output
      emit(.command, "\\end{boxed}", like: token)
      labels += inner.labels
    case "\\mathop":
      // An operator's name takes what stands below, no brace around it.
      let inner = try processed(try group(after: token), depth: depth)
      output += inner.output
      labels += inner.labels
    case "\\boxed", "\\mathrel", "\\mathbin", "\\mathord", "\\smash":
      try splice(try group(after: token), depth: depth)
    case "\\underbrace", "\\overbrace": try brace(token, depth: depth)
    case "\\text", "\\textrm", "\\mbox", "\\textnormal", "\\textit", "\\textbf",
      "\\hbox", "\\textup":
      try text(try group(after: token), of: token, depth: depth)
    case _ where uprights.contains(name):
      if name == "\\operatorname", position < input.count, input[position].text == "*" {
        position += 1
      }
      try upright(token)
    case _ where fonts[name] != nil: try font(token, fonts[name] ?? name)
    case _ where accents[name] != nil: try accent(token, accents[name] ?? name, depth: depth)
    case _ where letterCommands.contains(name): emit(.letter, name, like: token)
    default: emit(token)
    }
  }

  /// `\stackrel{d}{=}`, `\overset{?}{=}`: equal in distribution, asked for equality.
  private func refuseOtherRelation(
    _ above: [Token], over base: [Token], at span: Span
  ) throws(Failure) {
    let letters = above.filter { $0.kind == .letter }.map { $0.text }.joined()
    let marks = above.map { $0.text }
    guard marks.contains("?") || ["d", "D", "p", "P", "as"].contains(letters),
      !marks.contains("("), let sign = base.first?.text
    else {
      // `\overset{x \ge 1}{\ge}` supposes something, or gives a reason.
      if let sign = base.first, isRelationSign(sign), above.contains(where: { isRelationSign($0) })
      {
        throw Message.judgingRemark("what stands over \(sign.text)", at: span)
      }
      return
    }
    let mark = marks.contains("?") ? "?" : letters
    throw Message.outside("signs like \(mark) over \(sign)", at: span)
  }

  /// Whether some cell of the array that begins here starts with a relation: `a & = & b`.
  private func hasRelationColumn() -> Bool {
    var level = 0
    for index in position..<max(position, input.count - 1) {
      if input[index].kind == .open { level += 1 }
      if input[index].kind == .close { level -= 1 }
      let name = input[index].text
      if name == "\\begin" { level += 1 }
      if name == "\\end" { level -= 1 }
      if level < 0 { return false }
      guard level == 0, input[index].kind == .ampersand else { continue }
      var next = input[index + 1]
      next.text = synonyms[next.text] ?? next.text
      if isRelationSign(next) { return true }
    }
    return false
  }

  /// Whether a relation stands in the group that follows: a statement in a box.
  private func statesInside() -> Bool {
    guard position < input.count, input[position].kind == .open else { return false }
    var level = 0
    for token in input[position...] {
      if token.kind == .open { level += 1 }
      if token.kind == .close { level -= 1 }
      if level == 0 { return false }
      var plain = token
      plain.text = synonyms[token.text] ?? token.text
      if level == 1, isRelationSign(plain) { return true }
    }
    return false
  }

  private mutating func setSide(of name: String) {
    guard side == .none else { return }
    switch name {
    case "\\lvert", "\\lVert": side = .left
    case "\\rvert", "\\rVert": side = .right
    default: break
    }
  }

  private func script(_ kind: Token.Kind, _ text: String, _ token: Token) -> Token {
    Token(kind: kind, text: text, span: token.span)
  }

  /// `\underset{x}{\min}`: what stands below is a subscript of a big operator.
  private func belongsBelow() -> Bool {
    guard let index = endOfGroup(from: position), index + 1 < input.count else { return false }
    let first = input[index].kind == .open ? index + 1 : index
    if uprights.contains(input[first].text) {
      let name = input[(first + 1)...].prefix { $0.kind != .close }.filter { $0.kind == .letter }
      return ["argmax", "argmin", "max", "min"].contains(name.map { $0.text }.joined())
    }
    return ["\\max", "\\min", "\\lim", "\\sum", "\\prod", "\\arg", "\\argmax", "\\argmin"]
      .contains(input[first].text)
  }

  /// `\begin{aligned}[t]`: where the lines are anchored.
  private mutating func skipPosition() {
    guard position + 2 < input.count, input[position].text == "[",
      ["t", "b", "c"].contains(input[position + 1].text), input[position + 2].text == "]"
    else { return }
    position += 3
  }

  /// What stands in brackets behind a command, `\xrightarrow[below]{above}`.
  private mutating func option() -> [Token] {
    guard position < input.count, input[position].text == "[",
      let close = input[position...].firstIndex(where: { $0.text == "]" })
    else { return [] }
    let inside = input[(position + 1)..<close]
    position = close + 1
    return Array(inside)
  }

  private func isArrow(_ text: String) -> Bool { ["\\to", "\\rightarrow"].contains(text) }
}
