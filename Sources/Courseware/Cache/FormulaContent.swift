import Formula
import Numerics
import SourceText

/// What a formula means with all that it hangs on, as bytes: equal bytes, equal verdict.
///
/// Symbols are numbered in the order in which they are met, and the order of their own numbers is
/// written too, so that declarations which the formula does not use leave no trace. Places are left
/// out. Everything that is not written by hand is walked by reflection: what is added to terms,
/// kinds or definitions later is part of the content from its first day.
struct FormulaContent {
  private(set) var writer = ByteWriter()
  private let scope: Scope
  private var numbers: [SymbolID: Int] = [:]
  /// What it hangs on, in the order in which it was met.
  private(set) var symbols: [SymbolID] = []
  private var described = 0
  /// Whether something was met that has no content, as a set without order.
  private(set) var isComplete = true

  init(_ scope: Scope) { self.scope = scope }

  mutating func write(_ claim: Claim) {
    writer.list(claim.steps) { _, _ in }
    for step in claim.steps {
      reflect(step.premises)
      for premise in step.premises { writer.byte(claim.place(of: premise).rawValue) }
      write(step.conclusion)
      writer.byte(step.changesNotation ? 1 : 0)
    }
    for hypothesis in claim.hypotheses { write(hypothesis) }
  }

  private mutating func write(_ conclusion: Step.Conclusion) {
    guard case .relation(let relation, let left, let right) = conclusion else {
      writer.byte(0)
      reflect(conclusion)
      return
    }
    writer.byte(1)
    writer.text("\(relation)")
    write(left)
    write(right)
  }

  private mutating func write(_ hypothesis: Hypothesis) {
    write(hypothesis.binders)
    write(hypothesis.condition)
  }

  mutating func write(_ symbol: SymbolID) {
    if let known = numbers[symbol] {
      writer.whole(known)
    } else {
      writer.whole(symbols.count)
      numbers[symbol] = symbols.count
      symbols.append(symbol)
    }
  }

  /// Describes what was met until nothing is new, and gives the bytes.
  mutating func finish() -> [UInt8] {
    var open = Array(scope.assumptions.indices)
    var isGrowing = true
    while isGrowing {
      while described < symbols.count {
        describe(scope[symbols[described]])
        described += 1
      }
      let touched = open.filter { concerns(scope.assumptions[$0]) }
      for number in touched { write(scope.assumptions[number]) }
      open.removeAll { touched.contains($0) }
      isGrowing = !touched.isEmpty
    }
    for convention in scope.conventions {
      write(convention.left)
      write(convention.right)
    }
    while described < symbols.count {
      describe(scope[symbols[described]])
      described += 1
    }
    for symbol in symbols.sorted() { writer.whole(numbers[symbol] ?? -1) }
    return writer.bytes
  }

  private mutating func describe(_ symbol: Symbol) {
    writer.text(symbol.name)
    reflect(symbol.kind)
    reflect(symbol.family)
    if case .argument = symbol.kind { return }
    for clause in scope.definition(of: symbol.id)?.clauses ?? [] {
      writer.byte(0xDF)
      reflect(clause)
    }
  }

  /// Whether an assumption speaks of something that was met; indices and arguments do not count.
  private func concerns(_ assumption: Hypothesis) -> Bool {
    var other = FormulaContent(scope)
    other.write(assumption)
    return other.symbols.contains { id in
      guard numbers[id] != nil else { return false }
      switch scope[id].kind {
      case .index: return !scope[id].family.isEmpty
      case .argument: return false
      default: return true
      }
    }
  }

  // MARK: Terms

  private mutating func write(_ term: Term) {
    write(term.shape)
    switch term.node {
    case .symbol(let symbol):
      writer.byte(1)
      write(symbol)
    case .number(let value):
      writer.byte(2)
      write(value)
    case .negate(let a): write(3, a)
    case .add(let a, let b): write(4, a, b)
    case .subtract(let a, let b): write(5, a, b)
    case .divide(let a, let b): write(6, a, b)
    case .power(let a, let b): write(7, a, b)
    case .transpose(let a): write(8, a)
    case .entry(let array, let indices):
      writer.byte(9)
      write([array] + indices)
    default: writeRest(term.node)
    }
  }

  private mutating func writeRest(_ node: Term.Node) {
    switch node {
    case .multiply(let product, let a, let b):
      writer.byte(10)
      writer.text("\(product)")
      write([a, b])
    case .member(let symbol, let indices):
      writer.byte(11)
      write(symbol)
      write(indices)
    case .builtin(let builtin, let arguments):
      writer.byte(12)
      writer.text("\(builtin)")
      write(arguments)
    case .apply(let function, let arguments, let derivatives):
      writer.byte(13)
      write(function)
      write(arguments)
      writer.list(derivatives) { $0.whole($1) }
    case .fold(let fold, let binders, let body):
      writer.byte(14)
      writer.text("\(fold)")
      write(binders)
      write(body)
    default:
      writer.byte(0)
      reflect(node)
    }
  }

  private mutating func write(_ terms: [Term]) {
    writer.whole(terms.count)
    for term in terms { write(term) }
  }

  private mutating func write(_ binders: [Term.Binder]) {
    writer.whole(binders.count)
    for binder in binders {
      write(binder.variable)
      write(binder.range.first)
      write(binder.range.last)
      writer.truth(binder.filter != nil)
      if let filter = binder.filter { write(filter) }
    }
  }

  private mutating func write(_ code: UInt8, _ parts: Term...) {
    writer.byte(code)
    for part in parts { write(part) }
  }

  private mutating func write(_ shape: Formula.Shape) {
    switch shape {
    case .scalar: writer.byte(1)
    case .vector(let n):
      writer.byte(2)
      write(n)
    case .matrix(let m, let n):
      writer.byte(3)
      write(m)
      write(n)
    default:
      writer.byte(0)
      reflectParts(shape)
    }
  }

  private mutating func write(_ extent: Extent) {
    writer.whole(extent.constant)
    writer.whole(extent.parts.count)
    for part in extent.parts {
      writer.whole(part.coefficient)
      if case .symbol(let symbol) = part.atom {
        writer.byte(1)
        write(symbol)
      } else {
        writer.byte(0)
        reflect(part.atom)
      }
    }
  }

  private mutating func write(_ value: Rational) {
    for part in [value.numerator, value.denominator] {
      writer.word(UInt64(truncatingIfNeeded: part))
      writer.word(UInt64(truncatingIfNeeded: part >> 64))
    }
  }

  // MARK: Everything else

  /// Any value, by its structure.
  private mutating func reflect(_ value: Any) {
    switch value {
    case let term as Term: write(term)
    case let symbol as SymbolID: write(symbol)
    case let number as Rational: write(number)
    case let extent as Extent: write(extent)
    case let shape as Formula.Shape: write(shape)
    case let number as Int: writer.whole(number)
    case let text as String: writer.text(text)
    case let truth as Bool: writer.truth(truth)
    case is Span: break
    default: reflectParts(value)
    }
  }

  private mutating func reflectParts(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .enum:
      guard let payload = mirror.children.first else {
        writer.text("\(value)")
        return
      }
      writer.text(payload.label ?? "")
      reflect(payload.value)
    case .struct, .tuple, .optional, .collection:
      writer.whole(mirror.children.count)
      for part in mirror.children { reflect(part.value) }
    default:
      isComplete = false
    }
  }
}
