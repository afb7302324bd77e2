internal import Numerics

extension Activation {
  /// a ← σ(z) for a buffer of rows×columns entries, both padded to a multiple of eight.
  func apply(
    _ z: UnsafePointer<Double>, _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .sigmoid: Elementary.logistic(z, into: a, count: count)
    case .tanh: Activation.eachEight(z, a, count) { Elementary.tanh($0) }
    case .relu: for k in 0..<count { a[k] = z[k] > 0 ? z[k] : (z[k].isNaN ? z[k] : 0) }
    case .identity: a.update(from: z, count: count)
    case .softmax: Activation.softmaxColumns(z, a, rows, columns)
    default: for k in 0..<count { a[k] = self(z[k]) }
    }
  }

  /// g ← g ⊙ σ′(z), or for a vector activation each column times the transposed Jacobian.
  func pullBack(
    _ g: UnsafeMutablePointer<Double>, _ z: UnsafePointer<Double>, _ a: UnsafePointer<Double>,
    rows: Int, columns: Int
  ) {
    let count = rows * columns
    switch self {
    case .sigmoid: for k in 0..<count { g[k] *= a[k] * (1 - a[k]) }
    case .tanh: for k in 0..<count { g[k] *= 1 - a[k] * a[k] }
    case .relu: for k in 0..<count { g[k] = z[k] > 0 ? g[k] : 0 }
    case .identity: break
    case .softmax:
      for column in 0..<columns {
        var mean = 0.0
        for k in stride(from: column, to: count, by: columns) { mean += g[k] * a[k] }
        for k in stride(from: column, to: count, by: columns) { g[k] = a[k] * (g[k] - mean) }
      }
    default: for k in 0..<count { g[k] *= derivative(z: z[k], a: a[k]) }
    }
  }

  @inline(__always)
  private static func eachEight(
    _ z: UnsafePointer<Double>, _ a: UnsafeMutablePointer<Double>, _ count: Int,
    _ function: (SIMD8<Double>) -> SIMD8<Double>
  ) {
    var k = 0
    while k < count {
      let x = UnsafeRawPointer(z + k).loadUnaligned(as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(a + k).storeBytes(of: function(x), as: SIMD8<Double>.self)
      k += 8
    }
  }

  private static func softmaxColumns(
    _ z: UnsafePointer<Double>, _ a: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int
  ) {
    let count = rows * columns
    for column in 0..<columns {
      var peak = z[column]
      for k in stride(from: column, to: count, by: columns) { peak = z[k] > peak ? z[k] : peak }
      for k in stride(from: column, to: count, by: columns) { a[k] = z[k] - peak }
    }
    eachEight(a, a, count) { Elementary.exp($0) }
    for column in 0..<columns {
      var total = 0.0
      for k in stride(from: column, to: count, by: columns) { total += a[k] }
      for k in stride(from: column, to: count, by: columns) { a[k] /= total }
    }
  }
}
