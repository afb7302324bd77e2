/// A number high + low of about 106 bits, |low| ≤ ½ ulp(high).
///
/// Products are exact only while no partial product underflows or overflows: keep magnitudes
/// between 2^−480 and 2^480.
///
/// Dekker (1971), doi:10.1007/BF01397083.
struct Pair<L: Lanes>: Sendable {
  var high: L
  var low: L

  @inline(__always)
  init(_ high: L, _ low: L) {
    self.high = high
    self.low = low
  }

  /// For |a| ≥ |b| or a = 0.
  @inline(__always)
  init(normalizing a: L, _ b: L) {
    high = a + b
    low = b - (high - a)
  }

  /// a + b exactly.
  @inline(__always)
  static func sum(_ a: L, _ b: L) -> (high: L, low: L) {
    let high = a + b
    let back = high - a
    return (high, (a - (high - back)) + (b - back))
  }

  /// a b exactly.
  @inline(__always)
  static func product(_ a: L, _ b: L) -> (high: L, low: L) {
    let high = a * b
    let (a1, a2) = halves(a)
    let (b1, b2) = halves(b)
    let low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2
    return (high, low)
  }

  @inline(__always)
  private static func halves(_ a: L) -> (L, L) {
    let c = a * 0x1.0000002p27
    let top = c - (c - a)
    return (top, a - top)
  }

  @inline(__always)
  static func + (a: Pair, b: Pair) -> Pair {
    let (high, low) = sum(a.high, b.high)
    let (high2, low2) = sum(a.low, b.low)
    let first = Pair(normalizing: high, low + high2)
    return Pair(normalizing: first.high, first.low + low2)
  }

  @inline(__always)
  static func + (a: Pair, b: L) -> Pair {
    let (high, low) = sum(a.high, b)
    return Pair(normalizing: high, low + a.low)
  }

  @inline(__always)
  static prefix func - (a: Pair) -> Pair { Pair(-a.high, -a.low) }

  @inline(__always)
  static func - (a: Pair, b: Pair) -> Pair { a + -b }

  @inline(__always)
  static func * (a: Pair, b: Pair) -> Pair {
    let (high, low) = product(a.high, b.high)
    return Pair(normalizing: high, low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always)
  static func * (a: Pair, b: L) -> Pair {
    let (high, low) = product(a.high, b)
    return Pair(normalizing: high, low + a.low * b)
  }

  @inline(__always)
  static func / (a: Pair, b: Pair) -> Pair {
    let quotient = a.high / b.high
    let rest = a - b * quotient
    return Pair(normalizing: quotient, (rest.high + rest.low) / b.high)
  }

  /// The double nearest to the pair, or a neighbour.
  @inline(__always)
  var value: L { high + low }
}

extension Pair where L == Double {
  /// √a for a ≥ 0.
  var squareRoot: Pair {
    if high == 0 { return self }
    let root = high.squareRoot()
    let (square, squareLow) = Self.product(root, root)
    let rest = ((high - square) - squareLow) + low
    return Pair(normalizing: root, rest / (2 * root))
  }
}
