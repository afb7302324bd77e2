import Formula
import Numerics

extension ShownNumber {
  /// Two unequal numbers with as many digits as it takes to see that they differ; `nil` where
  /// doubles do not tell them apart.
  static func pair(_ left: Double, _ right: Double) -> (ShownNumber, ShownNumber)? {
    for digits in [8, 12, 15] {
      let shown = (ShownNumber(left, digits: digits), ShownNumber(right, digits: digits))
      if shown.0.text != shown.1.text { return shown }
    }
    let exact = (ShownNumber("\(left)", isExact: false), ShownNumber("\(right)", isExact: false))
    return exact.0.text == exact.1.text ? nil : exact
  }

  /// The same for numbers of 300 bits.
  static func pair(_ left: Wide, _ right: Wide) -> (ShownNumber, ShownNumber)? {
    for digits in [20, 30, 45, 60, 75] {
      guard let a = left.decimal(digits: digits), let b = right.decimal(digits: digits) else {
        return nil
      }
      if a != b { return (ShownNumber(a, isExact: false), ShownNumber(b, isExact: false)) }
    }
    return nil
  }

  /// A fraction as a decimal where that is short and exact, as a quotient where that is short.
  init(_ value: Rational) {
    if let double = value.exactDouble, ShownNumber(double).isExact {
      self.init(double)
      return
    }
    if let decimal = value.shortDecimal {
      self.init(decimal, isExact: true)
      return
    }
    let text = "\(Int(clamping: value.numerator))/\(Int(clamping: value.denominator))"
    let isShort = value.numerator.magnitude < 1_000_000 && value.denominator < 1_000_000
    self = isShort ? ShownNumber(text, isExact: true) : ShownNumber(value.double)
  }
}

extension Rational {
  /// The value as a decimal of at most six places, if it is one.
  fileprivate var shortDecimal: String? {
    guard numerator.magnitude < 1_000_000_000, 1_000_000 % denominator == 0 else { return nil }
    var digits = "\(Int(numerator.magnitude * (1_000_000 / denominator.magnitude)))"
    while digits.utf8.count < 7 { digits = "0" + digits }
    var fraction = digits.suffix(6)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let sign = numerator < 0 ? "-" : ""
    return sign + digits.dropLast(6) + (fraction.isEmpty ? "" : "." + fraction)
  }
}

extension Wide {
  /// So many significant digits, cut off; `nil` for what has no value or is not of ordinary size.
  func decimal(digits: Int) -> String? {
    let kind = WideArithmetic.widest
    guard kind.state(of: self) == .defined else { return nil }
    let double = nearest
    if double == 0 || !double.isFinite { return size < -4000 ? "0" : nil }
    let ten = kind.constant(Rational(10))
    let exponent = Int((Elementary.log(abs(double)) / 2.302585092994046).rounded(.down))
    var rest = kind.multiply(kind.absolute(self), kind.power(ten, -exponent))
    var text = ""
    for _ in 0..<digits {
      let digit = kind.floor(rest)
      guard kind.state(of: digit) == .defined else { break }
      text += "\(Int(digit.nearest))"
      rest = kind.multiply(kind.subtract(rest, digit), ten)
    }
    return (double < 0 ? "-" : "") + Self.placed(text, exponent)
  }

  /// Digits with the point after the first, moved by an exponent.
  private static func placed(_ digits: String, _ exponent: Int) -> String {
    if exponent < -6 || exponent >= 21 {
      return digits.prefix(1) + "." + digits.dropFirst() + "e\(exponent)"
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: exponent + 1 - whole.utf8.count)
    let fraction = digits.dropFirst(exponent + 1)
    return whole + padding + (fraction.isEmpty ? "" : "." + fraction)
  }
}

extension Shrinker {
  /// Both sides of a failed comparison: fractions where they are, else decimals that differ.
  func sides(_ goal: Int, at point: [Double], _ reading: PairReading) -> (
    ShownNumber?, ShownNumber?
  ) {
    guard judge.goals[goal].kind != .truth else { return (nil, nil) }
    let exact = judge.evaluator.exactSides(goal, point)
    if let left = exact.left, let right = exact.right {
      let shown = (ShownNumber(left), ShownNumber(right))
      if shown.0.text != shown.1.text || left == right { return shown }
    }
    let (a, b) = (reading.left.shown, reading.right.shown)
    guard reading.areBothDefined, reading.order != 0 else { return (a, b) }
    if let shown = ShownNumber.pair(reading.left.value, reading.right.value) {
      return (
        exact.left.map { ShownNumber($0) }.flatMap { $0.isExact ? $0 : nil } ?? shown.0,
        exact.right.map { ShownNumber($0) }.flatMap { $0.isExact ? $0 : nil } ?? shown.1
      )
    }
    let wide = judge.evaluator.wideSides(goal, point)
    return ShownNumber.pair(wide.left, wide.right) ?? (a, b)
  }
}
