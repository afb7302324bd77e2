package import Numerics

/// A number that a block has computed.
package struct ComputedValue: Hashable, Sendable {
  package let value: Rational
  /// Whether it is no whole number and no decimal of up to 15 digits: other numbers than this one
  /// would have been rounded to the same double.
  package let isRounded: Bool
}

extension ComputedValue {
  /// A short decimal stands for itself, 0.1 for a tenth; `nil` for what no fraction holds.
  package init?(_ number: Double) {
    let text = "\(number)"
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "e") }
      .filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .drop { $0 == UInt8(ascii: "0") }
    let isWhole = number == number.rounded() && abs(number) <= 0x1p53
    if isWhole || digits.count <= 15, let value = Rational(decimal: text) {
      self.init(value: value, isRounded: false)
    } else if let value = Rational(exactly: number) {
      self.init(value: value, isRounded: true)
    } else {
      return nil
    }
  }

  /// Where a rounded number may lie as well.
  enum Neighbour: CaseIterable {
    /// The simplest fraction nearby.
    case simplest
    case below
    case above
  }

  /// Some hundreds of operations do not carry it further away.
  private static let reach = 1e-12

  func moved(to neighbour: Neighbour) -> ComputedValue {
    guard isRounded else { return self }
    let number = value.double
    let moved: Rational? =
      switch neighbour {
      case .simplest: Self.simplest(near: number)
      case .below: Rational(exactly: number - Self.reach * abs(number))
      case .above: Rational(exactly: number + Self.reach * abs(number))
      }
    return ComputedValue(value: moved ?? value, isRounded: false)
  }

  /// The first convergent that is near enough; 0 for what may be a remainder of rounding.
  private static func simplest(near number: Double) -> Rational? {
    guard abs(number) > reach else { return .zero }
    var (before, last) = ((top: 0.0, bottom: 1.0), (top: 1.0, bottom: 0.0))
    var rest = number
    for _ in 0..<40 {
      let whole = rest.rounded(.down)
      (before, last) = (last, (whole * last.top + before.top, whole * last.bottom + before.bottom))
      guard abs(last.top) < 0x1p53, last.bottom < 0x1p53 else { return nil }
      if abs(last.top / last.bottom - number) <= reach * abs(number) {
        return Rational(Int128(last.top), over: Int128(last.bottom))
      }
      rest = 1 / (rest - whole)
    }
    return nil
  }
}
