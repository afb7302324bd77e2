/// A kind of number, with its run-time parameters: a precision, a prime, an order of truncation.
///
/// Undefined values (log of a negative number, division by zero) and unresolved ones (an error band
/// straddles the boundary, an overflow) are values like others: every operation hands them on, an
/// undefined operand taking precedence.
public protocol Arithmetic<Value> {
  associatedtype Value

  func constant(_ value: Rational) -> Value
  var pi: Value { get }
  var undefined: Value { get }
  var unresolved: Value { get }

  func add(_ a: Value, _ b: Value) -> Value
  func subtract(_ a: Value, _ b: Value) -> Value
  func multiply(_ a: Value, _ b: Value) -> Value
  func divide(_ a: Value, _ b: Value) -> Value
  func negate(_ a: Value) -> Value
  /// x⁰ = 1 for every x; a negative power of 0 is undefined.
  func power(_ a: Value, _ exponent: Int) -> Value
  /// x^(p/q); for odd q defined for negative x, too.
  func power(_ a: Value, _ exponent: Rational) -> Value
  /// x^y; defined for x > 0, and for x = 0 < y.
  func power(_ a: Value, _ exponent: Value) -> Value
  func apply(_ function: ElementaryFunction, _ a: Value) -> Value
  func absolute(_ a: Value) -> Value
  func floor(_ a: Value) -> Value
  func minimum(_ a: Value, _ b: Value) -> Value
  func maximum(_ a: Value, _ b: Value) -> Value

  /// The order of two defined values.
  func compare(_ a: Value, _ b: Value) -> Comparison
  func state(of value: Value) -> ValueState

  /// A double near a defined value, for choosing a way to compute, never for judging; 0 where the
  /// kind has no order.
  func approximation(of value: Value) -> Double
}

/// How two numbers compare, as far as their errors allow to tell.
public enum Comparison: Hashable, Sendable {
  case less
  case equal
  case greater
  case unresolved
}

/// Whether a value is one.
public enum ValueState: Hashable, Sendable {
  case defined
  case undefined
  case unresolved
}
