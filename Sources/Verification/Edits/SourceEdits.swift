import Formula
import Numerics
import SourceText

/// Edits as the shortest changes of an author's text: an operator, a sign in front, a factor.
struct SourceEdits {
  private let excerpt: Excerpt
  private let scope: Scope

  init(_ excerpt: Excerpt, in scope: Scope) {
    self.excerpt = excerpt
    self.scope = scope
  }

  /// Ways to write an edit that keep all but a few bytes; they still have to be tried.
  func texts(of edit: Edit) -> [Repair] {
    let (before, after) = (edit.before, edit.after)
    switch (before.node, after.node) {
    case (.add(let a, let b), .subtract(let c, let d)) where a == c && b == d:
      return change("+", to: "-", from: a.span.end, to: b.span.start, edit)
    case (.subtract(let a, let b), .add(let c, let d)) where a == c && b == d:
      return change("-", to: "+", from: a.span.end, to: b.span.start, edit)
    case (.negate(let a), _) where a == after:
      return change("-", to: "", from: before.span.start, to: a.span.start, edit)
    case (_, .negate(let a)) where a == before: return insert("-", before: before, edit)
    case (.add(let a, _), .add(let b, _)) where b.node == .negate(a):
      return insert("-", before: before, edit)
    // A factor of a number stands behind it, and in the place of 1.
    case (.number(let value), .multiply(.scaling, let factor, let a)) where a == before:
      let number = value == .one ? "" : "\(before.latex(in: scope)) "
      return [
        Repair(edit.kind, at: before.span, replacement: number + factor.latex(in: scope))
      ]
    case (_, .multiply(.scaling, let factor, let a)) where a == before:
      return insert(text(of: factor), before: before, edit)
    // `x^2`: what stands behind the base goes.
    case (.power(let base, _), _) where base == after:
      return remove(behind: base, in: before, edit)
    case (.inverse(let base), _) where base == after: return remove(behind: base, in: before, edit)
    case (_, .power(let base, _)) where base == before: return append("^2", to: before, edit)
    case (_, .inverse(let base)) where base == before: return append("^{-1}", to: before, edit)
    case (_, .transpose(let base)) where base == before && writesLetter:
      return append("^T", to: before, edit)
    case (.divide(let a, let b), .divide(let c, let d)) where a == d && b == c:
      return exchange(a, b, in: before, edit)
    case (.builtin(let old, let arguments), .builtin(let new, let others)) where arguments == others:
      return rename(old, to: new, in: before, edit)
    case (_, .number(.one)):
      return [Repair(edit.kind, at: before.span, replacement: "")]
    default: return []
    }
  }

  /// Whether transposes are written `A^T`.
  private var writesLetter: Bool {
    let text = Array("^T".utf8)
    return (0..<max(0, excerpt.count - 1)).contains { excerpt.bytes[$0...].starts(with: text) }
  }

  /// A factor in front: `2 `, `\tfrac12 `, `\eta\, `.
  private func text(of factor: Term) -> String {
    guard case .number(let value) = factor.node else { return factor.latex(in: scope) + "\\, " }
    return value == Rational(1, over: 2) ? "\\tfrac12 " : "\(value.numerator) "
  }

  private func append(_ text: String, to term: Term, _ edit: Edit) -> [Repair] {
    guard let end = excerpt.range(of: term.span)?.upperBound else { return [] }
    return [Repair(edit.kind, at: excerpt.span(end..<end), replacement: text)]
  }

  /// What stands behind a part of a term goes: the exponent.
  private func remove(behind part: Term, in term: Term, _ edit: Edit) -> [Repair] {
    guard let start = excerpt.range(of: part.span)?.upperBound,
      let end = excerpt.range(of: term.span)?.upperBound, start < end
    else { return [] }
    return [Repair(edit.kind, at: excerpt.span(start..<end), replacement: "")]
  }

