/// A line of text in a figure, parsed from plain text with `$…$` formulas.
///
/// The subset of TeX: letters (italic), numbers, `_`, `^`, braces, Greek letters, named
/// functions and the symbols of `Label.symbols`, `\text{}`, `\mathrm{}`, `\mathbf{}`,
/// `\sqrt{}`, `\frac{}{}` (as a/b), `\hat`, `\bar`, `\tilde`, `\vec`, `\dot` and spaces.
package struct Label: Equatable, Sendable {
  /// A stretch of text with one style.
  struct Run: Equatable, Sendable {
    var text: String
    var italic: Bool = false
    var bold: Bool = false
    /// How far above (positive) or below the baseline, in levels of scripts.
    var level: Int = 0
    /// Nesting of scripts: the size is `Label.scriptSize` to this power.
    var depth: Int = 0
  }

  /// The size of a script relative to what it is attached to.
  static let scriptSize = 0.72

  var runs: [Run]

  /// A label without mathematics; nothing in the text is interpreted.
  init(plain text: String) {
    runs = text.isEmpty ? [] : [Run(text: text)]
  }

  init(runs: [Run]) {
    self.runs = runs
  }

  var isEmpty: Bool { runs.isEmpty }

  /// An upper bound of the width at the given font size.
  func width(_ fontSize: Double) -> Double {
    var sum = 0.0
    for run in runs {
      let scale = Label.scale(depth: run.depth) * (run.bold ? 1.12 : 1)
      sum += TextWidths.width(of: run.text) * scale
    }
    return sum * fontSize
  }

  /// The words of the label as a screen reader should get them.
  var spoken: String {
    var text = ""
    var level = 0
    for run in runs {
      if run.level != level {
        if run.level > level { text += "^" } else if run.level < 0 { text += "_" }
        level = run.level
      }
      text += run.text
    }
    return text
  }

  /// The words of a text with formulas; the text itself where it is no label.
  static func spoken(_ text: String) -> String {
    (try? Label(text))?.spoken ?? text
  }

  /// The relative size of scripts nested `depth` deep.
  static func scale(depth: Int) -> Double {
    switch depth {
    case 0: 1
    case 1: scriptSize
    default: 0.6
    }
  }

  static func + (left: Label, right: Label) -> Label {
    Label(runs: left.runs + right.runs)
  }
}
