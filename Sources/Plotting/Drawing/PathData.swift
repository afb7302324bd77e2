/// The `d` attribute of a path: relative commands, tenths of a pixel, no byte too many.
///
/// Positions are rounded to tenths *before* differences are taken, so errors do not add up.
struct PathData {
  private var bytes: [UInt8] = []
  private var command: UInt8 = 0
  private var x = 0
  private var y = 0
  private var startX = 0
  private var startY = 0
  private var pending = false

  var isEmpty: Bool { bytes.isEmpty }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func move(to point: PlanePoint) {
    let (newX, newY) = (tenths(point.x), tenths(point.y))
    if bytes.isEmpty {
      begin(UInt8(ascii: "M"))
      number(newX)
      number(newY)
    } else {
      begin(UInt8(ascii: "m"))
      number(newX - x)
      number(newY - y)
    }
    (x, y, startX, startY) = (newX, newY, newX, newY)
  }

  mutating func line(to point: PlanePoint) {
    let (newX, newY) = (tenths(point.x), tenths(point.y))
    let (dx, dy) = (newX - x, newY - y)
    if dx == 0, dy == 0 { return }
    if dy == 0 {
      begin(UInt8(ascii: "h"))
      number(dx)
    } else if dx == 0 {
      begin(UInt8(ascii: "v"))
      number(dy)
    } else {
      if command != UInt8(ascii: "m"), command != UInt8(ascii: "l") {
        begin(UInt8(ascii: "l"))
      }
      command = UInt8(ascii: "l")
      number(dx)
      number(dy)
    }
    (x, y) = (newX, newY)
  }

  mutating func close() {
    begin(UInt8(ascii: "z"))
    (x, y) = (startX, startY)
  }

  /// A dot: a line of no length, which round caps make visible.
  mutating func dot(at point: PlanePoint) {
    move(to: point)
    begin(UInt8(ascii: "h"))
    number(0)
  }

  mutating func polyline(_ points: [PlanePoint], closed: Bool = false) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
    if closed { close() }
  }

  private mutating func begin(_ letter: UInt8) {
    bytes.append(letter)
    command = letter
    pending = false
  }

  /// Appends tenths as the shortest decimal, after a space only if one is needed.
  private mutating func number(_ value: Int) {
    let start = bytes.count
    FixedNumber.append(tenths: value, to: &bytes)
    let first = bytes[start]
    if pending, first != UInt8(ascii: "-"), !(first == UInt8(ascii: ".") && hasPoint(before: start))
    {
      bytes.insert(UInt8(ascii: " "), at: start)
    }
    pending = true
  }

  /// Whether the number that ends before the index has a decimal point.
  private func hasPoint(before index: Int) -> Bool {
    var position = index - 1
    while position >= 0, bytes[position] >= 48, bytes[position] <= 57 { position -= 1 }
    return position >= 0 && bytes[position] == UInt8(ascii: ".")
  }

  private func tenths(_ value: Double) -> Int {
    FixedNumber.tenths(value)
  }
}

/// Numbers with at most one decimal, as SVG attributes need them.
enum FixedNumber {
  /// The nearest multiple of a tenth, bounded so that no conversion can trap.
  static func tenths(_ value: Double) -> Int {
    guard value == value else { return 0 }
    return Int((max(-1e6, min(1e6, value)) * 10).rounded())
  }

  static func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(tenths: tenths(value), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(tenths value: Int, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    let (whole, tenth) = (magnitude / 10, magnitude % 10)
    if whole > 0 || tenth == 0 {
      var digits: [UInt8] = []
      var rest = whole
      repeat {
        digits.append(UInt8(48 + rest % 10))
        rest /= 10
      } while rest > 0
      bytes.append(contentsOf: digits.reversed())
    }
    if tenth > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(48 + tenth))
    }
  }
}
