import Foundation
import Script
import SourceText
import Testing

/// Programs that nobody would write.
///
/// Whatever they are, they end within their bounds, and twice in the same way. A trap ends the test.
@Suite struct FuzzTests {
  private func outcome(_ code: String) -> ([Displayed], [Check], [Diagnostic], Int) {
    let session = Session(limits: Limits(fuel: 20_000, entries: 10_000, depth: 40, shown: 8))
    let result = session.run(Excerpt(code))
    return (result.shown, result.checks, result.diagnostics, result.fuelUsed)
  }

  private func tries(_ code: String, again: Bool) {
    let first = outcome(code)
    #expect(first.0.count <= 8 && first.1.count <= 8 && first.2.count <= 120, "\(code)")
    guard again else { return }
    let second = outcome(code)
    #expect(first.0 == second.0 && first.1 == second.1 && first.2 == second.2, "\(code)")
    #expect(first.3 == second.3, "\(code)")
  }

  @Test func programsOfTheGrammarEnd() {
    var dice = Dice(4)
    for round in 0..<1500 {
      let writer = ProgramWriter(dice: dice)
      let (code, next) = writer.program()
      dice = next
      tries(code, again: round % 8 == 0)
    }
  }

  @Test func mutilatedProgramsEnd() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Conformance")
    var programs: [[UInt8]] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where file.hasSuffix(".txt") {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      programs += ConformanceTests.cases(text).map {
        Array($0.program.joined(separator: "\n").utf8)
      }
    }
    let words = [
      "end", "(", ")", "[", "]", "'", ".", "1e308", "NaN", "\"", "$(", "->", ":", "@check ",
      "for i in 1:9\n", "^", "√", "∇", ",", ";", "=", "@bound ", "-1", "plot(",
    ]
    .map { Array($0.utf8) }
    var dice = Dice(5)
    for round in 0..<2000 {
      var code = dice.pick(programs)
      for _ in 0..<1 + dice.below(4) {
        let at = dice.below(code.count + 1)
        let to = min(code.count, at + 1 + dice.below(6))
        switch dice.below(4) {
        case 0: code.removeSubrange(at..<to)
        case 1: code.insert(contentsOf: dice.pick(words), at: at)
        case 2: code.insert(contentsOf: code[at..<to], at: at)
        default:
          let other = dice.pick(programs)
          let from = dice.below(other.count + 1)
          code.insert(contentsOf: other[from..<min(other.count, from + 12)], at: at)
        }
      }
      tries(String(decoding: code, as: UTF8.self), again: round % 8 == 0)
    }
  }
}

/// Writes programs of the grammar at random; most of them make some sense.
private struct ProgramWriter {
  var dice: Dice

  func program() -> (String, Dice) {
    var writer = self
    var lines = ["x = 2", "v = [1, 2, 3]", "A = [1 2; 3 4]", "f(t) = t^2 + 1"]
    for _ in 0..<2 + writer.dice.below(6) { lines.append(writer.statement(0)) }
    return (lines.joined(separator: "\n"), writer.dice)
  }

  private mutating func name() -> String { dice.pick(["x", "v", "A", "f", "k", "y", "w"]) }

  private mutating func block(_ depth: Int) -> String {
    (0..<1 + dice.below(3)).map { _ in statement(depth) }.joined(separator: "\n")
  }

  private mutating func statement(_ depth: Int) -> String {
    let leaf = depth > 2
    switch dice.below(leaf ? 7 : 14) {
    case 0: return "\(name()) = \(expression(0))"
    case 1:
      return "\(name()) \(dice.pick(["+=", "-=", "*=", "/=", ".+=", ".*=", ".="])) \(expression(1))"
    case 2: return "\(name())[\(expression(2))] = \(expression(1))"
    case 3: return "\(name())[\(expression(2)), \(expression(2))] -= \(expression(1))"
    case 4: return expression(0)
    case 5:
      return "@check \(expression(1)) \(dice.pick(["≈", "==", "<", "≤", "≠"])) \(expression(1))"
    case 6:
      return dice.pick([
        "break", "continue", "record(a = \(expression(2)))", "x, y = \(expression(1))",
      ])
    case 7: return "for k in \(expression(1))\n\(block(depth + 1))\nend"
    case 8: return "for k in 1:\(1 + dice.below(9))\n\(block(depth + 1))\nend"
    case 9: return "while \(condition())\n\(block(depth + 1))\nend"
    case 10: return "if \(condition())\n\(block(depth + 1))\nelse\n\(block(depth + 1))\nend"
    case 11: return "f(t) = \(expression(0))"
    case 12: return "function f(t; k = 1)\n\(block(depth + 1))\nreturn \(expression(1))\nend"
    default: return "@forall w = vectors(2:3) begin\n    @check \(condition())\nend"
    }
  }

  private mutating func condition() -> String {
    "\(expression(2)) \(dice.pick(["<", ">", "==", "≤", "∈"])) \(expression(2))"
  }

  private mutating func expression(_ depth: Int) -> String {
    if depth > 3 {
      return dice.pick([
        "1", "0", "-2", "0.5", "1e300", "true", "\"s\"", name(), name(), "t", ":", "end", "π",
      ])
    }
    let a = expression(depth + 1)
    switch dice.below(20) {
    case 0...4:
      return
        "(\(a) \(dice.pick(["+", "-", "*", "/", "^", "\\", ".*", "./", ".^", ".+", ".-", "⊙", "·"])) \(expression(depth + 1)))"
    case 5: return "-\(a)"
    case 6: return "\(name())'"
    case 7: return "\(name())[\(a)]"
    case 8: return "\(name())[\(a), \(expression(depth + 1))]"
    case 9: return "[\(a), \(expression(depth + 1))]"
    case 10: return "[\(a) \(expression(depth + 1)); \(expression(depth + 1)) 1]"
    case 11: return "[\(a) for k in 1:3]"
    case 12: return "f(\(a))"
    case 13: return "f.(\(a))"
    case 14:
      return
        "\(dice.pick(["sum", "exp", "sqrt", "length", "zeros", "inv", "norm", "sort", "maximum", "cumsum", "eig", "softmax", "rand", "size", "vec", "all", "round", "ones"]))(\(a))"
    case 15: return "\(dice.pick(["exp", "abs", "log", "tanh", "round"])).(\(a))"
    case 16: return "gradient(t -> \(a), \(name()))"
    case 17: return "(\(condition()) ? \(a) : \(expression(depth + 1)))"
    case 18: return "\(a):\(expression(depth + 1))"
    default: return "(a = \(a), b = 2).a"
    }
  }
}
