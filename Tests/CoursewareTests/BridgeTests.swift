import Courseware
import SourceText
import Testing
import Verification

/// Formulas and blocks meet over two bridges and nowhere else.
@Suite struct BridgeTests {
  private func run(_ text: String) -> CourseRun {
    let lesson = "---\ntitle: Bridges\n---\n\n" + text + "\n"
    return CourseRun(CourseReader.read(texts: [(path: "a.md", bytes: Array(lesson.utf8))]))
  }

  private let symbols = "```symbols\nz : scalar\nn : size 1..4\nx : vector(n)\n```\n\n"

  /// A name that a block uses, too, is no value of the symbol.
  @Test func aClaimIsNotCheckedAtTheValueOfABlock() {
    for (block, claim) in [
      ("z = 2", "z^2 = 4"), ("z = 0", #"\sin z = z"#), ("x = [1, 0]", #"\|x\| = 1"#),
      ("x = [1, 0]\nn = 2", "n = 2"), ("n = 1", "x_1 = x_n"),
      ("f(z) = 1\nz = 1", "z^3 = z"),
    ] {
      let cell = "```run\n\(block)\n```\n\n"
      let formula = "$$ \(claim) $$ {.check}\n\n"
      for text in [symbols + cell + formula, symbols + formula + cell] {
        let outcomes = run(text).results[0].claims.map(\.outcome)
        #expect(outcomes.count == 1 && outcomes != [.passed], "\(claim) beside \(block)")
      }
      // And what holds for all values still does.
      let both = run(symbols + cell + "$$ z + z = 2 z $$ {.check}\n")
      #expect(both.results[0].claims.map(\.outcome) == [.passed], "\(block)")
    }
  }

  @Test func symbolsHaveNoValueInBlocks() {
    for code in ["z", "2z + 1", "x[1]", "n"] {
      let found = run(symbols + "```run\n\(code)\n```\n").diagnostics
      #expect(found.map(\.id) == ["UnknownName"], "\(code): \(found)")
    }
  }

  @Test func definedNamesAreFunctionsThatBlocksReadAndDoNotChange() {
    let definition = "$$ f(z) = z^2 + 1 $$ {.define}\n\n"
    let good = run(symbols + definition + "```run\n@check f(3) == 10\n@check f′(3) ≈ 6\n```\n")
    #expect(good.diagnostics.isEmpty, "\(good.diagnostics)")
    let bad = run(symbols + definition + "```run\nf(z) = 5\n```\n")
    #expect(bad.diagnostics.map(\.id) == ["ReadOnlyName"], "\(bad.diagnostics)")
  }

  @Test func computedSymbolsCarryAValueIntoFormulas() {
    for (value, passes) in [(3, true), (4, false)] {
      let text = """
        ```run
        mistakes = \(value)
        ```

        ```symbols
        k : computed mistakes
        ```

        $$ k^2 = 9 $$ {.check}
        """
      let outcomes = run(text).results[0].claims.map(\.outcome)
      #expect(outcomes.count == 1 && (outcomes == [.passed]) == passes, "\(value)")
    }
  }

  /// What a block has rounded decides nothing by its last digits; a short decimal is meant as it stands.
  @Test func lastDigitsOfComputedNumbersDecideNothing() {
    let rows: [(value: String, claim: String, verdict: String)] = [
      ("0.1", "k = 0.1", "passes"), ("0.1", "k > 0.1", "refuted"), ("0.1", "k \\ne 0.1", "refuted"),
      ("0.1 + 0.2", "k = 0.3", "open"), ("0.1 + 0.2", "k > 0.3", "open"),
      ("0.1 + 0.2", "k > 0.29", "passes"), ("1 / 3", "3 k = 1", "open"),
      ("1 / 3", "3 k \\ne 1", "open"), ("sqrt(2)", "k^2 = 2", "open"),
      ("sqrt(2)", "k^2 > 2", "open"), ("sqrt(2)", "k^2 > 1.99", "passes"),
      ("sqrt(2)", "k^2 = 2.1", "refuted"), ("0.1 + 0.2 - 0.3", "k = 0", "open"),
      ("sqrt(2)", "(k + x)^2 = k^2 + 2 k x + x^2", "passes"), ("1e300", "k > 1", "open"),
    ]
    for row in rows {
      let text = """
        ```run
        number = \(row.value)
        ```

        ```symbols
        k : computed number
        x : scalar
        ```

        $$ \(row.claim) $$ {.check}
        """
      let verdict = run(text).results[0].claims[0].steps[0].verdict
      let word = verdict.passes ? "passes" : verdict.isUndecided ? "open" : "\(verdict)"
      #expect(word == row.verdict, "\(row)")
    }
  }
}
