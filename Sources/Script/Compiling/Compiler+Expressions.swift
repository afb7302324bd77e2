import SourceText

extension Compiler {
  /// Code for an expression; answers the register (or constant) that holds the value.
  ///
  /// With `into` the value ends there. An operation writes its result as its last act, so that the
  /// target may occur among the operands.
  mutating func compile(_ expression: Expression, into target: Int32? = nil) -> Int32 {
    switch expression.node {
    case .number(let value): return place(constant(.number(value)), target)
    case .boolean(let value): return place(constant(.boolean(value)), target)
    case .text(let pieces): return text(pieces, expression.span, target)
    case .name(let name): return self.name(name, expression.span, target)
    case .lastIndex: return lastIndex(expression.span, target)
    case .everything: return place(constant(.everything), target)
    case .range(let first, let step, let last):
      let start = consecutive([first, step ?? Expression(.number(1), first.span), last])
      let sites = [expression.span, first.span, step?.span ?? first.span, last.span]
      return operation(.makeRange, target, b: start, sites: sites)
    case .interval(let first, let last):
      return operation(
        .makeInterval, target, b: consecutive([first, last]), sites: [expression.span])
    case .vector(let items):
      let first = consecutive(items)
      return operation(
        .makeVector, target, b: first, c: Int32(items.count),
        sites: [expression.span] + items.map { $0.span })
    case .matrix(let rows): return matrix(rows, expression.span, target)
    case .comprehension(let comprehension):
      return self.comprehension(comprehension, expression.span, target)
    case .tuple(let items):
      let first = consecutive(items)
      return operation(
        .makeTuple, target, b: first, c: Int32(items.count), sites: [expression.span])
    case .record(let fields): return record(fields, expression.span, target)
    case .lambda(let function):
      let register = target ?? state.temporary()
      makeFunction(function, into: register)
      return register
    case .call(let callee, let call): return self.call(callee, call, expression, target)
    case .index(let base, let indices):
      let array = compile(base)
      let places = compileIndices(array, indices)
      let register = target ?? state.temporary()
      emitIndex(register, array, places, [expression.span, base.span] + indices.map { $0.span })
      return register
    case .field(let base, let name):
      if case .name(let module) = base.node, isUnbound(module),
        PythonHabit(name: module) == .numpy
      {
        report(Wording.python(.numpy, at: expression.span))
        return constant(.nothing)
      }
      let record = compile(base)
      let key = constant(.text(name))
      return operation(.field, target, b: record, c: key, sites: [expression.span, base.span])
    case .unary(let unary, let operand): return self.unary(unary, operand, expression, target)
    case .binary(let binary, let left, let right):
      return self.binary(binary, left, right, expression.span, target)
    case .comparison(let operands, let operators):
      return comparison(operands, operators, expression.span, target)
    case .and(let left, let right): return shortCircuit(left, right, .jumpUnless, target)
    case .or(let left, let right): return shortCircuit(left, right, .jumpIf, target)
    case .conditional(let condition, let yes, let no):
      return conditional(condition, yes, no, target)
    case .block(let statements): return block(statements, target)
    }
  }

  func place(_ register: Int32, _ target: Int32?) -> Int32 {
    guard let target, target != register else { return register }
    emit(.move, a: target, b: register)
    return target
  }

  func operation(
    _ operation: Operation, _ target: Int32?, extra: UInt16 = 0, b: Int32 = 0, c: Int32 = 0,
    sites: [Span]
  ) -> Int32 {
    let register = target ?? state.temporary()
    emit(operation, extra: extra, a: register, b: b, c: c, sites: sites)
    return register
  }

  /// Values in registers side by side; answers the first.
  mutating func consecutive(_ expressions: [Expression]) -> Int32 {
    let first = state.next
    for _ in expressions { _ = state.temporary() }
    for (offset, expression) in expressions.enumerated() {
      _ = compile(expression, into: first + Int32(offset))
    }
    return first
  }

  // MARK: Names

  private func isUnbound(_ name: String) -> Bool {
    state.find(name) == nil && environment.globals[name] == nil
      && environment.externals[name] == nil && Library.entry(name) == nil
  }

