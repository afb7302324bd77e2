import Formula
import Numerics

/// The sides of a limit over whole numbers at numbers of several remainders: `(-1)^n` and
/// `\cos\frac{2\pi n}3` tend to nothing, though they do along the powers of 2.
///
/// The numbers are constants of the graph, so that a power of a negative number has its value.
struct WholeSequences {
  private let problem: Problem
  private let small: Int

  /// Divisible by all numbers up to 12.
  private static let period: Int128 = 27_720
  private static let remainders: [Int128] = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11]
  private static let exponents = [0, 1, 2, 3, 5, 8, 12, 18, 26, 38, 56, 76, 96]

  /// The last numbers lie between 2 to this power and the next one.
  static let lastPower = 110

  /// - Parameter small: the input that stands for the reciprocal of the number.
  init(_ problem: Problem, _ small: Int) {
    self.problem = problem
    self.small = small
  }

  /// Both sides of a goal as programs: by remainder, then by number, upwards.
  func programs(for goal: Goal) -> [[Program]] {
    guard let node = problem.inputNode(small) else { return [] }
    var graph = problem.graph
    return Self.remainders.map { remainder in
      Self.exponents.compactMap { exponent in
        guard let number = Rational(Self.period << Int128(exponent) + remainder, over: 1),
          let reciprocal = number.reciprocal
        else { return nil }
        let value = graph.constant(reciprocal)
        let sides = graph.substitute([node: value], in: [goal.left, goal.right])
        return Program(graph, computing: sides)
      }
    }
  }
}
