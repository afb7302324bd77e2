/// What `record(name = value)` gathered, column by column.
struct Recorder {
  private(set) var names: [String] = []
  private(set) var columns: [[Value]] = []

  /// A new loop has begun: what it records replaces this.
  var isComplete = false

  var count: Int { columns.reduce(0) { $0 + $1.count * 3 } }

  mutating func append(_ name: String, _ value: Value) {
    if isComplete { self = Recorder() }
    if let index = names.firstIndex(of: name) {
      columns[index].append(value)
    } else {
      names.append(name)
      columns.append([value])
    }
  }
}
