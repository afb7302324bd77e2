import Formula
import Numerics

/// Hypotheses about matrices as a whole, met by drawing such matrices: A ≽ B as A = B + N Nᵀ,
/// p(A) = 0 as a conjugated diagonal matrix of roots of p, commuting ones as polynomials of one.
extension Problem {
  /// Solves A ≽ B for as many matrices as it can.
  mutating func solveDefinite(_ facts: inout [MatrixFact], _ symbols: inout [MatrixSymbol]) {
    for _ in 0..<4 {
      guard solveOneDefinite(&facts, &symbols) else { return }
    }
  }

  /// Solves S = M for a matrix symbol, where M is surely of its kind.
  mutating func solveIdentities(_ facts: inout [MatrixFact], _ symbols: inout [MatrixSymbol]) {
    for fact in facts where fact.relation == .equal {
      for (side, other) in [(fact.left, fact.right), (fact.right, fact.left)] {
        guard let number = symbols.firstIndex(where: { $0.entries.nodes == side }),
          !mentions(other, symbols[number])
        else { continue }
        let symbol = symbols[number]
        let form = NodeMatrix(symbol.entries.rows, symbol.entries.columns, other)
        let fits =
          switch symbol.kind {
          case .general: false
          case .symmetric: form == form.transposed
          case .positiveDefinite: isSurelyDefinite(form, symbols)
          }
        guard fits else { continue }
        drop(fact)
        facts.removeAll { $0.truth == fact.truth }
        replace(symbol, by: form, &facts)
        symbols.remove(at: number)
        return solveIdentities(&facts, &symbols)
      }
    }
  }

  /// Puts expressions in the place of a matrix's entries, everywhere.
  private mutating func replace(
    _ symbol: MatrixSymbol, by form: NodeMatrix, _ facts: inout [MatrixFact]
  ) {
    var replacements: [Graph.Node: Graph.Node] = [:]
    for (tag, node) in zip(symbol.entries.nodes, form.nodes) { replacements[tag] = node }
    let own = inputs(ofAll: symbol.entries.nodes)
    let sides = facts.flatMap { $0.left + $0.right }
    let all = conditions + goals + expressions + sides
    var changed = graph.substitute(replacements, in: all)[...]
    func take(_ count: Int) -> [Graph.Node] {
      defer { changed = changed.dropFirst(count) }
      return Array(changed.prefix(count))
    }
    let old = conditions
    conditions = take(conditions.count)
    goals = take(goals.count)
    expressions = take(expressions.count) + form.nodes
    var moved: [Graph.Node: Graph.Node] = [:]
    for (before, after) in zip(old, conditions) { moved[before] = after }
    for place in facts.indices {
      let (left, right) = (take(facts[place].left.count), take(facts[place].right.count))
      facts[place] = MatrixFact(
        relation: facts[place].relation, left: left, right: right,
        truth: moved[facts[place].truth] ?? facts[place].truth)
    }
    solved += own.sorted()
  }

  private mutating func drop(_ fact: MatrixFact) {
    conditions.removeAll { $0 == fact.truth }
  }

  fileprivate func mentions(_ nodes: [Graph.Node], _ symbol: MatrixSymbol) -> Bool {
    let isNeeded = graph.reachable(from: nodes)
    return symbol.entries.nodes.contains { isNeeded.indices.contains(Int($0)) && isNeeded[Int($0)] }
  }

  // MARK: Definiteness

