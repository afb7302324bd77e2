package import SourceText

/// Why a formula has no program for the given instance.
package enum LoweringFailure: Error, Hashable, Sendable {
  /// The sizes of two arrays do not agree: rows and columns of both.
  case shape(left: [Int], right: [Int], Span)
  /// A member of a family or an entry of an array that does not exist for these values.
  case outOfRange(SymbolID?, indices: [Int], Span)
  /// No clause of the definition covers these indices.
  case noClause(SymbolID, indices: [Int], Span)
  case cyclicDefinition(SymbolID, Span)
  /// The instance has no value for a size, an index or a structural integer.
  case noValue(SymbolID, Span)
  /// An exponent, an index or a limit that has to be a whole number is something else.
  case notWhole(Span)
  /// An expectation that moment algebra cannot take.
  case notPolynomial(Span)
  /// A moment of an order that the declaration leaves free.
  case momentUnknown(SymbolID, order: Int, Span)
  case notDifferentiable(Obstacle, Span)
  case unsupported(Feature, Span)
  /// The value of a run block that was not supplied.
  case noComputedValue(SymbolID, Span)
  /// The program would be longer than the limit, or the definitions are nested too deeply.
  case tooLarge(Span)
  /// `O(…)` or `o(…)` of something in which nothing tends to 0; the symbol that may have been meant.
  case nothingSmall(SymbolID?, Span)

  package enum Obstacle: Hashable, Sendable {
    /// Eigenvalues, singular values, ranks.
    case spectrum
    /// What the derivative is taken by is not a symbol, a member or an entry.
    case target
    /// The result would have more than two indices.
    case manyIndices
    /// A function of which no regularity is declared.
    case irregular(SymbolID)
  }

  package enum Feature: Hashable, Sendable {
    case remainderInside
    case remainderInBound
    case limitInside
    /// A limit by something that says how many terms there are.
    case limitByCount
    case limitByVector
    case distributionInside
    case matrixPower
    case infinity
    case functionWithoutArguments
    case product
  }
}
