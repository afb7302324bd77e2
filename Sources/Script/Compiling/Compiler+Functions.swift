import SourceText

extension Compiler {
  // MARK: Calls

  mutating func call(
    _ callee: Expression, _ call: CallSyntax, _ whole: Expression, _ target: Int32?
  ) -> Int32 {
    var call = call
    for name in call.requiredKeywords {
      call.keywords.append(
        NamedExpression(name: name, value: Expression(.name(name.text), name.span)))
    }
    if case .name(let name) = callee.node {
      guard checkCall(name, callee.span, call, whole.span) else { return constant(.nothing) }
    }
    guard state.code.calls.count < 60_000 else {
      report(Wording.nestedTooDeeply(at: whole.span))
      return constant(.nothing)
    }
    let function = compile(callee)
    let first = consecutive(call.arguments + call.keywords.map { $0.value })
    state.code.calls.append(
      CallSite(count: call.arguments.count, keywords: call.keywords.map { $0.name.text }))
    let register = target ?? state.temporary()
    let isBroadcast = call.isBroadcast || state.isDotted
    emit(
      isBroadcast ? .callBroadcast : .call, extra: UInt16(state.code.calls.count - 1),
      a: register, b: function, c: first,
      sites: [whole.span, callee.span]
        + (call.arguments + call.keywords.map { $0.value }).map {
          $0.span
        })
    return register
  }

  /// What can be known before anything runs: arguments and keywords.
  private mutating func checkCall(
    _ name: String, _ place: Span, _ call: CallSyntax, _ span: Span
  ) -> Bool {
    var seen: Set<String> = []
    for keyword in call.keywords where !seen.insert(keyword.name.text).inserted {
      report(Wording.duplicate(keyword.name.text, at: keyword.name.span))
    }
    guard let signature = signature(of: name, at: place) else { return true }
    for keyword in call.keywords where !signature.takesAnyKeyword {
      let isNamed =
        signature.allowsNamedParameters
        && signature.parameters.contains(
          keyword.name.text)
      if !isNamed, !signature.keywords.contains(keyword.name.text) {
        let known =
          signature.keywords + (signature.allowsNamedParameters ? signature.parameters : [])
        report(
          Wording.unknownKeyword(keyword.name.text, of: name, known: known, at: keyword.name.span))
      }
    }
    let given = Set(call.keywords.map { $0.name.text })
    for keyword in signature.requiredKeywords where !given.contains(keyword) {
      report(Wording.missingKeyword(keyword, of: signature, at: span))
    }
    var count = call.arguments.count
    if signature.allowsNamedParameters {
      count += call.keywords.filter { signature.parameters.contains($0.name.text) }.count
    }
    if count < signature.required || !signature.isVariadic && count > signature.parameters.count {
      report(Wording.wrongCount(signature, found: count, at: span))
    }
    return true
  }

  private mutating func signature(of name: String, at span: Span) -> Signature? {
    switch meaning(name, at: span) {
    case .global: return environment.signatures[name]
    case .library(let entry): return entry.constant == nil ? entry.signature : nil
    case .external(let external):
      return Signature(
        name: name, parameters: external.parameters, required: external.parameters.count,
        keywords: [], allowsNamedParameters: true)
    case .variable, .unknown: return nil
    }
  }

  // MARK: Definitions

  mutating func define(_ function: FunctionSyntax) {
    guard let name = function.name else { return }
    let variable = target(name)
    if variable.isCell {
      let register = state.temporary()
      makeFunction(function, into: register)
      store(register, variable)
    } else {
      makeFunction(function, into: variable.register)
    }
  }

  mutating func makeFunction(_ function: FunctionSyntax, into register: Int32) {
    let outer = state
    let inner = compileBody(function, parent: outer, isDotted: false)
    if isPlainArithmetic(function) {
      let dotted = compileBody(function, parent: outer, isDotted: true)
      if dotted.captures.isEmpty {
        inner.code.dotted = dotted.code
        inner.code.isTotal = inner.captures.isEmpty && isTotal(inner.code)
      }
    }
    outer.code.functions.append((inner.code, inner.captures.map { $0.outer }))
    emit(.makeFunction, a: register, b: Int32(outer.code.functions.count - 1))
  }

