/// What `record(name = value)` gathered, column by column.
struct Recorder {
  private(set) var names: [String] = []
  private(set) var columns: [[Value]] = []

  var count: Int { columns.reduce(0) { $0 + $1.count * 3 } }

  mutating func append(_ name: String, _ value: Value) {
    if let index = names.firstIndex(of: name) {
      columns[index].append(value)
    } else {
      names.append(name)
      columns.append([value])
    }
  }
}
