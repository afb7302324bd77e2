import SourceText

extension Compiler {
  mutating func compile(_ statements: [Statement]) {
    for statement in statements { compile(statement) }
  }

  mutating func compile(_ statement: Statement) {
    switch statement.kind {
    case .expression(let value): _ = compile(value)
    case .assign(let target, let value): assign(target, value, statement.span)
    case .update(let name, let operation, let value):
      let name = Expression(.name(name.text), name.span)
      let sum = Expression(.binary(operation, name, value), statement.span)
      assign(pattern(of: name), sum, statement.span)
    case .fill(let name, let operation, let value): fill(name, operation, value, statement.span)
    case .assignElement(let base, let indices, let operation, let isBroadcast, let value):
      assignElement(base, indices, operation, isBroadcast, value, statement.span)
    case .function(let function): define(function)
    case .branch(let branches, let otherwise): branch(branches, otherwise)
    case .forEach(let clauses, let body):
      beginLoop()
      forEach(clauses[...]) { (compiler) in compiler.compile(body) }
    case .whileTrue(let condition, let body):
      beginLoop()
      whileTrue(condition, body)
    case .breakLoop, .continueLoop: leave(statement)
    case .returnValue(let value):
      if state.isTop { report(Wording.returnOutside(at: statement.span)) }
      let register = value.map { compile($0) } ?? constant(.nothing)
      emit(.returnValue, a: register)
    case .check(let check): compile(check)
    case .forAll(let forAll): compile(forAll)
    }
    state.next = state.localTop
  }

  /// `recorded` is what the last loop of the block recorded, inner loops included.
  private func beginLoop() {
    if state.isTop, state.loops.isEmpty { emit(.beginLoop) }
  }

  private func pattern(of name: Expression) -> Pattern {
    guard case .name(let text) = name.node else { return Pattern(names: [], isTuple: false) }
    return Pattern(names: [Name(text: text, span: name.span)], isTuple: false)
  }

  // MARK: Assignment

  /// Where an assignment to a name goes; declares it if it is new.
  mutating func target(_ name: Name) -> FunctionState.Variable {
    if case .variable(let variable) = assignable(name) { return variable }
    if state.isTop, state.scopes.count == 1 || isKnownGlobal(name.text),
      let register = environment.globals[name.text]
    {
      environment.assigned.insert(name.text)
      return FunctionState.Variable(register: register, isCell: false)
    }
    let variable = state.declare(name.text)
    if variable.isCell { emit(.newCell, a: variable.register, b: constant(.nothing)) }
    return variable
  }

  private func isKnownGlobal(_ name: String) -> Bool { environment.assigned.contains(name) }

  private mutating func assignable(_ name: Name) -> Meaning {
    if let variable = state.find(name.text) { return .variable(variable) }
    guard state.parent != nil else { return .unknown }
    let meaning = meaning(name.text, at: name.span)
    if case .variable(let variable) = meaning, variable.isCell { return meaning }
    return .unknown
  }

  private mutating func assign(_ target: Pattern, _ value: Expression, _ span: Span) {
    if target.isTuple {
      let register = compile(value)
      unpack(register, target, value.span)
      return
    }
    guard let name = target.names.first else { return }
    if let variable = existing(name), !variable.isCell {
      _ = compile(value, into: variable.register)
      if state.isTop { environment.assigned.insert(name.text) }
    } else if state.find(name.text) == nil, !isCaptured(name) {
      // A new variable: its register first, so that the value lands in it.
      declareAndSet(name, value)
    } else {
      let register = compile(value)
      store(register, self.target(name))
    }
  }

  private mutating func isCaptured(_ name: Name) -> Bool {
    if case .variable = assignable(name) { return true }
    return false
  }

  private mutating func declareAndSet(_ name: Name, _ value: Expression) {
    let register = state.temporary()
    state.localTop = max(state.localTop, register + 1)
    if state.scan.needsCell(name.text) {
      let inner = compile(value)
      emit(.newCell, a: register, b: inner)
    } else {
      _ = compile(value, into: register)
    }
    let variable = FunctionState.Variable(
      register: register, isCell: state.scan.needsCell(name.text))
    state.scopes[state.scopes.count - 1][name.text] = variable
    state.code.registerNames[register] = name.text
  }

