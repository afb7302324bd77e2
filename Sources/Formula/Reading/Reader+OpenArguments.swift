import SourceText

/// Where the body of `\arg\min` ends: nobody adds a number to an index.
extension Reader {
  /// `\arg\min_k o_k + c`: whether the body goes on behind the sign must be said.
  ///
  /// - Parameters:
  ///   - term: what stands before the sign.
  ///   - end: the place of the sign; what stands behind it has been read.
  func refuseOpenArgument(_ term: Term, endingAt end: Int) throws(Failure) {
    guard case .fold(let fold, _, let body) = term.node,
      fold == .argumentOfMaximum || fold == .argumentOfMinimum,
      term.span.end == tokens[end - 1].span.end,
      let first = tokens.firstIndex(where: { $0.span.start >= term.span.start }),
      let inner = tokens.firstIndex(where: { $0.span.start >= body.span.start }),
      !tokens[first].isMark("("), first < inner, inner < end, end < position
    else { return }
    let head = written(first..<inner)
    throw Message.ambiguousArgument(
      "\(head)(\(written(inner..<position)))",
      "(\(written(first..<end)))\(written(end..<position))", at: tokens[end].span)
  }
}
