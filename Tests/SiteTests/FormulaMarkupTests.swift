import Site
import SourceText
import Testing
import Typesetting

@Suite struct FormulaMarkupTests {
  private let typesetter: Typesetter

  init() throws { typesetter = try Typesetter() }

  private func html(_ latex: String) throws -> String {
    let request = TypesetRequest(latex: latex, isDisplay: true)
    return try #require(try typesetter.typeset(request).html)
  }

  private static let formulas = [
    "x^2", "\\vec{v}", "\\frac{a}{b}", "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
    "\\sqrt{\\hat v}",
    "\\underbrace{x}_{y}", "\\text{ style=\"x\" }", "\\overline{\\mathbf{W}}",
    "\\bigg(\\int_0^1\\bigg)",
  ]

  /// The classes stand for the styles: put back, they give KaTeX's own markup.
  @Test func noStyleIsLost() throws {
    for latex in Self.formulas {
      let original = try html(latex)
      var styles: [String: String] = [:]
      var restored = FormulaStyles.classed(original, &styles)
      #expect(!restored.contains(" style=\""), "\(latex)")
      for (name, style) in styles {
        restored = restored.replacing(" \(name)\"", with: "\" style=\"\(style)\"")
          .replacing("' class=\"\(name)\"", with: "' style='\(style)'")
          .replacing(" class=\"\(name)\"", with: " style=\"\(style)\"")
      }
      #expect(restored == original, "\(latex)")
    }
  }

  @Test func classesDoNotDependOnWhatElseIsTypeset() throws {
    var alone: [String: String] = [:]
    var together: [String: String] = [:]
    for latex in Self.formulas { _ = FormulaStyles.classed(try html(latex), &together) }
    let last = FormulaStyles.classed(try html(Self.formulas[1]), &alone)
    #expect(alone.allSatisfy { together[$0.key] == $0.value })
    #expect(last == FormulaStyles.classed(try html(Self.formulas[1]), &together))
    let sheet = FormulaStyles.sheet(["\u{1}kAbcd0123": "top:1em;left:2em;"])
    #expect(sheet == ".Abc{top:1em!important;left:2em!important}\n")
  }

  @Test func namesAreAsShortAsTellsThemApart() {
    let names = StyleNames([
      "\u{1}kAbcd0123", "\u{1}hAbce0123", "\u{1}kAbce9123", "\u{1}kB0000000",
    ])
    let page =
      "<b class=\"\u{1}kAbcd0123 x \u{1}kB0000000\"><b class=\u{1}hAbce0123>1 \u{1}kC0000000 \u{1}"
    #expect(
      String(decoding: names.shortened(Array(page.utf8)), as: UTF8.self)
        == "<b class=\"Abcd x B00\"><b class=Abce0>1 \u{1}kC0000000 \u{1}")
    #expect(names.short("\u{1}kAbce9123") == "Abce9")
  }

  @Test func everyLineOfAChainHasItsHeight() throws {
    let rows: [(latex: String, lines: Int)] = [
      ("x", 0), ("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", 2),
      (
        "\\begin{aligned} a &= \\begin{pmatrix} 1 \\\\ 2 \\\\ 3 \\end{pmatrix} \\\\ &= \\sqrt{\\frac{c}{d}} \\\\ &= e \\end{aligned}",
        3
      ),
      (
        "\\begin{gathered} a = \\begin{cases} 1 & x \\\\ 2 & y \\end{cases} \\\\ b \\end{gathered}",
        2
      ),
      ("\\begin{align*} a &= b \\\\ c &= d \\\\ e &= f \\end{align*}", 3),
    ]
    for (latex, lines) in rows {
      let found = try #require(FormulaRows(try html(latex)), "\(latex)")
      #expect(found.lines.count == lines, "\(latex): \(found)")
      #expect(found.lines == found.lines.sorted(), "\(latex): \(found)")
      #expect(found.lines.allSatisfy { $0 > 0 && $0 < 30 }, "\(latex): \(found)")
      #expect(DisplayRows.ranges(Excerpt(latex)).count == lines, "\(latex)")
    }
  }

  @Test func linesAreDividedAtTheOutermostBreaksOnly() {
    let latex =
      "\\begin{aligned} a &= {b \\\\ c} \\\\ &= \\text{x} \\\\ \\end{aligned} \\quad (x > 0)"
    let texts = DisplayRows.ranges(Excerpt(latex)).map { Excerpt(latex)[$0].text }
    #expect(texts == [" a &= {b \\\\ c} ", " &= \\text{x} "])
  }
}
