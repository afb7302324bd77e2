package import Numerics

/// What holds for a whole course.
package struct Settings: Hashable, Sendable {
  package var seed: UInt64
  /// Points for each step and tuple of sizes, unless the claim says otherwise.
  package var points: Int
  package var effort: Effort

  package init(seed: UInt64 = 1, points: Int = 64, effort: Effort = .certified) {
    self.seed = seed
    self.points = points
    self.effort = effort
  }

  /// How far a step that seems to hold is looked into.
  package enum Effort: Hashable, Sendable {
    /// Doubles, and more bits only where they do not decide: for edits, most of which are false.
    case doubles
    /// Some points with 300 bits besides.
    case wide
    /// What can be certified is.
    case certified
  }
}

/// What one display's attributes ask for.
package struct ClaimOptions: Hashable, Sendable {
  /// `within=`, for `≈`.
  package var within: Tolerance?
  /// `sizes=`, by name.
  package var sizes: [String: ClosedRange<Int>] = [:]
  package var points: Int?
  /// Stated as false: repairs are not looked for.
  package var isRefutation = false

  package init() {}

  package enum Tolerance: Hashable, Sendable {
    case absolute(Rational)
    /// A part of the right-hand side: 5 % is 1/20.
    case relative(Rational)
  }
}
