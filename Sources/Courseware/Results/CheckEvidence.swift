import Script

/// What a check of a block rests on; the counterpart of the evidence of a formula's step.
package struct CheckEvidence: Hashable, Sendable {
  /// How many instances were tried; 1 where the block's own values are compared.
  package var points = 1
  /// Whether the instances were generated.
  package var isGenerated = false
  /// What the instances, or the block's random numbers, depend on.
  package var seed: UInt64?
  /// Both sides as displayed, where there are sides.
  package var left: String?
  package var right: String?
  package var difference: Double?
  package var tolerance: Double?
  /// The largest quotient of the sides of a bound.
  package var largestRatio: Double?
  /// The names and values of the instance that fails.
  package var counterexample: [Entry]?

  package struct Entry: Hashable, Sendable {
    package let name: String
    package let text: String
  }

  /// How it was judged.
  package var method: String {
    guard isGenerated else { return "the values of the block" }
    return largestRatio == nil
      ? "generated instances" : "generated instances, and a climb on the ratio"
  }

  /// Everything in a few words.
  package var summary: String {
    var parts: [String] = []
    if let left, let right { parts.append("left \(left), right \(right)") }
    if let difference { parts.append("difference \(roundedText(difference))") }
    if let tolerance { parts.append("tolerance \(roundedText(tolerance))") }
    if isGenerated {
      parts.append(points == 1 ? "1 instance" : "\(points) instances")
      if let seed { parts.append("seed \(seed)") }
    }
    if let largestRatio { parts.append("largest ratio \(roundedText(largestRatio))") }
    if let counterexample {
      let entries = counterexample.map { "\($0.name) = \($0.text)" }
      parts.append("at " + entries.joined(separator: ", "))
    }
    return parts.joined(separator: ", ")
  }

  init() {}

  init(_ check: Script.Check, blockSeed: UInt64?) {
    points = check.instances ?? 1
    isGenerated = check.kind == .forAll
    seed = check.seed ?? blockSeed
    (left, right) = (check.left, check.right)
    (difference, tolerance) = (check.difference, check.tolerance)
    largestRatio = check.largestRatio
    counterexample = check.counterexample?.map { Entry(name: $0.name, text: $0.text) }
  }
}
