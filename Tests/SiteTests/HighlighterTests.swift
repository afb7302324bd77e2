import Site
import Testing

@Suite struct HighlighterTests {
  @Test func wordsAreColoured() {
    let rows = [
      ("for", "<i class=kw>for</i>"), ("form", "form"),
      ("f(1)", "<i class=fn>f</i>(<i class=num>1</i>)"),
      ("1:3", "<i class=num>1</i>:<i class=num>3</i>"),
      ("1.5e-3", "<i class=num>1.5e-3</i>"), ("2e", "<i class=num>2</i>e"),
      ("\"a\\\"b\" c", "<i class=str>&quot;a\\&quot;b&quot;</i> c"),
      ("# a\nb", "<i class=com># a</i>\nb"),
      ("@check x", "<i class=kw>@check</i> x"),
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
