import Foundation
import SourceText
import Testing
import Typesetting

@Suite struct TypesetterTests {
  private let typesetter: Typesetter
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  init() throws { typesetter = try Typesetter() }

  private func result(_ latex: String, isDisplay: Bool = false) throws -> TypesetResult {
    try typesetter.typeset(TypesetRequest(latex: latex, isDisplay: isDisplay))
  }

  @Test func aFormulaBecomesHTMLWithMathML() throws {
    let html = try #require(try result("x^2").html)
    #expect(html.hasPrefix("<span class=\"katex\"><span class=\"katex-mathml\"><math"))
    #expect(html.contains("<annotation encoding=\"application/x-tex\">x^2</annotation>"))
    let display = try result("x^2", isDisplay: true)
    #expect(display.html?.hasPrefix("<span class=\"katex-display\">") == true)
  }

  /// `Formulas/make.js` wrote what Node says of every formula of the notes and of some more.
  @Test func outputIsThatOfKaTeXInNode() throws {
    let folder = Self.folder.appending(path: "Formulas")
    let expected = try lines(folder.appending(path: "expected.txt"))
    let script = try Data(contentsOf: URL(filePath: KaTeX.system.script))
    try #require(hash(script) == expected[0], "another KaTeX: run Formulas/make.js")
    var formulas = try lines(folder.appending(path: "formulas.txt"))
    let notes = Self.folder.appending(path: "../FormulaTests/Notes").standardizedFileURL
    for name in try FileManager.default.contentsOfDirectory(atPath: notes.path()).sorted()
    where name.hasSuffix(".formulas") {
      formulas += try lines(notes.appending(path: name))
    }
    try #require(expected.count == 1 + 2 * formulas.count)
    var refused = 0
    for (number, formula) in formulas.enumerated() {
      for isDisplay in [false, true] {
        let html = try result(formula, isDisplay: isDisplay).html
        let found = html.map { "\($0.utf8.count) \(hash($0.utf8))" } ?? "error"
        #expect(found == expected[1 + 2 * number + (isDisplay ? 1 : 0)], "\(formula)")
        refused += html == nil ? 1 : 0
      }
    }
    #expect(formulas.count > 600 && refused < formulas.count / 20, "\(refused) refused")
  }

  @Test func mistakesAreReportedAtTheirPlaceInTheFile() throws {
    let rows: [(source: String, id: String, text: String)] = [
      ("> $$ a\n> + b_c_d $$", "InvalidLaTeX", "_"),
      ("> $$ 𝔸\n> + \\unknown x $$", "InvalidLaTeX", "\\unknown"),
      ("> $$ é\n> + \\href{a}{b} $$", "ForbiddenCommand", "\\href"),
      ("> $$ a\n> + \\includegraphics{b} $$", "ForbiddenCommand", "\\includegraphics"),
      ("> $$ a\n> + 中 $$", "UnusualLaTeX", "中"),
    ]
    for (source, id, text) in rows {
      let file = SourceFile(path: "a.md", text: source)
      var latex = Excerpt(source: file.id, at: 5)
      let second = file.lineStarts[1]
      latex.append(file.bytes[5..<second], at: 5)
      latex.append(file.bytes[(second + 2)..<(file.bytes.count - 3)], at: second + 2)
      let found = try result(latex.text)
      let diagnostics = found.diagnostics(in: latex)
      #expect(diagnostics.map(\.id).contains(id), "\(source): \(diagnostics)")
      let diagnostic = try #require(diagnostics.first { $0.id == id })
      #expect(file.text(diagnostic.span) == text, "\(source): \(diagnostic)")
      #expect((found.html == nil) == (id != "UnusualLaTeX"), "\(source)")
    }
  }

  @Test func boundsAreNamed() throws {
    let deep = String(repeating: "{", count: 300) + "x" + String(repeating: "}", count: 300)
    #expect(try result(deep).remarks.map(\.fault) == [.formulaTooDeep])
    #expect(try result(deep).remarks.first?.offset == 200)
    let long = String(repeating: "x ", count: 10_001)
    #expect(try result(long).remarks.map(\.fault) == [.formulaTooLong])
    let endless = try result("\\def\\a{\\a}\\a")
    #expect(endless.html == nil)
    #expect(endless.remarks.first?.detail.hasPrefix("Too many expansions") == true)
    #expect(try result("x").html != nil)
  }

