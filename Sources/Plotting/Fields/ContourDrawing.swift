/// The lines of one level and their label.
struct ContourLevel {
  var lines: [IsolineTracer.Line]
  var label: Label
}

/// Contour lines with their labels set into gaps of the lines.
enum ContourDrawing {
  /// How far a drawn line may be from the computed one, in pixels: a quarter of its width.
  private static let tolerance = 0.25

  /// Closed outlines as one path.
  static func outline(_ lines: [IsolineTracer.Line], in frame: Frame) -> PathData {
    var path = PathData()
    let outside = frame.plot.grown(by: 3)
    for line in lines {
      let pixels = line.points.map { point in
        let pixel = frame(point)
        return PlanePoint(
          pushed(pixel.x, frame.plot.x, frame.plot.right, outside.x, outside.right),
          pushed(pixel.y, frame.plot.y, frame.plot.bottom, outside.y, outside.bottom))
      }
      path.polyline(Polyline.simplified(pixels, tolerance: tolerance), closed: true)
    }
    return path
  }

  /// Moves what lies on or beyond the border out of sight, so that the border gets no line.
  private static func pushed(
    _ value: Double, _ lower: Double, _ upper: Double, _ below: Double, _ above: Double
  ) -> Double {
    value < lower - 0.01 ? below : value > upper + 0.01 ? above : value
  }

  static func draw(_ levels: [ContourLevel], in frame: Frame, on canvas: inout Canvas) {
    let projected = levels.map { level in
      level.lines.map { line in
        var pixels = line.points.map { frame($0) }
        if line.isClosed, let first = pixels.first { pixels.append(first) }
        return pixels
      }
    }
    var path = PathData()
    for (index, lines) in projected.enumerated() {
      let longest = lines.indices.max { Polyline.length(lines[$0]) < Polyline.length(lines[$1]) }
      for (number, line) in lines.enumerated() {
        guard number == longest,
          let place = bestPlace(levels[index].label, line, index, projected, frame, canvas)
        else {
          path.polyline(Polyline.simplified(line, tolerance: tolerance))
          continue
        }
        for part in place.rest { path.polyline(Polyline.simplified(part, tolerance: tolerance)) }
        write(levels[index].label, at: place, on: &canvas)
      }
    }
    canvas.path(.area, class: "c", path)
  }

  /// Where a label goes: its centre, its slope, and the line without the gap.
  struct Place {
    var center: PlanePoint
    var direction: PlanePoint
    var rest: [[PlanePoint]]
    var width: Double
  }

  /// The flattest, most level stretch that is clear of the border, of other labels and of other
  /// lines; nil if the line is too short or nothing is clear.
  private static func bestPlace(
    _ label: Label, _ line: [PlanePoint], _ level: Int, _ all: [[[PlanePoint]]], _ frame: Frame,
    _ canvas: Canvas
  ) -> Place? {
    let width = label.width(frame.fontSize) + 8
    let lengths = cumulative(line)
    guard let total = lengths.last, total > 2.6 * width else { return nil }
    var best: (score: Double, place: Place)?
    let candidates = 36
    for step in 0..<candidates {
      let start = (total - width) * Double(step) / Double(candidates - 1)
      let (a, b) = (point(line, lengths, start), point(line, lengths, start + width))
      let chord = a.distance(to: b)
      let straightness = chord / width
      guard straightness > 0.94 else { continue }
      let center = 0.5 * (a + b)
      let direction = (1 / chord) * (b - a)
      let box = bounds(center, direction, width, frame.fontSize)
      guard frame.plot.grown(by: -3).contains(box),
        !canvas.obstacles.contains(where: { $0.intersects(box) })
      else { continue }
      let clearance = distanceToOthers(center, level, all)
      guard clearance > 0.75 * frame.fontSize else { continue }
      let score =
        8 * (1 - straightness) + 0.5 * direction.y.magnitude + 4 / clearance
      if best == nil || score < best?.score ?? 0 {
        let rest = [
          part(line, lengths, 0, start), part(line, lengths, start + width, total),
        ].filter { $0.count > 1 }
        best = (score, Place(center: center, direction: direction, rest: rest, width: width))
      }
    }
    return best?.place
  }

  private static func write(_ label: Label, at place: Place, on canvas: inout Canvas) {
    var (cosine, sine) = (place.direction.x, place.direction.y)
    if cosine < 0 { (cosine, sine) = (-cosine, -sine) }
    let font = canvas.fontSize
    canvas.obstacles.append(bounds(place.center, place.direction, place.width, font))
    canvas.texts.append(bounds(place.center, place.direction, place.width - 8, font))
    let matrix = [cosine, sine, -sine, cosine].map { thousandths($0) }.joined(separator: " ")
    let (x, y) = (FixedNumber.text(place.center.x), FixedNumber.text(place.center.y))
    let dy = FixedNumber.text(0.34 * font)
    canvas.add(
      .text,
      "<text class=\"t m\" transform=\"matrix(\(matrix) \(x) \(y))\" y=\"\(dy)\">"
        + Canvas.markup(label, fontSize: font) + "</text>")
  }

  private static func thousandths(_ value: Double) -> String {
    let number = Int((value * 1000).rounded())
    let digits = "\(1000 + number.magnitude % 1000)".dropFirst()
    return (number < 0 ? "-" : "") + (number.magnitude >= 1000 ? "1" : "." + digits)
  }

  /// The axis-parallel box around rotated text.
  private static func bounds(
    _ center: PlanePoint, _ direction: PlanePoint, _ width: Double, _ height: Double
  ) -> Box {
    let (c, s) = (direction.x.magnitude, direction.y.magnitude)
    let (w, h) = (c * width + s * height, s * width + c * height)
    return Box(x: center.x - w / 2, y: center.y - h / 2, width: w, height: h)
  }

  private static func distanceToOthers(
    _ center: PlanePoint, _ level: Int, _ all: [[[PlanePoint]]]
  ) -> Double {
    var nearest = 1000.0
    for (index, lines) in all.enumerated() where index != level {
      for line in lines {
        for point in line { nearest = min(nearest, center.distance(to: point)) }
      }
    }
    return nearest
  }

  private static func cumulative(_ line: [PlanePoint]) -> [Double] {
    var lengths = [0.0]
    for index in line.indices.dropFirst() {
      lengths.append((lengths.last ?? 0) + line[index - 1].distance(to: line[index]))
    }
    return lengths
  }

  private static func point(
    _ line: [PlanePoint], _ lengths: [Double], _ length: Double
  ) -> PlanePoint {
    guard let index = lengths.firstIndex(where: { $0 >= length }), index > 0 else {
      return length <= 0 ? line[0] : line[line.count - 1]
    }
    let step = lengths[index] - lengths[index - 1]
    let share = step > 0 ? (length - lengths[index - 1]) / step : 0
    return line[index - 1] + share * (line[index] - line[index - 1])
  }

  private static func part(
    _ line: [PlanePoint], _ lengths: [Double], _ from: Double, _ to: Double
  ) -> [PlanePoint] {
    let inner = line.indices.filter { lengths[$0] > from && lengths[$0] < to }.map { line[$0] }
    return [point(line, lengths, from)] + inner + [point(line, lengths, to)]
  }
}
