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
    guard let claim else { return "nothing" }
    var lines: [String] = []
    for step in claim.steps { lines.append(text(step, shapes)) }
    var result = lines.joined(separator: "; ")
    for hypothesis in claim.hypotheses {
      result += " | " + hypothesis.condition.bracketed(in: scope, shapes: shapes)
    }
    return result
  }

  private func text(_ step: Step, _ shapes: Bool) -> String {
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
  /// Terms of a claim that do not survive printing and reading again.
  mutating func brokenRoundTrips(_ latex: String) -> [String] {
    guard let claim = scope.read(claim: Excerpt(latex)).claim else { return [] }
    var broken: [String] = []
    for step in claim.steps {
      guard case .relation(_, let left, let right) = step.conclusion else { continue }
      for term in [left, right] {
        let printed = term.latex(in: scope)
        var again = scope
        let (read, diagnostics) = again.read(expression: Excerpt(printed))
        if let read,
          read.bracketed(in: again, shapes: true) == term.bracketed(in: scope, shapes: true)
        {
          continue
        }
        broken.append(
          printed + "  " + (diagnostics.first.map(Self.text) ?? read?.bracketed(in: again) ?? ""))
      }
    }
    return broken
  }
}
