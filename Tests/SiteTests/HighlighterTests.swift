import Site
import Testing

@Suite struct HighlighterTests {
  @Test func wordsAreColoured() {
    let rows = [
      ("for", "<span class=\"kw\">for</span>"), ("form", "form"),
      ("f(1)", "<span class=\"fn\">f</span>(<span class=\"num\">1</span>)"),
      ("1:3", "<span class=\"num\">1</span>:<span class=\"num\">3</span>"),
      ("1.5e-3", "<span class=\"num\">1.5e-3</span>"), ("2e", "<span class=\"num\">2</span>e"),
      ("\"a\\\"b\" c", "<span class=\"str\">&quot;a\\&quot;b&quot;</span> c"),
      ("# a\nb", "<span class=\"com\"># a</span>\nb"),
      ("@check x", "<span class=\"kw\">@check</span> x"),
    ]
    for (code, html) in rows { #expect(Highlighter.html(code) == html) }
  }

  @Test func nothingIsLost() {
    let code =
      "X = [2 0; 0 1] # m\nfor t in 1:200\n  W -= 0.5 * ∇(\"a<b\", W′)\nend\n\"open\n1..2 .5 é_1! &<>'"
    var text = Highlighter.html(code)
    while let start = text.firstIndex(of: "<"), let end = text[start...].firstIndex(of: ">") {
      text.removeSubrange(start...end)
    }
    for (escape, sign) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      text = text.replacing(escape, with: sign)
    }
    #expect(text == code)
  }
}
