/// Operations on `WideFloat` with a number of limbs, truncating: each result is within
/// 2^(exponent − 64 count + 1) of the exact one.
struct WideEngine: Sendable {
  let count: Int

  /// Shorter numbers: the first limbs only.
  func cut(_ a: WideFloat) -> WideFloat {
    var result = a
    for index in count..<5 { result.limbs[index] = 0 }
    return result
  }

  /// From limbs with one more below, moved so that the first bit is set.
  private func normalized(
    _ work: InlineArray<6, UInt64>, _ exponent: Int64, _ isNegative: Bool, _ lost: Bool
  ) -> (WideFloat, isExact: Bool) {
    var first = 0
    while first <= count && work[first] == 0 { first += 1 }
    if first > count { return (.zero, !lost) }
    let shift = UInt64(work[first].leadingZeroBitCount)
    var result = WideFloat()
    result.isNegative = isNegative
    result.exponent = exponent - Int64(64 * first) - Int64(shift)
    for index in 0..<count {
      let source = index + first
      let high = source <= count ? work[source] : 0
      let low = source < count ? work[source + 1] : 0
      result.limbs[index] = shift == 0 ? high : high << shift | low >> (64 - shift)
    }
    let rest = first == 0 ? work[count] << shift : 0
    return (result, !lost && rest == 0)
  }

  /// a + b, and whether it is exact.
  func sum(_ a: WideFloat, _ b: WideFloat) -> (WideFloat, isExact: Bool) {
    if a.isZero { return (b, true) }
    if b.isZero { return (a, true) }
    let order = a.compareMagnitude(b)
    if order == 0 && a.isNegative != b.isNegative { return (.zero, true) }
    let (large, small) = order >= 0 ? (a, b) : (b, a)
    guard large.exponent - small.exponent < Int64(64 * count + 64) else { return (large, false) }
    let distance = Int(large.exponent - small.exponent)
    var work = InlineArray<6, UInt64>(repeating: 0)
    let skip = distance / 64
    let shift = UInt64(distance % 64)
    var lost = false
    for index in 0..<count {
      let limb = small.limbs[index]
      let high = limb >> shift
      let low = shift == 0 ? 0 : limb << (64 - shift)
      if index + skip <= count { work[index + skip] |= high } else if high != 0 { lost = true }
      if index + skip + 1 <= count {
        work[index + skip + 1] |= low
      } else if low != 0 {
        lost = true
      }
    }
    if a.isNegative == b.isNegative {
      var carry: UInt64 = 0
      for index in stride(from: count - 1, through: 0, by: -1) {
        let (first, one) = work[index].addingReportingOverflow(large.limbs[index])
        let (second, two) = first.addingReportingOverflow(carry)
        work[index] = second
        carry = (one ? 1 : 0) + (two ? 1 : 0)
      }
      if carry == 0 { return normalized(work, large.exponent, a.isNegative, lost) }
      lost = lost || work[count] & 1 != 0
      for index in stride(from: count, to: 0, by: -1) {
        work[index] = work[index] >> 1 | work[index - 1] << 63
      }
      work[0] = work[0] >> 1 | 1 << 63
      return normalized(work, large.exponent + 1, a.isNegative, lost)
    }
    var borrow: UInt64 = 0
    for index in stride(from: count, through: 0, by: -1) {
      let minuend = index < count ? large.limbs[index] : 0
      let (first, one) = minuend.subtractingReportingOverflow(work[index])
      let (second, two) = first.subtractingReportingOverflow(borrow)
      work[index] = second
      borrow = (one ? 1 : 0) + (two ? 1 : 0)
    }
    return normalized(work, large.exponent, large.isNegative, lost)
  }

  /// The limbs up to the last one that is not 0: doubles and small fractions have one.
  private func used(_ a: WideFloat) -> Int {
    var used = count
    while used > 1, a.limbs[used - 1] == 0 { used -= 1 }
    return used
  }

  /// a b, and whether it is exact.
  func product(_ a: WideFloat, _ b: WideFloat) -> (WideFloat, isExact: Bool) {
    if a.isZero || b.isZero { return (.zero, true) }
    var work = InlineArray<10, UInt64>(repeating: 0)
    let (usedA, usedB) = (used(a), used(b))
    for i in stride(from: usedA - 1, through: 0, by: -1) {
      var carry: UInt64 = 0
      let factor = a.limbs[i]
      if factor == 0 { continue }
      // i + j + 1 ≤ 2 count − 1: the innermost loop of all wide arithmetic checks no bounds.
      for j in stride(from: usedB - 1, through: 0, by: -1) {
        let full = factor.multipliedFullWidth(by: b.limbs[unchecked: j])
        let (first, one) = full.low.addingReportingOverflow(work[unchecked: i + j + 1])
        let (second, two) = first.addingReportingOverflow(carry)
        work[unchecked: i + j + 1] = second
        carry = full.high &+ (one ? 1 : 0) &+ (two ? 1 : 0)
      }
      work[i] = carry
    }
    var top = InlineArray<6, UInt64>(repeating: 0)
    for index in 0...count { top[index] = work[index] }
    var lost = false
    for index in count + 1..<max(usedA + usedB, count + 1) where work[index] != 0 { lost = true }
    return normalized(top, a.exponent + b.exponent, a.isNegative != b.isNegative, lost)
  }

  func add(_ a: WideFloat, _ b: WideFloat) -> WideFloat { sum(a, b).0 }

