import Formula
import Numerics

/// Equations in which an input occurs once: what is done to it is undone, e^x = c by x = log c.
extension Problem {
  mutating func solveByInversion() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (side, other) in [(a, b), (b, a)] {
        let outside = inputs(of: other)
        for input in candidates(side) where !outside.contains(input) {
          let saved = self
          guard let value = inverse(of: side, by: input, at: other) else {
            self = saved
            continue
          }
          put(value, for: input, insteadOf: place)
          return true
        }
      }
    }
    return false
  }

  /// What an input has to be for a node to take a value; conditions may be added.
  private mutating func inverse(
    of node: Graph.Node, by input: Int, at value: Graph.Node
  ) -> Graph.Node? {
    var (node, value) = (node, value)
    while true {
      if case .input(let number) = graph[node] { return Int(number) == input ? value : nil }
      let within = graph.operands(of: graph[node]).filter { inputs(of: $0).contains(input) }
      guard within.count == 1, let inner = within.first,
        let next = undone(graph[node], inner, value)
      else { return nil }
      (node, value) = (inner, next)
    }
  }

  /// The value of an operation's operand for which the operation has a value.
  private mutating func undone(
    _ operation: Graph.Operation, _ inner: Graph.Node, _ value: Graph.Node
  ) -> Graph.Node? {
    switch operation {
    case .tag: return value
    case .negate: return graph.negate(value)
    case .add(let a, let b): return graph.subtract(value, inner == a ? b : a)
    case .subtract(let a, let b):
      return inner == a ? graph.add(value, b) : graph.subtract(a, value)
    case .multiply(let a, let b):
      let factor = inner == a ? b : a
      return sign(of: factor) == nil ? nil : graph.divide(value, factor)
    case .divide(let a, let b):
      if inner == a { return graph.multiply(value, b) }
      return sign(of: a) == nil ? nil : graph.divide(a, value)
    case .power(_, let exponent): return undonePower(Int(exponent), inner, value)
    case .absolute: return either(value)
    case .function(let function, _): return undone(function, value)
    default: return nil
    }
  }

  private mutating func undonePower(
    _ exponent: Int, _ inner: Graph.Node, _ value: Graph.Node
  ) -> Graph.Node? {
    guard exponent != 0, let inverse = Rational(1, over: Int128(exponent)) else { return nil }
    if exponent % 2 != 0 { return graph.power(value, inverse) }
    conditions.append(graph.isLessOrEqual(graph.constant(0), value))
    let root = graph.power(value, inverse)
    return graph.isNonnegative(inner) ? root : either(root)
  }

  /// A number that is not negative, or its opposite.
  private mutating func either(_ size: Graph.Node) -> Graph.Node {
    conditions.append(graph.isLessOrEqual(graph.constant(0), size))
    domains.append(.set([Rational(1), Rational(-1)]))
    return graph.multiply(graph.input(), size)
  }

  private mutating func undone(_ function: ElementaryFunction, _ value: Graph.Node)
    -> Graph.Node?
  {
    let (zero, one) = (graph.constant(0), graph.constant(1))
    switch function {
    case .exp:
      conditions.append(graph.isLess(zero, value))
      return graph.function(.log, value)
    case .log: return graph.function(.exp, value)
    case .sqrt:
      conditions.append(graph.isLessOrEqual(zero, value))
      return graph.power(value, 2)
    case .tanh:
      conditions.append(graph.isLess(graph.absolute(value), one))
      let quotient = graph.divide(graph.add(one, value), graph.subtract(one, value))
      return graph.multiply(graph.constant(1, over: 2), graph.function(.log, quotient))
    case .sin where invertsAngles: return angle(ofSine: value)
    case .cos where invertsAngles:
      let right = graph.multiply(graph.constant(1, over: 2), graph.node(.pi))
      return graph.subtract(right, angle(ofSine: value))
    case .tan where invertsAngles:
      return graph.add(graph.function(.arctan, value), turns(of: 1))
    default: return nil
    }
  }

  private static let turnCount = 3

  /// A small multiple of some times π.
  private mutating func turns(of factor: Int) -> Graph.Node {
    domains.append(.whole(-Self.turnCount, Self.turnCount))
    return graph.multiply(graph.multiply(graph.constant(factor), graph.node(.pi)), graph.input())
  }

  /// α = arcsin s or π − α, and some turns.
  private mutating func angle(ofSine sine: Graph.Node) -> Graph.Node {
    if graph.isZero(sine) { return turns(of: 1) }
    let one = graph.constant(1)
    conditions.append(graph.isLessOrEqual(graph.absolute(sine), one))
    let angle = graph.function(.arcsin, sine)
    domains.append(.set([Rational(0), Rational(1)]))
    let isTurned = graph.input()
    let sign = graph.subtract(one, graph.multiply(graph.constant(2), isTurned))
    let turned = graph.add(
      graph.multiply(sign, angle), graph.multiply(isTurned, graph.node(.pi)))
    return graph.add(turned, turns(of: 2))
  }
}
