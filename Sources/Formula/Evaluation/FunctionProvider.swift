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

  /// Several derivatives of a function at several points; by point, then as `orders`.
  func values(
    of function: Int, orders: [[Int]], at points: [[Kind.Value]], in arithmetic: Kind
  ) -> [[Kind.Value]]
}

extension FunctionProvider {
  package func values(
    of function: Int, orders: [[Int]], at points: [[Kind.Value]], in arithmetic: Kind
  ) -> [[Kind.Value]] {
    points.map { point in
      orders.map { value(of: function, orders: $0, at: point, in: arithmetic) }
    }
  }
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
