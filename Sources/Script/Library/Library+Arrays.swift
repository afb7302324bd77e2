import Numerics

extension Machine {
  func array(_ value: Value, _ operation: String) throws(Failure) -> NumericArray {
    if let array = plain(value).array { return array }
    if case .number(let number) = plain(value) { return NumericArray([number]) }
    throw Failure(
      .kind(operation: operation, expected: "a vector or matrix", found: value.kindName))
  }

  /// A matrix for an engine call that derivatives cannot go through.
  func matrix(_ value: Value, _ operation: String) throws(Failure) -> Matrix {
    if case .traced = value { throw Failure(.notDifferentiable(operation)) }
    guard let array = plain(value).array, array.form != .vector else {
      throw Failure(.kind(operation: operation, expected: "a matrix", found: value.kindName))
    }
    return array.matrix
  }

  func whole(_ value: Value, _ operation: String, from least: Int = 0) throws(Failure) -> Int {
    let number = try scalar(value, operation)
    guard number == number.rounded(), number >= Double(least), number < 1e15 else {
      throw Failure(
        .kind(
          operation: operation, expected: "a whole number from \(least) on",
          found: shortText(number)))
    }
    return Int(number)
  }

  /// The sizes `n` or `m, n` that a function was called with, filled by `entry`.
  func filled(
    _ arguments: Arguments, _ name: String, _ entry: () -> Double
  ) throws(Failure) -> Value {
    let rows = try whole(arguments[0], name)
    let columns = arguments.count > 1 ? try whole(arguments[1], name) : 1
    guard rows <= limits.entries, columns <= limits.entries,
      rows.multipliedReportingOverflow(by: columns).partialValue <= limits.entries
    else { throw Failure(.bound(.memory, limit: limits.entries)) }
    try charge(entries: rows * columns)
    let elements = (0..<rows * columns).map { _ in entry() }
    return .array(
      arguments.count > 1
        ? NumericArray(rows: rows, columns: columns, elements) : NumericArray(elements))
  }

  /// Values one by one: of arrays, ranges, lists, tuples.
  func items(_ value: Value, _ operation: String) throws(Failure) -> [Value] {
    switch value {
    case .list(let list): return list.items
    case .record(let record): return record.values
    case .number: return [value]
    case .range(let range):
      try charge(entries: range.count)
      return (0..<range.count).map { .number(range[$0]) }
    case .traced(let traced):
      var items: [Value] = []
      for index in 0..<traced.node.shape.count {
        items.append(try pick(traced, [index], .scalar))
      }
      return items
    default:
      guard let array = value.array else {
        throw Failure(
          .kind(operation: operation, expected: "an array or list", found: value.kindName))
      }
      let entries = array.form == .matrix ? array.matrix.transposed.elements : array.elements
      return entries.map { array.isBoolean ? .boolean($0 != 0) : .number($0) }
    }
  }
}

