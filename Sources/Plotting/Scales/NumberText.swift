/// Numbers as text for people, the same in every locale.
enum NumberText {
  static let minus = "\u{2212}"
  static let groupSpace = "\u{202F}"

  /// A number with at most `digits` significant digits: 0.125, 1 200 000, 3.2×10⁻⁹.
  static func short(_ value: Double, digits count: Int = 3) -> String {
    if value != value { return "not a number" }
    if !value.isFinite { return value > 0 ? "\u{221E}" : minus + "\u{221E}" }
    var number = DecimalDigits(value)
    let isWhole = value.magnitude < 1e7 && value == value.rounded()
    number.round(to: isWhole ? 17 : count)
    if number.digits.isEmpty { return "0" }
    let sign = number.isNegative ? minus : ""
    if number.exponent > 7 || number.exponent < -3 {
      let mantissa = plain(number.digits, exponent: 1)
      return sign + mantissa + "\u{D7}10" + superscript(number.exponent - 1)
    }
    return sign + plain(number.digits, exponent: number.exponent)
  }

  /// Digits with the decimal point after `exponent` of them, grouped in thousands.
  static func plain(_ digits: [UInt8], exponent: Int) -> String {
    var whole: [UInt8] = []
    var fraction: [UInt8] = []
    if exponent > 0 {
      for index in 0..<exponent { whole.append(index < digits.count ? digits[index] : 0) }
      fraction = Array(digits.dropFirst(exponent))
    } else {
      fraction = Array(repeating: 0, count: -exponent) + digits
    }
    return grouped(whole) + (fraction.isEmpty ? "" : "." + text(fraction))
  }

  /// An exact decimal significand × 10^exponent with a fixed number of decimals.
  static func fixed(_ significand: Int, exponent: Int, decimals: Int) -> String {
    var digits = "\(significand.magnitude)".utf8.map { $0 - 48 }
    if significand != 0 { digits += Array(repeating: 0, count: max(0, exponent + decimals)) }
    while digits.count <= decimals { digits.insert(0, at: 0) }
    let whole = grouped(Array(digits.dropLast(decimals)))
    let sign = significand < 0 ? minus : ""
    return sign + whole + (decimals > 0 ? "." + text(Array(digits.suffix(decimals))) : "")
  }

  /// An integer in superscript digits.
  static func superscript(_ value: Int) -> String {
    let digits = [
      "\u{2070}", "\u{B9}", "\u{B2}", "\u{B3}", "\u{2074}", "\u{2075}", "\u{2076}", "\u{2077}",
      "\u{2078}", "\u{2079}",
    ]
    let text = "\(value.magnitude)".utf8.map { digits[Int($0) - 48] }.joined()
    return (value < 0 ? "\u{207B}" : "") + text
  }

  /// Whole digits with narrow no-break spaces between thousands, from five digits on.
  private static func grouped(_ digits: [UInt8]) -> String {
    if digits.isEmpty { return "0" }
    if digits.count < 5 { return text(digits) }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += groupSpace }
      result += "\(Int(digit))"
    }
    return result
  }

  private static func text(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }
}