  /// One fact A ≽ B solved for a matrix that it is linear in.
  private mutating func solveOneDefinite(
    _ facts: inout [MatrixFact], _ symbols: inout [MatrixSymbol]
  ) -> Bool {
    for (place, fact) in facts.enumerated() {
      guard case .definite(let isStrict) = fact.relation else { continue }
      // What bounds a positive definite matrix from below leaves it positive definite.
      for allowsConditions in [false, true] {
        for (number, symbol) in symbols.enumerated()
        where symbol.isSquare && mentions(fact.left + fact.right, symbol) {
          var trial = self
          guard let (factor, rest) = trial.multiple(fact, of: symbol) else { continue }
          let isKept =
            symbol.kind != .positiveDefinite
            || (factor > .zero && trial.isSurelyDefinite(rest, symbols))
          guard isKept || allowsConditions else { continue }
          let count = symbol.entries.rows
          let gram = trial.newGram(count, isPositive: isStrict)
          let scale = trial.graph.constant(Rational.one.divided(by: factor) ?? .one)
          var form = trial.scaled(trial.sum(gram, rest), by: scale)
          if !isKept {
            trial.conditions += trial.leadingMinors(of: form).map {
              trial.graph.isLess(trial.graph.constant(0), $0)
            }
          }
          if symbol.kind == .general { form = trial.sum(form, trial.newSkew(count)) }
          trial.drop(fact)
          var others = facts
          others.remove(at: place)
          trial.replace(symbol, by: form, &others)
          self = trial
          facts = others
          symbols.remove(at: number)
          return true
        }
      }
    }
    return false
  }

  /// left − right = factor · X − rest, symmetric parts taken; `nil` if it is not of that form.
  private mutating func multiple(_ fact: MatrixFact, of symbol: MatrixSymbol) -> (
    factor: Rational, rest: NodeMatrix
  )? {
    let count = symbol.entries.rows
    guard fact.left.count == count * count, fact.right.count == count * count else { return nil }
    var fresh: [Graph.Node] = []
    for row in 0..<count {
      for column in 0..<count {
        fresh.append(row <= column ? newInput(.real, touches: false) : fresh[column * count + row])
      }
    }
    var replacements: [Graph.Node: Graph.Node] = [:]
    for (tag, node) in zip(symbol.entries.nodes, fresh) { replacements[tag] = node }
    let sides = graph.substitute(replacements, in: fact.left + fact.right)
    let half = graph.constant(1, over: 2)
    var factor: Rational?
    var rest: [Graph.Node] = []
    var zeros: [Graph.Node: Graph.Node] = [:]
    for node in fresh { zeros[node] = graph.constant(0) }
    func difference(_ problem: inout Problem, _ row: Int, _ column: Int) -> Graph.Node {
      let place = row * count + column
      return problem.graph.subtract(sides[place], sides[count * count + place])
    }
    for row in 0..<count {
      for column in 0..<count {
        let own = fresh[row * count + column]
        let (a, b) = (difference(&self, row, column), difference(&self, column, row))
        let entry = a == b ? a : graph.multiply(half, graph.add(a, b))
        guard let slopes = try? graph.gradient(of: entry, with: fresh) else { return nil }
        for (node, slope) in zip(fresh, slopes) {
          guard let value = graph.rational(slope) else { return nil }
          guard node == own else {
            if value.isZero { continue }
            return nil
          }
          if value.isZero || value != factor ?? value { return nil }
          factor = value
        }
        rest.append(graph.negate(graph.substitute(zeros, in: [entry])[0]))
      }
    }
    return factor.map { ($0, NodeMatrix(count, count, rest)) }
  }

