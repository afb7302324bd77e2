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

/// A figure as the script asked for it: marks in order, options by name.
package final class PlotRequest: Object {
  package let marks: [PlotMark]
  package let options: [(name: String, value: Value)]

  init(_ marks: [PlotMark], _ options: [(name: String, value: Value)]) {
    (self.marks, self.options) = (marks, options)
    super.init()
  }

  override package var kindName: String { "a figure" }
}

/// A mark: `line(x, y)`, `points(X, class = c)` and so on.
package final class PlotMark: Object {
  /// The name of the library function that made it.
  package let mark: String
  package let arguments: [Value]
  package let options: [(name: String, value: Value)]

  init(_ mark: String, _ arguments: [Value], _ options: [(name: String, value: Value)]) {
    (self.mark, self.arguments, self.options) = (mark, arguments, options)
    super.init()
  }

  override package var kindName: String { "the mark " + mark }
}

extension Library {
  private static func mark(_ name: String, _ signature: String, _ help: String, _ example: String)
    -> LibraryEntry
  {
    LibraryEntry(name + signature, help, example) { (_, arguments) throws(Failure) in
      .object(PlotMark(name, arguments.values, arguments.keywords))
    }
  }

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
    LibraryEntry(
      "plot(…; …)", "A figure of marks, functions, or y against x.", "plot([1, 2], [3, 4])"
    ) {
      (machine, arguments) throws(Failure) in try machine.plot(arguments)
    },
    mark("line", "([x], y; …)", "A line through points.", "line([1, 2], [3, 4])"),
    mark(
      "points", "(x, [y]; …)", "Points, or the columns of a 2×N matrix.", "points([1, 2], [3, 4])"),
    mark(
      "contours", "(f; …)", "Level lines of a function of two variables.",
      "contours((x, y) -> x^2 + y^2)"),
    mark("heatmap", "(A; …)", "A matrix as colours.", "heatmap([1 2; 3 4])"),
    mark("quiver", "(f; …)", "Arrows of a vector field.", "quiver((x, y) -> [x, y])"),
    mark("trajectory", "(x, [y]; …)", "A path with its steps.", "trajectory([1, 2], [3, 4])"),
    mark("bars", "(x, [y]; …)", "Bars from zero.", "bars([1, 2])"),
    mark("histogram", "(x; …)", "How often values occur.", "histogram([1, 2, 2])"),
    mark(
      "decision_regions", "(net; …)", "Where a classifier gives which class.",
      "decision_regions(x -> x)"),
    mark("hline", "(y; …)", "A horizontal line.", "hline(1)"),
    mark("vline", "(x; …)", "A vertical line.", "vline(1)"),
    mark("text", "(x, y, label; …)", "A label at a point.", "text(1, 2, \"here\")"),
  ]
}

extension Machine {
  func plot(_ arguments: Arguments) throws(Failure) -> Value {
    var marks: [PlotMark] = []
    var series: [Value] = []
    for value in arguments.values {
      if case .object(let object) = value, let mark = object as? PlotMark {
        marks.append(mark)
      } else if case .function = value {
        marks.append(PlotMark("function", [value], []))
      } else {
        series.append(value)
      }
    }
    if series.count == 1 {
      marks.append(PlotMark("line", series, []))
    } else if let x = series.first {
      for y in series.dropFirst() {
        guard try extent(x, 0, 1) == extent(y, 0, 1) else {
          throw Failure(
            .shapes(operation: "plot", left: x.kindName, right: y.kindName, hint: nil))
        }
        marks.append(PlotMark("line", [x, y], []))
      }
    }
    guard !marks.isEmpty else {
      throw Failure(.value(operation: "plot", message: "needs something to draw"))
    }
    return .object(PlotRequest(marks, arguments.keywords))
  }

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
