import Numerics
import Script
import SourceText
import Testing

/// Scripts compute what the engine computes, bit by bit, and bind as the precedence table says.
@Suite struct EngineLawTests {
  // MARK: Numbers

  /// An expression of numbers, written with as few brackets as may be.
  private indirect enum Tree {
    case leaf(Double)
    case power(Int, Int)
    case negated(Tree)
    case combined(String, Tree, Tree)

    static func grown(_ dice: inout Dice, _ depth: Int) -> Tree {
      if depth == 0 {
        if dice.below(4) == 0 { return .power(dice.below(5), dice.below(4)) }
        return .leaf(Double(dice.below(40)) / 8)
      }
      if dice.below(6) == 0 { return .negated(grown(&dice, depth - 1)) }
      return .combined(
        dice.pick(["+", "-", "*", "/"]), grown(&dice, depth - 1), grown(&dice, depth - 1))
    }

    private var level: Int {
      switch self {
      case .leaf: 4
      case .power: 3
      case .negated: 2
      case .combined(let sign, _, _): sign == "+" || sign == "-" ? 0 : 1
      }
    }

    private func text(atLeast least: Int) -> String { level < least ? "(\(code))" : code }

    var code: String {
      switch self {
      case .leaf(let number): "\(number)"
      case .power(let base, let exponent): "\(base)^\(exponent)"
      // Two signs in a row would be the -- of other languages.
      case .negated(let tree): "-" + tree.text(atLeast: 3)
      case .combined(let sign, let a, let b):
        a.text(atLeast: level) + " \(sign) " + b.text(atLeast: level + 1)
      }
    }

    var value: Double {
      switch self {
      case .leaf(let number): return number
      case .power(let base, let exponent):
        return (0..<exponent).reduce(1) { product, _ in product * Double(base) }
      case .negated(let tree): return -tree.value
      case .combined(let sign, let a, let b):
        let (x, y) = (a.value, b.value)
        return sign == "+" ? x + y : sign == "-" ? x - y : sign == "*" ? x * y : x / y
      }
    }
  }

  @Test func numbersBindAsTheTableSays() {
    var dice = Dice(21)
    for round in 0..<600 {
      let tree = Tree.grown(&dice, 1 + round % 4)
      let session = Session()
      let result = session.run(Excerpt("x = \(tree.code)"))
      #expect(result.diagnostics.isEmpty, "\(tree.code)")
      let found = session.value(of: "x")?.number
      let wanted = tree.value
      #expect(found == wanted || found?.isNaN == true && wanted.isNaN, "\(tree.code)")
    }
  }

  @Test func comparisonsAndRemaindersAreThoseOfDoubles() {
    var dice = Dice(22)
    for _ in 0..<300 {
      let (a, b) = (Double(dice.below(41) - 20) / 4, Double(dice.below(40) - 20) / 4)
      let code = "[\(a) < \(b), \(a) ≤ \(b), \(a) == \(b), \(a) ≠ \(b), \(a) ≥ \(b), \(a) > \(b)]"
      let wanted = [a < b, a <= b, a == b, a != b, a >= b, a > b].map { $0 ? 1.0 : 0.0 }
      #expect(elements(code) == wanted, "\(code)")
      guard b != 0 else { continue }
      let rest = elements("[mod(\(a), \(b)), rem(\(a), \(b)), div(\(a), \(b))]")
      let quotient = (a / b).rounded(.towardZero)
      #expect(rest == [a - (a / b).rounded(.down) * b, a - quotient * b, quotient], "\(a), \(b)")
    }
  }

  // MARK: Arrays

  private func elements(_ code: String) -> [Double] {
    let session = Session()
    _ = session.run(Excerpt("result_ = \(code)"))
    switch session.value(of: "result_") {
    case .array(let array)?: return array.elements
    case .number(let number)?: return [number]
    default: return []
    }
  }

  private func literal(_ matrix: Matrix) -> String {
    if matrix.columns == 1 {
      let entries = matrix.elements.map { "\($0)" }.joined(separator: ", ")
      return "reshape([\(entries)], \(matrix.rows), 1)"
    }
    return written(matrix)
  }

