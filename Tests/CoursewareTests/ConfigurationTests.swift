import Courseware
import SourceText
import Testing

@Suite struct ConfigurationTests {
  private func read(_ text: String) -> (Configuration, [Diagnostic]) {
    var configuration = Configuration()
    let (yaml, diagnostics) = YAML.read(Excerpt(text))
    guard let yaml else { return (configuration, diagnostics) }
    let problems = Configuration.keys.read(yaml, into: &configuration)
    return (configuration, problems)
  }

  @Test func everyKindOfValueIsRead() {
    let (course, diagnostics) = read(
      """
      title: "Neural: networks"
      seed: 7
      parts:
        - title: Neurons
          lessons: [one, two]
      macros: {\\R: "\\\\mathbb{R}"}
      limits:
        fuel: 1_000
      severity: {UncheckedClaim: error}
      """)
    #expect(diagnostics.isEmpty)
    #expect(course.title == "Neural: networks")
    #expect(course.seed == 7)
    #expect(course.parts.first?.lessons.map(\.value) == ["one", "two"])
    #expect(course.macros.map(\.replacement) == ["\\mathbb{R}"])
    #expect(course.limits.fuel == 1000)
    #expect(course.severities["UncheckedClaim"] == .error)
  }

  @Test func mistakesAreNamedAtTheirPlace() {
    let cases: [(String, String, Int, String)] = [
      ("titel: x", "UnknownKey", 0, "unknown key `titel`; did you mean `title`?"),
      ("title: é\nseed: -1", "WrongValue", 16, "`seed` takes a whole number from 0 to 2147483647"),
      ("title: a\ntitle: b", "DuplicateKey", 9, "`title` is given twice"),
      ("title: &a b", "YAMLAlias", 7, "a YAML anchor; write the value out"),
      ("title: [", "MalformedYAML", 8, "did not find expected node content"),
      ("- a", "NotAMapping", 0, "a list of `key: value` lines is wanted"),
    ]
    for (text, id, start, summary) in cases {
      let found = read(text).1.first
      #expect(found?.id == id, "\(text)")
      #expect(found?.span.start == start, "\(text)")
      #expect(found?.summary == summary, "\(text)")
    }
  }

  @Test func deepNestingIsADiagnosticAndNotACrash() {
    let text = "title: " + String(repeating: "[", count: 50_000)
    #expect(read(text).1.first?.id == "NestedTooDeeply")
  }
}
