import Numerics
package import SourceText

/// Reading `symbols` fences.
extension Scope {
  /// Declares what a `symbols` fence says; the order of its lines is free.
  package mutating func declare(_ fence: Excerpt) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var waiting: [Declaration] = []
    var later: [Excerpt] = []
    var assumed: [Declaration] = []
    for line in fence.lines where line.count > 0 {
      guard symbols.count + waiting.count < Scope.limit else {
        diagnostics.append(Message.tooManySymbols(Scope.limit, at: line.wholeSpan).diagnostic)
        break
      }
      if line.begins(with: "assume ") || line.begins(with: "convention ") {
        later.append(line)
        continue
      }
      do throws(Failure) {
        waiting += try Declaration.read(line, macros: macros).map {
          $0.withoutAssumption(&assumed)
        }
      } catch {
        diagnostics.append(error.diagnostic)
        noteFailure(of: line)
      }
    }
    // Again and again: a line may use what a later one declares.
    var failures: [Failure] = []
    while !waiting.isEmpty {
      failures = []
      var still: [Declaration] = []
      let names = waiting.map { $0.name }
      for declaration in waiting {
        var trial = self
        do throws(Failure) {
          try trial.declare(declaration)
          self = trial
        } catch {
          failures.append(error)
          still.append(declaration)
        }
      }
      if still.count == waiting.count {
        diagnostics += settle(failures, still, among: names)
        for declaration in still {
          declareLoosely(declaration)
          if symbol(named: declaration.name) == nil { failedNames.insert(declaration.name) }
        }
        break
      }
      waiting = still
    }
    for declaration in assumed { assume(declaration) }
    for line in later { diagnostics += state(line) }
    return diagnostics.sorted { $0.span.start < $1.span.start }
  }

  /// The names before the colon of a line that cannot be understood.
  private mutating func noteFailure(of line: Excerpt) {
    let end = line.position(of: ":") ?? line.count
    for part in line[0..<end].split(at: ",") {
      failedNames.insert(part.text)
      failedNames.insert(baseName(of: part.text))
    }
  }

  /// `t : scalar nonzero`, `q : simplex(n) in (0, 1)`.
  private mutating func assume(_ declaration: Declaration) {
    let parts = declaration.family.isEmpty ? nil : symbol(named: Scope.partsName(declaration.name))
    guard let symbol = parts ?? symbol(named: declaration.name), isOwn(symbol.name) else { return }
    let span = declaration.span
    let indices = symbol.family.map { Term(.symbol($0.variable), .index, at: span) }
    let shape = symbol.kind.valueShape ?? .scalar
    let value = Term(
      indices.isEmpty ? .symbol(symbol.id) : .member(symbol.id, indices), shape, at: span)
    var binders = symbol.family.map { Term.Binder($0.variable, in: $0.range) }
    func number(_ value: Rational) -> Term { Term(.number(value), .index, at: span) }
    func relation(_ relation: Term.Relation, _ left: Term, _ right: Rational) -> Term {
      Term(.relation(relation, left, number(right)), .truth, at: span)
    }
    guard case .vector(let size) = shape else {
      let truth = relation(.notEqual, value, .zero)
      return assumptions.append(Hypothesis(for: binders, truth, at: span))
    }
    let taken = symbol.family.map { self[$0.variable].name }
    let name = ["i", "j", "k"].first { !taken.contains($0) } ?? "i'"
    let place = hiddenSymbol(name, .argument(.index), at: span)
    binders.append(Term.Binder(place, in: IndexRange(Extent(1), size)))
    let entry = Term(.entry(value, [Term(.symbol(place), .index, at: span)]), .scalar, at: span)
    let inside = Term(
      .and([relation(.greater, entry, .zero), relation(.less, entry, Rational(1))]), .truth,
      at: span)
    assumptions.append(Hypothesis(for: binders, inside, at: span))
  }

  /// A name whose domain or properties nobody understood is still a name: one mistake, one message.
  private mutating func declareLoosely(_ declaration: Declaration) {
    guard symbol(named: declaration.name) == nil else { return }
    var plain = declaration
    let kind = declaration.kind
    let word = kind.leadingWord
    switch word {
    case "scalar", "integer": plain.kind = kind[0..<word.utf8.count]
    case "vector", "matrix":
      guard let close = kind.position(of: ")", from: word.utf8.count + 1) else { return }
      plain.kind = kind[0..<(close + 1)]
    default: return
    }
    var trial = self
    guard (try? trial.declare(plain)) != nil else { return }
    self = trial
  }

  /// What is wrong with declarations that no order can satisfy.
  private func settle(
    _ failures: [Failure], _ declarations: [Declaration], among names: [String]
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var circle: [Declaration] = []
    for (failure, declaration) in zip(failures, declarations) {
      let isOpen =
        failure.diagnostic.id == "UndeclaredSymbol"
        && names.contains { failure.diagnostic.summary.hasPrefix($0 + " ") }
      if isOpen { circle.append(declaration) } else { diagnostics.append(failure.diagnostic) }
    }
    if let first = circle.first, diagnostics.isEmpty {
      var list = ""
      for declaration in circle { list += (list.isEmpty ? "" : ", ") + declaration.name }
      diagnostics.append(Message.cyclicSizes(list, at: first.span).diagnostic)
    }
    return diagnostics
  }

  /// An `assume` or `convention` line.
  private mutating func state(_ line: Excerpt) -> [Diagnostic] {
    do throws(Failure) {
      if line.begins(with: "assume ") {
        try assume(line.dropping("assume "))
      } else {
        try agree(line.dropping("convention "))
      }
      return []
    } catch {
      // An equation may still define what the line speaks of.
      guard line.begins(with: "assume ") else {
        return error.isConsequence ? [] : [error.diagnostic]
      }
      let isReported = error.isConsequence || !error.diagnostic.isAboutMissingName
      openAssumptions.append(
        OpenAssumption(line: line, problem: error.diagnostic, isReported: isReported))
      return isReported && !error.isConsequence ? [error.diagnostic] : []
    }
  }

  /// Reads the `assume` lines that waited for a definition.
  mutating func settleAssumptions() -> [Diagnostic] {
    let open = openAssumptions
    openAssumptions = []
    return open.flatMap { line in
      let problems = state(line.line)
      return line.isReported ? [] : problems
    }
  }

  private mutating func assume(_ text: Excerpt) throws(Failure) {
    let (condition, places, filters) = try Declaration.splitFor(text)
    var reader = try Reader(condition, in: self)
    var uses: [Reader.IndexInUse] = []
    for place in places {
      let index = try reader.familyPlace(place)
      reader.bindings.append(
        Reader.Binding(name: place.name, term: Term(.symbol(index.symbol), .index, at: place.span)))
      reader.indices.append(index)
      uses.append(index)
    }
    let truth = try reader.finished(
      try reader.within(reader.body) { reader throws(Failure) in try reader.statement() })
    var walk = Walk()
    walk.visit(truth)
    for (use, place) in zip(uses, places) where !walk.symbols.contains(use.symbol) {
      throw Message.declaration("\(place.name) does not occur in what is assumed", at: place.span)
    }
    let filter = try reader.filter(filters)
    var binders: [Term.Binder] = []
    for use in uses {
      binders.append(
        Term.Binder(
          use.symbol, in: try reader.range(of: use, at: truth.span),
          where: use.symbol == uses.last?.symbol ? filter : nil))
    }
    for use in reader.indices where use.isImplicit {
      throw Message.indexWithoutRange(use.name, at: truth.span)
    }
    self = reader.scope
    assumptions.append(Hypothesis(for: binders, truth, at: truth.span))
  }

  private mutating func agree(_ text: Excerpt) throws(Failure) {
    var reader = try Reader(text, in: self)
    for part in reader.split(reader.body, at: [","]) {
      let links = try reader.within(part) { reader throws(Failure) in
        try reader.chain(from: nil)
      }
      guard links.count == 1, case .relation(.equal, let left, let right) = links[0].conclusion
      else {
        throw Message.declaration("a convention is one equation", at: reader.span(part))
      }
      let convention = Convention(
        try reader.finished(left), is: try reader.finished(right), at: links[0].span)
      guard convention.isUnderstood else {
        throw Message.declaration(
          "a convention gives a number to a product such as 0 \\log 0 or a derivative such as"
            + " \\varphi'(0)", at: links[0].span)
      }
      reader.scope.conventions.append(convention)
    }
    self = reader.scope
  }

  // MARK: One symbol

  private mutating func declare(_ declaration: Declaration) throws(Failure) {
    let isParts = !declaration.family.isEmpty
    if isOwn(declaration.name), let known = symbol(named: declaration.name),
      known.family.isEmpty != isParts
    {
      throw Message.clash(declaration.name, first: known.span, at: declaration.span)
    }
    let parts = Scope.partsName(declaration.name)
    if isParts, wholes.contains(declaration.name), isOwn(parts), let known = symbol(named: parts) {
      throw Message.clash(declaration.name, first: known.span, at: declaration.span)
    }
    var family: [Symbol.FamilyIndex] = []
    var reader = try Reader(declaration.kind, in: self)
    for place in declaration.family {
      guard let range = place.range else {
        throw Message.declaration(
          "\(place.name) has no range; add: for \(place.name) in 1..n", at: place.span)
      }
      let index = try reader.familyPlace(range)
      let found = try reader.range(of: index, at: place.span)
      family.append(Symbol.FamilyIndex(index.symbol, in: found, style: place.style))
      reader.bindings.append(
        Reader.Binding(name: place.name, term: Term(.symbol(index.symbol), .index, at: place.span)))
      reader.indices.append(index)
    }
    let kind = try reader.kind(declaration)
    self = reader.scope
    try add(
      declaration,
      Symbol(
        id: nextID, name: declaration.name, kind: kind, family: family,
        meaning: declaration.meaning, at: declaration.span))
  }

  /// Adds a symbol, or the parts or the whole of one that has its name already.
  private mutating func add(_ declaration: Declaration, _ symbol: Symbol) throws(Failure) {
    guard isOwn(symbol.name), let known = self.symbol(named: symbol.name) else {
      return add(symbol)
    }
    let (whole, parts) = symbol.family.isEmpty ? (symbol, known) : (known, symbol)
    // Functions only: of values an equation says what the whole is.
    guard canBeWhole(whole), whole.functionResult != nil, parts.functionResult != nil,
      parts.family.allSatisfy({ $0.style == .subscripted })
    else {
      throw Message.familyClash(symbol.name, first: known.span, at: declaration.span)
    }
    guard symbol.family.isEmpty else {
      separate(symbol.name)
      return add(
        Symbol(
          id: symbol.id, name: Scope.partsName(symbol.name), kind: symbol.kind,
          family: symbol.family, meaning: symbol.meaning, at: symbol.span))
    }
    setApart(symbol.name)
    add(symbol)
  }
}

