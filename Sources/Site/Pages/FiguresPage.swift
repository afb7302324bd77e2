import Courseware
import Markup
import SourceText

extension Site {
  /// All figures and tables of the course, each with a small picture, leading to its place.
  var figuresPage: String {
    var html = HTML()
    html.element("h1", text: "Figures and tables")
    var isEmpty = true
    for (lesson, results) in zip(course.lessons, source.results) {
      var found: [Block] = []
      lesson.document.visitBlocks { block in
        if let kind = source.labels.target(at: block.span)?.kind, kind == .figure || kind == .table
        {
          found.append(block)
        }
      }
      guard !found.isEmpty else { continue }
      isEmpty = false
      html.element("h2", [("id", lesson.name)]) {
        $0.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      html.element("ul", [("class", "gallery")]) { html in
        for block in found {
          html.element("li") { write(block, lesson, results, &$0) }
        }
      }
    }
    if isEmpty { html.element("p", text: "This course has none.") }
    return html.markup
  }

  private func write(
    _ block: Block, _ lesson: Lesson, _ results: LessonResults, _ html: inout HTML
  ) {
    guard let target = source.labels.target(at: block.span) else { return }
    let address =
      (context.addresses[lesson.name] ?? "") + (target.label.map { "#" + $0.text } ?? "")
    let page = LessonPage(lesson, results, context, use: .elsewhere)
    if let picture = picture(block, results) {
      html.element("a", [("href", address), ("tabindex", "-1"), ("aria-hidden", "true")]) {
        $0.raw(picture)
      }
    }
    html.element("p") { html in
      let word = target.kind == .figure ? "Figure" : "Table"
      html.element("a", [("href", address)], text: "\(word) \(target.number)")
      html.text(" ")
      page.write(target.title.withoutLinks)
      html.raw(page.html.markup)
    }
  }

  /// The narrow form of a drawing, or the image; its description stays with the lesson.
  private func picture(_ block: Block, _ results: LessonResults) -> String? {
    if case .image(let image) = block.kind, let copy = context.media[image.source] {
      var html = HTML()
      html.open("img", [("src", copy.path.encodedPath), ("alt", ""), ("loading", "lazy")])
      return html.markup
    }
    for case .figure(let drawing) in results.cell(at: block.span)?.shown ?? [] {
      return Thumbnail.of(drawing.svg)
    }
    return nil
  }
}

/// A drawing without what makes it unique in its page.
enum Thumbnail {
  /// The narrow layout if there are two; the only one otherwise.
  static func of(_ svg: String) -> String? {
    let bytes = Array(svg.utf8)
    var starts: [Int] = []
    while let found = bytes.range(of: "<svg", from: starts.last.map { $0 + 1 } ?? 0) {
      starts.append(found.lowerBound)
    }
    let narrow = starts.first { start in
      let tagEnd = bytes.index(of: UInt8(ascii: ">"), from: start) ?? start
      return bytes.range(of: "plot-narrow", from: start, to: tagEnd) != nil
    }
    guard let start = narrow ?? starts.first, let end = end(of: start, starts, bytes) else {
      return nil
    }
    let text = String(decoding: Array(bytes[start..<end]).withoutNames, as: UTF8.self)
    return "<div class=\"plot\">" + text + "</div>"
  }

  /// Behind the end tag that belongs to a start tag; panels are drawings inside drawings.
  private static func end(of start: Int, _ starts: [Int], _ bytes: [UInt8]) -> Int? {
    var depth = 0
    var from = start
    while let close = bytes.range(of: "</svg>", from: from) {
      depth += starts.count { $0 >= from && $0 < close.lowerBound } - 1
      if depth == 0 { return close.upperBound }
      from = close.upperBound
    }
    return nil
  }
}

extension [UInt8] {
  /// An SVG drawing for the eye only: no title, no description, no names.
  ///
  /// Clip paths and markers keep theirs, under a prefix that no lesson uses.
  fileprivate var withoutNames: [UInt8] {
    var text = self
    text.removeAll(from: "<title", to: "</title>")
    text.removeAll(from: "<desc", to: "</desc>")
    text.removeAll(from: " aria-labelledby=\"", to: "\"")
    return text.replacing(" role=\"img\"", with: " aria-hidden=\"true\"")
      .replacing(" id=\"f", with: " id=\"g").replacing("url(#f", with: "url(#g")
      .replacing("href=\"#f", with: "href=\"#g").replacing("plot-narrow", with: "plot-only")
      .replacing("plot-wide", with: "plot-only")
  }

  private mutating func removeAll(from start: StaticString, to end: StaticString) {
    var result: [UInt8] = []
    var position = 0
    while let first = range(of: start, from: position),
      let last = range(of: end, from: first.upperBound)
    {
      result += self[position..<first.lowerBound]
      position = last.upperBound
    }
    self = result + self[position...]
  }
}

extension [Inline] {
  /// Running text that may itself stand in a link.
  var withoutLinks: [Inline] {
    map { inline in
      switch inline.kind {
      case .link(let link): Inline(.emphasis(link.content.withoutLinks), inline.span)
      case .footnote: Inline(.text(""), inline.span)
      default: inline
      }
    }
  }
}
