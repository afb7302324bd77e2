/// Widths of text without a browser: an upper bound over the common system fonts.
///
/// `width(of: c)` is the maximum advance of `c` over the faces that
/// `scripts/make-text-widths` names, regular and italic, so that text laid out with it is
/// never too long for its place in any of them. It is *not* the width in one given font: the
/// narrowest face needs about a fifth less. Kerning, which mostly narrows, is ignored.
enum TextWidths {
  /// The advance of one character in ems.
  static func width(of scalar: Unicode.Scalar) -> Double {
    let code = scalar.value
    for block in table where code >= block.first {
      let index = Int(code - block.first)
      if index < block.widths.count { return Double(block.widths[index]) / 100 }
    }
    return unlisted(code)
  }

  /// The width of a string in ems.
  static func width(of text: String) -> Double {
    var sum = 0.0
    for scalar in text.unicodeScalars { sum += width(of: scalar) }
    return sum
  }

  private static func unlisted(_ code: UInt32) -> Double {
    switch code {
    case 0x300...0x36F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
    case 0x2000, 0x2002: 0.5
    case 0x2001, 0x2003: 1
    case 0x2004...0x200A, 0x202F, 0x205F: 0.36
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF: 1
    case 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD: 1
    case 0x1F000...0x1FAFF: 1.3
    case 0x1D400...0x1D7FF: 1
    default: 0.75
    }
  }
}
