import Files
import Terminal
import Testing

/// Every message that there is, as it is printed: the examples of `explain` are run.
@Suite struct MessageTests {
  private static let folder = String(#filePath.dropLast("MessageTests.swift".count))
  private static let goldens = folder + "Messages/messages.txt"

  @Test func everyExampleGivesItsMessageAsItIsWrittenDown() throws {
    let text = MessageTable.entries.map { entry in
      "=== \(entry.code)\n\(Explanation.message(of: entry))\n\n"
    }.joined()
    if Environment.value("RECORD_GOLDENS") != nil {
      try FileSystem.write(Array(text.utf8), to: Self.goldens)
    }
    let golden = Self.messages(String(decoding: try FileSystem.read(Self.goldens), as: UTF8.self))
    let found = Self.messages(text)
    for code in Set(golden.keys).union(found.keys).sorted() {
      #expect(found[code] == golden[code], "\(code)")
    }
    for entry in MessageTable.entries {
      #expect(found[entry.code]?.contains("[\(entry.code)]") == true, "\(entry.code)")
    }
  }

  private static func messages(_ text: String) -> [String: String] {
    var messages: [String: String] = [:]
    for part in text.split(separator: "=== ") {
      let end = part.firstIndex(of: "\n") ?? part.endIndex
      messages[String(part[..<end])] = String(part[end...])
    }
    return messages
  }

  @Test func everyEntryExplainsItself() {
    for entry in MessageTable.entries {
      #expect(entry.explanation.count > 20, "\(entry.code)")
      #expect(Explanation.text(of: entry.code)?.contains(entry.code) == true)
    }
    let codes = MessageTable.entries.map(\.code)
    #expect(Set(codes).count == codes.count)
  }

  @Test func everyCodeInTheSourcesHasAnEntry() throws {
    let known = Set(MessageTable.entries.map(\.code))
    var found: Set<String> = []
    for path in try Self.swiftFiles(Self.folder + "../../Sources") {
      let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
      for code in Self.codes(in: text, path) {
        found.insert(code)
        #expect(known.contains(code), "\(code) in \(path) has no row in MessageTable")
      }
    }
    #expect(found.count > 150)
    // Verdicts get their codes from a table of their own.
    let verdicts: Set = [
      "Refuted", "Undecided", "DomainMismatch", "Vacuous", "AmbiguousPartial",
    ]
    #expect(known.subtracting(found).subtracting(verdicts).isEmpty)
  }

  private static func codes(in text: String, _ path: String) -> [String] {
    let calls = /(?:Diagnostic|error|refused|suggesting|stop)\(\s*(?:event, )?"([A-Z][A-Za-z0-9]+)"/
    let cases = /case \w+ = "([A-Z][A-Za-z0-9]+)"/
    let pairs = /\(\s*"([A-Z][A-Za-z0-9]+)",\s/
    var codes = text.matches(of: calls).map { String($0.1) }
    if path.hasSuffix("Fault.swift") { codes += text.matches(of: cases).map { String($0.1) } }
    if path.hasSuffix("Script/Wording.swift") {
      codes += text.matches(of: pairs).map { String($0.1) }
    }
    return codes
  }

  private static func swiftFiles(_ folder: String) throws -> [String] {
    try FileSystem.names(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if FileSystem.isFolder(path) { return try swiftFiles(path) }
      return name.hasSuffix(".swift") ? [path] : []
    }
  }
}
