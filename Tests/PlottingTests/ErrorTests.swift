import Plotting
import Testing

/// Bad data are refused with what is wrong about them, never drawn.
@Suite struct ErrorTests {
  @Test func badFiguresAreRefusedWithTheFact() {
    let unit = PlotRange(0, 1)
    let rows: [(String, Figure, PlotError)] = [
      ("no marks", Figure([]), .empty(argument: "marks")),
      ("no data", Figure([.line(LineMark([], []))]), .empty(argument: "x")),
      (
        "lengths", Figure([.line(LineMark([1, 2], [1]))]),
        .unequalLengths(first: "x", 2, second: "y", 1)
      ),
      (
        "nothing finite", Figure([.points(PointsMark([.nan], [1]))]), .empty(argument: "x")
      ),
      (
        "log of zero", Figure([.line(LineMark([1, 2], [0, 3]))], y: Axis(scale: .log)),
        .notPositive(axis: "y", value: 0, count: 1)
      ),
      (
        "reversed axis", Figure([.line(LineMark([1], [2]))], x: Axis(from: 3, to: 1)),
        .badRange(argument: "x", lower: 3, upper: 1)
      ),
      (
        "field on a log axis",
        Figure(
          [.contour(ContourMark(x: PlotRange(1, 2), y: unit) { $0 + $1 })], x: Axis(scale: .log)),
        .equalAspectNeedsLinear(axis: "x")
      ),
      (
        "thin field",
        Figure([.contour(ContourMark(x: PlotRange(0, 100), y: unit) { $0 + $1 })]),
        .aspectTooExtreme(ratio: 100)
      ),
      (
        "NaN field", Figure([.contour(ContourMark(x: unit, y: unit) { _, _ in .nan })]),
        .nothingFinite(argument: "values")
      ),
      (
        "negative class", Figure([.regions(RegionsMark(x: unit, y: unit) { _, _ in -1 })]),
        .badValue(argument: "class", value: -1)
      ),
      (
        "too many classes", Figure([.points(PointsMark([1], [1], classes: [12]))]),
        .tooMany(argument: "classes", count: 13, limit: 10)
      ),
      (
        "ragged matrix", Figure([.heatMap(HeatMapMark([[1, 2], [3]]))]),
        .unequalLengths(first: "first row", 2, second: "row", 1)
      ),
      (
        "weights", Figure([.network(NetworkMark([2, 1], weights: [[[1]]]))]),
        .unequalLengths(first: "nodes", 2, second: "columns of weights", 1)
      ),
      (
        "unknown command", Figure([.line(LineMark([1], [1]))], x: Axis("$\\foo$")),
        .label(text: "$\\foo$", .unknownCommand("foo"))
      ),
      (
        "unclosed formula", Figure([.line(LineMark([1], [1]))], x: Axis("$x")),
        .label(text: "$x", .unclosed("$"))
      ),
    ]
    for (name, figure, error) in rows {
      #expect(throws: error, "\(name)") { try figure.rendered(prefix: "f") }
    }
  }

  @Test func deepLabelsAreRefusedAndDoNotCrash() {
    let deep = "$" + String(repeating: "x_{", count: 5000) + "$"
    let figure = Figure([.line(LineMark([1], [1]))], x: Axis(deep))
    #expect(throws: PlotError.label(text: deep, .nestedTooDeep)) {
      try figure.rendered(prefix: "f")
    }
  }

  @Test func markupInLabelsIsEscaped() throws {
    let figure = Figure(
      [.line(LineMark([1, 2], [1, 2]))], title: "<b>", x: Axis("a < b & \"c\""))
    let svg = try figure.rendered(prefix: "f").svg
    #expect(svg.contains("a &lt; b &amp; &quot;c&quot;"))
    #expect(!svg.contains("<b>"))
  }
}
