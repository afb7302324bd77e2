public import Numerics

/// A layer (W, b, σ): x ↦ σ(W x + b) with W of outputs×inputs (004 Definition 4.2).
public struct Layer: Sendable, Equatable {
  /// The weights; row j belongs to neuron j.
  public var W: Matrix
  /// The biases.
  public var b: Vector
  /// The activation σ.
  public var activation: Activation
  /// Batch normalisation between W x + b and σ, if any.
  public var normalization: BatchNormalization?

  /// A layer; b must have an entry for each row of W.
  public init(
    W: Matrix, b: Vector, activation: Activation, normalization: BatchNormalization? = nil
  ) throws(LearningError) {
    guard W.rows > 0, W.columns > 0 else { throw .empty(what: "W") }
    guard b.count == W.rows else {
      throw .shape(what: "b", expected: .vector(W.rows), found: b.shape)
    }
    if let normalization, normalization.gamma.count != W.rows {
      throw .shape(what: "γ", expected: .vector(W.rows), found: normalization.gamma.shape)
    }
    self.W = W
    self.b = b
    self.activation = activation
    self.normalization = normalization
  }

  /// The number of inputs n.
  public var inputSize: Int { W.columns }

  /// The number of outputs m.
  public var outputSize: Int { W.rows }

  /// m·n + m, and 2m more with normalisation.
  public var parameterCount: Int {
    W.elements.count + b.count + (normalization == nil ? 0 : 2 * b.count)
  }
}
