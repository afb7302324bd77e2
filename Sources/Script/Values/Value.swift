import Numerics

/// What a script computes with.
package enum Value {
  case nothing
  case number(Double)
  case boolean(Bool)
  case text(Text)
  case array(NumericArray)
  case list(List)
  case range(Span1)
  case record(Record)
  case function(FunctionValue)
  /// A number or array whose derivative is being followed.
  case traced(TracedValue)
  case object(Object)
  /// A captured variable that changes.
  case cell(Cell)
  /// `:` as an index.
  case everything

  /// The kind as messages name it.
  package var kindName: String {
    switch self {
    case .nothing: "nothing"
    case .number: "a number"
    case .boolean: "a boolean"
    case .text: "a string"
    case .array(let array): array.shapeText
    case .list(let list): "a list of \(list.items.count) values"
    case .range: "a range"
    case .record(let record): record.names.isEmpty ? "a tuple" : "a record"
    case .function: "a function"
    case .traced(let traced): withArticle(traced.node.shape.text)
    case .object(let object): object.kindName
    case .cell, .everything: "nothing"
    }
  }

  /// Whether copying it needs no counting of references.
  @inline(__always) var isTrivial: Bool {
    switch self {
    case .nothing, .number, .boolean, .everything: true
    default: false
    }
  }
}

/// `a` or `an` is always `a` before the shapes we name.
private func withArticle(_ text: String) -> String {
  text == "scalar" ? "a number" : "a " + text
}

/// A string.
package final class Text {
  package let string: String
  init(_ string: String) { self.string = string }
}

/// Values of any kind in a row: what a comprehension of vectors gives.
package final class List {
  package var items: [Value]
  init(_ items: [Value]) { self.items = items }
}

/// `first:step:last`, or the interval `first..last`.
package final class Span1 {
  package let first: Double
  package let step: Double
  package let count: Int
  package let last: Double
  package let isInterval: Bool

  init(first: Double, step: Double, count: Int) {
    (self.first, self.step, self.count) = (first, step, count)
    last = first + step * Double(max(0, count - 1))
    isInterval = false
  }

  init(from first: Double, to last: Double) {
    (self.first, self.last, step, count) = (first, last, 0, 0)
    isInterval = true
  }

  subscript(index: Int) -> Double { first + step * Double(index) }

  var array: NumericArray { NumericArray((0..<count).map { self[$0] }) }
}

/// A tuple (no names) or a record.
package final class Record {
  package let names: [String]
  package let values: [Value]

  init(names: [String] = [], _ values: [Value]) {
    (self.names, self.values) = (names, values)
  }

  /// The value of a field.
  package subscript(name: String) -> Value? {
    for (index, candidate) in names.enumerated() where candidate == name { return values[index] }
    return nil
  }
}

/// A variable that closures share.
package final class Cell {
  var value: Value = .nothing
  init(_ value: Value) { self.value = value }
}

/// A node of the tape with whether it is a transposed vector.
package final class TracedValue {
  let node: Traced
  let isRow: Bool

  init(_ node: Traced, isRow: Bool = false) {
    (self.node, self.isRow) = (node, isRow)
  }
}

/// A value of the library's own kinds.
package class Object {
  package var kindName: String { "an object" }
  /// The names that can be read with a dot.
  package var fieldNames: [String] { [] }
  /// The value of a field.
  package func field(_ name: String) -> Value? { nil }
  /// The value at an argument, for objects that figures can evaluate, such as networks; else nil.
  func value(at argument: Value, _ machine: Machine) throws(Failure) -> Value? {
    try call(machine, Arguments(values: [argument], keywords: []))
  }
  /// What `network_diagram` draws of it; nil if it is no network.
  var diagram: NetworkDiagram? { nil }
  /// What is shown of it.
  package var shownText: String { kindName }
  /// Calls it as a function; nil if it is none.
  func call(_ machine: Machine, _ arguments: Arguments) throws(Failure) -> Value? { nil }
  init() {}
}
