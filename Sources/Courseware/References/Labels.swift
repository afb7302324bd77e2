package import Markup
package import SourceText

/// What can be referred to in a course, and under which number.
package struct Labels: Sendable {
  /// One labelled or numbered thing.
  package struct Target: Sendable {
    /// Nil for a numbered statement that has no label.
    package let label: Name?
    package let kind: ReferenceKind
    /// The lesson's name.
    package let lesson: String
    /// `3.2`; a section's or lesson's title stands for itself.
    package let number: String
    package let title: [Inline]
    /// The element's place in its lesson's file.
    package let span: Span
  }

  /// By label.
  private var targets: [String: Target] = [:]
  /// By the place of the element that carries the number.
  private var numbered: [Span: Target] = [:]
  /// All labels in reading order.
  package private(set) var names: [String] = []
  package private(set) var diagnostics: [Diagnostic] = []

  package subscript(label: String) -> Target? { targets[label] }

  /// The number of an element, if it has one.
  package func target(at span: Span) -> Target? { numbered[span] }

  /// Numbers every lesson and checks every reference.
  package init(_ course: Course) {
    for lesson in course.allLessons { number(lesson) }
    for lesson in course.lessons { checkReferences(in: lesson) }
  }

  private mutating func number(_ lesson: Lesson) {
    add(
      Target(
        label: Name("lesson-" + lesson.name, Span(lesson.file.id, 0, 0)), kind: .lesson,
        lesson: lesson.name, number: "\(lesson.number)",
        title: [Inline(.text(lesson.title), Span(lesson.file.id, 0, 0))],
        span: Span(lesson.file.id, 0, 0)))
    var counters = Counters(lesson: lesson)
    var found: [Target] = []
    lesson.document.visitBlocks { block in
      found += counters.target(of: block).map { [$0] } ?? []
      found += counters.lines(of: block)
    }
    for target in found { add(target) }
  }

  private mutating func add(_ target: Target) {
    numbered[target.span] = target
    guard let label = target.label else { return }
    if let first = targets[label.text]?.label {
      diagnostics.append(.labelTwice(label, first: first.span))
    } else {
      targets[label.text] = target
      names.append(label.text)
    }
  }

  private mutating func checkReferences(in lesson: Lesson) {
    var problems: [Diagnostic] = []
    lesson.document.visitInlines { inline in
      guard case .reference(let reference) = inline.kind, targets[reference.identifier] == nil
      else { return }
      problems.append(.unknownLabel(reference.identifier, at: inline.span, among: names))
    }
    diagnostics += problems
  }

  /// Counts the numbered things of one lesson: statements share one counter.
  private struct Counters {
    let lesson: Lesson
    private var statements = 0
    private var equations = 0
    private var figures = 0
    private var tables = 0

    init(lesson: Lesson) { self.lesson = lesson }

    mutating func target(of block: Block) -> Target? {
      switch block.kind {
      case .heading(let heading):
        guard let label = heading.attributes.identifier else { return nil }
        return target(label, .section, "", heading.content, block)
      case .display(let display):
        guard let label = display.attributes.identifier else { return nil }
        equations += 1
        return target(label, .equation, number(equations), [], block)
      case .statement(let statement): return target(of: statement, block)
      case .run(let run): return target(of: run, block)
      case .table(let table):
        guard table.attributes.identifier != nil || !table.caption.isEmpty else { return nil }
        tables += 1
        return target(table.attributes.identifier, .table, number(tables), table.caption, block)
      case .image(let image):
        guard let label = image.attributes.identifier else { return nil }
        figures += 1
        return target(label, .figure, number(figures), image.alternative, block)
      default: return nil
      }
    }

    /// Lines of a display that have labels of their own.
    mutating func lines(of block: Block) -> [Target] {
      guard case .display(let display) = block.kind else { return [] }
      return display.lineLabels.map { line in
        equations += 1
        return Target(
          label: line.name, kind: .equation, lesson: lesson.name, number: number(equations),
          title: [], span: line.name.span)
      }
    }

    private mutating func target(of statement: Statement, _ block: Block) -> Target? {
      guard let kind = statement.kind.prefix else { return nil }
      statements += 1
      return target(
        statement.attributes.identifier, kind, number(statements), statement.title, block)
    }

    private mutating func target(of run: RunBlock, _ block: Block) -> Target? {
      guard let label = run.attributes.identifier,
        let kind = ReferenceKind(ofIdentifier: label.text)
      else { return nil }
      let caption = run.option("caption")?.content ?? []
      switch kind {
      case .table:
        tables += 1
        return target(label, kind, number(tables), caption, block)
      case .figure:
        figures += 1
        return target(label, kind, number(figures), caption, block)
      default:
        return target(label, kind, "", caption, block)
      }
    }

    private func number(_ count: Int) -> String { "\(lesson.number).\(count)" }

    private func target(
      _ label: Name?, _ kind: ReferenceKind, _ number: String, _ title: [Inline], _ block: Block
    ) -> Target {
      Target(
        label: label, kind: kind, lesson: lesson.name, number: number, title: title,
        span: block.span)
    }
  }
}
