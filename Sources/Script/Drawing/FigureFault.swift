import Plotting

/// Why a figure cannot be drawn, in words.
package struct FigureFault: Error, Equatable {
  package let message: String

  init(_ error: PlotError) { message = FigureFault.words(error) }

  private static func words(_ error: PlotError) -> String {
    switch error {
    case .empty(let argument): "nothing to draw: \(argument) is empty"
    case .unequalLengths(let first, let firstCount, let second, let secondCount):
      "\(first) and \(second) belong together but have \(firstCount) and \(secondCount) entries"
    case .nothingFinite(let argument): "\(argument) holds no finite number"
    case .notPositive(let axis, let value, let count):
      "the \(axis) axis is logarithmic and cannot show \(shortText(value))"
        + (count > 1 ? " and \(count - 1) more values ≤ 0" : "")
        + "; \(axis)scale = symlog can"
    case .badRange(let argument, let lower, let upper):
      "the range \(shortText(lower))..\(shortText(upper)) of \(argument) is empty or not finite"
    case .equalAspectNeedsLinear(let axis):
      "angles or distances mean something here, so the \(axis) axis has to be linear"
    case .aspectTooExtreme(let ratio):
      "with equal units the figure would be \(roundedText(ratio, digits: 2)) times as wide as high"
    case .tooMany(let argument, let count, let limit):
      "\(count) \(argument) are too many to tell apart; at most \(limit) are drawn"
    case .badValue(let argument, let value): "\(argument) cannot be \(shortText(value))"
    case .mixedAxis(let axis): "categories and numbers, or two scales, meet on the \(axis) axis"
    case .label(let text, let problem): "the label “\(text)” " + words(problem)
    }
  }

  private static func words(_ problem: PlotError.LabelProblem) -> String {
    switch problem {
    case .unclosed(let character): "has a \(String(character)) that is never closed"
    case .unexpected(let character): "has a \(String(character)) that opens nothing"
    case .unknownCommand(let name): "has \\\(name), which figures do not know"
    case .nestedTooDeep: "is nested too deeply"
    }
  }
}
