import Formula
import SourceText
import Verification

/// A scope made of one symbols fence and definitions, with what tests ask of it.
struct Lesson {
  var scope = Scope()
  private(set) var complaints: [String] = []

  init(_ symbols: String, _ definitions: String...) {
    note(scope.declare(Excerpt(symbols)))
    for definition in definitions { note(scope.define(Excerpt(definition))) }
  }

  private mutating func note(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics where diagnostic.severity == .error {
      complaints.append(diagnostic.summary)
    }
  }

  /// What is complained of in further symbols.
  mutating func declare(_ symbols: String) -> [String] {
    scope.declare(Excerpt(symbols)).map { $0.summary }
  }

  func claim(_ latex: String) -> Claim? {
    var scope = scope
    return scope.read(claim: Excerpt(latex)).0
  }

  func judge(_ latex: String, seed: UInt64 = 1) -> [StepResult] {
    var scope = scope
    guard let claim = scope.read(claim: Excerpt(latex)).0 else { return [] }
    return Judge(Settings(seed: seed)).judge(
      claim, in: scope, source: ClaimSource(Excerpt(latex)))
  }

  func mutants(_ latex: String) -> [MutantResult] {
    var scope = scope
    guard let claim = scope.read(claim: Excerpt(latex)).0 else { return [] }
    return Judge().mutants(of: claim, in: scope)
  }
}

/// A formula with the text of a repair in its place.
func repaired(_ latex: String, by repair: Repair) -> String {
  let bytes = Array(latex.utf8)
  return String(decoding: bytes[..<repair.span.start], as: UTF8.self) + repair.replacement
    + String(decoding: bytes[repair.span.end...], as: UTF8.self)
}
