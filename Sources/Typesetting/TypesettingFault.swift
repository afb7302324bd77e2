package import SourceText

/// Everything that this module can find wrong in an author's formula.
package enum TypesettingFault: String, CaseIterable, Sendable {
  case forbiddenCommand = "ForbiddenCommand"
  case formulaTooDeep = "FormulaTooDeep"
  case formulaTooLarge = "FormulaTooLarge"
  case formulaTooLong = "FormulaTooLong"
  case invalidLaTeX = "InvalidLaTeX"
  case unusualLaTeX = "UnusualLaTeX"

  /// What the rule is and why, in whole sentences: what `explain` prints.
  package var explanation: String {
    switch self {
    case .forbiddenCommand:
      "Links, images and HTML do not come from formulas: `\\href`, `\\url`, `\\includegraphics`, `\\htmlId` and their like are refused."
    case .formulaTooDeep:
      "Braces and environments may be nested \(Typesetter.maximumDepth) deep."
    case .formulaTooLarge:
      "Typesetting a formula may take \(Typesetter.memoryLimit >> 20) MiB of memory, and ask for \(Typesetter.workLimit >> 20) MiB in all; divide it."
    case .formulaTooLong:
      "A formula has at most \(Typesetter.maximumLength) bytes; divide a longer one."
    case .invalidLaTeX:
      "Formulas are written in the LaTeX that KaTeX supports: https://katex.org/docs/supported.html."
    case .unusualLaTeX:
      "KaTeX sets this formula, but LaTeX would not, or sets it differently; text belongs into `\\text{…}`."
    }
  }

  fileprivate func summary(_ detail: String) -> String {
    switch self {
    case .forbiddenCommand: "\(detail) is not allowed in formulas"
    case .formulaTooDeep: "formula is nested more than \(Typesetter.maximumDepth) deep"
    case .formulaTooLarge: "formula takes too much memory or time to typeset"
    case .formulaTooLong: "formula is longer than \(Typesetter.maximumLength) bytes"
    case .invalidLaTeX, .unusualLaTeX: detail
    }
  }
}

extension TypesetResult {
  /// The remarks as messages with places in the file that the formula stands in.
  package func diagnostics(in excerpt: Excerpt) -> [Diagnostic] {
    remarks.map { remark in
      let span: Span
      if let offset = remark.offset {
        let start = min(offset, excerpt.count)
        span = excerpt.span(start..<excerpt.tokenEnd(from: start))
      } else {
        span = excerpt.span(0..<excerpt.count)
      }
      return Diagnostic(
        remark.fault.rawValue, remark.fault == .unusualLaTeX ? .warning : .error, at: span,
        remark.fault.summary(remark.detail), explanation: remark.fault.explanation)
    }
  }
}

extension Excerpt {
  /// Behind the command or character that begins at `start`.
  fileprivate func tokenEnd(from start: Int) -> Int {
    guard start < count else { return count }
    var end = start + 1
    if bytes[start] == UInt8(ascii: "\\") {
      while end < count, (0x61...0x7A).contains(bytes[end] | 0x20) { end += 1 }
      return max(end, min(start + 2, count))
    }
    while end < count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
