/// A function of two variables with its values at the nodes of a grid.
struct SampledField {
  let function: (Double, Double) -> Double
  let x: PlotRange
  let y: PlotRange
  let columns: Int
  let rows: Int
  let values: [Double]

  init(
    _ function: @escaping (Double, Double) -> Double, x: PlotRange, y: PlotRange,
    resolution: Int = 81
  ) {
    self.function = function
    self.x = x
    self.y = y
    columns = resolution
    rows = resolution
    var values: [Double] = []
    values.reserveCapacity(resolution * resolution)
    for row in 0..<resolution {
      let height = y.at(Double(row) / Double(resolution - 1))
      for column in 0..<resolution {
        values.append(function(x.at(Double(column) / Double(resolution - 1)), height))
      }
    }
    self.values = values
  }

  func place(_ column: Int, _ row: Int) -> PlanePoint {
    PlanePoint(
      x.at(Double(column) / Double(columns - 1)), y.at(Double(row) / Double(rows - 1)))
  }

  func value(_ column: Int, _ row: Int) -> Double { values[row * columns + column] }

  /// The lines where the function has a value, found on the function itself.
  func isolines(at level: Double) -> [IsolineTracer.Line] {
    tracer(at: level, columns, rows, offset: 0).lines()
  }

  /// The outlines of where the function is at least `level`, closed along the border just
  /// outside the grid.
  func outlines(at level: Double) -> [IsolineTracer.Line] {
    tracer(at: level, columns + 2, rows + 2, offset: 1).lines()
  }

  private func tracer(
    at level: Double, _ columns: Int, _ rows: Int, offset: Int
  ) -> IsolineTracer {
    IsolineTracer(
      columns: columns, rows: rows,
      isInside: { column, row in
        inGrid(column - offset, row - offset) && value(column - offset, row - offset) >= level
      },
      isCenterInside: { column, row in
        let (a, b) = (
          place(column - offset, row - offset), place(column - offset + 1, row - offset + 1)
        )
        return function((a.x + b.x) / 2, (a.y + b.y) / 2) >= level
      },
      crossing: { from, to in
        crossing((from.0 - offset, from.1 - offset), (to.0 - offset, to.1 - offset), level)
      })
  }

  private func inGrid(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < columns && row < rows
  }

  /// Where the function crosses a level between two nodes: two steps of regula falsi.
  private func crossing(_ from: (Int, Int), _ to: (Int, Int), _ level: Double) -> PlanePoint {
    let (a, b) = (place(from.0, from.1), place(to.0, to.1))
    guard inGrid(to.0, to.1) else { return b }
    var (low, high) = (value(from.0, from.1) - level, value(to.0, to.1) - level)
    var (start, end) = (0.0, 1.0)
    var share = 0.5
    for step in 0..<3 {
      guard low.isFinite, high.isFinite, low != high else { return a + share * (b - a) }
      share = start + (end - start) * low / (low - high)
      if step == 2 { break }
      let point = a + share * (b - a)
      let value = function(point.x, point.y) - level
      if value.magnitude <= 1e-6 * max(low.magnitude, high.magnitude) { break }
      if value >= 0 { (start, low) = (share, value) } else { (end, high) = (share, value) }
    }
    return a + share * (b - a)
  }
}
