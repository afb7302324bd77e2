import Numerics

extension Machine {
  /// A value that `sum(f, xs)` or `sum(xs)` runs over.
  func reduced(_ arguments: Arguments, _ name: String) throws(Failure) -> Value {
    guard arguments.count == 2 else { return arguments[0] }
    var results: [Value] = []
    for item in try items(arguments[1], name) {
      results.append(try invoke(arguments[0], [item]))
    }
    return try makeVector(results)
  }

  /// Adds up; lists of arrays add entry by entry.
  func sum(_ value: Value, _ name: String) throws(Failure) -> Value {
    switch value {
    case .traced(let traced):
      guard let tape else { return value }
      try charge(traced.node)
      return .traced(TracedValue(tape.sum(traced.node)))
    case .list(let list):
      guard var total = list.items.first else { return .number(0) }
      for item in list.items.dropFirst() { total = try binary(.add, total, item) }
      return total
    case .record(let record):
      return try sum(.list(List(record.values)), name)
    default:
      let array = try array(value, name)
      try charge(array.count)
      return .number(array.elements.reduce(0, +))
    }
  }

  /// `dims = 1` or 2: one number for each column or row.
  func along(
    _ arguments: Arguments, _ name: String, _ body: (Value) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard let dims = arguments.keyword("dims") else {
      return try body(reduced(arguments, name))
    }
    let byColumns = try whole(dims, "dims", from: 1) == 1
    guard case .list(let slices) = try slices(arguments[0], byColumns: byColumns) else {
      return .nothing
    }
    var results: [Value] = []
    for slice in slices.items { results.append(try body(slice)) }
    return try arrange(
      results, rows: byColumns ? 1 : results.count, columns: byColumns ? results.count : 1)
  }

  func count(_ value: Value) throws(Failure) -> Int { try extent(value, 0, 1) }

  func mean(_ value: Value) throws(Failure) -> Value {
    let count = try count(value)
    guard count > 0 else {
      throw Failure(.value(operation: "mean", message: "of nothing is not defined"))
    }
    return try binary(.divide, sum(value, "mean"), .number(Double(count)))
  }

  /// Σ (x − mean)² / (n − 1), followed if need be.
  func variance(_ value: Value, _ corrected: Bool) throws(Failure) -> Value {
    let count = try count(value)
    guard count > (corrected ? 1 : 0) else {
      throw Failure(.value(operation: "var", message: "needs at least two entries"))
    }
    let centred = try binary(.dottedSubtract, value, mean(value))
    let squares = try binary(.dottedPower, centred, .number(2))
    return try binary(
      .divide, sum(squares, "var"), .number(Double(count - (corrected ? 1 : 0))))
  }

  func isCorrected(_ arguments: Arguments) -> Bool {
    if case .boolean(let flag) = arguments.keyword("corrected") { return flag }
    return true
  }

  /// The first place of the greatest (or least) entry, or of one that is not a number.
  func extremePlace(_ value: Value, _ name: String, greatest: Bool) throws(Failure) -> Int {
    let array = try array(value, name)
    guard array.count > 0 else {
      throw Failure(.value(operation: name, message: "of nothing is not defined"))
    }
    try charge(array.count)
    var best = 0
    for index in array.elements.indices {
      let (x, y) = (array.elements[index], array.elements[best])
      if x.isNaN { return index }
      if greatest ? x > y : x < y { best = index }
    }
    return best
  }

  func extremeEntry(_ value: Value, _ name: String, greatest: Bool) throws(Failure) -> Value {
    if case .list(let list) = value {
      return try extremeEntry(makeVector(list.items), name, greatest: greatest)
    }
    let place = try extremePlace(value, name, greatest: greatest)
    if case .traced(let traced) = value { return try pick(traced, [place], .scalar) }
    return .number(try array(value, name).elements[place])
  }

  func flags(_ arguments: Arguments, _ name: String) throws(Failure) -> [Bool] {
    let value = try reduced(arguments, name)
    guard let array = value.array, array.isBoolean || array.count == 0 else {
      throw Failure(.notBoolean(found: value.kindName))
    }
    // Column after column.
    return (array.form == .matrix ? array.matrix.transposed.elements : array.elements)
      .map { $0 != 0 }
  }
}

