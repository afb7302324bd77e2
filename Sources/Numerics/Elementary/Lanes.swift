/// One or eight doubles, so that each elementary function is written once.
///
/// The scalar and the wide version of a function run the same operations in the same order; hence
/// they give the same bits. All operations are IEEE 754 operations in round-to-nearest; none is
/// fused.
protocol Lanes: Sendable {
  associatedtype Mask
  associatedtype Bits: LaneBits

  init(everywhere value: Double)
  init(laneBits: Bits)
  var laneBits: Bits { get }

  static prefix func - (x: Self) -> Self
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func + (a: Self, b: Double) -> Self
  static func - (a: Self, b: Double) -> Self
  static func * (a: Self, b: Double) -> Self
  static func + (a: Double, b: Self) -> Self
  static func - (a: Double, b: Self) -> Self
  static func * (a: Double, b: Self) -> Self
  static func / (a: Double, b: Self) -> Self

  static func less(_ a: Self, _ b: Self) -> Mask
  static func equal(_ a: Self, _ b: Self) -> Mask
  static func both(_ a: Mask, _ b: Mask) -> Mask
  static func everywhere(_ mask: Mask) -> Bool
  /// `a` where the mask holds, `b` elsewhere.
  static func choose(_ mask: Mask, _ a: Self, _ b: Self) -> Self
}

/// The bit patterns of one or eight doubles.
protocol LaneBits {
  static func & (a: Self, b: UInt64) -> Self
  static func | (a: Self, b: Self) -> Self
  static func | (a: Self, b: UInt64) -> Self
  static func ^ (a: Self, b: Self) -> Self
  static func &+ (a: Self, b: UInt64) -> Self
  func shiftedLeft(_ count: UInt64) -> Self
  func shiftedRight(_ count: UInt64) -> Self
}

extension UInt64: LaneBits {
  @inline(__always)
  func shiftedLeft(_ count: UInt64) -> UInt64 { self &<< count }

  @inline(__always)
  func shiftedRight(_ count: UInt64) -> UInt64 { self &>> count }
}

extension SIMD8: LaneBits where Scalar == UInt64 {
  @inline(__always)
  func shiftedLeft(_ count: UInt64) -> Self { self &<< Self(repeating: count) }

  @inline(__always)
  func shiftedRight(_ count: UInt64) -> Self { self &>> Self(repeating: count) }
}

extension Double: Lanes {
  @inline(__always)
  init(everywhere value: Double) { self = value }

  @inline(__always)
  init(laneBits: UInt64) { self.init(bitPattern: laneBits) }

  @inline(__always)
  var laneBits: UInt64 { bitPattern }

  @inline(__always)
  static func less(_ a: Double, _ b: Double) -> Bool { a < b }

  @inline(__always)
  static func equal(_ a: Double, _ b: Double) -> Bool { a == b }

  @inline(__always)
  static func both(_ a: Bool, _ b: Bool) -> Bool { a && b }

  @inline(__always)
  static func everywhere(_ mask: Bool) -> Bool { mask }

  @inline(__always)
  static func choose(_ mask: Bool, _ a: Double, _ b: Double) -> Double { mask ? a : b }
}

extension SIMD8: Lanes where Scalar == Double {
  @inline(__always)
  init(everywhere value: Double) { self.init(repeating: value) }

  @inline(__always)
  init(laneBits: SIMD8<UInt64>) { self = unsafeBitCast(laneBits, to: Self.self) }

  @inline(__always)
  var laneBits: SIMD8<UInt64> { unsafeBitCast(self, to: SIMD8<UInt64>.self) }

  @inline(__always)
  static func less(_ a: Self, _ b: Self) -> SIMDMask<SIMD8<Int64>> { a .< b }

  @inline(__always)
  static func equal(_ a: Self, _ b: Self) -> SIMDMask<SIMD8<Int64>> { a .== b }

  @inline(__always)
  static func both(
    _ a: SIMDMask<SIMD8<Int64>>, _ b: SIMDMask<SIMD8<Int64>>
  ) -> SIMDMask<SIMD8<Int64>> { a .& b }

  @inline(__always)
  static func everywhere(_ mask: SIMDMask<SIMD8<Int64>>) -> Bool { all(mask) }

  @inline(__always)
  static func choose(_ mask: SIMDMask<SIMD8<Int64>>, _ a: Self, _ b: Self) -> Self {
    b.replacing(with: a, where: mask)
  }
}

extension Lanes {
  /// The nearest integer, ties to even, for |x| < 2^51.
  @inline(__always)
  var nearestInteger: Self { (self + 0x1.8p52) - 0x1.8p52 }

  /// 2^n for an integer −1022 ≤ n ≤ 1023.
  @inline(__always)
  static func powerOfTwo(_ n: Self) -> Self {
    Self(laneBits: (n + (0x1.8p52 + 1023)).laneBits.shiftedLeft(52))
  }

  /// |x|.
  @inline(__always)
  var absolute: Self { Self(laneBits: laneBits & 0x7fff_ffff_ffff_ffff) }

  /// The magnitude of `self` with the sign of `other`; `self` must not be negative.
  @inline(__always)
  func signed(like other: Self) -> Self {
    Self(laneBits: laneBits | (other.laneBits & 0x8000_0000_0000_0000))
  }

  /// `self` held between two bounds; NaN stays NaN.
  @inline(__always)
  func held(between low: Double, and high: Double) -> Self {
    let low = Self(everywhere: low)
    let high = Self(everywhere: high)
    let raised = Self.choose(Self.less(self, low), low, self)
    return Self.choose(Self.less(high, raised), high, raised)
  }

  /// c₀ + c₁z.
  @inline(__always)
  static func linear(_ z: Self, _ c0: Double, _ c1: Double) -> Self { c0 + z * c1 }

  /// c₀ + c₁z + c₂z².
  @inline(__always)
  static func quadratic(
    _ z: Self, _ square: Self, _ c0: Double, _ c1: Double, _ c2: Double
  ) -> Self {
    linear(z, c0, c1) + square * c2
  }

  /// c₀ + c₁z + c₂z² + c₃z³.
  @inline(__always)
  static func cubic(
    _ z: Self, _ square: Self, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double
  ) -> Self {
    linear(z, c0, c1) + square * linear(z, c2, c3)
  }
}
