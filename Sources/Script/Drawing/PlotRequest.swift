package import Plotting

/// A figure as the script asked for it: marks in order, or panels; options by name.
package final class PlotRequest: Object {
  let marks: [PlotMark]
  let panels: [PlotRequest]
  let options: [(name: String, value: Value)]
  /// The drawing, made when the block shows the figure; ids begin with `placeholder`.
  var drawn: RenderedFigure?

  static let placeholder: Unicode.Scalar = "\u{E000}"

  init(
    _ marks: [PlotMark], panels: [PlotRequest] = [],
    _ options: [(name: String, value: Value)]
  ) {
    (self.marks, self.panels, self.options) = (marks, panels, options)
    super.init()
  }

  /// A figure, or a mark that stands alone.
  convenience init?(shown object: Object) {
    if let request = object as? PlotRequest {
      self.init(request.marks, panels: request.panels, request.options)
    } else if let mark = object as? PlotMark {
      self.init([mark], [])
    } else {
      return nil
    }
  }

  override package var kindName: String { "a figure" }

  /// The figure for a page; `prefix` starts every id and must be unique on the page.
  ///
  /// The script's functions were evaluated when the block showed the figure, so that what it
  /// shows does not change with variables assigned later. Only figures that were shown have pages.
  package func rendered(prefix: String) -> RenderedFigure {
    guard var figure = drawn else { preconditionFailure("a figure that no block has shown") }
    figure.svg = figure.svg.unicodeScalars
      .split(separator: PlotRequest.placeholder, omittingEmptySubsequences: false)
      .map { String($0) }.joined(separator: prefix)
    return figure
  }
}

/// A mark: `line(x, y)`, `points(X, class = c)` and so on.
package final class PlotMark: Object {
  /// The name of the library function that made it.
  let mark: String
  let arguments: [Value]
  let options: [(name: String, value: Value)]

  init(_ mark: String, _ arguments: [Value], _ options: [(name: String, value: Value)]) {
    (self.mark, self.arguments, self.options) = (mark, arguments, options)
    super.init()
  }

  override package var kindName: String { "the mark " + mark }

  /// The value of an option that was given.
  func option(_ name: String) -> Value? {
    for option in options where option.name == name { return option.value }
    return nil
  }
}

/// What `network_diagram` draws: the sizes of the layers, and `weights[l][i][j]` from node j of
/// layer l to node i of the next.
struct NetworkDiagram {
  var sizes: [Int]
  var weights: [[[Double]]]
}
