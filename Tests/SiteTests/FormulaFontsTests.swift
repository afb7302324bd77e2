import Files
import Site
import SourceText
import Testing
import Typesetting

@Suite struct FormulaFontsTests {
  private static let formulas: [(latex: String, faces: [String])] = [
    ("x", ["Main-Regular", "Math-Italic"]),
    ("1 + 2", ["Main-Regular"]),
    ("\\mathbb{R}", ["AMS-Regular", "Main-Regular"]),
    ("\\mathcal{L}", ["Caligraphic-Regular", "Main-Regular"]),
    ("\\mathbf{1}", ["Main-Bold", "Main-Regular"]),
    ("\\boldsymbol{x}", ["Main-Regular", "Math-BoldItalic"]),
    ("\\bigl( 1 \\bigr)", ["Main-Regular", "Size1-Regular"]),
    ("\\sum", ["Main-Regular", "Size2-Regular"]),
    ("\\mathsf{\\mathtt{1}} \\mathfrak{2} \\mathscr{L}", ["Main-Regular", "Typewriter-Regular"]),
  ]

  @Test func pagesBringTheFacesThatTheirFormulasUse() throws {
    let typesetter = try Typesetter()
    for (latex, faces) in Self.formulas {
      let request = TypesetRequest(latex: latex, isDisplay: true)
      let found = FormulaFonts.faces(in: try #require(try typesetter.typeset(request).html))
      #expect(Set(found).isSuperset(of: faces), "\(latex): \(found)")
      #expect(found.count <= faces.count + 2, "\(latex): \(found)")
    }
    #expect(FormulaFonts.faces(in: "<p class=\"meta\">mathbb</p>").isEmpty)
  }

  /// A face of KaTeX's that no rule of ours asks for would never be shown.
  @Test func everyFaceOfKaTeXIsKnown() throws {
    let names = try FileSystem.names(in: KaTeX.system.fonts).filter { $0.hasSuffix(".woff2") }
    #expect(names.sorted() == FormulaFonts.all.map { "KaTeX_\($0).woff2" }.sorted())
  }

  @Test func bytesBecomeText() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
      #expect(Base64.text(Array(bytes.utf8)) == text)
    }
    #expect(Base64.text([0xFB, 0xFF, 0xFE]) == "+//+")
  }

  @Test func facesComeWithTheirSheets() throws {
    let build = try TestCourse(["lessons/a.md": "# A\n\n$x \\in \\mathbb{R}$\n"]).build()
    let page = build.page("a.html")
    #expect(page.contains("assets/katex/AMS-Regular.css"))
    #expect(!page.contains("Fraktur"))
    #expect(build.page("assets/katex/AMS-Regular.css").contains("src:url(data:font/woff2;base64,"))
    #expect(build.page("assets/katex/katex.css").contains(".katex{"))
    #expect(!build.page("assets/katex/katex.css").contains("@font-face"))
    #expect(!build.files.contains { $0.path.hasSuffix(".woff2") })
  }
}
