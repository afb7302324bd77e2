import Files
import Terminal
import Testing

@Suite struct ManualTests {
  /// `make manual` writes it anew.
  @Test func theManualInTheRepositoryIsThatOfTheTables() throws {
    let folder =
      String(#filePath.dropLast("Tests/TerminalTests/ManualTests.swift".count)) + "manual"
    for page in Manual.pages {
      let written = String(
        decoding: try FileSystem.read("\(folder)/\(page.name)"), as: UTF8.self)
      #expect(written == page.text, "manual/\(page.name) is not up to date: make manual")
    }
  }
}
