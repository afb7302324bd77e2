extension Tape {
  /// ∂y/∂x for a scalar y and each x, written on the tape; zeros where y does not depend on x.
  public func gradient(of y: Traced, withRespectTo inputs: [Traced]) throws(ArrayError)
    -> [Traced]
  {
    guard y.shape.count == 1 else {
      throw .shapes(operation: "gradient", left: y.shape, right: .scalar)
    }
    return try pullback(of: y, seed: append(.source, y.shape, 1), withRespectTo: inputs)
  }

  /// Σ seedₖ ∂yₖ/∂x for each x: one backward pass whatever the sizes.
  public func pullback(of y: Traced, seed: Traced, withRespectTo inputs: [Traced])
    throws(ArrayError) -> [Traced]
  {
    let first = inputs.reduce(y.index) { min($0, $1.index) }
    let depends = dependents(on: inputs, from: first, through: y.index)
    var adjoints = [Traced?](repeating: nil, count: y.index - first + 1)
    adjoints[y.index - first] = seed
    for index in (first...y.index).reversed() where depends[index - first] {
      guard let adjoint = adjoints[index - first] else { continue }
      for (operand, part) in try parts(
        of: adjoint, at: index, { $0 >= first && depends[$0 - first] })
      {
        if let sum = adjoints[operand - first] {
          adjoints[operand - first] = try combine(.add, sum, part)
        } else {
          adjoints[operand - first] = part
        }
      }
    }
    return inputs.map { input in
      if input.index <= y.index, let adjoint = adjoints[input.index - first] { return adjoint }
      return append(.source, input.shape, Array(repeating: 0, count: input.shape.count))
    }
  }

  /// ∂yᵢ/∂xⱼ as a matrix of as many rows as y and columns as x have entries, written on the tape.
  public func jacobian(of y: Traced, withRespectTo x: Traced) throws(ArrayError) -> Traced {
    let (m, n) = (y.shape.count, x.shape.count)
    var rows: [(part: Traced, places: [Int])] = []
    for i in 0..<m {
      let seed = append(.source, y.shape, (0..<m).map { $0 == i ? 1 : 0 })
      let row = try pullback(of: y, seed: seed, withRespectTo: [x])[0]
      rows.append((row, Array(i * n..<(i + 1) * n)))
    }
    return try assemble(rows, shape: .matrix(m, n))
  }

  /// ∂²y/∂xᵢ∂xⱼ of a scalar y, written on the tape.
  public func hessian(of y: Traced, withRespectTo x: Traced) throws(ArrayError) -> Traced {
    try jacobian(of: gradient(of: y, withRespectTo: [x])[0], withRespectTo: x)
  }

  /// y, y′, y″, … of a scalar of one variable.
  public func derivatives(of y: Traced, withRespectTo x: Traced, order: Int) throws(ArrayError)
    -> [Traced]
  {
    var result = [y]
    for _ in 0..<order {
      result.append(try gradient(of: result[result.count - 1], withRespectTo: [x])[0])
    }
    return result
  }

  private func dependents(on inputs: [Traced], from first: Int, through last: Int) -> [Bool] {
    var depends = Array(repeating: false, count: last - first + 1)
    for input in inputs where input.index <= last { depends[input.index - first] = true }
    for index in first...last where !depends[index - first] {
      let node = nodes[index]
      if case .assemble(let operands, _) = node.operation {
        depends[index - first] = operands.contains { $0 >= first && depends[$0 - first] }
      } else {
        depends[index - first] =
          node.a >= first && depends[node.a - first] || node.b >= first && depends[node.b - first]
      }
    }
    return depends
  }

  /// What an adjoint contributes to the operands that matter.
  private func parts(of g: Traced, at index: Int, _ matters: (Int) -> Bool) throws(ArrayError)
    -> [(Int, Traced)]
  {
    let node = nodes[index]
    if case .assemble(let operands, let places) = node.operation {
      var result: [(Int, Traced)] = []
      for (k, operand) in operands.enumerated() where matters(operand) {
        result.append((operand, try gather(g, places[k], shape: nodes[operand].shape)))
      }
      return result
    }
    let y = traced(index)
    var result: [(Int, Traced)] = []
    if node.a >= 0, matters(node.a), let part = try left(g, y, node) {
      result.append((node.a, part))
    }
    if node.b >= 0, matters(node.b), let part = try right(g, y, node) {
      result.append((node.b, part))
    }
    return result
  }
}
