import Formula
import Numerics

/// Random numbers addressed by a key: the same key, the same numbers, on every machine.
struct PointStream {
  private var state: UInt64

  init(key: UInt64, _ number: Int) { state = mix(mix(key) ^ UInt64(bitPattern: Int64(number))) }

  init(key: UInt64, _ number: Int, _ further: Int) {
    self.init(key: key, number)
    state = mix(state ^ UInt64(bitPattern: Int64(further)))
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
  let isNeeded = graph.reachable(from: roots)
  // Nodes are numbered as in a program that computes nothing else.
  var place = [Graph.Node](repeating: -1, count: graph.count)
  var count: Graph.Node = 0
  var print = Fingerprint(state: mix(seed))
  for number in 0..<graph.count where isNeeded[number] {
    place[number] = count
    count += 1
    let operation = graph.operations[number]
    print.take(operation.code)
    switch operation {
    case .rational(let value): print.take(value)
    case .input(let input): print.take(input)
    case .tag(_, let a), .negate(let a), .absolute(let a), .sign(let a), .floor(let a),
      .not(let a):
      print.take(place[Int(a)])
    case .power(let a, let exponent):
      print.take(place[Int(a)])
      print.take(exponent)
    case .rationalPower(let a, let exponent):
      print.take(place[Int(a)])
      print.take(exponent)
    case .function(let function, let a):
      print.take(UInt64(function.rawValue))
      print.take(place[Int(a)])
    case .truth(let value): print.take(UInt64(value ? 1 : 0))
    case .arbitrary(let function, _, let list):
      print.take(function)
      for node in graph.operandLists[Int(list)] { print.take(place[Int(node)]) }
    case .eigenvalue(let index, let list), .singularValue(let index, _, let list):
      print.take(index)
      for node in graph.operandLists[Int(list)] { print.take(place[Int(node)]) }
    case .spectralRadius(let list):
      for node in graph.operandLists[Int(list)] { print.take(place[Int(node)]) }
    default: graph.visitOperands(of: operation) { print.take(place[Int($0)]) }
    }
  }
  for node in roots { print.take(place[Int(node)]) }
  return print.state
}

private struct Fingerprint {
  var state: UInt64

  mutating func take(_ word: UInt64) { state = mix(state ^ word) }

  mutating func take(_ number: Int32) { take(UInt64(UInt32(bitPattern: number))) }

  mutating func take(_ value: Rational) {
    take(UInt64(truncatingIfNeeded: value.numerator))
    take(UInt64(truncatingIfNeeded: value.denominator))
  }
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
