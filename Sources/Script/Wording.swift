import SourceText

/// Constructs of Julia's that this language leaves out; the raw value is the word that opens them.
enum LeftOut: String {
  case `struct`, mutable, module, using, `import`, export, `try`, quote, `let`, const, global
  case local, macro, abstract, primitive, baremodule, `do`
  case blockComment, radixNumber, character, symbolLiteral, curly, splat, typeAnnotation, pipe
  case pair, percent, wholeDivide, bits, increment, chainedAssignment, fieldAssignment
  case statementAsValue, manyDimensions

  /// What it is, and what to write instead.
  fileprivate var words: (what: String, instead: String?) {
    switch self {
    case .struct, .mutable, .abstract, .primitive:
      ("types of your own", "a record (cost = 1, steps = 2)")
    case .module, .baremodule, .using, .import, .export:
      ("modules", "the library's names, which are always there")
    case .try: ("try and catch", nil)
    case .quote, .macro: ("macros of your own", nil)
    case .let: ("let", "a function")
    case .const: ("const", "a plain assignment")
    case .global, .local: (rawValue, "a plain assignment; a function returns what it computes")
    case .do: ("do", "an anonymous function x -> …")
    case .blockComment: ("comments between #= and =#", "# on each line")
    case .radixNumber: ("numbers with 0x, 0b or 0o", "a decimal number")
    case .character: ("single characters", "a string \"…\"; a transpose ' stands directly behind")
    case .symbolLiteral: ("symbols such as :name", "a string")
    case .curly: ("curly brackets", nil)
    case .splat: ("splatting with …", "the arguments one by one")
    case .typeAnnotation: ("types with ::", "nothing: every number is a Double")
    case .pipe: ("|>", "a call f(x)")
    case .pair: ("pairs with =>", "a record or a keyword")
    case .percent: ("%", "mod(a, b) or rem(a, b)")
    case .wholeDivide: ("÷", "div(a, b)")
    case .bits: ("operations on bits", "&&, || and ! for truth values")
    case .increment: ("++ and --", "x += 1")
    case .chainedAssignment: ("a = b = c", "two assignments")
    case .fieldAssignment: ("changing a field of a record", "a new record")
    case .statementAsValue: ("a statement as a value", "a comprehension or a function")
    case .manyDimensions: ("arrays of more than two dimensions", "for … for … for a flat vector")
    }
  }
}

/// What people who come from Python type.
enum PythonHabit: String {
  case power, def, colonBlock, range, len, print, none, trueWord, falseWord, numpy, and, or, not
  case elif, lambda, zeroIndex, isWord, enumerate, append, sumAxis

  init?(name: String) {
    switch name {
    case "range": self = .range
    case "len": self = .len
    case "print", "println": self = .print
    case "None": self = .none
    case "True": self = .trueWord
    case "False": self = .falseWord
    case "np", "numpy", "math", "torch", "plt": self = .numpy
    case "and": self = .and
    case "or": self = .or
    case "not": self = .not
    case "elif": self = .elif
    case "lambda": self = .lambda
    case "append": self = .append
    case "def": self = .def
    default: return nil
    }
  }

  init?(module: String, member: String) {
    guard ["np", "numpy", "math", "torch", "plt"].contains(module) else { return nil }
    self = .numpy
    _ = member
  }

  fileprivate var words: String {
    switch self {
    case .power: "powers are written a^b, not a**b"
    case .def: "functions are written f(x) = … or function f(x) … end, not def"
    case .colonBlock: "no colon opens a block; it ends with end"
    case .range: "a range is written 1:n, not range(n)"
    case .len: "the length is length(x), not len(x)"
    case .print: "nothing is printed: the last expression of a block is shown"
    case .none: "there is no None"
    case .trueWord: "truth is written true, not True"
    case .falseWord: "falsehood is written false, not False"
    case .numpy: "library functions have no prefix: zeros(3), not np.zeros(3)"
    case .and: "‘and’ is written &&"
    case .or: "‘or’ is written ||"
    case .not: "‘not’ is written !"
    case .elif: "‘elif’ is written elseif"
    case .lambda: "anonymous functions are written x -> …"
    case .append: "lists grow by comprehensions [f(i) for i in 1:n] or record(…)"
    default: rawValue
    }
  }
}

/// Every message of this module.
enum Wording {
  /// Beside errors in what stands behind a dollar sign of a string.
  static let codeInString = Diagnostic.Note(
    "in a string ‘$(’ begins code; a dollar sign before a bracket is written ‘\\$(’")

  // MARK: Reading

  static func unexpected(_ found: String, _ wanted: String, at span: Span) -> Diagnostic {
    Diagnostic("UnexpectedToken", at: span, "\(found) stands where \(wanted) is expected")
  }

  static func unclosed(_ opener: String, _ wanted: String, at span: Span) -> Diagnostic {
    Diagnostic("UnclosedBracket", at: span, "\(opener) is never closed; \(wanted) is missing")
  }

