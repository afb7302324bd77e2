import SourceText

/// A side of a claim taken apart: what stands beside `O(…)`, and what stands inside.
struct Remainder {
  struct Part {
    let kind: Term.Remainder
    let scale: Term
  }

  var rest: Term?
  /// At least one; a sum has several.
  var parts: [Part]
  let span: Span

  init?(in term: Term) {
    switch term.node {
    case .remainder(let kind, let scale):
      self.init(rest: nil, parts: [Part(kind: kind, scale: scale)], span: term.span)
    case .negate(let inner):
      guard let found = Remainder(in: inner) else { return nil }
      self.init(rest: found.rest.map(Self.negative), parts: found.parts, span: term.span)
    case .add(let left, let right): self.init(left, right, sum: term) { $0 }
    case .subtract(let left, let right): self.init(left, right, sum: term, Self.negative)
    case .multiply(let product, let left, let right):
      self.init(product, left, right, of: term)
    case .divide(let above, let below):
      guard let found = Remainder(in: above), Remainder(in: below) == nil else { return nil }
      func divided(_ part: Term) -> Term { Term(.divide(part, below), part.shape, at: term.span) }
      self.init(
        rest: found.rest.map(divided),
        parts: found.parts.map { Part(kind: $0.kind, scale: divided($0.scale)) }, span: term.span)
    default: return nil
    }
  }

  private init(rest: Term?, parts: [Part], span: Span) {
    self.rest = rest
    self.parts = parts
    self.span = span
  }

  private static func negative(_ term: Term) -> Term {
    Term(.negate(term), term.shape, at: term.span)
  }

  /// A sum, or a difference with the second term turned.
  private init?(_ left: Term, _ right: Term, sum: Term, _ turned: (Term) -> Term) {
    let (first, second) = (Remainder(in: left), Remainder(in: right))
    guard first != nil || second != nil else { return nil }
    let a = first.map { $0.rest } ?? left
    let b = (second.map { $0.rest } ?? right).map(turned)
    var rest = a ?? b
    if let a, let b { rest = Term(.add(a, b), sum.shape, at: sum.span) }
    self.init(rest: rest, parts: (first?.parts ?? []) + (second?.parts ?? []), span: sum.span)
  }

  /// a O(s) = O(a s), O(s) O(t) = O(s t).
  private init?(_ product: Term.Product, _ left: Term, _ right: Term, of term: Term) {
    let (first, second) = (Remainder(in: left), Remainder(in: right))
    guard first != nil || second != nil, product == .scaling else { return nil }
    func times(_ a: Term, _ b: Term) -> Term {
      Term(.multiply(product, a, b), term.shape, at: term.span)
    }
    let a = first.map { $0.rest } ?? left
    let b = second.map { $0.rest } ?? right
    var parts: [Part] = []
    if let b {
      parts += (first?.parts ?? []).map { Part(kind: $0.kind, scale: times($0.scale, b)) }
    }
    if let a {
      parts += (second?.parts ?? []).map { Part(kind: $0.kind, scale: times(a, $0.scale)) }
    }
    for one in first?.parts ?? [] {
      for other in second?.parts ?? [] {
        let kind: Term.Remainder = one.kind == .big && other.kind == .big ? .big : .little
        parts.append(Part(kind: kind, scale: times(one.scale, other.scale)))
      }
    }
    var rest: Term?
    if let a, let b { rest = times(a, b) }
    self.init(rest: rest, parts: parts, span: term.span)
  }
}