  /// Whether a matrix is a positive definite symbol or a multiple of 1 that is not negative.
  private func isSurelyDefinite(_ matrix: NodeMatrix, _ symbols: [MatrixSymbol]) -> Bool {
    let isSymbol = symbols.contains { symbol in
      guard symbol.kind == .positiveDefinite, symbol.entries.rows == matrix.rows else {
        return false
      }
      let same = MatrixFact(
        relation: .equal, left: matrix.nodes, right: symbol.entries.nodes, truth: matrix.nodes[0])
      return holdIdentically([same])
    }
    if isSymbol { return true }
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let node = matrix[row, column]
        guard row == column ? graph.isPositive(node) : graph.isZero(node) else { return false }
      }
    }
    return true
  }

  private mutating func leadingMinors(of matrix: NodeMatrix) -> [Graph.Node] {
    (1...matrix.rows).map { graph.determinant(of: matrix, columns: Array(0..<$0)) }
  }

  // MARK: Equations

  /// Every way found in which one matrix can be drawn so that equations hold identically.
  ///
  /// There may be other solutions: what is said of all of them has to be looked for elsewhere, too.
  func equationFamilies(_ facts: [MatrixFact], _ symbols: [MatrixSymbol]) -> [Problem] {
    let equations = facts.filter { $0.relation == .equal }
    guard !equations.isEmpty else { return [] }
    var families: [Problem] = []
    for symbol in symbols where symbol.kind != .positiveDefinite {
      let own = equations.filter { mentions($0.left + $0.right, symbol) }
      let others = symbols.filter { $0 != symbol }
      let alone = own.filter { fact in
        !others.contains { mentions(fact.left + fact.right, $0) }
      }
      guard !own.isEmpty else { continue }
      for form in MatrixForm.all(symbol, alone.isEmpty ? own : alone, others, self) {
        var trial = self
        guard let matrix = trial.matrix(form, symbol) else { continue }
        var changed = facts
        let wanted = Set((alone.isEmpty ? own : alone).map { $0.truth })
        let places = facts.indices.filter { wanted.contains(facts[$0].truth) }
        trial.replace(symbol, by: matrix, &changed)
        guard trial.holdIdentically(places.map { changed[$0] }) else { continue }
        for place in places { trial.drop(changed[place]) }
        trial.isFamily = true
        families.append(trial)
      }
      if !families.isEmpty { return families }
    }
    return []
  }

  private func holdIdentically(_ facts: [MatrixFact]) -> Bool {
    let pairs = facts.flatMap { fact in
      zip(fact.left, fact.right).map { Certifier.Sides(left: $0, right: $1) }
    }
    var certifier = Certifier(graph: graph, domains: domains, pairs: pairs, key: 1)
    certifier.drawLimit = 64
    if case .passed = certifier.run() { return true }
    return false
  }

  private mutating func matrix(_ form: MatrixForm, _ symbol: MatrixSymbol) -> NodeMatrix? {
    let count = symbol.entries.rows
    switch form {
    case .orthogonal:
      let square = newOrthogonal(max(count, symbol.entries.columns))
      return NodeMatrix(count, symbol.entries.columns) { square[$0, $1] }
    case .spectral(let roots):
      return conjugated(diagonal((0..<count).map { _ in newInput(.set(roots), touches: false) }))
    case .symmetricSpectral(let roots):
      let turn = newOrthogonal(count)
      let inner = diagonal((0..<count).map { _ in newInput(.set(roots), touches: false) })
      return product(product(turn, inner), turn.transposed)
    case .nilpotent(let root):
      return sum(multiple(ofIdentity: graph.constant(root), count), newNilpotent(count))
    case .polynomial(let other):
      let factors = newReals(3)
      let squared = product(other.entries, other.entries)
      let line = sum(
        multiple(ofIdentity: factors[0], count), scaled(other.entries, by: factors[1]))
      return sum(line, scaled(squared, by: factors[2]))
    }
  }

  /// Whether multiples of 1 by a number satisfy equations.
  fileprivate func holds(_ facts: [MatrixFact], _ symbol: MatrixSymbol, at value: Rational) -> Bool
  {
    var trial = self
    let matrix = trial.multiple(ofIdentity: trial.graph.constant(value), symbol.entries.rows)
    var changed = facts
    trial.replace(symbol, by: matrix, &changed)
    return trial.holdIdentically(changed)
  }

  // MARK: Norms

  /// ‖A‖ ≤ c for the spectral norm: any matrix scaled into the ball, and multiples of orthogonal
  /// ones.
  func normFamilies(_ symbols: [MatrixSymbol]) -> [Problem] {
    for symbol in symbols where symbol.kind == .general {
      for truth in conditions.flatMap({ conjuncts(of: $0) }) {
        guard let (bound, isStrict) = normBound(truth, on: symbol) else { continue }
        return [false, true].map { isOrthogonal in
          var trial = self
          trial.conditions = conditions.flatMap { conjuncts(of: $0) }.filter { $0 != truth }
          trial.conditions.append(
            trial.graph.isLessOrEqual(trial.graph.constant(0), bound))
          let form = trial.ball(symbol, bound, isStrict, isOrthogonal: isOrthogonal)
          var facts: [MatrixFact] = []
          trial.replace(symbol, by: form, &facts)
          return trial
        }
      }
    }
    return []
  }

  private func normBound(_ truth: Graph.Node, on symbol: MatrixSymbol) -> (
    bound: Graph.Node, isStrict: Bool
  )? {
    let (norm, bound, isStrict): (Graph.Node, Graph.Node, Bool)
    switch graph[truth] {
    case .isLess(let a, let b): (norm, bound, isStrict) = (a, b, true)
    case .isLessOrEqual(let a, let b): (norm, bound, isStrict) = (a, b, false)
    default: return nil
    }
    guard case .singularValue(0, _, let list) = graph[norm],
      graph.operandLists[Int(list)] == symbol.entries.nodes, !mentions([bound], symbol)
    else { return nil }
    return (bound, isStrict)
  }

  private mutating func ball(
    _ symbol: MatrixSymbol, _ bound: Graph.Node, _ isStrict: Bool, isOrthogonal: Bool
  ) -> NodeMatrix {
    let (rows, columns) = (symbol.entries.rows, symbol.entries.columns)
    let part = newInput(
      .interval(.init(.zero, isIncluded: true), .init(.one, isIncluded: !isStrict)), touches: true)
    let radius = graph.multiply(bound, part)
    if isOrthogonal {
      let square = newOrthogonal(max(rows, columns))
      return scaled(NodeMatrix(rows, columns) { square[$0, $1] }, by: radius)
    }
    let free = NodeMatrix(rows, columns, newReals(rows * columns))
    let list = graph.list(free.nodes)
    let norm = graph.node(.singularValue(index: 0, rows: Int32(rows), matrix: list))
    return scaled(free, by: graph.divide(radius, norm))
  }
}

