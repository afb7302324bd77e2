import CWasm
import Numerics

/// Computes hashes of many results, natively and as WebAssembly: they must be equal.
@main
struct Parity {
  static func main() {
    #if !arch(wasm32)
      for index in 0..<rowCount { print(hash(of: index)) }
    #endif
  }
}

/// How many hashes there are.
@_expose(wasm, "rowCount") @_cdecl("rowCount")
public func exposedRowCount() -> Int32 { Int32(rowCount) }

/// The hash with this number.
@_expose(wasm, "hash") @_cdecl("hash")
public func exposedHash(_ index: Int32) -> Int64 { hash(of: Int(index)) }

let rowCount = scalars.count + lanes.count + ElementaryFunction.allCases.count + computations.count

func hash(of index: Int) -> Int64 {
  var digest = Digest()
  var rest = index
  if rest < scalars.count {
    points { digest.add(scalars[rest]($0)) }
    return digest.value
  }
  rest -= scalars.count
  if rest < lanes.count {
    points { x in
      let result = lanes[rest](SIMD8<Double>(x, -x, x + 1, x * 0.5, 1 / x, x - 1, x * x, 3 - x))
      for lane in 0..<8 { digest.add(result[lane]) }
    }
    return digest.value
  }
  rest -= lanes.count
  if rest < ElementaryFunction.allCases.count {
    let kind = WideArithmetic.widest
    var random = RandomStream(seed: 3)
    for _ in 0..<40 {
      let x = random.normal() * 3
      let value = kind.apply(ElementaryFunction.allCases[rest], kind.constant(x))
      digest.add(value.nearest)
      digest.add(Double(value.errorSize))
    }
    return digest.value
  }
  computations[rest - ElementaryFunction.allCases.count](&digest)
  return digest.value
}

let scalars: [@Sendable (Double) -> Double] = [
  { Elementary.exp($0) }, { Elementary.exp(minusOne: $0) }, { Elementary.log($0) },
  { Elementary.log(onePlus: $0) }, { Elementary.sin($0) }, { Elementary.cos($0) },
  { Elementary.tan($0) }, { Elementary.tanh($0) }, { Elementary.sinh($0) },
  { Elementary.cosh($0) }, { Elementary.arctan($0) }, { Elementary.arcsin($0) },
  { Elementary.arccos($0) }, { Elementary.erf($0) }, { Elementary.erfc($0) },
  { Elementary.normalCumulative($0) }, { Elementary.sqrt($0) },
  { Elementary.logistic($0) }, { Elementary.pow($0.magnitude, 1.7) },
  { Elementary.arctan($0, over: 2) },
]

let lanes: [@Sendable (SIMD8<Double>) -> SIMD8<Double>] = [
  { Elementary.exp($0) }, { Elementary.exp(minusOne: $0) }, { Elementary.log($0) },
  { Elementary.log(onePlus: $0) }, { Elementary.sin($0) }, { Elementary.cos($0) },
  { Elementary.tanh($0) }, { Elementary.sqrt($0) },
]

/// Ordinary numbers, and bit patterns of every exponent.
func points(_ body: (Double) -> Void) {
  var random = RandomStream(seed: 2)
  for _ in 0..<2000 {
    body(random.normal() * 4)
    body(random.uniform())
    body(Double(bitPattern: random.next()))
  }
}

struct Digest {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// NaNs count as one: their payload is not determined in WebAssembly.
  mutating func add(_ value: Double) {
    add(bits: value.isNaN ? 0x7ff8_0000_0000_0000 : value.bitPattern)
  }

  mutating func add(bits: UInt64) {
    state = (state ^ bits) &* 0x9e37_79b9_7f4a_7c15
    state ^= state >> 29
  }

  var value: Int64 { Int64(bitPattern: state) }
}