  static func missingEnd(of opener: String, at span: Span) -> Diagnostic {
    Diagnostic("MissingEnd", at: span, "\(opener) needs an ‘end’")
  }

  static func strayEnd(at span: Span) -> Diagnostic {
    Diagnostic("StrayEnd", at: span, "nothing is open here that this word could continue or close")
  }

  static func elseIf(at span: Span) -> Diagnostic {
    Diagnostic(
      "ElseIf", at: span, "‘else if’ opens a second ‘if’; did you mean elseif?")
  }

  static func leftOut(_ what: LeftOut, at span: Span) -> Diagnostic {
    let words = what.words
    return Diagnostic(
      "LeftOut", at: span,
      words.what + ": left out of this language" + (words.instead.map { "; write " + $0 } ?? ""))
  }

  static func python(_ habit: PythonHabit, at span: Span) -> Diagnostic {
    Diagnostic("PythonHabit", at: span, habit.words)
  }

  static func badNumber(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic("BadNumber", at: span, "\(text) is not a number that a Double can hold")
  }

  static func unfinishedString(at span: Span) -> Diagnostic {
    Diagnostic("UnfinishedString", at: span, "a string ends on the line on which it begins")
  }

  static func unknownEscape(at span: Span) -> Diagnostic {
    Diagnostic(
      "UnknownEscape", at: span, "only \\n, \\t, \\\\, \\\" and \\$ may follow a backslash")
  }

  static func unknownCharacter(_ scalar: UInt32, at span: Span) -> Diagnostic {
    Diagnostic(
      "UnknownCharacter", at: span,
      "the character U+\(String(scalar, radix: 16, uppercase: true)) has no meaning here")
  }

  static func nestedTooDeeply(at span: Span) -> Diagnostic {
    Diagnostic("NestedTooDeeply", at: span, "the expression is nested too deeply or too long")
  }

  static func spaceBeforeBracket(at span: Span) -> Diagnostic {
    Diagnostic("SpaceBeforeBracket", at: span, "no space may stand before this bracket")
  }

  static func halfRange(at span: Span) -> Diagnostic {
    Diagnostic("HalfRange", at: span, "a range in an index needs both ends: 2:end, 1:k, or : alone")
  }

  static func commaInMatrix(at span: Span) -> Diagnostic {
    Diagnostic(
      "CommaInMatrix", at: span,
      "a vector is [a, b]; in a matrix [a b; c d] entries are separated by spaces")
  }

  static func notAssignable(at span: Span) -> Diagnostic {
    Diagnostic("NotAssignable", at: span, "only a name, names or an indexed array can be assigned")
  }

  static func notAParameter(at span: Span) -> Diagnostic {
    Diagnostic("NotAParameter", at: span, "a parameter is a name, with or without a default")
  }

