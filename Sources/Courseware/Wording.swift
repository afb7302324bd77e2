import Markup
import SourceText

// What Courseware says to authors, in one place.

extension Diagnostic {
  static func unknownLesson(_ wanted: Placed<String>, among names: [String]) -> Diagnostic {
    suggesting(
      "UnknownLesson", at: wanted.span, "no lesson is called `\(wanted.value)`", for: wanted.value,
      among: names)
  }

  static func unknownNotation(_ wanted: Placed<String>, among names: [String]) -> Diagnostic {
    suggesting(
      "UnknownNotation", at: wanted.span, "there is no `lessons/notation/\(wanted.value).md`",
      for: wanted.value, among: names)
  }

  static func unknownCode(_ wanted: Placed<String>, among codes: [String]) -> Diagnostic {
    suggesting(
      "UnknownCode", at: wanted.span, "no message is called `\(wanted.value)`", for: wanted.value,
      among: codes)
  }

  static func lessonWithoutPart(_ name: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "LessonWithoutPart", .warning, at: span,
      "`lessons/\(name)` belongs to no part of the course; it comes last")
  }

  static func lessonTwice(_ file: SourceFile, first: SourceFile) -> Diagnostic {
    Diagnostic(
      "LessonTwice", at: Span(file.id, 0, 0),
      "a second lesson called `\(Lesson.name(ofFile: file.path))`",
      notes: [.init(at: Span(first.id, 0, 0), "the first one is here")])
  }

  static func labelTwice(_ name: Name, first: Span) -> Diagnostic {
    Diagnostic(
      "LabelTwice", at: name.span, "the label `\(name.text)` is taken",
      explanation: "Labels are unique in the course, so that every lesson can refer to them.",
      notes: [.init(at: first, "it was given here first")])
  }

  static func unknownLabel(_ label: String, at span: Span, among names: [String]) -> Diagnostic {
    suggesting(
      "UnknownReference", at: span, "nothing is labelled `\(label)`", for: label, among: names,
      replacement: { "@" + $0 })
  }

  static func unchecked(at span: Span) -> Diagnostic {
    Diagnostic(
      "UncheckedClaim", .warning, at: span,
      "this formula states a relation that nothing checks",
      explanation: """
        All its symbols are declared, so it can be judged. Give it the role it has: `.check` for a \
        claim, `.define` for a definition, `.refute` for a falsehood, `.prose` for what is not \
        meant to be checked.
        """)
  }

  static func emptyFormula(at span: Span) -> Diagnostic {
    Diagnostic("IncompleteFormula", at: span, "a formula is missing here")
  }

  static func noStatement(_ label: String, at span: Span) -> Diagnostic {
    Diagnostic("UnknownStatement", at: span, "`of=@\(label)` names no statement above")
  }

  static func onlyInNotation(at span: Span) -> Diagnostic {
    Diagnostic(
      "NotNotation", .warning, at: span,
      "a notation file holds `symbols` fences and `.define` displays; the rest is not used")
  }

  private static func suggesting(
    _ id: String, at span: Span, _ summary: String, for wanted: String, among names: [String],
    replacement: (String) -> String = { $0 }
  ) -> Diagnostic {
    guard let meant = nearest(to: wanted, among: names) else {
      return Diagnostic(id, at: span, summary)
    }
    return Diagnostic(
      id, at: span, "\(summary); did you mean `\(meant)`?",
      fixes: [.init("write `\(meant)`", [.init(span, replacement(meant))])])
  }
}
