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
  func exactly(_ value: Double) -> Value
  /// - Parameter largest: the size of the largest intermediate value, of wide kinds only.
  func reading(_ a: Value, _ b: Value, largest: Int64) -> PairReading
  /// Those of the given functions that are of this kind.
  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<Self>
  /// Whether it has more bits than a double.
  var isWide: Bool { get }
}

extension PairReading {
  /// The states of two values, their doubles and their order.
  fileprivate init<Kind: Arithmetic>(_ a: Kind.Value, _ b: Kind.Value, in kind: Kind) {
    left = Side(a, in: kind)
    right = Side(b, in: kind)
    guard areBothDefined else { return }
    switch kind.compare(a, b) {
    case .less: order = -1
    case .greater: order = 1
    case .equal: order = 0
    case .unresolved: order = nil
    }
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
private func powerOfTwo(_ exponent: Int64) -> Double {
  if exponent < -1074 { return 0 }
  if exponent > 1023 { return .infinity }
  if exponent < -1022 { return 0x1p-1074 * powerOfTwo(exponent + 1074) }
  return Double(bitPattern: UInt64(exponent + 1023) << 52)
}

extension BoundedArithmetic: Measuring {
  var isWide: Bool { false }

  func reading(_ a: Bounded, _ b: Bounded, largest: Int64) -> PairReading {
    var reading = PairReading(a, b, in: self)
    if reading.left.state == .defined { reading.left.value = a.value }
    if reading.right.state == .defined { reading.right.value = b.value }
    let error = max(a.error, b.error)
    guard reading.areBothDefined, error > 0 else { return reading }
    let bound = error.exponentInt
    let largest = max(a.value.magnitude, b.value.magnitude)
    let gap = (a.value - b.value).magnitude
    reading.relativeError = largest > 0 ? powerOfTwo(bound + 1 - largest.exponentInt) : .infinity
    reading.ratio = gap > 0 ? powerOfTwo(gap.exponentInt - bound - 1) : 0
    return reading
  }

  func exactly(_ value: Double) -> Bounded { Bounded(value) }

  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<BoundedArithmetic> { bounded }

  func size(of value: Bounded) -> Int64 {
    value.value == 0 ? Measure.none : value.value.exponentInt + 1
  }

  func measure(_ value: Bounded) -> Measure {
    Measure(
      nearest: value.value, size: size(of: value),
      error: value.error == 0 ? Measure.none : value.error.exponentInt + 1)
  }
}

extension WideArithmetic: Measuring {
  var isWide: Bool { true }

  func reading(_ a: Wide, _ b: Wide, largest: Int64) -> PairReading {
    var reading = PairReading(a, b, in: self)
    let (x, y) = (measure(a), measure(b))
    if reading.left.state == .defined { reading.left.value = x.nearest }
    if reading.right.state == .defined { reading.right.value = y.nearest }
    guard reading.areBothDefined else { return reading }
    let error = max(x.error, y.error)
    let gap = subtract(a, b).size
    reading.gapToLargest = Int(clamping: max(gap, error) - largest)
    guard error > Measure.none else { return reading }
    reading.relativeError = powerOfTwo(error + 1 - max(x.size, y.size))
    reading.errorToLargest = powerOfTwo(error + 1 - largest)
    reading.ratio = powerOfTwo(gap - error - 1)
    return reading
  }

  func exactly(_ value: Double) -> Wide { constant(value) }

  func functions(
    _ bounded: RandomFunctions<BoundedArithmetic>, _ wide: RandomFunctions<WideArithmetic>
  ) -> RandomFunctions<WideArithmetic> { wide }

  func size(of value: Wide) -> Int64 { value.size }

  func measure(_ value: Wide) -> Measure {
    Measure(nearest: value.nearest, size: value.size, error: value.errorSize)
  }
}

extension Double {
  /// The exponent of the power of two next below a positive number.
  fileprivate var exponentInt: Int64 {
    let field = Int64(bitPattern >> 52 & 0x7FF)
    if 0 < field && field < 0x7FF { return field - 1023 }
    return isFinite ? Int64(exponent) : 4096
  }
}
