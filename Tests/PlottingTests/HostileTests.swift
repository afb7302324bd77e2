import Plotting
import Testing

/// Whatever the numbers are, a figure is drawn from finite ones or refused.
@Suite struct HostileTests {
  private static let numbers: [Double] = [
    0, 1, -1, 0.5, 1e-300, -1e-300, 1e300, -1e300, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, 1e15,
    1e15 + 1, 3.3, 7, 1e-9,
  ]

  private static func pick(_ random: inout SampleFigures.Noise) -> Double {
    random.next() < 0.5 ? 10 * random.normal() : numbers[Int(random.next() * Double(numbers.count))]
  }

  private static func list(_ random: inout SampleFigures.Noise, _ count: Int) -> [Double] {
    (0..<count).map { _ in pick(&random) }
  }

  private static func mark(_ random: inout SampleFigures.Noise) -> Mark {
    let count = Int(random.next() * 12)
    let (x, y) = (list(&random, count), list(&random, count))
    let range = PlotRange(pick(&random), pick(&random))
    let other = PlotRange(pick(&random), pick(&random))
    let values = list(&random, 97)
    let function = { (x: Double) in
      values[Int((x.isFinite ? x.magnitude : 0).truncatingRemainder(dividingBy: 97))]
    }
    switch Int(random.next() * 14) {
    case 0: return .line(LineMark(x, y, label: "line", showsPoints: true))
    case 1: return .points(PointsMark(x, y, classes: x.indices.map { $0 % 7 }))
    case 2: return .steps(StepsMark(edges: x.sorted { $0 < $1 }, values: Array(y.dropLast())))
    case 3: return .bars(BarsMark(x.indices.map { "name \($0)" }, y))
    case 4: return .histogram(HistogramMark(x))
    case 5: return .band(BandMark(x, from: y, to: x, label: "band"))
    case 6: return .rule(RuleMark(.sloped(slope: pick(&random), intercept: 1), label: "rule"))
    case 7: return .text(TextMark("here", x: pick(&random), y: pick(&random), showsPoint: true))
    case 8: return .function(FunctionMark(over: range, function))
    case 9: return .contour(ContourMark(x: range, y: other) { function($0) + function($1) })
    case 10:
      return .quiver(QuiverMark(x: range, y: other) { PlanePoint(function($0), function($1)) })
    case 11: return .trajectory(TrajectoryMark(x, y))
    case 12: return .heatMap(HeatMapMark([x, y]))
    default: return .convergence(ConvergenceMark(x, y, order: 2))
    }
  }

  @Test func everyFigureIsDrawnOrRefused() throws {
    var random = SampleFigures.Noise(state: 7)
    var drawn = 0
    let scales: [ScaleKind] = [.linear, .linear, .log, .symmetricLog()]
    for round in 0..<600 {
      let marks = (0...Int(random.next() * 2)).map { _ in HostileTests.mark(&random) }
      let scale = scales[Int(random.next() * 4)]
      let figure = Figure(marks, x: Axis("x", scale: scale), y: Axis("y", scale: scale))
      guard let rendered = try? figure.rendered(prefix: "f") else { continue }
      drawn += 1
      for word in ["nan", "inf\"", "inf ", "NaN"] {
        let isClean = !rendered.svg.contains(word)
        #expect(isClean, "round \(round): \(word)")
      }
    }
    #expect(drawn > 60, "\(drawn) of 600 were drawn")
  }
}
