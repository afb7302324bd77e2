import Formula
import Numerics

/// Where a value and its error bound lie, as powers of two: what is needed to say how well it is
/// known, in kinds of number whose exponents do not fit a double.
struct Measure {
  /// The value rounded to a double; infinite if it is too large.
  var nearest: Double
  /// |value| ≤ 2^size; very negative for 0.
  var size: Int64
  /// The error bound is at most 2^error; `none` if the value is exact.
  var error: Int64

  static let none = Int64.min / 4
}

/// A kind of real number that knows how well it knows its values.
protocol Measuring: Arithmetic {
  func measure(_ value: Value) -> Measure
  /// `measure(value).size`, without the rest.
  func size(of value: Value) -> Int64
  /// The size of the difference of two values.
  func gap(_ a: Value, _ b: Value) -> Int64
  func exactly(_ value: Double) -> Value
  /// Those of the given functions that are of this kind.
  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<Self>
  /// Whether it has more bits than a double.
  var isWide: Bool { get }
}

extension PairReading {
  init<Kind: Measuring>(_ a: Kind.Value, _ b: Kind.Value, largest: Int64, in kind: Kind) {
    left = Side(a, in: kind)
    right = Side(b, in: kind)
    order = nil
    let (x, y) = (kind.measure(a), kind.measure(b))
    if left.state == .defined { left.value = x.nearest }
    if right.state == .defined { right.value = y.nearest }
    guard areBothDefined else { return }
    switch kind.compare(a, b) {
    case .less: order = -1
    case .greater: order = 1
    case .equal: order = 0
    case .unresolved: order = nil
    }
    let error = max(x.error, y.error)
    guard error > Measure.none || kind.isWide else { return }
    let gap = kind.gap(a, b)
    if kind.isWide { gapToLargest = Int(clamping: max(gap, error) - largest) }
    guard error > Measure.none else { return }
    relativeError = power(error + 1 - max(x.size, y.size))
    if kind.isWide { errorToLargest = power(error + 1 - largest) }
    ratio = power(gap - error - 1)
  }
}

extension PairReading.Side {
  init<Kind: Arithmetic>(_ value: Kind.Value, in kind: Kind) {
    switch kind.state(of: value) {
    case .defined: state = .defined
    case .undefined: state = .undefined
    case .unresolved: state = .unresolved
    }
  }
}

/// 2^exponent, 0 or infinite outside the range.
private func power(_ exponent: Int64) -> Double {
  if exponent < -1074 { return 0 }
  if exponent > 1023 { return .infinity }
  if exponent < -1022 { return 0x1p-1074 * power(exponent + 1074) }
  return Double(bitPattern: UInt64(exponent + 1023) << 52)
}

extension BoundedArithmetic: Measuring {
  var isWide: Bool { false }

  func exactly(_ value: Double) -> Bounded { Bounded(value) }

  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<BoundedArithmetic> { bounded }

  func size(of value: Bounded) -> Int64 {
    value.value == 0 ? Measure.none : value.value.exponentInt + 1
  }

  func gap(_ a: Bounded, _ b: Bounded) -> Int64 { size(of: Bounded(a.value - b.value)) }

  func measure(_ value: Bounded) -> Measure {
    Measure(
      nearest: value.value, size: size(of: value),
      error: value.error == 0 ? Measure.none : value.error.exponentInt + 1)
  }
}

extension WideArithmetic: Measuring {
  var isWide: Bool { true }

  func exactly(_ value: Double) -> Wide { constant(value) }

  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<WideArithmetic> { wide }

  func size(of value: Wide) -> Int64 { value.size }

  func gap(_ a: Wide, _ b: Wide) -> Int64 { subtract(a, b).size }

  func measure(_ value: Wide) -> Measure {
    Measure(nearest: value.nearest, size: value.size, error: value.errorSize)
  }
}

extension Double {
  fileprivate var exponentInt: Int64 { isFinite ? Int64(exponent) : 4096 }
}
