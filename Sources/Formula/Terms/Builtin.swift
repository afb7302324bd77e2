package import Numerics

/// The functions that have a meaning unless the lesson declares their name otherwise.
package enum Builtin: Hashable, Sendable {
  /// Of one number, or entry by entry.
  case elementary(ElementaryFunction)
  /// Logarithm to a base: `[base, x]`.
  case logarithm
  /// `[x]` for the square root is `elementary(.sqrt)`; this is `\sqrt[n]{x}` as `[n, x]`.
  case root
  /// Φ, the distribution function of the standard normal.
  case normalCumulative
  case sign
  case absolute
  case clip  // [x, low, high]
  case floor
  case ceiling
  case factorial
  case binomial
  /// Of the arguments given; of the entries, if there is one and it is an array.
  case maximum
  case minimum
  case argumentOfMaximum  // of the entries of a vector; an index
  case argumentOfMinimum
  // Arrays
  case softmax
  case trace
  case determinant
  case diagonal  // vector to matrix, or matrix to vector
  case rank
  case largestEigenvalue
  case smallestEigenvalue
  case spectralRadius
  case conditionNumber
  /// Euclidean for vectors, Frobenius for matrices.
  case norm
  case norm1
  case normInfinity
  /// ‖x‖_p as `[x, p]`.
  case normP
  /// ‖A‖₂ of a matrix: the largest singular value.
  case spectralNorm
  /// ‖x‖_A = √(xᵀAx) as `[x, A]`.
  case weightedNorm
}
