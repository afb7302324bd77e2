import Numerics
import Plotting

/// One figure for every mark, and a few in combination: what goldens and geometry tests use.
enum SampleFigures {
  static var all: [(name: String, figure: Figure)] {
    [
      ("line", line), ("lines", lines), ("long-line", longLine), ("divergence", divergence),
      ("clipped-line", clippedLine), ("points", points), ("classes", classes),
      ("steps", steps), ("bars", bars), ("grouped-bars", groupedBars), ("side-bars", sideBars),
      ("histogram", histogram), ("band", band), ("rules-and-text", rulesAndText),
      ("functions", functions), ("kinks", kinks), ("jump", jump), ("pole", pole),
      ("contour", contour), ("filled-contour", filledContour), ("grid-contour", gridContour),
      ("regions", regions), ("many-regions", manyRegions), ("gradient-field", gradientField),
      ("quiver", quiver), ("trajectory", trajectory), ("descent", descent),
      ("heat-map", heatMap), ("large-heat-map", largeHeatMap), ("network", network),
      ("wide-network", wideNetwork), ("residuals", residuals), ("convergence", convergence),
      ("symmetric-log", symmetricLog),
    ]
  }

  /// A reproducible sequence in 0..<1.
  struct Noise {
    var state: UInt64 = 42

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }

