import Glibc
import Learning
import Numerics

/// The generator that all yardsticks share, bit by bit.
struct SplitMix: RandomSource {
  var state: UInt64

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  mutating func normal() -> Double {
    var sum = 0.0
    for _ in 0..<12 { sum += uniform() }
    return sum - 6
  }

  mutating func integer(below bound: Int) -> Int { Int((bits() >> 33) % UInt64(bound)) }
}

/// The ten points of the notes, as columns, and their targets.
func tenPoints() throws -> (x: Matrix, y: Matrix) {
  let x = try Matrix(rows: [
    [0.1, 0.3, 0.1, 0.6, 0.4, 0.6, 0.5, 0.9, 0.4, 0.7],
    [0.1, 0.4, 0.5, 0.9, 0.2, 0.3, 0.6, 0.2, 0.4, 0.6],
  ])
  return (x, Matrix(rows: 2, columns: 10) { ($1 < 5) == ($0 == 0) ? 1 : 0 })
}

/// The seconds that this process computes, as the yardsticks count them.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let begin = processSeconds()
  try body()
  return processSeconds() - begin
}

private func processSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// One line of the comparison: the row, its time and the answers.
func report(_ row: String, _ seconds: Double, _ answers: String) {
  print("\(row) \(seconds) \(answers)")
}
