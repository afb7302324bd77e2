import Foundation
import Site
import SourceText
import Testing

@Suite struct PrintPageTests {
  private static let lessons = [
    "lessons/a.md": """
    # First

    ```symbols
    r : scalar in (0, 2) "a rate"
    n : size 2..4
    x : vector(n)
    assume x_i > r for i in 1..n
    ```

    ## Part

    > [!theorem] {#thm-one}
    > $$ r + r = 2 r $$ {#eq-one .check}

    > [!proof]-
    > Nothing is folded on paper (@eq-one).

    ![from elsewhere](http://example.com/x.png)
    """,
    "lessons/b.md": """
    # Second

    ## Part

    As @thm-one and @eq-one say.

    ```run
    table(way = ["one", "two"], cost = [1, 2])
    ```
    """,
  ]

  private let build: SiteBuild

  init() throws { build = try TestCourse(Self.lessons).build() }

  @Test func allLessonsStandOnOnePageUnfolded() throws {
    let page = build.page("print.html")
    #expect(page.contains("Nothing is folded on paper"))
    #expect(!page.contains("<details class=\"fold\""))
    #expect(build.page("a.html").contains("<details class=\"fold\">"))
    #expect(page.components(separatedBy: "<h1").count == 2)
    #expect(page.components(separatedBy: "<h2 ").count == 3)
    #expect(build.page("index.html").contains("href=\"print.html\""))
  }

  @Test func referencesStayOnThePage() throws {
    let page = build.page("print.html")
    for anchor in ["a--thm-one", "a--eq-one", "a--part", "b--part", "a", "b"] {
      #expect(page.components(separatedBy: " id=\"\(anchor)\"").count == 2, "\(anchor)")
    }
    #expect(page.contains("href=\"#a--thm-one\""))
    #expect(!page.contains("href=\"a.html"))
  }

  @Test func hypothesesStandInTheTableOfSymbols() throws {
    let page = build.page("a.html")
    #expect(page.contains("<td>number in <span class=katex>"))
    #expect(page.contains("<td>size <span class=katex>"))
    #expect(page.contains("<td>vector in <span class=katex>"))
    #expect(page.contains("<p class=\"assumptions\">Assuming <span class=katex>"))
    #expect(build.page("assets/latex/a.js").contains("i = 1, \\\\dots, n\""))
  }

  @Test func bracketsAroundAnEquationsNumberStandOnce() throws {
    #expect(build.page("a.html").contains("(<a href=\"#eq-one\" class=\"ref\">1.1</a>)"))
    #expect(build.page("b.html").contains("<a href=\"a.html#eq-one\" class=\"ref\">(1.1)</a>"))
  }

  @Test func wordsStandLeftAndNumbersRight() throws {
    let page = build.page("b.html")
    #expect(page.contains("<td>one<td class=\"right\">1<"))
  }

  @Test func noPageAsksElsewhereForAPicture() throws {
    #expect(!build.page("a.html").contains("<img"))
    #expect(build.page("a.html").contains("from elsewhere"))
  }
}
