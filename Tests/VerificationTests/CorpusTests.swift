import Foundation
import Testing

/// Every claim of the corpus is judged as expected, whatever the seed.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus")

  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test(arguments: names) func isJudgedAsExpected(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let corpus = Corpus(text, name: name)
    #expect(corpus.complaints.isEmpty, "\(corpus.complaints)")
    #expect(!corpus.entries.isEmpty)
    for entry in corpus.entries {
      for seed in 1...seedCount {
        let (met, verdict, _) = Corpus.outcome(entry, seed: seed)
        #expect(
          met, "\(name):\(entry.line) with seed \(seed): \(verdict), not \(entry.expected)")
      }
    }
  }

  /// `CORPUS_SEEDS=100` tries a hundred.
  private var seedCount: UInt64 {
    ProcessInfo.processInfo.environment["CORPUS_SEEDS"].flatMap { UInt64($0) } ?? 1
  }
}
