import Courseware
import Formula
import SourceText

/// What `explain` shows of a definition: its reading, its shape, how long its program is.
extension ExplainCommand {
  /// Of the definitions whose equations stand where `covers` says, in their order.
  func definitions(in plan: Plan, at covers: (Span) -> Bool) -> [String] {
    var scopes = [plan.scope]
    for case .claim(let claim) in plan.items { scopes.append(claim.scope) }
    var found: [(start: Int, text: String)] = []
    for scope in scopes {
      for symbol in scope.symbols {
        for clause in scope.definition(of: symbol.id)?.clauses ?? [] where covers(clause.span) {
          let shown = text(clause, of: symbol, scope)
          guard !found.contains(where: { $0.text == shown }) else { continue }
          found.append((clause.span.start, shown))
        }
      }
    }
    return found.sorted { $0.start < $1.start }.map { $0.text }
  }

  private func text(_ clause: Definition.Clause, of symbol: Symbol, _ scope: Scope) -> String {
    let body = clause.body
    let arguments = clause.arguments.map { Scope.written(scope[$0].name) }
    let places = (clause.family + clause.entries).map { index(of: $0, scope) }
    var name = Scope.written(symbol.name)
    if !places.isEmpty { name += "[\(places.joined(separator: ", "))]" }
    if !arguments.isEmpty { name += "(\(arguments.joined(separator: ", ")))" }
    let shape = body.shape.text(in: scope)
    var text = "define \(name) := \(body.bracketed(in: scope)) : \(shape)\n"
    if let size = try? Lowering.programSize(of: clause, in: scope) {
      text += "  program  \(size.operations) operations on \(size.inputs) inputs\n"
    }
    return text
  }

  private func index(of pattern: Definition.Pattern, _ scope: Scope) -> String {
    switch pattern {
    case .any(let variable, _): scope[variable].name
    case .fixed(let extent): extent.value.map { "\($0)" } ?? "end"
    }
  }
}
