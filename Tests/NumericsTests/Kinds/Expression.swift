import Numerics

/// A random expression, to be evaluated in several kinds of number and compared.
indirect enum Expression {
  case number(Double)
  case fraction(Rational)
  case function(ElementaryFunction, Expression)
  case sum(Expression, Expression)
  case difference(Expression, Expression)
  case product(Expression, Expression)
  case quotient(Expression, Expression)
  case maximum(Expression, Expression)
  case minimum(Expression, Expression)
  case absolute(Expression)
  case power(Expression, Int)

  /// Which operations occur.
  enum Vocabulary {
    case all
    /// Those that keep fractions fractions.
    case rational
    /// + − × ÷ and whole powers: what a field has.
    case field
  }

  static func random(
    _ depth: Int, _ random: inout RandomStream, _ words: Vocabulary = .all
  ) -> Expression {
    if depth == 0 || random.integer(in: 0...9) == 0 { return leaf(&random, words) }
    let a = Expression.random(depth - 1, &random, words)
    let pick = random.integer(in: 0...23)
    if words == .all, pick < 13 { return .function(ElementaryFunction.allCases[pick], a) }
    let b = Expression.random(depth - 1, &random, words)
    switch pick % (words == .field ? 5 : 8) {
    case 0: return .sum(a, b)
    case 1: return .difference(a, b)
    case 2: return .product(a, b)
    case 3: return .quotient(a, b)
    case 4: return .power(a, random.integer(in: -2...4))
    case 5: return .maximum(a, b)
    case 6: return .absolute(a)
    default: return .minimum(a, b)
    }
  }

  private static func leaf(_ random: inout RandomStream, _ words: Vocabulary) -> Expression {
    if words != .all || random.integer(in: 0...3) == 0,
      let q = Rational(
        Int128(random.integer(in: -9...9)), over: Int128(random.integer(in: 1...7)))
    {
      return .fraction(q)
    }
    return .number(random.normal() * (random.integer(in: 0...4) == 0 ? 20 : 1))
  }

  /// The value in a kind of number; `exactly` takes doubles there.
  func value<Kind: Arithmetic>(in kind: Kind, _ exactly: (Double) -> Kind.Value) -> Kind.Value {
    func of(_ part: Expression) -> Kind.Value { part.value(in: kind, exactly) }
    switch self {
    case .number(let x): return exactly(x)
    case .fraction(let q): return kind.constant(q)
    case .function(let function, let a): return kind.apply(function, of(a))
    case .sum(let a, let b): return kind.add(of(a), of(b))
    case .difference(let a, let b): return kind.subtract(of(a), of(b))
    case .product(let a, let b): return kind.multiply(of(a), of(b))
    case .quotient(let a, let b): return kind.divide(of(a), of(b))
    case .maximum(let a, let b): return kind.maximum(of(a), of(b))
    case .minimum(let a, let b): return kind.minimum(of(a), of(b))
    case .absolute(let a): return kind.absolute(of(a))
    case .power(let a, let n): return kind.power(of(a), n)
    }
  }

  /// The value to 300 bits.
  var wide: Wide {
    value(in: WideArithmetic.widest) { WideArithmetic.widest.constant($0) }
  }
}

/// Evaluates random expressions in a kind and to 300 bits, and counts those that both define.
///
/// What the kind calls undefined must not be defined in wide arithmetic, and the other way round.
func compareWithWide<Kind: Arithmetic>(
  _ kind: Kind, count: Int, _ words: Expression.Vocabulary = .all,
  exactly: (Double) -> Kind.Value, _ check: (Kind.Value, Wide, Int) -> Void
) -> (compared: Int, contradictions: [Int]) {
  var compared = 0
  var contradictions: [Int] = []
  for index in 0..<count {
    var random = RandomStream(seed: 11).stream(index)
    let expression = Expression.random(1 + index % 4, &random, words)
    let found = expression.value(in: kind, exactly)
    let wide = expression.wide
    let states = (kind.state(of: found), WideArithmetic.widest.state(of: wide))
    switch states {
    case (.undefined, .defined), (.defined, .undefined): contradictions.append(index)
    case (.defined, .defined):
      compared += 1
      check(found, wide, index)
    default: continue
    }
  }
  return (compared, contradictions)
}
