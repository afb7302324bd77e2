import SourceText

// What `@check`, `@bound` and `@forall` become.
extension Compiler {
  mutating func compile(_ check: CheckSyntax) {
    for option in check.options where !["atol", "rtol"].contains(option.name.text) {
      report(
        Wording.unknownKeyword(
          option.name.text, of: "@check", known: ["atol", "rtol"], at: option.name.span))
    }
    guard case .comparison(let operands, let operators) = check.condition.node,
      !operators.contains(where: { $0.isDotted })
    else {
      if check.isBound {
        report(Wording.boundNeedsRelation(at: check.condition.span))
      }
      let value = compile(check.condition)
      emitCheck(check, check.condition.span, nil, value, value, [])
      return
    }
    if check.isBound, !operators.allSatisfy({ $0.relation.isOrder }) {
      report(Wording.boundNeedsRelation(at: check.condition.span))
    }
    let options = consecutive(check.options.map { $0.value })
    var registers: [Int32] = []
    for operand in operands {
      registers.append(compile(operand, into: state.temporary()))
    }
    for (index, comparison) in operators.enumerated() {
      let span = operands[index].span.union(operands[index + 1].span)
      emitCheck(
        check, span, comparison.relation, registers[index], registers[index + 1],
        check.options.map { $0.name.text }, options)
    }
  }

  mutating func emitCheck(
    _ check: CheckSyntax, _ span: Span, _ relation: Relation?, _ left: Int32, _ right: Int32,
    _ options: [String], _ first: Int32 = 0
  ) {
    let pair = consecutiveRegisters([left, right])
    state.code.checks.append(
      CheckSite(
        span: span, text: text(span), relation: relation, isBound: check.isBound,
        options: options))
    emit(
      .check, a: Int32(state.code.checks.count - 1), b: pair, c: first,
      sites: [check.condition.span])
  }

  /// The source under a span of this block.
  func text(_ span: Span) -> String {
    var low = 0
    while low < excerpt.count, excerpt.fileOffset(low) < span.start { low += 1 }
    var high = low
    while high < excerpt.count, excerpt.fileOffset(high) < span.end { high += 1 }
    return excerpt[low..<high].text
  }

  mutating func consecutiveRegisters(_ registers: [Int32]) -> Int32 {
    let first = state.next
    for _ in registers { _ = state.temporary() }
    for (offset, register) in registers.enumerated() {
      emit(.move, a: first + Int32(offset), b: register)
    }
    return first
  }

  mutating func compile(_ forAll: ForAllSyntax) {
    for option in forAll.options where !["instances", "seed"].contains(option.name.text) {
      report(
        Wording.unknownKeyword(
          option.name.text, of: "@forall", known: ["instances", "seed"], at: option.name.span))
    }
    let first = consecutive([forAll.generator] + forAll.options.map { $0.value })
    let function = FunctionSyntax(
      name: Name(text: Code.forAllBody, span: forAll.target.span),
      parameters: forAll.target.names.map { ParameterSyntax(name: $0, standard: nil) },
      keywords: [], body: forAll.body, span: forAll.generator.span)
    let closure = state.temporary()
    makeFunction(function, into: closure)
    state.code.forAlls.append(
      ForAllSite(
        span: forAll.target.span.union(forAll.generator.span),
        names: forAll.target.names.map { $0.text },
        options: forAll.options.map { $0.name.text }))
    emit(
      .forAll, a: Int32(state.code.forAlls.count - 1), b: first, c: closure,
      sites: [forAll.generator.span])
  }
}
