import Formula

/// One comparison that a step claims for every point.
struct Goal: Hashable {
  var kind: Kind
  var left: Graph.Node
  var right: Graph.Node
  /// The assertion of the step that it belongs to, and the entry of the arrays compared.
  var assertion: Int
  var entry: Int
  /// Whether the statement has its sides the other way round: a > b is judged as b < a.
  var isTurned = false

  enum Kind: Hashable {
    case equal
    case notEqual
    case less
    case lessOrEqual
    /// `left` is a truth value that has to be true; `right` is not used.
    case truth
  }

  /// Whether exact equality refutes it.
  var isStrict: Bool { kind == .less || kind == .notEqual }

  var isInequality: Bool { kind == .less || kind == .lessOrEqual }
}

extension Collection<Goal> {
  /// Left and right of each goal, in turn.
  var sides: [Graph.Node] {
    var result: [Graph.Node] = []
    result.reserveCapacity(2 * count)
    for goal in self {
      result.append(goal.left)
      result.append(goal.right)
    }
    return result
  }
}

/// What a goal is at one point, as far as one kind of number can tell.
enum PointOutcome: Hashable {
  case holds
  case fails
  /// Neither side is defined.
  case nowhereDefined
  /// One side is defined, the other is not.
  case oneSided
  case unresolved
}

extension PairReading {
  /// A point agrees if the rounding bound is at most this part of the larger side.
  static let resolution = 1e-9
  /// In wide arithmetic this part of the largest intermediate value is enough, too.
  static let wideResolution = 0x1p-200

  func outcome(of kind: Goal.Kind, isWide: Bool) -> PointOutcome {
    if areBothUndefined { return .nowhereDefined }
    if isOneSided { return .oneSided }
    guard areBothDefined else { return .unresolved }
    switch kind {
    case .equal:
      if order == 0 { return .holds }
      if order != nil { return .fails }
      return isFine(isWide) ? .holds : .unresolved
    case .notEqual: return order == nil ? .unresolved : order == 0 ? .fails : .holds
    case .less: return order == nil ? .unresolved : order == -1 ? .holds : .fails
    case .lessOrEqual:
      if let order { return order <= 0 ? .holds : .fails }
      return isWide && isFine(true) ? .holds : .unresolved
    case .truth: return .unresolved
    }
  }

  private func isFine(_ isWide: Bool) -> Bool {
    relativeError <= Self.resolution || (isWide && errorToLargest <= Self.wideResolution)
  }
}

extension TruthReading {
  var outcome: PointOutcome {
    switch self {
    case .yes: .holds
    case .no: .fails
    case .undefined: .nowhereDefined
    case .unresolved: .unresolved
    }
  }
}
