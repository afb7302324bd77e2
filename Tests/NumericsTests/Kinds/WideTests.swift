import Numerics
import Testing

@Suite struct WideTests {
  /// A decimal number "d.ddde±x" in wide arithmetic.
  static func decimal(_ text: Substring, _ kind: WideArithmetic) -> Wide {
    let parts = text.split(separator: "e")
    let ten = kind.constant(Rational(10))
    var value = kind.constant(.zero)
    var places = 0
    var hasPoint = false
    for byte in parts[0].utf8 {
      if byte == UInt8(ascii: ".") { hasPoint = true }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
      value = kind.add(kind.multiply(value, ten), kind.constant(Rational(Int(byte) - 48)))
      if hasPoint { places += 1 }
    }
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - places
    value = kind.multiply(value, kind.power(ten, exponent))
    return parts[0].hasPrefix("-") ? kind.negate(value) : value
  }

  static let tables: [(ElementaryFunction, String)] = [
    (.exp, WideReferences.exp), (.log, WideReferences.log), (.sin, WideReferences.sin),
    (.cos, WideReferences.cos), (.tan, WideReferences.tan), (.arcsin, WideReferences.arcsin),
    (.arccos, WideReferences.arccos), (.arctan, WideReferences.arctan),
    (.sinh, WideReferences.sinh), (.cosh, WideReferences.cosh), (.tanh, WideReferences.tanh),
    (.sqrt, WideReferences.sqrt), (.erf, WideReferences.erf),
  ]

  @Test func functionsAgreeWithReferencesWithinTheirBounds() {
    for (kind, bits) in [(WideArithmetic.extended, 100), (WideArithmetic.widest, 280)] {
      for (function, table) in Self.tables {
        for row in table.split(separator: "\n") {
          let words = row.split(separator: " ")
          let x = Double(bitPattern: UInt64(words[0], radix: 16) ?? 0)
          let found = kind.apply(function, kind.constant(x))
          if abs(x) > 0x1p59, function == .sin || function == .cos {
            #expect(kind.state(of: found) == .unresolved)
            continue
          }
          let expected = Self.decimal(words[1], kind)
          let order = kind.compare(found, expected)
          let place = "\(function)(\(x)) = \(found.nearest) in \(bits) bits"
          #expect(order == .unresolved || order == .equal, "\(place)")
          #expect(kind.state(of: found) == .defined, "\(place)")
          let known = found.size - found.errorSize
          // An argument of 1.57 leaves a cosine of 2⁻⁵³; large ones cost their bits.
          let allowance = abs(found.nearest) < 1e-10 && function == .cos ? 60 : 20
          #expect(known >= bits - allowance, "\(place): \(known) bits known")
        }
      }
    }
  }

  @Test func theTailOfTheErrorFunctionKeepsItsDigits() {
    let kind = WideArithmetic.widest
    // By 250 digits of decimal arithmetic, as 1 − erf and as a continued fraction.
    let rows = [
      (3.5, "7.430983723414127455236837560956357206600921727974625911095699e-7", 150),
      (8, "1.122429717298292707996788844317027909343192916447896338591268e-29", 190),
      (10, "2.088487583762544757000786294957788611560818119321163727012214e-45", 190),
      (100, "6.405961424921732039021339148586394148214414399460338057767108e-4346", 190),
    ]
    for (x, text, bits) in rows {
      let found = kind.apply(.erfc, kind.constant(x))
      let gap = kind.subtract(found, Self.decimal(text[...], kind))
      #expect(gap.size < found.size - Int64(bits), "erfc \(x)")
      #expect(found.errorSize < found.size - 190, "erfc \(x)")
      let other = kind.apply(.erfc, kind.constant(-x))
      let two = kind.add(found, other)
      #expect(![.less, .greater].contains(kind.compare(two, kind.constant(2.0))), "erfc \(-x)")
    }
  }