/// How a matrix can be made of free numbers.
private enum MatrixForm {
  case orthogonal
  /// Conjugated diagonal matrices.
  case spectral([Rational])
  case symmetricSpectral([Rational])
  /// A multiple of 1, and a matrix whose square is 0.
  case nilpotent(Rational)
  /// α + β B + γ B².
  case polynomial(MatrixSymbol)

  private static let candidates: [Rational] = [
    .zero, .one, Rational(-1), Rational(2), Rational(-2), Rational(1, over: 2) ?? .one,
  ]

  static func all(
    _ symbol: MatrixSymbol, _ facts: [MatrixFact], _ others: [MatrixSymbol], _ problem: Problem
  ) -> [MatrixForm] {
    let isGeneral = symbol.kind == .general
    guard symbol.isSquare else { return isGeneral ? [.orthogonal] : [] }
    let partners = others.filter { other in
      other.entries.rows == symbol.entries.rows && other.isSquare
        && facts.contains { problem.mentions($0.left + $0.right, other) }
    }
    guard partners.isEmpty else {
      return isGeneral ? partners.map { .polynomial($0) } : []
    }
    let roots = candidates.filter { problem.holds(facts, symbol, at: $0) }
    var forms: [MatrixForm] = isGeneral ? [.orthogonal] : []
    guard !roots.isEmpty, roots.count <= 3 else { return forms }
    if isGeneral {
      if roots.count > 1 { forms.append(.spectral(roots)) }
      forms += roots.map { .nilpotent($0) }
    }
    forms.append(.symmetricSpectral(roots))
    return forms
  }
}
