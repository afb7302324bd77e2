import Script
import SourceText
import Testing

/// What holds for all values, tried on many.
@Suite struct PropertyTests {
  private func text(_ session: Session, _ code: String) -> String {
    let result = session.run(Excerpt(code))
    return result.shown.map { ConformanceTests.text($0) }.joined(separator: " ")
      + result.diagnostics.map { $0.summary }.joined()
  }

  // MARK: Printing and reading

  private func literal(_ dice: inout Dice, _ depth: Int) -> String {
    func entries(_ count: Int, _ separator: String) -> String {
      (0..<count).map { _ in "\(dice.number())" }.joined(separator: separator)
    }
    switch dice.below(depth > 2 ? 4 : 8) {
    case 0: return "\(dice.number())"
    case 1: return dice.pick(["true", "false"])
    case 2:
      return dice.pick([
        "\"a\"", "\"\"", "\"\\\"q\\\" \\\\ \\$(x)\"", "\"é ∑ \\n\\t\"", "\"$x_1$\"",
      ])
    case 3: return "[\(entries(dice.below(6), ", "))]"
    case 4:
      let columns = 1 + dice.below(4)
      return "["
        + (0..<1 + dice.below(4)).map { _ in entries(columns, " ") }.joined(separator: "; ") + "]"
    case 5: return "\(dice.below(9)):\(1 + dice.below(3)):\(9 + dice.below(9))"
    case 6:
      return "(a = \(literal(&dice, depth + 1)), b_1 = \(literal(&dice, depth + 1)))"
    default: return "(\(literal(&dice, depth + 1)), \(literal(&dice, depth + 1)))"
    }
  }

  @Test func whatIsPrintedIsReadAsTheSameValue() {
    var dice = Dice(1)
    for _ in 0..<600 {
      let session = Session()
      // In a tuple, so that strings are printed as strings.
      let code = "(\(literal(&dice, 0)), 1)"
      _ = session.run(Excerpt("x = " + code))
      let printed = text(session, "\"$(x)\"")
      #expect(text(session, "(\(printed)) == x") == "true", "\(code) is printed as \(printed)")
    }
  }

  @Test func numbersKeepEveryBit() {
    var dice = Dice(2)
    for _ in 0..<400 {
      let number = dice.number()
      let session = Session()
      _ = session.run(Excerpt("x = \(number)"))
      guard case .text(let printed) = session.run(Excerpt("\"$(x)\"")).shown.first,
        let again = Double(printed)
      else {
        Issue.record("\(number) is not printed")
        continue
      }
      #expect(again == number)
    }
  }

  // MARK: Arithmetic

  /// An expression of three square matrices with what it is worth.
  private indirect enum Tree {
    case leaf(String)
    case entrywise(String, Tree, Tree)
    case product(Tree, Tree)
    case transposed(Tree)
    case scaled(Double, Tree)
    case negated(Tree)

    static func grown(_ dice: inout Dice, _ depth: Int) -> Tree {
      if depth == 0 { return .leaf(dice.pick(["A", "B", "r"])) }
      switch dice.below(9) {
      case 0...3:
        return .entrywise(
          dice.pick(["+", "-", ".*", ".+", ".-"]), grown(&dice, depth - 1),
          grown(&dice, depth - 1))
      case 4, 5: return .product(grown(&dice, depth - 1), grown(&dice, depth - 1))
      case 6: return .transposed(grown(&dice, depth - 1))
      case 7: return .scaled(Double(dice.below(5) - 2), grown(&dice, depth - 1))
      default: return .negated(grown(&dice, depth - 1))
      }
    }

    var code: String {
      switch self {
      case .leaf(let name): name
      case .entrywise(let sign, let a, let b): "(\(a.code) \(sign) \(b.code))"
      case .product(let a, let b): "(\(a.code) * \(b.code))"
      case .transposed(let a): "\(a.code)'"
      case .scaled(let factor, let a): "(\(Int(factor)) * \(a.code))"
      case .negated(let a): "(-\(a.code))"
      }
    }

    /// By the definitions, row after row; whole numbers, so that nothing is rounded.
    func value(_ n: Int, _ known: [String: [Double]]) -> [Double] {
      switch self {
      case .leaf(let name): return known[name] ?? []
      case .entrywise(let sign, let a, let b):
        return zip(a.value(n, known), b.value(n, known)).map { x, y in
          sign.hasSuffix("+") ? x + y : sign.hasSuffix("-") ? x - y : x * y
        }
      case .product(let a, let b):
        let (x, y) = (a.value(n, known), b.value(n, known))
        return (0..<n * n).map { place in
          (0..<n).reduce(0) { $0 + x[place / n * n + $1] * y[$1 * n + place % n] }
        }
      case .transposed(let a):
        let x = a.value(n, known)
        return (0..<n * n).map { x[$0 % n * n + $0 / n] }
      case .scaled(let factor, let a): return a.value(n, known).map { factor * $0 }
      case .negated(let a): return a.value(n, known).map { -$0 }
      }
    }
  }

