/// Why a figure cannot be drawn: facts, without wording.
package enum PlotError: Error, Equatable {
  /// What is wrong with a label.
  package enum LabelProblem: Equatable, Sendable {
    case unclosed(Character)
    case unexpected(Character)
    case unknownCommand(String)
    case nestedTooDeep
  }

  /// Nothing to draw: the named argument is empty.
  case empty(argument: String)
  /// Two arguments that belong together differ in length.
  case unequalLengths(first: String, Int, second: String, Int)
  /// The named argument holds not one finite number.
  case nothingFinite(argument: String)
  /// A logarithmic axis cannot show this value, the first of `count` such.
  case notPositive(axis: String, value: Double, count: Int)
  /// A range whose ends are equal, reversed or not finite.
  case badRange(argument: String, lower: Double, upper: Double)
  /// Equal aspect is needed for angles or distances, but the axis is not linear.
  case equalAspectNeedsLinear(axis: String)
  /// Equal aspect would make the figure this many times wider than high (or less than 1).
  case aspectTooExtreme(ratio: Double)
  /// More items than the mark can show.
  case tooMany(argument: String, count: Int, limit: Int)
  /// A number that the mark cannot use, such as a negative class or a fractional count.
  case badValue(argument: String, value: Double)
  /// Categories on one axis together with numbers on the same axis.
  case mixedAxis(axis: String)
  /// A label that cannot be typeset.
  case label(text: String, LabelProblem)
}