  private mutating func name(_ name: String, _ span: Span, _ target: Int32?) -> Int32 {
    switch meaning(name, at: span) {
    case .variable(let variable):
      guard variable.isCell else { return place(variable.register, target) }
      return operation(.getCell, target, b: variable.register, sites: [span])
    case .global(let register):
      if state.isTop { return place(register, target) }
      return operation(.getGlobal, target, b: register, sites: [span])
    case .library(let entry):
      if let value = entry.constant { return place(constant(.number(value)), target) }
      let function = constant(.function(FunctionValue(.native(entry))))
      guard entry.isValue else { return place(function, target) }
      state.code.calls.append(CallSite(count: 0, keywords: []))
      return operation(
        .call, target, extra: UInt16(truncatingIfNeeded: state.code.calls.count - 1), b: function,
        sites: [span])
    case .external(let external):
      return place(constant(.function(FunctionValue(.external(external)))), target)
    case .unknown: return unknown(name, span, target)
    }
  }

  /// `s′` is the derivative of `s`; anything else is an error.
  private mutating func unknown(_ name: String, _ span: Span, _ target: Int32?) -> Int32 {
    let scalars = Array(name.unicodeScalars)
    var base = scalars
    while let last = base.last, last.value == 0x2032 || last.value == 0x2033 { base.removeLast() }
    var order = 0
    for prime in scalars[base.count...] { order += prime.value == 0x2033 ? 2 : 1 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: base)
    guard order > 0, !base.isEmpty else {
      if let habit = PythonHabit(name: name) {
        report(Wording.python(habit, at: span))
      } else if let what = LeftOut(name: name) {
        report(Wording.leftOut(what, at: span))
      } else {
        reportUnknown(name, at: span)
      }
      return constant(.nothing)
    }
    let function = self.name(String(text), span, nil)
    return operation(
      .unary, target, extra: UInt16(UnaryOperator.transpose.rawValue), b: function,
      c: Int32(order), sites: [span, span])
  }

  // MARK: Operators

  private mutating func binary(
    _ binary: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span,
    _ target: Int32?
  ) -> Int32 {
    let actual = state.isDotted ? binary.dotted : binary
    let sites = [span, left.span, right.span]
    if actual == .multiply, case .unary(.transpose, let inner) = left.node {
      let b = compile(inner)
      let c = compile(right)
      return operation(.transposedTimes, target, b: b, c: c, sites: sites)
    }
    if actual == .multiply, case .unary(.transpose, let inner) = right.node {
      let b = compile(left)
      let c = compile(inner)
      return operation(.timesTransposed, target, b: b, c: c, sites: sites)
    }
    let b = compile(left)
    let c = compile(right)
    let register = target ?? state.temporary()
    emit(actual, register, b, c, sites)
    return register
  }

  /// The instruction of an operator, with what it may overwrite: values that only it reads.
  func emit(
    _ operation: BinaryOperator, _ a: Int32, _ b: Int32, _ c: Int32, _ sites: [Span]
  ) {
    let dying: UInt16 = (isTemporary(b) ? 1 : 0) | (isTemporary(c) ? 2 : 0)
    switch operation {
    case .add: emit(.add, extra: dying, a: a, b: b, c: c, sites: sites)
    case .subtract: emit(.subtract, extra: dying, a: a, b: b, c: c, sites: sites)
    case .multiply: emit(.multiply, extra: dying, a: a, b: b, c: c, sites: sites)
    case .divide: emit(.divide, extra: dying, a: a, b: b, c: c, sites: sites)
    case .power: emit(.power, extra: dying, a: a, b: b, c: c, sites: sites)
    default:
      emit(
        .binary, extra: UInt16(operation.rawValue) | dying << 8, a: a, b: b, c: c, sites: sites)
    }
  }

  /// Whether a register belongs to no variable.
  private func isTemporary(_ register: Int32) -> Bool {
    register >= state.localTop && register < 1_000_000
  }

  private mutating func unary(
    _ unary: UnaryOperator, _ operand: Expression, _ whole: Expression, _ target: Int32?
  ) -> Int32 {
    if unary == .negate, case .number(let value) = operand.node {
      return place(constant(.number(-value)), target)
    }
    let register = compile(operand)
    if unary == .negate {
      return operation(.negate, target, b: register, sites: [whole.span, operand.span])
    }
    return operation(
      .unary, target, extra: UInt16(unary.rawValue), b: register, c: 1,
      sites: [whole.span, operand.span])
  }