  private func written(_ matrix: Matrix) -> String {
    "["
      + (0..<matrix.rows).map { row in
        (0..<matrix.columns).map { "\(matrix[row, $0])" }.joined(separator: " ")
      }.joined(separator: "; ") + "]"
  }

  private func matrix(_ rows: Int, _ columns: Int, _ dice: inout Dice) -> Matrix {
    let entries = (0..<rows * columns).map { _ in Double(dice.below(2001) - 1000) / 128 }
    return Matrix(rows: rows, columns: columns, elements: entries)
  }

  @Test func linearAlgebraIsTheEnginesBitByBit() throws {
    var dice = Dice(23)
    for round in 0..<60 {
      let (m, n) = (1 + round % 5, 1 + round / 5 % 4)
      let (A, B) = (matrix(m, n, &dice), matrix(n, m, &dice))
      let (S, v) = (matrix(m, m, &dice), matrix(m, 1, &dice))
      let x = "vec(\(literal(v)))"
      let rows: [(code: String, wanted: [Double])] = [
        ("\(literal(A)) * \(literal(B))", try A.times(B).elements),
        ("\(literal(A))'", A.transposed.elements),
        ("\(literal(S)) * \(x)", try S.times(Vector(v.elements)).elements),
        ("\(literal(S)) \\ \(x)", try S.solve(Vector(v.elements)).elements),
        ("inv(\(literal(S)))", try S.inverse().elements),
        ("det(\(literal(S)))", [try S.determinant()]),
        ("tr(\(literal(S)))", [try S.trace()]),
        ("norm(\(literal(A)))", [A.frobeniusNorm]),
        ("norm(\(x))", [Vector(v.elements).norm]),
        ("cond(\(literal(S)))", [try S.conditionNumber()]),
        ("rank(\(literal(A)))", [Double(try A.rank())]),
        ("svd(\(literal(A))).s", try SingularValues(A).values.elements),
        (
          "eig(\(literal(S)) + \(literal(S))').values",
          try SymmetricEigen(S + S.transposed).values.elements
        ),
      ]
      for (code, wanted) in rows { #expect(elements(code) == wanted, "\(code)") }
    }
  }

  /// Laws that hold exactly for whole numbers.
  @Test func lawsOfMatricesHoldInScripts() {
    var dice = Dice(24)
    for round in 0..<60 {
      let n = 1 + round % 4
      func whole() -> String {
        literal(Matrix(rows: n, columns: n) { _, _ in Double(dice.below(9) - 4) })
      }
      let code = """
        A = \(whole())
        B = \(whole())
        C = \(whole())
        x = vec(\(whole()))[1:\(n)]
        laws = [A * (B * C) == (A * B) * C, A * (B + C) == A * B + A * C, (A * B)' == B' * A',
            (A + B) - B == A, A .* B == B .* A, 2A == A + A, A * eye(\(n)) == A, A - A == zeros(\(n), \(n)),
            x' * (A * x) == (x' * A) * x, tr(A * B) == tr(B * A), A^2 == A * A, A^0 == eye(\(n)),
            (A')' == A, sum(A) == sum(sum(A, dims = 1)), A ⊙ B == A .* B, x · x == x' * x,
            vec(A) == vec([A[i, j] for i in 1:\(n), j in 1:\(n)]), reverse(reverse(x)) == x,
            cumsum(x)[end] == sum(x), sort(x) == x[sortperm(x)], A[:, 1] == A * [i == 1 ? 1 : 0 for i in 1:\(n)]]
        """
      let session = Session()
      let result = session.run(Excerpt(code))
      #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.summary })")
      guard case .array(let laws)? = session.value(of: "laws") else {
        Issue.record("no laws: \(code)")
        continue
      }
      #expect(laws.count == 21)
      for (number, flag) in laws.elements.enumerated() {
        #expect(flag == 1, "law \(number): \(code)")
      }
    }
  }
}
