import Formula
import Numerics
import SourceText
import Verification

/// Claims in Markdown with what is expected of them: `.check` passes, `.refute` is refuted (or what
/// `expect=` names), and `.check` in a file named `certified…` is certified.
///
/// Every heading begins a new scope; a file with one heading is a lesson for `coursegen check`, too.
struct Corpus {
  struct Entry {
    var heading: String
    var line: Int
    var latex: String
    var expected: String
    var isTrue: Bool
    var options = ClaimOptions()
    var scope: Scope
  }

  private(set) var entries: [Entry] = []
  /// What could not be read, with its line.
  private(set) var complaints: [String] = []

  init(_ text: String, name: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    var scope = Scope()
    var heading = name
    var place = 0
    while place < lines.count {
      let line = lines[place]
      if line.hasPrefix("#") {
        scope = Scope()
        heading = line
      } else if line == "```symbols" {
        var body = ""
        place += 1
        while place < lines.count, lines[place] != "```" {
          body += lines[place] + "\n"
          place += 1
        }
        note(scope.declare(Excerpt(body)), name, place)
      } else if line.hasPrefix("$$") {
        let start = place
        var body = String(line.dropFirst(2))
        while !body.contains("$$"), place + 1 < lines.count {
          place += 1
          body += "\n" + lines[place]
        }
        take(body, heading, start + 1, name, &scope)
      }
      place += 1
    }
  }

  private mutating func note(_ diagnostics: [Diagnostic], _ name: String, _ line: Int) {
    for diagnostic in diagnostics where diagnostic.severity == .error {
      complaints.append("\(name):\(line): \(diagnostic.id): \(diagnostic.summary)")
    }
  }

  private mutating func take(
    _ body: String, _ heading: String, _ line: Int, _ name: String, _ scope: inout Scope
  ) {
    var latex = ""
    var attributes = ""
    var isInside = true
    var previous: Character = " "
    for character in body {
      if isInside {
        if character == "$", previous == "$" {
          isInside = false
          latex.removeLast()
        } else {
          latex.append(character)
        }
        previous = character
      } else {
        attributes.append(character)
      }
    }
    if attributes.contains(".define") { return note(scope.define(Excerpt(latex)), name, line) }
    var entry = Entry(
      heading: heading, line: line, latex: latex, expected: "passes", isTrue: true, scope: scope)
    if name.hasPrefix("certified") { entry.expected = "certified" }
    if attributes.contains(".refute") {
      entry.expected = "refuted"
      entry.isTrue = false
      entry.options.isRefutation = true
    }
    for word in attributes.split(whereSeparator: { " {}".contains($0) }) {
      if word.hasPrefix("expect=") { entry.expected = String(word.dropFirst(7)) }
      if word.hasPrefix("within="), let tolerance = Self.tolerance(word.dropFirst(7)) {
        entry.options.within = tolerance
      }
    }
    entries.append(entry)
  }

  private static func tolerance(_ text: Substring) -> ClaimOptions.Tolerance? {
    let isPercent = text.hasSuffix("%")
    guard let value = Double(isPercent ? text.dropLast() : text),
      let rational = Rational(Int128((value * 1_000_000).rounded()), over: 1_000_000)
    else { return nil }
    guard isPercent else { return .absolute(rational) }
    return rational.divided(by: Rational(100)).map { .relative($0) }
  }

  /// What became of one entry: the expected word, or what it was instead.
  static func outcome(_ entry: Entry, seed: UInt64) -> (
    met: Bool, verdict: String, results: [StepResult]
  ) {
    var scope = entry.scope
    let (claim, diagnostics) = scope.read(claim: Excerpt(entry.latex))
    guard let claim else {
      let first = diagnostics.first.map { "\($0.id): \($0.summary)" } ?? "?"
      return (entry.expected == "unread", "unread " + first, [])
    }
    let results = Judge(Settings(seed: seed)).judge(claim, in: scope, options: entry.options)
    let words = results.map { word($0.verdict) }
    let worst =
      words.first { $0 != "certified" && $0 != "tested" }
      ?? (words.contains("tested") ? "tested" : "certified")
    let passes = worst == "certified" || worst == "tested"
    let met =
      entry.expected == worst || (entry.expected == "passes" && passes)
      || entry.expected == "undecided" && worst.hasPrefix("undecided")
    return (met, worst, results)
  }

  static func word(_ verdict: Verdict) -> String {
    switch verdict {
    case .certified: "certified"
    case .tested: "tested"
    case .refuted: "refuted"
    case .undecided(let reason):
      switch reason {
      case .hypothesesSeldomMet: "undecided: hypotheses seldom met"
      case .undefinedEverywhere: "undecided: undefined everywhere"
      case .belowResolution: "undecided: below resolution"
      case .tooNoisy: "undecided: too noisy"
      case .noTolerance: "undecided: no tolerance"
      case .notEvaluable(let why): "undecided: " + why
      case .tooLarge: "undecided: too large"
      case .needsEarlierPremises: "undecided: needs earlier premises"
      case .supposedOrClaimed: "undecided: supposed or claimed"
      case .openOperand: "undecided: open operand"
      case .hangsOnRounding: "undecided: hangs on rounding"
      case .fault(let text): "fault: " + text
      }
    case .domain: "domain"
    case .shape: "shape"
    case .vacuous(let why):
      switch why {
      case .hypothesesNeverMet: "never"
      case .restatesDefinition: "vacuous"
      case .onlySizeOne: "vacuous: only size one"
      case .noInstance: "never"
      }
    case .ambiguous: "ambiguous"
    }
  }
}
