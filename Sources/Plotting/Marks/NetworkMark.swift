/// A layered network: nodes in columns, weights as lines between them.
///
/// A weight's magnitude is the line's width; its sign is the colour and, for negative ones, a
/// dash. Layers of more than twelve nodes show ten and ⋮.
package struct NetworkMark {
  package var sizes: [Int]
  /// `weights[l][i][j]` from node j of layer l to node i of layer l + 1; empty to draw all alike.
  package var weights: [[[Double]]]
  package var layerNames: [String]
  /// Names of the nodes of a layer, where given.
  package var nodeNames: [[String]]

  package init(
    _ sizes: [Int], weights: [[[Double]]] = [], layerNames: [String] = [],
    nodeNames: [[String]] = []
  ) {
    self.sizes = sizes
    self.weights = weights
    self.layerNames = layerNames
    self.nodeNames = nodeNames
  }

  static let limit = 12

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try check()
    var layers: [Label] = []
    for name in layerNames { layers.append(try Label(name)) }
    var nodes: [[Label]] = []
    for names in nodeNames {
      var labels: [Label] = []
      for name in names { labels.append(try Label(name)) }
      nodes.append(labels)
    }
    var mark = PreparedMark()
    mark.traits.bare = true
    let tallest = sizes.map { NetworkDrawing.shown($0).count }.max() ?? 1
    mark.traits.bareRatio = min(0.62, max(0.34, 0.11 * Double(tallest) + 0.1))
    mark.sentences = [sentence()]
    let drawing = NetworkDrawing(sizes: sizes, weights: weights, layers: layers, nodes: nodes)
    if !weights.isEmpty {
      mark.legend = [
        LegendEntry(
          label: Label(plain: "positive weight"),
          swatch: .line(SeriesStyle(color: 1, dash: 0, marker: 0))),
        LegendEntry(
          label: Label(plain: "negative"),
          swatch: .line(SeriesStyle(color: 2, dash: 1, marker: 0))),
      ]
    }
    mark.columns = columns()
    if sizes.contains(where: { $0 > NetworkMark.limit }) {
      mark.remarks = ["Layers of more than \(NetworkMark.limit) nodes are drawn in part."]
    }
    mark.draw = { frame, canvas in drawing.draw(in: frame, on: &canvas) }
    return mark
  }

  private func check() throws(PlotError) {
    if sizes.isEmpty { throw .empty(argument: "sizes") }
    if sizes.count > 10 { throw .tooMany(argument: "layers", count: sizes.count, limit: 10) }
    for size in sizes where size < 1 { throw .badValue(argument: "size", value: Double(size)) }
    if weights.isEmpty { return }
    try PlotContext.sameLength("layers less one", sizes.count - 1, "weights", weights.count)
    for (layer, matrix) in weights.enumerated() {
      try PlotContext.sameLength("nodes", sizes[layer + 1], "rows of weights", matrix.count)
      for row in matrix {
        try PlotContext.sameLength("nodes", sizes[layer], "columns of weights", row.count)
      }
    }
  }

  private func sentence() -> String {
    let parts = sizes.enumerated().map { index, size in
      let name = index < layerNames.count ? layerNames[index] + " " : ""
      return "\(name)\(size)"
    }
    var text = "A network of \(sizes.count) layers with \(parts.joined(separator: ", ")) nodes"
    let all = weights.flatMap { $0.flatMap { $0 } }.filter { $0.isFinite }
    if let low = all.min(), let high = all.max() {
      text += "; weights from \(NumberText.short(low)) to \(NumberText.short(high))"
    }
    return text + "."
  }

  private func columns() -> [DataTable.Column] {
    var (places, values): ([String], [Double]) = ([], [])
    for (layer, matrix) in weights.enumerated() {
      for (i, row) in matrix.enumerated() {
        for (j, value) in row.enumerated() {
          places.append("layer \(layer + 1): \(j + 1) \u{2192} \(i + 1)")
          values.append(value)
        }
      }
    }
    return weights.isEmpty
      ? [] : [.init("connection", texts: places), .init("weight", values)]
  }
}
