import Numerics
import SourceText

/// What tends to 0 in a claim.
extension Reader {
  /// `f(a + h) = f(a) + h f'(a) + O(h^2)`: the only number under the O tends to 0, where nothing else
  /// says what does, and nothing is said of where it lies.
  func impliedSmallness(
    _ steps: [Step], _ hypotheses: [Hypothesis]
  ) throws(Failure) -> [Hypothesis] {
    let saysSo = hypotheses.contains { hypothesis in
      if case .isIn(_, .small) = hypothesis.condition.node { return true }
      return false
    }
    let terms = steps.flatMap { $0.conclusion.sides }.flatMap { $0.subterms }
    var numbers: [Term] = []
    for term in terms {
      guard case .remainder(_, let size) = term.node else { continue }
      for part in size.subterms {
        guard case .symbol(let id) = part.node, id.number >= 0,
          case .scalar(let domain) = scope[id].kind
        else { continue }
        if domain == .small { return [] }
        if !numbers.contains(part) { numbers.append(part) }
      }
    }
    guard !saysSo, numbers.count == 1, let id = numbers[0].namedSymbol,
      case .scalar(.reals) = scope[id].kind
    else { return [] }
    // `3x^2 + x = O(x^2)` alone can be meant for large x as well.
    for case .relation(_, _, let right) in steps.map({ $0.conclusion }) {
      if case .remainder = right.node { throw Message.aimMissing(at: right.span) }
    }
    return [
      Hypothesis(Term(.isIn(numbers[0], .small), .truth, at: numbers[0].span), at: numbers[0].span)
    ]
  }

  /// `x \to c` makes x depend on c, which a derivative by c must not follow.
  func refuseDerivativesByAims(_ steps: [Step], _ hypotheses: [Hypothesis]) throws(Failure) {
    var aims: Set<SymbolID> = []
    for hypothesis in hypotheses {
      guard case .isIn(let element, .small) = hypothesis.condition.node,
        case .subtract(_, let aim) = element.node
      else { continue }
      aims.formUnion(aim.subterms.compactMap { $0.namedSymbol })
    }
    guard !aims.isEmpty else { return }
    for term in steps.flatMap({ $0.premises + $0.conclusion.sides }).flatMap({ $0.subterms }) {
      guard case .derivative(_, let targets, _) = term.node,
        targets.flatMap({ $0.term.subterms }).contains(where: { part in
          part.namedSymbol.map { aims.contains($0) } ?? false
        })
      else { continue }
      throw Message.outside("derivatives by what something tends to", at: term.span)
    }
  }
}