  /// The variable a name already is, if assigning does not declare it.
  private mutating func existing(_ name: Name) -> FunctionState.Variable? {
    if let variable = state.find(name.text) {
      return variable.register >= 1_000_000 && !variable.isCell ? nil : variable
    }
    guard state.isTop, let register = environment.globals[name.text],
      state.scopes.count == 1 || isKnownGlobal(name.text)
    else { return nil }
    return FunctionState.Variable(register: register, isCell: false)
  }

  func store(_ register: Int32, _ variable: FunctionState.Variable) {
    if variable.isCell {
      emit(.setCell, a: variable.register, b: register)
    } else if variable.register != register {
      emit(.move, a: variable.register, b: register)
    }
  }

  mutating func unpack(_ register: Int32, _ target: Pattern, _ span: Span) {
    let first = state.next
    for _ in target.names { _ = state.temporary() }
    emit(.unpack, a: first, b: register, c: Int32(target.names.count), sites: [span])
    var variables: [FunctionState.Variable] = []
    for name in target.names {
      let variable = self.target(name)
      variables.append(variable)
    }
    for (offset, variable) in variables.enumerated() {
      store(first + Int32(offset), variable)
    }
  }

  private mutating func fill(
    _ name: Name, _ operation: BinaryOperator?, _ value: Expression, _ span: Span
  ) {
    let base = compile(Expression(.name(name.text), name.span))
    var register = compile(value)
    if let operation {
      let result = state.temporary()
      emit(
        .binary, extra: UInt16(operation.rawValue), a: result, b: base, c: register,
        sites: [span, name.span, value.span])
      register = result
    }
    emit(.fill, a: base, b: register, sites: [span, name.span, value.span])
  }

  private mutating func assignElement(
    _ base: Expression, _ indices: [Expression], _ operation: BinaryOperator?,
    _ isBroadcast: Bool, _ value: Expression, _ span: Span
  ) {
    let array = compile(base)
    let places = compileIndices(array, indices)
    let result: Int32
    if let operation {
      let old = state.temporary()
      emitIndex(old, array, places, [span, base.span] + indices.map { $0.span })
      let right = compile(value)
      result = state.temporary()
      let actual = isBroadcast ? operation.dotted : operation
      emit(actual, result, old, right, [span, base.span, value.span])
    } else {
      result = compile(value)
    }
    let sites = [span, base.span] + indices.map { $0.span } + [value.span]
    switch places {
    case .one(let index): emit(.setEntry, a: array, b: result, c: index, sites: sites)
    case .two(let first, let second):
      emit(
        .setEntryOfMatrix, extra: UInt16(bitPattern: Int16(second)), a: array, b: result, c: first,
        sites: sites)
    case .several(let first, let count):
      emit(.setIndex, extra: UInt16(clamping: count), a: array, b: result, c: first, sites: sites)
    }
  }

  // MARK: Control

  private mutating func branch(
    _ branches: [(condition: Expression, body: [Statement])], _ otherwise: [Statement]
  ) {
    var exits: [Int] = []
    for branch in branches {
      let skips = jumpUnless(branch.condition)
      state.next = state.localTop
      compile(branch.body)
      exits.append(emit(.jump))
      for skip in skips { patch(skip) }
    }
    compile(otherwise)
    for exit in exits { patch(exit) }
  }

  /// Code that jumps when a condition is false; the jumps are to be patched.
  mutating func jumpUnless(_ condition: Expression) -> [Int] {
    if case .and(let left, let right) = condition.node {
      return jumpUnless(left) + jumpUnless(right)
    }
    if case .comparison(let operands, let operators) = condition.node, operands.count == 2,
      !operators[0].isDotted, operators[0].relation.rawValue <= Relation.greaterOrEqual.rawValue
    {
      let left = compile(operands[0])
      let right = compile(operands[1])
      return [
        emit(
          .jumpUnlessCompare, extra: UInt16(operators[0].relation.rawValue), b: left, c: right,
          sites: [condition.span, operands[0].span, operands[1].span])
      ]
    }
    let register = compile(condition)
    return [emit(.jumpUnless, a: register, sites: [condition.span])]
  }