  private func entries(_ session: Session, _ name: String) -> [Double] {
    guard case .array(let array)? = session.value(of: name) else { return [] }
    return array.elements
  }

  private func matrix(_ entries: [Double], _ n: Int) -> String {
    "["
      + (0..<n).map { row in
        entries[row * n..<(row + 1) * n].map { "\(Int($0))" }.joined(separator: " ")
      }.joined(separator: "; ") + "]"
  }

  /// Arrays are computed in place where nothing else holds them; nobody may notice.
  @Test func arithmeticIsThatOfTheDefinitions() {
    var dice = Dice(3)
    for round in 0..<300 {
      let n = 2 + round % 2 * 3
      var known: [String: [Double]] = [:]
      for name in ["A", "B", "r"] {
        known[name] = (0..<n * n).map { _ in Double(dice.below(7) - 3) }
      }
      let tree = Tree.grown(&dice, 1 + dice.below(3))
      let session = Session()
      let start = ["A", "B", "r"].map { "\($0) = \(matrix(known[$0] ?? [], n))" }
      let code =
        start.joined(separator: "\n")
        + "\nkept = r\nfor k in 1:2\n    r = \(tree.code)\nend"
      let result = session.run(Excerpt(code))
      #expect(result.diagnostics.isEmpty, "\(code)")
      let first = known["r"]
      var expected = known
      for _ in 0..<2 { expected["r"] = tree.value(n, expected) }
      #expect(entries(session, "r") == expected["r"], "\(code)")
      #expect(entries(session, "A") == known["A"], "\(code)")
      #expect(entries(session, "B") == known["B"], "\(code)")
      #expect(entries(session, "kept") == first, "\(code)")
    }
  }

  /// Entry by entry, in a loop, and over the whole array, a function has the same bits.
  @Test func wholeArraysHaveTheBitsOfTheirEntries() {
    let functions = [
      "exp", "tanh", "sigmoid", "sin", "softplus", "z -> 1 / (1 + exp(-z))", "z -> z^3 - 2z",
    ]
    for (number, function) in functions.enumerated() {
      var dice = Dice(UInt64(number) + 10)
      for count in [1, 3, 8, 17, 40] {
        let entries = (0..<count).map { _ in "\(Double(dice.below(8000) - 4000) / 512)" }
        let session = Session()
        let result = session.run(
          Excerpt(
            """
            f = \(function)
            x = [\(entries.joined(separator: ", "))]
            kept = copy(x)
            whole = f.(x)
            single = [f(x[k]) for k in 1:length(x)]
            (whole == single, x == kept)
            """))
        #expect(
          result.shown.last.map { ConformanceTests.text($0) } == "(true, true)",
          "\(function) of \(count)")
      }
    }
  }
}