  func subtract(_ a: WideFloat, _ b: WideFloat) -> WideFloat { sum(a, b.negated).0 }

  func multiply(_ a: WideFloat, _ b: WideFloat) -> WideFloat { product(a, b).0 }

  /// a / d for a small whole d > 0.
  func divide(_ a: WideFloat, by d: UInt64) -> WideFloat {
    if a.isZero { return a }
    var work = InlineArray<6, UInt64>(repeating: 0)
    var rest: UInt64 = 0
    for index in 0...count {
      let limb = index < count ? a.limbs[index] : 0
      let (quotient, remainder) = d.dividingFullWidth((rest, limb))
      work[index] = quotient
      rest = remainder
    }
    return normalized(work, a.exponent, a.isNegative, rest != 0).0
  }

  /// a / b for b ≠ 0, truncated, and whether it is exact: long division, limb by limb.
  func quotient(_ a: WideFloat, _ b: WideFloat) -> (WideFloat, isExact: Bool) {
    if a.isZero { return (.zero, true) }
    var rest = InlineArray<12, UInt64>(repeating: 0)
    for index in 0..<count { rest[index + 1] = a.limbs[index] }
    let usedB = used(b)
    var digits = InlineArray<6, UInt64>(repeating: 0)
    for place in 0...count {
      var digit = self.digit(of: rest, at: place, over: b)
      if subtract(digit, times: b, usedB, from: &rest, at: place) {
        digit -= 1
        addBack(b, usedB, to: &rest, at: place)
      }
      digits[place] = digit
    }
    var lost = false
    for index in 0...2 * count where rest[index] != 0 { lost = true }
    return normalized(
      digits, a.exponent - b.exponent + 64, a.isNegative != b.isNegative, lost)
  }

  /// The next digit of a quotient, at most one too large.
  private func digit(of rest: InlineArray<12, UInt64>, at place: Int, over b: WideFloat) -> UInt64 {
    let (first, second) = (b.limbs[0], count > 1 ? b.limbs[1] : 0)
    var digit = UInt64.max
    var remainder: UInt64
    var isBeyond = false
    if rest[place] >= first {
      (remainder, isBeyond) = rest[place + 1].addingReportingOverflow(first)
    } else {
      (digit, remainder) = first.dividingFullWidth((rest[place], rest[place + 1]))
    }
    while !isBeyond {
      let next = digit.multipliedFullWidth(by: second)
      guard next.high > remainder || (next.high == remainder && next.low > rest[place + 2]) else {
        break
      }
      digit -= 1
      (remainder, isBeyond) = remainder.addingReportingOverflow(first)
    }
    return digit
  }

  /// rest − digit b, and whether that is below 0.
  private func subtract(
    _ digit: UInt64, times b: WideFloat, _ used: Int, from rest: inout InlineArray<12, UInt64>,
    at place: Int
  ) -> Bool {
    if digit == 0 { return false }
    var carry: UInt64 = 0
    // place + used ≤ 2 count.
    for index in stride(from: used - 1, through: 0, by: -1) {
      let full = digit.multipliedFullWidth(by: b.limbs[unchecked: index])
      let (low, one) = full.low.addingReportingOverflow(carry)
      let (left, two) = rest[unchecked: place + index + 1].subtractingReportingOverflow(low)
      rest[unchecked: place + index + 1] = left
      carry = full.high &+ (one ? 1 : 0) &+ (two ? 1 : 0)
    }
    let (left, isBelow) = rest[place].subtractingReportingOverflow(carry)
    rest[place] = left
    return isBelow
  }

  private func addBack(
    _ b: WideFloat, _ used: Int, to rest: inout InlineArray<12, UInt64>, at place: Int
  ) {
    var carry: UInt64 = 0
    for index in stride(from: used - 1, through: 0, by: -1) {
      let (first, one) = rest[place + index + 1].addingReportingOverflow(b.limbs[index])
      let (second, two) = first.addingReportingOverflow(carry)
      rest[place + index + 1] = second
      carry = (one ? 1 : 0) + (two ? 1 : 0)
    }
    rest[place] = rest[place] &+ carry
  }

  func divide(_ a: WideFloat, _ b: WideFloat) -> WideFloat { quotient(a, b).0 }

  /// 1/a.
  func reciprocal(_ a: WideFloat) -> WideFloat { divide(WideFloat(1.0), a) }

  /// Newton's iteration doubles the 53 bits that it starts from: so many steps.
  private var newtonSteps: Int { count > 2 ? 3 : 2 }

  /// As many limbs as a step of it can fill.
  private func filled(by step: Int) -> WideEngine {
    step == newtonSteps - 1 ? self : WideEngine(count: min(count, 2 + 2 * step))
  }

  /// √a for a ≥ 0, by Newton's iteration for 1/√a.
  func squareRoot(_ a: WideFloat) -> WideFloat {
    if a.isZero { return a }
    let half = a.exponent >> 1
    let unit = a.scaled(by: -2 * half)
    var r = WideFloat(1 / unit.double.squareRoot())
    for step in 0..<newtonSteps {
      let engine = filled(by: step)
      let square = engine.multiply(r, r)
      let defect = engine.subtract(WideFloat(1.0), engine.multiply(unit, square))
      r = engine.add(r, engine.multiply(r, defect).scaled(by: -1))
    }
    let root = multiply(unit, r)
    let defect = subtract(unit, multiply(root, root))
    return add(root, multiply(defect, r).scaled(by: -1)).scaled(by: half)
  }
}
