import Numerics

/// Eigenvalues and singular values of small matrices in any ordered kind of number.
///
/// Rotations are exact similarities whatever their angle is, so the only error besides that of the
/// arithmetic is what remains off the diagonal; by Weyl's inequality it moves no eigenvalue by more
/// than the sum of its absolute values. The value is unresolved unless that sum is within the
/// error band of 0.
struct Spectrum<Kind: Arithmetic> {
  typealias Value = Kind.Value

  let arithmetic: Kind
  let zero: Value
  let one: Value

  init(_ arithmetic: Kind) {
    self.arithmetic = arithmetic
    zero = arithmetic.constant(.zero)
    one = arithmetic.constant(.one)
  }

  /// The k-th smallest eigenvalue of a symmetric matrix given row by row.
  func eigenvalue(_ index: Int, of entries: [Value]) -> Value {
    let sorted = eigenvalues(of: entries)
    return sorted.indices.contains(index) ? sorted[index] : arithmetic.unresolved
  }

  /// The k-th largest singular value: a root of an eigenvalue of AᵀA.
  func singularValue(_ index: Int, of entries: [Value], rows: Int) -> Value {
    guard rows > 0 else { return arithmetic.undefined }
    let columns = entries.count / rows
    var square: [Value] = []
    for i in 0..<columns {
      for j in 0..<columns {
        var sum = zero
        for k in 0..<rows {
          sum = arithmetic.add(
            sum, arithmetic.multiply(entries[k * columns + i], entries[k * columns + j]))
        }
        square.append(sum)
      }
    }
    let value = eigenvalue(columns - 1 - index, of: square)
    return arithmetic.apply(.sqrt, arithmetic.maximum(value, zero))
  }

  /// The largest absolute value of an eigenvalue.
  func spectralRadius(of entries: [Value]) -> Value {
    if isSymmetric(entries) {
      let values = eigenvalues(of: entries).map { arithmetic.absolute($0) }
      return values.dropFirst().reduce(values.first ?? zero) { arithmetic.maximum($0, $1) }
    }
    guard entries.count == 4 else { return generalRadius(of: entries, count: side(of: entries)) }
    // λ² − tλ + d = 0: both roots have size √d if they are not real.
    let half = arithmetic.divide(arithmetic.add(entries[0], entries[3]), constant(2))
    let determinant = arithmetic.subtract(
      arithmetic.multiply(entries[0], entries[3]), arithmetic.multiply(entries[1], entries[2]))
    let radicand = arithmetic.subtract(arithmetic.multiply(half, half), determinant)
    switch arithmetic.compare(radicand, zero) {
    case .less: return arithmetic.apply(.sqrt, determinant)
    case .equal, .greater:
      return arithmetic.add(arithmetic.absolute(half), arithmetic.apply(.sqrt, radicand))
    case .unresolved: return arithmetic.unresolved
    }
  }

  func constant(_ value: Int) -> Value { arithmetic.constant(Rational(value)) }

  private func isSymmetric(_ entries: [Value]) -> Bool {
    let count = side(of: entries)
    for i in 0..<count {
      for j in 0..<i {
        switch arithmetic.compare(entries[i * count + j], entries[j * count + i]) {
        case .less, .greater: return false
        case .equal, .unresolved: continue
        }
      }
    }
    return true
  }

  private func side(of entries: [Value]) -> Int {
    var count = 0
    while count * count < entries.count { count += 1 }
    return count
  }

  /// All eigenvalues, ascending, by cyclic Jacobi rotations.
  private func eigenvalues(of entries: [Value]) -> [Value] {
    let count = side(of: entries)
    guard entries.allSatisfy({ arithmetic.state(of: $0) == .defined }) else {
      return [Value](repeating: arithmetic.unresolved, count: count)
    }
    var matrix = entries
    for _ in 0..<14 {
      var isDone = true
      for p in 0..<count {
        for q in (p + 1)..<max(count, p + 1) where rotate(&matrix, p, q, count) {
          isDone = false
        }
      }
      if isDone { break }
    }
    var rest = zero
    var isDiagonal = true
    for i in 0..<count {
      for j in 0..<count where i != j {
        rest = arithmetic.add(rest, arithmetic.absolute(matrix[i * count + j]))
        let comparison = arithmetic.compare(matrix[i * count + j], zero)
        isDiagonal = isDiagonal && (comparison == .equal || comparison == .unresolved)
      }
    }
    guard isDiagonal else {
      return [Value](repeating: arithmetic.unresolved, count: count)
    }
    // Adding and taking away the rest widens the band by it on either side.
    let values = (0..<count).map { place in
      arithmetic.subtract(arithmetic.add(matrix[place * count + place], rest), rest)
    }
    return sorted(values)
  }

  /// One rotation that brings the entry (p, q) to 0; whether anything was to do.
  private func rotate(_ matrix: inout [Value], _ p: Int, _ q: Int, _ count: Int) -> Bool {
    let corner = matrix[p * count + q]
    switch arithmetic.compare(corner, zero) {
    case .equal, .unresolved: return false
    case .less, .greater: break
    }
    let difference =
      arithmetic.approximation(of: matrix[q * count + q])
      - arithmetic.approximation(of: matrix[p * count + p])
    let angle = difference / (2 * arithmetic.approximation(of: corner))
    guard let tangent = tangent(of: angle) else { return false }
    let square = arithmetic.add(one, arithmetic.multiply(tangent, tangent))
    let cosine = arithmetic.divide(one, arithmetic.apply(.sqrt, square))
    let sine = arithmetic.multiply(tangent, cosine)
    for k in 0..<count {
      let (a, b) = (matrix[k * count + p], matrix[k * count + q])
      matrix[k * count + p] = turned(cosine, a, sine, b, arithmetic.subtract)
      matrix[k * count + q] = turned(sine, a, cosine, b, arithmetic.add)
    }
    for k in 0..<count {
      let (a, b) = (matrix[p * count + k], matrix[q * count + k])
      matrix[p * count + k] = turned(cosine, a, sine, b, arithmetic.subtract)
      matrix[q * count + k] = turned(sine, a, cosine, b, arithmetic.add)
    }
    return true
  }

  private func turned(
    _ x: Value, _ a: Value, _ y: Value, _ b: Value, _ combine: (Value, Value) -> Value
  ) -> Value {
    combine(arithmetic.multiply(x, a), arithmetic.multiply(y, b))
  }

  /// t = sign(θ) / (|θ| + √(θ² + 1)) as an exact constant: near a double eigenvalue the angle is
  /// ill-conditioned, and its error must not count.
  private func tangent(of angle: Double) -> Value? {
    guard angle.isFinite else { return nil }
    let size = 1 / (abs(angle) + (angle * angle + 1).squareRoot())
    guard size.isNormal else { return nil }
    let digits = arithmetic.constant(Rational(Int(size.significand * 0x1p52)))
    let scale = arithmetic.power(constant(2), Int(size.exponent) - 52)
    let result = arithmetic.multiply(digits, scale)
    return angle < 0 ? arithmetic.negate(result) : result
  }

  /// Insertion by minima and maxima, so that no comparison has to be resolved.
  private func sorted(_ values: [Value]) -> [Value] {
    var result = values
    for end in result.indices.dropFirst() {
      for place in stride(from: end, to: 0, by: -1) {
        let (a, b) = (result[place - 1], result[place])
        result[place - 1] = arithmetic.minimum(a, b)
        result[place] = arithmetic.maximum(a, b)
      }
    }
    return result
  }
}
