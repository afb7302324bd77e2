/// Points of one problem, one after the other in one array: many are drawn with one allocation.
struct PointList: RandomAccessCollection {
  /// How many numbers a point has.
  private(set) var width: Int
  private(set) var count = 0
  /// Point by point.
  private(set) var coordinates: [Double] = []

  init(width: Int = 0, capacity: Int = 0) {
    self.width = width
    coordinates.reserveCapacity(width * capacity)
  }

  init(_ points: some Collection<[Double]>) {
    self.init(width: points.first?.count ?? 0, capacity: points.count)
    for point in points { append(point) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(place: Int) -> [Double] { Array(coordinates[place * width..<(place + 1) * width]) }

  mutating func append(_ point: [Double]) {
    coordinates += point
    count += 1
  }

  /// Adds the origin; `change` may move it, given the place of its first number.
  mutating func appendOrigin(_ change: (inout [Double], Int) -> Void) {
    let start = coordinates.count
    for _ in 0..<width { coordinates.append(0) }
    count += 1
    change(&coordinates, start)
  }

  /// Adds the first of other points, until there are as many as the limit says.
  mutating func append(_ others: PointList, upTo limit: Int) {
    let added = Swift.min(others.count, limit - count)
    guard added > 0 else { return }
    if count == 0, added == others.count {
      self = others
      return
    }
    width = others.width
    coordinates += others.coordinates[..<(added * width)]
    count += added
  }

  /// Those at some places.
  func at(_ places: [Int]) -> PointList {
    var result = PointList(width: width, capacity: places.count)
    for place in places {
      result.coordinates += coordinates[place * width..<(place + 1) * width]
      result.count += 1
    }
    return result
  }
}
