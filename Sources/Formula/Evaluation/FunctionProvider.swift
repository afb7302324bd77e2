package import Numerics

/// Gives arbitrary functions their values.
package protocol FunctionProvider<Kind> {
  associatedtype Kind: Arithmetic

  /// A derivative of a function at a point.
  ///
  /// - Parameters:
  ///   - function: its number in `LoweredStep.functions`.
  ///   - orders: how often it is differentiated by each of its arguments.
  ///   - arguments: the point, then the constants that its regularity has.
  func value(
    of function: Int, orders: [Int], at arguments: [Kind.Value], in arithmetic: Kind
  ) -> Kind.Value
}

/// For programs without arbitrary functions: all of them are undefined.
package struct NoFunctions<Kind: Arithmetic>: FunctionProvider {
  package init() {}

  package func value(
    of function: Int, orders: [Int], at arguments: [Kind.Value], in arithmetic: Kind
  ) -> Kind.Value {
    arithmetic.undefined
  }
}
