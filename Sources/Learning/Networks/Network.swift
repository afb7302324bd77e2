internal import Numerics

/// A network of r layers, N(x) = a^[r] with a^[0] = x and a^[i] = σ^[i](W^[i] a^[i−1] + b^[i])
/// (004 Definition 4.3; 000 numbers the layers from 2 because it counts the input as layer 1).
///
/// Samples are columns: a network takes a matrix of inputSize×N to one of outputSize×N.
///
/// All parameters stand in one vector, layer after layer: W row after row, then b, then, with batch
/// normalisation, γ and β.
public struct Network: Sendable, Equatable {
  /// Where a layer's parameters stand, and what it does.
  public struct Plan: Sendable, Equatable {
    /// The number of inputs n.
    public let inputs: Int
    /// The number of outputs m.
    public let outputs: Int
    /// The activation σ.
    public let activation: Activation
    /// Whether batch normalisation stands before σ.
    public let isNormalized: Bool
    /// The place of W in the vector of parameters; b, γ and β follow.
    public let weights: Int

    /// The place of b.
    public var biases: Int { weights + inputs * outputs }
    /// The place of γ, if the layer is normalised.
    public var scales: Int { biases + outputs }
    /// The place of β, if the layer is normalised.
    public var shifts: Int { scales + outputs }
    /// The place after the last parameter.
    public var end: Int { biases + outputs * (isNormalized ? 3 : 1) }
  }

  /// What the layers are, first to last.
  public let plan: [Plan]
  /// All parameters p.
  public internal(set) var parameters: [Double]
  /// The running statistics of the layers with batch normalisation, nil elsewhere.
  public internal(set) var running: [BatchNormalization.Running?]

  /// The network of these layers; each must take what the one before it gives.
  public init(_ layers: [Layer]) throws(LearningError) {
    guard !layers.isEmpty else { throw .empty(what: "the list of layers") }
    var plan: [Plan] = []
    var parameters: [Double] = []
    for (index, layer) in layers.enumerated() {
      if index > 0, layer.inputSize != layers[index - 1].outputSize {
        throw .shape(
          what: "W of layer \(index + 1)",
          expected: .matrix(layer.outputSize, layers[index - 1].outputSize), found: layer.W.shape)
      }
      plan.append(
        Plan(
          inputs: layer.inputSize, outputs: layer.outputSize, activation: layer.activation,
          isNormalized: layer.normalization != nil, weights: parameters.count))
      parameters += layer.W.elements + layer.b.elements
      if let normalization = layer.normalization {
        parameters += normalization.gamma.elements + normalization.beta.elements
      }
    }
    self.plan = plan
    self.parameters = parameters
    running = layers.map { $0.normalization?.running }
  }

  /// A network of given sizes, input first, all parameters zero (γ one).
  public init(
    sizes: [Int], activation: Activation, output: Activation? = nil, normalized: Bool = false
  ) throws(LearningError) {
    guard sizes.count >= 2 else {
      throw .parameter(
        name: "the number of sizes", value: Double(sizes.count), needs: "at least 2")
    }
    for size in sizes where size < 1 {
      throw .parameter(name: "a size", value: Double(size), needs: "at least 1")
    }
    var layers: [Layer] = []
    for index in 1..<sizes.count {
      let isLast = index == sizes.count - 1
      layers.append(
        try Layer(
          W: Matrix(repeating: 0, rows: sizes[index], columns: sizes[index - 1]),
          b: Vector(repeating: 0, count: sizes[index]),
          activation: isLast ? output ?? activation : activation,
          normalization: normalized && !isLast ? BatchNormalization(size: sizes[index]) : nil))
    }
    try self.init(layers)
  }

  /// The number of inputs.
  public var inputSize: Int { plan[0].inputs }

  /// The number of outputs.
  public var outputSize: Int { plan[plan.count - 1].outputs }

  /// The sizes m₀, …, mᵣ.
  public var sizes: [Int] { [inputSize] + plan.map { $0.outputs } }

  /// One layer, from 0.
  public func layer(_ index: Int) -> Layer {
    let place = plan[index]
    let part = { (start: Int, count: Int) in
      Vector(Array(parameters[start..<start + count]))
    }
    var normalization: BatchNormalization?
    if let running = running[index] {
      normalization = BatchNormalization(
        gamma: part(place.scales, place.outputs), beta: part(place.shifts, place.outputs),
        running: running)
    }
    let W = Matrix(
      rows: place.outputs, columns: place.inputs,
      elements: part(place.weights, place.inputs * place.outputs).elements)
    return Layer(
      checkedW: W, b: part(place.biases, place.outputs), activation: place.activation,
      normalization: normalization)
  }

  /// The same network with other parameters.
  public func with(parameters: [Double]) throws(LearningError) -> Network {
    guard parameters.count == self.parameters.count else {
      throw .shape(
        what: "the vector of parameters", expected: .vector(self.parameters.count),
        found: .vector(parameters.count))
    }
    var result = self
    result.parameters = parameters
    return result
  }
}

extension Layer {
  init(
    checkedW W: Matrix, b: Vector, activation: Activation, normalization: BatchNormalization?
  ) {
    self.W = W
    self.b = b
    self.activation = activation
    self.normalization = normalization
  }
}
