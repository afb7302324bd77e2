extension Term {
  /// The terms directly below this one, in the order of reading.
  ///
  /// The targets of derivatives, the filters of binders and the terms inside a domain belong to
  /// them; names and index ranges, which are extents, do not.
  package var children: [Term] {
    switch node {
    // What is met most often, without building it anew.
    case .number, .constant, .symbol, .identity, .zeros, .ones, .truth: return []
    case .negate(let a), .transpose(let a), .inverse(let a), .not(let a): return [a]
    case .add(let a, let b), .subtract(let a, let b), .multiply(_, let a, let b),
      .divide(let a, let b), .power(let a, let b), .relation(_, let a, let b):
      return [a, b]
    case .builtin(_, let parts), .apply(_, let parts, _), .member(_, let parts), .array(let parts),
      .and(let parts), .or(let parts):
      return parts
    case .entry(let array, let indices): return [array] + indices
    default:
      var collected: [Term] = []
      _ = replacingChildren { child in
        collected.append(child)
        return child
      }
      return collected
    }
  }

  /// This term with every direct child replaced; shape and place stay.
  package func replacingChildren(_ change: (Term) -> Term) -> Term {
    Term(node.replacingChildren(change), shape, at: span)
  }

  /// This term and all below it, this one first.
  package var subterms: [Term] {
    var collected: [Term] = []
    collectSubterms(into: &collected)
    return collected
  }

  private func collectSubterms(into collected: inout [Term]) {
    collected.append(self)
    for child in children { child.collectSubterms(into: &collected) }
  }
}

extension Term.Node {
  fileprivate func replacingChildren(_ change: (Term) -> Term) -> Term.Node {
    switch self {
    case .number, .constant, .symbol, .identity, .zeros, .ones, .truth: self
    case .member(let symbol, let indices): .member(symbol, indices.map(change))
    case .array(let entries): .array(entries.map(change))
    case .blocks(let rows): .blocks(rows.map { $0.map(change) })
    case .table(let binders, let body): .table(binders.map { $0.replacing(change) }, change(body))
    case .entry(let array, let indices): .entry(change(array), indices.map(change))
    case .negate(let a): .negate(change(a))
    case .add(let a, let b): .add(change(a), change(b))
    case .subtract(let a, let b): .subtract(change(a), change(b))
    case .multiply(let product, let a, let b): .multiply(product, change(a), change(b))
    case .divide(let a, let b): .divide(change(a), change(b))
    case .power(let a, let b): .power(change(a), change(b))
    case .transpose(let a): .transpose(change(a))
    case .inverse(let a): .inverse(change(a))
    case .builtin(let builtin, let arguments): .builtin(builtin, arguments.map(change))
    case .apply(let symbol, let arguments, let derivatives):
      .apply(symbol, arguments.map(change), derivatives: derivatives)
    case .cases(let branches, let otherwise):
      .cases(
        branches.map { Term.Branch(change($0.value), if: change($0.condition)) },
        otherwise: otherwise.map(change))
    case .fold(let fold, let binders, let body):
      .fold(fold, binders.map { $0.replacing(change) }, change(body))
    default: replacingChildrenOfStatement(change)
    }
  }

  private func replacingChildrenOfStatement(_ change: (Term) -> Term) -> Term.Node {
    switch self {
    case .relation(let relation, let a, let b): .relation(relation, change(a), change(b))
    case .and(let parts): .and(parts.map(change))
    case .or(let parts): .or(parts.map(change))
    case .not(let a): .not(change(a))
    case .indicator(let a): .indicator(change(a))
    case .isIn(let a, let domain): .isIn(change(a), domain.replacingTerms(change))
    case .derivative(let a, let targets, let held):
      .derivative(
        change(a), by: targets.map { Term.Target(change($0.term)) },
        held: held.map { Term.Target(change($0.term)) })
    case .functionDerivative(let derivative, let symbol, let arguments):
      .functionDerivative(derivative.replacingTerms(change), symbol, arguments.map(change))
    case .substituted(let a, let assignments):
      .substituted(
        change(a),
        assignments.map { Term.Assignment(Term.Target(change($0.target.term)), change($0.value)) })
    case .expectation(let a): .expectation(change(a))
    case .variance(let a): .variance(change(a))
    case .covariance(let a, let b): .covariance(change(a), change(b))
    case .distribution(let distribution): .distribution(distribution.replacingTerms(change))
    case .remainder(let remainder, let a): .remainder(remainder, change(a))
    case .limit(let a, let symbol, let point):
      .limit(change(a), of: symbol, to: point.replacingTerms(change))
    default: self
    }
  }
}

extension Term.Binder {
  fileprivate func replacing(_ change: (Term) -> Term) -> Term.Binder {
    Term.Binder(variable, in: range, where: filter.map(change))
  }
}

extension Domain {
  fileprivate func replacingTerms(_ change: (Term) -> Term) -> Domain {
    switch self {
    case .reals, .wholeNumbers, .small: self
    case .interval(let low, let high):
      .interval(
        low.map { Bound(change($0.value), isIncluded: $0.isIncluded) },
        high.map { Bound(change($0.value), isIncluded: $0.isIncluded) })
    case .set(let members): .set(members.map(change))
    }
  }
}

extension Term.FunctionDerivative {
  fileprivate func replacingTerms(_ change: (Term) -> Term) -> Term.FunctionDerivative {
    if case .directional(let direction) = self { .directional(change(direction)) } else { self }
  }
}

extension Term.Distribution {
  fileprivate func replacingTerms(_ change: (Term) -> Term) -> Term.Distribution {
    switch self {
    case .normal(let mean, let variance): .normal(change(mean), change(variance))
    case .uniform(let low, let high): .uniform(change(low), change(high))
    case .bernoulli(let probability): .bernoulli(change(probability))
    }
  }
}

extension Term.LimitPoint {
  fileprivate func replacingTerms(_ change: (Term) -> Term) -> Term.LimitPoint {
    switch self {
    case .value(let a): .value(change(a))
    case .fromBelow(let a): .fromBelow(change(a))
    case .fromAbove(let a): .fromAbove(change(a))
    case .infinity, .minusInfinity: self
    }
  }
}

extension Term {
  /// The same term with every shape replaced, here and everywhere below.
  func reshaped(_ change: (Shape) -> Shape) -> Term {
    let inner = replacingChildren { $0.reshaped(change) }.node
    return Term(inner.replacingRanges { $0.reshaped(change) }, change(shape), at: span)
  }
}

extension Term {
  /// The same term with symbols replaced, here and everywhere below; nothing is captured if the new
  /// terms mention no variable that is bound inside.
  func replacing(_ values: [SymbolID: Term]) -> Term {
    if case .symbol(let id) = node, let value = values[id] {
      return Term(value.node, value.shape, at: span)
    }
    return replacingChildren { $0.replacing(values) }
  }
}

extension Term.Node {
  /// The same with the range of every binder of its own replaced.
  fileprivate func replacingRanges(_ change: (IndexRange) -> IndexRange) -> Term.Node {
    func changed(_ binders: [Term.Binder]) -> [Term.Binder] {
      binders.map { Term.Binder($0.variable, in: change($0.range), where: $0.filter) }
    }
    return switch self {
    case .table(let binders, let body): .table(changed(binders), body)
    case .fold(let fold, let binders, let body): .fold(fold, changed(binders), body)
    default: self
    }
  }
}

extension IndexRange {
  fileprivate func reshaped(_ change: (Shape) -> Shape) -> IndexRange {
    let ends = change(.matrix(first, last)).extents
    return IndexRange(ends[0], ends[1])
  }
}
