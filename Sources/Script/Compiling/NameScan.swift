/// Which names a function assigns, how often, and which its inner functions use.
///
/// By name only, whatever the scopes: a variable may be shared through a cell without need, never
/// the other way round.
struct NameScan {
  private var sites: [String: Int] = [:]
  private var usedInside: Set<String> = []
  private var functionNames: Set<String> = []

  init(_ function: FunctionSyntax) {
    for parameter in function.parameters + function.keywords { assign(parameter.name.text, false) }
    walk(function.body, isInside: false)
  }

  init(_ statements: [Statement]) { walk(statements, isInside: false) }

  /// Whether a variable of this name changes after an inner function has taken it.
  func needsCell(_ name: String) -> Bool {
    usedInside.contains(name) && (sites[name] ?? 0 > 1 || functionNames.contains(name))
  }

  private mutating func assign(_ name: String, _ isInside: Bool) {
    sites[name, default: 0] += 1
    if isInside { usedInside.insert(name) }
  }

  private mutating func walk(_ statements: [Statement], isInside: Bool) {
    for statement in statements { walk(statement.kind, isInside) }
  }

  private mutating func walk(_ kind: Statement.Kind, _ isInside: Bool) {
    switch kind {
    case .expression(let value): walk(value, isInside)
    case .assign(let target, let value):
      for name in target.names { assign(name.text, isInside) }
      walk(value, isInside)
    case .update(let name, _, let value):
      assign(name.text, isInside)
      sites[name.text, default: 0] += 1
      walk(value, isInside)
    case .fill(_, _, let value): walk(value, isInside)
    case .assignElement(let base, let indices, _, _, let value):
      for part in [base, value] + indices { walk(part, isInside) }
    case .function(let function):
      if let name = function.name {
        assign(name.text, isInside)
        functionNames.insert(name.text)
      }
      walk(function)
    case .branch(let branches, let otherwise):
      for branch in branches {
        walk(branch.condition, isInside)
        walk(branch.body, isInside: isInside)
      }
      walk(otherwise, isInside: isInside)
    case .forEach(let clauses, let body):
      walk(clauses, isInside)
      walk(body, isInside: isInside)
    case .whileTrue(let condition, let body):
      walk(condition, isInside)
      walk(body, isInside: isInside)
    case .breakLoop, .continueLoop: break
    case .returnValue(let value): if let value { walk(value, isInside) }
    case .check(let check):
      walk(check.condition, isInside)
      for option in check.options { walk(option.value, isInside) }
    case .forAll(let forAll):
      walk(forAll.generator, isInside)
      walk(forAll.body, isInside: true)
    }
  }

  private mutating func walk(_ clauses: [Comprehension.Clause], _ isInside: Bool) {
    for clause in clauses {
      for name in clause.target.names { assign(name.text, isInside) }
      walk(clause.values, isInside)
    }
  }

  private mutating func walk(_ function: FunctionSyntax) {
    for child in function.children { walk(child, true) }
    walk(function.body, isInside: true)
  }

  private mutating func walk(_ expression: Expression, _ isInside: Bool) {
    switch expression.node {
    case .name(let name): if isInside { usedInside.insert(name) }
    case .lambda(let function): walk(function)
    case .block(let statements): walk(statements, isInside: isInside)
    case .comprehension(let comprehension):
      walk(comprehension.clauses, isInside)
      for child in comprehension.children { walk(child, isInside) }
    default:
      for child in expression.node.children { walk(child, isInside) }
    }
  }
}
