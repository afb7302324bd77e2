/// Arrows as paths, without markers and so without ids.
enum Arrow {
  /// A shaft with an open head.
  static func open(from: PlanePoint, to: PlanePoint, head: Double, into path: inout PathData) {
    path.move(to: from)
    path.line(to: to)
    guard let (left, right) = wings(from: from, to: to, head: head, spread: 0.55) else { return }
    path.move(to: left)
    path.line(to: to)
    path.line(to: right)
  }

  /// A filled head whose tip is at `to`.
  static func head(from: PlanePoint, to: PlanePoint, size: Double, into path: inout PathData) {
    guard let (left, right) = wings(from: from, to: to, head: size, spread: 0.5) else { return }
    path.polyline([left, to, right], closed: true)
  }

  private static func wings(
    from: PlanePoint, to: PlanePoint, head: Double, spread: Double
  ) -> (PlanePoint, PlanePoint)? {
    let length = from.distance(to: to)
    guard length > 0.05 else { return nil }
    let unit = (1 / length) * (to - from)
    let back = to - head * unit
    let side = (spread * head) * PlanePoint(-unit.y, unit.x)
    return (back + side, back - side)
  }
}
