import Formula
import Numerics

/// Random numbers addressed by a key: the same key, the same numbers, on every machine.
struct PointStream {
  private var state: UInt64

  init(key: UInt64, _ path: Int...) {
    state = path.reduce(mix(key)) { mix($0 ^ UInt64(bitPattern: Int64($1))) }
  }

  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    return mix(state)
  }

  /// In [0, 1), a multiple of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  mutating func integer(_ low: Int, _ high: Int) -> Int {
    guard high > low else { return low }
    return low + Int(next() % UInt64(high - low + 1))
  }

  mutating func choose<Element>(_ elements: [Element]) -> Element {
    elements[integer(0, elements.count - 1)]
  }

  /// Standard normal, by the polar method.
  mutating func normal() -> Double {
    while true {
      let u = uniform(-1, 1)
      let v = uniform(-1, 1)
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * Elementary.log(s) / s).squareRoot() }
    }
  }
}

/// A fingerprint of graph nodes that does not change from run to run.
func fingerprint(of roots: [Graph.Node], in graph: Graph, seed: UInt64) -> UInt64 {
  let program = Program(graph, computing: roots)
  var state = mix(seed)
  func take(_ word: UInt64) { state = mix(state ^ word) }
  func take(node value: Int32) { take(UInt64(UInt32(bitPattern: value))) }
  func take(fraction value: Rational) {
    take(UInt64(truncatingIfNeeded: value.numerator))
    take(UInt64(truncatingIfNeeded: value.denominator))
  }
  for operation in program.operations {
    take(operation.code)
    switch operation {
    case .rational(let value): take(fraction: value)
    case .input(let number): take(node: number)
    case .tag(_, let a), .negate(let a), .absolute(let a), .sign(let a), .floor(let a),
      .not(let a):
      take(node: a)
    case .power(let a, let exponent):
      take(node: a)
      take(node: exponent)
    case .rationalPower(let a, let exponent):
      take(node: a)
      take(fraction: exponent)
    case .function(let function, let a):
      take(UInt64(function.rawValue))
      take(node: a)
    case .truth(let value): take(value ? 1 : 0)
    case .arbitrary(let function, _, let list):
      take(node: function)
      for node in program.operandLists[Int(list)] { take(node: node) }
    case .eigenvalue(let index, let list), .singularValue(let index, _, let list):
      take(node: index)
      for node in program.operandLists[Int(list)] { take(node: node) }
    case .spectralRadius(let list): for node in program.operandLists[Int(list)] { take(node: node) }
    default: for node in graph.operands(of: operation) { take(node: node) }
    }
  }
  for node in program.outputs { take(node: node) }
  return state
}

extension Graph.Operation {
  fileprivate var code: UInt64 {
    switch self {
    case .rational: 1
    case .pi: 2
    case .e: 3
    case .input: 4
    case .tag: 5
    case .add: 6
    case .subtract: 7
    case .multiply: 8
    case .divide: 9
    case .negate: 10
    case .power: 11
    case .rationalPower: 12
    case .realPower: 13
    case .function: 14
    case .absolute: 15
    case .sign: 16
    case .minimum: 17
    case .maximum: 18
    case .floor: 19
    case .isLess: 20
    case .isLessOrEqual: 21
    case .isEqual: 22
    case .not: 23
    case .and: 24
    case .or: 25
    case .truth: 26
    case .select: 27
    case .arbitrary: 28
    case .eigenvalue: 29
    case .singularValue: 30
    case .spectralRadius: 31
    }
  }
}
