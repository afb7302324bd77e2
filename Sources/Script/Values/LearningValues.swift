package import Learning
import Numerics

/// A network; inside a derivative its parameters may stand on the tape.
package final class NetworkValue: Object {
  package let network: Network
  let followed: FollowedParameters?

  init(_ network: Network, followed: FollowedParameters? = nil) {
    (self.network, self.followed) = (network, followed)
    super.init()
  }

  override package var kindName: String { "a network" }
  override package var shownText: String {
    "network " + network.sizes.map { "\($0)" }.joined(separator: "→")
      + " with \(network.parameters.count) parameters"
  }
  override package var fieldNames: [String] { ["layers", "sizes", "parameters"] }

  override package func field(_ name: String) -> Value? {
    switch name {
    case "layers":
      return .list(List(network.plan.indices.map { .object(LayerValue(self, $0)) }))
    case "sizes": return .array(NumericArray(network.sizes.map { Double($0) }))
    case "parameters":
      if let followed { return .traced(TracedValue(followed.all)) }
      return .array(NumericArray(network.parameters))
    default: return nil
    }
  }

  override var diagram: NetworkDiagram? {
    NetworkDiagram(
      sizes: network.sizes,
      weights: network.plan.indices.map { index in
        let W = network.layer(index).W
        return (0..<W.rows).map { W.row($0).elements }
      })
  }

  override func call(_ machine: Machine, _ arguments: Arguments) throws(Failure) -> Value? {
    guard arguments.count == 1, arguments.keywords.isEmpty else {
      throw Failure(.arity(name: "a network", expected: "1", found: arguments.count))
    }
    return try machine.output(of: self, arguments[0])
  }
}

/// The parameters of a network as nodes of the tape, all together and layer by layer.
struct FollowedParameters {
  let all: Traced
  let W: [Traced]
  let b: [Traced]
  /// Of layers with batch normalisation.
  let gamma: [Traced?]
  let beta: [Traced?]
}

/// A layer (W, b, σ), of a network or on its own.
package final class LayerValue: Object {
  package let layer: Layer
  private let followed: (W: Traced, b: Traced)?

  init(_ layer: Layer) {
    self.layer = layer
    followed = nil
    super.init()
  }

  init(_ owner: NetworkValue, _ index: Int) {
    layer = owner.network.layer(index)
    followed = owner.followed.map { ($0.W[index], $0.b[index]) }
    super.init()
  }

  var isFollowed: Bool { followed != nil }

  override package var kindName: String { "a layer" }
  override package var shownText: String { "layer \(layer.inputSize)→\(layer.outputSize)" }
  override package var fieldNames: [String] {
    ["W", "b", "activation"] + (layer.normalization == nil ? [] : ["gamma", "beta"])
  }

  override package func field(_ name: String) -> Value? {
    switch name {
    case "W":
      return followed.map { .traced(TracedValue($0.W)) } ?? .array(NumericArray(layer.W))
    case "b":
      return followed.map { .traced(TracedValue($0.b)) } ?? .array(NumericArray(layer.b))
    case "activation": return ActivationValue.value(layer.activation)
    case "gamma": return layer.normalization.map { .array(NumericArray($0.gamma)) }
    case "beta": return layer.normalization.map { .array(NumericArray($0.beta)) }
    default: return nil
    }
  }
}

/// What training gave.
package final class FitValue: Object {
  package let fit: Fit

  init(_ fit: Fit) {
    self.fit = fit
    super.init()
  }

  override package var kindName: String { "a fit" }
  override package var shownText: String {
    "fit after \(fit.stepCount) steps, cost " + roundedText(fit.cost.last ?? .nan)
  }
  override package var fieldNames: [String] { ["network", "steps", "cost", "step_count", "stop"] }

  override package func field(_ name: String) -> Value? {
    switch name {
    case "network": return .object(NetworkValue(fit.network))
    case "steps": return .array(NumericArray(fit.steps.map { Double($0) }))
    case "cost": return .array(NumericArray(fit.cost))
    case "step_count": return .number(Double(fit.stepCount))
    case "stop": return Value.text(fit.stop.word)
    default: return nil
    }
  }
}

