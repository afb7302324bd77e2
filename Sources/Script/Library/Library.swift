import Numerics

/// One name of the library: what it takes, what it does, an example that runs.
package struct LibraryEntry: Sendable {
  package let name: String
  /// `f(x, [y]; k)`.
  package let signatureText: String
  /// One line.
  package let help: String
  package let example: String
  let signature: Signature
  let pointwise: PointwiseFunction?
  let constant: Double?
  /// Makes a choice for a keyword, where it may also stand without a call: `adam` is `adam()`.
  let isChoice: Bool
  /// A name that stands for a value and is not called: `recorded`.
  var isValue: Bool { name == "recorded" }
  let body: @Sendable (Machine, Arguments) throws(Failure) -> Value

  /// The signature is read from its text: `[x]` may be missing, `…` takes any number.
  init(
    _ signatureText: String, _ help: String, _ example: String,
    pointwise: PointwiseFunction? = nil, constant: Double? = nil,
    isChoice: Bool = false,
    _ body: @escaping @Sendable (Machine, Arguments) throws(Failure) -> Value
  ) {
    self.signatureText = signatureText
    self.help = help
    self.example = example
    self.pointwise = pointwise
    self.constant = constant
    self.isChoice = isChoice
    self.body = body
    signature = LibraryEntry.read(signatureText)
    name = signature.name
  }

  private static func read(_ text: String) -> Signature {
    var parts: [String] = [""]
    var isBehindSemicolon: [Bool] = [false]
    var behind = false
    var name = ""
    var isInside = false
    for character in text {
      if !isInside {
        if character == "(" { isInside = true } else { name.append(character) }
        continue
      }
      switch character {
      case ")", " ": continue
      case ",", ";":
        if character == ";" { behind = true }
        parts.append("")
        isBehindSemicolon.append(behind)
      default: parts[parts.count - 1].append(character)
      }
    }
    var signature = Signature(name: name, parameters: [], required: 0, keywords: [])
    for (part, isKeyword) in zip(parts, isBehindSemicolon) where !part.isEmpty {
      if part == "…" {
        if isKeyword { signature.takesAnyKeyword = true } else { signature.isVariadic = true }
      } else if isKeyword {
        signature.keywords.append(part)
      } else if part.hasPrefix("[") {
        signature.parameters.append(String(part.dropFirst().dropLast()))
      } else {
        signature.parameters.append(part)
        signature.required += 1
      }
    }
    return signature
  }
}

/// The one table of what scripts can call.
package enum Library {
  /// Everything, in the order of the manual.
  package static let entries: [LibraryEntry] =
    constants + elementary + arrays + reductions + linearAlgebra + calculus + randomNumbers
    + output + drawing + generators + networks + learningParts + training + descents
    + learningData

  /// All names, for suggestions.
  static let names: [String] = entries.map { $0.name }

  private static let places: [String: Int] = {
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() { places[name] = index }
    return places
  }()

  /// The entry of a name.
  package static func entry(_ name: String) -> LibraryEntry? {
    places[name].map { entries[$0] }
  }

  private static func constant(
    _ name: String, _ help: String, _ value: Double
  ) -> LibraryEntry {
    LibraryEntry(name, help, name, constant: value) { (_, _) throws(Failure) in .number(value) }
  }

  private static let constants: [LibraryEntry] = [
    constant("pi", "The ratio of a circle's circumference to its diameter.", .pi),
    constant("π", "The ratio of a circle's circumference to its diameter.", .pi),
    constant("ℯ", "The base of the natural logarithm.", 2.718281828459045),
    constant("Inf", "Positive infinity.", .infinity),
    constant("NaN", "Not a number.", .nan),
    constant("eps", "The distance from 1 to the next Double.", 0x1p-52),
  ]

  private static func function(
    _ name: String, _ help: String, _ pointwise: PointwiseFunction, at point: String = "0.5"
  ) -> LibraryEntry {
    LibraryEntry(name + "(x)", help, "\(name)(\(point))", pointwise: pointwise) {
      (machine, arguments) throws(Failure) in
      try machine.pointwise(pointwise, arguments[0], name, isBroadcast: false)
    }
  }

  private static let elementary: [LibraryEntry] =
    [
      function("exp", "The exponential function.", .exp),
      function("log", "The natural logarithm.", .log),
      function("sqrt", "The square root.", .sqrt),
      function("sin", "The sine.", .sin),
      function("cos", "The cosine.", .cos),
      function("tan", "The tangent.", .tan),
      function("asin", "The inverse of the sine.", .arcsin),
      function("acos", "The inverse of the cosine.", .arccos),
      function("atan", "The inverse of the tangent.", .arctan),
      function("sinh", "The hyperbolic sine.", .sinh),
      function("cosh", "The hyperbolic cosine.", .cosh),
      function("tanh", "The hyperbolic tangent.", .tanh),
      function("erf", "The error function.", .erf),
      function("expm1", "exp(x) - 1, accurate near 0.", .expMinusOne),
      function("log1p", "log(1 + x), accurate near 0.", .logOnePlus),
      function("abs", "The absolute value.", .absolute),
      function("sign", "-1, 0 or 1.", .sign),
      function("step", "1 for x > 0, else 0.", .step),
      function("relu", "The greater of x and 0.", .positivePart),
      function("sigmoid", "1/(1 + exp(-x)).", .sigmoid),
      function("softplus", "log(1 + exp(x)), without overflow.", .softplus),
    ] + rounding
}
