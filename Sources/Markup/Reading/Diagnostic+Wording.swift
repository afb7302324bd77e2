import SourceText

// The summaries of this module's diagnostics.
extension Diagnostic {
  static func malformedAttribute(at span: Span) -> Diagnostic {
    MarkupFault.malformedAttribute.report(
      at: span, "attribute not understood; write #id, .class or key=value")
  }

  static func repeatedAttribute(_ text: String, at span: Span) -> Diagnostic {
    MarkupFault.repeatedAttribute.report(at: span, "\(text) is given twice")
  }

  static func wrongIdentifier(_ name: Name, for carrier: Carrier) -> Diagnostic {
    let prefixes = carrier.identifierKinds.map { "#\($0.rawValue)-" }
    let summary =
      prefixes.isEmpty
      ? "\(carrier.name) cannot have an identifier"
      : "identifier #\(name.text) of \(carrier.name) must begin with "
        + prefixes.joined(separator: " or ")
    return MarkupFault.wrongIdentifier.report(at: name.span, summary)
  }

  static func unknownAttribute(_ name: Name, mark: String, for carrier: Carrier) -> Diagnostic {
    let known = carrier.classes.map { "." + $0 } + carrier.keys.map { $0 }
    var summary = "\(mark)\(name.text) is no attribute of \(carrier.name)"
    var fixes: [Fix] = []
    if let meant = nearest(to: mark + name.text, among: known) {
      summary += "; did you mean \(meant)?"
      let replacement = String(meant.dropFirst(mark.isEmpty || !meant.hasPrefix(".") ? 0 : 1))
      fixes = [Fix("write \(meant)", [Edit(name.span, replacement)], isSafe: true)]
      if mark.isEmpty != !meant.hasPrefix(".") { fixes = [] }
    } else if !known.isEmpty {
      summary += "; there are " + known.joined(separator: ", ")
    }
    return MarkupFault.unknownAttribute.report(at: name.span, summary, fixes: fixes)
  }

  static func wrongValue(of key: String, at span: Span, _ wanted: String) -> Diagnostic {
    MarkupFault.wrongValue.report(at: span, "the value of \(key) must be \(wanted)")
  }

  static func conflictingRoles(_ first: Name, _ second: Name) -> Diagnostic {
    MarkupFault.conflictingRoles.report(
      at: second.span, ".\(first.text) and .\(second.text) exclude each other")
  }

  static func expectWithoutRefute(at span: Span) -> Diagnostic {
    MarkupFault.expectWithoutRefute.report(at: span, "expect= stands with .refute only")
  }

  static func misspelledFence(_ word: String, at span: Span) -> Diagnostic {
    MarkupFault.misspelledFence.report(
      at: span, "this block is shown as code and does nothing; write ```\(word)")
  }

  static func strayAttributes(at span: Span) -> Diagnostic {
    MarkupFault.strayAttributes.report(at: span, "attributes stand behind nothing that has any")
  }

  static func invalidUTF8(at span: Span) -> Diagnostic {
    MarkupFault.invalidUTF8.report(at: span, "the file is not valid UTF-8 from here on")
  }

  static func fileTooLarge(at span: Span) -> Diagnostic {
    MarkupFault.fileTooLarge.report(at: span, "the file is larger than 1 MiB")
  }

  static func nestingTooDeep(at span: Span) -> Diagnostic {
    MarkupFault.nestingTooDeep.report(
      at: span, "quotes, lists or emphasis are nested more than \(DocumentReader.maximumDepth) deep"
    )
  }

  static func privateUse(_ scalar: Unicode.Scalar, at span: Span) -> Diagnostic {
    let code = String(scalar.value, radix: 16, uppercase: true)
    return MarkupFault.privateUseCharacter.report(
      at: span, "private-use character U+\(code) has no meaning here")
  }

  static func unclosedFrontMatter(at span: Span) -> Diagnostic {
    MarkupFault.unclosedFrontMatter.report(at: span, "front matter has no closing ---")
  }

  static func unclosedFence(at span: Span) -> Diagnostic {
    MarkupFault.unclosedFence.report(at: span, "fence has no closing line")
  }

  static func unclosedDisplay(at span: Span) -> Diagnostic {
    MarkupFault.unclosedDisplay.report(at: span, "display has no closing $$")
  }

