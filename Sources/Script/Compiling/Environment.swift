import SourceText

/// The names of a lesson as far as its blocks have come.
struct Environment {
  /// The registers of the lesson's variables.
  var globals: [String: Int32] = [:]
  var globalNames: [String] = []
  /// What is known of variables that are functions and stay so.
  var signatures: [String: Signature] = [:]
  var externals: [String: External] = [:]
  /// Which globals have been assigned, in the order of the text.
  var assigned: Set<String> = []

  mutating func declare(_ name: String) -> Int32 {
    if let register = globals[name] { return register }
    let register = Int32(globalNames.count)
    globals[name] = register
    globalNames.append(name)
    return register
  }
}

/// How a function may be called.
struct Signature: Sendable {
  var name: String
  /// Names of the positional parameters.
  var parameters: [String]
  /// How many of them must be given.
  var required: Int
  /// Takes any number of further arguments.
  var isVariadic = false
  var keywords: [String]
  var requiredKeywords: [String] = []
  /// Takes any keyword, as `record` and `table` do.
  var takesAnyKeyword = false
  /// Positional parameters may be given by name (functions of the formulas).
  var allowsNamedParameters = false

  /// `f(x, y; k)`.
  var text: String {
    var parts: [String] = []
    for (index, parameter) in parameters.enumerated() {
      parts.append(index < required ? parameter : "[" + parameter + "]")
    }
    if isVariadic { parts.append("…") }
    var text = name + "(" + parts.joined(separator: ", ")
    let names = keywords + (takesAnyKeyword ? ["…"] : [])
    if !names.isEmpty { text += "; " + names.joined(separator: ", ") }
    return text + ")"
  }
}
