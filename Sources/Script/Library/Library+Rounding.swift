import Numerics

extension Library {
  static let rounding: [LibraryEntry] = [
    LibraryEntry(
      "round(x; digits, sigdigits)",
      "The nearest whole number, or to so many decimals or significant digits.",
      "round(2.6457, digits = 2)"
    ) {
      (machine, arguments) throws(Failure) in .number(try machine.rounded(arguments))
    },
    LibraryEntry("floor(x)", "The greatest whole number not above x.", "floor(2.6)") {
      (machine, arguments) throws(Failure) in
      .number(try machine.scalar(arguments[0], "floor").rounded(.down))
    },
    LibraryEntry("ceil(x)", "The least whole number not below x.", "ceil(2.1)") {
      (machine, arguments) throws(Failure) in
      .number(try machine.scalar(arguments[0], "ceil").rounded(.up))
    },
    LibraryEntry("mod(a, b)", "The remainder with the sign of b.", "mod(-1, 3)") {
      (machine, arguments) throws(Failure) in
      let (a, b) = (
        try machine.scalar(arguments[0], "mod"), try machine.scalar(arguments[1], "mod")
      )
      let rest = a.truncatingRemainder(dividingBy: b)
      return .number(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
    },
    LibraryEntry("rem(a, b)", "The remainder with the sign of a.", "rem(-1, 3)") {
      (machine, arguments) throws(Failure) in
      .number(
        try machine.scalar(arguments[0], "rem").truncatingRemainder(
          dividingBy: machine.scalar(arguments[1], "rem")))
    },
    LibraryEntry("div(a, b)", "The quotient rounded towards 0.", "div(7, 2)") {
      (machine, arguments) throws(Failure) in
      .number(
        (try machine.scalar(arguments[0], "div") / machine.scalar(arguments[1], "div")).rounded(
          .towardZero))
    },
    LibraryEntry("max(x, …)", "The greatest of its arguments.", "max(1, 3, 2)") {
      (machine, arguments) throws(Failure) in
      try machine.extreme(arguments.values, .maximum, "max")
    },
    LibraryEntry("min(x, …)", "The least of its arguments.", "min(1, 3, 2)") {
      (machine, arguments) throws(Failure) in
      try machine.extreme(arguments.values, .minimum, "min")
    },
    LibraryEntry("clamp(x, low, high)", "x, but not below low nor above high.", "clamp(5, 0, 1)") {
      (machine, arguments) throws(Failure) in
      let raised = try machine.extreme([arguments[0], arguments[1]], .maximum, "clamp")
      return try machine.extreme([raised, arguments[2]], .minimum, "clamp")
    },
    LibraryEntry("isfinite(x)", "Whether x is neither infinite nor NaN.", "isfinite(1)") {
      (machine, arguments) throws(Failure) in
      .boolean(try machine.scalar(arguments[0], "isfinite").isFinite)
    },
    LibraryEntry("isnan(x)", "Whether x is NaN.", "isnan(NaN)") {
      (machine, arguments) throws(Failure) in
      .boolean(try machine.scalar(arguments[0], "isnan").isNaN)
    },
  ]
}

extension Machine {
  /// The greatest or least of several numbers, followed if need be.
  func extreme(
    _ values: [Value], _ function: PairwiseFunction, _ name: String
  ) throws(Failure) -> Value {
    var best = values[0]
    if values.count == 1, best.array != nil {
      throw Failure(
        .value(
          operation: name, message: "takes numbers; \(name)imum(x) is the one of an array"))
    }
    for value in values.dropFirst() {
      if case .traced = best {
      } else if case .traced = value {
      } else {
        best = .number(function(try scalar(best, name), try scalar(value, name)))
        continue
      }
      guard let tape else { throw Failure(.notDifferentiable(name)) }
      let (a, b) = (try node(best, name).node, try node(value, name).node)
      best = .traced(
        TracedValue(try engine { () throws(ArrayError) in try tape.combine(function, a, b) }))
    }
    return best
  }

  /// To the nearest whole number, decimal or significant digit; halves to even, as in Julia.
  func rounded(_ arguments: Arguments) throws(Failure) -> Double {
    let x = try scalar(arguments[0], "round")
    if let value = arguments.keyword("sigdigits") {
      guard arguments.keyword("digits") == nil else {
        throw Failure(.value(operation: "round", message: "takes digits or sigdigits, not both"))
      }
      let digits = try whole(value, "sigdigits", from: 1)
      return digits > 16 || !x.isFinite ? x : Double(roundedText(x, significant: digits)) ?? x
    }
    guard let value = arguments.keyword("digits") else { return x.rounded(.toNearestOrEven) }
    let digits = try scalar(value, "digits")
    guard digits == digits.rounded(), digits.magnitude <= 400 else {
      throw Failure(
        .kind(operation: "digits", expected: "a whole number", found: shortText(digits)))
    }
    let scale = Elementary.pow(10, digits.magnitude)
    if digits < 0 { return scale.isFinite ? (x / scale).rounded(.toNearestOrEven) * scale : 0 }
    let scaled = x * scale
    return scaled.isFinite ? scaled.rounded(.toNearestOrEven) / scale : x
  }
}
