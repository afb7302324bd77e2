extension Rational {
  /// The exact value of a decimal literal: `0.001`, `-2.5e-3`, `1/3` is *not* one.
  ///
  /// `nil` for other text, and where the value leaves 128 bits.
  public init?(decimal text: String) {
    var digits: Int128 = 0
    var exponent = 0
    var hasDigits = false
    var isFraction = false
    var rest = Array(text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (ten, o1) = digits.multipliedReportingOverflow(by: 10)
      let (sum, o2) = ten.addingReportingOverflow(Int128(byte - UInt8(ascii: "0")))
      if o1 || o2 { return nil }
      digits = sum
      hasDigits = true
      if isFraction { exponent -= 1 }
    }
    if !rest.isEmpty {
      guard let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(power) < 1000
      else { return nil }
      exponent += power
    }
    guard hasDigits, let scale = Rational(10).raised(to: exponent),
      let value = Rational(isNegative ? -digits : digits, over: 1)?.multiplied(by: scale)
    else { return nil }
    self = value
  }

  /// The exact value of a double; `nil` if it is not finite or leaves 128 bits.
  public init?(exactly number: Double) {
    guard number.isFinite else { return nil }
    guard number != 0 else {
      self = .zero
      return
    }
    let exponent = Int(number.exponent) - 52
    let digits = Int128(number.significand * 0x1p52)
    let signed = number < 0 ? -digits : digits
    guard abs(exponent) < 300, let scale = Rational(2).raised(to: exponent),
      let value = Rational(signed, over: 1)?.multiplied(by: scale)
    else { return nil }
    self = value
  }
}
