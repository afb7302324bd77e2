import Foundation
import Site
import SourceText
import Testing

@Suite struct SiteBuildTests {
  private static let lessons = [
    "lessons/a.md": """
    # First

    ```symbols
    x : scalar
    ```

    ## Part

    ## Part

    $$ \\begin{aligned}
      (x + 1)^2 &= (x + 1)(x + 1) \\label{eq-one} \\\\
                &= x^2 + 2x + 1 \\label{eq-two}
    \\end{aligned} $$ {.check}

    > [!erratum] A slip {#err-slip source="001 §2"}
    > $$ (x + 1)^2 = x^2 + 1 $$ {.refute}

    See @eq-two.
    """,
    "lessons/b.md": "# Second\n\nAs @eq-two and @err-slip say.\n",
  ]

  @Test func theSameBytesWhateverTheNumberOfJobs() throws {
    let course = try TestCourse(Self.lessons)
    let one = try course.build(jobs: 1)
    let two = try course.build(jobs: 2)
    #expect(one.files.map(\.path) == two.files.map(\.path))
    for (left, right) in zip(one.files, two.files) {
      #expect(left.bytes == right.bytes, "\(left.path)")
    }
    #expect(Set(one.files.map(\.path)).count == one.files.count)
  }

  @Test func linesHaveNumbersVerdictsAndAnchors() throws {
    let page = try TestCourse(Self.lessons).page("a.html")
    #expect(page.contains("aria-label=\"equation 1.1\""))
    #expect(page.contains("id=\"eq-two\""))
    #expect(page.contains("<a href=\"#eq-two\" class=\"ref\">(1.2)</a>"))
    #expect(page.components(separatedBy: "class=\"mark pass at").count == 3)
    #expect(!page.contains("\\label"))
  }

  @Test func falseStatementsShowWhereTheyFailAndStandAmongTheErrata() throws {
    let course = try TestCourse(Self.lessons)
    for name in ["a.html", "errata.html"] {
      let page = try course.page(name)
      #expect(page.contains("class=\"display refuted\""))
      #expect(page.contains("<b>False</b> at <math>"))
    }
    let errata = try course.page("errata.html")
    #expect(errata.contains("Notes 001 §2"))
    #expect(errata.contains("href=\"a.html#err-slip\""))
  }

  @Test func referencesToOtherLessonsBringACard() throws {
    let build = try TestCourse(Self.lessons).build()
    #expect(build.page("b.html").contains("href=\"a.html#eq-two\""))
    let cards = build.page("assets/cards/a.js")
    #expect(cards.hasPrefix("coursegenCards({\"eq-two\":\"<div class="))
    #expect(cards.contains("\n\"err-slip\":\"<div class="))
    #expect(!cards.contains("eq-one\":"))
    #expect(!cards.contains("\u{1}"))
    #expect(build.page("assets/cards/b.js") == "coursegenCards({})\n")
  }

  @Test func headingsOfTheSameWordsHaveAnchorsOfTheirOwn() throws {
    let page = try TestCourse(Self.lessons).page("a.html")
    #expect(page.contains("<h2 id=\"part\">"))
    #expect(page.contains("<h2 id=\"part-2\">"))
  }

  @Test func everythingWithANameCanBeFound() throws {
    let build = try TestCourse(Self.lessons).build()
    let index = build.page("assets/search.js")
    for words in ["\"A slip\"", "\"a.html#err-slip\"", "x^2 + 2x + 1", "\"a.html#eq-two\""] {
      #expect(index.contains(words), "\(words)")
    }
    #expect(index.contains("As (1.2) and erratum 1.1 say."))
    #expect(build.page("search.html").contains("href=\"a.html#err-slip\""))
  }

  /// Whatever a lesson says is text to the reader's browser.
  @Test func nothingThatAnAuthorWritesBecomesMarkup() throws {
    let evil = "<script>alert(1)</script>"
    let course = try TestCourse([
      "lessons/course.yml":
        "title: \"\(evil)\"\nsummary: \"\(evil)\"\nconventions: [\"\(evil)\"]\n",
      "lessons/a.md": """
      ---
      title: "\(evil)"
      summary: "\(evil)"
      goals: ["\(evil)"]
      ---

      ```symbols
      x : scalar "\(evil)"
      ```

      ## `\(evil)` {#sec-x}

      `"onmouseover=alert(1) \(evil)` and $\\text{\(evil)}$

      | `\(evil)` |
      |---|
      | \\<script> |

      : `\(evil)`

      ```run {#fig-x}
      #| caption: `\(evil)`
      plot([1, 2], xlabel = "\(evil)")
      ```
      """,
    ])
    let build = try course.build()
    for file in build.files where file.path.hasSuffix(".html") || file.path.hasSuffix("search.js") {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.lowercased().contains("<script>"), "\(file.path)")
      #expect(!text.contains("=\"onmouseover"), "\(file.path)")
      #expect(!text.contains(" style="), "\(file.path)")
    }
  }

  @Test func lessonsNamedLikeGeneratedPagesDoNotTakeTheirPlace() throws {
    let course = try TestCourse(["lessons/search.md": "# Search of roots\n\nText.\n"])
    let build = try course.build()
    #expect(Set(build.files.map(\.path)).count == build.files.count)
    #expect(build.page("lesson-search.html").contains("Search of roots"))
  }
}
