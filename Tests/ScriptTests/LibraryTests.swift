import Script
import SourceText
import Testing

@Suite struct LibraryTests {
  /// What `coursegen explain NAME` shows can be run as it stands, twice with the same result.
  @Test func everyExampleRuns() {
    for entry in Library.entries {
      let code = Excerpt("answer = \(entry.example)\nanswer")
      let first = Session().run(code)
      #expect(!first.hasErrors, "\(entry.name): \(first.diagnostics.map { $0.summary })")
      #expect(Session().run(code).shown == first.shown, "\(entry.name)")
    }
  }

  @Test func whatIsNoNumberIsNotLost() {
    for code in [
      "maximum([1, 0/0])", "maximum([0/0, 1])", "minimum([1, 0/0, -2])", "maximum(abs.([1, 0/0]))",
      "minimum([1 0/0; 2 3])", "maximum([1 2; 0/0 4], dims = 1)[1]", "logsumexp([1, 0/0])",
      "sum([1, 0/0])", "mean([1, 0/0])", "max(1, 0/0)",
    ] {
      let result = Session().run(Excerpt("x = \(code)\n@check x ≠ x"))
      #expect(!result.hasErrors && result.checks.first?.passed == true, "\(code)")
    }
    for code in ["argmax([1, 0/0, 2]) == 2", "argmin([1, 0/0, -2]) == 2"] {
      let result = Session().run(Excerpt("@check \(code)"))
      #expect(result.checks.first?.passed == true, "\(code)")
    }
  }

  @Test func everyEntryHasOneNameOneLineAndASignature() {
    var names: Set<String> = []
    for entry in Library.entries {
      #expect(names.insert(entry.name).inserted, "\(entry.name) stands twice")
      #expect(entry.help.hasSuffix(".") && !entry.help.contains("\n"), "\(entry.name)")
      #expect(entry.signatureText.hasPrefix(entry.name), "\(entry.name)")
    }
  }
}
