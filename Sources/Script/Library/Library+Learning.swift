import Learning
import Numerics

extension Library {
  private static let smallNetwork = "network([2, 1], init = constant(0.5))"

  /// Networks and what can be computed of them.
  static let networks: [LibraryEntry] = [
    LibraryEntry(
      "network(sizes; activation, output, init, batch_norm, seed)",
      "A network of given sizes (input first), or of a list of layers; net(x) is its output.",
      "network([2, 3, 1], activation = tanh).sizes"
    ) { (machine, arguments) throws(Failure) in try machine.makeNetwork(arguments) },
    LibraryEntry(
      "layer(W, b, [activation])", "The layer x ↦ σ(W x + b) (σ the sigmoid).",
      "network([layer([1 2], [0], relu)])([1, 1])"
    ) {
      (machine, arguments) throws(Failure) in
      let W = try machine.matrix(arguments[0], "layer")
      if case .traced = arguments[1] { throw Failure(.notDifferentiable("layer")) }
      let b = try machine.array(arguments[1], "layer").vector
      let activation =
        arguments.count > 2 ? try machine.activation(arguments[2]) : Activation.sigmoid
      let layer = try learning { () throws(LearningError) in
        try Layer(W: W, b: b, activation: activation)
      }
      return .object(LayerValue(layer))
    },
    LibraryEntry(
      "initialize(net, init; seed)", "The network with new weights and biases.",
      "initialize(network([2, 1]), he()).sizes"
    ) {
      (machine, arguments) throws(Failure) in
      let network = try machine.network(arguments[0], "initialize")
      let stream = try machine.stream(arguments)
      return .object(
        NetworkValue(try machine.initialized(network, arguments[1], stream)))
    },
    LibraryEntry(
      "parameters(net)", "All parameters as one vector: of a network, a fit or a gradient.",
      "parameters(\(smallNetwork))"
    ) {
      (machine, arguments) throws(Failure) in
      if case .object(let object) = arguments[0] {
        if let gradient = object as? BackpropagationValue {
          return .array(NumericArray(gradient.result.gradient))
        }
        if let fit = object as? LeastSquaresValue {
          return .array(NumericArray(fit.fit.parameters))
        }
      }
      let network = try machine.anyNetwork(arguments[0], "parameters")
      try machine.charge(entries: network.network.parameters.count)
      return network.field("parameters") ?? .nothing
    },
    LibraryEntry(
      "with_parameters(net, v)", "The network with other parameters, in the order of parameters.",
      "with_parameters(\(smallNetwork), [1, 2, 3])([1, 1])"
    ) {
      (machine, arguments) throws(Failure) in
      let network = try machine.anyNetwork(arguments[0], "with_parameters").network
      if case .traced(let traced) = arguments[1] {
        return .object(try machine.follow(network, traced))
      }
      let values = try machine.array(arguments[1], "with_parameters").elements
      try machine.charge(entries: values.count)
      return .object(
        NetworkValue(
          try learning { () throws(LearningError) in try network.with(parameters: values) }))
    },
    LibraryEntry(
      "forward(net, x)", "What the layers compute, as lists z and a (a[1] is x), and the output.",
      "forward(\(smallNetwork), [1, 2]).output"
    ) { (machine, arguments) throws(Failure) in try machine.forward(arguments) },
    LibraryEntry(
      "cost(net, x, y; cost, penalty)",
      "The mean cost of samples (columns), plus ½·penalty·Σ w² over the weights.",
      "cost(\(smallNetwork), [1, 2], [1])"
    ) {
      (machine, arguments) throws(Failure) in
      let value = try machine.anyNetwork(arguments[0], "cost")
      let network = value.network
      let cost = try machine.cost(arguments)
      let penalty = try machine.number(arguments, "penalty", else: 0)
      let columns = machine.sampleForm(arguments[1], rows: network.inputSize).columns
      try machine.charge(network, passes: 1, samples: columns)
      if machine.isFollowed(value, [arguments[1], arguments[2]]), let tape = machine.tape {
        return try machine.followedCost(
          value, arguments[1], arguments[2], cost, penalty: penalty, tape)
      }
      let x = try machine.samples(arguments[1], rows: network.inputSize, "cost")
      let y = try machine.samples(arguments[2], rows: network.outputSize, "cost")
      return .number(
        try learning { () throws(LearningError) in
          try network.cost(x, y, cost, penalty: penalty)
        })
    },
    LibraryEntry(
      "backpropagate(net, x, y; cost, penalty)",
      "The gradient of the mean cost by backpropagation: cost, gradient, delta, W, b.",
      "backpropagate(\(smallNetwork), [1, 2], [1]).gradient"
    ) {
      (machine, arguments) throws(Failure) in
      let network = try machine.network(arguments[0], "backpropagate")
      let cost = try machine.cost(arguments)
      let penalty = try machine.number(arguments, "penalty", else: 0)
      let x = try machine.samples(arguments[1], rows: network.inputSize, "backpropagate")
      let y = try machine.samples(arguments[2], rows: network.outputSize, "backpropagate")
      try machine.charge(network, passes: 3, samples: x.columns)
      let result = try learning { () throws(LearningError) in
        try network.backpropagate(x, y, cost, penalty: penalty)
      }
      return .object(BackpropagationValue(result))
    },
    LibraryEntry(
      "input_gradient(net, x, [y]; cost)",
      "∂N/∂x at x (the Jacobian if there are several outputs), or of the cost for the target y.",
      "input_gradient(\(smallNetwork), [1, 2])"
    ) { (machine, arguments) throws(Failure) in try machine.inputGradient(arguments) },
    LibraryEntry(
      "classes(net, x)", "The number of the greatest output for each sample, from 1.",
      "classes(network([layer([1 0; 0 1], [0, 0])]), [1 2; 2 1])"
    ) {
      (machine, arguments) throws(Failure) in
      let network = try machine.network(arguments[0], "classes")
      let (form, _) = machine.sampleForm(arguments[1], rows: network.inputSize)
      let x = try machine.samples(arguments[1], rows: network.inputSize, "classes")
      try machine.charge(network, passes: 1, samples: x.columns)
      let found = try learning { () throws(LearningError) in try network.classes(x) }
      let shape = form.shape(1, found.count)
      let numbers = found.map { Double($0 + 1) }
      if case .vector(1) = shape { return .number(numbers[0]) }
      return shape == .scalar ? .number(numbers[0]) : .array(NumericArray(numbers))
    },
  ]
}