  private mutating func comparison(
    _ operands: [Expression], _ operators: [ComparisonOperator], _ span: Span, _ target: Int32?
  ) -> Int32 {
    if operators.count > 1, operators.contains(where: { $0.isDotted }) {
      return dottedChain(operands, operators, span, target)
    }
    let result = operators.count == 1 ? target ?? state.temporary() : state.temporary()
    var left = compile(operands[0])
    var exits: [Int] = []
    for (index, comparison) in operators.enumerated() {
      let right = compile(operands[index + 1])
      let flag: UInt16 = comparison.isDotted || state.isDotted ? 0x100 : 0
      emit(
        .compare, extra: UInt16(comparison.relation.rawValue) | flag, a: result, b: left,
        c: right, sites: [span, operands[index].span, operands[index + 1].span])
      if index < operators.count - 1 {
        exits.append(emit(.jumpUnless, a: result, sites: [span]))
      }
      left = right
    }
    for exit in exits { patch(exit) }
    return place(result, target)
  }

  /// `0 .≤ x .< 1`: all comparisons are made, and an entry holds where all of them hold.
  private mutating func dottedChain(
    _ operands: [Expression], _ operators: [ComparisonOperator], _ span: Span, _ target: Int32?
  ) -> Int32 {
    let result = state.temporary()
    let next = state.temporary()
    var left = compile(operands[0])
    for (index, comparison) in operators.enumerated() {
      let right = compile(operands[index + 1])
      emit(
        .compare, extra: UInt16(comparison.relation.rawValue) | (comparison.isDotted ? 0x100 : 0),
        a: index == 0 ? result : next, b: left, c: right,
        sites: [span, operands[index].span, operands[index + 1].span])
      if index > 0 { emit(.both, a: result, b: result, c: next, sites: [span]) }
      left = right
    }
    return place(result, target)
  }

  private mutating func shortCircuit(
    _ left: Expression, _ right: Expression, _ jump: Operation, _ target: Int32?
  ) -> Int32 {
    let result = state.temporary()
    _ = compile(left, into: result)
    let exit = emit(jump, a: result, sites: [left.span])
    _ = compile(right, into: result)
    patch(exit)
    return place(result, target)
  }

  private mutating func conditional(
    _ condition: Expression, _ yes: Expression, _ no: Expression, _ target: Int32?
  ) -> Int32 {
    let result = target ?? state.temporary()
    let skips = jumpUnless(condition)
    _ = compile(yes, into: result)
    let exit = emit(.jump)
    for skip in skips { patch(skip) }
    _ = compile(no, into: result)
    patch(exit)
    return result
  }

  /// Statements whose last expression is the value.
  mutating func block(_ statements: [Statement], _ target: Int32?) -> Int32 {
    let result = state.temporary()
    let mark = (state.next, state.localTop)
    state.localTop = state.next
    blockValue(statements, result)
    state.next = max(mark.0, state.localTop)
    state.localTop = max(mark.1, state.localTop)
    return place(result, target)
  }

  /// The value of the last statement, also through the branches of an `if`.
  private mutating func blockValue(_ statements: [Statement], _ result: Int32) {
    guard let last = statements.last else {
      emit(.move, a: result, b: constant(.nothing))
      return
    }
    compile(Array(statements.dropLast()))
    switch last.kind {
    case .expression(let value): _ = compile(value, into: result)
    case .branch(let branches, let otherwise):
      var exits: [Int] = []
      for branch in branches {
        let skips = jumpUnless(branch.condition)
        blockValue(branch.body, result)
        exits.append(emit(.jump))
        for skip in skips { patch(skip) }
      }
      blockValue(otherwise, result)
      for exit in exits { patch(exit) }
    case .assign(let pattern, let value) where !pattern.isTuple:
      compile(last)
      if let name = pattern.names.first {
        _ = compile(Expression(.name(name.text), value.span), into: result)
      }
    default:
      compile(last)
      emit(.move, a: result, b: constant(.nothing))
    }
  }
}
