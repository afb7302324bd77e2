import Numerics
import Plotting

/// P1: one line plot of 1,000 points as SVG, for wide and narrow places; the median of many, and
/// the bytes of one drawing.
func drawing() throws {
  let x = (0..<1000).map { Double($0) }
  let y = x.map { Elementary.exp(-$0 / 300) * (1 + 0.2 * Elementary.sin($0 / 7)) }
  let figure = Figure(
    [.line(LineMark(x, y))], x: Axis("step"), y: Axis("cost"))
  var times: [Double] = []
  var bytes = 0
  for _ in 1...41 {
    times.append(try seconds { bytes = try figure.rendered(prefix: "f").svg.utf8.count })
  }
  report("P1", times.sorted()[20], "\(bytes) bytes")
}
