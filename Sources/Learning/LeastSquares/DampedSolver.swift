internal import Numerics

/// The step of Levenberg and Marquardt for m residuals r and n parameters, in flat buffers.
///
/// Solves (JᵀJ + μI) h = −Jᵀr by Cholesky factorisation, or, by Woodbury's identity, takes
/// h = −Jᵀ (JJᵀ + μI)⁻¹ r: a system of n or of m equations.
final class DampedSolver {
  let m: Int
  let n: Int
  let usesWoodbury: Bool
  /// The residuals.
  let r: UnsafeMutablePointer<Double>
  /// The Jacobian, a row for each residual.
  let jacobian: UnsafeMutablePointer<Double>
  /// Jᵀr, the gradient of ½‖r‖².
  let gradient: UnsafeMutablePointer<Double>
  /// The step h of the last `solve`.
  let step: UnsafeMutablePointer<Double>
  private let size: Int
  private let transposed: UnsafeMutablePointer<Double>
  private let product: UnsafeMutablePointer<Double>
  private let factor: UnsafeMutablePointer<Double>
  private let solution: UnsafeMutablePointer<Double>

  init(residuals m: Int, parameters n: Int, usesWoodbury: Bool) {
    self.m = m
    self.n = n
    self.usesWoodbury = usesWoodbury
    size = usesWoodbury ? m : n
    func buffer(_ count: Int) -> UnsafeMutablePointer<Double> {
      let result = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
      result.initialize(repeating: 0, count: max(count, 1))
      return result
    }
    r = buffer(m)
    jacobian = buffer(m * n)
    gradient = buffer(n)
    step = buffer(n)
    transposed = buffer(m * n)
    product = buffer(size * size)
    factor = buffer(size * size)
    solution = buffer(size)
  }

  deinit {
    for pointer in [r, jacobian, gradient, step, transposed, product, factor, solution] {
      pointer.deallocate()
    }
  }

  /// ½‖r‖².
  static func halfSquare(_ r: UnsafePointer<Double>, _ count: Int) -> Double {
    var sum = 0.0
    for k in 0..<count { sum += r[k] * r[k] }
    return 0.5 * sum
  }

  /// After r and J have been filled: the gradient and JJᵀ or JᵀJ.
  func prepare() {
    gradient.update(repeating: 0, count: n)
    for row in 0..<m {
      let (residual, start) = (r[row], jacobian + row * n)
      for k in 0..<n { gradient[k] += start[k] * residual }
    }
    product.update(repeating: 0, count: size * size)
    if usesWoodbury {
      ProductKernel.transpose(rows: m, columns: n, jacobian, into: transposed)
      ProductKernel.addProduct(
        rows: m, inner: n, columns: m, jacobian, rowStride: n, innerStride: 1,
        transposed, bStride: m, into: product, cStride: m)
    } else {
      ProductKernel.addProduct(
        rows: n, inner: m, columns: n, jacobian, rowStride: 1, innerStride: n,
        jacobian, bStride: n, into: product, cStride: n)
    }
  }

  /// The largest diagonal entry of JᵀJ or JJᵀ.
  var largestDiagonal: Double {
    (0..<size).reduce(0) { max($0, product[$1 * (size + 1)]) }
  }

  /// Finds the step for a damping; false if the matrix is not positive definite in rounding.
  func solve(damping mu: Double) -> Bool {
    guard factorize(mu) else { return false }
    if usesWoodbury {
      for k in 0..<m { solution[k] = -r[k] }
    } else {
      for k in 0..<n { solution[k] = -gradient[k] }
    }
    substitute()
    if !usesWoodbury {
      step.update(from: solution, count: n)
      return true
    }
    step.update(repeating: 0, count: n)
    for row in 0..<m {
      let (weight, start) = (solution[row], jacobian + row * n)
      for k in 0..<n { step[k] += start[k] * weight }
    }
    return true
  }

  /// G + μI = UᵀU, row by row of U.
  private func factorize(_ mu: Double) -> Bool {
    factor.update(from: product, count: size * size)
    for k in 0..<size { factor[k * (size + 1)] += mu }
    for k in 0..<size {
      let row = factor + k * size
      guard row[k] > 0, row[k].isFinite else { return false }
      let scale = 1 / row[k].squareRoot()
      for j in k..<size { row[j] *= scale }
      for i in k + 1..<max(size, k + 1) {
        let (multiple, target) = (row[i], factor + i * size)
        for j in i..<size { target[j] -= multiple * row[j] }
      }
    }
    return true
  }

  /// Solves Uᵀ U x = b in place.
  private func substitute() {
    for k in 0..<size {
      let row = factor + k * size
      solution[k] /= row[k]
      let value = solution[k]
      for j in k + 1..<max(size, k + 1) { solution[j] -= row[j] * value }
    }
    for k in stride(from: size - 1, through: 0, by: -1) {
      let row = factor + k * size
      var sum = solution[k]
      for j in k + 1..<max(size, k + 1) { sum -= row[j] * solution[j] }
      solution[k] = sum / row[k]
    }
  }
}
