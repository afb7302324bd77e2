import Numerics

/// Something that can be called.
package final class FunctionValue {
  // Behind a reference: entries of the library are large.
  indirect enum Body {
    case script(Code, captured: [Value])
    case native(LibraryEntry)
    case external(External)
    /// The k-th derivative of a function of one variable.
    case derivative(FunctionValue, order: Int)
    /// `∇f`.
    case gradient(FunctionValue)
  }

  let body: Body
  /// Of a function of the engine that works on single numbers.
  let pointwise: PointwiseFunction?
  /// Of a function of the script, with what it has captured.
  let code: Code?
  let captured: [Value]

  init(_ body: Body) {
    self.body = body
    switch body {
    case .native(let entry): (pointwise, code, captured) = (entry.pointwise, nil, [])
    case .script(let code, let captured):
      (pointwise, self.code, self.captured) = (nil, code, captured)
    default: (pointwise, code, captured) = (nil, nil, [])
    }
  }

  /// The name as messages show it.
  package var name: String {
    switch body {
    case .script(let code, _): code.name
    case .native(let entry): entry.name
    case .external(let external): external.name
    case .derivative(let function, let order):
      function.name + String(repeating: "′", count: order)
    case .gradient(let function): "∇" + function.name
    }
  }
}

/// A function of the formulas: a `.define`d name, read-only in blocks.
package struct External {
  package let name: String
  package let parameters: [String]
  /// Whether the display shows the arguments, so that they may be given by position.
  package let isPositional: Bool
  /// The value; nil where it is not defined.
  package let evaluate: ([NumericArray]) -> ExternalResult
  /// Σ cotangent · ∂value/∂argument for each argument, if it can be differentiated.
  package let pullback: (([NumericArray], NumericArray) -> [NumericArray]?)?

  package init(
    name: String, parameters: [String], isPositional: Bool = false,
    evaluate: @escaping ([NumericArray]) -> ExternalResult,
    pullback: (([NumericArray], NumericArray) -> [NumericArray]?)? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.isPositional = isPositional
    self.evaluate = evaluate
    self.pullback = pullback
  }
}

/// What an external function answers; scalars are vectors of one entry.
package enum ExternalResult {
  case number(Double)
  case array(NumericArray)
  /// Why there is no value: a domain, a shape.
  case failure(String)
}
