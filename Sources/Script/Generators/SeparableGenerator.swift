import Learning
import Numerics

/// Points times their class (columns) and a unit vector on whose positive side they lie.
final class SeparableGenerator: Generator {
  let dimensions: Sizes
  let counts: Sizes

  init(_ dimensions: Sizes, _ counts: Sizes) {
    (self.dimensions, self.counts) = (dimensions, counts)
    super.init()
  }

  private enum Form: Int, CaseIterable {
    /// The sharpest case of Novikoff's bound.
    case orthonormal
    /// The margin is the radius.
    case allOnTheNormal
    case wholeNumbers
    case repeatedPoint
    case nearlyTouching
    case opposite
    case multiples
    case huge
    case tiny
    case oneFarAway
  }

  override var formCount: Int { Form.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let n = dimensions.draw(.any, &random)
    let count = counts.draw(.any, &random)
    let w = unit(n, &random)
    return instance(w, (0..<count).map { _ in point(beside: w, atLeast: 0.05, &random) })
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let n = dimensions.draw(end, &random)
    let count = counts.draw(end, &random)
    let form = Form.allCases[form]
    if form == .orthonormal { return orthonormal(n, count) }
    let w = form == .wholeNumbers ? (0..<n).map { $0 == 0 ? 1 : 0 } : unit(n, &random)
    return instance(w, points(form, count, w, &random))
  }

  /// As many orthonormal points as there may be, and their sum.
  private func orthonormal(_ n: Int, _ count: Int) -> [Value]? {
    guard let size = counts.greatest(upTo: min(n, count)) else { return nil }
    let entry = 1 / Double(size).squareRoot()
    return instance(
      (0..<n).map { $0 < size ? entry : 0 },
      (0..<size).map { column in (0..<n).map { $0 == column ? 1 : 0 } })
  }

  private func points(
    _ form: Form, _ count: Int, _ w: [Double], _ random: inout RandomSource
  ) -> [[Double]] {
    let first = point(beside: w, atLeast: 0.05, &random)
    let length = Double(1 + random.integer(below: 3))
    return (0..<count).map { index in
      switch form {
      case .allOnTheNormal: return w.map { length * $0 }
      case .wholeNumbers:
        return w.indices.map { $0 == 0 ? 1 + random.whole(1).magnitude : random.whole(2) }
      case .repeatedPoint: return first
      case .nearlyTouching: return moved(point(beside: w, atLeast: 0, &random), along: w, to: 0.02)
      case .opposite: return moved(first.map { index % 2 == 0 ? $0 : -$0 }, along: w, to: 0.1)
      case .multiples: return w.map { Double(index + 1) * $0 }
      case .huge: return point(beside: w, atLeast: 0.05, &random).map { 30 * $0 }
      case .tiny: return point(beside: w, atLeast: 0.05, &random).map { 0.001 * $0 }
      case .oneFarAway:
        return point(beside: w, atLeast: 0.2, &random).map { index == 0 ? 20 * $0 : $0 }
      case .orthonormal: return first
      }
    }
  }

  private func unit(_ n: Int, _ random: inout RandomSource) -> [Double] {
    VectorForm.ofLengthOne.entries(n, &random)
  }

  private func point(
    beside w: [Double], atLeast least: Double, _ random: inout RandomSource
  ) -> [Double] {
    let point = random.normals(w.count, 1)
    return moved(point, along: w, to: max(Machine.dot(point, w).magnitude, least))
  }

  /// The point moved along a unit vector until their inner product is as wanted.
  private func moved(_ point: [Double], along w: [Double], to wanted: Double) -> [Double] {
    let along = Machine.dot(point, w)
    return zip(point, w).map { $0 + (wanted - along) * $1 }
  }

  private func instance(_ w: [Double], _ points: [[Double]]) -> [Value] {
    let entries = w.indices.flatMap { row in points.map { $0[row] } }
    return [
      .array(NumericArray(rows: w.count, columns: points.count, entries)),
      .array(NumericArray(w)),
    ]
  }

  /// Points whose margin is a thousandth of their radius at least; the vector gets length 1.
  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    guard let points = instance[0].array?.matrix, let w = instance[1].array?.elements else {
      return nil
    }
    let length = Machine.dot(w, w).squareRoot()
    guard length > 1e-9, length.isFinite, points.elements.allSatisfy({ $0.isFinite }) else {
      return nil
    }
    let unit = (length - 1).magnitude < 1e-15 ? w : w.map { $0 / length }
    let isSeparated = try learning { () throws(LearningError) in
      let margin = try Perceptron.margin(points, Vector(unit))
      return try margin > 1e-3 * Perceptron.radius(points)
    }
    return isSeparated ? [instance[0], .array(NumericArray(unit))] : nil
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    guard let points = instance[0].array else { return [] }
    return [(points.columns, counts), (points.rows, dimensions)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    guard let points = instance[0].array, let w = instance[1].array else { return nil }
    if extent == 0 { return [.array(points.keeping(columns: places)), instance[1]] }
    return [.array(points.keeping(rows: places)), .array(w.keeping(rows: places))]
  }
}
