import SourceText

/// Why a formula could not be read: carried up to where diagnostics are collected.
struct Failure: Error {
  var diagnostic: Diagnostic
  /// Whether it only follows from a mistake that has been reported elsewhere.
  var isConsequence = false
}

/// All wording of this module's reading half.
enum Message {
  static func error(
    _ id: String, _ span: Span, _ summary: String, _ explanation: String? = nil,
    notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) -> Failure {
    Failure(
      diagnostic: Diagnostic(
        id, at: span, Scope.written(summary), explanation: explanation.map { Scope.written($0) },
        notes: notes, fixes: fixes))
  }

  static func replace(_ span: Span, by text: String) -> Diagnostic.Fix {
    Diagnostic.Fix("write \(text)", [Diagnostic.Edit(span, text)])
  }

  // MARK: Text

  static func unbalanced(_ bracket: String, at span: Span) -> Failure {
    error("UnbalancedBraces", span, "\(bracket) has no partner")
  }

  static func missing(_ what: String, at span: Span) -> Failure {
    error("IncompleteFormula", span, "\(what) is missing here")
  }

  static func unexpected(_ text: String, at span: Span) -> Failure {
    text == "&"
      ? error("StrayAlignment", span, "& stands outside an aligned environment or matrix")
      : error("UnexpectedText", span, "\(text) cannot stand here")
  }

  static func textAfterEnd(_ text: String, at span: Span) -> Failure {
    error("TextAfterEnd", span, "\(text) stands behind the end of the formula")
  }

  static func unknownMacro(_ name: String, near suggestion: String?, at span: Span) -> Failure {
    let hint = suggestion.map { "; did you mean \($0)?" } ?? ""
    return error(
      "UnknownMacro", span, "\(name) is no known macro\(hint)",
      "Course macros are declared in the course's configuration.",
      fixes: suggestion.map { [replace(span, by: $0)] } ?? [])
  }

  static func macroRunsAway(_ name: String, at span: Span) -> Failure {
    error("MacroRunsAway", span, "\(name) expands without end")
  }

  static func tooDeep(at span: Span) -> Failure {
    error("TooDeep", span, "brackets are nested too deeply here")
  }

  static func tooLong(at span: Span) -> Failure {
    error("TooLong", span, "the formula is too long to be read as one")
  }

  static func doubleScript(_ script: String, at span: Span) -> Failure {
    let name = script == "^" ? "superscript" : "subscript"
    return error(
      "DoubleScript", span, "a second \(name) on one base; braces say what belongs together",
      "2^3^4 can be 2^{(3^4)} or (2^3)^4.")
  }

  // MARK: Names

  static func undeclared(
    _ name: String, near suggestion: String?, hint: String? = nil, at span: Span
  ) -> Failure {
    let close = suggestion.map { "; did you mean \($0)?" } ?? ""
    return error(
      "UndeclaredSymbol", span, "\(name) is not declared\(close)", hint,
      fixes: suggestion.map { [replace(span, by: $0)] } ?? [])
  }

  static func plainWord(_ word: String, at span: Span) -> Failure {
    error(
      "UndeclaredSymbol", span, "\(word) is not declared; words are written \\text{\(word)}",
      fixes: [replace(span, by: "\\text{\(word)}")])
  }

  static func noIndices(_ name: String, shape: String, at span: Span) -> Failure {
    error("TooManyIndices", span, "\(name) is \(shape) and takes no index")
  }

  static func wrongIndexCount(
    _ name: String, _ shape: String, takes count: Int, given: Int, at span: Span
  ) -> Failure {
    let number = count == 1 ? "one index" : "\(count) indices"
    let isRow = count == 2 && given == 1
    return error(
      given > count ? "TooManyIndices" : "TooFewIndices", span,
      "\(name) is \(shape) and takes \(number), not \(given)",
      isRow ? "A row is \(name)_{i,:}, a column \(name)_{:,j}." : nil)
  }

  static func missingFamilyIndex(_ name: String, at span: Span) -> Failure {
    error(
      "TooFewIndices", span, "\(name) is a family and needs its index",
      name == "\\delta" ? "Kronecker's delta beside it is \\mathbf 1[i = j]." : nil)
  }

  static func notAnIndex(_ shape: String, at span: Span) -> Failure {
    error("NotAnIndex", span, "an index is a whole number; this is \(shape)")
  }

