import SourceText

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
    Diagnostic("LeftOut", at: span, what.message)
  }

  static func python(_ habit: PythonHabit, at span: Span) -> Diagnostic {
    Diagnostic("PythonHabit", at: span, habit.message)
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
    // Signs are shown, spaces and controls would not be seen.
    let isSign =
      scalar > 0x20 && scalar < 0x7F || scalar == 0xB1 || scalar == 0xD7 || scalar >= 0x2190
    let shown =
      isSign && scalar < 0x3000 ? Unicode.Scalar(scalar).map { "‘\(Character($0))’, " } : nil
    return Diagnostic(
      "UnknownCharacter", at: span,
      "the character \(shown ?? "")U+\(String(scalar, radix: 16, uppercase: true)) has no meaning here"
    )
  }

  /// A sign that is no sign here; for some of them there are words.
  static func foreign(_ scalar: UInt32, at span: Span) -> Diagnostic {
    switch scalar {
    case 0x2218: leftOut(.composition, at: span)
    case 0x221B: leftOut(.cubeRoot, at: span)
    case 0x22BB, 0xAC, 0x2227, 0x2228: leftOut(.bits, at: span)
    case 0x2261, 0x2262: leftOut(.identity, at: span)
    default: unknownCharacter(scalar, at: span)
    }
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
      notes: failure.operands.map { Diagnostic.Note(at: $0.span, "this is \($0.text)") }
        + failure.notes.map { Diagnostic.Note($0) })
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
      let hint =
        text == "0" || text.hasPrefix("-")
        ? "; the first entry has index 1, the last one end" : ""
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
      let near =
        arrayHabits.first { $0.name == name && known.isEmpty }.map { "; write \($0.instead)" }
        ?? nearest(to: name, among: known).map { "; did you mean \($0)?" }
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

  /// What Python's arrays have.
  private static let arrayHabits: [(name: String, instead: String)] = [
    ("shape", "size(x)"), ("size", "length(x)"), ("T", "x'"), ("sum", "sum(x)"),
    ("mean", "mean(x)"), ("dot", "a * b, or a · b for vectors"), ("copy", "copy(x)"),
    ("append", "[x; y] for x with y behind it"), ("reshape", "reshape(x, m, n)"),
  ]

  private static func words(_ bound: Bound, _ limit: Int) -> (String, String) {
    switch bound {
    case .fuel: ("OutOfFuel", "the block used up its fuel of \(limit) operations")
    case .memory: ("OutOfMemory", "the block holds more than \(limit) numbers at a time")
    case .depth: ("TooDeep", "calls are nested more than \(limit) deep")
    case .output: ("TooMuchOutput", "the block shows more than \(limit) values")
    }
  }

  static let nothingChecked = "checks nothing: on no instance its body reaches a @check or @bound"

  /// Beside the error that ends the body of a `@forall`.
  static func stopped(_ instance: [Check.Entry], stops: Int, instances: Int) -> String {
    let values = list(instance)
    guard stops < instances else { return "on every instance, such as \(values)" }
    return "on the instance \(values), while the body ran on \(instances - stops) of "
      + "\(instances) instances; state the hypothesis that excludes it"
  }

  private static func list(_ instance: [Check.Entry]) -> String {
    instance.map { "\($0.name) = \($0.text)" }.joined(separator: ", ")
  }

  static func checkNotReached(_ site: CheckSite) -> Diagnostic {
    Diagnostic(
      "CheckNotReached", .warning, at: site.span, "\(site.text) was never checked",
      explanation:
        "The block ended without coming here: a loop without a turn, or a branch not taken.")
  }

  static func checkFailed(_ check: Check) -> Diagnostic {
    var summary = "\(check.text) does not hold"
    if let left = check.left, let right = check.right {
      summary += ": the left side is \(left), the right side \(right)"
    }
    if let difference = check.difference { summary += ", difference \(roundedText(difference))" }
    if let tolerance = check.tolerance { summary += ", tolerance \(roundedText(tolerance))" }
    var notes: [Diagnostic.Note] = []
    if let worst = check.worst { notes.append(Diagnostic.Note("they differ most in \(worst)")) }
    if let instance = check.counterexample {
      notes.append(Diagnostic.Note("fails for \(list(instance))"))
    }
    if let count = check.instances, let seed = check.seed {
      notes.append(Diagnostic.Note("instance \(count) under seed \(seed)"))
    }
    return Diagnostic("CheckFailed", at: check.span, summary, notes: notes)
  }
}
