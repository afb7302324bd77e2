package import SourceText

/// What `lessons/course.yml` says.
package struct Configuration: Sendable {
  package var title = "Untitled course"
  package var summary = ""
  package var language = "en"
  package var authors: [String] = []
  /// The course's parts with their lessons; empty if the lessons come in name order.
  package var parts: [Part] = []
  /// What all random numbers of the course depend on.
  package var seed = 1
  /// LaTeX macros: name with backslash to replacement, `#1` for the first argument.
  package var macros: [Macro] = []
  /// Agreements that the notation page prints.
  package var conventions: [String] = []
  package var limits = Limits()
  package var allowsHTML = false
  /// Diagnostics whose severity the course changes.
  package var severities: [String: Diagnostic.Severity] = [:]
  /// Their names as written.
  private(set) var severityNames: [Placed<String>] = []

  package init() {}

  package struct Part: Sendable {
    package let title: String
    package let lessons: [Placed<String>]
  }

  package struct Macro: Sendable, Hashable {
    package let name: String
    package let replacement: String

    /// The largest `#n` in the replacement.
    package var argumentCount: Int {
      (1...9).last { replacement.contains("#\($0)") } ?? 0
    }
  }

  /// What one run block may use.
  package struct Limits: Sendable, Hashable {
    /// Scalar operations.
    package var fuel = 2_000_000_000
    /// Bytes.
    package var memory = 256 << 20
    /// Nested calls.
    package var depth = 200
    /// Characters of shown text.
    package var output = 100_000
  }
}

extension Configuration {
  /// Every key of `course.yml`; the manual's page is made from it.
  package static let keys = KeyTable<Configuration>([
    .text("title", "The course's name.") { $0.title = $1 },
    .text("summary", "One sentence for the start page.") { $0.summary = $1 },
    .text("language", "The language of the text, as in HTML: `en`, `zh-Hant`.") {
      $0.language = $1
    },
    .texts("authors", "Who wrote it.") { $0.authors = $1.map(\.value) },
    Key(
      "parts", "a list of `title:` and `lessons:`",
      "The course's parts, each with its lessons in order. Without it the lessons come by name."
    ) { $0.readParts($1) },
    .whole("seed", in: 0...Int(Int32.max), "What all random numbers depend on.") { $0.seed = $1 },
    Key("macros", "a mapping from `\\name` to LaTeX", "LaTeX macros for all lessons.") {
      $0.readMacros($1)
    },
    .texts("conventions", "Agreements that the notation page prints.") {
      $0.conventions = $1.map(\.value)
    },
    Key("limits", "a mapping", "Bounds of one run block: `fuel`, `memory`, `depth`, `output`.") {
      limits.read($1, into: &$0.limits).isEmpty
    },
    .truth("html", "Whether lessons may contain raw HTML.") { $0.allowsHTML = $1 },
    Key(
      "severity", "a mapping from diagnostic to `error`, `warning` or `note`",
      "Diagnostics that this course takes more or less seriously, by their names."
    ) { $0.readSeverities($1) },
  ])

  /// Every key of `limits:`.
  package static let limits = KeyTable<Limits>([
    .whole("fuel", in: 1...1_000_000_000_000, "Scalar operations.") { $0.fuel = $1 },
    .whole("memory", in: 1 << 20...8 << 30, "Bytes.") { $0.memory = $1 },
    .whole("depth", in: 1...10_000, "Nested calls.") { $0.depth = $1 },
    .whole("output", in: 100...10_000_000, "Characters.") { $0.output = $1 },
  ])

  private mutating func readParts(_ yaml: YAML) -> Bool {
    let keys = KeyTable<(title: String, lessons: [Placed<String>])>([
      .text("title", "") { $0.title = $1 },
      .texts("lessons", "") { $0.lessons = $1 },
    ])
    for item in yaml.items {
      var part: (title: String, lessons: [Placed<String>]) = ("", [])
      guard keys.read(item, into: &part).isEmpty else { return false }
      parts.append(Part(title: part.title, lessons: part.lessons))
    }
    return true
  }

  private mutating func readMacros(_ yaml: YAML) -> Bool {
    guard let entries = yaml.entries else { return false }
    for entry in entries {
      guard entry.key.hasPrefix("\\"), let replacement = entry.value.text else { return false }
      macros.append(Macro(name: entry.key, replacement: replacement))
    }
    return true
  }

  private mutating func readSeverities(_ yaml: YAML) -> Bool {
    let names = ["error": Diagnostic.Severity.error, "warning": .warning, "note": .note]
    guard let entries = yaml.entries else { return false }
    for entry in entries {
      guard let severity = entry.value.text.flatMap({ names[$0] }) else { return false }
      severities[entry.key] = severity
      severityNames.append(Placed(entry.key, at: entry.keySpan))
    }
    return true
  }
}
