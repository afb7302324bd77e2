import Formula
import Numerics

/// Where something that a mean is taken of has kinks and jumps: the zeros of the differences that
/// its comparisons, extrema and absolute values look at.
struct Kinks {
  /// The differences.
  let program: Program
  /// By difference: the random inputs that it depends on, and those in which it is a line.
  private let uses: [Set<Int>]
  private let lines: [Set<Int>]
  /// Whether every kink is such a zero, and can be told.
  let areKnown: Bool

  init(_ problem: Problem, under operand: Graph.Node, over inputs: [Int]) {
    var graph = problem.graph
    let isNeeded = graph.reachable(from: [operand])
    var differences: [Graph.Node] = []
    var areKnown = true
    for place in isNeeded.indices where isNeeded[place] {
      switch graph.operations[place] {
      case .absolute(let a), .sign(let a): differences.append(a)
      case .minimum(let a, let b), .maximum(let a, let b), .isLess(let a, let b),
        .isLessOrEqual(let a, let b), .isEqual(let a, let b):
        differences.append(graph.subtract(a, b))
      case .floor: areKnown = false
      default: continue
      }
    }
    differences = differences.flatMap { graph.branches(of: $0) }
    var uses: [Set<Int>] = []
    var lines: [Set<Int>] = []
    for difference in differences {
      let own = problem.inputs(of: difference, in: graph).intersection(inputs)
      let straight = own.filter { input in
        guard let node = problem.inputNode(input),
          let slope = try? graph.slope(of: difference, by: node)
        else { return false }
        return problem.inputs(of: slope, in: graph).isDisjoint(with: inputs)
      }
      areKnown = areKnown && straight.count == own.count
      uses.append(own)
      lines.append(straight)
    }
    program = Program(graph, computing: differences)
    self.uses = uses
    self.lines = lines
    self.areKnown = areKnown
  }

  var isEmpty: Bool { uses.isEmpty }

  /// The zeros along one input of the differences that depend on it and on none of some others.
  ///
  /// - Parameter values: the differences where the input is 0 and where it is 1.
  func zeros(
    along input: Int, apartFrom others: Set<Int> = [], _ values: (zero: [Double?], one: [Double?])
  ) -> [Double] {
    uses.indices.compactMap { place in
      guard lines[place].contains(input), uses[place].isDisjoint(with: others),
        let low = values.zero[place], let high = values.one[place]
      else { return nil }
      let zero = low / (low - high)
      return zero.isFinite ? zero : nil
    }
  }
}

extension Graph {
  private static let branchLimit = 8

  /// What a difference is between its own kinks: `|x| - 5` is `x - 5` or `-x - 5`.
  fileprivate mutating func branches(of difference: Node) -> [Node] {
    var open = [difference]
    var result: [Node] = []
    while let node = open.popLast() {
      guard result.count + open.count < Self.branchLimit, let (kink, parts) = firstKink(under: node)
      else {
        result.append(node)
        continue
      }
      for part in parts { open += substitute([kink: part], in: [node]) }
    }
    return result
  }

  private mutating func firstKink(under node: Node) -> (Node, [Node])? {
    let isNeeded = reachable(from: [node])
    for place in isNeeded.indices where isNeeded[place] {
      switch operations[place] {
      case .absolute(let a): return (Node(place), [a, negate(a)])
      case .minimum(let a, let b), .maximum(let a, let b): return (Node(place), [a, b])
      default: continue
      }
    }
    return nil
  }
}
