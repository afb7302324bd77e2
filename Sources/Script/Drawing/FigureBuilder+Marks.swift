import Numerics
import Plotting

// The marks of a figure one by one.
extension FigureBuilder {
  func marks(of mark: PlotMark) throws(Failure) -> [Mark] {
    switch mark.mark {
    case "line": return try lines(mark)
    case "points": return [try points(mark)]
    case "steps": return [try steps(mark)]
    case "area": return [try area(mark)]
    case "band":
      return [
        .band(
          BandMark(
            try numbers(mark.arguments[0], "x"), from: try numbers(mark.arguments[1], "lower"),
            to: try numbers(mark.arguments[2], "upper"), label: try ownLabel(mark)))
      ]
    case "trajectory":
      let path = try planePoints(mark)
      return [
        .trajectory(
          TrajectoryMark(
            path.x, path.y, label: try seriesLabel(mark),
            numbersSteps: try flag(mark.option("numbers"), "numbers", default: true)))
      ]
    case "residuals":
      return [
        .residuals(
          ResidualsMark(try numbers(mark.arguments[0], "x"), try numbers(mark.arguments[1], "r")))
      ]
    case "convergence":
      let order = try mark.option("order").map { (value) throws(Failure) in
        try number(value, "order")
      }
      return [
        .convergence(
          ConvergenceMark(
            try numbers(mark.arguments[0], "h"), try numbers(mark.arguments[1], "e"),
            label: try seriesLabel(mark), order: order))
      ]
    case "bars": return [try bars(mark)]
    case "histogram":
      let bins = try mark.option("bins").map { (value) throws(Failure) in
        try machine.whole(value, "bins", from: 1)
      }
      return [.histogram(HistogramMark(try numbers(mark.arguments[0], "histogram"), bins: bins))]
    case "heatmap":
      return [
        .heatMap(
          HeatMapMark(
            try rows(mark.arguments[0], "heatmap"), rowNames: try optionalNames(mark, "rows"),
            columnNames: try optionalNames(mark, "columns")))
      ]
    case "network_diagram": return [try network(mark)]
    case "contours": return [try contours(mark)]
    case "decision_regions": return [try regions(mark)]
    case "quiver", "gradient_field": return [try arrows(mark)]
    default: return [try annotation(mark)]
    }
  }

  private func ownLabel(_ mark: PlotMark) throws(Failure) -> String {
    try mark.option("label").map { (value) throws(Failure) in try text(value, "label") } ?? ""
  }

  private func optionalNames(_ mark: PlotMark, _ option: String) throws(Failure) -> [String] {
    try mark.option(option).map { (value) throws(Failure) in try names(value, option) } ?? []
  }

  // MARK: Curves

  private func lines(_ mark: PlotMark) throws(Failure) -> [Mark] {
    if let function = mark.graph {
      let over = try interval(mark)
      return [
        .function(FunctionMark(over: over, label: try seriesLabel(mark), curve(function)))
      ]
    }
    let markers = try flag(mark.option("markers"), "markers", default: false)
    let ys = try series(mark.arguments[mark.arguments.count - 1], "y")
    guard let longest = ys.map({ $0.count }).max() else {
      throw Failure(.engine(FigureFault(.empty(argument: "y")).message))
    }
    let x =
      try mark.arguments.count > 1
      ? numbers(mark.arguments[0], "x") : (0..<longest).map { Double($0 + 1) }
    var lines: [Mark] = []
    for y in ys {
      let ownX = mark.arguments.count > 1 ? x : Array(x.prefix(y.count))
      lines.append(
        .line(LineMark(ownX, y, label: try seriesLabel(mark), showsPoints: markers)))
    }
    return lines
  }

  private func area(_ mark: PlotMark) throws(Failure) -> Mark {
    if let function = mark.graph {
      let over = try interval(mark)
      let x = (0...200).map { over.lower + (over.upper - over.lower) * Double($0) / 200 }
      return .band(BandMark(x, under: x.map(curve(function)), label: try ownLabel(mark)))
    }
    let points = try planePoints(mark)
    return .band(BandMark(points.x, under: points.y, label: try ownLabel(mark)))
  }

