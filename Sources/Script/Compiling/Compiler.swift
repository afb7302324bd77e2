import SourceText

/// Resolves names to registers and writes code; collects every error on the way.
struct Compiler {
  var environment: Environment
  var diagnostics: [Diagnostic] = []
  var state: FunctionState
  let excerpt: Excerpt
  /// Globals that some later statement of this block assigns.
  private(set) var upcoming: Set<String> = []
  private var reported: Set<Span> = []
  /// Registers to return to when scopes close.
  var marks: [(next: Int32, localTop: Int32)] = []

  /// Compiles a block against the lesson's names so far.
  static func compile(
    _ statements: [Statement], _ environment: Environment, _ excerpt: Excerpt
  ) -> (code: Code, environment: Environment, diagnostics: [Diagnostic]) {
    var environment = environment
    var names: [Name] = []
    globals(of: statements, into: &names)
    var diagnostics: [Diagnostic] = []
    for name in names {
      if environment.externals[name.text] != nil {
        diagnostics.append(Wording.readOnly(name.text, at: name.span))
      }
      _ = environment.declare(name.text)
    }
    let first = Int32(environment.globalNames.count)
    let top = FunctionState(
      "the block", parent: nil, scan: NameScan(statements), firstRegister: first)
    top.code.registerCount = Int(first)
    for (index, name) in environment.globalNames.enumerated() {
      top.code.registerNames[Int32(index)] = name
    }
    var compiler = Compiler(environment: environment, state: top, excerpt: excerpt)
    compiler.diagnostics = diagnostics
    compiler.upcoming = Set(names.map { $0.text })
    compiler.signatures(of: statements)
    for (index, statement) in statements.enumerated() {
      compiler.topStatement(statement, isLast: index == statements.count - 1)
    }
    return (top.code, compiler.environment, compiler.diagnostics)
  }

  private init(environment: Environment, state: FunctionState, excerpt: Excerpt) {
    self.environment = environment
    self.state = state
    self.excerpt = excerpt
  }

  private static func globals(of statements: [Statement], into names: inout [Name]) {
    for statement in statements {
      switch statement.kind {
      case .assign(let target, _): names.append(contentsOf: target.names)
      case .update(let name, _, _): names.append(name)
      case .function(let function): if let name = function.name { names.append(name) }
      case .branch(let branches, let otherwise):
        for branch in branches { globals(of: branch.body, into: &names) }
        globals(of: otherwise, into: &names)
      default: break
      }
    }
  }

  /// Functions that are defined once, and not assigned otherwise, can be checked before they run.
  private mutating func signatures(of statements: [Statement]) {
    var definitions: [String: [FunctionSyntax]] = [:]
    var others: Set<String> = []
    var names: [Name] = []
    Compiler.globals(of: statements, into: &names)
    for statement in statements {
      guard case .function(let function) = statement.kind, let name = function.name else {
        continue
      }
      definitions[name.text, default: []].append(function)
    }
    var counts: [String: Int] = [:]
    for name in names { counts[name.text, default: 0] += 1 }
    for (name, count) in counts.sorted(by: { $0.key < $1.key })
    where count != definitions[name]?.count { others.insert(name) }
    for (name, functions) in definitions.sorted(by: { $0.key < $1.key }) {
      for function in functions.dropFirst()
      where function.parameters.count != functions[0].parameters.count {
        report(Wording.severalMethods(name, at: function.span))
      }
      environment.signatures[name] =
        functions.count == 1 && !others.contains(name) ? signature(functions[0]) : nil
    }
    for name in others.sorted() { environment.signatures[name] = nil }
  }

  private func signature(_ function: FunctionSyntax) -> Signature {
    Signature(
      name: function.name?.text ?? "the function",
      parameters: function.parameters.map { $0.name.text },
      required: function.parameters.filter { $0.standard == nil }.count,
      keywords: function.keywords.map { $0.name.text },
      requiredKeywords: function.keywords.filter { $0.standard == nil }.map { $0.name.text })
  }

  private mutating func topStatement(_ statement: Statement, isLast: Bool) {
    if case .expression(let expression) = statement.kind, !statement.isSilent {
      let register = compile(expression)
      emit(.show, a: register, b: isLast ? 1 : 0, sites: [expression.span])
      state.next = state.localTop
    } else {
      compile(statement)
    }
  }

  // MARK: Emitting

  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < 100, reported.insert(diagnostic.span).inserted else { return }
    diagnostics.append(diagnostic)
  }

  @discardableResult
  func emit(
    _ operation: Operation, extra: UInt16 = 0, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0,
    sites: [Span] = []
  ) -> Int {
    state.code.instructions.append(
      Instruction(operation: operation, extra: extra, a: a, b: b, c: c))
    state.code.sites.append(sites)
    return state.code.instructions.count - 1
  }

  var here: Int { state.code.instructions.count }

  /// Sets the target of a jump to the next instruction.
  func patch(_ jump: Int) {
    if state.code.instructions[jump].operation == .jump {
      state.code.instructions[jump].a = Int32(here)
    } else if state.code.instructions[jump].operation == .next {
      state.code.instructions[jump].c = Int32(here)
    } else if state.code.instructions[jump].operation == .jumpUnlessCompare {
      state.code.instructions[jump].a = Int32(here)
    } else {
      state.code.instructions[jump].b = Int32(here)
    }
  }

  func constant(_ value: Value) -> Int32 {
    if case .number(let number) = value {
      for (index, known) in state.code.constants.enumerated() {
        if case .number(let other) = known, other.bitPattern == number.bitPattern {
          return -Int32(index) - 1
        }
      }
    }
    state.code.constants.append(value)
    return -Int32(state.code.constants.count)
  }

  // MARK: Names

  /// What a name means at this place.
  enum Meaning {
    case variable(FunctionState.Variable)
    case global(Int32)
    case library(LibraryEntry)
    case external(External)
    case unknown
  }

  mutating func meaning(_ name: String, at span: Span) -> Meaning {
    if let variable = state.find(name) { return .variable(variable) }
    if let parent = state.parent, let variable = capture(name, state, parent) {
      return .variable(variable)
    }
    if let register = environment.globals[name] {
      if environment.assigned.contains(name) || !state.isTop { return .global(register) }
      if Library.entry(name) == nil {
        report(Wording.usedBeforeAssigned(name, at: span))
        return .global(register)
      }
    }
    if let external = environment.externals[name] { return .external(external) }
    if let entry = Library.entry(name) { return .library(entry) }
    return .unknown
  }

  /// Takes a variable of an enclosing function into this one.
  private func capture(
    _ name: String, _ inner: FunctionState, _ outer: FunctionState
  ) -> FunctionState.Variable? {
    var found = outer.find(name)
    if found == nil, let above = outer.parent { found = capture(name, outer, above) }
    guard let found else { return nil }
    // Captured values stand right behind the parameters' registers, filled at the call.
    let register = Int32(1_000_000 + inner.captures.count)
    let variable = FunctionState.Variable(register: register, isCell: found.isCell)
    inner.captures.append((name, found.register, variable))
    return variable
  }

  mutating func reportUnknown(_ name: String, at span: Span) {
    var known = Library.names
    known.append(contentsOf: environment.globalNames)
    known.append(contentsOf: environment.externals.keys.sorted())
    var function: FunctionState? = state
    while let current = function {
      for scope in current.scopes { known.append(contentsOf: scope.keys.sorted()) }
      function = current.parent
    }
    report(Wording.unknownName(name, nearest: nearest(to: name, among: known), at: span))
  }
}
