/// `\left( a + b \right. \\ \left. {} + c \right)`: a bracket over two rows, its middle ends dropped.
func withoutMiddleEnds(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { $0.text == "\\right." }) else { return tokens }
  var dropped: Set<Int> = []
  var open: [String] = []
  for (index, token) in tokens.enumerated() where !dropped.contains(index) {
    if token.side == .left || token.isMark("\\left.") {
      open.append(token.text)
    } else if token.isMark("\\right."), let opener = open.last, ["(", "["].contains(opener),
      let left = leftEnd(behind: index, in: tokens)
    {
      dropped.formUnion([index, left])
    } else if token.side == .right || token.isMark("\\right.") {
      _ = open.popLast()
    }
  }
  guard !dropped.isEmpty else { return tokens }
  return tokens.indices.filter { !dropped.contains($0) }.map { tokens[$0] }
}

/// The `\left.` that a new row begins with, behind marks and signs only.
private func leftEnd(behind index: Int, in tokens: [Token]) -> Int? {
  var hasRow = false
  for next in (index + 1)..<tokens.count {
    let token = tokens[next]
    if token.isMark("\\left.") { return hasRow ? next : nil }
    hasRow = hasRow || token.kind == .newline
    let isSign = ["+", "-", "\\cdot", "\\times"].contains { token.isMark($0) }
    guard isSign || token.kind == .newline || token.kind == .ampersand else { return nil }
  }
  return nil
}
