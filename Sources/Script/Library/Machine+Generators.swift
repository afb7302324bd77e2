import Learning
import Numerics

// Generators whose instances have parts that belong together.
extension Machine {
  func matrixGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    let rowSizes = try sizes(arguments[0], "matrices")
    let columnSizes = arguments.count > 1 ? try sizes(arguments[1], "matrices") : []
    guard let kind = try matrixKind(arguments) else {
      return .object(
        Generator(
          draw: { (_, random, _) throws(Failure) in
            let m = rowSizes[random.integer(below: rowSizes.count)]
            let n =
              columnSizes.isEmpty ? m : columnSizes[random.integer(below: columnSizes.count)]
            let entries = (0..<m * n).map { _ in 2 * random.normal() }
            return [.array(NumericArray(rows: m, columns: n, entries))]
          },
          isValid: { (_, instance) throws(Failure) in
            guard let array = instance[0].array else { return false }
            return rowSizes.contains(array.rows)
              && (columnSizes.isEmpty
                ? array.columns == array.rows : columnSizes.contains(array.columns))
          }))
    }
    guard columnSizes.isEmpty else {
      throw Failure(
        .value(operation: "matrices", message: "of a kind are square: give one size"))
    }
    let condition = try arguments.keyword("condition").map { (value) throws(Failure) in
      try scalar(value, "condition")
    }
    let bound = condition ?? 1e3
    guard bound >= 1 else {
      throw Failure(.value(operation: "condition", message: "is at least 1"))
    }
    return .object(
      Generator(
        draw: { (_, random, _) throws(Failure) in
          let n = rowSizes[random.integer(below: rowSizes.count)]
          let matrix = try engine { () throws(ArrayError) in
            try kind.drawn(n, condition: bound, &random)
          }
          return matrix.map { [.array(NumericArray($0))] }
        },
        adjust: { (_, instance) throws(Failure) in
          guard let matrix = instance[0].array?.matrix, rowSizes.contains(matrix.rows) else {
            return nil
          }
          let near = try engine { () throws(ArrayError) in
            try kind.adjusted(matrix, condition: bound)
          }
          return near.map { [.array(NumericArray($0))] }
        }))
  }

  private func matrixKind(_ arguments: Arguments) throws(Failure) -> MatrixKind? {
    guard let value = arguments.keyword("kind") else {
      return arguments.keyword("condition") == nil ? nil : .regular
    }
    guard case .text(let name) = value, let kind = MatrixKind(rawValue: name.string) else {
      throw Failure(
        .kind(
          operation: "kind",
          expected: "one of " + MatrixKind.allCases.map { $0.rawValue }.joined(separator: ", "),
          found: displayText(value)))
    }
    return kind
  }

  func dataGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    let features = try sizes(arguments[0], "datasets")
    let classes = try sizes(arguments[1], "datasets")
    let counts = try sizes(arguments[2], "datasets")
    return .object(
      Generator(
        draw: { (_, random, _) throws(Failure) in
          let n = features[random.integer(below: features.count)]
          let K = classes[random.integer(below: classes.count)]
          let N = counts[random.integer(below: counts.count)]
          var targets = [Double](repeating: 0, count: K * N)
          for column in 0..<N { targets[random.integer(below: K) * N + column] = 1 }
          return [
            .array(NumericArray(rows: n, columns: N, (0..<n * N).map { _ in random.normal() })),
            .array(NumericArray(rows: K, columns: N, targets)),
          ]
        },
        isValid: { (_, instance) throws(Failure) in
          guard instance.count == 2, let x = instance[0].array, let y = instance[1].array,
            x.columns == y.columns, counts.contains(x.columns), features.contains(x.rows)
          else { return false }
          return (0..<y.columns).allSatisfy { column in
            isOneHot((0..<y.rows).map { y.elements[$0 * y.columns + column] })
          }
        }))
  }

  func networkGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    var choices: [[Int]] = []
    for item in try items(arguments[0], "networks") { choices.append(try sizes(item, "networks")) }
    guard choices.count > 1 else {
      throw Failure(.value(operation: "networks", message: "needs at least two sizes"))
    }
    let activation = try arguments.keyword("activation").map { (value) throws(Failure) in
      try self.activation(value)
    }
    return .object(
      Generator(
        draw: { (_, random, _) throws(Failure) in
          let sizes = choices.map { $0[random.integer(below: $0.count)] }
          var stream = random.streamOfCall()
          let network = try learning { () throws(LearningError) in
            try Network(sizes: sizes, activation: activation ?? .sigmoid)
              .initialized(.normal(deviation: 1), using: &stream)
          }
          return [.object(NetworkValue(network))]
        },
        isValid: { (_, instance) throws(Failure) in instance.count == 1 }))
  }
}