  static func textAfterDisplay(at span: Span) -> Diagnostic {
    MarkupFault.textAfterDisplay.report(
      at: span, "only {attributes} may follow the closing $$ on its line")
  }

  static func strayDisplayDelimiter(at span: Span) -> Diagnostic {
    MarkupFault.strayDisplayDelimiter.report(
      at: span, "$$ opens a display only at the start of a line")
  }

  static func strayDollar(at span: Span) -> Diagnostic {
    MarkupFault.strayDollar.report(
      at: span, "$ opens no formula here; write \\$ for a dollar sign",
      fixes: [Fix("write \\$", [Edit(Span(span.source, span.start, span.start), "\\")])])
  }

  static func unclosedFormula(at span: Span) -> Diagnostic {
    MarkupFault.unclosedFormula.report(
      at: span, "formula has no closing $ in its paragraph; write \\$ for a dollar sign")
  }

  static func lazyContinuation(at span: Span, insertAt offset: Int) -> Diagnostic {
    MarkupFault.lazyContinuation.report(
      at: span, "line continues a callout without its >",
      fixes: [
        Fix("begin the line with >", [Edit(Span(span.source, offset, offset), "> ")], isSafe: true)
      ])
  }

  static func unknownStatement(_ name: Name) -> Diagnostic {
    var summary = "[!\(name.text)] is no kind of callout"
    if let meant = nearest(
      to: name.text.lowercased(), among: Statement.Kind.allCases.map(\.rawValue))
    {
      summary += "; did you mean [!\(meant)]?"
    }
    return MarkupFault.unknownStatement.report(at: name.span, summary)
  }

  static func strayStatement(_ kind: String, at span: Span) -> Diagnostic {
    MarkupFault.strayStatement.report(
      at: span, "[!\(kind)] opens a callout only as the first line of a block quote")
  }

  static func rawHTML(at span: Span) -> Diagnostic {
    MarkupFault.rawHTML.report(at: span, "raw HTML is not allowed in this course")
  }

  static func forbiddenLink(scheme: String, at span: Span) -> Diagnostic {
    MarkupFault.forbiddenLink.report(
      at: span, "\(scheme): links are not allowed; http, https, mailto and relative ones are")
  }

  static func missingAlternative(at span: Span) -> Diagnostic {
    MarkupFault.missingAlternative.report(at: span, "image has no alternative text")
  }

  static func misplacedFootnote(at span: Span) -> Diagnostic {
    MarkupFault.misplacedFootnote.report(at: span, "footnotes are defined at the left margin")
  }

  static func repeatedFootnote(_ label: Name) -> Diagnostic {
    MarkupFault.repeatedFootnote.report(
      at: label.span, "footnote [^\(label.text)] is defined twice")
  }

  static func undefinedFootnote(_ label: String, at span: Span, among known: [String])
    -> Diagnostic
  {
    let meant = nearest(to: label, among: known).map { "; did you mean [^\($0)]?" } ?? ""
    return MarkupFault.undefinedFootnote.report(
      at: span, "footnote [^\(label)] is not defined" + meant)
  }

  static func unusedFootnote(_ label: Name) -> Diagnostic {
    MarkupFault.unusedFootnote.report(
      at: label.span, "nothing refers to footnote [^\(label.text)]", .warning)
  }

  static func malformedTable(cells: Int, columns: Int, at span: Span) -> Diagnostic {
    MarkupFault.malformedTable.report(
      at: span, "row has \(cells) cells, the table's header \(columns)")
  }

  static func malformedLabel(at span: Span) -> Diagnostic {
    MarkupFault.malformedLabel.report(at: span, "labels of lines are written `\\label{eq-id}`")
  }

  static func malformedOption(at span: Span) -> Diagnostic {
    MarkupFault.malformedOption.report(at: span, "option line is not of the form #| key: value")
  }

  static func unknownOption(_ name: Name) -> Diagnostic {
    let known = RunBlock.optionKeys
    let meant = nearest(to: name.text, among: known).map { "; did you mean \($0)?" }
    return MarkupFault.unknownOption.report(
      at: name.span,
      "\(name.text) is no option of a run block"
        + (meant ?? "; there are " + known.joined(separator: ", ")))
  }
}
