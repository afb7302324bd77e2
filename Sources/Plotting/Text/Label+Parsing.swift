extension Label {
  /// Parses text with `$…$` formulas.
  ///
  /// - Throws: `PlotError.label` for an unclosed formula or group, an unknown command, or
  ///   nesting deeper than eight groups. `\$` is a dollar sign.
  package init(_ text: String) throws(PlotError) {
    var parser = LabelParser(text: text)
    runs = try parser.parse()
  }
}

private struct LabelParser {
  let source: String
  let characters: [Character]
  var position = 0
  var runs: [Label.Run] = []

  struct Style {
    var level = 0
    var depth = 0
    var upright = false
    var bold = false
  }

  init(text: String) {
    source = text
    characters = Array(text)
  }

  mutating func parse() throws(PlotError) -> [Label.Run] {
    while position < characters.count {
      let character = characters[position]
      if character == "\\", peek(1) == "$" {
        append("$", Style(upright: true))
        position += 2
      } else if character == "$" {
        position += 1
        try formula(Style(), nesting: 0, until: "$")
      } else {
        append(String(character), Style(upright: true))
        position += 1
      }
    }
    return runs
  }

  func peek(_ offset: Int) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }

  func problem(_ problem: PlotError.LabelProblem) -> PlotError {
    .label(text: source, problem)
  }

  mutating func append(_ text: String, _ style: Style, italic: Bool = false) {
    let run = Label.Run(
      text: text, italic: italic && !style.upright, bold: style.bold, level: style.level,
      depth: style.depth)
    if var last = runs.last, last.italic == run.italic, last.bold == run.bold,
      last.level == run.level, last.depth == run.depth
    {
      last.text += run.text
      runs[runs.count - 1] = last
    } else {
      runs.append(run)
    }
  }

  mutating func formula(
    _ style: Style, nesting: Int, until end: Character
  ) throws(PlotError) {
    if nesting > 8 { throw problem(.nestedTooDeep) }
    while let character = peek(0) {
      if character == end {
        position += 1
        return
      }
      try atom(style, nesting: nesting)
    }
    throw problem(.unclosed(end == "$" ? "$" : "{"))
  }

  /// One group, command or character.
  mutating func atom(
    _ style: Style, nesting: Int, isArgument: Bool = false
  ) throws(PlotError) {
    while isArgument, peek(0) == " " { position += 1 }
    guard let character = peek(0) else { throw problem(.unclosed("{")) }
    position += 1
    switch character {
    case "{": try formula(style, nesting: nesting + 1, until: "}")
    case "}": throw problem(.unexpected("}"))
    case "$": throw problem(.unexpected("$"))
    case "_", "^": try script(character, style, nesting: nesting)
    case "\\": try command(style, nesting: nesting)
    case "-": append("\u{2212}", style)
    case "'": append("\u{2032}", style)
    case " ": break
    case "=", "<", ">", "\u{2264}", "\u{2265}": append(Label.spaced(character), style)
    default: append(String(character), style, italic: character.isLetter)
    }
  }

  mutating func script(
    _ kind: Character, _ style: Style, nesting: Int
  ) throws(PlotError) {
    if nesting > 8 { throw problem(.nestedTooDeep) }
    var inner = style
    inner.level += kind == "^" ? 1 : -1
    inner.depth += 1
    try atom(inner, nesting: nesting + 1, isArgument: true)
  }

  mutating func command(_ style: Style, nesting: Int) throws(PlotError) {
    if nesting > 8 { throw problem(.nestedTooDeep) }
    var name = ""
    while let character = peek(0), character.isASCII, character.isLetter {
      name.append(character)
      position += 1
    }
    if name.isEmpty, let character = peek(0) {
      name = String(character)
      position += 1
    }
    if let symbol = Label.symbols[name] {
      append(symbol.text, style, italic: symbol.italic)
    } else if let mark = Label.accents[name] {
      try atom(style, nesting: nesting + 1, isArgument: true)
      append(mark, style, italic: runs.last?.italic ?? false)
    } else {
      try structure(name, style, nesting: nesting)
    }
  }

  mutating func structure(
    _ name: String, _ style: Style, nesting: Int
  ) throws(PlotError) {
    var inner = style
    switch name {
    case "text", "mathrm", "operatorname":
      inner.upright = true
      try text(inner)
    case "mathbf", "boldsymbol":
      inner.upright = true
      inner.bold = true
      try atom(inner, nesting: nesting + 1, isArgument: true)
    case "sqrt":
      append("\u{221A}", style)
      try parenthesized(style, nesting: nesting)
    case "frac", "tfrac", "dfrac":
      try parenthesized(style, nesting: nesting)
      append("/", style)
      try parenthesized(style, nesting: nesting)
    case "left", "right": break
    default: throw problem(.unknownCommand(name))
    }
  }

  /// An argument, in parentheses if it is longer than one character.
  mutating func parenthesized(_ style: Style, nesting: Int) throws(PlotError) {
    let saved = runs
    runs = []
    try atom(style, nesting: nesting + 1, isArgument: true)
    let argument = runs
    runs = saved
    let length = argument.reduce(0) { $0 + $1.text.count }
    if length > 1 { append("(", style) }
    runs += argument
    if length > 1 { append(")", style) }
  }

  /// Text in braces, verbatim.
  mutating func text(_ style: Style) throws(PlotError) {
    guard peek(0) == "{" else { throw problem(.unexpected(peek(0) ?? "\\")) }
    position += 1
    while let character = peek(0), character != "}" {
      append(String(character), style)
      position += 1
    }
    guard peek(0) == "}" else { throw problem(.unclosed("{")) }
    position += 1
  }
}
