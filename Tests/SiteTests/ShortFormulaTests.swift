import Files
import Site
import SourceText
import Testing
import Typesetting

/// The short form of KaTeX's markup; that it is drawn at the same places is seen in `Tests/Browser`.
@Suite struct ShortFormulaTests {
  private let typesetter: Typesetter

  init() throws { typesetter = try Typesetter() }

  private func html(_ latex: String) throws -> String {
    let request = TypesetRequest(latex: latex, isDisplay: true)
    return try #require(try typesetter.typeset(request).html)
  }

  private func short(_ latex: String) throws -> String {
    var styles: [String: String] = [:]
    return FormulaMarkup.short(try html(latex), &styles)
  }

  /// The boxes without tags.
  private func glyphs(_ html: String) throws -> String {
    let parts = html.replacing("\"", with: "").split(separator: "class=katex-html", maxSplits: 1)
    var text = ""
    var isTag = true
    for character in try #require(parts.count == 2 ? parts.last : nil) {
      if character == "<" { isTag = true }
      if !isTag, character != "\u{200B}" { text.append(character) }
      if character == ">" { isTag = false }
    }
    return text
  }

  private static let formulas = [
    "x^2", "a_i^{[2]}", "\\frac{a + b}{c}", "\\sum_{i=1}^n \\hat x_i", "\\sqrt{\\hat v} \\ne 0",
    "\\begin{aligned} a &= \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\\\ &= b \\end{aligned}",
    "\\underbrace{x}_{y} \\overline{\\mathbf{W}} \\bigg(\\int_0^1\\bigg)",
    "\\left\\| \\begin{matrix} 1 \\\\ 2 \\\\ 3 \\\\ 4 \\\\ 5 \\end{matrix} \\right\\|",
    "\\text{a < b \\& \"c\"} \\color{red} x \\rule{1em}{2em}",
  ]

  @Test func everyGlyphIsKept() throws {
    for latex in Self.formulas {
      let short = try short(latex)
      #expect(try glyphs(short) == glyphs(html(latex)), "\(latex)")
      #expect(!short.contains("style="), "\(latex)")
    }
  }

  @Test func aConditionMayGoToALineOfItsOwn() throws {
    func boxes(isDisplay: Bool) throws -> Int {
      let request = TypesetRequest(latex: "x = 1 \\quad (x > 0)", isDisplay: isDisplay)
      var styles: [String: String] = [:]
      let html = try #require(try typesetter.typeset(request).html)
      return FormulaMarkup.short(html, &styles).matches(of: /<b class=/).count
    }
    #expect(try boxes(isDisplay: true) == boxes(isDisplay: false) + 1)
  }

  /// What stands between two relations is one element, but brackets are never parted at theirs.
  @Test func linesRatherBreakBehindRelations() throws {
    let rows = [("a + b \\ge c + d", 2), ("a = b = c", 0), ("a + (b = c) + d", 0), ("x", 0)]
    for (latex, lines) in rows {
      #expect(try short(latex).split(separator: "<span><b").count == lines + 1, "\(latex)")
    }
    #expect(try short("f = g \\quad (x > 0)").contains("<span><b"))
    // Between brackets that grow there are places for emergencies, and no others.
    let long = try short("y = \\left( \\frac12 + \\left( c, d \\right) \\right)")
    #expect(long.split(separator: "<span><b").count == 2)
    #expect(long.matches(of: /\+<.s><.b><b class=|,<em><.em><.b><b class=/).count == 2, "\(long)")
    #expect(try !short("y = \\frac{a + b}{c}").contains("<span><b"))
    let nested = try short("y = \\left( \\frac12 (1 + x) - z \\right)")
    #expect(nested.contains("(1<s>+</s><i>x</i>)<s>−</s></b><b class="), "\(nested)")
  }

  @Test func itIsShort() throws {
    for latex in ["x^2 + y^2 = 1", "\\frac{\\partial E}{\\partial z_i} = \\sum_{j=1}^n y_j"] {
      #expect(try short(latex).utf8.count * 5 < html(latex).utf8.count * 2, "\(latex)")
    }
    let power = try short("x^2")
    #expect(power.contains("<i>x</i><b class="))
    #expect(power.hasSuffix(">2</b></b></span></span></span>"))
  }

  /// A class that some rule is for must not be taken away.
  @Test func noClassWithARuleIsTakenAway() throws {
    let sheet = String(
      decoding: try FileSystem.read(KaTeX.system.stylesheet), as: UTF8.self)
    let names = Set(sheet.matches(of: /\.([a-zA-Z][-a-zA-Z0-9]*)/).map { String($0.1) })
    #expect(names.contains("mathnormal"))
    #expect(names.isDisjoint(with: FormulaMarkup.classesWithoutRule))
  }

  @Test func facesAreFoundInTheShortForm() throws {
    for latex in Self.formulas + [
      "\\mathbb{R} \\mathcal{L} \\mathbf{1} \\boldsymbol{x} \\mathtt{1}"
    ] {
      let all = FormulaFonts.faces(in: try html(latex))
      #expect(FormulaFonts.faces(in: try short(latex)) == all, "\(latex)")
    }
  }

  @Test func whatIsHeardHasTheLaTeXAndWhatIsFoldedAwayHasNot() throws {
    let latex = "\\frac{a}{b}\\, (c)"
    let heard = try short(latex)
    #expect(heard.contains("<span class=katex data-tex=\"\(latex)\"><math"))
    #expect(!heard.contains("annotation"))
    #expect(heard.contains("<mfrac><mi>a</mi><mi>b</mi></mfrac><mo>(</mo><mi>c</mi><mo>)</mo>"))
    let seen = try #require(FormulaMarkup.mathML(try html(latex)))
    #expect(!seen.contains("annotation"))
    #expect(seen.contains("<mo stretchy=\"false\">(</mo>"))
    #expect(FormulaMarkup.mathML("<span>x</span>") == nil)
  }

  /// Letters and digits that stand as they were written need no LaTeX beside them.
  @Test func whatIsItsOwnLaTeXIsWrittenOnce() throws {
    let rows = [
      ("x", "<math display=\"block\"><mi>x</mi></math>"),
      (
        "2 n + f(x)",
        "<mn>2</mn><mi>n</mi><mo>+</mo><mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo></math>"
      ),
    ]
    for (latex, heard) in rows {
      let short = try short(latex)
      #expect(short.contains(heard) && !short.contains("data-tex"), "\(latex): \(short)")
    }
    for latex in ["x'", "-x", "\\pi", "x^2", "\\mathbf{x}"] {
      let escaped = latex.replacing("'", with: "&#x27;")
      #expect(try short(latex).contains(" data-tex=\"\(escaped)\""), "\(latex)")
    }
  }

  /// A sign that has the same space before and behind it is one element; others keep their spaces.
  @Test func signsBringTheirRoom() throws {
    let rows = [
      ("a = b", "<i>a</i><u>=</u>"), ("a + b", "<i>a</i><s>+</s>"), ("a, b", ",<em></em>"),
      ("a \\quad b", "mspace"), ("a \\;=\\; b", "<u>"),
    ]
    for (latex, markup) in rows {
      let short = try short(latex)
      #expect(short.contains(markup), "\(latex): \(short)")
    }
    #expect(try !short("a + b = c").contains("<s></s>"))
  }

  @Test func accentsAndLargeSignsAreShort() throws {
    let hat = try short("\\hat{x}")
    #expect(hat.contains("<b class=vc><b><i>x</i></b><b><b class=\"a "), "\(hat)")
    #expect(try short("\\vec{x}").contains("vlist"))
    #expect(try short("\\widehat{xyz}").contains("vlist"))
    #expect(try short("\\bigl( x \\bigr)").contains("<b class=q1>(</b>"))
    #expect(try short("\\sum_i x").contains("<b class=o2>∑</b>"))
    #expect(try short("\\frac{a}{b}").contains("<b class=l></b>"))
  }

  /// What is nested too deeply, or no markup of elements, keeps its markup.
  @Test func whatCannotBeReadStaysAsItIs() {
    let deep =
      String(repeating: "<span>", count: 1_000) + "x" + String(repeating: "</span>", count: 1_000)
    for text in [deep, "<span>", "</span>", "<span class=\"a>", "a</b>", "<", "<a", "<a b"] {
      var styles: [String: String] = [:]
      #expect(FormulaMarkup.short(text, &styles) == text)
    }
  }
}
