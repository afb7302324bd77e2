public import Numerics

/// Why a call could not be carried out: facts only.
public enum LearningError: Error, Equatable, Sendable {
  /// An array has another shape than the call needs.
  case shape(what: String, expected: Shape, found: Shape)
  /// There is nothing to work on.
  case empty(what: String)
  /// An entry (row and column from 0) is infinite or not a number.
  case notFinite(what: String, row: Int, column: Int)
  /// A parameter lies outside of its range.
  case parameter(name: String, value: Double, needs: String)
  /// Two parts of a call do not go together.
  case combination(what: String, needs: String)
  /// The numbers ceased to be finite at this step.
  case diverged(what: String, step: Int)
  /// An operation on arrays failed.
  case arrays(ArrayError)

  /// One sentence without final period; indices are counted from 1, as authors do.
  public var message: String {
    switch self {
    case .shape(let what, let expected, let found):
      "\(what) must be a \(expected.text), this is a \(found.text)"
    case .empty(let what): "\(what) is empty"
    case .notFinite(let what, let row, let column):
      "the entry (\(row + 1), \(column + 1)) of \(what) is not finite"
    case .parameter(let name, let value, let needs): "\(name) = \(value) must be \(needs)"
    case .combination(let what, let needs): "\(what) needs \(needs)"
    case .diverged(let what, let step): "\(what) is not finite at step \(step)"
    case .arrays(let error): error.message
    }
  }
}

/// Throws unless a parameter meets its condition; NaN never does.
func require(_ isMet: Bool, _ name: String, _ value: Double, _ needs: String)
  throws(LearningError)
{
  guard isMet, value.isFinite else { throw .parameter(name: name, value: value, needs: needs) }
}

extension Matrix {
  /// Throws at the first entry that is infinite or not a number.
  func requireFinite(_ what: String) throws(LearningError) {
    for (index, value) in elements.enumerated() where !value.isFinite {
      throw .notFinite(what: what, row: index / columns, column: index % columns)
    }
  }
}

/// Turns the error of an array operation into one of ours.
func arrays<Result>(_ body: () throws(ArrayError) -> Result) throws(LearningError) -> Result {
  do throws(ArrayError) { return try body() } catch { throw .arrays(error) }
}
