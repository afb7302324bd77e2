import Learning
import Numerics

/// W1: the 23-parameter network, a million single-sample steps, total cost stored each step or not.
func descent(_ row: String, recordEvery every: Int) throws {
  let (x, y) = try tenPoints()
  let steps = 1_000_000
  var random = SplitMix(state: 1)
  let network = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
    .initialized(.normal(deviation: 0.5), using: &random)
  let picks = (0..<steps).map { _ in random.integer(below: 10) }
  let training = Training(
    optimizer: .gradientDescent(rate: 0.05), sampling: .sequence(picks), steps: steps,
    recordEvery: every)
  var cost = 0.0
  let time = try seconds {
    let fit = try network.trained(x, y, training, using: &random)
    cost = fit.cost[fit.cost.count - 1]
  }
  report(row, time, "\(cost)")
}

/// W2: Levenberg-Marquardt from 100 starts.
func leastSquares() throws {
  let (x, y) = try tenPoints()
  var random = SplitMix(state: 2)
  let plain = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
  var starts: [Network] = []
  for _ in 0..<100 { starts.append(try plain.initialized(.normal(deviation: 0.5), using: &random)) }
  let method = LevenbergMarquardt(iterations: 200, costBelow: 1e-6)
  var solved = 0
  var iterations: [Int] = []
  let time = try seconds {
    for start in starts {
      let fit = try method.fit(start, x, y).fit
      solved += fit.stop == .costBelow ? 1 : 0
      iterations.append(fit.iterations)
    }
  }
  report("W2", time / 100, "\(solved) \(iterations.sorted()[50])")
}

/// W3: a classifier 64-128-64-10 on images of digits' size, Adam, batches of 64, 20 epochs.
func classifier() throws {
  var random = SplitMix(state: 3)
  let (samples, inputs, classes) = (1797, 64, 10)
  let centers = (0..<classes * inputs).map { _ in random.uniform() }
  var points: [Double] = []
  for sample in 0..<samples {
    for k in 0..<inputs {
      points.append(centers[sample % classes * inputs + k] + (random.uniform() - 0.5))
    }
  }
  let x = Matrix(rows: samples, columns: inputs, elements: points).transposed
  let y = try oneHot((0..<samples).map { $0 % classes }, count: classes)
  let network = try Network(sizes: [64, 128, 64, 10], activation: .tanh, output: .softmax)
    .initialized(.uniform, using: &random)
  let training = Training(
    cost: .crossEntropy, optimizer: .adam(), sampling: .epochs(batch: 64), steps: 20 * 29)
  var cost = 0.0
  let time = try seconds {
    cost = try network.trained(x, y, training, using: &random).cost[1]
  }
  report("W3", time, "\(cost)")
}

/// W5: the perceptron on 10,000 points in 10 dimensions with margin 0.01.
func perceptron() throws {
  var random = SplitMix(state: 5)
  let (count, dimension) = (10_000, 10)
  let raw = (0..<dimension).map { _ in random.normal() }
  var length = 0.0
  for value in raw { length += value * value }
  let direction = raw.map { $0 / length.squareRoot() }
  var points = Matrix(repeating: 0, rows: dimension, columns: count)
  for i in 0..<count {
    let point = (0..<dimension).map { _ in 2 * random.uniform() - 1 }
    var along = 0.0
    for k in 0..<dimension { along += direction[k] * point[k] }
    let side: Double = along < 0 ? -1 : 1
    let shift = side * along < 0.01 ? 0.01 - side * along : 0
    for k in 0..<dimension { points[k, i] = side * point[k] + shift * direction[k] }
  }
  var mistakes = 0
  let time = try seconds { mistakes = try Perceptron.run(points).mistakes }
  report("W5", time, "\(mistakes)")
}
