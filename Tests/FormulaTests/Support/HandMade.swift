import Formula
import Numerics
import SourceText

/// The shape of a term, not that of an array of numbers.
typealias Shape = Formula.Shape

/// Declares symbols and builds terms by hand.
struct HandMade {
  var scope = Scope()

  static let span = Span(.main, 0, 0)

  @discardableResult
  mutating func add(_ name: String, _ kind: Symbol.Kind, family: [Symbol.FamilyIndex] = [])
    -> SymbolID
  {
    let id = scope.nextID
    scope.add(Symbol(id: id, name: name, kind: kind, family: family, at: HandMade.span))
    return id
  }

  mutating func size(_ name: String, _ values: ClosedRange<Int> = 2...5) -> SymbolID {
    add(name, .size(.wholeNumbers(range(values.lowerBound, values.upperBound))))
  }

  mutating func index(_ name: String, to last: SymbolID) -> SymbolID {
    add(name, .index(IndexRange(Extent(1), Extent(last))))
  }

  mutating func variable(_ name: String) -> SymbolID { add(name, .argument(.index)) }
  mutating func argument(_ name: String, _ shape: Shape = .scalar) -> SymbolID {
    add(name, .argument(shape))
  }

  mutating func scalar(_ name: String, _ domain: Domain = .reals) -> SymbolID {
    add(name, .scalar(domain))
  }

  mutating func vector(
    _ name: String, _ size: SymbolID, _ kind: Symbol.VectorKind = .any(.reals)
  ) -> SymbolID {
    add(name, .vector(Extent(size), kind))
  }

  mutating func matrix(
    _ name: String, _ rows: SymbolID, _ columns: SymbolID, _ kind: Symbol.MatrixKind = .any(.reals)
  ) -> SymbolID {
    add(name, .matrix(Extent(rows), Extent(columns), kind))
  }

  mutating func smoothFunction(_ name: String, _ argument: Shape = .scalar) -> SymbolID {
    add(
      name,
      .function(
        Symbol.FunctionSignature(arguments: [argument], result: .scalar, regularity: .smooth)))
  }

  mutating func define(
    _ id: SymbolID, family: [Definition.Pattern] = [], entries: [Definition.Pattern] = [],
    arguments: [SymbolID] = [], as body: Term
  ) {
    let clause = Definition.Clause(
      family: family, entries: entries, arguments: arguments, body: body, at: HandMade.span)
    let earlier = scope.definition(of: id)?.clauses ?? []
    scope.define(Definition(id, earlier + [clause]))
  }

  func range(_ first: Int, _ last: Int) -> IndexRange { IndexRange(Extent(first), Extent(last)) }

  /// The symbol as a term, with the shape of its kind.
  subscript(id: SymbolID) -> Term {
    let shape: Shape =
      switch scope[id].kind {
      case .size, .index, .integer: .index
      case .scalar, .random: .scalar
      case .vector(let rows, _): .vector(rows)
      case .matrix(let rows, let columns, _): .matrix(rows, columns)
      case .defined(let shape), .argument(let shape), .computed(_, let shape): shape
      case .function(let signature): signature.result
      case .definedFunction(_, let result): result
      }
    return term(.symbol(id), shape)
  }

  subscript(id: SymbolID, indices: Term...) -> Term { term(.entry(self[id], indices)) }

  func member(_ id: SymbolID, _ indices: Term..., shape: Shape) -> Term {
    term(.member(id, indices), shape)
  }

  func sum(_ variable: SymbolID, to last: SymbolID, _ body: Term) -> Term {
    sum(variable, IndexRange(Extent(1), Extent(last)), body)
  }

  func sum(_ variable: SymbolID, _ range: IndexRange, where filter: Term? = nil, _ body: Term)
    -> Term
  {
    term(.fold(.sum, [Term.Binder(variable, in: range, where: filter)], body), body.shape)
  }

  func call(_ function: SymbolID, _ argument: Term, primes: Int = 0) -> Term {
    term(
      .apply(function, [argument], derivatives: primes == 0 ? [] : [primes]), argument.shape)
  }

  func each(_ index: SymbolID, to last: SymbolID) -> Definition.Pattern {
    .any(index, IndexRange(Extent(1), Extent(last)))
  }
}

func term(_ node: Term.Node, _ shape: Shape = .scalar) -> Term {
  Term(node, shape, at: HandMade.span)
}
func number(_ value: Int) -> Term { term(.number(Rational(value))) }
func half() -> Term { number(1) / number(2) }

func derivative(_ a: Term, by targets: Term..., holding held: [Term] = [], shape: Shape = .scalar)
  -> Term
{
  term(.derivative(a, by: targets.map { .init($0) }, held: held.map { .init($0) }), shape)
}

func elementary(_ function: ElementaryFunction, _ a: Term) -> Term {
  term(.builtin(.elementary(function), [a]), a.shape)
}

func exp(_ a: Term) -> Term { elementary(.exp, a) }
func log(_ a: Term) -> Term { elementary(.log, a) }
func norm(_ a: Term) -> Term { term(.builtin(.norm, [a])) }

func matrixProduct(_ a: Term, _ b: Term, _ shape: Shape) -> Term {
  term(.multiply(.matrix, a, b), shape)
}

func hadamard(_ a: Term, _ b: Term) -> Term { term(.multiply(.hadamard, a, b), a.shape) }
func inner(_ a: Term, _ b: Term) -> Term { term(.multiply(.inner, a, b)) }
func transpose(_ a: Term) -> Term {
  let shape: Shape =
    switch a.shape {
    case .vector(let rows): .row(rows)
    case .row(let columns): .vector(columns)
    case .matrix(let rows, let columns): .matrix(columns, rows)
    default: a.shape
    }
  return term(.transpose(a), shape)
}

func wider(_ a: Term, _ b: Term) -> Shape {
  a.shape == .scalar || a.shape == .index ? (b.shape == .index ? .scalar : b.shape) : a.shape
}

extension Term {
  static func + (a: Term, b: Term) -> Term { term(.add(a, b), wider(a, b)) }
  static func - (a: Term, b: Term) -> Term { term(.subtract(a, b), wider(a, b)) }
  static func * (a: Term, b: Term) -> Term { term(.multiply(.scaling, a, b), wider(a, b)) }
  static func / (a: Term, b: Term) -> Term { term(.divide(a, b), wider(a, b)) }
  static prefix func - (a: Term) -> Term { term(.negate(a), a.shape) }
  func power(_ exponent: Term) -> Term { term(.power(self, exponent), shape) }
  func power(_ exponent: Int) -> Term { power(number(exponent)) }
  func relation(_ relation: Relation, _ other: Term) -> Term {
    term(.relation(relation, self, other), .truth)
  }
}

func equation(_ left: Term, _ right: Term) -> Step {
  Step(.relation(.equal, left, right), at: HandMade.span)
}
