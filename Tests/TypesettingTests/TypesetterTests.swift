import Foundation
import SourceText
import Testing
import Typesetting

@Suite struct TypesetterTests {
  @Test func aFormulaBecomesHTMLWithMathML() throws {
    let typesetter = try Typesetter()
    let result = try typesetter.typeset(TypesetRequest(latex: "x^2", isDisplay: false))
    let html = try #require(result.html)
    #expect(html.hasPrefix("<span class=\"katex\"><span class=\"katex-mathml\"><math"))
    #expect(html.contains("<annotation encoding=\"application/x-tex\">x^2</annotation>"))
    let display = try typesetter.typeset(TypesetRequest(latex: "x^2", isDisplay: true))
    #expect(display.html?.hasPrefix("<span class=\"katex-display\">") == true)
  }
}