  static func bracketedPower(_ name: String, at span: Span) -> Failure {
    error(
      "NotAFamily", span, "(…), […] or \\{…\\} as a superscript is an index, and \(name) has none",
      "A power is written without brackets: x^{k+1}.")
  }

  static func powerOfRectangular(_ name: String, shape: String, at span: Span) -> Failure {
    error(
      "PowerOfRectangular", span, "\(name) is \(shape): only a square matrix has powers",
      "A layer index is written in brackets: W^{[l]}.")
  }

  static func vectorPower(_ shape: String, _ exponent: String, at span: Span) -> Failure {
    error(
      "VectorPower", span, "a power of \(shape) is not defined; entry by entry it is ^{\\odot 2}",
      fixes: [replace(span, by: "^{\\odot \(exponent)}")])
  }

  static func unknownStar(_ name: String, at span: Span) -> Failure {
    error(
      "UndeclaredSymbol", span, "\(name) is not declared; * and ' are part of a name",
      "Declare it in a symbols fence, or define it.")
  }

  static func noDerivative(_ name: String, at span: Span) -> Failure {
    error(
      "NoDerivative", span, "' is a derivative only on a function; \(name) is none",
      "A transpose is written \(name)^T; a name with a prime is declared with it.")
  }

  static func functionWithoutArgument(_ name: String, at span: Span) -> Failure {
    error("FunctionWithoutArgument", span, "\(name) is a function and needs its argument")
  }

  static func noFunction(_ name: String, _ argument: String, at span: Span) -> Failure {
    error(
      "NumberBehindName", span, "\(name) is no function: \(name)\(argument) would be a product",
      "Declare it as a function, or write the product with \\cdot.")
  }

  static func argumentCount(_ name: String, takes count: Int, given: Int, at span: Span) -> Failure
  {
    let number = count == 1 ? "one argument" : "\(count) arguments"
    return error("ArgumentCount", span, "\(name) takes \(number), not \(given)")
  }

  static func useBeforeDefinition(_ name: String, at span: Span) -> Failure {
    error("UseBeforeDefinition", span, "\(name) is used before an equation defines it")
  }

  // MARK: Shapes

  static func mismatch(
    _ what: String, _ left: String, _ right: String, leftSpan: Span, rightSpan: Span, at span: Span
  ) -> Failure {
    error(
      "ShapeMismatch", span, "\(what): \(left) and \(right)",
      notes: [
        Diagnostic.Note(at: leftSpan, "this is \(left)"),
        Diagnostic.Note(at: rightSpan, "this is \(right)"),
      ])
  }

  static func expected(_ wanted: String, got shape: String, _ why: String, at span: Span) -> Failure
  {
    error("ShapeMismatch", span, "\(why) needs \(wanted); this is \(shape)")
  }

  /// Of scores in rows, as in attention, and of examples in columns.
  static func openLines(_ name: String, at span: Span) -> Failure {
    error(
      "ShapeMismatch", span, "\(name) of a matrix can be that of its rows or of its columns",
      "Write it for one of them, as in \(name)(A_{i,:}) or \(name)(A_{:,j}).")
  }

  static func twoVectors(_ left: String, _ right: String, edit: Span, at span: Span) -> Failure {
    error(
      "AmbiguousProduct", span, "two vectors side by side: \(left) and \(right)",
      "Write x^T y or x \\cdot y for the inner product, x \\odot y entry by entry, x y^T for the "
        + "matrix.",
      fixes: [
        Diagnostic.Fix("inner product", [Diagnostic.Edit(edit, " \\cdot ")]),
        Diagnostic.Fix("entry by entry", [Diagnostic.Edit(edit, " \\odot ")]),
      ])
  }

  static func sizeUnknown(_ what: String, at span: Span) -> Failure {
    error(
      "SizeUnknown", span, "the size of \(what) follows from nothing here",
      "It stands below: I_n, \\mathbf{1}_n, \\mathbf{0}_n.")
  }

  static func indexRanges(
    _ index: String, _ first: String, _ second: String, notes: [Diagnostic.Note], at span: Span
  ) -> Failure {
    error("IndexRange", span, "\(index) would range over \(first) and over \(second)", notes: notes)
  }

