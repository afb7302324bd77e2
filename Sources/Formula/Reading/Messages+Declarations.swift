import SourceText

/// Wording about declarations and definitions.
extension Message {
  // MARK: Definitions

  static func derivativeOnLeft(at span: Span) -> Failure {
    error(
      "DerivativeOnLeft", span, "a derivative follows from definitions and cannot be defined",
      "Claim it with .check.")
  }

  static func notDefinable(at span: Span) -> Failure {
    error("NotDefinable", span, "the left of a definition is one new name with its indices")
  }

  static func knownName(_ name: String, declaredAt: Span?, at span: Span) -> Failure {
    error(
      "KnownName", span, "\(name) is declared already; only a new name can be defined",
      "Declare it as \"\(name) : defined\", or claim the equation with .check.",
      notes: declaredAt.map { [Diagnostic.Note(at: $0, "declared here")] } ?? [])
  }

  static func builtinOnLeft(_ name: String, at span: Span) -> Failure {
    error(
      "KnownName", span, "\(name) is built in; only a new name can be defined",
      "Claim the equation with .check, or define a function of another name: "
        + "\\operatorname{my\(name.dropFirst())}(x) = ….")
  }

  static func wordOnLeft(_ name: String, at span: Span) -> Failure {
    error(
      "NotDefinable", span, "\(name) is not declared, and letters side by side are a product",
      "Write \\mathrm{\(name)}, or declare \"\(name) : defined\".")
  }

  static func repeatedArgument(_ name: String, at span: Span) -> Failure {
    error(
      "NotDefinable", span, "\(name) is an argument twice",
      "The arguments of a function have different names.")
  }

  static func redefinition(_ name: String, first: Span, at span: Span) -> Failure {
    error(
      "Redefinition", span, "\(name) is defined already, and not like this",
      notes: [Diagnostic.Note(at: first, "first defined here")])
  }

  static func definitionChain(at span: Span) -> Failure {
    error(
      "DefinitionChain", span, "a definition has one equals sign",
      "Claim the rest of the chain with .check in a display of its own.")
  }

  static func cycle(_ name: String, at span: Span) -> Failure {
    error("CyclicDefinition", span, "\(name) is defined by itself")
  }

  static func freeIndex(_ name: String, at span: Span) -> Failure {
    error(
      "FreeIndex", span, "\(name) stands on the right only; bind it by a sum or on the left",
      "One fixed \(name), such as the class of the input, is declared \(name) : integer 1..K.")
  }

  // MARK: Declarations

  static func declaration(_ summary: String, at span: Span, _ explanation: String? = nil) -> Failure
  {
    error("Declaration", span, summary, explanation)
  }

  static func unknownKind(_ kind: String, near suggestion: String?, at span: Span) -> Failure {
    let close = suggestion.map { "; did you mean \($0)?" } ?? ""
    return error(
      "UnknownKind", span, "\(kind) is no kind of symbol\(close)",
      "Kinds are size, index, integer, scalar, vector, onehot, simplex, matrix, function, random, "
        + "defined and computed.", fixes: suggestion.map { [replace(span, by: $0)] } ?? [])
  }

  static func tooManySymbols(_ limit: Int, at span: Span) -> Failure {
    error("TooManySymbols", span, "a lesson may declare at most \(limit) symbols")
  }

  static func clash(_ name: String, first: Span, at span: Span) -> Failure {
    error(
      "NameClash", span, "\(name) is declared twice in one scope",
      notes: [Diagnostic.Note(at: first, "first declared here")])
  }

  static func familyClash(_ name: String, first: Span, at span: Span) -> Failure {
    error(
      "NameClash", span, "\(name) cannot be both a name and a family",
      notes: [Diagnostic.Note(at: first, "declared here")])
  }

  static func cyclicSizes(_ names: String, at span: Span) -> Failure {
    error("CyclicDeclaration", span, "\(names) are declared by each other")
  }

  static func cannotSample(_ domain: String, at span: Span) -> Failure {
    error("EmptyDomain", span, "\(domain) contains no value to try")
  }

  static func conditionOnDefinition(at span: Span) -> Failure {
    error(
      "ConditionOnDefinition", span, "a definition has no condition but index ranges; use cases")
  }
}
