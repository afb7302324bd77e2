/// Points, of one kind or in classes told apart by colour and shape.
package struct PointsMark {
  package var x: [Double]
  package var y: [Double]
  /// The class of each point, from 0; nil for one kind of points.
  package var classes: [Int]?
  package var names: [String]

  /// The most classes that can be told apart.
  static let limit = 10
  /// The most points that are drawn one by one.
  static let drawn = 1200

  package init(_ x: [Double], _ y: [Double], label: String = "") {
    self.x = x
    self.y = y
    classes = nil
    names = label.isEmpty ? [] : [label]
  }

  package init(_ x: [Double], _ y: [Double], classes: [Int], names: [String] = []) {
    self.x = x
    self.y = y
    self.classes = classes
    self.names = names
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "y", y.count)
    try context.check(x: x.filter { $0.isFinite }, argument: "x")
    try context.check(y: y.filter { $0.isFinite }, argument: "y")
    try checkClasses()
    var labels: [Label] = []
    for name in names { labels.append(try Label(name)) }
    let groups = groups(context)
    var mark = PreparedMark()
    mark.x = Extent(x)
    mark.traits.wholeX = PlotContext.areWhole(x)
    mark.y = Extent(y)
    mark.traits.padsX = true
    mark.traits.verticalGrid = true
    for group in groups where group.index < labels.count {
      mark.legend.append(
        LegendEntry(
          label: labels[group.index], swatch: .point(group.style, hollow: group.isHollow)))
    }
    mark.columns = [.init(context.xName, x), .init(context.yName, y)]
    if let classes { mark.columns.append(.init("class", texts: classes.map { className($0) })) }
    mark.sentences = [sentence(groups, context)]
    let finite = zip(x, y).map { PlanePoint($0, $1) }.filter { $0.isFinite }
    mark.remarks = context.cutRemark(finite, "the data")
    if finite.count < x.count {
      mark.remarks.append("\(x.count - finite.count) points are not finite and not drawn.")
    }
    if finite.count > PointsMark.drawn {
      let count = NumberText.short(Double(finite.count))
      mark.remarks.append("\(count) points, drawn once where they coincide within a few pixels.")
    }
    let radius = finite.count <= 150 ? 4.0 : 2.7
    mark.draw = { frame, canvas in
      for group in groups {
        let pixels = group.points.map { frame($0) }.filter {
          frame.plot.grown(by: 0.5).contains($0)
        }
        let kept = PointsMark.thinned(pixels, limit: PointsMark.drawn / groups.count)
        for pixel in kept {
          canvas.obstacles.append(
            Box(x: pixel.x, y: pixel.y, width: 0, height: 0).grown(by: radius))
        }
        PointDrawing.draw(
          kept, style: group.style, radius: radius, hollow: group.isHollow,
          tinted: frame.tinted, on: &canvas)
      }
    }
    return mark
  }

  private struct Group {
    var index: Int
    var style: SeriesStyle
    var isHollow: Bool
    var points: [PlanePoint]
  }

  private func checkClasses() throws(PlotError) {
    guard let classes else { return }
    try PlotContext.sameLength("x", x.count, "classes", classes.count)
    for group in classes where group < 0 {
      throw .badValue(argument: "class", value: Double(group))
    }
    let largest = (classes.max() ?? 0) + 1
    if largest > PointsMark.limit {
      throw .tooMany(argument: "classes", count: largest, limit: PointsMark.limit)
    }
  }

  private func groups(_ context: PlotContext) -> [Group] {
    var groups: [Group] = []
    for group in 0...(classes?.max() ?? 0) {
      let points = x.indices.filter { (classes?[$0] ?? 0) == group }
        .map { PlanePoint(x[$0], y[$0]) }.filter { $0.isFinite }
      let style = classes == nil ? context.style(0) : SeriesStyle.group(group)
      if points.isEmpty { continue }
      groups.append(Group(index: group, style: style, isHollow: group >= 5, points: points))
    }
    return groups
  }

  private func className(_ index: Int) -> String {
    index < names.count ? names[index] : "\(index)"
  }

  /// One point per cell of a grid that grows until few enough are left.
  static func thinned(_ points: [PlanePoint], limit: Int) -> [PlanePoint] {
    var kept = points
    var cell = 1.5
    while kept.count > limit {
      var seen: Set<Int> = []
      kept = kept.filter { point in
        seen.insert(Int(point.x / cell) * 100_000 + Int(point.y / cell)).inserted
      }
      cell *= 1.5
    }
    return kept
  }

  private func sentence(_ groups: [Group], _ context: PlotContext) -> String {
    let count = groups.reduce(0) { $0 + $1.points.count }
    if classes == nil {
      return "\(count) points" + correlation(groups) + "."
    }
    let parts = groups.map { group in
      let name = group.index < names.count ? names[group.index] : "class \(group.index)"
      let center = PointsMark.center(group.points)
      return "\(group.points.count) of \(name) around (\(NumberText.short(center.x)), "
        + "\(NumberText.short(center.y)))"
    }
    return "\(count) points: " + parts.joined(separator: ", ") + "."
  }

  private func correlation(_ groups: [Group]) -> String {
    guard let points = groups.first?.points, points.count > 2 else { return "" }
    let center = PointsMark.center(points)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for point in points {
      let offset = point - center
      xx += offset.x * offset.x
      yy += offset.y * offset.y
      xy += offset.x * offset.y
    }
    guard xx > 0, yy > 0 else { return "" }
    return ", correlation \(NumberText.short(xy / (xx * yy).squareRoot(), digits: 2))"
  }

  private static func center(_ points: [PlanePoint]) -> PlanePoint {
    var sum = PlanePoint(0, 0)
    for point in points { sum = sum + point }
    return (1 / Double(max(1, points.count))) * sum
  }
}
