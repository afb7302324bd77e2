extension PlotMark {
  /// Figures, marks and values that a list or tuple holds, or the value itself.
  static func flattened(_ value: Value) -> [Value] {
    switch value {
    case .list(let list) where list.items.allSatisfy { isDrawable($0) }: list.items
    case .record(let record) where record.values.allSatisfy { isDrawable($0) }: record.values
    default: [value]
    }
  }

  private static func isDrawable(_ value: Value) -> Bool {
    switch value {
    case .object, .function: true
    default: false
    }
  }

  /// The marks of `plot(…)`: as given; functions are graphs, other values series of numbers.
  static func marks(of arguments: Arguments) throws(Failure) -> [PlotMark] {
    var marks: [PlotMark] = []
    var series: [Value] = []
    for value in arguments.values.flatMap({ flattened($0) }) {
      switch value {
      case .object(let object):
        if let mark = object as? PlotMark {
          marks.append(mark)
        } else if let figure = object as? PlotRequest, figure.panels.isEmpty {
          marks += figure.marks
        } else {
          throw Failure(
            .kind(
              operation: "plot", expected: "marks, functions or numbers", found: object.kindName))
        }
      case .function: marks.append(PlotMark("line", [value], []))
      default: series.append(value)
      }
    }
    let markers = arguments.keyword("markers").map { [(name: "markers", value: $0)] } ?? []
    if series.count == 1 { marks.append(PlotMark("line", series, markers)) }
    for y in series.dropFirst() { marks.append(PlotMark("line", [series[0], y], markers)) }
    guard !marks.isEmpty else {
      throw Failure(.value(operation: "plot", message: "needs something to draw"))
    }
    return marks
  }
}
