/// A position in the plane, in data units or in pixels.
package struct PlanePoint: Equatable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  var isFinite: Bool { x.isFinite && y.isFinite }

  func distance(to other: PlanePoint) -> Double {
    let (dx, dy) = (other.x - x, other.y - y)
    return (dx * dx + dy * dy).squareRoot()
  }

  static func + (left: PlanePoint, right: PlanePoint) -> PlanePoint {
    PlanePoint(left.x + right.x, left.y + right.y)
  }

  static func - (left: PlanePoint, right: PlanePoint) -> PlanePoint {
    PlanePoint(left.x - right.x, left.y - right.y)
  }

  static func * (factor: Double, point: PlanePoint) -> PlanePoint {
    PlanePoint(factor * point.x, factor * point.y)
  }
}

/// A rectangle with horizontal and vertical sides; y grows downwards.
struct Box: Equatable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var center: PlanePoint { PlanePoint(x + width / 2, y + height / 2) }

  func intersects(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  func contains(_ point: PlanePoint) -> Bool {
    point.x >= x && point.x <= right && point.y >= y && point.y <= bottom
  }

  func contains(_ other: Box) -> Bool {
    other.x >= x && other.right <= right && other.y >= y && other.bottom <= bottom
  }

  /// The rectangle with every side moved outwards.
  func grown(by amount: Double) -> Box {
    Box(x: x - amount, y: y - amount, width: width + 2 * amount, height: height + 2 * amount)
  }
}

/// A range of numbers that is widened value by value.
struct Extent: Equatable, Sendable {
  var lower: Double = .infinity
  var upper: Double = -.infinity

  var isEmpty: Bool { lower > upper }
  var length: Double { upper - lower }

  mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    lower = min(lower, value)
    upper = max(upper, value)
  }

  mutating func add(_ other: Extent) {
    add(other.lower)
    add(other.upper)
  }

  init() {}

  init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }
}
