import SourceText

/// Wording where a formula has two readings.
extension Message {
  // MARK: Two readings

  static func ambiguousDivision(
    _ first: String, _ second: String, edits: [(Span, String)], at span: Span
  ) -> Failure {
    error(
      "AmbiguousDivision", span, "a/bc has two readings: \(first) and \(second)",
      fixes: edits.map { replace($0.0, by: $0.1) })
  }

  static func ambiguousArgument(
    _ first: String, _ second: String, edits: [(Span, String)] = [], at span: Span
  ) -> Failure {
    error(
      "AmbiguousArgument", span, "where the argument ends is open: \(first) or \(second)",
      fixes: edits.map { replace($0.0, by: $0.1) })
  }

  /// `x^10` is typeset as x¹0.
  static func unbracedNumber(_ number: String, at span: Span) -> Failure {
    let first = number.prefix(1)
    return error(
      "AmbiguousArgument", span, "without braces only the \(first) of \(number) belongs here",
      fixes: [
        replace(span, by: "{\(number)}"),
        replace(span, by: "\(first) \\cdot \(number.dropFirst())"),
      ])
  }

  static func primedBracket(_ inside: String, at span: Span) -> Failure {
    error(
      "NoDerivative", span, "' is a derivative only on a function; \(inside) is none",
      "The derivative of an expression names its variable: \\frac{d}{dx}(x^2). A transpose is ^T.")
  }

  static func differenceOfWhat(at span: Span) -> Failure {
    error(
      "IncompleteFormula", span, "which variable takes these values is missing here",
      "Name it: _{t=a}^{t=b}.")
  }

  static func openOrder(_ upwards: String, _ downwards: String, at span: Span) -> Failure {
    error(
      "AmbiguousProduct", span,
      "the order of these factors is open: \(upwards) or \(downwards)",
      "Matrices do not commute, and \\prod does not say which of them stands first.",
      fixes: [replace(span, by: upwards), replace(span, by: downwards)])
  }

  static func downwards(
    _ index: String, from first: String, to last: String, at span: Span
  ) -> Failure {
    refused(
      "BadLimits",
      "\(index) from \(first) to \(last) can run downwards or through nothing; write "
        + "_{\(index)=\(last)}^{\(first)}", at: span)
  }

  static func ambiguousNorm(at span: Span) -> Failure {
    error(
      "AmbiguousNorm", span,
      "which norm of a matrix: \\|A\\|_F (Frobenius) or \\|A\\|_2 (spectral)",
      fixes: [
        Diagnostic.Fix("Frobenius", [Diagnostic.Edit(span, "_F")]),
        Diagnostic.Fix("spectral", [Diagnostic.Edit(span, "_2")]),
      ])
  }

  static func ambiguousList(at span: Span) -> Failure {
    error(
      "AmbiguousList", span,
      "vectors in [a, b] can stand one under the other, [a; b], or side by side",
      "Side by side is \\begin{bmatrix} a & b \\end{bmatrix}.")
  }

  static func ambiguousSum(_ name: String, _ range: String, at span: Span) -> Failure {
    error(
      "AmbiguousSum", span,
      "\(name) can be fixed (for all \(name)) or run over \(range) as well",
      "Declare \(name) : index \(range) if the claim is for all \(name); write both indices, "
        + "\\sum_{i,j,\\, i \\ne j}, if both run.")
  }

  static func noPattern(at span: Span) -> Failure {
    error(
      "Ellipsis", span,
      "dots stand between a first and a last part of one pattern with one running index")
  }

  static func ambiguousDerivative(at span: Span) -> Failure {
    error(
      "AmbiguousDerivative", span, "d is declared: this can be a derivative or a quotient",
      "A derivative is written \\frac{\\mathrm d y}{\\mathrm d x}.")
  }

  static func ambiguousCondition(_ text: String, at span: Span) -> Failure {
    error(
      "AmbiguousCondition", span, "\(text) can be a condition or a second claim",
      "Write \\quad (…) or \\text{for } … for a condition, \\text{and} for a second claim.",
      fixes: [replace(span, by: "(\(text))")])
  }

  /// `\forall a, b\; a^2 + b^2 \ge 2ab`.
  static func openQuantifier(_ name: String, at span: Span) -> Failure {
    error(
      "AmbiguousQuantifier", span,
      "\(name) can be named by \\forall, or be a factor of what is claimed",
      "A colon ends what \\forall names: \\forall a, b: ….")
  }

  static func ambiguousQuantifier(_ own: String, _ other: String, at span: Span) -> Failure {
    error(
      "AmbiguousQuantifier", span,
      "this can be meant for every \(own), or \(own) is the \(other) of the rest",
      "For every \(own) it is (\\forall \(own): …); of the same one write \(other) on both sides.")
  }

  static func matrixOrder(_ sign: String, _ definite: String, at span: Span) -> Failure {
    error(
      "AmbiguousOrder", span,
      "\(sign) of square matrices can be \(definite) or hold entry by entry",
      "Entry by entry it is A_{ij} \(sign) B_{ij}.", fixes: [replace(span, by: definite)])
  }

  static func aimMissing(at span: Span) -> Failure {
    error(
      "IncompleteFormula", span, "what tends to what is missing here",
      "Write \\quad (x \\to 0), or declare x : scalar -> 0.")
  }

  static func upperLimit(at span: Span) -> Failure {
    refused("BadLimits", "this upper limit belongs to no index below", at: span)
  }

  static func statementAsOperand(_ sign: String, at span: Span) -> Failure {
    error(
      "UnexpectedText", span, "\(sign) joins a box or lines that state something already",
      "What is added stands inside, before or behind the relation.")
  }