  static func indexOutOfRange(_ index: String, _ range: String, at span: Span) -> Failure {
    error("IndexRange", span, "\(index) lies outside \(range)")
  }

  static func indexWithoutRange(_ name: String, at span: Span) -> Failure {
    error(
      "IndexWithoutRange", span, "\(name) has no range; declare \(name) : index 1..n",
      "An index takes its range from the arrays and families it indexes.")
  }

  // MARK: Outside

  static func outside(_ what: String, at span: Span) -> Failure {
    error("OutsideChecking", span, "\(what) are outside what can be checked")
  }

  /// Of `\mathbb{R}^+` and `\mathbb{R}_+` nobody knows whether 0 is in them.
  static func partOfReals(at span: Span) -> Failure {
    outside(
      "parts of \\mathbb{R} other than \\mathbb{R}_{\\ge 0} and \\mathbb{R}_{>0}", at: span)
  }

  static func unknownLimit(at span: Span) -> Failure {
    refused(
      "BadLimits",
      "the end of an index is a sum of sizes, indices and numbers, or \\min or \\max of such sums",
      at: span)
  }

  static func infiniteAim(_ variable: String, _ aim: String, at span: Span) -> Failure {
    error(
      "OutsideChecking", span, "conditions with an infinite limit are outside what can be checked",
      "A limit is written \\lim_{\(variable) \\to \(aim)} … = …; of the order of a remainder, with"
        + " 1/h for \(variable) and h \\to 0.")
  }

  static func update(_ arrow: String, at span: Span) -> Failure {
    error(
      "Update", span, "\(arrow) is an update, not an equation",
      "As prose it is fine ({.prose}); a claim about it writes p_{t+1} = p_t - … with a time index."
    )
  }

  static func arrow(at span: Span) -> Failure {
    error(
      "Update", span, "\\to is an update or a limit, not an equation",
      "A limit is written \\lim_{x \\to a}, an implication \\Rightarrow; updates are fine as prose "
        + "({.prose}).")
  }

  static func typing(_ name: String, at span: Span) -> Failure {
    error(
      "TypeStatement", span, "\(name) : … says what kind of thing \(name) is and claims nothing",
      "Declare it in a symbols fence: f : function vector(n) -> scalar smooth.")
  }

  static func map(at span: Span) -> Failure {
    error(
      "TypeStatement", span, "\\mapsto says what a function does and claims nothing",
      "Define it: f(x) = ….")
  }

  static func range(_ range: String, _ index: String, at span: Span) -> Failure {
    error(
      "TypeStatement", span,
      index.utf8.first.map { (0x30...0x39).contains($0) } ?? false
        ? "\(range) is a range and claims nothing"
        : "\(range) says what values \(index) takes and claims nothing",
      "Behind a formula it is a condition: \\quad i = 1, \\dots, n.")
  }

  static func distributionAsSet(sign: Span, at span: Span) -> Failure {
    error(
      "ShapeMismatch", span, "\\in needs a set; this is a distribution",
      fixes: [replace(sign, by: "\\sim")])
  }

  static func casesGap(_ place: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "CasesGap", .warning, at: span, "no row covers \(place)",
      explanation: "There the value is undefined. \\text{otherwise} covers what no row above does.")
  }

  static func casesOverlap(_ first: Int, _ second: Int, _ place: String, at span: Span)
    -> Diagnostic
  {
    Diagnostic(
      "CasesOverlap", .warning, at: span,
      "rows \(first) and \(second) both cover \(place), with different values",
      explanation: "The first of them counts.")
  }

  static func refused(_ id: String, _ summary: String, at span: Span) -> Failure {
    error(id, span, summary)
  }

  static func plusMinus(_ sign: String, at span: Span) -> Failure {
    error(
      "PlusMinus", span, "\(sign) states two formulas at once; write both",
      "It is read on both sides of a relation, and once beside an arrow (x^2 = a \\iff x = \\pm b)."
    )
  }

  static func placeholder(_ sign: String, at span: Span) -> Failure {
    error("Placeholder", span, "a \(sign) in the place of an argument has no value")
  }

  static func noRelation(at span: Span) -> Failure {
    error("NoRelation", span, "a claim needs a relation such as = or \\le")
  }

  static func nothingToContinue(at span: Span) -> Failure {
    error("NothingToContinue", span, "no chain stands before that this relation could continue")
  }
}
