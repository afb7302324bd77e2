package import SourceText

/// Which names a block uses and which it may change: what the results of other blocks hang on.
///
/// By name only: it may say more than happens, never less.
package struct BlockNames: Sendable {
  /// Everything it names: variables, functions of the library and of formulas, parameters.
  package private(set) var mentioned: Set<String> = []
  /// Variables of the lesson that it gives a value.
  package private(set) var assigned: Set<String> = []
  /// Whether it may change values that other names share: entries of arrays, variables that an
  /// inner function has taken along.
  package private(set) var changesInPlace = false

  /// The names of a block's code; what cannot be read names nothing and does nothing.
  package init(_ code: Excerpt) {
    walk(Parser.parse(code).0, level: 0)
  }

  /// - Parameter level: how many functions stand around; 0 in the block itself.
  private mutating func walk(_ statements: [Statement], level: Int) {
    for statement in statements { walk(statement.kind, level) }
  }

  private mutating func walk(_ kind: Statement.Kind, _ level: Int) {
    switch kind {
    case .expression(let value): walk(value, level)
    case .assign(let target, let value):
      for name in target.names { assign(name.text, level) }
      walk(value, level)
    case .update(let name, _, let value):
      assign(name.text, level)
      walk(value, level)
    case .fill(let name, _, let value):
      mention(name.text)
      changesInPlace = true
      walk(value, level)
    case .assignElement(let base, let indices, _, _, let value):
      changesInPlace = true
      for part in [base, value] + indices { walk(part, level) }
    case .function(let function):
      if let name = function.name { assign(name.text, level) }
      walk(function, level)
    case .branch(let branches, let otherwise):
      for branch in branches {
        walk(branch.condition, level)
        walk(branch.body, level: level)
      }
      walk(otherwise, level: level)
    default: walkRest(kind, level)
    }
  }

  private mutating func walkRest(_ kind: Statement.Kind, _ level: Int) {
    switch kind {
    case .forEach(let clauses, let body):
      walk(clauses, level)
      walk(body, level: level)
    case .whileTrue(let condition, let body):
      walk(condition, level)
      walk(body, level: level)
    case .returnValue(let value): if let value { walk(value, level) }
    case .check(let check):
      walk(check.condition, level)
      for option in check.options { walk(option.value, level) }
    case .forAll(let forAll):
      for name in forAll.target.names { mention(name.text) }
      walk(forAll.generator, level)
      for option in forAll.options { walk(option.value, level) }
      walk(forAll.body, level: level + 1)
    default: break
    }
  }

  /// The variable of a loop may outlive it in the block itself.
  private mutating func walk(_ clauses: [Comprehension.Clause], _ level: Int) {
    for clause in clauses {
      for name in clause.target.names {
        mention(name.text)
        if level == 0 { assigned.insert(name.text) }
      }
      walk(clause.values, level)
    }
  }

  private mutating func walk(_ function: FunctionSyntax, _ level: Int) {
    for parameter in function.parameters + function.keywords { mention(parameter.name.text) }
    for child in function.children { walk(child, level) }
    walk(function.body, level: level + 1)
  }

  private mutating func walk(_ expression: Expression, _ level: Int) {
    switch expression.node {
    case .name(let name): mention(name)
    case .lambda(let function): walk(function, level)
    case .block(let statements): walk(statements, level: level)
    case .call(_, let call):
      for name in call.requiredKeywords { mention(name.text) }
      for child in expression.node.children { walk(child, level) }
    case .comprehension(let comprehension):
      walk(comprehension.clauses, level + 1)
      for child in comprehension.children { walk(child, level) }
    default: for child in expression.node.children { walk(child, level) }
    }
  }

  /// In a function a name is its own; in a function inside a function it may be the outer one's.
  private mutating func assign(_ name: String, _ level: Int) {
    mention(name)
    if level == 0 { assigned.insert(name) }
    if level > 1 { changesInPlace = true }
  }

  /// A prime is the derivative of the function it stands on.
  private mutating func mention(_ name: String) {
    mentioned.insert(name)
    var plain = name
    while plain.unicodeScalars.last == "\u{2032}" || plain.unicodeScalars.last == "'" {
      plain.unicodeScalars.removeLast()
      mentioned.insert(plain)
    }
  }
}
