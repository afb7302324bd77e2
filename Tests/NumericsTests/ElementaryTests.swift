import Numerics
import Testing

@Suite struct ElementaryTests {
  struct Function: Sendable {
    var name: String
    var rows: String
    var limit: Double
    var scalar: @Sendable (Double) -> Double
    var wide: (@Sendable (SIMD8<Double>) -> SIMD8<Double>)?
  }

  static let functions: [Function] = [
    Function(
      name: "exp", rows: ElementaryReferences.exp, limit: 1,
      scalar: { Elementary.exp($0) }, wide: { Elementary.exp($0) }),
    Function(
      name: "expm1", rows: ElementaryReferences.expm1, limit: 1,
      scalar: { Elementary.exp(minusOne: $0) }, wide: { Elementary.exp(minusOne: $0) }),
    Function(
      name: "log", rows: ElementaryReferences.log, limit: 1,
      scalar: { Elementary.log($0) }, wide: { Elementary.log($0) }),
    Function(
      name: "log1p", rows: ElementaryReferences.log1p, limit: 1,
      scalar: { Elementary.log(onePlus: $0) }, wide: { Elementary.log(onePlus: $0) }),
    Function(
      name: "sin", rows: ElementaryReferences.sin, limit: 1,
      scalar: { Elementary.sin($0) }, wide: { Elementary.sin($0) }),
    Function(
      name: "cos", rows: ElementaryReferences.cos, limit: 1,
      scalar: { Elementary.cos($0) }, wide: { Elementary.cos($0) }),
    Function(
      name: "tanh", rows: ElementaryReferences.tanh, limit: 1,
      scalar: { Elementary.tanh($0) }, wide: { Elementary.tanh($0) }),
    Function(
      name: "sqrt", rows: ElementaryReferences.sqrt, limit: 0.5,
      scalar: { Elementary.sqrt($0) }, wide: { Elementary.sqrt($0) }),
    Function(
      name: "tan", rows: ElementaryReferences.tan, limit: 2, scalar: { Elementary.tan($0) }),
    Function(
      name: "arcsin", rows: ElementaryReferences.arcsin, limit: 2,
      scalar: { Elementary.arcsin($0) }),
    Function(
      name: "arccos", rows: ElementaryReferences.arccos, limit: 2,
      scalar: { Elementary.arccos($0) }),
    Function(
      name: "arctan", rows: ElementaryReferences.arctan, limit: 2,
      scalar: { Elementary.arctan($0) }),
    Function(
      name: "sinh", rows: ElementaryReferences.sinh, limit: 2, scalar: { Elementary.sinh($0) }),
    Function(
      name: "cosh", rows: ElementaryReferences.cosh, limit: 2, scalar: { Elementary.cosh($0) }),
    Function(name: "erf", rows: ElementaryReferences.erf, limit: 2, scalar: { Elementary.erf($0) }),
    Function(
      name: "erfc", rows: ElementaryReferences.erfc, limit: 2, scalar: { Elementary.erfc($0) }),
    Function(
      name: "normalCumulative", rows: ElementaryReferences.normalCumulative, limit: 2,
      scalar: { Elementary.normalCumulative($0) }),
  ]

