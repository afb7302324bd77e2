public import Numerics

/// Where random numbers come from: as a rule a `RandomStream`, which gives the same everywhere.
public protocol RandomSource {
  /// A number in 0 ..< 1.
  mutating func uniform() -> Double
  /// A number of the normal distribution with mean 0 and variance 1.
  mutating func normal() -> Double
  /// A whole number in 0 ..< bound, all equally likely.
  mutating func integer(below bound: Int) -> Int
}

extension RandomStream: RandomSource {
  /// A whole number in 0 ..< bound, all equally likely.
  ///
  /// - Precondition: the bound is positive.
  public mutating func integer(below bound: Int) -> Int { integer(in: 0...bound - 1) }
}

extension RandomSource {
  /// The numbers 0 ..< count in an order of which all are equally likely (Fisher and Yates).
  mutating func permute(_ order: inout [Int]) {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
  }
}
