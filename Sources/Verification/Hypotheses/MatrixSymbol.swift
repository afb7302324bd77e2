import Formula

/// A declared matrix whose entries a hypothesis may be solved for.
struct MatrixSymbol: Hashable {
  enum Kind: Hashable {
    case general
    case symmetric
    case positiveDefinite
  }

  let kind: Kind
  /// The tags of its entries.
  let entries: NodeMatrix
  var isSquare: Bool { entries.rows == entries.columns }
}

/// A hypothesis about matrices as a whole, with its truth value among the conditions.
struct MatrixFact {
  enum Relation: Hashable {
    case equal
    /// left − right is positive definite, or semidefinite.
    case definite(isStrict: Bool)
  }

  let relation: Relation
  var left: [Graph.Node]
  var right: [Graph.Node]
  let truth: Graph.Node
}

extension CaseJudge {
  /// The declared matrices that a hypothesis can be solved for; not those whose roots would stay.
  var matrixSymbols: [MatrixSymbol] {
    lowered.quantities.compactMap { quantity in
      let tensor = quantity.tensor
      guard !quantity.isDefined, !lowered.rooted.contains(quantity.symbol), tensor.form == .matrix,
        tensor.rows <= 4, tensor.columns <= 4,
        tensor.nodes.allSatisfy({ if case .tag = part.graph[$0] { true } else { false } }),
        case .matrix(_, _, let kind) = scope[quantity.symbol].kind
      else { return nil }
      let entries = NodeMatrix(tensor.rows, tensor.columns, tensor.nodes)
      return switch kind {
      case .any(.reals), .invertible: MatrixSymbol(kind: .general, entries: entries)
      case .symmetric: MatrixSymbol(kind: .symmetric, entries: entries)
      case .positiveDefinite: MatrixSymbol(kind: .positiveDefinite, entries: entries)
      default: nil
      }
    }
  }

  /// What the conditions say of matrices.
  var matrixFacts: [MatrixFact] {
    let known = Set(part.conditions)
    let all =
      lowered.constraints + lowered.assumptions + lowered.assertions.flatMap { $0.premises }
    var seen: Set<Graph.Node> = []
    return all.filter { known.contains($0.truth) && seen.insert($0.truth).inserted }
      .compactMap { fact(of: $0) }
  }

  private func fact(of condition: LoweredStep.Condition) -> MatrixFact? {
    guard case .relation(let relation, let left, let right) = condition.fact else { return nil }
    let (kind, isTurned): (MatrixFact.Relation, Bool)
    switch relation {
    case .equal, .identical:
      guard left.form == .matrix else { return nil }
      (kind, isTurned) = (.equal, false)
    case .positiveDefinite: (kind, isTurned) = (.definite(isStrict: true), false)
    case .positiveSemidefinite: (kind, isTurned) = (.definite(isStrict: false), false)
    case .negativeDefinite: (kind, isTurned) = (.definite(isStrict: true), true)
    case .negativeSemidefinite: (kind, isTurned) = (.definite(isStrict: false), true)
    default: return nil
    }
    let sides = isTurned ? (right, left) : (left, right)
    return MatrixFact(
      relation: kind, left: sides.0.nodes, right: sides.1.nodes, truth: condition.truth)
  }
}
