import Learning
import Numerics

/// Longer computations: random numbers, sums, linear algebra, derivatives, kinds of number, training.
let computations: [@Sendable (inout Digest) -> Void] = [
  randomNumbers, statistics, products, factorizations, spectra, derivatives, boundsAndIntervals,
  fieldsAndFractions, series, singleSteps, batches, leastSquares, perceptron,
]

private func sample(_ name: String, _ rows: Int, _ columns: Int) -> Matrix {
  var random = RandomStream(seed: 4).stream(name)
  return Matrix(rows: rows, columns: columns) { _, _ in random.normal() }
}

@Sendable private func randomNumbers(_ digest: inout Digest) {
  var random = RandomStream(seed: 1).stream("parity")
  for _ in 0..<2000 { digest.add(random.normal()) }
  for place in random.permutation(500) { digest.add(Double(place)) }
}

@Sendable private func statistics(_ digest: inout Digest) {
  let values = sample("statistics", 1, 1001).elements
  do throws(ArrayError) {
    digest.add(try Statistics.mean(values))
    digest.add(try Statistics.variance(values))
    digest.add(try Statistics.kurtosis(values))
    digest.add(try Statistics.quantile(values, 0.3))
    digest.add(try Statistics.correlation(values, values.reversed()))
    digest.add(try Statistics.meanInterval(values).low)
    digest.add(try Statistics.varianceInterval(values).high)
    for count in try Histogram(values).counts { digest.add(Double(count)) }
  } catch { digest.fail() }
}

@Sendable private func products(_ digest: inout Digest) {
  do throws(ArrayError) {
    for size in [1, 3, 8, 17] {
      let (a, b) = (sample("a", size, size + 5), sample("b", size + 5, size + 2))
      digest.add(try a.times(b))
      digest.add(try b.transposedTimes(b))
      digest.add(Vector(a.elements).norm)
      digest.add(try Vector(a.elements).dot(Vector(a.elements)))
    }
  } catch { digest.fail() }
}

@Sendable private func factorizations(_ digest: inout Digest) {
  let (a, b) = (sample("square", 9, 9), sample("right", 9, 2))
  do throws(ArrayError) {
    digest.add(try a.solve(b))
    digest.add(try a.inverse())
    digest.add(try a.determinant())
    let positive = try a.transposedTimes(a)
    digest.add(try CholeskyFactorization(positive).solve(b))
    let qr = try QRFactorization(sample("tall", 9, 4))
    digest.add(qr.upper)
    digest.add(qr.orthogonal)
    digest.add(try qr.leastSquaresSolution(b))
  } catch { digest.fail() }
}

@Sendable private func spectra(_ digest: inout Digest) {
  let a = sample("spectrum", 8, 8)
  do throws(ArrayError) {
    let eigen = try SymmetricEigen(a + a.transposed)
    digest.add(Matrix.diagonal(eigen.values))
    digest.add(eigen.vectors)
    let svd = try SingularValues(sample("low", 7, 2).times(sample("rank", 2, 5)))
    digest.add(svd.left)
    digest.add(svd.right)
    for value in try a.eigenvalues() {
      digest.add(value.real)
      digest.add(value.imaginary)
    }
  } catch { digest.fail() }
}

@Sendable private func derivatives(_ digest: inout Digest) {
  let x = NumericValue.matrix(sample("point", 3, 3))
  do throws(ArrayError) {
    let hessian = try Differentiation.hessian(at: x) { (tape, x) throws(ArrayError) in
      try tape.logSumExp(
        tape.reshape(tape.apply(.tanh, tape.multiply(x, tape.inverse(x))), to: .vector(9)))
    }
    digest.add(hessian)
    let all = try Differentiation.derivatives(at: 0.7, order: 4) { (tape, x) throws(ArrayError) in
      try tape.combine(.multiply, tape.apply(.erf, x), tape.apply(.sin, x))
    }
    for value in all { digest.add(value) }
  } catch { digest.fail() }
}

