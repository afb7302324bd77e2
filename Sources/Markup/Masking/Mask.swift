import SourceText

/// What stands in the masked text for something that libcmark must not see.
struct Mask {
  enum Content {
    /// Vanishes: its attributes are kept elsewhere.
    case nothing
    case inline(Inline)
    /// Attributes directly behind a link's or an image's closing parenthesis.
    case attributes(Excerpt)
    case block(Block)
    /// The first line of a callout.
    case statement(Statement)
    /// A further line of a mask that began above.
    case continuation
  }

  var content: Content
  /// The bytes of the file that it replaces, within one line.
  var range: Range<Int>
  /// What is put there around the mask's number.
  var shape: Shape

  enum Shape {
    case empty
    case letters
    /// Two spaces: a hard line break, as the backslash at the end of a line is one.
    ///
    /// Libcmark forgets to count the line behind such a backslash.
    case lineBreak
    /// An HTML comment on one line.
    case comment
    case commentStart
    case commentMiddle
    case commentEnd
  }
}

/// A mask's number as two private-use characters, which sources cannot contain.
///
/// Libcmark takes them for letters, so emphasis next to a formula works as next to a word.
enum MaskCode {
  static func bytes(_ number: Int) -> [UInt8] {
    let high = 0xE000 + number / 2048
    let low = 0xE800 + number % 2048
    precondition(number < 2048 * 2048, "mask \(number)")
    return encoded(high) + encoded(low)
  }

  private static func encoded(_ code: Int) -> [UInt8] {
    Array(String(UnicodeScalar(UInt16(code)).map { Character($0) } ?? " ").utf8)
  }

  /// The number that begins here, if one does.
  static func number(_ high: Unicode.Scalar, _ low: Unicode.Scalar?) -> Int? {
    guard let low, (0xE000..<0xE800).contains(high.value), (0xE800..<0xF000).contains(low.value)
    else { return nil }
    return Int(high.value - 0xE000) * 2048 + Int(low.value - 0xE800)
  }

  /// The first number in a text.
  static func first(in text: String) -> Int? {
    let scalars = Array(text.unicodeScalars.prefix(64))
    for index in scalars.indices {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if let number = number(scalars[index], next) { return number }
    }
    return nil
  }
}
