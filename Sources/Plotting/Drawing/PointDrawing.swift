/// Points of a scatter: a marker each, all of one style in one path.
enum PointDrawing {
  static func draw(
    _ points: [PlanePoint], style: SeriesStyle, radius: Double, hollow: Bool, tinted: Bool,
    on canvas: inout Canvas
  ) {
    var path = PathData()
    for point in points { style.markerPath(at: point, radius: radius, into: &path) }
    let name = style.colorClass
    let outline = tinted ? "j" : "y"
    if style.marker == 0 {
      let width = radius > 3.4 ? "" : "s"
      if hollow || tinted || radius > 3.4 {
        canvas.path(
          .mark, class: "o\(width) \(hollow ? "" : outline) \(name)".trimmedDouble, path)
      }
      canvas.path(.mark, class: "p\(width) \(hollow ? "w" : name)", path)
    } else if hollow {
      canvas.path(.mark, class: "q \(name)", path)
    } else {
      canvas.path(.mark, class: "f \(outline) \(name)", path)
    }
  }
}

extension String {
  /// The class list without the double space that an absent class leaves.
  fileprivate var trimmedDouble: String {
    split(separator: " ").joined(separator: " ")
  }
}