  private mutating func compileBody(
    _ function: FunctionSyntax, parent: FunctionState, isDotted: Bool
  ) -> FunctionState {
    let inner = FunctionState(
      function.name?.text ?? "the function", parent: parent, scan: NameScan(function))
    inner.isDotted = isDotted
    inner.code.span = function.span
    inner.code.isAnonymous = function.name == nil
    let saved = (state, marks)
    (state, marks) = (inner, [])
    parameters(function)
    bodyValue(function.body)
    (state, marks) = saved
    settleCaptures(inner)
    return inner
  }

  private mutating func parameters(_ function: FunctionSyntax) {
    let code = state.code
    code.parameters = function.parameters.map { $0.name.text }
    code.required = function.parameters.filter { $0.standard == nil }.count
    code.keywords = function.keywords.map { $0.name.text }
    code.requiredKeywords = function.keywords.filter { $0.standard == nil }.map { $0.name.text }
    let all = function.parameters + function.keywords
    var seen: Set<String> = []
    for parameter in all {
      if !seen.insert(parameter.name.text).inserted, parameter.name.text != "_" {
        report(Wording.duplicate(parameter.name.text, at: parameter.name.span))
      }
      let variable = state.declare(parameter.name.text)
      _ = variable
    }
    for (index, parameter) in all.enumerated() {
      if let standard = parameter.standard {
        // `require` jumps over the default if a value was given.
        let skip = emit(.require, a: Int32(index))
        _ = compile(standard, into: Int32(index))
        state.code.instructions[skip].b = Int32(here)
      }
      if state.scan.needsCell(parameter.name.text) {
        emit(.newCell, a: Int32(index), b: Int32(index))
      }
      state.next = state.localTop
    }
  }

  /// The value of the last expression is the function's.
  private mutating func bodyValue(_ statements: [Statement]) {
    let value = block(statements, nil)
    emit(.returnValue, a: value)
  }

  /// Gives the captured values their registers, behind all others.
  private func settleCaptures(_ inner: FunctionState) {
    let base = Int32(inner.code.registerCount)
    func settled(_ register: Int32) -> Int32 {
      register >= 1_000_000 ? register - 1_000_000 + base : register
    }
    for index in inner.code.instructions.indices {
      inner.code.instructions[index].a = settled(inner.code.instructions[index].a)
      inner.code.instructions[index].b = settled(inner.code.instructions[index].b)
      inner.code.instructions[index].c = settled(inner.code.instructions[index].c)
    }
    for index in inner.code.functions.indices {
      inner.code.functions[index].captures = inner.code.functions[index].captures.map(settled)
    }
    for (offset, capture) in inner.captures.enumerated() {
      inner.code.registerNames[base + Int32(offset)] = capture.name
    }
    inner.code.registerCount += inner.captures.count
    inner.code.captureCount = inner.captures.count
  }

  /// One expression of arithmetic on parameters and numbers: it may run on whole arrays.
  private func isPlainArithmetic(_ function: FunctionSyntax) -> Bool {
    guard function.keywords.isEmpty, !function.parameters.isEmpty, function.body.count == 1,
      case .expression(let body) = function.body[0].kind,
      function.parameters.allSatisfy({ $0.standard == nil })
    else { return false }
    let names = Set(function.parameters.map { $0.name.text })
    var isUsed = false
    return isPlain(body, names, &isUsed) && isUsed
  }

  private func isTotal(_ code: Code) -> Bool {
    for instruction in code.instructions where instruction.operation == .power { return false }
    for constant in code.constants {
      guard case .function(let function) = constant else { continue }
      if function.pointwise?.isTotal != true { return false }
    }
    return true
  }

  private func isPlain(_ expression: Expression, _ names: Set<String>, _ isUsed: inout Bool)
    -> Bool
  {
    switch expression.node {
    case .number: return true
    case .name(let name):
      if names.contains(name) { isUsed = true }
      return names.contains(name)
    case .unary(let unary, let operand):
      return unary == .negate && isPlain(operand, names, &isUsed)
    case .binary(let binary, let left, let right):
      return binary.rawValue <= BinaryOperator.power.rawValue && binary != .solve
        && isPlain(left, names, &isUsed) && isPlain(right, names, &isUsed)
    case .call(let callee, let call):
      guard case .name(let name) = callee.node, !names.contains(name), call.keywords.isEmpty,
        environment.globals[name] == nil, state.find(name) == nil,
        let entry = Library.entry(name), entry.pointwise != nil, call.arguments.count == 1
      else { return false }
      return isPlain(call.arguments[0], names, &isUsed)
    default: return false
    }
  }
}
