import Courseware
import SourceText
import Testing

@Suite struct LessonRunTests {
  private static let lesson = #"""
    ---
    title: The sigmoid
    ---

    ```symbols
    z : scalar
    ```

    $$ \sigma(z) = \frac{1}{1 + e^{-z}} $$ {#eq-sigmoid .define}

    > [!theorem] Slope {#thm-slope}
    > $$ \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) $$ {#eq-slope .check}

    > [!proof]-
    > $$ \begin{aligned}
    >    \sigma'(z)
    >      &= \frac{e^{-z}}{(1 + e^{-z})^2} \\
    >      &= \sigma(z)\,(1 - \sigma(z))
    >    \end{aligned} $$ {.check}

    > [!erratum] Sign {#err-sign}
    > $$ \sigma'(z) = \sigma(z)\,(\sigma(z) - 1) $$ {.refute}

    ```run {#chk-half}
    s = σ(0)
    @check s == 0.5
    ```

    By @thm-slope it is `{run} s`.
    """#

  private func run(_ text: String, jobs: Int = 1) -> CourseRun {
    var options = CourseRun.Options()
    options.jobs = jobs
    return CourseRun(
      CourseReader.read(texts: [(path: "sigmoid.md", bytes: Array(text.utf8))]), options: options)
  }

  private func run(replacing old: String, with new: String) -> [Diagnostic] {
    let parts = Self.lesson.split(separator: old, maxSplits: 1)
    precondition(parts.count == 2, "\(old) is not in the lesson")
    return run(parts[0] + new + parts[1]).diagnostics
  }

  @Test func aTrueLessonPassesAndItsBlocksSeeItsFormulas() {
    let run = run(Self.lesson)
    #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
    let results = run.results[0]
    #expect(results.claims.map(\.outcome) == [.passed, .passed, .passed])
    #expect(results.cells.map(\.isMet) == [true])
    #expect(results.values.values.sorted() == ["0.5"])
  }

  @Test func aMistakeOfShapeIsRefutedWhereItIsExpected() {
    func outcomes(_ formulas: String...) -> (outcomes: [ClaimResult.Outcome], ids: [String]) {
      let head =
        "```symbols\nm, n : size 2..4\nC : matrix(m, n)\nD : matrix(n, m)\nx : vector(n)\n```\n"
      let run = run(head + formulas.map { "\n$$ \($0) $$ {.refute expect=shape}\n" }.joined())
      return (run.results[0].claims.map(\.outcome), run.diagnostics.map(\.id))
    }
    let met = outcomes("C = D", "C x = x", "C C = C", "x^T x = C x")
    #expect(met.outcomes == [.passed, .passed, .passed, .passed] && met.ids.isEmpty)
    let unmet = outcomes("C = D^T", "x^T x = -1")
    #expect(unmet.outcomes == [.failed, .failed] && unmet.ids == ["NotRefuted", "NotRefuted"])
    // What cannot be read for another reason is refuted by nothing.
    #expect(outcomes("C = q", "C = D +").outcomes.isEmpty)
  }

  @Test func aWrongSignIsCaughtInDefinitionProofAndRefutation() {
    let cases: [(old: String, new: String, id: String, lines: [Int])] = [
      // In the definition: theorem and proof no longer hold.
      ("1 + e^{-z}} $$ {#eq", "1 + e^{z}} $$ {#eq", "Refuted", [12, 16]),
      // In one step of the proof (it begins on line 16): that one, and not the one after it.
      ("{e^{-z}}{(1", "{-e^{-z}}{(1", "Refuted", [16]),
      // A refutation that is true.
      ("(\\sigma(z) - 1)", "(1 - \\sigma(z))", "NotRefuted", [22]),
    ]
    for (old, new, id, lines) in cases {
      let found = run(replacing: old, with: new)
      let file = SourceFile(path: "", text: Self.lesson)
      let places = found.filter { $0.id == id }.map { file.position(at: $0.span.start).line }
      for line in lines { #expect(places.contains(line), "\(new): \(places)") }
      if id == "Refuted", lines.count == 1 { #expect(places == lines, "\(new)") }
    }
  }

  @Test func brokenReferencesNameWhatWasMeant() {
    let found = run(replacing: "@thm-slope", with: "@thm-slop")
    #expect(found.map(\.summary) == ["nothing is labelled `thm-slop`; did you mean `thm-slope`?"])
  }

  @Test func theOrderOfMessagesDoesNotDependOnTheNumberOfJobs() {
    let broken = Self.lesson.split(separator: "1 + e").joined(separator: "1 - e")
    let texts = (1...4).map { (path: "l\($0).md", bytes: Array(broken.utf8)) }
    let runs = [1, 3].map { jobs in
      var options = CourseRun.Options()
      options.jobs = jobs
      return CourseRun(CourseReader.read(texts: texts), options: options).diagnostics
    }
    #expect(!runs[0].isEmpty)
    #expect(runs[0] == runs[1])
  }

  @Test func aBlockThatDoesNotEndFailsAlone() {
    let endless = Self.lesson + "\n```run\nx = 0\nwhile true\n  x += 1\nend\n```\n"
    let course = CourseReader.read(texts: [
      (path: "a.md", bytes: Array(endless.utf8)), (path: "b.md", bytes: Array(Self.lesson.utf8)),
    ])
    let run = CourseRun(course)
    #expect(!run.diagnostics.filter { $0.span.source == SourceID(0) }.isEmpty)
    #expect(run.results[1].claims.allSatisfy { $0.outcome == .passed })
  }

  @Test func whatIsMissingIsMissedInItsPlace() throws {
    let text = "A line.\n\n$$ $$ {.check}\n\n$$\n\n$$ {.define}\n"
    let found = run(text).diagnostics.map { "\($0.id) \($0.span.start)" }
    #expect(found == ["IncompleteFormula 9", "IncompleteFormula 25"])
  }
}
