import Numerics

/// A table to show.
final class TableValue: Object {
  let headers: [String]
  let rows: [[String]]
  init(_ headers: [String], _ rows: [[String]]) {
    (self.headers, self.rows) = (headers, rows)
    super.init()
  }
  override var kindName: String { "a table" }
}

extension Library {
  static let output: [LibraryEntry] = [
    LibraryEntry(
      "record(; …)", "Keeps values of a loop as columns of recorded.", "record(cost = 1)"
    ) {
      (machine, arguments) throws(Failure) in
      for keyword in arguments.keywords {
        machine.recorder.append(keyword.name, machine.plain(keyword.value))
      }
      try machine.charge(entries: arguments.keywords.count * 3)
      return .nothing
    },
    LibraryEntry("recorded", "What record(…) kept, a column for each name.", "length(1:3)") {
      (machine, _) throws(Failure) in
      let recorder = machine.recorder.names.isEmpty ? machine.previousRecords : machine.recorder
      var columns: [Value] = []
      for column in recorder.columns { columns.append(try machine.makeVector(column)) }
      return .record(Record(names: recorder.names, columns))
    },
    LibraryEntry(
      "table(…; …)", "A table: columns by name, or a matrix.", "table(x = [1, 2], y = [3, 4])"
    ) {
      (machine, arguments) throws(Failure) in try machine.table(arguments)
    },
    LibraryEntry(
      "read_csv(name)", "A data file of the course as a record of columns.", "length(\"data.csv\")"
    ) {
      (machine, arguments) throws(Failure) in
      guard case .text(let name) = arguments[0] else {
        throw Failure(
          .kind(
            operation: "read_csv", expected: "the name of a file", found: arguments[0].kindName))
      }
      guard let text = machine.host.read(name.string) else {
        throw Failure(
          .value(operation: "read_csv", message: "finds no \(name.string) under lessons/"))
      }
      try machine.charge(entries: text.utf8.count)
      return try machine.columns(of: text, name.string)
    },
  ]
}

extension Machine {
  func table(_ arguments: Arguments) throws(Failure) -> Value {
    var headers: [String] = []
    var columns: [[Value]] = []
    for value in arguments.values {
      if case .record(let record) = value, !record.names.isEmpty {
        headers += record.names
        for column in record.values { columns.append(try items(column, "table")) }
      } else if case .list(let list) = try slices(value, byColumns: true) {
        for column in list.items {
          headers.append("")
          columns.append(try items(column, "table"))
        }
      }
    }
    for keyword in arguments.keywords {
      headers.append(keyword.name)
      columns.append(try items(keyword.value, "table"))
    }
    let count = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == count }) else {
      throw Failure(.value(operation: "table", message: "needs columns of the same length"))
    }
    guard count <= 1000 else { throw Failure(.bound(.output, limit: 1000)) }
    return .object(
      TableValue(headers, (0..<count).map { row in columns.map { displayText($0[row]) } }))
  }

  /// A header line, then rows; columns of numbers become vectors.
  func columns(of text: String, _ name: String) throws(Failure) -> Value {
    var lines: [[String]] = []
    for line in text.split(whereSeparator: { $0.isNewline }) where !line.hasPrefix("#") {
      lines.append(
        line.split(separator: ",", omittingEmptySubsequences: false).map {
          String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        })
    }
    guard let headers = lines.first else {
      throw Failure(.value(operation: "read_csv", message: "finds \(name) empty"))
    }
    var columns: [[Value]] = headers.map { _ in [] }
    for (number, line) in lines.dropFirst().enumerated() {
      guard line.count == headers.count else {
        throw Failure(
          .value(
            operation: "read_csv",
            message: "row \(number + 2) of \(name) has \(line.count) fields, not \(headers.count)"))
      }
      for (index, field) in line.enumerated() {
        columns[index].append(Double(field).map { .number($0) } ?? .text(field))
      }
    }
    var values: [Value] = []
    for column in columns { values.append(try makeVector(column)) }
    return .record(Record(names: headers, values))
  }
}
