package import SourceText
package import Verification

// What is said of verdicts, in messages and on pages.

extension ClaimResult {
  /// The messages of a claim that was not borne out, one for each step that is to blame.
  package var diagnostics: [Diagnostic] {
    switch outcome {
    case .passed: []
    case .excused: [excused]
    case .failed: isRefutation ? [notRefuted] : failures
    }
  }

  private var failures: [Diagnostic] {
    let firstFalse = steps.firstIndex { $0.verdict == .refuted } ?? steps.count
    return steps.indices.filter { number in
      let verdict = steps[number].verdict
      // What contradicts the lines around a false one is no second mistake.
      let isCarriedOn =
        number > firstFalse
        && (verdict == .vacuous(.hypothesesNeverMet) || verdict == .undecided(.hypothesesSeldomMet))
      return !verdict.passes && !isCarriedOn
    }.map { steps[$0].diagnostic(in: latex) }
  }

  private var whole: Span { latex.span(0..<latex.count) }

  private var excused: Diagnostic {
    Diagnostic(
      "AcceptedUndecided", .note, at: whole, "undecided, and accepted: \(excuse ?? "")",
      notes: steps.filter(\.verdict.isUndecided).map { .init(at: $0.span, $0.summary) })
  }

  private var notRefuted: Diagnostic {
    let verdicts = steps.map { Diagnostic.Note(at: $0.span, $0.statement) }
    let wanted = expectation == .refuted ? "refuted" : "a matter of \(expectation.rawValue)"
    return Diagnostic(
      "NotRefuted", at: whole, "this statement is said to be false, but it was not \(wanted)",
      notes: verdicts)
  }
}

extension StepResult {
  /// The message about a step that does not pass.
  package func diagnostic(in latex: Excerpt) -> Diagnostic {
    Diagnostic(code, at: span, summary, notes: notes, fixes: fixes(in: latex))
  }

