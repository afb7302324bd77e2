import SourceText
import Terminal
import Testing

@Suite struct RenderingTests {
  private let file = SourceFile(path: "lessons/a.md", text: "one\n中文 $x = y$ end\n")

  private var diagnostic: Diagnostic {
    let x = Span(12, 17)
    return Diagnostic(
      "UnknownSymbol", at: x, "unknown symbol `x`", explanation: "Symbols are declared.",
      notes: [.init(at: Span(0, 3), "first here")], fixes: [.init("write `z`", [.init(x, "z")])])
  }

  @Test func peopleSeePlaceCaretNotesAndRepair() {
    let text = DiagnosticRenderer(files: [file]).render(diagnostic)
    #expect(
      text == """
        lessons/a.md:2:5: error[UnknownSymbol]: unknown symbol `x`
         2 | 中文 $x = y$ end
           |       ^^^^^
          = Symbols are declared.
          note: first here (lessons/a.md:1:1)
         1 | one
           | ^^^
          fix: write `z`
        """)
  }

  @Test func gitHubSeesOneEscapedLine() {
    #expect(
      GitHubRenderer(files: [file]).render(diagnostic)
        == "::error file=lessons/a.md,line=2,col=5,endLine=2,endColumn=10,title=UnknownSymbol"
        + "::unknown symbol `x`%0Afirst here%0Afix: write `z`")
  }

  @Test func longLinesAreShownAroundTheCaret() {
    let long = SourceFile(path: "b.md", text: String(repeating: "a", count: 500) + "!")
    let text = DiagnosticRenderer(files: [long]).render(
      Diagnostic("Stray", at: Span(500, 501), "stray"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count < 110 })
    let column = lines[1].prefix { $0 != "!" }.count
    #expect(column == lines[2].prefix { $0 != "^" }.count)
  }

  @Test func placesAreThoseOfTheFileInEveryOrder() {
    let text = "one 中文 two\n\nthree ∂f 𝔸 end\nlast"
    let files = [
      SourceFile(path: "a", text: text), SourceFile(id: SourceID(1), path: "b", text: text),
    ]
    let places = Places(files)
    let count = files[0].bytes.count
    var offset = 0
    for round in 0..<4000 {
      offset = (offset * 31 + 17 + round) % (count + 1)
      let span = Span(SourceID(round % 2), offset, offset)
      #expect(places.start(span) == files[round % 2].position(at: offset), "\(offset)")
    }
  }

  @Test func jsonEscapesWhatItMust() {
    let value: JSON = ["a\"": .list([.null, 1, .text("\u{1}\n"), .number(0.5)])]
    #expect(value.printed == #"{"a\"":[null,1,"\u0001\n",0.5]}"#)
  }
}
