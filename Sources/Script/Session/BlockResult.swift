package import SourceText

/// What a block may use at most.
package struct Limits: Sendable {
  /// Scalar operations.
  package var fuel: Int
  /// Numbers alive at the same time.
  package var entries: Int
  /// Calls within calls.
  package var depth: Int
  /// Values, figures and checks shown.
  package var shown: Int

  package init(
    fuel: Int = 2_000_000_000, entries: Int = 32_000_000, depth: Int = 400, shown: Int = 200
  ) {
    (self.fuel, self.entries, self.depth, self.shown) = (fuel, entries, depth, shown)
  }
}

/// What the host lets a block reach.
package struct Host {
  /// The text of a data file of the course; nil if there is none or it may not be read.
  package var read: (String) -> String?

  package init(read: @escaping (String) -> String? = { _ in nil }) { self.read = read }
}

/// The address of a block's random numbers.
package struct RandomAddress: Sendable, Equatable {
  package var seed: UInt64
  package var lesson: String
  /// The block's label, else its ordinal.
  package var block: String

  package init(seed: UInt64 = 1, lesson: String = "", block: String = "1") {
    (self.seed, self.lesson, self.block) = (seed, lesson, block)
  }
}

/// The verdict of a `@check`, `@bound` or `@forall`.
package struct Check: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case check
    case bound
    case forAll
  }

  package var kind: Kind
  package var span: Span
  /// As written.
  package var text: String
  package var passed: Bool
  /// Both sides as displayed, where there are sides.
  package var left: String?
  package var right: String?
  /// Where long arrays differ most, if they should not.
  package var worst: String?
  /// ‖left − right‖ and what it may be, for `≈`.
  package var difference: Double?
  package var tolerance: Double?
  /// For `@forall`: how many instances, under which seed.
  package var instances: Int?
  package var seed: UInt64?
  /// For `@bound`: the largest left/right that the climb reached.
  package var largestRatio: Double?
  /// The instance that fails, after shrinking: its names with their values.
  package var counterexample: [Entry]?

  package struct Entry: Sendable, Equatable {
    package let name: String
    package let text: String
  }
}

/// A value as a person would typeset it.
package indirect enum Displayed: Sendable, Equatable {
  case text(String)
  case number(String)
  /// A column of numbers.
  case vector([String])
  case matrix([[String]])
  case table(headers: [String], rows: [[String]])
  case record([Field])
  /// The number of a figure among the block's figures.
  case figure(Int)

  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: Displayed
  }
}

/// What became of a block.
package struct BlockResult {
  package var shown: [Displayed] = []
  package var figures: [PlotRequest] = []
  package var checks: [Check] = []
  package var diagnostics: [Diagnostic] = []
  package var fuelUsed = 0
  /// Whether random numbers were drawn: then the seed is worth showing.
  package var usesRandomNumbers = false
  package var seed: UInt64 = 0

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// What a machine gathers while a block runs.
struct BlockOutput {
  var shown: [Displayed] = []
  var figures: [PlotRequest] = []
  var checks: [Check] = []
  var diagnostics: [Diagnostic] = []
}
