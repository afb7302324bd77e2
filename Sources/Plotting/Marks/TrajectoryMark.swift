/// A path through the plane step by step: ○ where it starts, ● where it ends, arrows along it,
/// numbers at steps 0, 1, 2, 5, 10, ….
package struct TrajectoryMark {
  package var x: [Double]
  package var y: [Double]
  package var label: String
  package var numbersSteps: Bool

  package init(
    _ x: [Double], _ y: [Double], label: String = "", numbersSteps: Bool = true
  ) {
    self.x = x
    self.y = y
    self.label = label
    self.numbersSteps = numbersSteps
  }

  /// The most steps that get a dot each.
  static let dotted = 60

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "y", y.count)
    try context.check(x: x, argument: "x")
    try context.check(y: y, argument: "y")
    var style = context.style(0)
    if context.seriesCount == 1 { style = SeriesStyle(color: 0, dash: 0, marker: 0) }
    style.dash = 0
    style.marker = 0
    let name = try Label(label)
    let points = zip(x, y).map { PlanePoint($0, $1) }
    let finite = Array(points.prefix { $0.isFinite })
    guard let first = finite.first, let last = finite.last else {
      throw .nothingFinite(argument: "trajectory")
    }
    var mark = PreparedMark()
    mark.x = Extent(finite.map { $0.x })
    mark.traits.wholeX = false
    mark.y = Extent(finite.map { $0.y })
    mark.traits.padsX = true
    mark.traits.equalAspect = true
    mark.traits.verticalGrid = true
    if !name.isEmpty { mark.legend = [LegendEntry(label: name, swatch: .line(style))] }
    let steps = points.indices.map { Double($0) }
    mark.columns = [.init("step", steps), .init(context.xName, x), .init(context.yName, y)]
    mark.sentences = [sentence(finite, name)]
    mark.remarks = context.cutRemark(finite, name.isEmpty ? "the path" : name.spoken)
    if finite.count < points.count {
      mark.remarks.append("The path is not finite from step \(finite.count) on.")
    }
    let numbers = numbersSteps ? TrajectoryMark.numbered(finite.count) : []
    let diverges = finite.count < points.count
    mark.draw = { frame, canvas in
      TrajectoryMark.draw(finite, first, last, diverges, style, frame, &canvas)
    }
    mark.annotate = { frame, canvas in
      for step in numbers where frame.plot.contains(frame(finite[step])) {
        canvas.place(
          Label(plain: "\(step)"), beside: frame(finite[step]), distance: 6,
          within: frame.plot, class: "h")
      }
    }
    return mark
  }

  /// 0, 1, 2, 5, 10, 20, … and the last step.
  private static func numbered(_ count: Int) -> [Int] {
    var steps = [0]
    var power = 1
    while power < count {
      for multiple in [1, 2, 5] where multiple * power < count { steps.append(multiple * power) }
      power *= 10
    }
    if let last = steps.last, last != count - 1 { steps.append(count - 1) }
    return steps.sorted {
      ($0 == 0 || $0 == count - 1 ? 0 : 1, $0) < ($1 == 0 || $1 == count - 1 ? 0 : 1, $1)
    }
  }

  private static func draw(
    _ points: [PlanePoint], _ first: PlanePoint, _ last: PlanePoint, _ diverges: Bool,
    _ style: SeriesStyle, _ frame: Frame, _ canvas: inout Canvas
  ) {
    let pixels = points.map { frame($0) }
    var (line, heads, dots) = (PathData(), PathData(), [PlanePoint]())
    for part in Polyline.clipped(pixels, to: frame.plot) {
      let simple = Polyline.simplified(part)
      line.polyline(simple)
      canvas.avoid(simple)
    }
    if frame.tinted { canvas.path(.line, class: "ca", line) }
    canvas.path(.line, class: "l " + style.colorClass, line)
    var travelled = 0.0
    for index in pixels.indices.dropFirst() {
      let (from, to) = (pixels[index - 1], pixels[index])
      let length = from.distance(to: to)
      travelled += length
      guard travelled > 42, length > 12, frame.plot.contains(from), frame.plot.contains(to) else {
        continue
      }
      travelled = 0
      let tip = from + 0.5 * (to - from) + (4 / length) * (to - from)
      Arrow.head(from: from, to: tip, size: 8, into: &heads)
    }
    canvas.path(.mark, class: "f " + style.colorClass, heads)
    if points.count <= dotted { dots = Array(pixels.dropFirst().dropLast()) }
    let inside = { (point: PlanePoint) in frame.plot.grown(by: 1).contains(point) }
    PointDrawing.draw(
      dots.filter(inside), style: style, radius: 2.7, hollow: false, tinted: false, on: &canvas)
    let ends = [(first, true), (last, false)]
    for (point, isHollow) in ends where inside(frame(point)) && !(diverges && !isHollow) {
      PointDrawing.draw(
        [frame(point)], style: style, radius: 4, hollow: isHollow, tinted: false, on: &canvas)
    }
    if diverges, inside(frame(last)) {
      CurveDrawing.cross(at: frame(last), style: style, on: &canvas)
    }
  }

  private func sentence(_ points: [PlanePoint], _ name: Label) -> String {
    let text = { (point: PlanePoint) in
      "(\(NumberText.short(point.x)), \(NumberText.short(point.y)))"
    }
    var turns = 0
    for index in points.indices.dropFirst(2) {
      let (a, b) = (points[index - 1] - points[index - 2], points[index] - points[index - 1])
      if a.x * b.x + a.y * b.y < 0 { turns += 1 }
    }
    let subject = name.isEmpty ? "the path" : name.spoken
    var sentence = "\(subject) goes in \(points.count - 1) steps from \(text(points[0])) to "
    sentence +=
      "\(text(points[points.count - 1])), length \(NumberText.short(Polyline.length(points)))"
    if turns > 0 { sentence += ", turning back by more than a right angle \(turns) times" }
    return sentence + "."
  }
}