  private func steps(_ mark: PlotMark) throws(Failure) -> Mark {
    let values = try numbers(mark.arguments[mark.arguments.count - 1], "y")
    var edges =
      try mark.arguments.count > 1
      ? numbers(mark.arguments[0], "edges") : (0...values.count).map { Double($0) + 0.5 }
    if edges.count == values.count, edges.count > 1 {
      // The last piece is as long as the one before.
      edges.append(2 * edges[edges.count - 1] - edges[edges.count - 2])
    }
    let closed =
      try mark.option("closed").map { (value) throws(Failure) in
        try text(value, "closed")
      } ?? "left"
    guard closed == "left" || closed == "right" else {
      throw Failure(
        .value(operation: "closed", message: "is \"left\" or \"right\", not \"\(closed)\""))
    }
    return .steps(
      StepsMark(
        edges: edges, values: values, label: try seriesLabel(mark), closedLeft: closed == "left"))
  }

  private func points(_ mark: PlotMark) throws(Failure) -> Mark {
    let points = try planePoints(mark)
    guard let value = mark.option("class") else {
      return .points(PointsMark(points.x, points.y, label: try seriesLabel(mark)))
    }
    let classes = try Classes(value, self)
    let given = try optionalNames(mark, "labels")
    return .points(
      PointsMark(
        points.x, points.y, classes: classes.numbers,
        names: given.isEmpty ? classes.names : given))
  }

  // MARK: Counts and diagrams

  private func bars(_ mark: PlotMark) throws(Failure) -> Mark {
    let columns = try series(mark.arguments[mark.arguments.count - 1], "bars")
    let count = columns.first?.count ?? 0
    let categories =
      try mark.arguments.count > 1
      ? names(mark.arguments[0], "bars") : (0..<count).map { "\($0 + 1)" }
    let labels = try optionalNames(mark, "labels")
    guard labels.isEmpty || labels.count == columns.count else {
      throw Failure(
        .value(
          operation: "bars", message: "has \(labels.count) labels for \(columns.count) series"))
    }
    var series: [BarsMark.Series] = []
    for (index, values) in columns.enumerated() {
      let next = columns.count > 1 ? try seriesLabel(mark) : ""
      series.append(BarsMark.Series(labels.isEmpty ? next : labels[index], values))
    }
    return .bars(BarsMark(categories, series: series))
  }

  private func network(_ mark: PlotMark) throws(Failure) -> Mark {
    var diagram: NetworkDiagram
    if case .object(let object) = mark.arguments[0] {
      guard let own = object.diagram else {
        throw Failure(
          .kind(operation: "network_diagram", expected: "a network", found: object.kindName))
      }
      diagram = own
    } else {
      diagram = NetworkDiagram(sizes: [], weights: [])
      for size in try numbers(mark.arguments[0], "network_diagram") {
        diagram.sizes.append(try machine.whole(.number(size), "network_diagram", from: 1))
      }
    }
    if let value = mark.option("weights") {
      diagram.weights = []
      let matrices = value.array == nil ? try machine.items(value, "weights") : [value]
      for matrix in matrices { diagram.weights.append(try rows(matrix, "weights")) }
    }
    var nodes: [[String]] = []
    if let value = mark.option("nodes") {
      for layer in try machine.items(value, "nodes") { nodes.append(try names(layer, "nodes")) }
    }
    return .network(
      NetworkMark(
        diagram.sizes, weights: diagram.weights, layerNames: try optionalNames(mark, "layers"),
        nodeNames: nodes))
  }

  // MARK: Planes

