import SourceText

/// In what order the factors of `\prod` stand, where that matters.
extension Reader {
  /// The product of the factors, where what stands above and below the sign says their order:
  /// `\prod_{l=L}^1 W_l`; `nil` if the index runs upwards.
  func downwards(
    _ factor: Term, _ binders: [Term.Binder], isProduct: Bool, from start: Int
  ) throws(Failure) -> Term? {
    guard let binder = binders.first(where: { goesDown($0.range) }) else { return nil }
    let whole = span(from: start)
    guard isProduct, factor.isMatrix, binders.count == 1, binder.filter == nil,
      let product = downwardProduct(
        of: factor, over: binder.variable, from: binder.range.first, to: binder.range.last,
        at: whole)
    else {
      let (name, range) = (scope[binder.variable].name, binder.range)
      throw Message.downwards(
        name, from: range.first.text(in: scope), to: range.last.text(in: scope), at: whole)
    }
    return product
  }

  /// `n, …, 1`: whether no size makes the last value larger than the first.
  private func goesDown(_ range: IndexRange) -> Bool {
    let difference = range.last - range.first
    if let value = difference.value { return value < -1 }
    var most = difference.constant
    for part in difference.parts {
      guard part.coefficient < 0, case .symbol(let id) = part.atom, let least = least(of: id) else {
        return false
      }
      most += part.coefficient * least
    }
    return most <= 0
  }

  /// The least value of a size, an integer or an index.
  private func least(of id: SymbolID) -> Int? {
    guard id.number >= 0 else { return nil }
    switch scope[id].kind {
    case .size(.wholeNumbers(let range)), .integer(.wholeNumbers(let range)), .index(let range):
      return range.first.value
    default: return nil
    }
  }

  /// `\prod_{t=1}^T A_t` of matrices: some write the first factor first, others the last one.
  func refuseOpenOrder(
    of factor: Term, _ binders: [Term.Binder], at whole: Span
  ) throws(Failure) {
    guard factor.shape.isArray, let binder = binders.first else { return }
    guard factor.isMatrix else {
      throw Message.expected(
        "a number or square matrix", got: text(factor.shape), "\\prod", at: factor.span)
    }
    guard !factor.commutes(over: binders, in: scope) else { return }
    func shown(_ place: Extent) -> String {
      LaTeXPrinter(scope: scope).text(factor.at(place, of: binder.variable), atLeast: .product)
    }
    let (first, last) = (shown(binder.range.first), shown(binder.range.last))
    let second = shown(binder.range.first + Extent(1))
    let next = shown(binder.range.last - Extent(1))
    throw Message.openOrder(
      "\(first) \(second) \\cdots \(last)", "\(last) \(next) \\cdots \(first)", at: whole)
  }
}
