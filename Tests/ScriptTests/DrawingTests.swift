import Plotting
import Script
import SourceText
import Testing

@Suite struct DrawingTests {
  private func run(_ text: String) -> BlockResult { Session().run(Excerpt(text)) }

  private func drawing(_ text: String) throws -> RenderedFigure {
    let result = run(text)
    #expect(result.diagnostics.map { $0.summary } == [], "\(text)")
    return try #require(result.figures.last).rendered(prefix: "p")
  }

  /// Every figure of the library's examples can be drawn, with ids under the given prefix.
  @Test func everyExampleOfAMarkIsDrawn() throws {
    let marks = Library.entries.filter { $0.example.hasPrefix("plot(") }
    #expect(marks.count > 15)
    for entry in marks {
      let figure = try drawing(entry.example)
      #expect(figure.svg.contains("id=\"p-w-t\"") || figure.svg.contains("id=\"p-n-t\""))
      #expect(!figure.svg.unicodeScalars.contains("\u{E000}"), "\(entry.name)")
      #expect(!figure.description.isEmpty, "\(entry.name)")
    }
  }

  @Test func aMarkAloneIsAFigure() throws {
    #expect(try drawing("line([1, 2], [3, 4])").table.rows.count == 2)
  }

  @Test func theFigureShowsWhatFunctionsWereWhenItWasShown() throws {
    let early = try drawing("a = 1\nplot(x -> a * x, over = 0..1)\na = 5\nnothing = a")
    let late = try drawing("a = 1\nb = 5\nplot(x -> a * x, over = 0..1)")
    #expect(early.svg == late.svg)
  }

  @Test func columnsOfAMatrixAreSeries() throws {
    let figure = try drawing("plot([1, 2, 3], [1 2; 2 4; 3 6], labels = [\"a\", \"b\"])")
    #expect(figure.svg.contains(">a<") && figure.svg.contains(">b<"))
    #expect(try drawing("plot([1 2; 2 4; 3 6])").table.rows.count == 3)
  }

  @Test func oneHotColumnsAndNumbersFromOneAndSignsAreClasses() throws {
    let plain = try drawing("points([1 2 3; 3 1 2], class = [0, 1, 1])").svg
    for classes in ["[1 0 0; 0 1 1]", "[1, 2, 2]"] {
      #expect(try drawing("points([1 2 3; 3 1 2], class = \(classes))").svg == plain, "\(classes)")
    }
    let named = try drawing("points([1 2 3; 3 1 2], class = [\"dry\", \"oil\", \"oil\"])").svg
    #expect(named.contains("dry") && named.contains("oil"))
  }

  @Test func undefinedPlacesAreGapsAndNothingAtAllIsAnError() throws {
    _ = try drawing("plot(x -> log(x), over = -1..4)")
    #expect(run("plot(x -> log(x), over = -4..-1)").hasErrors)
    #expect(run("plot(x -> [x, x], over = 0..1)").diagnostics.map { $0.id } == ["WrongKind"])
    #expect(run("plot(x -> sin(x, 2), over = 0..1)").hasErrors)
  }

  @Test func functionsOfAFigureUseTheFuelOfTheBlock() {
    let session = Session(limits: Limits(fuel: 20_000))
    let result = session.run(
      Excerpt("f(x) = sum([i * x for i in 1:1000])\nplot(f, over = 0..1)"))
    #expect(result.diagnostics.map { $0.id } == ["OutOfFuel"])
  }

  @Test func wrongOptionsAreDiagnostics() {
    let rows = [
      ("plot([1, 2], yscal = log)", "did you mean yscale?"),
      ("plot([1, 2], yscale = sin)", "not sin"),
      ("plot([1, -2], yscale = log)", "symlog can"),
      ("plot([1, 2], [1, 2, 3])", "2 and 3 entries"),
      ("plot([1, 2], labels = [\"a\", \"b\"])", "2 labels for 1 series"),
      ("plot(sin, over = 3)", "a range a..b"),
      ("plot([1, 2], xlabel = \"\\$x\")", "never closed"),
      ("plot(points([1 2 3; 3 1 2], class = [0.5, 1, 1]))", "0.5"),
      ("plot(heatmap(sin))", "heatmap needs"),
      ("plot(contours(3))", "a function"),
      ("plot(steps([0, 1], [1, 2], closed = \"up\"))", "\"left\" or \"right\""),
      ("plot([1, 2], aspect = \"wide\")", "aspect is"),
      ("plot()", "something to draw"),
      ("panels([1, 2])", "panels needs figures"),
      ("plot(network_diagram(plot([1, 2])))", "a network"),
      ("arrows_normal(plot([1, 2]))", "needs a figure with contours and arrows"),
    ]
    for (text, part) in rows {
      let result = run(text)
      #expect(
        result.diagnostics.contains { $0.summary.contains(part) },
        "\(text): \(result.diagnostics.map { $0.summary })")
      #expect(result.figures.isEmpty, "\(text)")
    }
  }

  @Test func figuresAreChecked() {
    let field = "contours((x, y) -> x^2 + 3y^2, over = -1..1)"
    let rows = [
      (
        "@check arrows_normal(plot(\(field), gradient_field((x, y) -> x^2 + 3y^2, over = -1..1)))",
        true
      ),
      ("@check arrows_normal(plot(\(field), quiver((x, y) -> [x, y], over = -1..1)))", false),
      ("@check fitted_slope(plot(convergence([1, 0.1, 0.01], [2, 0.02, 0.0002]))) ≈ 2", true),
      ("@check follows_rule(plot(trajectory([4 2 1; 2 1 0.5])), p -> p / 2)", true),
      ("@check follows_rule(plot(trajectory([4 2 1; 2 1 0.6])), p -> p / 2)", false),
      ("@check follows_rule(plot(trajectory([4 2 1; 2 1 0.5])), (x, y) -> (x / 2, y / 2))", true),
    ]
    for (text, passes) in rows {
      let result = run(text)
      #expect(result.checks.map { $0.passed } == [passes], "\(text): \(result.diagnostics)")
    }
  }

  @Test func regionsCoverTheirPoints() throws {
    let figure = try drawing(
      "plot(decision_regions((x, y) -> x > y), points([10 20; 30 10], class = [false, true]))")
    #expect(figure.svg.contains(">20<"))
  }
}
