/// A figure: marks that share two axes.
///
/// `rendered(prefix:)` gives the page's form, `standalone()` a file of its own. Both are
/// functions of the figure alone: the same bytes wherever and whenever they are made.
package struct Figure {
  /// What is drawn, from the back to the front.
  package var marks: [Mark]
  /// The name of the figure for readers who do not see it; derived from the axes if empty.
  package var title: String
  package var x: Axis
  package var y: Axis
  package var aspect: Aspect

  /// Whether a unit on one axis is as long as a unit on the other.
  package enum Aspect: Equatable, Sendable {
    /// Equal for marks whose angles or distances mean something.
    case automatic
    case equal
  }

  package init(
    _ marks: [Mark], title: String = "", x: Axis = Axis(), y: Axis = Axis(),
    aspect: Aspect = .automatic
  ) {
    self.marks = marks
    self.title = title
    self.x = x
    self.y = y
    self.aspect = aspect
  }
}

/// One axis of a figure: its name, its scale and, if the author sets them, its ends.
package struct Axis: Equatable, Sendable {
  /// The name, which may contain `$…$` formulas.
  package var title: String
  package var scale: ScaleKind
  package var lower: Double?
  package var upper: Double?

  package init(
    _ title: String = "", scale: ScaleKind = .linear, from lower: Double? = nil,
    to upper: Double? = nil
  ) {
    self.title = title
    self.scale = scale
    self.lower = lower
    self.upper = upper
  }
}