@Sendable private func boundsAndIntervals(_ digest: inout Digest) {
  let (bounds, intervals) = (BoundedArithmetic(), IntervalArithmetic())
  for x in sample("kinds", 1, 30).elements {
    for function in ElementaryFunction.allCases {
      let near = bounds.apply(function, bounds.multiply(Bounded(x), bounds.pi))
      digest.add(near.value)
      digest.add(near.error)
      let interval = intervals.apply(function, intervals.multiply(Interval(x), intervals.pi))
      digest.add(interval.lower)
      digest.add(interval.upper)
    }
  }
}

@Sendable private func fieldsAndFractions(_ digest: inout Digest) {
  var random = RandomStream(seed: 6)
  let exact = RationalArithmetic()
  for field in [PrimeField.mersenne] + PrimeField.others {
    for _ in 0..<20 {
      let a = random.next() % field.modulus
      let values = [field.inverse(a), field.squareRoot(a), field.oddRoot(a, order: 17)]
      for value in values { digest.add(bits: value ?? .max) }
    }
  }
  var sum = exact.constant(.zero)
  for n in 1...60 {
    sum = exact.add(sum, exact.divide(exact.constant(.one), exact.constant(Rational(n))))
    digest.add(exact.approximation(of: sum))
  }
}

@Sendable private func series(_ digest: inout Digest) {
  let kind = SeriesArithmetic(BoundedArithmetic(), order: 6)
  for function in ElementaryFunction.allCases {
    for coefficient in kind.apply(function, kind.variable(at: Bounded(0.3))).coefficients {
      digest.add(coefficient.value)
      digest.add(coefficient.error)
    }
  }
}

private func train(
  _ digest: inout Digest, _ activation: Activation, normalized: Bool, _ training: Training
) {
  let x = sample("x", 2, 12)
  do throws(LearningError) {
    let y = try oneHot((0..<12).map { $0 % 2 }, count: 2)
    var random = RandomStream(seed: 5)
    let start = try Network(
      sizes: [2, 5, 3, 2], activation: activation,
      output: training.cost == .crossEntropy ? .softmax : .sigmoid, normalized: normalized
    ).initialized(.glorot, using: &random)
    let fit = try start.trained(x, y, training, using: &random)
    for value in fit.network.parameters + fit.cost { digest.add(value) }
  } catch { digest.fail() }
}

@Sendable private func singleSteps(_ digest: inout Digest) {
  let training = Training(sampling: .withReplacement(batch: 1), steps: 300, recordEvery: 50)
  train(&digest, .sigmoid, normalized: false, training)
}

@Sendable private func batches(_ digest: inout Digest) {
  for activation in [Activation.tanh, .gelu, .relu, .softplus] {
    let training = Training(
      cost: .crossEntropy, penalty: 0.01, optimizer: .adam(rate: 0.05),
      sampling: .epochs(batch: 5), steps: 40, recordEvery: 10)
    train(&digest, activation, normalized: true, training)
  }
}

@Sendable private func leastSquares(_ digest: inout Digest) {
  let (x, y) = (sample("x", 2, 8), sample("y", 1, 8))
  do throws(LearningError) {
    var random = RandomStream(seed: 7)
    let start = try Network(sizes: [2, 3, 1], activation: .tanh)
      .initialized(.uniform, using: &random)
    let (network, fit) = try LevenbergMarquardt(iterations: 20).fit(start, x, y)
    for value in network.parameters + fit.cost { digest.add(value) }
  } catch { digest.fail() }
}

@Sendable private func perceptron(_ digest: inout Digest) {
  let points = sample("points", 3, 60)
  let directed = Matrix(rows: 3, columns: 60) { row, column in
    points[0, column] < 0 ? -points[row, column] : points[row, column]
  }
  do throws(LearningError) {
    let run = try Perceptron.run(directed)
    digest.add(Double(run.mistakes))
    for value in run.weights.elements { digest.add(value) }
    digest.add(try Perceptron.bound(directed, run.weights))
  } catch { digest.fail() }
}

extension Digest {
  mutating func add(_ matrix: Matrix) { for value in matrix.elements { add(value) } }

  /// What should not throw did.
  mutating func fail() { add(bits: 1) }
}
