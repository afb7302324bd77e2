import Courseware
import Markup
import SourceText

extension LessonPage {
  func write(_ inlines: [Inline]) {
    let isFormula = inlines.map { inline in
      if case .math = inline.kind { results.claim(at: inline.span) == nil } else { false }
    }
    for (position, inline) in inlines.enumerated() {
      let joined = JoinedPunctuation(around: position, in: inlines, isFormula: isFormula)
      switch inline.kind {
      case .reference(let reference):
        write(reference, isInBrackets: Self.isInBrackets(position, inlines))
      case .text: edit { $0.text(joined.rest) }
      case .math(let math): write(math, at: inline.span, joined)
      default: write(inline)
      }
    }
  }

  /// A formula and the punctuation at it, which no line parts.
  private func write(_ math: InlineMath, at span: Span, _ joined: JoinedPunctuation) {
    guard !joined.isEmpty else { return write(math, at: span) }
    edit { html in
      html.open("span", [("class", "joined")])
      html.text(joined.before)
    }
    write(math, at: span)
    edit { html in
      html.text(joined.after)
      html.close("span")
    }
  }

  /// Whether the author has put brackets around a reference, which then needs none of its own.
  private static func isInBrackets(_ position: Int, _ inlines: [Inline]) -> Bool {
    guard position > 0, position + 1 < inlines.count,
      case .text(let before) = inlines[position - 1].kind,
      case .text(let after) = inlines[position + 1].kind
    else { return false }
    return before.hasSuffix("(") && after.hasPrefix(")")
  }

  private func write(_ inline: Inline) {
    switch inline.kind {
    case .text(let text): edit { $0.text(text) }
    case .emphasis(let content): wrap("em", content)
    case .strong(let content): wrap("strong", content)
    case .code(let text): edit { $0.element("code", text: text) }
    case .math(let math): write(math, at: inline.span)
    case .run:
      edit { $0.element("span", [("class", "value")], text: results.values[inline.span] ?? "?") }
    case .reference(let reference): write(reference, isInBrackets: false)
    case .link(let link): write(link)
    case .image(let image): writeImage(image)
    case .footnote(let label):
      let attributes = [
        ("href", address("fn-" + label)), ("id", anchor(firstMention(of: label))),
      ]
      edit { $0.element("sup") { $0.element("a", attributes, text: label) } }
    case .softBreak: edit { $0.raw("\n") }
    case .lineBreak: edit { $0.raw("<br>") }
    case .html(let markup): edit { $0.raw(markup) }
    }
  }

  /// The anchor that a footnote leads back to: the first mention carries it.
  private func firstMention(of label: String) -> String? {
    noted.insert(label).inserted ? "fnref-" + label : nil
  }

  private func wrap(_ name: String, _ content: [Inline]) {
    edit { $0.open(name) }
    withEvidence(false) { write(content) }
    edit { $0.close(name) }
  }

  private func write(_ math: InlineMath, at span: Span) {
    let set = formulas.html(math.latex)
    guard let claim = results.claim(at: span) else {
      edit { $0.raw(set) }
      return
    }
    edit { html in
      html.element("span", [("class", claim.isRefutation ? "refuted" : nil)]) { $0.raw(set) }
    }
    writeMark(claim, math.latex)
  }

  private func write(_ reference: Reference, isInBrackets: Bool) {
    guard let target = labels[reference.identifier] else {
      edit { $0.text("@" + reference.identifier) }
      return
    }
    let address = address(of: target, reference.identifier)
    if isOwnPage, target.kind != .lesson { mentioned.append(reference.identifier) }
    edit { html in
      html.element(
        "a",
        [("href", address), ("class", target.kind == .lesson ? nil : "ref")],
        text: isInBrackets && target.kind == .equation ? target.number : Self.words(for: target))
    }
  }

  private func address(of target: Labels.Target, _ label: String) -> String {
    let isLesson = target.kind == .lesson
    if use == .print {
      return "#" + (isLesson ? target.lesson : Self.anchor(label, in: target.lesson))
    }
    let isHere = isOwnPage && target.lesson == lesson.name
    return (isHere ? "" : context.addresses[target.lesson] ?? "") + (isLesson ? "" : "#" + label)
  }

  /// `equation (3.2)`, `theorem 3.1`, or the title of a section.
  static func words(for target: Labels.Target) -> String {
    switch target.kind {
    case .equation: "(\(target.number))"
    case .section, .lesson: target.title.plainText
    case .figure: "figure \(target.number)"
    case .table: "table \(target.number)"
    case .check: "the check"
    default: "\(kindName(target.kind)) \(target.number)"
    }
  }

  private static func kindName(_ kind: ReferenceKind) -> String {
    Statement.Kind.allCases.first { $0.prefix == kind }?.rawValue ?? kind.rawValue
  }

  private func write(_ link: Link) {
    edit {
      $0.open(
        "a",
        [
          ("href", context.media.destination(link.destination)),
          ("title", link.title.isEmpty ? nil : link.title),
        ])
    }
    withEvidence(false) { write(link.content) }
    edit { $0.close("a") }
  }
}
