/// The colours of fields: which step a value gets, and what the steps look like.
enum FieldColors {
  /// Steps of the tints of filled contours.
  static let tints = 12

  /// Percent of blue in a tint, little enough that ink on it stays readable.
  static func tintShare(_ step: Int) -> Double {
    4 + 44 * Double(step) / Double(tints - 1)
  }

  /// Sixteen steps of viridis (van der Walt and Smith, CC0), dark to light.
  static let viridis = [
    "#440154", "#481a6c", "#472f7d", "#414487", "#39568c", "#31688e", "#2a788e", "#23888e",
    "#1f988b", "#22a884", "#35b779", "#54c568", "#7ad151", "#a5db36", "#d2e21b", "#fde725",
  ]

  /// Steps of the diverging ramp; the middle one is the background.
  static let divergingSteps = 15

  /// The token and its percentage in a step of the diverging ramp.
  static func diverging(_ step: Int) -> (token: Int, share: Int) {
    let middle = divergingSteps / 2
    let share = (step - middle).magnitude * 100 / UInt(middle)
    return (step < middle ? 1 : 2, Int(share))
  }

  /// The step of a value between two bounds.
  static func step(_ value: Double, from lower: Double, to upper: Double, of count: Int) -> Int {
    guard upper > lower else { return count / 2 }
    let place = (value - lower) / (upper - lower) * Double(count)
    guard place == place else { return count / 2 }
    return max(0, min(count - 1, Int(max(-1e6, min(1e6, place)).rounded(.down))))
  }
}