extension Machine {
  func makeNetwork(_ arguments: Arguments) throws(Failure) -> Value {
    if let layers = try layers(arguments[0]) {
      for name in ["activation", "output", "batch_norm"] where arguments.keyword(name) != nil {
        throw Failure(.value(operation: "network", message: "of layers takes no \(name)"))
      }
      let network = try learning { () throws(LearningError) in try Network(layers) }
      guard let initializer = arguments.keyword("init") else {
        return .object(NetworkValue(network))
      }
      let stream = try stream(arguments)
      return .object(NetworkValue(try initialized(network, initializer, stream)))
    }
    let sizes = try networkSizes(arguments[0])
    let activation = try arguments.keyword("activation").map { (value) throws(Failure) in
      try self.activation(value)
    }
    let output = try arguments.keyword("output").map { (value) throws(Failure) in
      try self.activation(value)
    }
    let isNormalized = try flag(arguments, "batch_norm") ?? false
    let network = try learning { () throws(LearningError) in
      try Network(
        sizes: sizes, activation: activation ?? .sigmoid, output: output,
        normalized: isNormalized)
    }
    let stream = try stream(arguments)
    let initializer = arguments.keyword("init") ?? .object(InitializerValue(.glorot))
    return .object(NetworkValue(try initialized(network, initializer, stream)))
  }

