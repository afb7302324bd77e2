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

  @Test func everyEntryHasOneNameOneLineAndASignature() {
    var names: Set<String> = []
    for entry in Library.entries {
      #expect(names.insert(entry.name).inserted, "\(entry.name) stands twice")
      #expect(entry.help.hasSuffix(".") && !entry.help.contains("\n"), "\(entry.name)")
      #expect(entry.signatureText.hasPrefix(entry.name), "\(entry.name)")
    }
  }
}