extension Reader {
  /// What `for i in 1..M, j in 1..M, i \ne j` asks of the indices.
  fileprivate mutating func filter(_ texts: [Excerpt]) throws(Failure) -> Term? {
    var parts: [Term] = []
    for text in texts {
      var inner = try Reader(text, in: scope)
      inner.bindings = bindings
      inner.indices = indices
      parts.append(
        try inner.finished(
          try inner.within(inner.body) { reader throws(Failure) in try reader.statement() }))
      scope = inner.scope
    }
    guard let first = parts.first else { return nil }
    return parts.count == 1 ? first : Term(.and(parts), .truth, at: first.span)
  }

  /// The variable of `for i in 1..M`.
  mutating func familyPlace(_ place: Declaration.Place) throws(Failure) -> IndexInUse {
    var inner = try Reader(place.first, in: scope)
    inner.bindings = bindings
    let first = try inner.bound(inner.body)
    var outer = try Reader(place.last, in: inner.scope)
    outer.bindings = bindings
    let last = try outer.bound(outer.body)
    scope = outer.scope
    let symbol = scope.hiddenSymbol(place.name, .argument(.index), at: place.span)
    return IndexInUse(
      name: place.name, symbol: symbol, range: IndexRange(first, last), isImplicit: false)
  }
}

