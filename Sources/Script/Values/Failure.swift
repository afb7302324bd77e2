import Learning
import Numerics
import SourceText

/// Why a block stopped: the facts; the machine adds the place.
struct Failure: Error {
  var fact: Fact
  var span: Span?
  /// Places of the operands, with what they are.
  var operands: [(span: Span, text: String)] = []
  /// What else is known.
  var notes: [String] = []

  init(_ fact: Fact) { self.fact = fact }

  enum Fact {
    case shapes(operation: String, left: String, right: String, hint: String?)
    case kind(operation: String, expected: String, found: String)
    case index(text: String, extent: Int)
    case fractionalIndex(String)
    case arity(name: String, expected: String, found: Int)
    case unknownKeyword(function: String, name: String, known: [String])
    case missingKeyword(function: String, name: String)
    case notAFunction(found: String)
    case noField(name: String, of: String, known: [String])
    case unassigned(String)
    case notBoolean(found: String)
    case value(operation: String, message: String)
    case engine(String)
    case bound(Bound, limit: Int)
    case notDifferentiable(String)
    /// A function of the formulas inside a derivative of a derivative.
    case onlyFirstDerivative(String)
    /// An array has another shape than an engine call needs.
    case misfit(String)
    /// A check inside `@forall` does not hold for this instance.
    case checkFailed
  }
}

/// The limits of a block.
package enum Bound: String, Sendable {
  case fuel
  case memory
  case depth
  case output
}

/// Runs a call of `Learning` and turns its error into ours.
func learning<T>(_ body: () throws(LearningError) -> T) throws(Failure) -> T {
  do throws(LearningError) { return try body() } catch {
    if case .shape = error { throw Failure(.misfit(error.message)) }
    throw Failure(.engine(error.message))
  }
}

/// Runs an engine call and turns its error into ours.
func engine<T>(_ body: () throws(ArrayError) -> T) throws(Failure) -> T {
  do throws(ArrayError) { return try body() } catch { throw Failure(.engine(error.message)) }
}
