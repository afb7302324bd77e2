/// Where the nodes of a network are, and how its connections look.
struct NetworkDrawing {
  let sizes: [Int]
  let weights: [[[Double]]]
  let layers: [Label]
  let nodes: [[Label]]

  /// The nodes of a layer that are drawn; nil stands for ⋮.
  static func shown(_ size: Int) -> [Int?] {
    if size <= NetworkMark.limit { return (0..<size).map { $0 } }
    return (0..<5).map { $0 } + [nil] + (size - 5..<size).map { $0 }
  }

  func draw(in frame: Frame, on canvas: inout Canvas) {
    let font = frame.fontSize
    let sides = sideRoom(font)
    let top = frame.plot.y + (layers.isEmpty ? 4 : 1.5 * font)
    let area = Box(
      x: frame.plot.x + sides.left, y: top, width: frame.plot.width - sides.left - sides.right,
      height: frame.plot.bottom - top - 4)
    let tallest = sizes.map { NetworkDrawing.shown($0).count }.max() ?? 1
    let radius = min(17, 0.36 * area.height / Double(tallest))
    let places = sizes.indices.map { positions($0, area, radius, tallest) }
    drawConnections(places, radius, &canvas)
    drawNodes(places, radius, frame, &canvas)
    drawNames(places, radius, frame, &canvas)
  }

  /// Room for the names of inputs and outputs.
  private func sideRoom(_ font: Double) -> (left: Double, right: Double) {
    let widest = { (labels: [Label]) in labels.reduce(0) { max($0, $1.width(font)) } }
    let left = nodes.first.map(widest) ?? 0
    let right = nodes.count == sizes.count ? nodes.last.map(widest) ?? 0 : 0
    let layer = layers.reduce(0) { max($0, $1.width(font)) } / 2
    return (max(left + 10, layer - 4, 0) + 1, max(right + 10, layer - 4, 0) + 1)
  }

  private func positions(
    _ layer: Int, _ area: Box, _ radius: Double, _ tallest: Int
  ) -> [(node: Int?, point: PlanePoint)] {
    let shown = NetworkDrawing.shown(sizes[layer])
    let gap = min(3.7 * radius, (area.height - 2 * radius) / Double(max(1, tallest - 1)))
    let columns = Double(max(1, sizes.count - 1))
    let x =
      sizes.count == 1
      ? area.center.x : area.x + radius + (area.width - 2 * radius) * Double(layer) / columns
    let start = area.center.y - gap * Double(shown.count - 1) / 2
    return shown.enumerated().map { ($0.element, PlanePoint(x, start + gap * Double($0.offset))) }
  }

  /// Lines of five widths and two signs, each kind one path.
  private func drawConnections(
    _ places: [[(node: Int?, point: PlanePoint)]], _ radius: Double, _ canvas: inout Canvas
  ) {
    let all = weights.flatMap { $0.flatMap { $0 } }.filter { $0.isFinite }
    let largest = all.reduce(0) { max($0, $1.magnitude) }
    var paths = [PathData](repeating: PathData(), count: 12)
    for layer in places.indices.dropLast() {
      for (from, a) in places[layer] {
        for (to, b) in places[layer + 1] {
          guard let from, let to else { continue }
          let weight = weights.isEmpty ? 1 : weights[layer][to][from]
          let share = largest > 0 ? min(1, weight.magnitude / largest) : 0
          let level = weight.isFinite ? min(4, Int(share * 5)) : 5
          let length = a.distance(to: b)
          let inset = (radius / length) * (b - a)
          let index = level * 2 + (weight < 0 ? 1 : 0)
          paths[index].move(to: a + inset)
          paths[index].line(to: b - inset)
        }
      }
    }
    for (index, path) in paths.enumerated() where !path.isEmpty {
      let width = weights.isEmpty ? 1 : [0.6, 1.2, 2, 3, 4.2, 1][index / 2]
      let name =
        weights.isEmpty ? "cw" : index % 2 == 1 ? "wt k2 d1" : index / 2 == 5 ? "cw d4" : "wt k1"
      canvas.add(
        .line,
        "<path class=\"\(name)\" d=\"\(path.text)\" stroke-width=\"\(FixedNumber.text(width))\"/>")
    }
  }

  private func drawNodes(
    _ places: [[(node: Int?, point: PlanePoint)]], _ radius: Double, _ frame: Frame,
    _ canvas: inout Canvas
  ) {
    let r = FixedNumber.text(radius)
    for layer in places {
      for (node, point) in layer {
        if node == nil {
          let place = PlanePoint(point.x, point.y + 0.34 * frame.fontSize)
          canvas.text(Label(plain: "\u{22EE}"), at: place, .middle)
          continue
        }
        let (x, y) = (FixedNumber.text(point.x), FixedNumber.text(point.y))
        canvas.add(.mark, "<circle class=\"nd\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(r)\"/>")
      }
    }
  }

  private func drawNames(
    _ places: [[(node: Int?, point: PlanePoint)]], _ radius: Double, _ frame: Frame,
    _ canvas: inout Canvas
  ) {
    let font = frame.fontSize
    for (layer, names) in nodes.enumerated() where layer < places.count {
      for (node, point) in places[layer] {
        guard let node, node < names.count else { continue }
        let y = point.y + 0.34 * font
        if layer == 0 {
          canvas.text(names[node], at: PlanePoint(point.x - radius - 6, y), .end)
        } else if layer == places.count - 1 {
          canvas.text(names[node], at: PlanePoint(point.x + radius + 6, y), .start)
        } else if names[node].width(font) < 2 * radius - 2 {
          canvas.text(names[node], at: PlanePoint(point.x, y), .middle)
        }
      }
    }
    let isTight =
      layers.reduce(0) { $0 + $1.width(font) } + 10 * Double(layers.count) > frame.plot.width
    for (layer, name) in layers.enumerated() where layer < places.count {
      guard let x = places[layer].first?.point.x, !isTight else { continue }
      canvas.text(name, at: PlanePoint(x, frame.plot.y + 0.8 * font), .middle, class: "t")
    }
  }
}