  /// The numbers of a row, and the hundredths of an ulp behind them.
  static func rows(_ text: String) -> [(values: [Double], rest: Double)] {
    text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      let values = words.dropLast().map { Double(bitPattern: UInt64($0, radix: 16) ?? 0) }
      return (values, Double(words[words.count - 1]) ?? .nan)
    }
  }

  /// |value − truth| in ulps of the nearest double.
  static func error(_ value: Double, _ nearest: Double, _ rest: Double) -> Double {
    if value == nearest { return abs(rest) / 100 }
    return abs((value - nearest) / nearest.ulp - rest / 100)
  }

  @Test func everyFunctionKeepsItsUlpBound() {
    for function in Self.functions {
      var worst = 0.0
      for (values, rest) in Self.rows(function.rows) {
        let found = function.scalar(values[0])
        let error = Self.error(found, values[1], rest)
        worst = max(worst, error.isNaN ? .infinity : error)
        #expect(
          error <= function.limit + 0.01,
          "\(function.name)(\(values[0])) = \(found), not \(values[1]): \(error) ulp")
      }
      #expect(worst > 0.25, "\(function.name): the references show no error at all")
    }
  }

  @Test func functionsOfTwoNumbersKeepTheirUlpBound() {
    for (values, rest) in Self.rows(ElementaryReferences.pow) {
      let found = Elementary.pow(values[0], values[1])
      #expect(Self.error(found, values[2], rest) <= 2, "\(values[0])^\(values[1]) = \(found)")
    }
    for (values, rest) in Self.rows(ElementaryReferences.arctanOver) {
      let found = Elementary.arctan(values[0], over: values[1])
      #expect(
        Self.error(found, values[2], rest) <= 2, "arctan \(values[0])/\(values[1]) = \(found)")
    }
  }

  @Test func wideLanesHaveTheBitsOfScalars() {
    let special: [Double] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0x1p-1074, -0x1p-1074, 0x1p-1030, 1e308, -1e308,
      709.9,
      -745.2, -746, 3e5, 2e6, 1e22, 0x1p-1022,
    ]
    for function in Self.functions {
      guard let wide = function.wide else { continue }
      let points = special + Self.rows(function.rows).map { $0.values[0] }
      for start in 0..<points.count - 8 {
        var lanes = SIMD8<Double>(repeating: 0)
        for lane in 0..<8 { lanes[lane] = points[start + lane] }
        let found = wide(lanes)
        for lane in 0..<8 {
          let scalar = function.scalar(lanes[lane])
          let isSame =
            found[lane].bitPattern == scalar.bitPattern || (found[lane].isNaN && scalar.isNaN)
          #expect(isSame, "\(function.name)(\(lanes[lane])): \(found[lane]), alone \(scalar)")
        }
      }
    }
  }

  @Test func limitsAndDomainsAreThoseOfTheTextbook() {
    let infinity = Double.infinity
    #expect(Elementary.exp(-infinity) == 0 && Elementary.exp(infinity) == infinity)
    #expect(Elementary.exp(0.0) == 1 && Elementary.exp(710.0) == infinity)
    #expect(Elementary.exp(minusOne: -infinity) == -1)
    #expect(Elementary.log(0.0) == -infinity && Elementary.log(-1.0).isNaN)
    #expect(Elementary.log(infinity) == infinity && Elementary.log(1.0) == 0)
    #expect(Elementary.log(onePlus: -1.0) == -infinity && Elementary.log(onePlus: -2.0).isNaN)
    #expect(Elementary.sin(infinity).isNaN && Elementary.cos(-infinity).isNaN)
    #expect(Elementary.tan(infinity).isNaN && Elementary.cos(0.0) == 1)
    #expect(Elementary.tanh(infinity) == 1 && Elementary.tanh(-infinity) == -1)
    #expect(Elementary.arcsin(1.5).isNaN && Elementary.arccos(-1.5).isNaN)
    #expect(Elementary.arccos(1) == 0)
    #expect(Elementary.arctan(infinity) == Double.pi / 2)
    #expect(Elementary.sinh(-infinity) == -infinity && Elementary.cosh(-infinity) == infinity)
    #expect(Elementary.erf(infinity) == 1 && Elementary.erfc(infinity) == 0)
    #expect(Elementary.erfc(-infinity) == 2)
    #expect(Elementary.normalCumulative(0) == 0.5 && Elementary.normalCumulative(infinity) == 1)
    for function in Self.functions {
      #expect(function.scalar(.nan).isNaN, "\(function.name)(NaN)")
    }
    for function in Self.functions
    where !["exp", "log", "cos", "arccos", "cosh", "erfc", "normalCumulative"]
      .contains(function.name)
    {
      #expect(function.scalar(-0.0).bitPattern == (-0.0).bitPattern, "\(function.name)(−0)")
    }
  }

  @Test func powersFollowTheStandard() {
    let infinity = Double.infinity
    #expect(Elementary.pow(.nan, 0) == 1 && Elementary.pow(1, .nan) == 1)
    #expect(Elementary.pow(0, -1) == infinity && Elementary.pow(-0.0, -3) == -infinity)
    #expect(Elementary.pow(-0.0, 3).bitPattern == (-0.0).bitPattern)
    #expect(Elementary.pow(-8, 1.0 / 3).isNaN && Elementary.pow(-1, 0.5).isNaN)
    #expect(Elementary.pow(-1, infinity) == 1 && Elementary.pow(-1, 3) == -1)
    #expect(Elementary.pow(2, infinity) == infinity && Elementary.pow(2, -infinity) == 0)
    #expect(Elementary.pow(0.5, -infinity) == infinity && Elementary.pow(-infinity, 3) == -infinity)
    #expect(Elementary.pow(2, 1e300) == infinity && Elementary.pow(2, -1e300) == 0)
    for base in 2...12 {
      var product = 1.0
      for exponent in 1...14 {
        product *= Double(base)
        #expect(Elementary.pow(Double(base), Double(exponent)) == product, "\(base)^\(exponent)")
      }
    }
  }

  @Test func anglesKnowTheirQuadrant() {
    #expect(Elementary.arctan(0, over: -1) == Double.pi)
    #expect(Elementary.arctan(-0.0, over: -1) == -Double.pi)
    #expect(Elementary.arctan(-0.0, over: 1).bitPattern == (-0.0).bitPattern)
    #expect(Elementary.arctan(1, over: 0) == Double.pi / 2)
    #expect(Elementary.arctan(.infinity, over: -.infinity) == 3 * Double.pi / 4)
    #expect(Elementary.arctan(1, over: -.infinity) == Double.pi)
    #expect(Elementary.arctan(.nan, over: 1).isNaN)
  }
}
