import Testing
import Verification

/// Ten lines with one slip: that line is blamed, with values and the edit, and no other.
@Suite struct DerivationTests {
  private static let lesson = Lesson(
    """
    K : size 2..4
    i, j : index 1..K
    z : vector(K)
    Y : onehot(K)
    """,
    "p_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}",
    "E = -\\sum_{i=1}^K Y_i \\log p_i")

  private static let lines = [
    "\\sum_{j=1}^K \\frac{\\partial E}{\\partial p_j} \\frac{\\partial p_j}{\\partial z_i}",
    "-\\sum_{j=1}^K \\frac{Y_j}{p_j} \\frac{\\partial p_j}{\\partial z_i}",
    "-\\sum_{j=1}^K \\frac{Y_j}{p_j} p_j (\\delta_{ij} - p_i)",
    "-\\sum_{j=1}^K Y_j (\\delta_{ij} - p_i)",
    "-\\sum_{j=1}^K Y_j \\delta_{ij} + \\sum_{j=1}^K Y_j p_i",
    "-Y_i + \\sum_{j=1}^K Y_j p_i",
    "-Y_i + p_i \\sum_{j=1}^K Y_j",
    "-Y_i + p_i \\cdot 1",
    "-Y_i + p_i",
    "p_i - Y_i",
  ]

  private func derivation(_ lines: [String]) -> String {
    "\\frac{\\partial E}{\\partial z_i} " + lines.map { "= \($0) " }.joined(separator: "\\\\ ")
  }

  @Test func everyLineHolds() {
    let results = Self.lesson.judge(derivation(Self.lines))
    #expect(results.count == 10)
    for (number, result) in results.enumerated() {
      #expect(result.verdict.passes, "line \(number + 1): \(result.verdict)")
    }
  }

  @Test func oneFalseLineIsTheOnlyOneBlamed() throws {
    let slips: [(line: Int, text: String)] = [
      (2, "-\\sum_{j=1}^K \\frac{Y_j}{p_j} p_j (\\delta_{ij} + p_i)"),
      (3, "-\\sum_{j=1}^K Y_j (\\delta_{ij} - p_j)"),
      (5, "-Y_i - \\sum_{j=1}^K Y_j p_i"),
      (8, "Y_i + p_i"),
    ]
    for slip in slips {
      var lines = Self.lines
      lines[slip.line] = slip.text
      let text = derivation(lines)
      let results = Self.lesson.judge(text)
      let blamed = results.indices.filter { !results[$0].verdict.passes }
      #expect(blamed == [slip.line], "\(slip): \(results.map { $0.verdict })")
      guard let result = blamed.first.map({ results[$0] }) else { continue }
      let found = try #require(result.counterexample)
      #expect(!found.values.isEmpty)
      #expect(found.left?.text != found.right?.text)
      let repair = try #require(result.repair, "\(slip)")
      let again = Self.lesson.judge(repaired(text, by: repair))
      #expect(again.count == 10 && again.allSatisfy { $0.verdict.passes }, "\(slip): \(repair)")
    }
  }
}