    /// Roughly normal.
    mutating func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + next() }
    }
  }

  static func decay(_ rate: Double, _ steps: Int = 200, noise: Double = 0) -> [Double] {
    var random = Noise()
    return (0...steps).map { step in
      2.3 * Elementary.exp(-rate * Double(step)) + 0.05 + noise * random.next()
    }
  }

  static let stepNumbers = (0...200).map { Double($0) }

  static var line: Figure {
    Figure(
      [.line(LineMark(stepNumbers, decay(0.03)))], x: Axis("step"), y: Axis("cost"))
  }

  static var lines: Figure {
    Figure(
      [
        .line(LineMark(stepNumbers, decay(0.012), label: "gradient descent")),
        .line(LineMark(stepNumbers, decay(0.03), label: "momentum")),
        .line(LineMark(stepNumbers, decay(0.05), label: "Nesterov")),
        .line(LineMark(stepNumbers, decay(0.02, noise: 0.3), label: "$\\eta = 0.1$")),
        .line(LineMark(stepNumbers, decay(0.08), label: "Adam")),
      ], x: Axis("step"), y: Axis("cost $E(w)$", scale: .log))
  }

  static var longLine: Figure {
    var random = Noise()
    let x = (0..<200_000).map { Double($0) }
    let y = x.map { 2 / (1 + $0 / 20_000) + 0.3 * random.next() }
    return Figure([.line(LineMark(x, y))], x: Axis("step"), y: Axis("cost"))
  }

  static var divergence: Figure {
    var value = 0.01
    let y = (0..<30).map { step in
      value *= -1.6
      return step > 21 ? Double.nan : value
    }
    return Figure(
      [.line(LineMark((0..<30).map { Double($0) }, y, label: "$w_k$"))], x: Axis("step"),
      y: Axis("weight"))
  }

  static var clippedLine: Figure {
    let x = (0...100).map { Double($0) / 10 }
    let y = x.map { 3 * Elementary.sin($0) }
    return Figure([.line(LineMark(x, y))], x: Axis("t"), y: Axis("signal", from: -2, to: 2))
  }

  static var points: Figure {
    var random = Noise()
    let x = (0..<60).map { _ in 10 * random.next() }
    let y = x.map { 0.8 * $0 + random.normal() }
    return Figure([.points(PointsMark(x, y))], x: Axis("hours"), y: Axis("score"))
  }

  static func cloud(_ classes: Int, _ count: Int) -> PointsMark {
    var random = Noise()
    var (x, y, group): ([Double], [Double], [Int]) = ([], [], [])
    for index in 0..<count {
      let kind = index % classes
      let angle = 6.283 * Double(kind) / Double(classes)
      x.append(2 * Elementary.cos(angle) + 0.7 * random.normal())
      y.append(2 * Elementary.sin(angle) + 0.7 * random.normal())
      group.append(kind)
    }
    return PointsMark(x, y, classes: group, names: (0..<classes).map { "class \($0 + 1)" })
  }

  static var classes: Figure {
    Figure([.points(cloud(5, 100))], x: Axis("$x_1$"), y: Axis("$x_2$"), aspect: .equal)
  }

  static var steps: Figure {
    Figure(
      [.steps(StepsMark(edges: [-3, 0, 1, 3], values: [0, 0.5, 1]))], x: Axis("z"),
      y: Axis("$\\sigma(z)$"))
  }

  static var bars: Figure {
    Figure(
      [.bars(BarsMark(["SGD", "Adam", "LM", "L-BFGS"], [0.82, 0.91, 0.97, 0.94]))],
      x: Axis("method"), y: Axis("accuracy"))
  }

  static var groupedBars: Figure {
    Figure(
      [
        .bars(
          BarsMark(
            ["64", "256", "1024"],
            series: [
              .init("training", [3.1, 1.2, 0.4]), .init("test", [3.4, 1.9, 1.6]),
              .init("bound", [5, 4, 3.5]),
            ]))
      ], x: Axis("samples"), y: Axis("error in %"))
  }

  static var sideBars: Figure {
    Figure(
      [
        .bars(
          BarsMark(
            [
              "gradient descent", "stochastic gradient descent", "momentum", "Adam",
              "Levenberg–Marquardt",
            ], [1200, 5400, 610, 300, 14]))
      ], x: Axis("method"), y: Axis("steps to convergence"))
  }

  static var histogram: Figure {
    var random = Noise()
    return Figure(
      [.histogram(HistogramMark((0..<1000).map { _ in random.normal() }))],
      x: Axis("initial weight"))
  }

  static var band: Figure {
    let x = (0...50).map { Double($0) }
    let mean = x.map { 2 / (1 + $0 / 8) }
    return Figure(
      [
        .band(
          BandMark(
            x, from: mean.map { 0.75 * $0 }, to: mean.map { 1.3 * $0 }, label: "10 to 90 %")),
        .line(LineMark(x, mean, label: "median")),
      ], x: Axis("epoch"), y: Axis("cost"))
  }

  static var rulesAndText: Figure {
    let x = (0...60).map { Double($0) / 10 }
    return Figure(
      [
        .line(LineMark(x, x.map { $0 * $0 / 4 - $0 })),
        .rule(RuleMark(.horizontal(3), label: "target")),
        .rule(RuleMark(.vertical(2), label: "$x^* = 2$")),
        .rule(RuleMark(.sloped(slope: 1, intercept: -3), label: "tangent")),
        .text(TextMark("minimum", x: 2, y: -1, showsPoint: true)),
      ], x: Axis("$x$"), y: Axis("$f(x)$"))
  }

  static func logistic(_ z: Double) -> Double { 1 / (1 + Elementary.exp(-z)) }

  static var functions: Figure {
    let range = PlotRange(-6, 6)
    return Figure(
      [
        .function(FunctionMark(over: range, label: "$\\sigma(z)$", logistic)),
        .function(
          FunctionMark(over: range, label: "$\\sigma'(z)$") { logistic($0) * (1 - logistic($0)) }),
      ], x: Axis("$z$"))
  }

  static var kinks: Figure {
    let range = PlotRange(-3, 2.9)
    return Figure(
      [
        .function(FunctionMark(over: range, label: "ReLU") { max(0, $0) }),
        .function(FunctionMark(over: range, label: "leaky") { max(0.1 * $0, $0) }),
        .function(
          FunctionMark(over: range, label: "softplus") { Elementary.log(1 + Elementary.exp($0)) }),
      ], x: Axis("$z$"), y: Axis("$f(z)$"))
  }

  static var jump: Figure {
    Figure(
      [.function(FunctionMark(over: PlotRange(-2, 2.1)) { $0 >= 0.3 ? 1 : -0.5 * $0 })],
      x: Axis("$x$"), y: Axis("$f(x)$"))
  }

  static var pole: Figure {
    Figure(
      [.function(FunctionMark(over: PlotRange(-3, 3.1), label: "$1/x$") { 1 / $0 })],
      x: Axis("$x$"))
  }

  static let plane = (x: PlotRange(-2, 2), y: PlotRange(-1.5, 1.5))

  static func valley(_ x: Double, _ y: Double) -> Double { 0.5 * x * x + 2.5 * y * y }
  static func rosenbrock(_ x: Double, _ y: Double) -> Double {
    (1 - x) * (1 - x) + 20 * (y - x * x) * (y - x * x)
  }
  static func saddle(_ x: Double, _ y: Double) -> Double { x * x - y * y + 0.4 * x * y }

  static var contour: Figure {
    Figure(
      [.contour(ContourMark(x: plane.x, y: plane.y, name: "the cost", rosenbrock))],
      x: Axis("$w_1$"), y: Axis("$w_2$"))
  }

  static var filledContour: Figure {
    Figure(
      [.contour(ContourMark(x: plane.x, y: plane.y, filled: true, saddle))],
      x: Axis("$x$"), y: Axis("$y$"))
  }

  static var gridContour: Figure {
    let rows = (0..<12).map { j in
      (0..<16).map { i in Elementary.sin(Double(i) / 3) + Elementary.cos(Double(j) / 2.5) }
    }
    return Figure(
      [.contour(ContourMark(rows: rows, x: PlotRange(0, 4), y: PlotRange(0, 3)))],
      x: Axis("$x$"), y: Axis("$y$"))
  }

  static var regions: Figure {
    Figure(
      [
        .regions(
          RegionsMark(
            x: PlotRange(-4.5, 4.5), y: PlotRange(-3, 3), names: ["A", "B"],
            positive: { x, y in -x + 0.6 * Elementary.sin(2 * y) })),
        .points(cloud(2, 60)),
      ], x: Axis("$x_1$"), y: Axis("$x_2$"))
  }

  static var manyRegions: Figure {
    let centers = (0..<5).map { kind -> (Double, Double) in
      let angle = 6.283 * Double(kind) / 5
      return (2 * Elementary.cos(angle), 2 * Elementary.sin(angle))
    }
    return Figure(
      [
        .regions(
          RegionsMark(
            x: PlotRange(-4.4, 4.4), y: PlotRange(-4.4, 4.4), names: ["A", "B", "C", "D", "E"]
          ) { x, y in
            let distances = centers.map {
              ($0.0 - x) * ($0.0 - x) + ($0.1 - y) * ($0.1 - y)
            }
            return distances.indices.min { distances[$0] < distances[$1] } ?? 0
          }),
        .points(cloud(5, 75)),
      ], x: Axis("$x_1$"), y: Axis("$x_2$"))
  }

  static var gradientField: Figure {
    Figure(
      [
        .contour(ContourMark(x: plane.x, y: plane.y, valley)),
        .quiver(QuiverMark(x: plane.x, y: plane.y, gradientOf: valley, descent: true)),
      ], x: Axis("$x$"), y: Axis("$y$"))
  }

  static var quiver: Figure {
    Figure(
      [
        .quiver(
          QuiverMark(x: PlotRange(-2, 2), y: PlotRange(-2, 2), name: "a rotation") {
            PlanePoint(-$1, $0)
          })
      ], x: Axis("$x$"), y: Axis("$y$"))
  }

  static func path(_ rate: Double, _ steps: Int) -> (x: [Double], y: [Double]) {
    var (x, y) = ([-1.8], [1.1])
    for step in 0..<steps {
      x.append(x[step] - rate * x[step])
      y.append(y[step] - rate * 5 * y[step])
    }
    return (x, y)
  }

  static var trajectory: Figure {
    var (x, y) = ([0.0], [0.0])
    var random = Noise()
    for step in 0..<40 {
      x.append(x[step] + random.normal())
      y.append(y[step] + random.normal())
    }
    return Figure(
      [.trajectory(TrajectoryMark(x, y, label: "random route"))], x: Axis("$x$"), y: Axis("$y$"))
  }

  static var descent: Figure {
    let (x, y) = path(0.36, 20)
    return Figure(
      [
        .contour(ContourMark(x: plane.x, y: plane.y, filled: true, valley)),
        .trajectory(TrajectoryMark(x, y)),
      ], x: Axis("$w_1$"), y: Axis("$w_2$"))
  }

  static var heatMap: Figure {
    Figure(
      [
        .heatMap(
          HeatMapMark(
            [[0.9, -0.2, 0.05], [-0.45, 1.2, 0.3], [0, -1.1, 0.7]],
            rowNames: ["$h_1$", "$h_2$", "$h_3$"], columnNames: ["$x_1$", "$x_2$", "$x_3$"]))
      ], title: "Weights")
  }

  static var largeHeatMap: Figure {
    let rows = (0..<28).map { j in
      (0..<28).map { i -> Double in
        let (x, y) = (Double(i) - 13.5, Double(j) - 13.5)
        let radius = (x * x + y * y).squareRoot()
        return Elementary.exp(-(radius - 8) * (radius - 8) / 6)
      }
    }
    return Figure([.heatMap(HeatMapMark(rows))], title: "A digit")
  }

  static var network: Figure {
    Figure(
      [
        .network(
          NetworkMark(
            [2, 3, 2],
            weights: [
              [[1.2, -0.4], [0.3, 0.8], [-1.5, 0.2]], [[0.5, -0.9, 1.1], [-0.2, 0.7, 0.1]],
            ], layerNames: ["input", "hidden", "output"],
            nodeNames: [["$x_1$", "$x_2$"], ["$a_1$", "$a_2$", "$a_3$"], ["$y_1$", "$y_2$"]]))
      ], title: "A network of 2, 3 and 2 nodes")
  }

  static var wideNetwork: Figure {
    Figure(
      [.network(NetworkMark([64, 16, 10], layerNames: ["pixels", "hidden", "digits"]))],
      title: "A network for digits")
  }

  static var residuals: Figure {
    var random = Noise()
    let x = (0..<30).map { Double($0) / 3 }
    return Figure(
      [.residuals(ResidualsMark(x, x.map { _ in 0.3 * random.normal() }))], x: Axis("$x$"))
  }

  static var convergence: Figure {
    let steps = (0..<8).map { LogStep.size($0) }
    let errors = steps.enumerated().map { index, h in
      3 * h * h * (1 + 0.1 * Double(index % 3))
    }
    return Figure(
      [.convergence(ConvergenceMark(steps, errors, order: 2))], x: Axis("step size $h$"),
      y: Axis("error"))
  }

  enum LogStep {
    static func size(_ index: Int) -> Double {
      (0..<index).reduce(0.2) { size, _ in size / 2 }
    }
  }

  static var symmetricLog: Figure {
    let x = (0...100).map { Double($0) }
    let y = x.map { 800 * Elementary.exp(-$0 / 9) * Elementary.cos($0 / 3) }
    return Figure(
      [.line(LineMark(x, y))], x: Axis("step"), y: Axis("gradient", scale: .symmetricLog()))
  }

  static var grid: FigureGrid {
    FigureGrid(
      [0.05, 0.2, 0.38].map { rate in
        let (x, y) = path(rate, 15)
        return Figure(
          [
            .contour(ContourMark(x: plane.x, y: plane.y, count: 5, valley)),
            .trajectory(TrajectoryMark(x, y, numbersSteps: false)),
          ], title: "$\\eta = \(rate)$", x: Axis("$w_1$"), y: Axis("$w_2$"))
      }, title: "Three step sizes")
  }

  static var lineGrid: FigureGrid {
    FigureGrid(
      [0.01, 0.02, 0.05, 0.1].map { rate in
        Figure(
          [.line(LineMark(stepNumbers, decay(rate)))], title: "$\\eta = \(rate)$",
          x: Axis("step"), y: Axis("cost"))
      }, columns: 4, title: "Four rates")
  }

  /// Two panels that measure different things.
  static var gridOfOwnAxes: FigureGrid {
    FigureGrid(
      [
        Figure([.line(LineMark(stepNumbers, decay(0.05)))], x: Axis("step"), y: Axis("cost")),
        Figure(
          [.line(LineMark([-2, 0, 2], [4000, 0, 4000]))], x: Axis("weight"), y: Axis("slope")),
      ], columns: 2, title: "Cost and slope")
  }
}
