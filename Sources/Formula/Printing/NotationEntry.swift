import Numerics
package import SourceText

/// What a notation table says of one symbol.
package struct NotationEntry: Hashable, Sendable {
  /// The name with the indices of its family, `W^{[l]}`, as LaTeX.
  package let latex: String
  /// What kind of thing it is, in words: `number`, `positive definite matrix`, `smooth function`.
  package let kind: String
  /// Where it lies, as LaTeX: `\mathbb{R}^{n}`, `\mathbb{R}^{n} \to \mathbb{R}`; empty for sizes.
  package let shape: String
  /// The values it takes, as LaTeX: `(0, 1)`, `2, \dots, 6`, `\to 0`; empty if all of its shape.
  package let domain: String
  /// Which members a family has, as LaTeX: `l = 2, \dots, L`; empty for a single symbol.
  package let members: String
  package let meaning: String
  package let span: Span
}

extension Scope {
  /// The entry of a symbol; `nil` for bound variables and arguments, which nobody declared.
  package func notation(of id: SymbolID) -> NotationEntry? {
    let symbol = self[id]
    if case .argument = symbol.kind { return nil }
    let printer = LaTeXPrinter(scope: self)
    return NotationEntry(
      latex: printer.familyName(symbol), kind: symbol.words,
      shape: printer.space(symbol.kind), domain: printer.values(symbol.kind),
      members: printer.members(symbol), meaning: symbol.meaning ?? "", span: symbol.span)
  }
}

extension Symbol {
  fileprivate var words: String {
    if case .random = kind, !family.isEmpty { return "independent random numbers" }
    return kind.words
  }
}

extension Symbol.Kind {
  /// The kind in words, without sizes and values.
  fileprivate var words: String {
    switch self {
    case .size: "size"
    case .index: "index"
    case .integer: "whole number"
    case .scalar(.small): "small number"
    case .scalar: "number"
    case .vector(_, let kind): kind.words
    case .matrix(_, _, let kind): kind.words + "matrix"
    case .function(let signature): signature.regularity.words + "function"
    case .random: "random number"
    case .defined(let shape), .argument(let shape): shape.words
    case .definedFunction: "function"
    case .computed: "computed value"
    }
  }
}

extension Symbol.VectorKind {
  fileprivate var words: String {
    switch self {
    case .any: "vector"
    case .unit: "unit vector"
    case .nonzero: "nonzero vector"
    case .oneHot: "one-hot vector"
    case .simplex: "probability distribution"
    }
  }
}

extension Symbol.MatrixKind {
  fileprivate var words: String {
    switch self {
    case .any: ""
    case .invertible: "invertible "
    case .symmetric: "symmetric "
    case .positiveDefinite: "positive definite "
    case .orthogonal: "orthogonal "
    case .diagonal: "diagonal "
    }
  }
}

extension Symbol.Regularity {
  fileprivate var words: String {
    switch self {
    case .smooth, .lipschitzGradient: "smooth "
    case .convex: "convex "
    case .stronglyConvexAndLipschitz(let least, _) where least.isZeroNumber: "convex "
    case .stronglyConvex, .stronglyConvexAndLipschitz: "strongly convex "
    case .arbitrary: ""
    }
  }
}

extension Shape {
  fileprivate var words: String {
    switch self {
    case .scalar: "number"
    case .index: "whole number"
    case .vector, .row: "vector"
    case .matrix: "matrix"
    case .truth: "not yet defined"
    case .distribution: "distribution"
    }
  }
}

extension LaTeXPrinter {
  fileprivate func familyName(_ symbol: Symbol) -> String {
    let indices = symbol.family.map { Term(.symbol($0.variable), .index, at: symbol.span) }
    return member(symbol.id, indices, entries: []).text
  }

  fileprivate func space(_ kind: Symbol.Kind) -> String {
    switch kind {
    case .size, .index, .integer: ""
    case .scalar, .random: "\\mathbb{R}"
    case .vector(let n, _): space(.vector(n))
    case .matrix(let m, let n, _): space(.matrix(m, n))
    case .function(let signature): map(signature.arguments, to: signature.result)
    case .definedFunction(let arguments, let result):
      map(arguments.map { scope[$0].kind.valueShape ?? .scalar }, to: result)
    case .defined(let shape), .argument(let shape), .computed(_, let shape): space(shape)
    }
  }

  private func map(_ arguments: [Shape], to result: Shape) -> String {
    var left = ""
    for argument in arguments { left += (left.isEmpty ? "" : " \\times ") + space(argument) }
    return left + " \\to " + space(result)
  }

  private func space(_ shape: Shape) -> String {
    shape == .truth || shape == .distribution ? "" : "\\mathbb{R}" + dimensions(shape)
  }

  fileprivate func values(_ kind: Symbol.Kind) -> String {
    switch kind {
    case .size(let domain), .integer(let domain), .scalar(let domain): values(domain)
    case .vector(_, .any(let domain)), .matrix(_, _, .any(let domain)): values(domain)
    case .index(let range): values(range)
    case .random(.normal(let mean, let variance)):
      printed(Term(.distribution(.normal(mean, variance)), .distribution, at: mean.span)).text
    case .random(.uniform(let low, let high)):
      printed(Term(.distribution(.uniform(low, high)), .distribution, at: low.span)).text
    case .random(.moments(let mean, let variance)):
      "\\text{mean } " + printed(mean).text + ",\\allowbreak\\ \\text{variance } "
        + printed(variance).text
    case .function(let signature): curvature(signature.regularity)
    default: ""
    }
  }

  /// The bounds on second derivatives that a declaration assumes.
  private func curvature(_ regularity: Symbol.Regularity) -> String {
    switch regularity {
    case .lipschitzGradient(let most): "\\text{curvature} \\le " + printed(most).text
    case .stronglyConvex(let least): "\\text{curvature} \\ge " + printed(least).text
    case .stronglyConvexAndLipschitz(let least, let most):
      "\\text{curvature from } " + printed(least).text + "\\allowbreak\\text{ to } "
        + printed(most).text
    case .smooth, .convex, .arbitrary: ""
    }
  }

  private func values(_ domain: Domain) -> String {
    switch domain {
    case .reals: ""
    case .small: "\\to 0"
    case .wholeNumbers(let range): values(range)
    case .set, .interval: self.domain(domain)
    }
  }

  private func values(_ range: IndexRange) -> String {
    range.first == range.last
      ? range.first.text(in: scope)
      : range.first.text(in: scope) + ", \\dots, " + range.last.text(in: scope)
  }

  fileprivate func members(_ symbol: Symbol) -> String {
    var text = ""
    for place in symbol.family {
      text +=
        (text.isEmpty ? "" : ",\\ ") + scope[place.variable].name + " = " + values(place.range)
    }
    return text
  }
}

extension Term {
  fileprivate var isZeroNumber: Bool {
    if case .number(let value) = node { value == .zero } else { false }
  }
}
