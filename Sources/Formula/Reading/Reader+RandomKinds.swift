import SourceText

/// Random symbols: `random normal(0, 1)`, `random iid mean \mu variance v`.
extension Reader {
  mutating func randomKind(_ text: Excerpt) throws(Failure) -> Symbol.RandomKind {
    let text = text.begins(with: "iid ") ? text.dropping("iid ") : text
    for (word, count) in [("normal", 2), ("uniform", 2)] where text.begins(with: word + "(") {
      guard let close = closingBracket(text) else { break }
      var values: [Term] = []
      for part in text[(word.utf8.count + 1)..<close].split(at: ",") {
        values.append(try self.part(part))
      }
      try requireNothing(text[(close + 1)..<text.count].trimmed)
      guard values.count == count else { break }
      for value in values { try requireFixed(value) }
      if word == "uniform", let low = value(values[0]), let high = value(values[1]), low >= high {
        throw Message.cannotSample(text.text, at: text.wholeSpan)
      }
      if word == "normal" { try requireVariance(values[1], text) }
      return word == "normal"
        ? .normal(mean: values[0], variance: values[1]) : .uniform(values[0], values[1])
    }
    if text.begins(with: "mean "), let at = text.position(of: " variance ") {
      let variance = try part(text[(at + 10)..<text.count].trimmed)
      try requireVariance(variance, text)
      let mean = try part(text[5..<at].trimmed)
      for value in [mean, variance] { try requireFixed(value) }
      return .moments(mean: mean, variance: variance)
    }
    throw Message.declaration(
      "a random symbol is normal(m, v), uniform(a, b) or mean m variance v", at: text.wholeSpan)
  }

  /// Parameters are no random numbers themselves: `Y : random normal(X, 1)` is `Y = X + \epsilon`.
  private func requireFixed(_ parameter: Term) throws(Failure) {
    guard isRandom(parameter) else { return }
    throw Message.declaration(
      "what a random symbol is declared with is not random itself; for normal(X, 1) define"
        + " Y = X + \\epsilon with \\epsilon : random normal(0, 1)", at: parameter.span)
  }

  private func requireVariance(_ variance: Term, _ text: Excerpt) throws(Failure) {
    if let value = value(variance), value < 0 {
      throw Message.cannotSample(text.text, at: text.wholeSpan)
    }
  }
}
