/// What a lesson says about itself at its head.
package struct FrontMatter: Sendable {
  package var title: String?
  package var summary = ""
  /// Names of lessons that come before.
  package var requires: [Placed<String>] = []
  /// Names of files under `lessons/notation/`.
  package var notation: [Placed<String>] = []
  /// Sections of the notes that it mirrors.
  package var notes: [String] = []
  /// What the reader will be able to do.
  package var goals: [String] = []

  package init() {}

  /// Every key; the manual's page is made from it.
  package static let keys = KeyTable<FrontMatter>([
    .text("title", "The lesson's name; without it the first heading is.") { $0.title = $1 },
    .text("summary", "One sentence for the start page.") { $0.summary = $1 },
    .texts("requires", "Lessons that the reader should know.") { $0.requires = $1 },
    .texts("notation", "Files of `lessons/notation/` whose symbols hold here.") {
      $0.notation = $1
    },
    .texts("notes", "Sections of other notes that the lesson mirrors.") {
      $0.notes = $1.map(\.value)
    },
    .texts("goals", "What the reader will be able to do.") { $0.goals = $1.map(\.value) },
  ])
}
