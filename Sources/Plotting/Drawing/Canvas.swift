/// Where the parts of a figure are drawn, and what must not be covered by labels.
struct Canvas {
  /// What is drawn later lies above.
  enum Layer: Int, CaseIterable {
    case field, grid, area, line, mark, text
  }

  enum Anchor {
    case start, middle, end
  }

  let fontSize: Double
  /// Places that labels avoid.
  var obstacles: [Box] = []
  /// Boxes of all text that was drawn.
  var texts: [Box] = []
  private var layers = [String](repeating: "", count: Layer.allCases.count)

  init(fontSize: Double) {
    self.fontSize = fontSize
  }

  subscript(layer: Layer) -> String {
    layers[layer.rawValue]
  }

  mutating func add(_ layer: Layer, _ markup: String) {
    layers[layer.rawValue] += markup
  }

  mutating func path(_ layer: Layer, class name: String, _ path: PathData) {
    if path.isEmpty { return }
    add(layer, "<path class=\"\(name)\" d=\"\(path.text)\"/>")
  }

  /// The box that a label takes; `point` is on its baseline.
  func box(_ label: Label, at point: PlanePoint, _ anchor: Anchor) -> Box {
    let width = label.width(fontSize)
    let x =
      switch anchor {
      case .start: point.x
      case .middle: point.x - width / 2
      case .end: point.x - width
      }
    return Box(x: x, y: point.y - 0.78 * fontSize, width: width, height: fontSize)
  }

  /// Draws a label and remembers its place.
  mutating func text(
    _ label: Label, at point: PlanePoint, _ anchor: Anchor = .start, class name: String = ""
  ) {
    if label.isEmpty { return }
    let place = box(label, at: point, anchor)
    texts.append(place)
    obstacles.append(place)
    let classes = [name, Canvas.anchorClass(anchor)].filter { !$0.isEmpty }.joined(separator: " ")
    let attribute = classes.isEmpty ? "" : " class=\"\(classes)\""
    let (x, y) = (FixedNumber.text(point.x), FixedNumber.text(point.y))
    let content = Canvas.markup(label, fontSize: fontSize)
    add(.text, "<text\(attribute) x=\"\(x)\" y=\"\(y)\">\(content)</text>")
  }

  static func anchorClass(_ anchor: Anchor) -> String {
    switch anchor {
    case .start: ""
    case .middle: "m"
    case .end: "e"
    }
  }

  /// The content of a `text` element.
  static func markup(_ label: Label, fontSize: Double) -> String {
    var result = ""
    var height = 0.0
    for run in label.runs {
      let target = Double(run.level) * (run.level > 0 ? -0.36 : -0.2) * fontSize
      let shift = target - height
      height = target
      var attributes = ""
      let classes = [
        run.bold ? "b" : "", run.italic ? "i" : "", run.depth > 1 ? "uu" : run.depth > 0 ? "u" : "",
      ].filter { !$0.isEmpty }
      if !classes.isEmpty { attributes += " class=\"\(classes.joined(separator: " "))\"" }
      if shift != 0 { attributes += " dy=\"\(FixedNumber.text(shift))\"" }
      let text = escaped(run.text)
      result += attributes.isEmpty ? text : "<tspan\(attributes)>\(text)</tspan>"
    }
    return result
  }

  /// Text with the characters that mean something in XML replaced.
  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
