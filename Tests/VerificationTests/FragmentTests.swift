import Formula
import Foundation
import SourceText
import Testing
import Verification

/// The fragments that have to work: every slip that is put into them is caught.
@Suite struct FragmentTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus")

  @Test(arguments: ["armijo", "batch", "networks", "novikoff"])
  func everySlipIsCaught(name: String) throws {
    let file = "fragment-\(name).md"
    let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    let corpus = Corpus(text, name: file)
    #expect(corpus.complaints.isEmpty, "\(corpus.complaints)")
    var killed = 0
    for entry in corpus.entries where entry.isTrue {
      var scope = entry.scope
      let claim = try #require(scope.read(claim: Excerpt(entry.latex)).claim)
      for mutant in Judge().mutants(of: claim, in: scope, options: entry.options) {
        if mutant.fate == .killed { killed += 1 }
        #expect(
          mutant.fate != .survived,
          "\(file):\(entry.line): \(mutant.edit.rawValue) \(mutant.replacement)")
      }
    }
    #expect(killed >= 10, "\(name): \(killed)")
  }
}