  private mutating func whileTrue(_ condition: Expression, _ body: [Statement]) {
    let start = here
    let exits = jumpUnless(condition)
    loop(start, exits) { (compiler) in compiler.compile(body) }
  }

  /// The body, the jump back, and the places that `break` and `continue` go to.
  private mutating func loop(_ start: Int, _ exits: [Int], _ body: (inout Compiler) -> Void) {
    state.loops.append(([], []))
    pushScope()
    body(&self)
    popScope()
    let loop = state.loops.removeLast()
    for jump in loop.continues { state.code.instructions[jump].a = Int32(start) }
    emit(.jump, a: Int32(start))
    for exit in exits + loop.breaks { patch(exit) }
  }

  /// Opens a scope; whatever is declared is gone at the matching `popScope`.
  mutating func pushScope() {
    marks.append((state.next, state.localTop))
    state.localTop = state.next
    state.scopes.append([:])
  }

  mutating func popScope() {
    state.scopes.removeLast()
    let mark = marks.removeLast()
    (state.next, state.localTop) = mark
  }

  /// The loops of several clauses within one another; answers the registers of the outermost one.
  @discardableResult mutating func forEach(
    _ clauses: ArraySlice<Comprehension.Clause>, _ body: (inout Compiler) -> Void
  ) -> Int32 {
    let iterated = state.next
    guard let clause = clauses.first else {
      body(&self)
      return iterated
    }
    pushScope()
    for _ in 0..<Machine.loopRegisters { _ = state.temporary() }
    state.localTop = state.next
    prepareLoop(clause.values, iterated)
    state.next = state.localTop
    let start = here
    let value = state.temporary()
    state.localTop = state.next
    let exit = emit(.next, a: iterated, b: value, sites: [clause.values.span])
    loop(start, [exit]) { (compiler) in
      compiler.bind(clause.target, value)
      compiler.forEach(clauses.dropFirst(), body)
    }
    popScope()
    return iterated
  }

  private mutating func prepareLoop(_ values: Expression, _ state: Int32) {
    if case .range(let first, let step, let last) = values.node {
      let start = consecutive([first, step ?? Expression(.number(1), first.span), last])
      let sites = [values.span, first.span, step?.span ?? first.span, last.span]
      emit(.prepareSteps, a: state, b: start, sites: sites)
    } else {
      let register = compile(values)
      emit(.prepareLoop, a: state, b: register, sites: [values.span])
    }
  }

  /// Gives the loop's variables the value at hand.
  private mutating func bind(_ target: Pattern, _ value: Int32) {
    if target.isTuple {
      let first = state.next
      for _ in target.names { _ = state.temporary() }
      state.localTop = state.next
      emit(.unpack, a: first, b: value, c: Int32(target.names.count), sites: [target.span])
      for (offset, name) in target.names.enumerated() {
        bindOne(name.text, first + Int32(offset))
      }
    } else if let name = target.names.first {
      bindOne(name.text, value)
    }
  }

  private mutating func bindOne(_ name: String, _ register: Int32) {
    if state.scan.needsCell(name) {
      let variable = state.declare(name)
      emit(.newCell, a: variable.register, b: register)
    } else {
      state.scopes[state.scopes.count - 1][name] = FunctionState.Variable(
        register: register, isCell: false)
      state.code.registerNames[register] = name
    }
  }

  private mutating func leave(_ statement: Statement) {
    guard !state.loops.isEmpty else {
      report(Wording.leaveOutside(at: statement.span))
      return
    }
    let jump = emit(.jump)
    if case .breakLoop = statement.kind {
      state.loops[state.loops.count - 1].breaks.append(jump)
    } else {
      state.loops[state.loops.count - 1].continues.append(jump)
    }
  }
}
