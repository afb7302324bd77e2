import SourceText

// Arrays, their entries, records and strings.
extension Compiler {
  mutating func matrix(
    _ rows: [[Expression]], _ span: Span, _ target: Int32?
  ) -> Int32 {
    let items = rows.flatMap { $0 }
    let first = consecutive(items)
    state.code.shapes.append(rows.map { $0.count })
    return operation(
      .makeMatrix, target, b: first, c: Int32(state.code.shapes.count - 1),
      sites: [span] + items.map { $0.span })
  }

  mutating func comprehension(
    _ comprehension: Comprehension, _ span: Span, _ target: Int32?
  ) -> Int32 {
    let clauses = comprehension.clauses
    let list = state.temporary()
    let hasShape =
      clauses.count == 2 && comprehension.filter == nil && !clauses[1].isNested
      && !comprehension.isGenerator
    if clauses.count > 2, !clauses.dropFirst().contains(where: { $0.isNested }) {
      report(Wording.leftOut(.manyDimensions, at: span))
    }
    emit(.makeTuple, a: list, b: 0, c: -1)
    pushScope()
    // The second name runs fastest: entries come row after row.
    let loop = forEach(clauses[...]) { (compiler) in
      var skips: [Int] = []
      if let filter = comprehension.filter { skips = compiler.jumpUnless(filter) }
      let value = compiler.compile(comprehension.body)
      compiler.emit(.append, a: list, b: value, sites: [comprehension.body.span])
      for skip in skips { compiler.patch(skip) }
    }
    popScope()
    if clauses.count == 1, comprehension.filter == nil, !comprehension.isGenerator {
      return operation(.finishList, target, extra: 1, b: list, c: loop, sites: [span])
    }
    var rows: Int32 = -1
    if hasShape {
      rows = state.temporary()
      let values = compile(clauses[0].values)
      emit(.lastIndex, extra: 1, a: rows, b: values, c: 0, sites: [clauses[0].values.span])
    }
    return operation(.finishList, target, b: list, c: rows, sites: [span])
  }

  /// Where indices stand.
  enum Indices {
    case one(Int32)
    case two(Int32, Int32)
    /// Side by side.
    case several(Int32, count: Int)
  }

  mutating func compileIndices(_ array: Int32, _ indices: [Expression]) -> Indices {
    var registers: [Int32] = []
    for (offset, index) in indices.enumerated() {
      state.indexed.append((array, offset, indices.count))
      registers.append(compile(index))
      state.indexed.removeLast()
    }
    if registers.count == 1 { return .one(registers[0]) }
    if registers.count == 2, Int16(exactly: registers[1]) != nil {
      return .two(registers[0], registers[1])
    }
    let first = state.next
    for _ in registers { _ = state.temporary() }
    for (offset, register) in registers.enumerated() {
      emit(.move, a: first + Int32(offset), b: register)
    }
    return .several(first, count: registers.count)
  }

  func emitIndex(_ target: Int32, _ array: Int32, _ places: Indices, _ sites: [Span]) {
    switch places {
    case .one(let index): emit(.entry, a: target, b: array, c: index, sites: sites)
    case .two(let first, let second):
      emit(
        .entryOfMatrix, extra: UInt16(bitPattern: Int16(second)), a: target, b: array, c: first,
        sites: sites)
    case .several(let first, let count):
      emit(.index, extra: UInt16(clamping: count), a: target, b: array, c: first, sites: sites)
    }
  }

  mutating func lastIndex(_ span: Span, _ target: Int32?) -> Int32 {
    guard let innermost = state.indexed.last else {
      report(Wording.strayEnd(at: span))
      return constant(.nothing)
    }
    return operation(
      .lastIndex, target, extra: UInt16(innermost.count), b: innermost.register,
      c: Int32(innermost.place), sites: [span])
  }

  mutating func record(
    _ fields: [NamedExpression], _ span: Span, _ target: Int32?
  ) -> Int32 {
    var seen: Set<String> = []
    for field in fields where !seen.insert(field.name.text).inserted {
      report(Wording.duplicate(field.name.text, at: field.name.span))
    }
    let first = consecutive(fields.map { $0.value })
    state.code.records.append(fields.map { $0.name.text })
    return operation(
      .makeRecord, target, b: first, c: Int32(state.code.records.count - 1), sites: [span])
  }

  mutating func text(
    _ pieces: [TextPiece], _ span: Span, _ target: Int32?
  ) -> Int32 {
    if pieces.isEmpty { return place(constant(.text("")), target) }
    if pieces.count == 1, case .literal(let literal) = pieces[0] {
      return place(constant(.text(literal)), target)
    }
    let first = state.next
    for _ in pieces { _ = state.temporary() }
    for (offset, piece) in pieces.enumerated() {
      let register = first + Int32(offset)
      switch piece {
      case .literal(let literal): emit(.move, a: register, b: constant(.text(literal)))
      case .interpolation(let value):
        let known = diagnostics.count
        _ = compile(value, into: register)
        for index in known..<diagnostics.count {
          diagnostics[index].notes.append(Wording.codeInString)
        }
      }
    }
    return operation(.makeText, target, b: first, c: Int32(pieces.count), sites: [span])
  }
}
