public import Numerics

/// x ↦ (x − mean)/deviation for each row of data whose columns are samples (002 §5.2).
///
/// The mean and the deviation are those of the data it was made from, so that test data are moved
/// like the training data. A constant row has no deviation; it is only centred.
public struct Standardization: Sendable, Equatable {
  /// The mean of each row.
  public let mean: Vector
  /// The deviation (over n) of each row; 1 where a row is constant up to rounding.
  public let deviation: Vector

  /// Learns mean and deviation.
  public init(_ x: Matrix) throws(LearningError) {
    guard x.columns > 0 else { throw .empty(what: "the data") }
    try x.requireFinite("the data")
    var means: [Double] = []
    var deviations: [Double] = []
    for row in 0..<x.rows {
      let values = x.row(row).elements
      let mean = try arrays { () throws(ArrayError) in try Statistics.mean(values) }
      let deviation = try arrays { () throws(ArrayError) in
        try Statistics.standardDeviation(values, unbiased: false)
      }
      means.append(mean)
      deviations.append(deviation > 0x1p-48 * mean.magnitude ? deviation : 1)
    }
    mean = Vector(means)
    deviation = Vector(deviations)
  }

  /// The standardised data.
  public func callAsFunction(_ x: Matrix) throws(LearningError) -> Matrix {
    try check(x)
    return Matrix(rows: x.rows, columns: x.columns) { (x[$0, $1] - mean[$0]) / deviation[$0] }
  }

  /// The data back in their own units.
  public func undone(_ x: Matrix) throws(LearningError) -> Matrix {
    try check(x)
    return Matrix(rows: x.rows, columns: x.columns) { x[$0, $1] * deviation[$0] + mean[$0] }
  }

  private func check(_ x: Matrix) throws(LearningError) {
    guard x.rows == mean.count else {
      throw .shape(what: "the data", expected: .matrix(mean.count, x.columns), found: x.shape)
    }
  }
}

/// One column for each class, with a 1 in its row and zeros elsewhere.
///
/// `classes` count from 0.
public func oneHot(_ classes: [Int], count: Int) throws(LearningError) -> Matrix {
  for value in classes where value < 0 || value >= count {
    throw .parameter(name: "a class", value: Double(value + 1), needs: "in 1..\(count)")
  }
  return Matrix(rows: count, columns: classes.count) { classes[$1] == $0 ? 1 : 0 }
}