  static func unknownMacro(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "UnknownMacro", at: span, "there are only @check, @forall and @bound, not @\(name)")
  }

  static func macroInside(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic("MacroInside", at: span, "@\(name) stands at the beginning of a statement")
  }

  // MARK: Resolving

  static func unknownName(_ name: String, nearest: String?, at span: Span) -> Diagnostic {
    Diagnostic(
      "UnknownName", at: span,
      "\(name) is unknown" + (nearest.map { "; did you mean \($0)?" } ?? ""),
      fixes: nearest.map {
        [Diagnostic.Fix("replace by \($0)", [Diagnostic.Edit(span, $0)])]
      } ?? [])
  }

  static func usedBeforeAssigned(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic("UsedBeforeAssigned", at: span, "\(name) is used before it is assigned")
  }

  static func readOnly(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "ReadOnlyName", at: span,
      "\(name) is defined by a formula of the lesson and cannot be assigned here")
  }

  static func severalMethods(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "SeveralMethods", at: span,
      "\(name) has two definitions with different numbers of parameters; a function has one")
  }

  static func duplicate(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic("DuplicateName", at: span, "\(name) is given twice")
  }

  static func unknownKeyword(
    _ name: String, of function: String, known: [String], at span: Span
  ) -> Diagnostic {
    let near = nearest(to: name, among: known)
    let hint =
      near.map { "; did you mean \($0)?" }
      ?? (known.isEmpty ? "" : "; it takes " + known.joined(separator: ", "))
    return Diagnostic(
      "UnknownKeyword", at: span, "\(function) has no keyword \(name)" + hint)
  }

  static func missingKeyword(
    _ name: String, of signature: Signature, at span: Span
  ) -> Diagnostic {
    Diagnostic("MissingKeyword", at: span, "\(signature.text) needs the keyword \(name)")
  }

  static func wrongCount(_ signature: Signature, found: Int, at span: Span) -> Diagnostic {
    var wanted = "\(signature.required)"
    if signature.isVariadic {
      wanted += " or more"
    } else if signature.parameters.count > signature.required {
      wanted += " to \(signature.parameters.count)"
    }
    let noun = wanted == "1" ? "argument" : "arguments"
    return Diagnostic(
      "WrongArgumentCount", at: span, "\(signature.text) takes \(wanted) \(noun), not \(found)")
  }

  static func returnOutside(at span: Span) -> Diagnostic {
    Diagnostic("ReturnOutside", at: span, "return stands inside functions only")
  }

  static func leaveOutside(at span: Span) -> Diagnostic {
    Diagnostic("LeaveOutside", at: span, "break and continue stand inside loops only")
  }

  static func boundNeedsRelation(at span: Span) -> Diagnostic {
    Diagnostic("BoundNeedsRelation", at: span, "@bound states a ≤ b, <, ≥ or >")
  }

  // MARK: Running

  static func failed(_ failure: Failure) -> Diagnostic {
    let (id, summary) = words(failure.fact)
    return Diagnostic(
      id, at: failure.span ?? Span(.main, 0, 0), summary,
      notes: failure.operands.filter { !$0.text.isEmpty }.map {
        Diagnostic.Note(at: $0.span, $0.text)
      })
  }

  private static func words(_ fact: Failure.Fact) -> (String, String) {
    switch fact {
    case .shapes(let operation, let left, let right, let hint):
      return (
        "ShapeMismatch",
        "\(operation) of \(left) and \(right) is not defined" + (hint.map { "; " + $0 } ?? "")
      )
    case .kind(let operation, let expected, let found):
      return ("WrongKind", "\(operation) needs \(expected), this is \(found)")
    case .index(let text, let extent):
      let hint = text == "0" ? "; the first entry has index 1, the last one end" : ""
      return ("IndexOutOfRange", "index \(text) is outside of 1:\(extent)" + hint)
    case .fractionalIndex(let text): return ("IndexOutOfRange", "index \(text) is not whole")
    case .arity(let name, let expected, let found):
      return ("WrongArgumentCount", "\(name) takes \(expected) arguments, not \(found)")
    case .unknownKeyword(let function, let name, let known):
      let near = nearest(to: name, among: known).map { "; did you mean \($0)?" }
      return ("UnknownKeyword", "\(function) has no keyword \(name)" + (near ?? ""))
    case .missingKeyword(let function, let name):
      return ("MissingKeyword", "\(function) needs the keyword \(name)")
    case .notAFunction(let found): return ("NotAFunction", "\(found) cannot be called")
    case .noField(let name, let owner, let known):
      let near = nearest(to: name, among: known).map { "; did you mean \($0)?" }
      let list = known.isEmpty ? "" : "; it has " + known.joined(separator: ", ")
      return ("NoField", "\(owner) has no field \(name)" + (near ?? list))
    case .unassigned(let name): return ("UsedBeforeAssigned", "\(name) has no value yet")
    case .notBoolean(let found):
      return ("NotBoolean", "a condition is true or false, this is \(found)")
    case .value(let operation, let message): return ("BadValue", "\(operation) \(message)")
    case .engine(let message): return ("BadValue", message)
    case .bound(let bound, let limit): return words(bound, limit)
    case .notDifferentiable(let operation):
      return ("NotDifferentiable", "\(operation) cannot be differentiated here")
    case .onlyFirstDerivative(let name):
      return (
        "NotDifferentiable",
        "\(name) comes from a formula, of which blocks know the first derivative only; "
          + "write it out in the block to differentiate twice"
      )
    case .misfit(let message): return ("ShapeMismatch", message)
    case .checkFailed: return ("CheckFailed", "a check does not hold")
    }
  }

  private static func words(_ bound: Bound, _ limit: Int) -> (String, String) {
    switch bound {
    case .fuel: ("OutOfFuel", "the block used up its fuel of \(limit) operations")
    case .memory: ("OutOfMemory", "the block holds more than \(limit) numbers at a time")
    case .depth: ("TooDeep", "calls are nested more than \(limit) deep")
    case .output: ("TooMuchOutput", "the block shows more than \(limit) values")
    }
  }

  static func checkFailed(_ check: Check) -> Diagnostic {
    var summary = "\(check.text) does not hold"
    if let left = check.left, let right = check.right {
      summary += ": the left side is \(left), the right side \(right)"
    }
    if let difference = check.difference { summary += ", difference \(roundedText(difference))" }
    if let tolerance = check.tolerance { summary += ", tolerance \(roundedText(tolerance))" }
    var notes: [Diagnostic.Note] = []
    if let instance = check.counterexample {
      let entries = instance.map { "\($0.name) = \($0.text)" }.joined(separator: ", ")
      notes.append(Diagnostic.Note("fails for \(entries)"))
    }
    if let count = check.instances, let seed = check.seed {
      notes.append(Diagnostic.Note("instance \(count) under seed \(seed)"))
    }
    return Diagnostic("CheckFailed", at: check.span, summary, notes: notes)
  }
}
