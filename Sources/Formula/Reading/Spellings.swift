/// Spellings that are undone before anything else is looked at: `{a \over b}`, `{}`.
func respelled(_ tokens: [Token]) -> [Token] {
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
  default: return true
  }
}