extension Library {
  static let arrays: [LibraryEntry] = [
    LibraryEntry("zeros(m, [n])", "A vector or matrix of zeros.", "zeros(2, 3)") {
      (machine, arguments) throws(Failure) in try machine.filled(arguments, "zeros") { 0 }
    },
    LibraryEntry("ones(m, [n])", "A vector or matrix of ones.", "ones(3)") {
      (machine, arguments) throws(Failure) in try machine.filled(arguments, "ones") { 1 }
    },
    LibraryEntry("fill(x, m, [n])", "A vector or matrix whose entries are all x.", "fill(7, 2)") {
      (machine, arguments) throws(Failure) in
      let value = try machine.scalar(arguments[0], "fill")
      return try machine.filled(
        Arguments(values: Array(arguments.values.dropFirst()), keywords: []), "fill"
      ) { value }
    },
    LibraryEntry("eye(n)", "The unit matrix.", "eye(2)") {
      (machine, arguments) throws(Failure) in
      let n = try machine.whole(arguments[0], "eye")
      guard n <= 5000 else { throw Failure(.bound(.memory, limit: machine.limits.entries)) }
      try machine.charge(entries: n * n)
      return .array(NumericArray(Matrix.identity(n)))
    },
    LibraryEntry("diagm(v)", "The diagonal matrix of a vector.", "diagm([1, 2])") {
      (machine, arguments) throws(Failure) in
      let vector = try machine.array(arguments[0], "diagm").vector
      try machine.charge(entries: vector.count * vector.count)
      return .array(NumericArray(Matrix.diagonal(vector)))
    },
    LibraryEntry("diag(A)", "The diagonal of a matrix.", "diag([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      .array(NumericArray(try machine.matrix(arguments[0], "diag").diagonal))
    },
    LibraryEntry("length(x)", "The number of entries.", "length([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      if case .text(let text) = arguments[0] { return .number(Double(text.string.count)) }
      return .number(Double(try machine.extent(arguments[0], 0, 1)))
    },
    LibraryEntry("size(A, [k])", "The numbers of rows and columns.", "size([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      let rows = Double(try machine.extent(arguments[0], 0, 2))
      let columns = Double(try machine.extent(arguments[0], 1, 2))
      if arguments.count == 2 {
        return .number(try machine.whole(arguments[1], "size", from: 1) == 1 ? rows : columns)
      }
      if case .array(let array) = arguments[0], array.form != .vector {
        return .tuple([.number(rows), .number(columns)])
      }
      return .tuple([.number(rows)])
    },
    LibraryEntry("collect(x)", "A range or generator as a vector.", "collect(1:3)") {
      (machine, arguments) throws(Failure) in
      try machine.makeVector(machine.items(arguments[0], "collect"))
    },
    LibraryEntry("copy(x)", "An array of its own with the same entries.", "copy([1, 2])") {
      (machine, arguments) throws(Failure) in
      guard case .array(let array) = arguments[0] else { return arguments[0] }
      try machine.charge(entries: array.count)
      return .array(array.copied)
    },
    LibraryEntry("vec(A)", "The columns of a matrix below each other.", "vec([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      try machine.makeVector(
        machine.items(
          machine.unary(.transpose, machine.unary(.transpose, arguments[0], 1), 1), "vec"))
    },
    LibraryEntry(
      "reshape(x, m, n)", "The same entries, column after column, as m×n.", "reshape(1:4, 2, 2)"
    ) {
      (machine, arguments) throws(Failure) in
      let items = try machine.items(arguments[0], "reshape")
      let rows = try machine.whole(arguments[1], "reshape")
      let columns = try machine.whole(arguments[2], "reshape")
      guard rows.multipliedReportingOverflow(by: columns).partialValue == items.count else {
        throw Failure(
          .shapes(
            operation: "reshape", left: arguments[0].kindName,
            right: "a \(rows)×\(columns) matrix", hint: nil))
      }
      var byRows: [Value] = []
      for row in 0..<rows {
        for column in 0..<columns { byRows.append(items[column * rows + row]) }
      }
      return try machine.arrange(byRows, rows: rows, columns: columns)
    },
    LibraryEntry("eachcol(A)", "The columns of a matrix, one by one.", "eachcol([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      try machine.slices(arguments[0], byColumns: true)
    },
    LibraryEntry("eachrow(A)", "The rows of a matrix, one by one.", "eachrow([1 2; 3 4])") {
      (machine, arguments) throws(Failure) in
      try machine.slices(arguments[0], byColumns: false)
    },
    LibraryEntry("enumerate(x)", "Pairs of position and entry.", "enumerate([5, 6])") {
      (machine, arguments) throws(Failure) in
      let items = try machine.items(arguments[0], "enumerate")
      return .list(
        List(items.enumerated().map { .tuple([.number(Double($0 + 1)), $1]) }))
    },
    LibraryEntry("zip(x, y)", "Pairs of entries at the same position.", "zip([1, 2], [3, 4])") {
      (machine, arguments) throws(Failure) in
      let left = try machine.items(arguments[0], "zip")
      let right = try machine.items(arguments[1], "zip")
      return .list(List(zip(left, right).map { .tuple([$0, $1]) }))
    },
    LibraryEntry("sort(x; rev)", "The entries in ascending order.", "sort([3, 1, 2])") {
      (machine, arguments) throws(Failure) in
      let order = try machine.order(arguments)
      if case .traced(let traced) = arguments[0] {
        return try machine.pick(traced, order, .vector(order.count))
      }
      let array = try machine.array(arguments[0], "sort")
      return .array(NumericArray(order.map { array.elements[$0] }))
    },
    LibraryEntry("sortperm(x; rev)", "The positions that sort a vector.", "sortperm([3, 1, 2])") {
      (machine, arguments) throws(Failure) in
      .array(NumericArray(try machine.order(arguments).map { Double($0 + 1) }))
    },
    LibraryEntry("reverse(x)", "The entries from last to first.", "reverse([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      try machine.makeVector(machine.items(arguments[0], "reverse").reversed())
    },
    LibraryEntry("cumsum(x)", "The sums of the first 1, 2, … entries.", "cumsum([1, 2, 3])") {
      (machine, arguments) throws(Failure) in
      var sum = Value.number(0)
      var sums: [Value] = []
      for item in try machine.items(arguments[0], "cumsum") {
        sum = try machine.binary(.add, sum, item)
        sums.append(sum)
      }
      return try machine.makeVector(sums)
    },
    LibraryEntry("linspace(a, b, n)", "n evenly spaced numbers from a to b.", "linspace(0, 1, 5)") {
      (machine, arguments) throws(Failure) in
      let a = try machine.scalar(arguments[0], "linspace")
      let b = try machine.scalar(arguments[1], "linspace")
      let n = try machine.whole(arguments[2], "linspace", from: 2)
      guard n <= machine.limits.entries else {
        throw Failure(.bound(.memory, limit: machine.limits.entries))
      }
      try machine.charge(entries: n)
      return .array(
        NumericArray(
          (0..<n).map { $0 == n - 1 ? b : a + (b - a) * Double($0) / Double(n - 1) }))
    },
    LibraryEntry(
      "onehot(k, n)", "The k-th unit vector, or one column for each class.", "onehot([1, 3], 3)"
    ) {
      (machine, arguments) throws(Failure) in
      let n = try machine.whole(arguments[1], "onehot", from: 1)
      let classes = try machine.array(arguments[0], "onehot")
      try machine.charge(entries: n * classes.count)
      var elements = [Double](repeating: 0, count: n * classes.count)
      for (column, value) in classes.elements.enumerated() {
        guard value == value.rounded(), value >= 1, value <= Double(n) else {
          throw Failure(.index(text: shortText(value), extent: n))
        }
        elements[(Int(value) - 1) * classes.count + column] = 1
      }
      if case .number = arguments[0] { return .array(NumericArray(elements)) }
      return .array(NumericArray(rows: n, columns: classes.count, elements))
    },
    LibraryEntry("map(f, x)", "f of each entry.", "map(x -> x^2, [1, 2])") {
      (machine, arguments) throws(Failure) in
      var results: [Value] = []
      for item in try machine.items(arguments[1], "map") {
        results.append(try machine.invoke(arguments[0], [item]))
      }
      return try machine.makeVector(results)
    },
    LibraryEntry("filter(f, x)", "The entries for which f is true.", "filter(x -> x > 1, [1, 2])") {
      (machine, arguments) throws(Failure) in
      var results: [Value] = []
      for item in try machine.items(arguments[1], "filter") {
        guard case .boolean(let keep) = try machine.invoke(arguments[0], [item]) else {
          throw Failure(
            .kind(operation: "filter", expected: "true or false", found: "another value"))
        }
        if keep { results.append(item) }
      }
      return try machine.makeVector(results)
    },
  ]
}

extension Machine {
  func slices(_ value: Value, byColumns: Bool) throws(Failure) -> Value {
    let rows = try extent(value, 0, 2)
    let columns = try extent(value, 1, 2)
    let indices = UnsafeMutablePointer<Value>.allocate(capacity: 2)
    indices.initialize(repeating: .everything, count: 2)
    defer {
      indices.deinitialize(count: 2)
      indices.deallocate()
    }
    var parts: [Value] = []
    for place in 0..<(byColumns ? columns : rows) {
      indices[byColumns ? 1 : 0] = .number(Double(place + 1))
      parts.append(try index(value, indices, 2))
    }
    return .list(List(parts))
  }

  /// The places that sort a vector, stable.
  func order(_ arguments: Arguments) throws(Failure) -> [Int] {
    let array = try array(arguments[0], "sort")
    try charge(array.count * 20)
    var isReversed = false
    if case .boolean(let flag) = arguments.keyword("rev") { isReversed = flag }
    return array.elements.indices.sorted { left, right in
      let (a, b) = (array.elements[left], array.elements[right])
      if a == b { return left < right }
      return isReversed ? a > b : a < b
    }
  }
}