  /// Each is within the bounds of length and nesting; the dearest took half a minute before work was
  /// bounded.
  private static let hostile: [(name: String, latex: String)] = [
    (
      "a definition used 800 times", "\\def\\c{\(x(16_000))}" + many("\\edef\\d{\\c\\c\\c\\c}", 180)
    ),
    (
      "arguments thrown away",
      "\\def\\b#1\\z{}\\def\\a{\\b \(x(16_000))\\z}" + many("\\a", 490)
    ),
    ("macros that double", "\\def\\a#1{#1#1}" + many("\\a{", 9) + x(19_000) + many("}", 9)),
    ("one word", "\\text{\(x(19_900))}"),
    ("one sum", many("x+y", 6_600)),
    ("primes", "x" + many("'", 19_000)),
    (
      "an array of nothing",
      "\\begin{matrix}" + many(many("&", 130) + "\\\\", 140) + "\\end{matrix}"
    ),
    (
      "a large array",
      "\\begin{pmatrix}" + many(many("1&", 90) + "1\\\\", 90) + "\\end{pmatrix}"
    ),
  ]

  private static func many(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func x(_ count: Int) -> String { many("x", count) }

  @Test func workIsBoundedAndTheNextFormulaIsUnaffected() throws {
    let before = try result("\\frac{a}{b}")
    for (name, latex) in Self.hostile {
      try #require(latex.utf8.count <= Typesetter.maximumLength)
      let refused = try result(latex, isDisplay: true)
      #expect(refused.remarks.map(\.fault) == [.formulaTooLarge], "\(name)")
      #expect(refused.html == nil, "\(name)")
      #expect(try result("\\frac{a}{b}") == before, "\(name)")
    }
  }

  /// What stands far above the formulas of any notes is still set, and to one formula the bound is
  /// the same whatever was set before.
  @Test func theBoundIsFarAboveFormulasThatPeopleWrite() throws {
    let row = "\\frac{\\partial E}{\\partial w_{ij}} &= \\sum_{k=1}^n \\frac{x_k^2}{\\sqrt 2} \\\\"
    let generous = [
      "\\begin{aligned}" + Self.many(row, 30) + "\\end{aligned}",
      "\\begin{pmatrix}" + Self.many(Self.many("1.5&", 29) + "1.5\\\\", 30) + "\\end{pmatrix}",
      Self.many("\\frac{", 60) + "x" + Self.many("}{y}", 60),
    ]
    for latex in generous {
      let first = try result(latex, isDisplay: true)
      #expect(first.html != nil, "\(latex.prefix(60))")
      for number in 0..<20 { _ = try result("x_{\(number)}") }
      #expect(try result(latex, isDisplay: true) == first)
    }
  }

  @Test func macrosStandForTheirBodiesAndDoNotLeak() throws {
    let real = TypesetRequest.Macro(name: "\\R", body: "\\mathbb{R}")
    let request = TypesetRequest(latex: "\\R^n", isDisplay: false, macros: [real])
    #expect(try typesetter.typeset(request).html?.contains("mathbb") == true)
    #expect(try result("\\gdef\\Q{q} \\Q").html != nil)
    #expect(try result("\\Q").html == nil)
  }

  @Test func charactersBeyondTheBasicPlaneSurvive() throws {
    #expect(try result("\\text{😀} 𝔸").html?.contains("😀") == true)
  }

  /// Garbage is collected between formulas, several times here.
  @Test func aFormulaIsTheSameAfterMany() throws {
    let request = "\\sum_{i=1}^{n} \\frac{x_i^2}{\\sqrt{2}}"
    let before = try result(request, isDisplay: true)
    for number in 0..<120 { _ = try result("x_{\(number)} + \\frac{a}{\(number)}") }
    #expect(try result(request, isDisplay: true) == before)
    #expect(before.html != nil)
  }

  @Test func bytecodeGivesTheSameResult() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let request = TypesetRequest(latex: "\\frac{a}{b}", isDisplay: true)
    let fresh = try Typesetter(cacheFolder: nil).typeset(request)
    let first = try Typesetter(cacheFolder: folder.path()).typeset(request)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(files.count == 1)
    let second = try Typesetter(cacheFolder: folder.path()).typeset(request)
    #expect(fresh == first && fresh == second)
    // A damaged file counts as absent.
    let file = folder.appending(path: files[0])
    var data = try Data(contentsOf: file)
    data[data.count / 2] ^= 1
    try data.write(to: file)
    #expect(try Typesetter(cacheFolder: folder.path()).typeset(request) == fresh)
  }

  @Test func withoutKaTeXThePackageIsNamed() {
    var katex = KaTeX.system
    katex.script = "/nowhere/katex.js"
    let failure = TypesetterFailure.missing(path: "/nowhere/katex.js", package: "libjs-katex")
    #expect(throws: failure) { try Typesetter(katex: katex, cacheFolder: nil) }
    #expect(failure.description.contains("apt-get install libjs-katex"))
  }

  private func lines(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { String($0) }
  }

  private func hash(_ bytes: some Sequence<UInt8>) -> String {
    let value = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(value, radix: 16)
  }
}
