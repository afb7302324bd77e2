import Plotting

/// Makes a figure of what a script asks for; while it is drawn, the script's functions run on the
/// machine and use its fuel.
final class FigureBuilder {
  let machine: Machine
  let request: PlotRequest
  /// What a function of the script failed with while it was sampled: bounds and wrong kinds end
  /// the drawing, undefined values (log of a negative number) are gaps.
  var fault: Failure?
  var firstGap: Failure?
  /// `labels` of the figure that no series has taken yet.
  private var labels: ArraySlice<String> = []
  private var labelCount = 0
  private var seriesCount = 0
  /// Several functions of the figure are told apart by their names.
  private var namesFunctions = false

  init(_ machine: Machine, _ request: PlotRequest) {
    (self.machine, self.request) = (machine, request)
  }

  func option(_ name: String) -> Value? {
    for option in request.options where option.name == name { return option.value }
    return nil
  }

  func figure() throws(Failure) -> Figure {
    labels =
      try option("labels").map { (value) throws(Failure) in
        try names(value, "labels")[...]
      } ?? []
    if let label = option("label") { labels = [try text(label, "label")] }
    labelCount = labels.count
    namesFunctions = request.marks.count { $0.graph != nil } > 1
    var marks: [Mark] = []
    for mark in request.marks { marks += try self.marks(of: mark) }
    guard labels.isEmpty else {
      throw Failure(
        .value(
          operation: "plot", message: "has \(labelCount) labels for \(seriesCount) series"))
    }
    var figure = Figure(marks)
    figure.title =
      try option("title").map { (value) throws(Failure) in
        try text(value, "title")
      } ?? ""
    figure.x = try axis("x")
    figure.y = try axis("y")
    if let aspect = option("aspect") {
      let name = machine.plainText(aspect)
      guard ["equal", "1", "automatic"].contains(name) else {
        throw Failure(
          .value(operation: "aspect", message: "is \"equal\" or \"automatic\", not \(name)"))
      }
      figure.aspect = name == "automatic" ? .automatic : .equal
    }
    return figure
  }

  private func axis(_ name: String) throws(Failure) -> Axis {
    var axis = Axis()
    if let title = option(name + "label") { axis.title = try text(title, name + "label") }
    if let scale = option(name + "scale") {
      axis.scale = try ScaleReading.scale(scale, name + "scale")
    }
    if let limits = option(name + "lim") {
      let range = try self.range(limits, name + "lim")
      (axis.lower, axis.upper) = (range.lower, range.upper)
    }
    return axis
  }

  /// The label of the next series: its own, else the next of the figure's, else its function's name.
  func seriesLabel(_ mark: PlotMark) throws(Failure) -> String {
    seriesCount += 1
    if let own = mark.option("label") { return try text(own, "label") }
    if let next = labels.popFirst() { return next }
    if namesFunctions, case .function(let function)? = mark.graph {
      return function.graphName
    }
    return ""
  }

  // MARK: Ranges

  /// Where a function of one variable is drawn.
  func interval(_ mark: PlotMark) throws(Failure) -> PlotRange {
    for value in [mark.option("over"), option("over"), option("x"), option("xlim")] {
      if let value { return try range(value, "over") }
    }
    return try dataExtent(0) ?? PlotRange(-5, 5)
  }

  /// Where a function of two variables is drawn: `x` and `y`, or `over` for one or for both,
  /// given with the mark or with the figure, else around the data of the other marks.
  func rectangle(_ mark: PlotMark) throws(Failure) -> (x: PlotRange, y: PlotRange) {
    var sides: [PlotRange] = []
    for (axis, name) in ["x", "y"].enumerated() {
      var side: PlotRange?
      for value in [mark.option(name), mark.option("over"), option(name), option("over")] {
        guard side == nil, let value else { continue }
        side = try range(pairEntry(value, axis), name)
      }
      if side == nil { side = try dataExtent(axis, margin: 0.08) }
      sides.append(side ?? PlotRange(-3, 3))
    }
    return (sides[0], sides[1])
  }

  /// `over = (-2..2, 0..1)` has a range for each axis.
  private func pairEntry(_ value: Value, _ axis: Int) -> Value {
    let items: [Value]
    switch value {
    case .record(let record): items = record.values
    case .list(let list): items = list.items
    default: return value
    }
    guard items.count == 2, case .range = items[axis] else { return value }
    return items[axis]
  }

  func range(_ value: Value, _ name: String) throws(Failure) -> PlotRange {
    switch value {
    case .range(let range): return PlotRange(range.first, range.last)
    case .record, .array, .list:
      let ends = try numbers(value, name)
      if ends.count == 2 { return PlotRange(ends[0], ends[1]) }
    default: break
    }
    throw Failure(.kind(operation: name, expected: "a range a..b", found: value.kindName))
  }

  /// The ends of the data of points, lines and paths along an axis.
  private func dataExtent(_ axis: Int, margin: Double = 0) throws(Failure) -> PlotRange? {
    var (lower, upper) = (Double.infinity, -Double.infinity)
    for mark in request.marks where ["points", "line", "trajectory"].contains(mark.mark) {
      guard mark.graph == nil else { continue }
      let points = try planePoints(mark)
      for value in axis == 0 ? points.x : points.y where value.isFinite {
        (lower, upper) = (min(lower, value), max(upper, value))
      }
    }
    guard lower < upper else { return nil }
    let room = margin * (upper - lower)
    return PlotRange(lower - room, upper + room)
  }
}

extension PlotMark {
  /// The function whose graph the mark is.
  var graph: Value? {
    guard mark == "line" || mark == "area", case .function? = arguments.first else { return nil }
    return arguments[0]
  }
}

extension FunctionValue {
  /// The name beside the graph; functions without a name have none.
  var graphName: String {
    if case .script(let code, _) = body, code.isAnonymous { return "" }
    if case .derivative(let inner, _) = body, inner.graphName.isEmpty { return "" }
    return name
  }
}
