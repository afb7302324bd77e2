import Site
import Testing

/// What is taken out of pages: LaTeX that only copying needs, outlines that are written once.
@Suite struct FormulaSourcesTests {
  @Test func latexIsTakenOutInOrder() {
    let page =
      "a <span class=katex data-tex=\"\\frac12 &lt; &amp;&#x27;&quot;\"><math></math></span> b"
      + "<span class=katex-display><span class=katex><math></math></span></span>"
      + "<span class=katex data-tex=\"\\pi\">c</span>"
    let sources = FormulaSources(page)
    #expect(sources.latex == ["\\frac12 < &'\"", "", "\\pi"])
    #expect(
      sources.markup
        == "a <span class=katex><math></math></span> b"
        + "<span class=katex-display><span class=katex><math></math></span></span>"
        + "<span class=katex>c</span>")
    #expect(sources.script?.hasSuffix(",0,\"\\\\pi\"])\n") == true)
  }

  @Test func pagesWithoutLaTeXAskForNone() throws {
    for page in ["", "<p>katex</p>", "<span class=katex>x</span>", "<span class=katex"] {
      let sources = FormulaSources(page)
      #expect(sources.markup == page)
      #expect(sources.script == nil)
    }
    let build = try TestCourse(["lessons/a.md": "# A\n\n$x_1$\n", "lessons/b.md": "# B\n"]).build()
    #expect(build.page("a.html").contains(" data-latex=\"assets/latex/a.js\""))
    #expect(build.page("assets/latex/a.js") == "coursegenLatex([\"x_1\"])\n")
    #expect(!build.page("b.html").contains("data-latex"))
    #expect(!build.files.contains { $0.path == "assets/latex/b.js" })
  }

  private static func drawing(_ outline: String) -> String {
    "<svg width='1em' viewBox='0 0 1 1'><path d='\(outline)'></path></svg>"
  }

  @Test func outlinesThatComeTwiceStandOnce() {
    let page = ["M1", "M2", "M1", "M3", "M2"].map(Self.drawing).joined(separator: " ")
    let shapes = FormulaShapes(page)
    #expect(
      shapes.definitions
        == "<svg class=\"shapes\" aria-hidden=\"true\"><path id=\"~1\" d='M1'></path>"
        + "<path id=\"~2\" d='M2'></path></svg>")
    #expect(shapes.markup.components(separatedBy: "<use href=\"#~1\"></use></svg>").count == 3)
    #expect(shapes.markup.components(separatedBy: "<use href=\"#~2\"></use></svg>").count == 3)
    #expect(shapes.markup.contains(Self.drawing("M3")))
    #expect(!shapes.markup.contains("M1") && !shapes.markup.contains("M2"))
  }

  @Test func otherDrawingsStayAsTheyAre() {
    for page in [
      "", Self.drawing("M1"), "<svg><path d=\"M1\"></path></svg><svg><path d=\"M1\"></path></svg>",
      "'><path d='<'></path></svg>", "'><path d='M'></path>",
    ] {
      let shapes = FormulaShapes(page)
      #expect(shapes.markup == page)
      #expect(shapes.definitions.isEmpty)
    }
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
