import Formula

/// Facts in words; the only place of this module where sentences are made.
enum Wording {
  static let derivativeOfPremise =
    "what is supposed at one point says nothing of derivatives: `.define` says it everywhere"

  static let contradictedDerivative = "a derivative is not what differences of values say"

  /// What keeps a formula from being evaluated.
  static func obstacle(
    _ failure: LoweringFailure, in scope: Scope, at sizes: [SizeValue] = []
  ) -> String {
    switch failure {
    case .shape: "the shapes of two parts do not agree"
    case .outOfRange(let symbol, let indices, _):
      "there is no \(name(symbol, indices, in: scope))\(place(sizes)): an index runs too far"
    case .noClause(let symbol, let indices, _):
      "no definition covers \(name(symbol, indices, in: scope))\(place(sizes)); a condition can"
        + " leave such an index out"
    case .cyclicDefinition(let symbol, _):
      "\(name(symbol, in: scope)) is defined by itself"
    case .noValue(let symbol, _): "\(name(symbol, in: scope)) has no value"
    case .notWhole: "an index, an exponent or a limit is not a whole number"
    case .notPolynomial: "an expectation of something that is no polynomial"
    case .momentUnknown(let symbol, let order, _):
      "the moment of order \(order) of \(name(symbol, in: scope)) is not declared"
    case .notDifferentiable: "a derivative that cannot be taken"
    case .unsupported(.limitByVector, _):
      "a limit by a vector: with d : vector(n) -> 0 it is said by … = c + o(1)"
    case .unsupported(.limitByCount, _): "a limit by what says how many terms or entries there are"
    case .unsupported(.limitInside, _):
      "a limit inside an expression: it has to be one side of the statement"
    case .unsupported(.remainderInBound, _):
      "an inequality with O(…): claim the equation with O(…), or the inequality without"
    case .unsupported(.remainderInside, _):
      "O(…) inside an expression: it has to be a summand of one side, with at most one on the other"
    case .unsupported: "a construction that has no value here"
    case .noComputedValue(let symbol, _):
      "no block that ran gave \(name(symbol, in: scope)) a number between 10^{-25} and 10^{38}"
    case .tooLarge: "the program is too long"
    case .nothingSmall(let symbol, _):
      "nothing here tends to 0; declare what does, as in `\(symbol == nil ? "h" : name(symbol, in: scope))"
        + " : scalar -> 0`, or write what does behind the claim, \\quad (h \\to 0)"
    }
  }

  static func twoOf(_ name: String) -> String {
    "two quantities are called \(name) here: one is declared in this box, another one is behind a"
      + " name that was defined outside of it"
  }

  static let openDirections =
    "the scale, or a denominator, vanishes in some directions, beside which rays say nothing"

  static let noMean = "a mean does not settle: it is infinite, or too hard to integrate"

  private static func name(_ symbol: SymbolID?, in scope: Scope) -> String {
    symbol.map { Scope.written(scope[$0].name) } ?? "the array"
  }

  /// `W^{(2)}_{1,3}`.
  private static func name(_ symbol: SymbolID?, _ indices: [Int], in scope: Scope) -> String {
    guard let symbol else { return "entry " + indices.map { "\($0)" }.joined(separator: ", ") }
    let family = scope[symbol].family.count
    return scope.name(
      of: symbol, member: Array(indices.prefix(family)), entry: Array(indices.dropFirst(family)))
  }

  private static func place(_ sizes: [SizeValue]) -> String {
    sizes.isEmpty
      ? "" : " at " + sizes.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }
}