  @Test func arithmeticKeepsExactValuesExact() {
    let kind = WideArithmetic.widest
    let three = kind.constant(Rational(3))
    #expect(kind.compare(kind.subtract(three, three), kind.constant(.zero)) == .equal)
    #expect(kind.compare(kind.power(three, 20), kind.constant(3_486_784_401.0)) == .equal)
    let third = kind.divide(kind.constant(.one), three)
    #expect(kind.compare(kind.multiply(third, three), kind.constant(.one)) == .unresolved)
    #expect(kind.compare(third, kind.constant(1.0 / 3)) == .greater)
    #expect(kind.constant(0x1p-1074).nearest == 0x1p-1074)
    #expect(kind.floor(kind.constant(-2.5)).nearest == -3 && kind.floor(three).nearest == 3)
  }

  /// 1 ± 2⁻ᵖ ± 2⁻ᵠ: limbs of ones and of zeros, on which a digit of long division is guessed wrong.
  private static func extremes(_ kind: WideArithmetic, upTo last: Int) -> [Wide] {
    let powers = [1, 2, 31, 53, 63, 64, 65, 100, 127, 128, 129, 150, 192, 255, 256, 257, 300]
      .filter { $0 <= last }
      .map { kind.constant(Double(sign: .plus, exponent: -$0, significand: 1)) }
    let one = kind.constant(.one)
    let first = powers.flatMap { [kind.add(one, $0), kind.subtract(one, $0)] }
    return first
      + powers.flatMap { power in
        first.flatMap { [kind.add($0, power), kind.subtract($0, power)] }
      }
  }

  @Test func quotientsOfProductsAreExact() {
    let kind = WideArithmetic.widest
    let numbers = Self.extremes(kind, upTo: 150).filter { $0.nearest != 0 }
    for (place, a) in numbers.enumerated() {
      let b = numbers[(7 * place + 3) % numbers.count]
      #expect(kind.compare(kind.divide(kind.multiply(a, b), b), a) == .equal, "\(place)")
    }
  }

  @Test func quotientsAreWithinTheirBounds() {
    for (kind, last) in [(WideArithmetic.extended, 100), (.widest, 300)] {
      let numbers = Self.extremes(kind, upTo: last).filter { $0.nearest != 0 }
      for (place, a) in numbers.enumerated() {
        let b = numbers[(11 * place + 5) % numbers.count]
        let quotient = kind.divide(a, b)
        let order = kind.compare(kind.multiply(quotient, b), a)
        #expect(order == .unresolved || order == .equal, "\(place)")
        #expect(quotient.errorSize < quotient.size - (last == 300 ? 310 : 120), "\(place)")
      }
    }
  }

  @Test func exponentsAreWide() {
    let kind = WideArithmetic.widest
    let (e, tower) = (
      kind.apply(.exp, kind.constant(40)), kind.apply(.exp, kind.apply(.exp, kind.constant(40.0)))
    )
    #expect(kind.state(of: tower) == .defined && tower.size == 339_589_157_164_094_111)
    #expect(kind.compare(kind.apply(.log, tower), e) == .unresolved)
    #expect(kind.apply(.log, tower).errorSize < 59 - 220)
    let huge = kind.apply(.exp, kind.constant(1e8))
    #expect(kind.state(of: huge) == .defined && huge.size == 144_269_505)
    let back = kind.apply(.log, huge)
    #expect(kind.compare(back, kind.constant(1e8)) == .unresolved && back.nearest == 1e8)
    let one = kind.constant(.one)
    #expect(kind.compare(kind.apply(.tanh, kind.constant(25.0)), one) == .less)
  }

  @Test func statesSpread() {
    let kind = WideArithmetic.extended
    let zero = kind.constant(.zero)
    let bad = kind.divide(kind.constant(.one), zero)
    #expect(kind.state(of: bad) == .undefined)
    #expect(kind.state(of: kind.add(bad, kind.unresolved)) == .undefined)
    #expect(kind.state(of: kind.apply(.log, zero)) == .undefined)
    #expect(kind.state(of: kind.apply(.sqrt, kind.constant(-1.0))) == .undefined)
    #expect(kind.state(of: kind.power(zero, -1)) == .undefined)
    #expect(kind.power(zero, 0).nearest == 1)
    let third = kind.divide(kind.constant(.one), kind.constant(Rational(3)))
    let nothing = kind.subtract(
      kind.multiply(third, kind.constant(Rational(3))), kind.constant(.one))
    #expect(kind.state(of: kind.divide(kind.constant(.one), nothing)) == .unresolved)
  }

