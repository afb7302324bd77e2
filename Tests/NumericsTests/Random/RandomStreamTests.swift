import Numerics
import Testing

@Suite struct RandomStreamTests {
  @Test func streamsDependOnTheirAddressOnly() {
    var root = RandomStream(seed: 1)
    var early = root.stream("lesson").stream(3)
    _ = root.next()
    var late = root.stream("lesson").stream(3)
    var other = root.stream("lesson").stream(4)
    let first = early.next()
    #expect(first == late.next())
    #expect(first != other.next())
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var random = RandomStream(seed: 5)
    let count = 100_000
    var sums = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<count {
      let u = random.uniform()
      let z = random.normal()
      #expect(u >= 0 && u < 1)
      sums.0 += u
      sums.1 += u * u
      sums.2 += z
      sums.3 += z * z
    }
    let n = Double(count)
    #expect(abs(sums.0 / n - 0.5) < 0.005 && abs(sums.1 / n - 1.0 / 3) < 0.005)
    #expect(abs(sums.2 / n) < 0.015 && abs(sums.3 / n - 1) < 0.025)
  }

  @Test func integersFillTheirRangeEvenly() {
    var random = RandomStream(seed: 9)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[random.integer(in: -3...3) + 3] += 1 }
    for count in counts { #expect(abs(count - 10_000) < 500) }
    #expect(random.integer(in: 4...4) == 4)
  }

  @Test func permutationsAreBijectionsAndAllOccur() {
    var random = RandomStream(seed: 2)
    var seen: Set<[Int]> = []
    for _ in 0..<200 { seen.insert(random.permutation(4)) }
    #expect(seen.count == 24)
    #expect(random.permutation(50).sorted() == Array(0..<50))
    #expect(random.choice([Int]()) == nil && random.choice([8]) == 8)
  }
}
