/// Elementary functions of doubles that give the same bits on every machine.
///
/// Each is written in IEEE 754 operations only: no fused multiplication, no C library. For
/// `SIMD8<Double>` each lane has the bits of the scalar function. exp, expm1, log, log1p, sin, cos,
/// tanh and sqrt are within 1 ulp of the true value, the others within 2 ulp; they are *not*
/// correctly rounded.
public enum Elementary {
  /// √x, correctly rounded; NaN for x < 0.
  @inlinable
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }

  /// √x in each lane.
  @inlinable
  public static func sqrt(_ x: SIMD8<Double>) -> SIMD8<Double> { x.squareRoot() }

  /// A scalar function in each lane.
  @inline(__always)
  static func eachLane(
    _ x: SIMD8<Double>, _ function: (Double) -> Double
  ) -> SIMD8<Double> {
    SIMD8(
      function(x[0]), function(x[1]), function(x[2]), function(x[3]),
      function(x[4]), function(x[5]), function(x[6]), function(x[7]))
  }
}
