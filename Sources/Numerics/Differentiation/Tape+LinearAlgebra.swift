extension Tape {
  /// X with A X = B; the least-squares solution for a tall A of full rank.
  public func solve(_ a: Traced, _ b: Traced) throws(ArrayError) -> Traced {
    if a.shape == .scalar { return try combine(.divide, b, a) }
    let value = try matrix(a).solve(matrix(b))
    let shape: Shape = if case .vector = b.shape { .vector(value.rows) } else { value.shape }
    let isSquare = a.shape.rows == a.shape.columns
    return append(isSquare ? .solve : .leastSquares, shape, value.elements, a.index, b.index)
  }

  /// A⁻¹.
  public func inverse(_ a: Traced) throws(ArrayError) -> Traced {
    if a.shape == .scalar { return apply(.reciprocal, a) }
    return append(.inverse, a.shape, try matrix(a).inverse().elements, a.index)
  }

  /// det A; its derivative at a singular A is refused.
  public func determinant(_ a: Traced) throws(ArrayError) -> Traced {
    append(.determinant, .scalar, try matrix(a).determinant(), a.index)
  }

  /// Σ xᵢ yᵢ.
  public func dot(_ x: Traced, _ y: Traced) throws(ArrayError) -> Traced {
    guard x.shape.rows == y.shape.rows, x.shape.columns == y.shape.columns else {
      throw .shapes(operation: "dot", left: x.shape, right: y.shape)
    }
    return sum(try combine(.multiply, x, y))
  }

  /// The mean of all entries.
  public func mean(_ x: Traced) throws(ArrayError) -> Traced {
    guard x.shape.count > 0 else { throw .tooFew(operation: "mean", count: 0, needed: 1) }
    return try combine(.divide, sum(x), constant(Double(x.shape.count)))
  }

  /// √Σ xᵢ², with derivative 0 at 0.
  public func norm(_ x: Traced) throws(ArrayError) -> Traced {
    let length = Vector(elements(x)).norm
    // √s with s = Σ xᵢ², written as s · (1/√s) where 1/√0 = 0: the derivative is then x/‖x‖ or 0.
    let root = constant(length)
    let scale = apply(.reciprocalOrZero, root)
    let unit = try combine(.multiply, x, scale)
    let square = sum(apply(.square, unit))
    if length == 0 { return try combine(.multiply, square, constant(0)) }
    return try combine(.multiply, apply(.sqrt, square), root)
  }

  /// The greatest entry; its derivative is 1 at the first place where it stands.
  public func maximum(_ x: Traced) throws(ArrayError) -> Traced {
    try extreme(x, "maximum") { $0 > $1 }
  }

  /// The least entry; its derivative is 1 at the first place where it stands.
  public func minimum(_ x: Traced) throws(ArrayError) -> Traced {
    try extreme(x, "minimum") { $0 < $1 }
  }

  private func extreme(_ x: Traced, _ name: String, _ isBetter: (Double, Double) -> Bool)
    throws(ArrayError) -> Traced
  {
    let entries = elements(x)
    guard !entries.isEmpty else { throw .tooFew(operation: name, count: 0, needed: 1) }
    var best = 0
    for index in entries.indices where isBetter(entries[index], entries[best]) { best = index }
    if let hole = entries.firstIndex(where: { $0.isNaN }) { best = hole }
    return try gather(x, [best], shape: .scalar)
  }

  /// log Σ exp(xᵢ) in each column without overflow.
  public func logSumExp(_ x: Traced) throws(ArrayError) -> Traced {
    let shape: Shape =
      if case .matrix(_, let columns) = x.shape { .matrix(1, columns) } else { .scalar }
    guard x.shape.rows > 0 else { throw .tooFew(operation: "logsumexp", count: 0, needed: 1) }
    let entries = matrix(x)
    let peaks = (0..<entries.columns).map {
      entries.column($0).elements.reduce(-Double.infinity, max)
    }
    let shift = append(.source, shape, peaks.map { $0.isFinite ? $0 : 0 })
    let total = sum(apply(.exp, try combine(.subtract, x, shift)), to: shape)
    return try combine(.add, apply(.log, total), shift)
  }

  /// e^{xᵢ} / Σ e^{xⱼ} in each column without overflow.
  public func softmax(_ x: Traced) throws(ArrayError) -> Traced {
    apply(.exp, try combine(.subtract, x, logSumExp(x)))
  }
}
