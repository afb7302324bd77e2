/// Names at the right ends of lines, moved apart until none touches another.
enum EndLabels {
  /// Positions nearest to the wanted ones with at least `gap` between neighbours, all within
  /// `lower…upper` if there is room: neighbours that touch are merged and move as one.
  static func spread(
    _ wanted: [Double], gap: Double, lower: Double, upper: Double
  ) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var blocks: [(sum: Double, count: Int)] = []
    for index in order {
      blocks.append((wanted[index], 1))
      while blocks.count > 1 {
        let (a, b) = (blocks[blocks.count - 2], blocks[blocks.count - 1])
        let distance = b.sum / Double(b.count) - a.sum / Double(a.count)
        if distance >= gap * Double(a.count + b.count) / 2 { break }
        blocks.removeLast(2)
        blocks.append((a.sum + b.sum, a.count + b.count))
      }
    }
    var places: [Double] = []
    for block in blocks {
      let half = gap * Double(block.count - 1) / 2
      let center = block.sum / Double(block.count)
      for step in 0..<block.count { places.append(center - half + gap * Double(step)) }
    }
    keepInside(&places, gap: gap, lower: lower, upper: upper)
    var result = wanted
    for (place, index) in zip(places, order) { result[index] = place }
    return result
  }

  private static func keepInside(
    _ places: inout [Double], gap: Double, lower: Double, upper: Double
  ) {
    var ceiling = upper
    for index in places.indices.reversed() {
      places[index] = min(places[index], ceiling)
      ceiling = places[index] - gap
    }
    var floor = lower
    for index in places.indices {
      places[index] = max(places[index], floor)
      floor = places[index] + gap
    }
  }

  static func draw(_ labels: [EndLabel], in layout: FigureLayout, on canvas: inout Canvas) {
    let (frame, font) = (layout.frame, layout.profile.fontSize)
    let wanted = labels.map { frame.y.clamped($0.point.y) }
    let places = spread(
      wanted, gap: 1.15 * font, lower: 0.6 * font, upper: frame.plot.bottom - 0.1 * font)
    for (index, label) in labels.enumerated() {
      let x = frame.plot.right + 8
      if (places[index] - wanted[index]).magnitude > font {
        var leader = PathData()
        leader.move(to: PlanePoint(frame.plot.right + 1, wanted[index]))
        leader.line(to: PlanePoint(x - 1, places[index]))
        canvas.path(.grid, class: "a", leader)
      }
      canvas.text(
        label.label, at: PlanePoint(x, places[index] + 0.33 * font), .start,
        class: "x\(label.style.color)")
    }
  }
}