  private func contours(_ mark: PlotMark) throws(Failure) -> Mark {
    var contour: ContourMark
    let values = mark.arguments
    if values.count == 2 {
      throw Failure(
        .value(operation: "contours", message: "takes a function, a matrix, or x, y and a matrix"))
    } else if values[values.count - 1].array != nil {
      let grid = try rows(values[values.count - 1], "contours")
      var sides: [PlotRange] = []
      for (axis, name) in ["x", "y"].enumerated() {
        if values.count == 3 {
          sides.append(try evenRange(values[axis], name, axis == 0 ? grid[0].count : grid.count))
        } else if let given = mark.option(name) ?? mark.option("over") {
          sides.append(try range(given, name))
        } else {
          sides.append(PlotRange(1, Double(axis == 0 ? grid.first?.count ?? 1 : grid.count)))
        }
      }
      contour = ContourMark(rows: grid, x: sides[0], y: sides[1])
    } else {
      try requireFunction(values[0], "contours")
      let sides = try rectangle(mark)
      contour = ContourMark(x: sides.x, y: sides.y, surface(values[0]))
      if case .function(let function) = values[0] { contour.name = function.graphName }
    }
    contour.filled = try flag(mark.option("filled"), "filled", default: false)
    if let levels = mark.option("levels") {
      if case .number = levels {
        contour.count = try machine.whole(levels, "levels", from: 1)
      } else {
        contour.levels = try numbers(levels, "levels")
      }
    }
    if let label = mark.option("label") { contour.name = try text(label, "label") }
    return .contour(contour)
  }

  /// The ends of evenly spaced places of a grid.
  private func evenRange(
    _ value: Value, _ name: String, _ count: Int
  ) throws(Failure) -> PlotRange {
    let places = try numbers(value, name)
    guard places.count == count, count > 1 else {
      throw Failure(
        .value(
          operation: "contours",
          message: "needs a matrix of length(y) rows and length(x) columns"))
    }
    let step = (places[count - 1] - places[0]) / Double(count - 1)
    for (index, place) in places.enumerated()
    where (place - places[0] - Double(index) * step).magnitude > 1e-6 * step.magnitude {
      throw Failure(.value(operation: "contours", message: "needs evenly spaced \(name)"))
    }
    return PlotRange(places[0], places[count - 1])
  }

  private func regions(_ mark: PlotMark) throws(Failure) -> Mark {
    try requireFunction(mark.arguments[0], "decision_regions")
    let sides = try rectangle(mark)
    let scores = scores(mark.arguments[0])
    let threshold = try mark.option("threshold").map { (value) throws(Failure) in
      try number(value, "threshold")
    }
    let rule = ClassRule(scores, in: sides, threshold, isNetwork: mark.arguments[0].isObject)
    return .regions(
      RegionsMark(x: sides.x, y: sides.y, names: try optionalNames(mark, "labels")) {
        rule.number(of: scores($0, $1))
      })
  }

  private func arrows(_ mark: PlotMark) throws(Failure) -> Mark {
    try requireFunction(mark.arguments[0], mark.mark)
    let sides = try rectangle(mark)
    guard mark.mark == "gradient_field" else {
      return .quiver(
        QuiverMark(
          x: sides.x, y: sides.y, name: try ownLabel(mark), field(mark.arguments[0])))
    }
    return .quiver(
      QuiverMark(
        x: sides.x, y: sides.y, gradientOf: surface(mark.arguments[0]),
        descent: try flag(mark.option("descent"), "descent", default: false)))
  }

  // MARK: Annotations

  private func annotation(_ mark: PlotMark) throws(Failure) -> Mark {
    let label = try ownLabel(mark)
    switch mark.mark {
    case "hline":
      return .rule(RuleMark(.horizontal(try number(mark.arguments[0], "hline")), label: label))
    case "vline":
      return .rule(RuleMark(.vertical(try number(mark.arguments[0], "vline")), label: label))
    case "sloped":
      let place = RuleMark.Place.sloped(
        slope: try number(mark.arguments[0], "slope"),
        intercept: try number(mark.arguments[1], "intercept"))
      return .rule(RuleMark(place, label: label))
    default:
      return .text(
        TextMark(
          try text(mark.arguments[2], "text"), x: try number(mark.arguments[0], "x"),
          y: try number(mark.arguments[1], "y"),
          showsPoint: try flag(mark.option("point"), "point", default: false)))
    }
  }
}

extension Value {
  var isObject: Bool { if case .object = self { true } else { false } }
}