  /// Two parts change places.
  private func exchange(_ a: Term, _ b: Term, in term: Term, _ edit: Edit) -> [Repair] {
    guard let whole = excerpt.range(of: term.span), let first = excerpt.range(of: a.span),
      let second = excerpt.range(of: b.span), first.upperBound <= second.lowerBound,
      whole.lowerBound <= first.lowerBound, second.upperBound <= whole.upperBound
    else { return [] }
    let pieces = [
      whole.lowerBound..<first.lowerBound, second, first.upperBound..<second.lowerBound, first,
      second.upperBound..<whole.upperBound,
    ]
    let text = pieces.map { String(decoding: excerpt.bytes[$0], as: UTF8.self) }.joined()
    return [Repair(edit.kind, at: term.span, replacement: text)]
  }

  /// The name of a function, where it stands once.
  private func rename(
    _ old: Builtin, to new: Builtin, in term: Term, _ edit: Edit
  ) -> [Repair] {
    guard let (name, other) = Self.names[old].flatMap({ a in Self.names[new].map { (a, $0) } }),
      let place = only(name, from: term.span.start, to: term.span.end)
    else { return [] }
    return [
      Repair(edit.kind, at: excerpt.span(place..<place + name.utf8.count), replacement: other)
    ]
  }

  private static let names: [Builtin: String] = [
    .elementary(.sin): "\\sin", .elementary(.cos): "\\cos", .elementary(.sinh): "\\sinh",
    .elementary(.cosh): "\\cosh", .maximum: "\\max", .minimum: "\\min",
  ]

  /// The one place of a sign between two parts.
  private func change(
    _ old: String, to new: String, from start: Int, to end: Int, _ edit: Edit
  ) -> [Repair] {
    let places = (0..<excerpt.count).filter { place in
      let offset = excerpt.fileOffset(place)
      return start <= offset && offset < end && excerpt.bytes[place] == old.utf8.first
    }
    guard places.count == 1, let place = places.first else { return [] }
    return [Repair(edit.kind, at: excerpt.span(place..<place + 1), replacement: new)]
  }

  private func insert(_ text: String, before term: Term, _ edit: Edit) -> [Repair] {
    guard let place = excerpt.range(of: term.span)?.lowerBound else { return [] }
    let start = place - opening(before: place)
    return [Repair(edit.kind, at: excerpt.span(start..<start), replacement: text)]
  }

  /// The length of a `\left` whose bracket begins a term.
  private func opening(before place: Int) -> Int {
    let words = ["\\left", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl", "\\big", "\\Big"]
    let before = excerpt.bytes[..<place]
    return words.map { Array($0.utf8) }.first { before.suffix($0.count).elementsEqual($0) }?.count
      ?? 0
  }

  private static let turned = [
    ("\\leqslant", "\\geqslant"), ("\\leq", "\\geq"), ("\\le", "\\ge"), ("<", ">"),
    ("\\lt", "\\gt"), ("≤", "≥"),
  ]
  private static let weakened = [("<", "\\le"), (">", "\\ge"), ("\\lt", "\\le"), ("\\gt", "\\ge")]

  /// The relation between two sides with equality allowed, then the other way round.
  func relations(between left: Span, and right: Span) -> [Repair] {
    let mirrored = Self.turned + Self.turned.map { ($0.1, $0.0) }
    return (Self.weakened + mirrored).compactMap { old, new in
      guard let place = only(old, from: left.end, to: right.start) else { return nil }
      let needsSpace = new.hasPrefix("\\") && !old.hasPrefix("\\")
      return Repair(
        .relation, at: excerpt.span(place..<place + old.utf8.count),
        replacement: needsSpace ? new + " " : new)
    }
  }

  /// Where a token stands, if it does so once; `\le` is none in `\left`.
  private func only(_ token: String, from start: Int, to end: Int) -> Int? {
    let wanted = Array(token.utf8)
    let places = (0..<max(0, excerpt.count - wanted.count)).filter { place in
      let offset = excerpt.fileOffset(place)
      guard start <= offset, offset < end, excerpt.bytes[place...].starts(with: wanted) else {
        return false
      }
      let next = excerpt.bytes[place + wanted.count] | 0x20
      return wanted[0] != UInt8(ascii: "\\") || !(0x61...0x7A).contains(next)
    }
    return places.count == 1 ? places.first : nil
  }
}
