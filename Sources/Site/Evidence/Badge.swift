import Courseware
import Markup
import Verification

/// A verdict in a few words with a symbol and a tone: never by colour alone.
struct Badge: Hashable {
  let symbol: String
  let words: String
  let tone: Tone

  /// How it is coloured; the names are classes of the stylesheet.
  enum Tone: String {
    case pass
    case fail
    case open
    case quiet
  }

  private init(_ symbol: String, _ words: String, _ tone: Tone) {
    self.symbol = symbol
    self.words = words
    self.tone = tone
  }

  /// What became of a claim as a whole, or of some of its steps.
  init(_ claim: ClaimResult, steps: [StepResult]? = nil) {
    let steps = steps ?? claim.steps
    if steps.contains(where: { !$0.verdict.passes }) || claim.outcome == .failed {
      self = Self.troubled(claim, steps)
    } else if claim.isRefutation {
      // The steps of a false statement that are not the false one.
      self = Badge("✓", "this step holds", .quiet)
    } else {
      self = Badge("✓", Self.words(steps), .pass)
    }
  }

  private static func troubled(_ claim: ClaimResult, _ steps: [StepResult]) -> Badge {
    switch claim.outcome {
    case .passed:
      let kinds: [Verdict: String] = [.domain: "not defined", .shape: "sizes differ"]
      let kind = steps.lazy.compactMap { kinds[$0.verdict] }.first
      return Badge("✗", kind.map { "false: \($0)" } ?? "false", .fail)
    case .excused: return Badge("?", "undecided, and accepted", .open)
    case .failed where steps.allSatisfy({ $0.verdict.passes }) && !claim.isRefutation:
      return Badge("✓", words(steps), .pass)
    case .failed: return Badge("✗", "not borne out", .fail)
    }
  }

  private static func words(_ steps: [StepResult]) -> String {
    let certified = steps.filter { $0.verdict == .certified }.count
    let part =
      certified == steps.count ? "certified" : certified == 0 ? "tested" : "certified and tested"
    return steps.count == 1 ? part : "\(part), \(steps.count) steps"
  }

  /// What is said of a display that claims nothing.
  init?(role: Role?, isUnchecked: Bool) {
    switch role {
    case .define: self.init("≔", "definition", .quiet)
    case .prose: self.init("○", "not checked", .quiet)
    case .check, .refute: return nil
    case nil:
      guard isUnchecked else { return nil }
      self.init("○", "unchecked", .open)
    }
  }
}