  /// The text of the step with its repair, in one line; the bare repair if that lies elsewhere.
  package func repaired(in latex: Excerpt) -> String? {
    guard let repair else { return nil }
    guard let step = latex.range(of: span), let part = latex.range(of: repair.span),
      step.lowerBound <= part.lowerBound, part.upperBound <= step.upperBound
    else { return repair.replacement }
    // A step that begins with a bracket begins with its size.
    let before = latex[0..<step.lowerBound].text
    let sizes = ["\\left", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl"]
    let size = sizes.first { before.hasSuffix($0) } ?? ""
    let text =
      size + latex[step.lowerBound..<part.lowerBound].text + repair.replacement
      + latex[part.upperBound..<step.upperBound].text + latex.closing(step)
    // Rows and columns of the display go, those of a matrix stay.
    let line =
      text.contains("\\begin{")
      ? text : text.replacing("&", with: "").replacing("\\\\", with: "")
    return line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private var code: String {
    switch verdict {
    case .certified, .tested: "Passed"
    case .refuted: "Refuted"
    case .undecided: "Undecided"
    case .domain: "DomainMismatch"
    case .shape: "ShapeMismatch"
    case .vacuous: "Vacuous"
    case .ambiguous: "AmbiguousPartial"
    }
  }

  /// The verdict's name and what was found, in one line.
  package var statement: String {
    switch verdict {
    case .certified, .tested: summary
    default: "\(verdict.name): \(summary)"
    }
  }

  /// One line: what was found.
  package var summary: String {
    switch verdict {
    case .certified: "certified: \(evidence.method.words)"
    case .tested: "tested at \(evidence.points) points"
    case .refuted: "this step is false" + sides
    case .undecided(let reason): "this step could not be decided: \(reason.words)"
    case .domain: "one side is defined where the other is not" + sides
    case .shape: "the two sides cannot have the same size"
    case .vacuous(let vacuity): "this step says nothing: \(vacuity.words)"
    case .ambiguous: "this partial derivative has two readings, and the step holds under one only"
    }
  }

  private var sides: String {
    guard let counterexample, counterexample.hasSides else { return "" }
    let left = counterexample.left?.text ?? "undefined"
    let right = counterexample.right?.text ?? "undefined"
    return ": left \(left), right \(right)\(counterexample.entryWords)"
  }

  private var notes: [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    if let place = counterexample?.place, !place.isEmpty { notes.append(.init("at \(place)")) }
    if !holdsWhere.isEmpty {
      notes.append(.init("it holds where \(holdsWhere.joined(separator: ", "))"))
    }
    for remark in evidence.remarks { notes.append(.init(remark.words)) }
    return notes
  }

  private func fixes(in latex: Excerpt) -> [Diagnostic.Fix] {
    guard let repair, let text = repaired(in: latex) else { return [] }
    return [
      .init("the step holds as `\(text)`", [.init(repair.span, repair.replacement)])
    ]
  }
}

extension Counterexample {
  /// A statement that is no comparison of two values has none.
  package var hasSides: Bool { left != nil || right != nil }

  /// ` in entry 2`, where arrays are compared.
  package var entryWords: String {
    guard !entry.isEmpty else { return "" }
    let list = entry.map { "\($0)" }.joined(separator: ", ")
    return " in entry " + (entry.count > 1 ? "(\(list))" : list)
  }

  /// The values in a line of text, `K = 2, i = 1, z = (0, 1)`.
  package var place: String {
    let structure = (sizes + indices).map { "\($0.name) = \($0.value)" }
    return (structure + values.map { "\($0.name) = \($0.value.text)" }).joined(separator: ", ")
  }
}

extension Verdict.Reason {
  package var words: String {
    switch self {
    case .hypothesesSeldomMet: "too few of the points drawn met the hypotheses"
    case .undefinedEverywhere: "both sides were undefined wherever they were tried"
    case .belowResolution: "the difference stays below the rounding error at the widest precision"
    case .tooNoisy:
      "the interval for the statistic neither contains the claim closely nor excludes it"
    case .noTolerance: "`≈` needs `within=` to say how near is near"
    case .notEvaluable(let what): what
    case .tooLarge: "its program is too large at every size"
    case .needsEarlierPremises:
      "it does not follow from what stands right before it, only with what is supposed further up;"
        + " write what it needs as a hypothesis in brackets behind it"
    case .supposedOrClaimed:
      "it stands in front of an arrow and is not always true: write `\\text{if}` in front of it if"
        + " it is supposed; if it is a step, it is false"
    case .openOperand:
      "the derivative ends in front of the sign, and so it is false; brackets around all that is"
        + " differentiated make it hold"
    case .hangsOnRounding:
      "it hangs on the last digits of a number that a block has rounded; `\\approx` with `within=`"
        + " says how near is near"
    case .fault(let what): "two engines contradict each other, an error of coursegen: \(what)"
    }
  }
}

extension Verdict.Vacuity {
  package var words: String {
    switch self {
    case .hypothesesNeverMet: "no point met the hypotheses"
    case .restatesDefinition: "the two sides are the same once a definition is written out"
    case .onlySizeOne: "every size tried was 1"
    case .noInstance: "no value of its indices is left for which it claims anything"
    }
  }
}

extension Evidence.Method {
  package var words: String {
    switch self {
    case .modular(let trials): "the same program modulo primes, \(trials) trials, and sample points"
    case .sampling: "sample points with rounding bounds"
    case .descent: "sample points and descent on the slack"
    case .intervals(let boxes):
      "intervals over all values, in \(boxes) box\(boxes == 1 ? "" : "es"), and sample points"
    case .series: "power series in the small parameter"
    case .limit: "values along the limit"
    case .simulation(let draws): "\(draws) random draws"
    case .quadrature: "adaptive integration over the random symbols"
    case .structure: "the structure of the formula"
    }
  }
}

extension Evidence.Remark {
  package var words: String {
    switch self {
    case .noInfluence(let name): "\(name) occurs but changes neither side"
    case .higherOrder(let order): "actually O of order \(order)"
    case .comparedWithLineBefore:
      "judged against the last line that holds, since the line before is false"
    case .firstFourMoments: "what is claimed is that the first four moments agree"
    case .equalityAttained: "equality is attained"
    case .needsConvention(let convention):
      "it holds with the line `convention \(convention)` in a symbols fence"
    case .proportionalAtEachPoint:
      "the two sides are parallel at each point; the factor may depend on it"
    case .coefficients(let name, let order):
      order == 0
        ? "these are the values as \(name) tends to 0"
        : "these are the coefficients of \(name)^{\(order)}"
    case .apartFromKinks: "apart from kinks, where there is no derivative"
    case .oneStatementHolds(let isLeft):
      isLeft
        ? "there the statement on the left holds and the one on the right does not"
        : "there the statement on the right holds and the one on the left does not"
    case .rowsOverlap(let first, let second):
      "rows \(first) and \(second) of the cases both hold there, with these values"
    case .sizesDiffer(let sizes): sizes
    case .notCertifiable(let why): "not certified: \(why)"
    }
  }
}

extension Excerpt {
  /// The braces behind a part that close what is open in it: a span ends with what a group holds.
  fileprivate func closing(_ part: Range<Int>) -> String {
    var open = 0
    var before: Character?
    for sign in self[part].text {
      if before != "\\" { open += sign == "{" ? 1 : sign == "}" ? -1 : 0 }
      before = before == "\\" ? nil : sign
    }
    return String(self[part.upperBound..<count].text.prefix { $0 == "}" }.prefix(max(open, 0)))
  }
}
