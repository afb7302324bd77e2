/// Vectors on which statements fail that hold for almost all others.
enum VectorForm: Int, CaseIterable {
  case zero
  case unit
  case equal
  case ties
  case huge
  case tiny
  case wholeNumbers
  case positive
  case negative
  case ofLengthOne
  /// One entry is much greater than the others.
  case graded
  case greatPositive
  case greatNegative
  /// Equal and great, or equal and far below 0.
  case greatEqual
  case lowEqual
  /// Pairs of entries whose sum is 0.
  case opposite

  func entries(_ n: Int, _ random: inout RandomSource) -> [Double] {
    switch self {
    case .zero: return Array(repeating: 0, count: n)
    case .unit:
      let place = random.integer(below: n)
      return (0..<n).map { $0 == place ? 1 : 0 }
    case .equal: return Array(repeating: Double(1 + random.integer(below: 3)), count: n)
    case .ties: return (0..<n).map { _ in random.whole(1) }
    case .huge: return random.normals(n, 100)
    case .tiny: return random.normals(n, 1e-6)
    case .wholeNumbers: return (0..<n).map { _ in random.whole(4) }
    case .positive: return random.normals(n, 2).map { $0.magnitude }
    case .negative: return random.normals(n, 2).map { -$0.magnitude }
    case .ofLengthOne:
      let entries = random.normals(n, 1)
      let length = Machine.dot(entries, entries).squareRoot()
      return entries.map { $0 / max(length, 1e-9) }
    case .graded:
      var entries = random.normals(n, 1)
      entries[random.integer(below: n)] *= 100
      return entries
    case .greatPositive: return random.normals(n, 50).map { 50 + $0.magnitude }
    case .greatNegative: return random.normals(n, 50).map { -50 - $0.magnitude }
    case .greatEqual, .lowEqual:
      let entry = 10 + 50 * random.normal().magnitude
      return Array(repeating: self == .greatEqual ? entry : -entry, count: n)
    case .opposite:
      let entries = random.normals(n, 4)
      return (0..<n).map { $0 % 2 == 0 ? entries[$0] : -entries[$0 - 1] }
    }
  }
}

/// Matrices on which statements fail that hold for almost all others; row after row.
enum MatrixForm: Int, CaseIterable {
  case zero
  case identity
  case equal
  case rankOne
  case nilpotent
  /// One entry ±1 in a row and a column: orthogonal if it is square.
  case signedPermutation
  case ties
  case wholeNumbers
  case diagonal
  case repeatedColumns
  case huge
  case tiny
  case triangular
  case symmetric
  case graded

  func entries(_ m: Int, _ n: Int, _ random: inout RandomSource) -> [Double] {
    func matrix(_ entry: (Int, Int) -> Double) -> [Double] {
      (0..<m * n).map { entry($0 / n, $0 % n) }
    }
    switch self {
    case .zero: return matrix { _, _ in 0 }
    case .identity: return matrix { $0 == $1 ? 1 : 0 }
    case .equal:
      let entry = Double(1 + random.integer(below: 2))
      return matrix { _, _ in entry }
    case .rankOne:
      let (u, v) = (random.wholes(m, 2), random.wholes(n, 2))
      return matrix { u[$0] * v[$1] }
    case .nilpotent: return matrix { $1 == $0 + 1 ? 1 : 0 }
    case .signedPermutation:
      let places = random.permutation(max(m, n))
      let signs = (0..<m).map { _ in random.integer(below: 2) == 0 ? 1.0 : -1.0 }
      return matrix { places[$0] == $1 ? signs[$0] : 0 }
    case .ties: return random.wholes(m * n, 1)
    case .wholeNumbers: return random.wholes(m * n, 4)
    case .diagonal:
      let entries = random.wholes(m, 3)
      return matrix { $0 == $1 ? entries[$0] : 0 }
    case .repeatedColumns:
      let column = random.normals(m, 2)
      return matrix { row, _ in column[row] }
    case .huge: return random.normals(m * n, 100)
    case .tiny: return random.normals(m * n, 1e-6)
    case .triangular:
      let entries = random.wholes(m * n, 3)
      return matrix { $0 <= $1 ? entries[$0 * n + $1] : 0 }
    case .symmetric:
      let entries = random.normals(max(m, n) * max(m, n), 2)
      return matrix { entries[min($0, $1) * max(m, n) + max($0, $1)] }
    case .graded:
      let entries = random.normals(m * n, 1)
      let scales = (0..<m).map { $0 % 2 == 0 ? 100 : 0.01 }
      return matrix { scales[$0] * entries[$0 * n + $1] }
    }
  }
}

extension RandomSource {
  /// A whole number of at most this magnitude.
  mutating func whole(_ magnitude: Int) -> Double {
    Double(integer(below: 2 * magnitude + 1) - magnitude)
  }

  mutating func wholes(_ count: Int, _ magnitude: Int) -> [Double] {
    (0..<count).map { _ in whole(magnitude) }
  }

  /// Normal numbers with mean 0 and this deviation.
  mutating func normals(_ count: Int, _ deviation: Double) -> [Double] {
    (0..<count).map { _ in deviation * normal() }
  }
}
