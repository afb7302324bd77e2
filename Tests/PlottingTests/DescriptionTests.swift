import Numerics
import Plotting
import Testing

/// The text alternative says what there is to see.
@Suite struct DescriptionTests {
  private func description(_ marks: [Mark], x: Axis = Axis(), y: Axis = Axis()) throws -> String {
    try Figure(marks, x: x, y: y).rendered(prefix: "f").description
  }

  @Test func aSeriesIsToldByItsTrendAndExtremes() throws {
    let y = [4, 2, 1, 0.5, 0.25, 0.3]
    let text = try description(
      [.line(LineMark([0, 1, 2, 3, 4, 5], y))], x: Axis("step"), y: Axis("cost"))
    #expect(
      text == "x axis step from 0 to 5, y axis cost from 0 to 4.15. Cost falls, not steadily, "
        + "from 4 at step 0 to 0.3 at step 5; half of the change is made by step 1; "
        + "lowest 0.25 at step 4.")
  }

  @Test func kinksJumpsAndPolesAreFound() throws {
    let range = PlotRange(-3, 2.9)
    let rows: [(String, (Double) -> Double)] = [
      ("It has a kink at x 0.", { max(0, $0) }),
      ("It has a kink at x 0.7.", { ($0 - 0.7).magnitude }),
      ("It has a kink at x \u{2212}1, 1.", { max(-1, min(1, $0)) }),
      ("It jumps at x 0.3.", { $0 < 0.3 ? 0 : 1 }),
      ("It jumps at x \u{2212}1.1.", { $0 <= -1.1 ? $0 : $0 + 2 }),
      ("It grows without bound near x 0.", { 1 / $0 }),
      ("It grows without bound near x 0.5.", { 1 / (($0 - 0.5) * ($0 - 0.5) * ($0 - 0.5)) }),
    ]
    for (phrase, function) in rows {
      let text = try description([.function(FunctionMark(over: range, function))])
      #expect(text.contains(phrase), "\(text)")
    }
  }

  @Test func smoothFunctionsHaveNeitherKinksNorJumps() throws {
    let rows: [(String, (Double) -> Double)] = [
      ("logistic", SampleFigures.logistic), ("steep", { Elementary.tanh(8 * $0) }),
      ("parabola", { $0 * $0 }), ("wave", { Elementary.sin(4 * $0) }),
      ("exponential", { Elementary.exp(2 * $0) }), ("constant", { _ in 2 }),
      ("softplus", { Elementary.log(1 + Elementary.exp(3 * $0)) }),
    ]
    for (name, function) in rows {
      let text = try description([.function(FunctionMark(over: PlotRange(-3, 2.9), function))])
      for word in ["kink", "jumps", "bound"] { #expect(!text.contains(word), "\(name): \(text)") }
    }
  }

  @Test func aBoundedFunctionOnALevelStretchHasNoPole() throws {
    let steep: (Double) -> Double = { x in
      x > 2.7 ? 0.9 + (x - 2.7).squareRoot() : 0.9 * (1 + 1e-16 * Elementary.sin(1000 * x))
    }
    let figure = Figure([.function(FunctionMark(over: PlotRange(-3, 2.9), steep))])
    let rendered = try figure.rendered(prefix: "f")
    #expect(!rendered.description.contains("bound"), "\(rendered.description)")
    #expect(rendered.remarks.isEmpty, "\(rendered.remarks)")
  }

  @Test func honestyIsInTheRemarks() throws {
    let rows: [(String, Figure)] = [
      (
        "200\u{202F}000 points of cost, drawn as the envelope of lowest and highest.",
        SampleFigures.longLine
      ),
      ("8 values of w_k not finite, drawn as a gap.", SampleFigures.divergence),
      (
        "50 of 101 points of signal lie outside the axes and are cut off.",
        SampleFigures.clippedLine
      ),
      ("Bins of width 0.2, the Freedman–Diaconis rule, rounded.", SampleFigures.histogram),
      ("Layers of more than 12 nodes are drawn in part.", SampleFigures.wideNetwork),
    ]
    for (remark, figure) in rows {
      let remarks = try figure.rendered(prefix: "f").remarks
      #expect(remarks.contains(remark), "\(remarks)")
    }
  }

  @Test func divergenceIsMarkedInTheDrawing() throws {
    let svg = try SampleFigures.divergence.rendered(prefix: "f").svg
    #expect(svg.contains("diverged at step 22"))
  }

  @Test func theEnvelopeKeepsASpike() throws {
    var y = (0..<100_000).map { Elementary.sin(Double($0) / 9000) }
    let without = try Figure([.line(LineMark(y))]).rendered(prefix: "f").svg
    y[31_234] = 3
    let with = try Figure([.line(LineMark(y))], y: Axis(from: -1.2, to: 1.2)).rendered(prefix: "f")
    #expect(without != with.svg)
    #expect(with.description.contains("highest 3 at x 31\u{202F}235"))
    #expect(with.svg.contains("class=\"f k1\""), "the cut spike has its arrow")
  }

  @Test func tablesAreWholeOrSayThatTheyAreNot() throws {
    let table = try SampleFigures.line.rendered(prefix: "f").table
    #expect(table.headers == ["step", "cost"])
    #expect(table.rows.count <= 41)
    #expect(table.total == 201)
    #expect(table.rows.first?.first == "0")
    #expect(table.rows.last?.first == "200")
  }

  @Test func histogramCountsEveryValueOnce() throws {
    let table = try SampleFigures.histogram.rendered(prefix: "f").table
    let counts = table.rows.compactMap { $0.last.flatMap { Int($0) } }
    #expect(counts.reduce(0, +) == 1000)
  }
}
