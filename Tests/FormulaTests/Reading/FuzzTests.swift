import Formula
import Foundation
import SourceText
import Testing

/// Mutated formulas of notes and lessons end in a value or a diagnostic, and what is read can be
/// printed and lowered.
///
/// `FUZZ_MUTATIONS=1000000` tries as many, `FUZZ_SEED` others.
@Suite struct FuzzTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ url: URL) -> String {
    (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  /// The formulas of the notes, with the sections that declare their symbols.
  private static func notes() -> [(scope: Scope, formulas: [String])] {
    ["000", "001", "002", "003", "004"].flatMap { name in
      let folder = tests.appendingPathComponent("Notes")
      let formulas = text(folder.appendingPathComponent(name + ".formulas"))
        .split(separator: "\n").map { String($0) }
      let sections = text(folder.appendingPathComponent(name + ".symbols"))
        .components(separatedBy: "\n---\n")
      return sections.map { section in
        var scope = Scope()
        _ = scope.declare(Excerpt(section))
        return (scope, formulas)
      }
    }
  }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test func mutatedFormulasEndInAValueOrADiagnostic() {
    var scope = Scope()
    #expect(scope.declare(Excerpt(HostileTests.fence)).map { $0.summary } == [])
    let gardens = [(scope: scope, formulas: HostileTests.formulas)] + Self.notes()
    #expect(gardens.count > 50)
    var stream = Stream(UInt64(Self.number("FUZZ_SEED") ?? 7))
    var readCount = 0
    for _ in 0..<(Self.number("FUZZ_MUTATIONS") ?? 12_000) {
      // Every other one is of the formulas written for this.
      let garden = Int.random(in: 0..<gardens.count * 2, using: &stream)
      let (scope, formulas) = gardens[garden < gardens.count ? garden : 0]
      let text = Self.mutated(formulas.randomElement(using: &stream) ?? "x", &stream)
      HostileTests.tryAll(text, in: scope)
      if Self.printAndLower(text, in: scope) { readCount += 1 }
    }
    #expect(readCount > 100)
  }

  /// Whether the text could be read.
  private static func printAndLower(_ text: String, in scope: Scope) -> Bool {
    var scope = scope
    guard let claim = scope.read(claim: Excerpt(text)).claim else { return false }
    var lowering = Lowering(scope)
    lowering.limit = 2000
    for step in claim.steps {
      for term in step.conclusion.sides { #expect(!term.bracketed(in: scope).isEmpty) }
      let structure = lowering.structure(of: step, hypotheses: claim.hypotheses)
      var instance = Instance()
      while let choice = structure.next(in: instance), choice.low <= choice.high {
        instance[choice.key] = min(choice.high, max(choice.low, 2))
      }
      _ = try? lowering.lower(step, hypotheses: claim.hypotheses, for: instance)
    }
    #expect(!claim.latex(in: scope).isEmpty, "\(text)")
    return true
  }

  private static func mutated(_ text: String, _ stream: inout Stream) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &stream) {
      let at = Int.random(in: 0..<bytes.count, using: &stream)
      switch Int.random(in: 0..<5, using: &stream) {
      case 0: bytes.remove(at: at)
      case 1:
        let piece = HostileTests.pieces.randomElement(using: &stream) ?? "x"
        bytes.insert(contentsOf: piece.utf8, at: at)
      case 2: bytes.swapAt(at, Int.random(in: 0..<bytes.count, using: &stream))
      case 3:
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &stream))
        let part = Array(bytes[at..<end])
        bytes.insert(contentsOf: part, at: Int.random(in: 0...bytes.count, using: &stream))
      default:
        let other = Int.random(in: at..<bytes.count, using: &stream)
        bytes.removeSubrange(at..<min(other, at + 6))
      }
      if bytes.isEmpty { bytes = [0x78] }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Step.Conclusion {
  fileprivate var sides: [Term] {
    switch self {
    case .relation(_, let left, let right), .equivalence(let left, let right): [left, right]
    case .truth(let term): [term]
    }
  }
}