extension Excerpt {
  /// The lines of a fence without comments.
  var lines: [Excerpt] {
    var lines: [Excerpt] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(self[start..<offset].trimmed)
      start = offset + 1
    }
    lines.append(self[start..<count].trimmed)
    return lines
  }

  var isBlank: Bool { count == 0 }

  var trimmed: Excerpt {
    var start = 0
    var end = count
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return self[start..<end]
  }

  func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }

  func dropping(_ text: String) -> Excerpt { self[text.utf8.count..<count].trimmed }

  /// Where `text` first stands outside brackets and quotes, from `start`.
  func position(of text: String, from start: Int = 0) -> Int? {
    let wanted = Array(text.utf8)
    var level = 0
    var index = start
    while index + wanted.count <= count {
      let byte = bytes[index]
      if level == 0, bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
      if byte == UInt8(ascii: "\\") {
        // `\{` and `\}` are no groups; macros are skipped with their backslash.
        index += 2
        continue
      }
      if [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{")].contains(byte) { level += 1 }
      if [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) {
        level = max(0, level - 1)
      }
      index += 1
    }
    return nil
  }

  /// The parts between marks outside brackets.
  func split(at text: String) -> [Excerpt] {
    var parts: [Excerpt] = []
    var start = 0
    while let at = position(of: text, from: start) {
      parts.append(self[start..<at].trimmed)
      start = at + text.utf8.count
    }
    parts.append(self[start..<count].trimmed)
    return parts
  }

  var wholeSpan: Span { span(0..<count) }
}

extension Diagnostic {
  /// Whether a later declaration or definition may mend it.
  var isAboutMissingName: Bool { id == "UndeclaredSymbol" || id == "UseBeforeDefinition" }
}
