import Formula
import Foundation
import SourceText
import Testing

/// Every formula of the five sets of notes, with what becomes of it.
///
/// `NNN.formulas` are the formulas, one a line; `NNN.symbols` what the sections of a lesson would
/// declare, separated by `---`; `NNN.outcomes` the golden: how the first section that understands
/// a formula reads it, fully bracketed, or why the first section with its
/// names refuses it. `RECORD_GOLDENS=1` writes the outcomes anew.
@Suite struct NotesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Notes")

  private func text(_ name: String) -> String? {
    try? String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func outcome(_ formula: String, in sections: [Scope]) -> String {
    var refusal: Diagnostic?
    var lesson = Lesson()
    for scope in sections {
      switch scope.understands(Excerpt(formula)) {
      case .claim:
        lesson.scope = scope
        return lesson.claim(formula)
      case .expression:
        lesson.scope = scope
        let term = lesson.scope.read(expression: Excerpt(formula)).term
        return "expression " + (term?.bracketed(in: lesson.scope) ?? "")
      case .prose(let diagnostic):
        if refusal.map({ diagnostic.isCloser(than: $0) }) ?? true { refusal = diagnostic }
      }
    }
    return refusal.map { "\($0.id): \($0.summary)" } ?? ""
  }

  @Test(arguments: ["000", "001", "002", "003", "004"])
  func everyFormulaHasItsOutcome(_ notes: String) throws {
    let symbols = try #require(text(notes + ".symbols"))
    let formulas = try #require(text(notes + ".formulas"))
    var sections: [Scope] = []
    for section in symbols.components(separatedBy: "\n---\n") {
      var scope = Scope()
      #expect(scope.declare(Excerpt(section)).map { $0.summary } == [])
      sections.append(scope)
    }
    var lines: [String] = []
    var readCount = 0
    for formula in formulas.split(separator: "\n") {
      let outcome = outcome(String(formula), in: sections)
      lines.append(formula + "\n    " + outcome)
      if outcome.hasPrefix("(") || outcome.hasPrefix("expression") { readCount += 1 }
    }
    lines.append("read: \(readCount) of \(lines.count)")
    let found = lines.joined(separator: "\n") + "\n"
    let file = notes + ".outcomes"
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try found.write(
        to: Self.folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }
    #expect(found == text(file), "\(file) differs; RECORD_GOLDENS=1 writes it anew")
  }

  /// Of the formulas that state something or are a value, 91 of 100 are read.
  ///
  /// The others are updates, sets, ranges, types and lists, and refused by those names.
  @Test func nearlyAllThatCanBeReadIsRead() throws {
    let noValues: Set<String> = [
      "Update", "TypeStatement", "SetAsValue", "Placeholder", "OutsideChecking", "NoRelation",
      "NothingToContinue",
    ]
    var (all, read, refused) = (0, 0, 0)
    for notes in ["000", "001", "002", "003", "004"] {
      let lines = try #require(text(notes + ".outcomes")).split(separator: "\n")
      for outcome in lines where outcome.hasPrefix("    ") {
        let reason = String(outcome.dropFirst(4).prefix { $0 != ":" })
        all += 1
        if reason.hasPrefix("(") || reason.hasPrefix("expression") { read += 1 }
        if noValues.contains(reason) { refused += 1 }
      }
    }
    #expect(all == 627)
    #expect(100 * read >= 91 * (all - refused), "\(read) of \(all - refused) are read")
  }
}

extension Diagnostic {
  /// Whether its section is rather the one that declares the formula's names.
  fileprivate func isCloser(than other: Diagnostic) -> Bool {
    other.isAboutNames && !isAboutNames
  }

  private var isAboutNames: Bool {
    [
      "UndeclaredSymbol", "TooFewIndices", "TooManyIndices", "FunctionWithoutArgument",
      "NotAFamily",
      "IndexRange", "UseBeforeDefinition", "NotAnIndex",
    ].contains(id)
  }
}
