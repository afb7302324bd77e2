import Learning
import Numerics

/// Draws instances for `@forall`.
final class Generator: Object {
  let draw: (Machine, inout RandomSource, Int) throws(Failure) -> [Value]?
  /// A changed instance made to be of the kind again; nil if it is too far from it.
  let adjust: (Machine, [Value]) throws(Failure) -> [Value]?

  init(
    draw: @escaping (Machine, inout RandomSource, Int) throws(Failure) -> [Value]?,
    adjust: @escaping (Machine, [Value]) throws(Failure) -> [Value]?
  ) {
    (self.draw, self.adjust) = (draw, adjust)
    super.init()
  }

  /// As above, where a changed instance is only accepted or not.
  convenience init(
    draw: @escaping (Machine, inout RandomSource, Int) throws(Failure) -> [Value]?,
    isValid: @escaping (Machine, [Value]) throws(Failure) -> Bool
  ) {
    self.init(
      draw: draw,
      adjust: { (machine, instance) throws(Failure) in
        try isValid(machine, instance) ? instance : nil
      })
  }

  override var kindName: String { "a generator" }
}

extension Library {
  static let generators: [LibraryEntry] = [
    LibraryEntry(
      "separable(n, N)",
      "Points times their class (columns) and a unit vector that separates them.",
      "separable(2:5, 2:8)"
    ) {
      (machine, arguments) throws(Failure) in
      let dimensions = try machine.sizes(arguments[0], "separable")
      let counts = try machine.sizes(arguments[1], "separable")
      return .object(
        Generator(
          draw: { (machine, random, _) throws(Failure) in
            let n = dimensions[random.integer(below: dimensions.count)]
            let count = counts[random.integer(below: counts.count)]
            return machine.separable(n, count, &random, sharp: counts.contains(min(n, count)))
          },
          isValid: { (machine, instance) throws(Failure) in
            guard instance.count == 2, let w = instance[1].array else { return false }
            let length = Machine.dot(w.elements, w.elements).squareRoot()
            guard (length - 1).magnitude < 1e-9 else { return false }
            guard let points = instance[0].array?.matrix, points.rows == w.count,
              dimensions.contains(points.rows), counts.contains(points.columns)
            else {
              return false
            }
            return try learning { () throws(LearningError) in
              try Perceptron.margin(points, w.vector) > 1e-6
            }
          }))
    },
    LibraryEntry("vectors(n)", "Vectors of n normal entries; n may be a range.", "vectors(2:5)") {
      (machine, arguments) throws(Failure) in
      let sizes = try machine.sizes(arguments[0], "vectors")
      return .object(
        Generator(
          draw: { (_, random, _) throws(Failure) in
            let n = sizes[random.integer(below: sizes.count)]
            return [.array(NumericArray((0..<n).map { _ in 2 * random.normal() }))]
          },
          isValid: { (_, instance) throws(Failure) in instance.count == 1 }))
    },
    LibraryEntry(
      "matrices(m, [n]; kind, condition)",
      "m×n matrices of normal entries; square ones also of a kind: symmetric, psd, orthogonal, "
        + "stochastic (rows sum to 1) or regular, of at most this condition.",
      "matrices(2:4, kind = \"symmetric\")"
    ) {
      (machine, arguments) throws(Failure) in try machine.matrixGenerator(arguments)
    },
    LibraryEntry(
      "distributions(n)", "Vectors of n probabilities: positive, with sum 1.", "distributions(2:5)"
    ) {
      (machine, arguments) throws(Failure) in
      let sizes = try machine.sizes(arguments[0], "distributions")
      return .object(
        Generator(
          draw: { (_, random, _) throws(Failure) in
            let n = sizes[random.integer(below: sizes.count)]
            return [.array(MatrixKind.distribution((0..<n).map { _ in random.normal() }))]
          },
          adjust: { (_, instance) throws(Failure) in
            guard let entries = instance[0].array?.elements, !entries.isEmpty else { return nil }
            return [.array(MatrixKind.distribution(entries))]
          }))
    },
    LibraryEntry("onehots(n)", "Unit vectors: one entry 1, the others 0.", "onehots(2:5)") {
      (machine, arguments) throws(Failure) in
      let sizes = try machine.sizes(arguments[0], "onehots")
      return .object(
        Generator(
          draw: { (_, random, _) throws(Failure) in
            let n = sizes[random.integer(below: sizes.count)]
            let place = random.integer(below: n)
            return [.array(NumericArray((0..<n).map { $0 == place ? 1 : 0 }))]
          },
          adjust: { (_, instance) throws(Failure) in
            isOneHot(instance[0].array?.elements ?? []) ? instance : nil
          }))
    },
    LibraryEntry(
      "datasets(n, K, N)", "N points with n features (columns) and their classes, one-hot of K.",
      "datasets(2, 3, 4:8)"
    ) {
      (machine, arguments) throws(Failure) in try machine.dataGenerator(arguments)
    },
    LibraryEntry(
      "networks(sizes; activation)",
      "Networks with normal parameters; sizes are numbers or ranges, input first.",
      "networks([2, 2:4, 1], activation = tanh)"
    ) {
      (machine, arguments) throws(Failure) in try machine.networkGenerator(arguments)
    },
    LibraryEntry("scalars(low, high)", "Numbers between two bounds.", "scalars(0, 1)") {
      (machine, arguments) throws(Failure) in
      let low = try machine.scalar(arguments[0], "scalars")
      let high = try machine.scalar(arguments[1], "scalars")
      return .object(
        Generator(
          draw: { (_, random, _) throws(Failure) in
            [.number(low + (high - low) * random.uniform())]
          },
          isValid: { (_, instance) throws(Failure) in
            guard case .number(let x) = instance[0] else { return false }
            return low <= x && x <= high
          }))
    },
  ]
}

extension Machine {
  /// The sizes that a number or range allows.
  func sizes(_ value: Value, _ operation: String) throws(Failure) -> [Int] {
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
    return sizes
  }

  /// Points on the positive side of a random unit vector; in a quarter of the draws they are
  /// orthonormal, which is the sharpest case of Novikoff's bound.
  func separable(
    _ n: Int, _ count: Int, _ random: inout RandomSource, sharp: Bool
  ) -> [Value] {
    if random.uniform() < 0.25, sharp {
      let size = min(n, count)
      var elements = [Double](repeating: 0, count: n * size)
      for index in 0..<size { elements[index * size + index] = 1 }
      let entry = 1 / Double(size).squareRoot()
      return [
        .array(NumericArray(rows: n, columns: size, elements)),
        .array(NumericArray((0..<n).map { $0 < size ? entry : 0 })),
      ]
    }
    var w = (0..<n).map { _ in random.normal() }
    let length = Machine.dot(w, w).squareRoot()
    w = w.map { $0 / max(length, 1e-9) }
    var elements = [Double](repeating: 0, count: n * count)
    for column in 0..<count {
      var point = (0..<n).map { _ in random.normal() }
      let along = Machine.dot(point, w)
      let wanted = max(along.magnitude, 0.05)
      point = zip(point, w).map { $0 + (wanted - along) * $1 }
      for row in 0..<n { elements[row * count + column] = point[row] }
    }
    return [
      .array(NumericArray(rows: n, columns: count, elements)), .array(NumericArray(w)),
    ]
  }
}
