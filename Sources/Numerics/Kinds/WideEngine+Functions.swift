extension WideEngine {
  private var one: WideFloat { WideFloat(1.0) }

  /// Whether a term no longer matters beside a sum.
  private func isNegligible(_ term: WideFloat, beside sum: WideFloat) -> Bool {
    term.isZero || term.exponent < sum.exponent - Int64(64 * count + 2)
  }

  /// What the terms of a series are computed with: as many limbs as reach the last one of the sum.
  private func narrowed(for term: WideFloat, beside sum: WideFloat) -> WideEngine {
    let gap = max(0, sum.exponent - term.exponent)
    return WideEngine(count: max(1, count - Int(min(gap, 320)) / 64))
  }

  /// eˣ − 1 for |x| < 0.4, with a small relative error: t Σ tⁿ/(n + 1)! at t = x/2⁸, then eight
  /// doublings m → m(2 + m).
  func smallExponentialMinusOne(_ x: WideFloat) -> WideFloat {
    if x.isZero { return x }
    let t = x.scaled(by: -8)
    let table = InverseFactorials.table
    // A bound of the exponent of a term: so far below 1 it stands.
    func exponent(_ n: Int) -> Int64 { Int64(n) * t.exponent + table[n].exponent }
    var n = 0
    while n + 1 < table.count, exponent(n) >= -Int64(64 * count + 2) { n += 1 }
    var series = table[n]
    while n > 0 {
      n -= 1
      let engine = WideEngine(count: max(1, count - Int(max(0, -exponent(n))) / 64))
      series = engine.add(table[n], engine.multiply(t, series))
    }
    var m = multiply(t, series)
    for _ in 0..<8 { m = multiply(m, add(m, WideFloat(2.0))) }
    return m
  }

  /// x = r + k u with a small r, for |x| < 2⁶¹: the second round takes what the double quotient of
  /// the first was off by.
  private func reduced(_ x: WideFloat, by u: WideFloat, inverse: Double) -> (WideFloat, k: Int64) {
    var rest = x
    var k: Int64 = 0
    for _ in 0..<(x.exponent > 40 ? 2 : 1) {
      let step = Int64((rest.double * inverse).rounded())
      rest = subtract(x, multiply(u, WideFloat(Int128(k + step))))
      k += step
    }
    return (rest, k)
  }

  /// eˣ = (1 + m) 2^k for |x| < 2⁶¹.
  func exponentialParts(_ x: WideFloat) -> (m: WideFloat, k: Int64) {
    let (rest, k) = reduced(x, by: cut(.logarithmOfTwo), inverse: 1.4426950408889634)
    return (smallExponentialMinusOne(rest), k)
  }

  func exponential(_ x: WideFloat) -> WideFloat {
    let (m, k) = exponentialParts(x)
    return add(one, m).scaled(by: k)
  }

  /// eˣ − 1.
  func exponentialMinusOne(_ x: WideFloat) -> WideFloat {
    let (m, k) = exponentialParts(x)
    return k == 0 ? m : subtract(add(one, m).scaled(by: k), one)
  }

  /// log x for x > 0: one step from the double logarithm y, with log(1 + w) by its series for
  /// w = x e^−y − 1 of about 2⁻⁵³.
  func logarithm(_ x: WideFloat) -> WideFloat {
    var k = x.exponent
    var m = x.scaled(by: -k)
    if m.double < 0.7071 {
      m = m.scaled(by: 1)
      k -= 1
    }
    let f = subtract(m, one)
    let y = WideFloat(Elementary.log(onePlus: f.double))
    let grown = smallExponentialMinusOne(y)
    let w = divide(subtract(f, grown), add(one, grown))
    var series = WideFloat.zero
    for n in stride(from: UInt64(7), through: 1, by: -1) {
      series = subtract(divide(one, by: n), multiply(series, w))
    }
    let small = add(y, multiply(series, w))
    return k == 0 ? small : add(small, multiply(cut(.logarithmOfTwo), WideFloat(Int128(k))))
  }

  /// The series of sin or cos from a first term t₀: tₖ₊₁ = −tₖ x² / (n + 2k)(n + 2k + 1).
  private func series(_ first: WideFloat, from start: UInt64, _ x: WideFloat) -> WideFloat {
    if x.isZero { return first }
    let square = multiply(x, x).negated
    var sum = first
    var term = first
    var n = start
    while true {
      let engine = narrowed(for: term, beside: sum)
      term = engine.divide(engine.multiply(term, square), by: n * (n + 1))
      if isNegligible(term, beside: sum) { return sum }
      sum = add(sum, term)
      n += 2
    }
  }

  /// x less a whole number of quarter turns, for |x| < 2^60; that costs as many bits as x has before
  /// the point.
  private func quarterTurns(_ x: WideFloat) -> (rest: WideFloat, turns: Int64) {
    let (rest, turns) = reduced(
      x, by: cut(.pi).scaled(by: -1), inverse: 0.6366197723675814)
    return (rest, turns & 3)
  }

  /// The sine of a rest beside quarter turns.
  private func sine(_ rest: WideFloat, _ turns: Int64) -> WideFloat {
    let value = turns & 1 == 0 ? series(rest, from: 2, rest) : series(one, from: 1, rest)
    return turns & 2 == 0 ? value : value.negated
  }

  /// sin x for |x| < 2^60.
  func sine(_ x: WideFloat) -> WideFloat {
    let (rest, turns) = quarterTurns(x)
    return sine(rest, turns)
  }

  /// cos x for |x| < 2^60.
  func cosine(_ x: WideFloat) -> WideFloat {
    let (rest, turns) = quarterTurns(x)
    return sine(rest, turns + 1)
  }

  /// arctan x: one step from the double value y by the tangent of the rest.
  func arctangent(_ x: WideFloat) -> WideFloat {
    if x.isZero { return x }
    if x.exponent > 2 {
      let half = cut(.pi).scaled(by: -1)
      let rest = arctangent(reciprocal(x.magnitude))
      let result = subtract(half, rest)
      return x.isNegative ? result.negated : result
    }
    if x.exponent < -400 { return x }
    let y = WideFloat(Elementary.arctan(x.double))
    let (s, c) = (sine(y), cosine(y))
    let t = divide(subtract(multiply(x, c), s), add(c, multiply(x, s)))
    let square = multiply(t, t)
    let fifth = subtract(divide(one, by: 3), divide(square, by: 5))
    return add(y, multiply(t, subtract(one, multiply(square, fifth))))
  }

  /// erf x for 0 ≤ x: 2/√π e^−xx Σ 2ⁿ x^(2n+1) / (2n+1)!!, all terms positive.
  func errorFunction(_ x: WideFloat) -> WideFloat {
    let square = multiply(x, x)
    if square.double > 45 * Double(count) { return one }
    var term = x
    var sum = x
    var n: UInt64 = 3
    while !x.isZero {
      let engine = narrowed(for: term, beside: sum)
      term = engine.divide(engine.multiply(term, square).scaled(by: 1), by: n)
      if isNegligible(term, beside: sum) { break }
      sum = add(sum, term)
      n += 2
    }
    let factor = multiply(cut(.twoOverRootOfPi), exponential(square.negated))
    return multiply(factor, sum)
  }
}

/// 1/(n + 1)! with 320 bits, as many as the series of eˣ needs.
private enum InverseFactorials {
  static let table: [WideFloat] = {
    let engine = WideEngine(count: 5)
    var table = [WideFloat(1.0)]
    for n in 1..<40 { table.append(engine.divide(table[n - 1], by: UInt64(n + 1))) }
    return table
  }()
}
