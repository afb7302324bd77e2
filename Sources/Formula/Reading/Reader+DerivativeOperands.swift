import SourceText

/// What is differentiated, where the notation leaves it open; functions of several arguments.
extension Reader {
  /// `\nabla_x (a^T x) (b^T x)`: whether what follows is differentiated too must be said.
  mutating func refuseSplitProduct(
    _ sign: Int, from start: Int, _ targets: [Term]
  ) throws(Failure) {
    guard startsFactor(), trials < Self.mostTrials else { return }
    let variables = Set(targets.flatMap { $0.subterms }.compactMap { $0.namedSymbol })
    let behind = position
    var trial = self
    // What is read on trial makes no trials of its own.
    trial.trials = Self.mostTrials
    trials += 1
    guard let rest = try? trial.run(), trial.dependsOn(rest, variables) else { return }
    throw openOperand(sign, start, behind, trial.position)
  }

  /// `\frac{d}{dx} f(x) \cdot f(x)`: whether what stands behind the sign is differentiated too must be
  /// said, unless it is the same or what stands before is a constant.
  mutating func operandBeforeSign(
    _ term: Term, _ sign: Int, from start: Int, _ targets: [Term], isGradient: Bool = false
  ) throws(Failure) -> Term {
    guard ["\\cdot", "\\times", "\\odot"].contains(where: { isAt($0) }),
      trials < Self.mostTrials
    else { return term }
    if isConstant(term, for: targets) {
      position = start
      return try product()
    }
    var trial = self
    trial.trials = Self.mostTrials
    trial.position += 1
    trials += 1
    let variables = Set(targets.flatMap { $0.subterms }.compactMap { $0.namedSymbol })
    // `\nabla_w L(w) \cdot w` is the gradient times w.
    guard let rest = try? trial.run(), trial.dependsOn(rest, variables),
      !(isGradient && term.shape.isNumber && rest.shape.isArray)
    else { return term }
    throw openOperand(sign, start, position, trial.position)
  }

  /// Both readings of `\frac{d}{dx} (a)(b)`, as they would be written.
  func openOperand(_ sign: Int, _ start: Int, _ behind: Int, _ end: Int) -> Failure {
    let (sign, whole) = (written(sign..<start), span(sign..<end))
    let (inside, outside) = (written(start..<behind), written(behind..<end))
    let readings = [
      "\\left(\(sign) \(inside)\\right) \(outside)", "\(sign) [\(inside) \(outside)]",
    ]
    return Message.ambiguousArgument(
      readings[0], readings[1], edits: readings.map { (whole, $0) }, at: tokens[behind].span)
  }

  /// Whether a term contains one of the variables, itself or through definitions.
  private func dependsOn(_ term: Term, _ variables: Set<SymbolID>) -> Bool {
    !scope.names(in: term).isDisjoint(with: variables)
  }

  /// Whether a factor behind a differential operator plainly does not contain the variable: the
  /// derivative of it alone would be 0, so the whole product is meant, `\nabla_x \frac12 \|x\|^2`.
  func isConstant(_ term: Term, for targets: [Term]) -> Bool {
    let variables = targets.flatMap { $0.subterms }.compactMap { $0.namedSymbol }
    return term.subterms.allSatisfy { part in
      if case .apply = part.node { return false }
      guard let symbol = part.namedSymbol else { return true }
      guard !variables.contains(symbol) else { return false }
      switch scope[symbol].kind {
      case .size, .index, .integer, .scalar, .vector, .matrix, .random: return true
      default: return false
      }
    }
  }

  /// `\frac{\partial H}{\partial x}(x, f(x))` of a function that no equation defines: by the argument
  /// that is `x` itself, whatever the others depend on.
  mutating func partialAt(
    _ range: Range<Int>, _ targets: [Term], from start: Int
  ) throws(Failure) -> Term? {
    guard isAt("("), let function = try functionReference(range), function.order == 0,
      case .function(let signature) = function.symbol.kind, signature.arguments.count > 1
    else { return nil }
    let saved = position
    let arguments = try callArguments(of: function.symbol.name, from: position)
    var places: [Int] = []
    for target in targets {
      let same = arguments.indices.filter { arguments[$0] == target }
      let others = arguments.indices.filter { arguments[$0].namedSymbol == nil }
      // By elimination: `\frac{\partial H}{\partial y}(x, f(x))`.
      let found = same.isEmpty && arguments.count - others.count == 1 ? others : same
      guard found.count == 1 else {
        throw Message.argumentOfPartial(
          function.symbol.name, written(range), at: span(from: start))
      }
      places.append(found[0] + 1)
    }
    position = saved
    return try partial(places, function, from: start)
  }

  /// `H(x, y)` in the formula itself, with nothing but names between the brackets: what
  /// `\frac{\partial H}{\partial x}` stands for.
  mutating func writtenArguments(
    _ function: FunctionReference, _ shapes: [Shape]
  ) -> [Term]? {
    var found: [[Term]] = []
    for index in tokens.indices.dropLast()
    where tokens[index].text == function.symbol.name && tokens[index + 1].isMark("(") {
      guard let close = try? closing(of: index + 1) else { continue }
      let parts = split((index + 2)..<close, at: [","])
      let names = parts.compactMap { part -> Term? in
        guard isGiven(part), part.count == 1 else { return nil }
        return try? expression(in: part)
      }
      guard names.count == shapes.count, Set(names).count == names.count,
        zip(names, shapes).allSatisfy({ unify($0.shape, $1) })
      else { continue }
      if !found.contains(names) { found.append(names) }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// `\frac{\partial C}{\partial w}` of `C(u)`, where an equation defines u by w: of `C(u)` along
  /// every path, and not of `C(w)`; `\frac{\partial g}{\partial b}` by a parameter of `g(a) = a + b`.
  mutating func callByDefinedName(
    _ function: FunctionReference, _ targets: [Term], at span: Span
  ) throws(Failure) -> Term? {
    guard case .definedFunction(let formal, _) = function.symbol.kind else { return nil }
    let variables = Set(targets.flatMap { $0.subterms }.compactMap { $0.namedSymbol })
    var arguments: [Term] = []
    for id in formal {
      guard let visible = scope.symbol(named: scope[id].name), visible.family.isEmpty,
        !variables.contains(visible.id), let shape = visible.kind.valueShape
      else { return nil }
      arguments.append(Term(.symbol(visible.id), shape, at: span))
    }
    let bodies = scope.definition(of: function.symbol.id)?.clauses.map { $0.body } ?? []
    guard (arguments + bodies).contains(where: { dependsOn($0, variables) }) else { return nil }
    return try applied(function, arguments, at: span)
  }
}
