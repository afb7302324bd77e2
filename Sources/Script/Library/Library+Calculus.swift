import Numerics

extension Library {
  private static func ofMatrix(
    _ name: String, _ help: String, _ example: String,
    _ body: @escaping @Sendable (Matrix) throws(ArrayError) -> Double
  ) -> LibraryEntry {
    LibraryEntry(name + "(A)", help, example) { (machine, arguments) throws(Failure) in
      let matrix = try machine.matrix(arguments[0], name)
      try machine.charge(matrix.rows * matrix.rows * matrix.columns * 4)
      return .number(try engine { () throws(ArrayError) in try body(matrix) })
    }
  }

  static let linearAlgebra: [LibraryEntry] = [
    LibraryEntry(
      "norm(x, [p])", "The Euclidean norm, or the p-norm for p = 1, 2, Inf.", "norm([3, 4])"
    ) {
      (machine, arguments) throws(Failure) in
      let p = arguments.count > 1 ? try machine.scalar(arguments[1], "norm") : 2
      if case .traced(let traced) = arguments[0], let tape = machine.tape {
        guard p == 2 else { throw Failure(.notDifferentiable("norm with p ≠ 2")) }
        try machine.charge(traced.node)
        return .traced(
          TracedValue(try engine { () throws(ArrayError) in try tape.norm(traced.node) }))
      }
      let elements = try machine.array(arguments[0], "norm").elements
      try machine.charge(elements.count)
      switch p {
      case 1: return .number(elements.reduce(0) { $0 + $1.magnitude })
      case 2:
        let top = elements.reduce(0) { max($0, $1.magnitude) }
        guard top > 1e150 || top < 1e-150, top > 0, top.isFinite else {
          return .number(Machine.dot(elements, elements).squareRoot())
        }
        let scaled = elements.map { $0 / top }
        return .number(top * Machine.dot(scaled, scaled).squareRoot())
      case .infinity:
        let hasNaN = elements.contains { $0.isNaN }
        return .number(hasNaN ? .nan : elements.reduce(0) { max($0, $1.magnitude) })
      default: throw Failure(.value(operation: "norm", message: "takes p = 1, 2 or Inf"))
      }
    },
    LibraryEntry("dot(x, y)", "The inner product, also x · y.", "dot([1, 2], [3, 4])") {
      (machine, arguments) throws(Failure) in
      try machine.binary(.inner, arguments[0], arguments[1])
    },
    LibraryEntry("transpose(A)", "Rows and columns exchanged, also A'.", "transpose([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in try machine.unary(.transpose, arguments[0], 1)
    },
    LibraryEntry("inv(A)", "The inverse of a square matrix.", "inv([2 0; 0 4])") {
      (machine, arguments) throws(Failure) in
      if case .number(let number) = arguments[0] { return .number(1 / number) }
      if case .traced(let traced) = arguments[0], let tape = machine.tape {
        return .traced(
          TracedValue(try engine { () throws(ArrayError) in try tape.inverse(traced.node) }))
      }
      let matrix = try machine.matrix(arguments[0], "inv")
      try machine.charge(matrix.rows * matrix.rows * matrix.columns)
      return .array(
        NumericArray(try engine { () throws(ArrayError) in try matrix.inverse() }))
    },
    LibraryEntry("det(A)", "The determinant.", "det([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      if case .traced(let traced) = arguments[0], let tape = machine.tape {
        return .traced(
          TracedValue(try engine { () throws(ArrayError) in try tape.determinant(traced.node) }))
      }
      let matrix = try machine.matrix(arguments[0], "det")
      try machine.charge(matrix.rows * matrix.rows * matrix.columns)
      return .number(try engine { () throws(ArrayError) in try matrix.determinant() })
    },
    LibraryEntry(
      "solve(A, b)", "x with A x = b; least squares if A is tall. Also A \\ b.",
      "solve([2 0; 0 4], [2, 4])"
    ) {
      (machine, arguments) throws(Failure) in
      try machine.binary(.solve, arguments[0], arguments[1])
    },
    ofMatrix("tr", "The sum of the diagonal.", "tr([1 2; 3 4])") {
      (matrix) throws(ArrayError) in try matrix.trace()
    },
    ofMatrix("rank", "The number of independent columns.", "rank([1 2; 2 4])") {
      (matrix) throws(ArrayError) in Double(try matrix.rank())
    },
    ofMatrix(
      "cond", "The condition number: largest over smallest singular value.", "cond([1 0; 0 2])"
    ) {
      (matrix) throws(ArrayError) in try matrix.conditionNumber()
    },
    ofMatrix("spectral_norm", "The largest singular value.", "spectral_norm([1 0; 0 2])") {
      (matrix) throws(ArrayError) in try matrix.spectralNorm()
    },
    LibraryEntry(
      "eig(A)", "Eigenvalues and eigenvectors of a symmetric matrix.", "eig([2 0; 0 1]).values"
    ) {
      (machine, arguments) throws(Failure) in
      let matrix = try machine.matrix(arguments[0], "eig")
      try machine.charge(matrix.rows * matrix.rows * matrix.columns * 20)
      let eigen = try engine { () throws(ArrayError) in try SymmetricEigen(matrix) }
      return .record(
        Record(
          names: ["values", "vectors"],
          [.array(NumericArray(eigen.values)), .array(NumericArray(eigen.vectors))]))
    },
    LibraryEntry("svd(A)", "The decomposition A = U diag(s) V'.", "svd([2 0; 0 1]).s") {
      (machine, arguments) throws(Failure) in
      let matrix = try machine.matrix(arguments[0], "svd")
      try machine.charge(matrix.rows * matrix.columns * (matrix.rows + matrix.columns) * 20)
      let svd = try engine { () throws(ArrayError) in try SingularValues(matrix) }
      return .record(
        Record(
          names: ["U", "s", "V"],
          [
            .array(NumericArray(svd.left)), .array(NumericArray(svd.values)),
            .array(NumericArray(svd.right)),
          ]))
    },
  ]

  static let calculus: [LibraryEntry] = [
    LibraryEntry(
      "derivative(f, x, [order])", "f′(x), or a higher derivative, of one variable.",
      "derivative(sin, 0)"
    ) {
      (machine, arguments) throws(Failure) in
      let order = arguments.count > 2 ? try machine.whole(arguments[2], "derivative", from: 1) : 1
      guard order <= 8 else {
        throw Failure(.value(operation: "derivative", message: "goes to order 8"))
      }
      return try machine.differentiate(
        arguments[0], [arguments[1]], "derivative", order: order
      ) {
        (tape, inputs, output) throws(ArrayError) in
        try tape.derivatives(of: output.node, withRespectTo: inputs[0], order: order)[order]
      }
    },
    LibraryEntry(
      "gradient(f, x, …)", "∇f at x, in the shape of x.", "gradient(x -> x[1]^2, [3, 4])"
    ) {
      (machine, arguments) throws(Failure) in
      guard case .function(let function) = arguments[0] else {
        throw Failure(
          .kind(operation: "gradient", expected: "a function first", found: arguments[0].kindName))
      }
      return try machine.gradient(
        function, Arguments(values: Array(arguments.values.dropFirst()), keywords: []))
    },
    LibraryEntry("jacobian(f, x)", "The matrix of ∂fᵢ/∂xⱼ at x.", "jacobian(x -> 2x, [1, 2])") {
      (machine, arguments) throws(Failure) in
      try machine.differentiate(arguments[0], [arguments[1]], "jacobian") {
        (tape, inputs, output) throws(ArrayError) in
        try tape.jacobian(of: output.node, withRespectTo: inputs[0])
      }
    },
    LibraryEntry("hessian(f, x)", "The matrix of ∂²f/∂xᵢ∂xⱼ at x.", "hessian(x -> x[1]^2, [3, 4])")
    {
      (machine, arguments) throws(Failure) in
      try machine.differentiate(arguments[0], [arguments[1]], "hessian", order: 2) {
        (tape, inputs, output) throws(ArrayError) in
        try tape.hessian(of: output.node, withRespectTo: inputs[0])
      }
    },
  ]

  static let randomNumbers: [LibraryEntry] = [
    LibraryEntry(
      "rand([m], [n])", "Uniform on [0, 1), or an entry of a range or vector.", "rand(2, 3)"
    ) {
      (machine, arguments) throws(Failure) in
      if arguments.count == 0 { return .number(machine.random.uniform()) }
      if case .number = arguments[0] {
        return try machine.filled(arguments, "rand") { machine.random.uniform() }
      }
      let count = try machine.extent(arguments[0], 0, 1)
      guard count > 0 else { throw Failure(.value(operation: "rand", message: "of nothing")) }
      func draw() throws(Failure) -> Value {
        let place = machine.random.integer(below: count)
        if case .range(let range) = arguments[0] { return .number(range[place]) }
        return try machine.items(arguments[0], "rand")[place]
      }
      guard arguments.count > 1 else { return try draw() }
      let wanted = try machine.whole(arguments[1], "rand")
      try machine.charge(entries: wanted)
      var drawn: [Value] = []
      for _ in 0..<wanted { drawn.append(try draw()) }
      return try machine.makeVector(drawn)
    },
    LibraryEntry("randn([m], [n])", "Normal with mean 0 and variance 1.", "randn(3)") {
      (machine, arguments) throws(Failure) in
      if arguments.count == 0 { return .number(machine.random.normal()) }
      return try machine.filled(arguments, "randn") { machine.random.normal() }
    },
    LibraryEntry("shuffle(x)", "The entries in random order.", "shuffle(1:5)") {
      (machine, arguments) throws(Failure) in
      let items = try machine.items(arguments[0], "shuffle")
      return try machine.makeVector(machine.random.permutation(items.count).map { items[$0] })
    },
    LibraryEntry("randperm(n)", "The numbers 1 to n in random order.", "randperm(5)") {
      (machine, arguments) throws(Failure) in
      let n = try machine.whole(arguments[0], "randperm")
      guard n <= machine.limits.entries else {
        throw Failure(.bound(.memory, limit: machine.limits.entries))
      }
      try machine.charge(entries: n)
      return .array(NumericArray(machine.random.permutation(n).map { Double($0 + 1) }))
    },
  ]
}