/// What Levenberg and Marquardt's method gave.
package final class LeastSquaresValue: Object {
  package let fit: LeastSquaresFit
  /// The fitted network, if it was one.
  package let network: Network?

  init(_ fit: LeastSquaresFit, _ network: Network?) {
    (self.fit, self.network) = (fit, network)
    super.init()
  }

  override package var kindName: String { "a fit" }
  override package var shownText: String {
    "fit after \(fit.iterations) iterations, cost " + roundedText(fit.cost.last ?? .nan)
  }
  override package var fieldNames: [String] {
    ["parameters", "cost", "damping", "iterations", "stop"] + (network == nil ? [] : ["network"])
  }

  override package func field(_ name: String) -> Value? {
    switch name {
    case "parameters": return .array(NumericArray(fit.parameters))
    case "cost": return .array(NumericArray(fit.cost))
    case "damping": return .array(NumericArray(fit.damping))
    case "iterations": return .number(Double(fit.iterations))
    case "stop": return Value.text(fit.stop.word)
    case "network": return network.map { .object(NetworkValue($0)) }
    default: return nil
    }
  }
}

/// What backpropagation gave.
package final class BackpropagationValue: Object {
  package let result: Backpropagation

  init(_ result: Backpropagation) {
    self.result = result
    super.init()
  }

  override package var kindName: String { "a gradient" }
  override package var shownText: String {
    "gradient by \(result.gradient.count) parameters, norm " + roundedText(result.gradient.norm)
  }
  override package var fieldNames: [String] { ["cost", "gradient", "delta", "W", "b"] }

  override package func field(_ name: String) -> Value? {
    switch name {
    case "cost": return .number(result.cost)
    case "gradient": return .array(NumericArray(result.gradient))
    case "delta": return .list(List(result.delta.map { .array(NumericArray($0)) }))
    case "W": return .list(List(result.W.map { .array(NumericArray($0)) }))
    case "b": return .list(List(result.b.map { .array(NumericArray($0)) }))
    default: return nil
    }
  }
}

/// An activation with a parameter, such as `leaky_relu(0.1)`.
final class ActivationValue: Object {
  let activation: Activation

  init(_ activation: Activation) {
    self.activation = activation
    super.init()
  }

  override var kindName: String { "an activation" }
  override var shownText: String {
    if case .leakyReLU(let slope) = activation { return "leaky_relu(" + shortText(slope) + ")" }
    return kindName
  }

  override func call(_ machine: Machine, _ arguments: Arguments) throws(Failure) -> Value? {
    guard arguments.count == 1, arguments.keywords.isEmpty else {
      throw Failure(.arity(name: "an activation", expected: "1", found: arguments.count))
    }
    return try machine.activated(activation, arguments[0])
  }

  /// The activations that are functions of the library, by their names there.
  static let named: [(name: String, activation: Activation)] = [
    ("sigmoid", .sigmoid), ("tanh", .tanh), ("relu", .relu), ("softmax", .softmax),
    ("identity", .identity), ("softplus", .softplus), ("gelu", .gelu), ("step", .step),
    ("sign", .sign),
  ]

  /// An activation as a value: the library's function where there is one.
  static func value(_ activation: Activation) -> Value {
    for entry in named where entry.activation == activation {
      if let function = Library.entry(entry.name) {
        return .function(FunctionValue(.native(function)))
      }
    }
    return .object(ActivationValue(activation))
  }
}

/// How weights begin: `normal(0.5)`.
final class InitializerValue: Object {
  let initializer: Initializer

  init(_ initializer: Initializer) {
    self.initializer = initializer
    super.init()
  }

  override var kindName: String { "an initialiser" }
}

/// How gradients become steps: `sgd(0.05)`.
final class OptimizerValue: Object {
  let optimizer: Optimizer
  /// Whether a step sees single samples unless told otherwise.
  let isStochastic: Bool

  init(_ optimizer: Optimizer, isStochastic: Bool = false) {
    (self.optimizer, self.isStochastic) = (optimizer, isStochastic)
    super.init()
  }

  override var kindName: String { "an optimizer" }
}

extension StopReason {
  /// The word that scripts compare with.
  var word: String {
    switch self {
    case .steps: "steps"
    case .costBelow: "cost"
    case .gradientBelow: "gradient"
    case .patience: "patience"
    case .noProgress: "no progress"
    case .diverged: "diverged"
    }
  }
}
