import Learning
import Numerics

/// Networks with normal parameters.
final class NetworkGenerator: Generator {
  /// The sizes of each layer, input first.
  let sizes: [Sizes]
  let activation: Activation

  init(_ sizes: [Sizes], activation: Activation) {
    (self.sizes, self.activation) = (sizes, activation)
    super.init()
  }

  private enum Form: Int, CaseIterable {
    case zero
    /// All units of a layer are alike.
    case equal
    case wholeNumbers
    case large
    case tiny
    case negative
  }

  override var formCount: Int { Form.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let network = try empty(.any, &random)
    return [network.with(numbers: random.normals(network.numbers.count, 1))]
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let network = try empty(end, &random)
    let count = network.numbers.count
    let parameters: [Double] =
      switch Form.allCases[form] {
      case .zero: Array(repeating: 0, count: count)
      case .equal: Array(repeating: 1, count: count)
      case .wholeNumbers: random.wholes(count, 2)
      case .large: random.normals(count, 10)
      case .tiny: random.normals(count, 1e-4)
      case .negative: random.normals(count, 1).map { -$0.magnitude }
      }
    return [network.with(numbers: parameters)]
  }

  private func empty(_ end: Sizes.End, _ random: inout RandomSource) throws(Failure) -> Value {
    let drawn = sizes.map { $0.draw(end, &random) }
    return try learning { () throws(LearningError) in
      .object(NetworkValue(try Network(sizes: drawn, activation: activation)))
    }
  }

  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    instance[0].numbers.allSatisfy { $0.isFinite } ? instance : nil
  }

  private func network(_ instance: [Value]) -> Network? {
    guard case .object(let object) = instance[0] else { return nil }
    return (object as? NetworkValue)?.network
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    guard let network = network(instance) else { return [] }
    return zip(network.sizes, sizes).map { ($0, $1) }
  }

  /// The network with some units of a layer only.
  override func keeping(
    _ places: [Int], ofExtent extent: Int, _ instance: [Value]
  ) throws(Failure) -> [Value]? {
    guard let network = network(instance) else { return nil }
    return try learning { () throws(LearningError) in
      var layers: [Layer] = []
      for index in network.plan.indices {
        let layer = network.layer(index)
        let isHere = index == extent - 1
        let W = NumericArray(layer.W).keeping(
          rows: isHere ? places : nil, columns: index == extent ? places : nil)
        let b = isHere ? Vector(places.map { layer.b[$0] }) : layer.b
        layers.append(try Layer(W: W.matrix, b: b, activation: layer.activation))
      }
      return [.object(NetworkValue(try Network(layers)))]
    }
  }
}
