extension Library {
  static let generators: [LibraryEntry] = [
    LibraryEntry(
      "separable(n, N)",
      "Points times their class (columns) and a unit vector that separates them.",
      "separable(2:5, 2:8)"
    ) {
      (machine, arguments) throws(Failure) in
      .object(
        SeparableGenerator(
          try machine.sizes(arguments[0], "separable"), try machine.sizes(arguments[1], "separable")
        ))
    },
    LibraryEntry(
      "vectors(n)",
      "Vectors of n normal entries, for every second instance zero, ties, huge …; n may be a range.",
      "vectors(2:5)"
    ) {
      (machine, arguments) throws(Failure) in
      .object(VectorGenerator(try machine.sizes(arguments[0], "vectors")))
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
      .object(DistributionGenerator(try machine.sizes(arguments[0], "distributions")))
    },
    LibraryEntry("onehots(n)", "Unit vectors: one entry 1, the others 0.", "onehots(2:5)") {
      (machine, arguments) throws(Failure) in
      .object(OneHotGenerator(try machine.sizes(arguments[0], "onehots")))
    },
    LibraryEntry(
      "datasets(n, K, N)", "N points with n features (columns) and their classes, one-hot of K.",
      "datasets(2, 3, 4:8)"
    ) {
      (machine, arguments) throws(Failure) in
      .object(
        DataGenerator(
          features: try machine.sizes(arguments[0], "datasets"),
          classes: try machine.sizes(arguments[1], "datasets"),
          counts: try machine.sizes(arguments[2], "datasets")))
    },
    LibraryEntry(
      "networks(sizes; activation)",
      "Networks with normal parameters; sizes are numbers or ranges, input first.",
      "networks([2, 2:4, 1], activation = tanh)"
    ) {
      (machine, arguments) throws(Failure) in try machine.networkGenerator(arguments)
    },
    LibraryEntry("scalars(low, high)", "Numbers between two bounds.", "scalars(0, 1)") {
      (machine, arguments) throws(Failure) in try machine.scalarGenerator(arguments)
    },
  ]
}
