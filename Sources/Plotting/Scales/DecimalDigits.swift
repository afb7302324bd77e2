/// The shortest decimal digits of a finite number: ± 0.d₁d₂… × 10^exponent.
///
/// Read from the standard library's shortest round-trip form, so it is exact and the same on
/// every machine; the exponent answers ⌊log₁₀|x|⌋ + 1 without a logarithm.
struct DecimalDigits {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// The digits of a finite number; zero has none.
  init(_ value: Double) {
    var mantissa: [UInt8] = []
    var power = 0
    var wholeDigits: Int?
    var bytes = Array("\(value.magnitude)".utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "."): wholeDigits = mantissa.count
      case UInt8(ascii: "e"):
        power = Int(String(decoding: bytes, as: UTF8.self)) ?? 0
        bytes = []
      case 48...57: mantissa.append(byte - 48)
      default: break
      }
    }
    exponent = (wholeDigits ?? mantissa.count) + power
    let leading = mantissa.prefix { $0 == 0 }.count
    mantissa.removeFirst(leading)
    exponent -= leading
    while mantissa.last == 0 { mantissa.removeLast() }
    digits = mantissa
    isNegative = value < 0
    if mantissa.isEmpty { exponent = 0 }
  }

  /// Rounds to at most `count` digits, halves away from zero.
  mutating func round(to count: Int) {
    guard digits.count > count else { return }
    let up = digits[count] >= 5
    digits.removeSubrange(count...)
    if up {
      var position = count - 1
      while position >= 0, digits[position] == 9 {
        digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        digits[position] += 1
      } else {
        digits.insert(1, at: 0)
        exponent += 1
      }
    }
    while digits.last == 0 { digits.removeLast() }
  }
}