extension Library {
  static let reductions: [LibraryEntry] = [
    LibraryEntry("sum(f, [x]; dims)", "The sum of entries, or of f of each.", "sum([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "sum") { (value) throws(Failure) in
        try machine.sum(value, "sum")
      }
    },
    LibraryEntry("prod(f, [x])", "The product of entries, or of f of each.", "prod([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      var product = Value.number(1)
      for item in try machine.items(machine.reduced(arguments, "prod"), "prod") {
        product = try machine.binary(.multiply, product, item)
      }
      return product
    },
    LibraryEntry("mean(f, [x]; dims)", "The mean of entries, or of f of each.", "mean([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "mean") { (value) throws(Failure) in try machine.mean(value) }
    },
    LibraryEntry(
      "var(x; corrected, dims)", "The variance, over n - 1 unless corrected = false.",
      "var([1, 2, 3])"
    ) {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "var") { (value) throws(Failure) in
        try machine.variance(value, machine.isCorrected(arguments))
      }
    },
    LibraryEntry(
      "std(x; corrected, dims)", "The standard deviation, the root of var.", "std([1, 2, 3])"
    ) {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "std") { (value) throws(Failure) in
        try machine.pointwise(
          .sqrt, machine.variance(value, machine.isCorrected(arguments)), "std",
          isBroadcast: false)
      }
    },
    LibraryEntry("median(x)", "The middle value.", "median([3, 1, 2])") {
      (machine, arguments) throws(Failure) in
      let elements = try machine.array(arguments[0], "median").elements
      return .number(try engine { () throws(ArrayError) in try Statistics.median(elements) })
    },
    LibraryEntry(
      "quantile(x, p)", "The value below which the part p lies.", "quantile([1, 2, 3], 0.5)"
    ) {
      (machine, arguments) throws(Failure) in
      let elements = try machine.array(arguments[0], "quantile").elements
      let level = try machine.scalar(arguments[1], "quantile")
      return .number(
        try engine { () throws(ArrayError) in try Statistics.quantile(elements, level) })
    },
    LibraryEntry(
      "kurtosis(x)", "The fourth central moment over the squared variance.",
      "kurtosis([1, 2, 3, 9])"
    ) {
      (machine, arguments) throws(Failure) in
      let elements = try machine.array(arguments[0], "kurtosis").elements
      return .number(try engine { () throws(ArrayError) in try Statistics.kurtosis(elements) })
    },
    LibraryEntry(
      "maximum(f, [x]; dims)", "The greatest entry, or f of an entry.", "maximum([1, 3, 2])"
    ) {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "maximum") { (value) throws(Failure) in
        try machine.extremeEntry(value, "maximum", greatest: true)
      }
    },
    LibraryEntry(
      "minimum(f, [x]; dims)", "The least entry, or f of an entry.", "minimum([1, 3, 2])"
    ) {
      (machine, arguments) throws(Failure) in
      try machine.along(arguments, "minimum") { (value) throws(Failure) in
        try machine.extremeEntry(value, "minimum", greatest: false)
      }
    },
    LibraryEntry("argmax(x)", "The position of the greatest entry.", "argmax([1, 3, 2])") {
      (machine, arguments) throws(Failure) in
      .number(
        Double(try machine.extremePlace(arguments[0], "argmax", greatest: true) + 1))
    },
    LibraryEntry("argmin(x)", "The position of the least entry.", "argmin([1, 3, 2])") {
      (machine, arguments) throws(Failure) in
      .number(
        Double(try machine.extremePlace(arguments[0], "argmin", greatest: false) + 1))
    },
    LibraryEntry("count(f, [x])", "How many are true.", "count(x -> x > 1, [1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      .number(Double(try machine.flags(arguments, "count").filter { $0 }.count))
    },
    LibraryEntry("all(f, [x])", "Whether all are true.", "all([1, 2] .> 0)") {
      (machine, arguments) throws(Failure) in
      .boolean(try machine.flags(arguments, "all").allSatisfy { $0 })
    },
    LibraryEntry("any(f, [x])", "Whether at least one is true.", "any([1, 2] .> 1)") {
      (machine, arguments) throws(Failure) in
      .boolean(try machine.flags(arguments, "any").contains(true))
    },
    LibraryEntry("findall(x)", "The positions that are true.", "findall([1, 2] .> 1)") {
      (machine, arguments) throws(Failure) in
      let flags = try machine.flags(arguments, "findall")
      return .array(
        NumericArray(flags.indices.filter { flags[$0] }.map { Double($0 + 1) }))
    },
    LibraryEntry(
      "softmax(z)", "exp.(z) / sum(exp.(z)), without overflow; by column.", "softmax([1, 2])"
    ) {
      (machine, arguments) throws(Failure) in try machine.softmax(arguments[0])
    },
    LibraryEntry("logsumexp(z)", "log(sum(exp.(z))), without overflow.", "logsumexp([1, 2])") {
      (machine, arguments) throws(Failure) in
      if case .traced(let traced) = arguments[0], let tape = machine.tape {
        return .traced(
          TracedValue(
            try engine { () throws(ArrayError) in try tape.logSumExp(traced.node) }))
      }
      let elements = try machine.array(arguments[0], "logsumexp").elements
      let top = elements.reduce(-Double.infinity) { max($0, $1) }
      guard top.isFinite else { return .number(top) }
      return .number(top + Elementary.log(elements.reduce(0) { $0 + Elementary.exp($1 - top) }))
    },
  ]
}

extension Machine {
  func softmax(_ value: Value) throws(Failure) -> Value {
    if case .traced(let traced) = value, let tape, traced.node.shape.isVector {
      try charge(traced.node)
      return .traced(
        TracedValue(try engine { () throws(ArrayError) in try tape.softmax(traced.node) }))
    }
    if case .traced = value {
      guard case .list(let columns) = try slices(value, byColumns: true) else { return value }
      var parts: [Value] = []
      for column in columns.items { parts.append(try softmax(column)) }
      return try makeMatrix(parts, [parts.count])
    }
    let array = try array(value, "softmax")
    try charge(entries: array.count * 4)
    var result = array.elements
    let columns = array.form == .matrix ? array.columns : 1
    let rows = array.count / max(1, columns)
    for column in 0..<columns {
      var top = -Double.infinity
      for row in 0..<rows { top = max(top, result[row * columns + column]) }
      var sum = 0.0
      for row in 0..<rows {
        result[row * columns + column] = Elementary.exp(result[row * columns + column] - top)
        sum += result[row * columns + column]
      }
      for row in 0..<rows { result[row * columns + column] /= sum }
    }
    return .array(
      NumericArray(rows: array.rows, columns: array.columns, form: array.form, result))
  }
}
