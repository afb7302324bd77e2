import Site
import Testing

/// What a verdict opens onto, where it stands in a sentence.
@Suite struct EvidenceTests {
  private static let lesson = """
    # One

    ```symbols
    x : scalar
    \\rho : scalar
    ```

    A sentence with $(x + 1)^2 = x^2 + 2x + 1$ {.check} in it.

    A sentence with $x$ only.

    - an item with $x + x = 2x$ {.check} in it
    - another, *with $x - x = 0$ {.check} inside*

    $$ x + \\rho - \\rho = x $$ {.check}
    """

  @Test func aClaimInASentenceOpensOntoItsEvidence() throws {
    let text = Self.lesson.replacing("$ {.", with: "${.")
    let page = try TestCourse(["lessons/one.md": text]).page("one.html")
    #expect(page.contains("<div class=\"p\">A sentence with"))
    #expect(page.contains("<p>A sentence with"))
    #expect(page.split(separator: "<details class=\"evidence inline\">").count == 3)
    #expect(page.contains("<summary class=\"sign pass\" title=\"certified\">"))
    // No box may stand inside of emphasis.
    #expect(page.contains("<sup class=\"pass\" title=\"certified\" role=\"img\""))
    #expect(page.split(separator: "<div class=\"panel\">").count == 4)
    // What is claimed stands above in full.
    let whole = "<dt>claimed<dd>the whole formula<dt>found<dd>certified<dt>how<dd>"
    #expect(page.split(separator: whole).count == 4)
  }

  @Test func everyStepOfSeveralSaysWhatItClaims() throws {
    let lesson = """
      ```symbols
      x : scalar
      ```

      $$ (x + 1)^2 = x^2 + 2x + 1 = x(x + 2) + 1 $$ {.check}

      $$ x^2 = 2x $$ {.refute}
      """
    let page = try TestCourse(["lessons/one.md": lesson]).page("one.html")
    #expect(page.split(separator: "<dt>claimed<dd><div><math>").count == 3)
    #expect(page.split(separator: "<dt>found<dd>certified<dt>how<dd>").count == 3)
    #expect(page.contains("<dt>claimed<dd>the whole formula<dt>found<dd>this step is false"))
  }

  @Test func symbolsInRemarksAreMathematics() throws {
    let text = Self.lesson.replacing("$ {.", with: "${.")
    let page = try TestCourse(["lessons/one.md": text]).page("one.html")
    #expect(page.contains("<math><mi>ρ</mi></math> occurs but changes neither side"))
    #expect(!page.contains("\\rho occurs"))
    let letter = Self.lesson.replacing("\\rho", with: "h").replacing("$ {.", with: "${.")
    let other = try TestCourse(["lessons/one.md": letter]).page("one.html")
    #expect(other.contains("<math><mi>h</mi></math> occurs but changes neither side"))
  }

  @Test func kindsAndConventionsAreSaidAsTheyAreRead() throws {
    let lesson = """
      ```symbols
      r : scalar in (0, 1e-9) "rate"
      h : scalar -> 0
      e : random mean 0 variance 2
      ```

      $$ r = 2 r $$ {.refute}
      """
    let course = try TestCourse([
      "lessons/course.yml":
        "title: Test\nconventions:\n  - a rate $\\eta$ is small, and costs 3$\n",
      "lessons/one.md": lesson,
    ])
    let build = try course.build()
    let page = build.page("one.html")
    #expect(page.contains("<td>small number, <span class=katex>"))
    #expect(page.contains("<td>random number, <span class=katex>"))
    let notation = build.page("notation.html")
    #expect(notation.contains("<li>a rate <span class=katex>"))
    #expect(notation.contains(" is small, and costs 3$</li>"))
  }

  @Test func aMarkStandsWhereItsStepEnds() throws {
    let lesson = #"""
      ```symbols
      x : scalar
      ```

      $$ \begin{aligned}
      (x+1)^3 &= (x+1)(x+1)^2 \\
      &= x(x^2+2x+1) \\
      &\quad + x^2 + 2x + 1 \\
      &= x^3 + 3x^2 + 3x + 1
      \end{aligned} $$ {.check}

      $$ \begin{aligned}
      &x^2 + 2x + 1 \\
      &\quad = (x+1)^2 \\
      &\quad \ge 0
      \end{aligned} $$ {.check}
      """#
    let build = try TestCourse(["lessons/one.md": lesson]).build()
    let styles = build.page("assets/formulas.css")
    let marks = build.page("one.html").matches(of: /<summary class="mark pass at ([^"]*)">/)
    let tops = marks.compactMap { mark in
      styles.matches(of: /\.([A-Za-z0-9]+)\{top:([0-9.]+)rem/).first { $0.1 == mark.1 }
        .flatMap { Double($0.2) }
    }
    try #require(tops.count == 5)
    // Lines are 1.6 rem apart, and the first lies above 1.2: steps end on lines 1, 3, 4 and 2, 3.
    #expect(tops[0] < 1.2 && tops[1] > 4 && tops[1] < 5 && tops[2] > 5.5, "\(tops)")
    #expect(tops[3] > 2.4 && tops[3] < 3.2 && tops[4] > 4 && tops[4] < 5, "\(tops)")
  }

  @Test func noLinePartsPunctuationFromItsFormula() throws {
    let text = "# One\n\nBounded by $M$. Not ($M$), nor *some $M$!* or $M$ itself, $M$-fold.\n"
    let page = try TestCourse(["lessons/one.md": text]).page("one.html")
    let words = page.replacing(/<math.*?<\/math>/, with: "")
    #expect(words.contains("Bounded by <span class=\"joined\"><span class=katex>"))
    #expect(words.contains("</span>.</span> Not <span class=\"joined\">(<span class=katex>"))
    #expect(words.contains("</span>),</span> nor <em>some <span class=\"joined\">"))
    #expect(words.contains("</span>!</span></em> or <span class=katex>"))
  }
}
