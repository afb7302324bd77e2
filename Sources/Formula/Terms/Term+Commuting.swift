/// Products whose order does not matter.
extension Term {
  /// Whether matrices for any two values of the indices commute: numbers times polynomials and
  /// inverses of one matrix that is the same for all, or diagonal matrices.
  func commutes(over binders: [Binder], in scope: Scope) -> Bool {
    var matrices: [Term] = []
    collectMatrices(into: &matrices)
    if matrices.allSatisfy({ $0.isDiagonal(in: scope) }) { return true }
    let variables = binders.map { $0.variable }
    return matrices.count == 1
      && !matrices[0].subterms.contains { part in
        if case .symbol(let id) = part.node { variables.contains(id) } else { false }
      }
  }

  /// The different matrices that a polynomial is made of.
  private func collectMatrices(into matrices: inout [Term]) {
    switch node {
    case .identity: return
    case .negate(let operand), .inverse(let operand), .power(let operand, _):
      operand.collectMatrices(into: &matrices)
    case .multiply(.scaling, let left, let right):
      (left.shape.isArray ? left : right).collectMatrices(into: &matrices)
    case .multiply(.matrix, let left, let right) where left.isMatrix && right.isMatrix,
      .add(let left, let right) where left.isMatrix && right.isMatrix,
      .subtract(let left, let right) where left.isMatrix && right.isMatrix:
      left.collectMatrices(into: &matrices)
      right.collectMatrices(into: &matrices)
    case .divide(let above, let below) where below.shape.isNumber:
      above.collectMatrices(into: &matrices)
    default: if !matrices.contains(self) { matrices.append(self) }
    }
  }

  private func isDiagonal(in scope: Scope) -> Bool {
    if case .builtin(.diagonal, _) = node { return true }
    guard let symbol = namedSymbol, symbol.number >= 0,
      case .matrix(_, _, .diagonal) = scope[symbol].kind
    else { return false }
    return true
  }

  var isMatrix: Bool {
    if case .matrix = shape { true } else { false }
  }
}
