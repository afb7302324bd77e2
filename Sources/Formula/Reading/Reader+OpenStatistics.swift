import SourceText

/// Where the argument of `\mathbb{E}` without square brackets ends.
extension Reader {
  /// `\mathbb{E}(X - \mu)^2`, `\mathbb{E} X (X + a)`, `\mathbb{E}(y - w)(y - w)^T`: what stands behind the
  /// first factor can belong to the mean.
  mutating func refuseOpenStatistic(
    _ statistic: BuiltinName.Statistic, from start: Int, _ argument: Int
  ) throws(Failure) {
    let behind = position
    if statistic == .expectation, next?.kind == .superscript {
      let end = endOfGroup(min(position + 1, tokens.count - 1))
      throw openStatistic(start, argument, behind, end)
    }
    let isDotted = isAt("\\cdot") || isAt("\\odot")
    guard startsFactor() || isDotted, trials < Self.mostTrials else { return }
    trials += 1
    var trial = self
    trial.trials = Self.mostTrials
    if isDotted { trial.position += 1 }
    guard let rest = try? trial.run(), trial.hasFreeChance(rest) else { return }
    throw openStatistic(start, argument, behind, trial.position)
  }

  private func openStatistic(_ start: Int, _ argument: Int, _ behind: Int, _ end: Int) -> Failure {
    let sign = written(start..<argument)
    let (first, rest) = (written(argument..<behind), written(behind..<end))
    let readings = ["\(sign)[\(first) \(rest)]", "\(sign)[\(first)] \(rest)"]
    let whole = span(start..<end)
    return Message.ambiguousArgument(
      readings[0], readings[1], edits: readings.map { (whole, $0) }, at: tokens[behind].span)
  }

  /// Whether something random stands outside of every mean, variance and covariance.
  private func hasFreeChance(_ term: Term) -> Bool {
    switch term.node {
    case .expectation, .variance, .covariance: return false
    case .symbol(let id), .member(let id, _):
      let names = scope.names(behind: [id])
      return names.contains { name in
        guard name.number >= 0, case .random = scope[name].kind else { return false }
        return true
      }
    default: return term.children.contains { hasFreeChance($0) }
    }
  }
}
