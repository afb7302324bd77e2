import Formula
import SourceText

/// A scope built from a fence and definitions, and what comes of reading in it.
struct Lesson {
  var scope = Scope()
  var problems: [String] = []

  init(_ fence: String = "", define definitions: String...) {
    note(scope.declare(Excerpt(fence)))
    for definition in definitions { note(scope.define(Excerpt(definition))) }
  }

  private mutating func note(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { problems.append(Self.text(diagnostic)) }
  }

  static func text(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.span.start + 1)-\(diagnostic.span.end): \(diagnostic.id): \(diagnostic.summary)"
  }

  /// The steps of a claim, bracketed, or the diagnostic.
  mutating func claim(_ latex: String, shapes: Bool = false) -> String {
    let (claim, diagnostics) = scope.read(claim: Excerpt(latex))
    if let diagnostic = diagnostics.first { return Self.text(diagnostic) }
    return claim.map { text($0, shapes: shapes) } ?? "nothing"
  }

  /// The steps and hypotheses, bracketed.
  func text(_ claim: Claim, shapes: Bool = false) -> String {
    var lines: [String] = []
    for step in claim.steps { lines.append(text(step, shapes)) }
    var result = lines.joined(separator: "; ")
    for hypothesis in claim.hypotheses {
      result += hypothesis.binders.isEmpty ? " | " : " | for all: "
      result += hypothesis.condition.bracketed(in: scope, shapes: shapes)
    }
    return result
  }

  fileprivate func text(_ step: Step, _ shapes: Bool) -> String {
    var text = ""
    for premise in step.premises {
      text += premise.bracketed(in: scope, shapes: shapes) + " ⇒ "
    }
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      text += Term(.relation(relation, left, right), .truth, at: step.span)
        .bracketed(in: scope, shapes: shapes)
    case .truth(let term): text += term.bracketed(in: scope, shapes: shapes)
    case .equivalence(let left, let right):
      text +=
        left.bracketed(in: scope, shapes: shapes) + " ⇔ "
        + right.bracketed(in: scope, shapes: shapes)
    }
    return text
  }

  /// The definition of a name, clause by clause.
  func definition(_ name: String) -> String {
    guard let symbol = scope.symbol(named: name), let definition = scope.definition(of: symbol.id)
    else { return problems.first ?? "undefined" }
    var text = ""
    for clause in definition.clauses {
      if !text.isEmpty { text += "; " }
      for pattern in clause.family { text += self.text(pattern, "") }
      for pattern in clause.entries { text += self.text(pattern, "entry ") }
      text += clause.body.bracketed(in: scope)
    }
    let shape: String
    switch symbol.kind {
    case .defined(let value): shape = value.text(in: scope)
    case .definedFunction(let arguments, let result):
      shape =
        arguments.map { scope[$0].name }.joined(separator: ",") + " -> "
        + result.text(in: scope)
    default: shape = "?"
    }
    return text + " : " + shape
  }

  private func text(_ pattern: Definition.Pattern, _ what: String) -> String {
    switch pattern {
    case .fixed(let extent): "[\(what)\(extent.value.map { String($0) } ?? "end")] "
    case .any(let symbol, let range):
      "[\(what)\(scope[symbol].name) in \(size(range.first))..\(size(range.last))] "
    }
  }

  private func size(_ extent: Extent) -> String {
    String(Shape.vector(extent).text(in: scope).dropFirst(7).dropLast())
  }
}

extension Lesson {
  /// What a claim becomes that does not survive printing and reading again; `nil` if it does.
  func brokenRoundTrip(_ latex: String) -> String? {
    var scope = scope
    guard let claim = scope.read(claim: Excerpt(latex)).claim else { return nil }
    let printed = claim.latex(in: scope)
    var again = self
    let (read, diagnostics) = again.scope.read(claim: Excerpt(printed))
    guard let read else { return printed + "  " + (diagnostics.first.map(Self.text) ?? "") }
    var first = self
    first.scope = scope
    let (before, after) = (first.parts(of: claim), again.parts(of: read))
    return before == after ? nil : printed + "  " + after.joined(separator: "; ")
  }

  /// Steps and hypotheses one by one; a conjunction counts as its parts.
  private func parts(of claim: Claim) -> [String] {
    var parts = claim.steps.map { text($0, true) }
    for hypothesis in claim.hypotheses {
      var conditions = [hypothesis.condition]
      if case .and(let all) = hypothesis.condition.node { conditions = all }
      for condition in conditions {
        parts.append("| " + condition.bracketed(in: scope, shapes: true))
      }
    }
    return parts
  }
}
