import Learning
import Numerics

// The generators of the library from their arguments.
extension Machine {
  /// The sizes that a number or range allows.
  func sizes(_ value: Value, _ operation: String) throws(Failure) -> Sizes {
    var sizes: [Int] = []
    for item in try items(value, operation) {
      let size = try whole(item, operation, from: 1)
      guard size <= 1000, sizes.count < 1000 else {
        throw Failure(.value(operation: operation, message: "takes sizes up to 1000"))
      }
      sizes.append(size)
    }
    guard !sizes.isEmpty else {
      throw Failure(.value(operation: operation, message: "needs a size"))
    }
    return Sizes(list: sizes)
  }

  func scalarGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    let low = try scalar(arguments[0], "scalars")
    let high = try scalar(arguments[1], "scalars")
    guard low <= high, low.isFinite, high.isFinite else {
      throw Failure(
        .value(operation: "scalars", message: "needs two bounds, the lower one first"))
    }
    return .object(ScalarGenerator(low, high))
  }

  func matrixGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    let rows = try sizes(arguments[0], "matrices")
    let columns =
      arguments.count > 1 ? try sizes(arguments[1], "matrices") : nil
    guard let kind = try matrixKind(arguments) else {
      return .object(MatrixGenerator(rows, columns))
    }
    guard columns == nil else {
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
    return .object(KindGenerator(kind, rows, condition: bound))
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

  func networkGenerator(_ arguments: Arguments) throws(Failure) -> Value {
    var choices: [Sizes] = []
    for item in try items(arguments[0], "networks") { choices.append(try sizes(item, "networks")) }
    guard choices.count > 1 else {
      throw Failure(.value(operation: "networks", message: "needs at least two sizes"))
    }
    let activation = try arguments.keyword("activation").map { (value) throws(Failure) in
      try self.activation(value)
    }
    return .object(NetworkGenerator(choices, activation: activation ?? .sigmoid))
  }
}