  @Test func exponentsThatAreTooWideAreUnresolved() {
    for kind in [WideArithmetic.extended, .widest] {
      var power = kind.constant(2.0)
      var zero = kind.subtract(
        kind.apply(.exp, kind.constant(1.0)), kind.apply(.exp, kind.constant(1.0)))
      var tiny = kind.constant(0.5)
      for _ in 0..<200 {
        power = kind.multiply(power, power)
        tiny = kind.multiply(tiny, tiny)
        zero = kind.multiply(zero, zero)
      }
      #expect(kind.state(of: power) == .unresolved && kind.state(of: tiny) == .unresolved)
      #expect(kind.state(of: zero) == .defined && zero.nearest == 0)
      var wild = kind.subtract(
        kind.apply(.exp, kind.constant(1e3)), kind.apply(.exp, kind.constant(1e3)))
      for _ in 0..<200 { wild = kind.multiply(wild, wild) }
      #expect(kind.state(of: wild) == .unresolved)
      #expect(kind.state(of: kind.apply(.exp, kind.constant(0x1p61))) == .unresolved)
      #expect(kind.state(of: kind.apply(.cosh, kind.constant(-0x1p60))) == .unresolved)
      #expect(kind.apply(.tanh, kind.constant(0x1p50)).nearest == 1)
    }
  }

  @Test func hugeArgumentsAreReducedExactly() {
    // 128 bits against 320: x to 2⁵⁹, where a quotient in doubles is off by many turns.
    let (narrow, wide) = (WideArithmetic.extended, WideArithmetic.widest)
    var random = RandomStream(seed: 5)
    for index in 0..<400 {
      let x =
        (random.uniform() + 1) * Double(sign: .plus, exponent: 20 + index % 39, significand: 1)
      for function: ElementaryFunction in [.sin, .cos, .exp, .tanh] {
        let (a, b) = (
          narrow.apply(function, narrow.constant(x)), wide.apply(function, wide.constant(x))
        )
        #expect(wide.compare(a, b) == .unresolved, "\(function)(\(x))")
        #expect(b.errorSize < b.size - 150, "\(function)(\(x)): \(b.errorSize), \(b.size)")
      }
      // cos² + sin² = 1 and e^x e^−x = 1.
      let (s, c) = (wide.apply(.sin, wide.constant(x)), wide.apply(.cos, wide.constant(x)))
      let one = wide.add(wide.multiply(s, s), wide.multiply(c, c))
      #expect(wide.compare(one, wide.constant(.one)) == .unresolved && one.errorSize < -150)
    }
  }

  @Test func theShortKindContainsTheLong() {
    let kind = WideArithmetic.extended
    let outcome = compareWithWide(
      kind, count: 20_000, exactly: { kind.constant($0) },
      { a, b, index in
        let order = WideArithmetic.widest.compare(a, b)
        #expect(order == .equal || order == .unresolved, "expression \(index): \(a.nearest)")
      })
    #expect(outcome.contradictions == [])
    #expect(outcome.compared > 8_000)
  }

  @Test func rootsOfSquaresAndPowers() {
    for kind in [WideArithmetic.extended, .widest] {
      var random = RandomStream(seed: 6)
      for _ in 0..<500 {
        let x = kind.constant(random.normal())
        let root = kind.apply(.sqrt, kind.multiply(x, x))
        #expect(kind.compare(root, kind.absolute(x)) == .equal)
        let third = kind.power(kind.power(x, 3), Rational(1, over: 3) ?? .one)
        #expect(kind.compare(third, x) == .unresolved)
        let back = kind.apply(.exp, kind.apply(.log, kind.absolute(x)))
        #expect(kind.compare(back, kind.absolute(x)) == .unresolved)
      }
    }
  }
}