  static func arrowBehindCondition(_ sign: String, at span: Span) -> Failure {
    error(
      "UnexpectedText", span, "what \(sign) follows from is open behind a condition",
      "Brackets say it: (\\forall x > 0: P) \\Rightarrow Q, or P \\Rightarrow Q \\quad (x > 0).")
  }

  static func powerOfEntries(_ base: String, _ exponent: String, at span: Span) -> Failure {
    error(
      "AmbiguousArgument", span,
      "the power of what is made entry by entry can be a product of matrices or be taken entry by entry",
      "Entry by entry it is \(base)^{\\odot \(exponent)}.")
  }

  static func mixedArrows(_ sign: String, at span: Span) -> Failure {
    error(
      "UnexpectedText", span, "\(sign) behind another arrow has two readings",
      "Brackets say which two statements an arrow joins: P \\Rightarrow (Q \\iff R).")
  }

  static func rowsBeforeEquivalence(_ sign: String, at span: Span) -> Failure {
    error(
      "UnexpectedText", span, "which of the rows above \(sign) it joins is open",
      "Rows that are one statement stand in \\begin{cases} … \\end{cases}.")
  }

  static func equalityOfWhat(at span: Span) -> Failure {
    error(
      "UnexpectedText", span,
      "equality of what: exactly one \\le or \\ge stands before these words",
      "Write the two sides that are equal: a = b \\iff …")
  }

  static func unknownWord(_ words: String, at span: Span) -> Failure {
    error(
      "UnexpectedText", span, "\(words) does not say how two statements hang together",
      "A condition follows for, if, when, where or with, an exception unless; a second claim follows "
        + "and, so, hence, then or because.")
  }

  static func argumentOfPartial(_ name: String, _ function: String, at span: Span) -> Failure {
    error(
      "DerivativeBy", span, "which argument of \(name) is meant is open",
      "By the first argument it is \\partial_1 \(function)(…), by the second \\partial_2.")
  }

  static func derivativeByManyValues(_ name: String, at span: Span) -> Failure {
    error(
      "DerivativeBy", span, "\(name) occurs at several arguments; which value is meant is open",
      "Write the argument: \\partial \(name)(x).")
  }

  static func programmersNumber(
    _ number: String, _ letter: String, _ exponent: String, at span: Span
  ) -> Failure {
    let power = (number == "1" ? "" : number + " \\cdot ") + "10^{\(exponent)}"
    let product = "\(number)\\,\(letter) \(exponent)"
    return error(
      "AmbiguousProduct", span, "\(number)\(letter)\(exponent) can be \(power) or \(product)",
      fixes: [replace(span, by: power), replace(span, by: product)])
  }

  static func rootOfMatrix(_ matrix: String, at span: Span) -> Failure {
    let base = matrix.utf8.count == 1 ? matrix : "(\(matrix))"
    let (whole, entries) = ("\(base)^{1/2}", "\(base)^{\\odot 1/2}")
    return error(
      "AmbiguousArgument", span,
      "the root of a square matrix can be \(whole) or, entry by entry, \(entries)",
      fixes: [replace(span, by: whole), replace(span, by: entries)])
  }

  static func partialMean(_ name: String, at span: Span) -> Failure {
    error(
      "ExpectationOver", span,
      "\(name) is random, too: means over some of the random symbols are outside what can be checked",
      "Name all of them, or leave the subscript away: a mean is taken over everything that is random."
    )
  }

  static func noAverage(_ written: String, at span: Span) -> Failure {
    error(
      "ExpectationOver", span,
      "\\mathbb{E} is taken over all random symbols; \(written) is none")
  }

  static func judgingRemark(_ words: String, at span: Span) -> Failure {
    error(
      "UnknownRemark", span, "\(words) may change what is claimed",
      "Only words that give a reason or a name are passed over. A condition is written as a formula "
        + "behind if, for, where or unless; whatever else limits the claim stands in the text beside it."
    )
  }

  static func unknownCondition(_ words: String, at span: Span) -> Failure {
    error(
      "UnknownRemark", span, "\(words) is no condition that can be understood",
      "A condition states a relation: \\text{if } x > 0, \\quad (A \\succ 0).")
  }

  static func openRow(_ sign: String, at span: Span) -> Failure {
    error(
      "AmbiguousRow", span,
      "this \(sign) may go on from what stands before, or begin something new",
      "What goes on is indented by \\quad; what begins stands behind a comma, or before the & of its"
        + " row.")
  }

  static func ambiguousScripts(_ first: String, _ second: String, at span: Span) -> Failure {
    error(
      "AmbiguousArgument", span, "which comes first is open: \(first) or \(second)",
      fixes: [replace(span, by: first), replace(span, by: second)])
  }

  static func starOfArrays(at span: Span) -> Failure {
    error(
      "AmbiguousProduct", span,
      "* between arrays can be the product or entry by entry: \\cdot or \\odot",
      fixes: [replace(span, by: "\\odot"), replace(span, by: "\\cdot")])
  }

  /// `z_{(1)}` beside the entry z_1.
  static func bracketedEntry(
    _ name: String, _ index: String, _ bare: String, at span: Span
  ) -> Failure {
    error(
      "AmbiguousArgument", span,
      "\(name)_{\(index)} can be the entry \(name)_{\(bare)} or one of them by size",
      "Write the entry without brackets. The smallest entry is \\min_i \(name)_i.",
      fixes: [replace(span, by: bare)])
  }

  static func ambiguousHeld(_ name: String, _ target: String, at span: Span) -> Failure {
    error(
      "AmbiguousEvaluation", span,
      "|_{\(name)} holds \(name) fixed; the value at \(name) is |_{\(target)=\(name)}",
      fixes: [replace(span, by: "\(target)=\(name)")])
  }
}
