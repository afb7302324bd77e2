import Numerics

/// Random numbers addressed by seed, lesson, block and call: the same on every machine.
struct RandomSource {
  let seed: UInt64
  private(set) var isUsed = false
  private var stream: RandomStream
  private var calls = 0

  init(_ address: RandomAddress) {
    seed = address.seed
    stream = RandomStream(seed: address.seed).stream(address.lesson).stream(address.block)
  }

  /// A stream of its own for a numbered purpose.
  init(_ parent: RandomSource, _ label: Int) {
    seed = parent.seed
    stream = parent.stream.stream(label)
  }

  /// A stream for one call of the engine, which draws as many numbers as it likes.
  mutating func streamOfCall() -> RandomStream {
    isUsed = true
    calls += 1
    return stream.stream("call").stream(calls)
  }

  /// Uniform on [0, 1) in steps of 2⁻⁵³.
  mutating func uniform() -> Double {
    isUsed = true
    return stream.uniform()
  }

  /// Uniform on 0..<count, without bias.
  mutating func integer(below count: Int) -> Int {
    isUsed = true
    return stream.integer(in: 0...max(1, count) - 1)
  }

  /// Normal with mean 0 and variance 1.
  mutating func normal() -> Double {
    isUsed = true
    return stream.normal()
  }

  /// The numbers 0 ..< count in random order.
  mutating func permutation(_ count: Int) -> [Int] {
    isUsed = true
    return stream.permutation(count)
  }
}
