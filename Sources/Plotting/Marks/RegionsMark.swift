/// The regions of the plane that a classifier tells apart.
///
/// Boundaries are found by bisection on the classifier itself, to 1/500 of a cell. Classes are
/// numbered from 0; each has a tint, a boundary line and its name inside.
package struct RegionsMark {
  package var x: PlotRange
  package var y: PlotRange
  package var names: [String]
  package var classify: (Double, Double) -> Int

  package init(
    x: PlotRange, y: PlotRange, names: [String] = [],
    _ classify: @escaping (Double, Double) -> Int
  ) {
    self.x = x
    self.y = y
    self.names = names
    self.classify = classify
  }

  /// Two classes: 1 where a function is positive, else 0.
  package init(
    x: PlotRange, y: PlotRange, names: [String] = [],
    positive function: @escaping (Double, Double) -> Double
  ) {
    self.init(x: x, y: y, names: names) { function($0, $1) > 0 ? 1 : 0 }
  }

  /// The most classes.
  static let limit = 10

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.range("x", x.lower, x.upper)
    try PlotContext.range("y", y.lower, y.upper)
    let plane = ClassifiedPlane(x: x, y: y, classify)
    let largest = plane.classes.max() ?? 0
    if let negative = plane.classes.first(where: { $0 < 0 }) {
      throw .badValue(argument: "class", value: Double(negative))
    }
    let limit = RegionsMark.limit
    if largest >= limit { throw .tooMany(argument: "classes", count: largest + 1, limit: limit) }
    var labels: [Label] = []
    for name in names { labels.append(try Label(name)) }
    let present = (0...largest).filter { plane.classes.contains($0) }
    let outlines = present.dropFirst().map { (group: $0, lines: plane.outlines(of: $0)) }
    var mark = PreparedMark()
    (mark.x, mark.y) = (x.extent, y.extent)
    mark.traits.fixesX = true
    mark.traits.fixesY = true
    mark.traits.equalAspect = true
    mark.traits.framed = true
    mark.traits.tinted = true
    mark.sentences = [sentence(plane, present, labels)]
    let border = [
      PlanePoint(x.lower, y.lower), PlanePoint(x.upper, y.lower), PlanePoint(x.upper, y.upper),
      PlanePoint(x.lower, y.upper),
    ]
    mark.draw = { frame, canvas in
      var base = PathData()
      base.polyline(border.map { frame($0) }, closed: true)
      canvas.path(.field, class: "u\(present[0])", base)
      for (group, lines) in outlines {
        canvas.path(.field, class: "bd u\(group)", ContourDrawing.outline(lines, in: frame))
      }
    }
    let hearts = present.map { (group: $0, place: plane.heart(of: $0)) }
    mark.annotate = { frame, canvas in
      for (group, place) in hearts where group < labels.count {
        guard let place else { continue }
        let inside = frame.plot.grown(by: -2)
        _ = [2.0, 12, 24].contains { distance in
          canvas.place(
            labels[group], beside: frame(place), distance: distance, within: inside, class: "b h")
        }
      }
    }
    return mark
  }

  private func sentence(
    _ plane: ClassifiedPlane, _ present: [Int], _ labels: [Label]
  ) -> String {
    let shares = present.map { group in
      let share = Double(plane.classes.count { $0 == group }) / Double(plane.classes.count)
      let name = group < labels.count ? labels[group].spoken : "class \(group)"
      return "\(name) \(NumberText.short((share * 100).rounded())) %"
    }
    return "The plane is divided among \(shares.joined(separator: ", "))."
  }
}