  func initialized(
    _ network: Network, _ initializer: Value, _ stream: RandomStream
  ) throws(Failure) -> Network {
    guard let chosen = try choice(initializer) as? InitializerValue else {
      throw Failure(
        .kind(
          operation: "init",
          expected:
            "an initialiser such as normal(0.5), uniform, xavier, glorot, he or constant(c)",
          found: initializer.kindName))
    }
    try charge(entries: network.parameters.count * 4)
    var stream = stream
    return try learning { () throws(LearningError) in
      try network.initialized(chosen.initializer, using: &stream)
    }
  }

  /// The sizes of a network that fits into memory.
  private func networkSizes(_ value: Value) throws(Failure) -> [Int] {
    var sizes: [Int] = []
    var total = 0
    for item in try items(value, "network") {
      let size = try whole(item, "network", from: 1)
      let (weights, overflow) = size.multipliedReportingOverflow(by: 1 + (sizes.last ?? 0))
      guard !overflow, weights <= limits.entries, total + weights <= limits.entries else {
        throw Failure(.bound(.memory, limit: limits.entries))
      }
      total += weights
      sizes.append(size)
    }
    return sizes
  }

  /// The layers of a list, nil if it is none of layers.
  private func layers(_ value: Value) throws(Failure) -> [Layer]? {
    let items: [Value]
    switch value {
    case .list(let list): items = list.items
    case .record(let record) where record.names.isEmpty: items = record.values
    case .object: items = [value]
    default: return nil
    }
    var layers: [Layer] = []
    for item in items {
      guard case .object(let object) = item, let layer = object as? LayerValue else {
        throw Failure(
          .kind(operation: "network", expected: "sizes or layers", found: item.kindName))
      }
      guard !layer.isFollowed else { throw Failure(.notDifferentiable("network")) }
      layers.append(layer.layer)
    }
    return layers
  }

  func forward(_ arguments: Arguments) throws(Failure) -> Value {
    let value = try anyNetwork(arguments[0], "forward")
    let network = value.network
    let (form, columns) = sampleForm(arguments[1], rows: network.inputSize)
    try charge(network, passes: 2, samples: columns)
    var z: [Value] = []
    var a: [Value] = []
    if isFollowed(value, [arguments[1]]), let tape {
      let pass = try followedForward(value, arguments[1], "forward", tape)
      for node in pass.z { z.append(try shaped(node, form, tape)) }
      for node in pass.a { a.append(try shaped(node, form, tape)) }
    } else {
      let x = try samples(arguments[1], rows: network.inputSize, "forward")
      let pass = try learning { () throws(LearningError) in try network.forward(x) }
      func value(_ matrix: Matrix) -> Value {
        Value(
          NumericValue(
            shape: form.shape(matrix.rows, matrix.columns), elements: matrix.elements))
      }
      z = pass.z.map(value)
      a = pass.a.map(value)
    }
    return .record(
      Record(
        names: ["z", "a", "output"], [.list(List(z)), .list(List(a)), a[a.count - 1]]))
  }

  func inputGradient(_ arguments: Arguments) throws(Failure) -> Value {
    let network = try network(arguments[0], "input_gradient")
    let x = try samples(arguments[1], rows: network.inputSize, "input_gradient")
    guard x.columns == 1 else {
      throw Failure(.value(operation: "input_gradient", message: "takes one sample at a time"))
    }
    let point = Vector(x.elements)
    try charge(network, passes: 1 + 2 * network.outputSize, samples: 1)
    guard arguments.count > 2 else {
      let jacobian = try learning { () throws(LearningError) in try network.inputJacobian(point) }
      if jacobian.rows > 1 { return .array(NumericArray(jacobian)) }
      if case .number = plain(arguments[1]) { return .number(jacobian.elements[0]) }
      return .array(NumericArray(jacobian.elements))
    }
    let cost = try cost(arguments)
    let target = Vector(
      try samples(arguments[2], rows: network.outputSize, "input_gradient").elements)
    let gradient = try learning { () throws(LearningError) in
      try network.inputGradient(point, target, cost)
    }
    if case .number = plain(arguments[1]) { return .number(gradient.elements[0]) }
    return .array(NumericArray(gradient))
  }
}
