import Plotting
import Testing

@Suite struct TickTests {
  @Test func mostRangesGetTheTargetWithinOne() {
    var random = SampleFigures.Noise()
    var near = 0
    let count = 3000
    for _ in 0..<count {
      var scale = 1.0
      for _ in 0..<Int(12 * random.next()) { scale *= 10 }
      let lower = (random.next() - 0.5) * scale / 1e5
      let upper = lower + (0.001 + random.next()) * scale / 1e5
      let ticks = Figure.tickValues(from: lower, to: upper, target: 5)
      if (4...6).contains(ticks.count) { near += 1 }
      #expect(ticks.count >= 2, "\(lower) … \(upper)")
      let slack = 0.6 * (upper - lower)
      #expect(ticks.allSatisfy { $0 >= lower - slack && $0 <= upper + slack })
    }
    #expect(Double(near) / Double(count) >= 0.95, "\(near) of \(count)")
  }

  @Test func ticksAreExactDecimals() {
    #expect(Figure.tickValues(from: 0, to: 0.5, target: 6) == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    #expect(Figure.tickValues(from: -3, to: 3, target: 7) == [-3, -2, -1, 0, 1, 2, 3])
  }

  @Test func betweenWholeNumbersThereAreNoTicks() throws {
    for count in [2, 3, 5, 8, 12, 18, 40] {
      let degrees = (0..<count).map(Double.init)
      for (x, isWhole) in [(degrees, true), (degrees.map { 0.5 * $0 + 0.25 }, false)] {
        let y = x.map { 1000 + $0 * $0 }
        let svg = try Figure([.line(LineMark(x, y))], y: Axis(from: 0, to: 4000))
          .rendered(prefix: "f").svg
        let labels = svg.matches(of: />([0-9.]+)<\/text>/).map { String($0.1) }
        #expect(labels.count > 3, "\(labels)")
        if isWhole || count > 30 {
          #expect(!labels.contains { $0.contains(".") }, "\(count): \(labels)")
        } else if count < 4 {
          #expect(labels.contains { $0.contains(".") }, "\(count): \(labels)")
        }
      }
    }
  }

  @Test func oneFormatPerAxis() {
    let rows: [(Double, Double, [String])] = [
      (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (
        0, 250_000,
        [
          "0", "50\u{202F}000", "100\u{202F}000", "150\u{202F}000", "200\u{202F}000",
          "250\u{202F}000",
        ]
      ),
      (-2, 2, ["−2", "−1", "0", "1", "2"]),
      (0, 5e-9, ["0", "1×10^−9", "2×10^−9", "3×10^−9", "4×10^−9", "5×10^−9"]),
      (0, 5e12, ["0", "1×10^12", "2×10^12", "3×10^12", "4×10^12", "5×10^12"]),
    ]
    for (lower, upper, labels) in rows {
      let found = Figure.tickLabels(from: lower, to: upper, target: labels.count)
      #expect(found == labels, "\(lower) … \(upper)")
    }
  }

  @Test func hostileRangesEnd() {
    for (lower, upper) in [(0, 1e300), (1e9, 1e9 + 1e-5), (-1e-300, 1e-300), (5, 5), (.nan, 1)] {
      #expect(!Figure.tickValues(from: lower, to: upper, target: 5).isEmpty)
    }
  }

  @Test func aSingleValueGetsAnAxis() throws {
    for value in [0, 1, -3.5, 1e-12, 1e12] {
      let figure = Figure([.line(LineMark([1, 2, 3], [value, value, value]))])
      #expect(try figure.geometry(narrow: true).texts.count >= 4, "\(value)")
    }
  }
}
