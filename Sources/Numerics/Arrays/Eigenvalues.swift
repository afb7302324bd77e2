/// A complex number, as far as eigenvalues need it.
public struct ComplexNumber: Sendable, Equatable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// A number with these parts.
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// |z| without overflow.
  public var magnitude: Double { Vector([real, imaginary]).norm }

  static func + (a: Self, b: Self) -> Self { Self(a.real + b.real, a.imaginary + b.imaginary) }

  static func - (a: Self, b: Self) -> Self { Self(a.real - b.real, a.imaginary - b.imaginary) }

  static func * (a: Self, b: Self) -> Self {
    Self(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  var conjugate: Self { Self(real, -imaginary) }

  /// The root with a real part that is not negative.
  var squareRoot: Self {
    let size = magnitude
    if size == 0 { return self }
    let re = (0.5 * (size + real.magnitude)).squareRoot()
    let im = imaginary.magnitude / (2 * re)
    return real >= 0
      ? Self(re, imaginary < 0 ? -im : im) : Self(im, imaginary < 0 ? -re : re)
  }
}

extension Matrix {
  /// The eigenvalues of a square matrix, by decreasing magnitude; use `SymmetricEigen` for symmetric
  /// matrices.
  ///
  /// Reduction to Hessenberg form, then QR steps with Wilkinson's shift in complex numbers (Golub and
  /// Van Loan §7.5). Backward stable; an eigenvalue of a matrix far from normal may all the same be
  /// *far* from the true one, a double one by about the root of the rounding error.
  public func eigenvalues() throws(ArrayError) -> [ComplexNumber] {
    guard isSquare else { throw .notSquare(operation: "eigenvalues", shape: shape) }
    try requireFinite("eigenvalues")
    var work = HessenbergIteration(self)
    let values = try work.run()
    return paired(values).sorted {
      ($1.magnitude, $1.real, $1.imaginary) < ($0.magnitude, $0.real, $0.imaginary)
    }
  }

  /// max |λ|.
  public func spectralRadius() throws(ArrayError) -> Double {
    try eigenvalues().first?.magnitude ?? 0
  }

  /// The eigenvalues of a real matrix as such: real, or in pairs that are exactly conjugate.
  ///
  /// An imaginary part within rounding of the norm counts as 0.
  private func paired(_ values: [ComplexNumber]) -> [ComplexNumber] {
    let threshold = 0x1p-46 * rowSumNorm
    let above = values.filter { $0.imaginary > threshold }
    let below = values.filter { $0.imaginary < -threshold }
    if above.count != below.count { return values }
    let real = values.filter { $0.imaginary.magnitude <= threshold }
    return real.map { ComplexNumber($0.real) } + above + above.map { $0.conjugate }
  }
}

/// The QR iteration on an upper Hessenberg matrix that shrinks from below.
private struct HessenbergIteration {
  private let size: Int
  private var h: [ComplexNumber]

  init(_ matrix: Matrix) {
    size = matrix.rows
    var a = matrix
    for column in 0..<max(size - 2, 0) { HessenbergIteration.reflect(&a, column) }
    h = a.elements.map { ComplexNumber($0) }
  }

  /// Makes the entries of a column below the subdiagonal zero, by a reflection from both sides.
  private static func reflect(_ a: inout Matrix, _ column: Int) {
    let n = a.rows
    var v = Vector(count: n - column - 1) { a[column + 1 + $0, column] }
    let norm = v.norm
    if norm == 0 { return }
    v[0] += v[0] < 0 ? -norm : norm
    let length = v.norm
    v = v / length
    for j in 0..<n {
      var sum = 0.0
      for i in 0..<v.count { sum += v[i] * a[column + 1 + i, j] }
      for i in 0..<v.count { a[column + 1 + i, j] -= 2 * sum * v[i] }
    }
    for i in 0..<n {
      var sum = 0.0
      for j in 0..<v.count { sum += a[i, column + 1 + j] * v[j] }
      for j in 0..<v.count { a[i, column + 1 + j] -= 2 * sum * v[j] }
    }
    for i in column + 2..<n { a[i, column] = 0 }
  }

  mutating func run() throws(ArrayError) -> [ComplexNumber] {
    var values: [ComplexNumber] = []
    var last = size - 1
    var steps = 0
    while last >= 0 {
      let first = blockStart(last)
      if first == last {
        values.append(h[last * size + last])
        last -= 1
        steps = 0
        continue
      }
      steps += 1
      if steps > 60 { throw .notConverged(operation: "eigenvalues", sweeps: steps) }
      step(first, last, shift: shift(last, isExceptional: steps.isMultiple(of: 11)))
    }
    return values
  }

  /// The first row of the block that ends at `last` and does not fall apart.
  private mutating func blockStart(_ last: Int) -> Int {
    var row = last
    while row > 0 {
      let around =
        h[(row - 1) * size + row - 1].magnitude + h[row * size + row].magnitude
      if h[row * size + row - 1].magnitude <= 0x1p-53 * around { return row }
      row -= 1
    }
    return 0
  }

  /// The eigenvalue of the last 2×2 block that is nearer to its last entry.
  private func shift(_ last: Int, isExceptional: Bool) -> ComplexNumber {
    let (a, b) = (h[(last - 1) * size + last - 1], h[(last - 1) * size + last])
    let (c, d) = (h[last * size + last - 1], h[last * size + last])
    if isExceptional { return d + ComplexNumber(c.magnitude, c.magnitude) }
    let half = ComplexNumber(0.5 * (a.real - d.real), 0.5 * (a.imaginary - d.imaginary))
    let root = (half * half + b * c).squareRoot
    let (plus, minus) = (half + root, half - root)
    return d + (plus.magnitude < minus.magnitude ? plus : minus)
  }

  /// H ← R Q + μ where Q R = H − μ, in the rows and columns of a block.
  private mutating func step(_ first: Int, _ last: Int, shift mu: ComplexNumber) {
    for k in first...last { h[k * size + k] = h[k * size + k] - mu }
    var rotations: [(c: Double, s: ComplexNumber)] = []
    for k in first..<last {
      let (x, y) = (h[k * size + k], h[(k + 1) * size + k])
      let norm = Vector([x.real, x.imaginary, y.real, y.imaginary]).norm
      // G = [c s; −s̄ c] with c real takes (x, y) to (r, 0).
      let size0 = x.magnitude
      let phase =
        size0 == 0
        ? ComplexNumber(1) : ComplexNumber(x.real / size0, x.imaginary / size0)
      let c = norm == 0 ? 1 : size0 / norm
      let s0 = phase * y.conjugate
      let s = norm == 0 ? ComplexNumber(0) : ComplexNumber(s0.real / norm, s0.imaginary / norm)
      rotations.append((c, s))
      for j in k...last {
        let (p, q) = (h[k * size + j], h[(k + 1) * size + j])
        h[k * size + j] = ComplexNumber(c * p.real, c * p.imaginary) + s * q
        h[(k + 1) * size + j] = ComplexNumber(c * q.real, c * q.imaginary) - s.conjugate * p
      }
    }
    for (offset, rotation) in rotations.enumerated() {
      let (k, c, s) = (first + offset, rotation.c, rotation.s)
      for i in first...min(k + 1, last) {
        let (p, q) = (h[i * size + k], h[i * size + k + 1])
        h[i * size + k] = ComplexNumber(c * p.real, c * p.imaginary) + q * s.conjugate
        h[i * size + k + 1] = ComplexNumber(c * q.real, c * q.imaginary) - p * s
      }
    }
    for k in first...last { h[k * size + k] = h[k * size + k] + mu }
  }
}
