import Numerics

/// Binders, cases, derivatives and domains as LaTeX.
extension LaTeXPrinter {
  func fold(_ fold: Term.Fold, _ binders: [Term.Binder]) -> String {
    fold.latex + limits(binders, isShort: fold == .sum || fold == .product)
  }

  /// `_{i=1}^{n}`, or all variables with their ranges and filters below the sign.
  func limits(_ binders: [Term.Binder], isShort: Bool) -> String {
    if binders.count == 1, binders[0].filter == nil, isShort {
      let binder = binders[0]
      return "_{" + name(binder.variable).text + "=" + binder.range.first.text(in: scope)
        + "}^{" + binder.range.last.text(in: scope) + "}"
    }
    var rows = ""
    for binder in binders {
      if !rows.isEmpty { rows += " \\\\ " }
      rows +=
        name(binder.variable).text + " \\in \\{" + binder.range.first.text(in: scope)
        + ", \\dots, " + binder.range.last.text(in: scope) + "\\}"
      if let filter = binder.filter { rows += " \\\\ " + printed(filter).text }
    }
    return "_{\\substack{" + rows + "}}"
  }

  func universal(_ binders: [Term.Binder], _ body: Term) -> Piece {
    var ranges = ""
    for binder in binders {
      ranges +=
        (ranges.isEmpty ? "" : ", ") + name(binder.variable).text + " \\in \\{"
        + binder.range.first.text(in: scope) + ", \\dots, " + binder.range.last.text(in: scope)
        + "\\}"
      if let filter = binder.filter { ranges += ", " + printed(filter).text }
    }
    return Piece(
      text: "\\left(\\forall " + ranges + ": " + printed(body).text + "\\right)", level: .statement)
  }

  func joined(_ parts: [Term], _ sign: String) -> Piece {
    var text = ""
    for part in parts {
      let piece = printed(part)
      var isNested = false
      switch part.node {
      case .and, .or: isNested = true
      default: break
      }
      text += (text.isEmpty ? "" : sign) + (isNested ? bracketed(piece).text : piece.text)
    }
    return Piece(text: text, level: .statement)
  }

  func cases(_ branches: [Term.Branch], _ otherwise: Term?) -> Piece {
    var rows = ""
    for branch in branches {
      rows +=
        (rows.isEmpty ? "" : " \\\\ ") + text(branch.value) + " & "
        + printed(branch.condition).text
    }
    if let otherwise { rows += " \\\\ " + text(otherwise) + " & \\text{otherwise}" }
    return Piece(text: "\\begin{cases} " + rows + " \\end{cases}", level: .factor)
  }

  func derivative(
    _ operand: Term, _ targets: [Term.Target], _ held: [Term.Target]
  ) -> Piece {
    var below = ""
    for target in targets { below += "\\partial " + text(target.term) + " " }
    let order = targets.count == 1 ? "" : "^{\(targets.count)}"
    let fraction =
      "\\frac{\\partial" + order + " " + text(operand, atLeast: .run) + "}{" + below + "}"
    guard !held.isEmpty else {
      return Piece(text: fraction, level: .factor)
    }
    return Piece(
      text: "\\left." + fraction + "\\right|_{" + list(held.map { $0.term }) + "}",
      level: .factor, takesSubscript: false)
  }

  func substituted(_ operand: Term, _ assignments: [Term.Assignment]) -> Piece {
    var below = ""
    for assignment in assignments {
      below +=
        (below.isEmpty ? "" : ", ") + text(assignment.target.term) + "="
        + text(assignment.value)
    }
    return Piece(
      text: "\\left." + text(operand) + "\\right|_{" + below + "}", level: .factor,
      takesSubscript: false)
  }

  func kind(_ kind: Term.FunctionDerivative) -> String {
    switch kind {
    case .gradient: "\\nabla"
    case .hessian: "\\nabla^2"
    case .laplacian: "\\Delta"
    case .directional(let direction): "D_{" + text(direction) + "}"
    case .partial(let places): "\\partial_{" + partialPlaces(places) + "}"
    }
  }

  func distribution(_ distribution: Term.Distribution) -> Piece {
    switch distribution {
    case .normal(let mean, let variance): call("\\mathcal{N}", [mean, variance])
    case .uniform(let low, let high): call("\\mathcal{U}", [low, high])
    case .bernoulli(let probability): call("\\operatorname{Bernoulli}", [probability])
    }
  }

  func point(_ point: Term.LimitPoint) -> String {
    switch point {
    case .value(let value): text(value)
    case .fromBelow(let value): text(value, atLeast: .factor) + "^-"
    case .fromAbove(let value): text(value, atLeast: .factor) + "^+"
    case .infinity: "\\infty"
    case .minusInfinity: "-\\infty"
    }
  }

  /// Behind `\mathbb{R}`: of which arrays.
  func dimensions(_ shape: Shape) -> String {
    let sizes = shape.extents.map { $0.text(in: scope) }
    guard let first = sizes.first else { return "" }
    if case .row = shape { return "^{1 \\times " + first + "}" }
    return sizes.count == 1 ? "^{" + first + "}" : "^{" + first + " \\times " + sizes[1] + "}"
  }

  func domain(_ domain: Domain) -> String {
    switch domain {
    case .reals: "\\mathbb{R}"
    case .small: "\\{0\\}"
    case .wholeNumbers(let range):
      "\\{" + range.first.text(in: scope) + ", \\dots, " + range.last.text(in: scope) + "\\}"
    case .set(let values): "\\{" + list(values) + "\\}"
    case .interval(let low, let high):
      (low.map { ($0.isIncluded ? "[" : "(") + text($0.value) } ?? "(-\\infty") + ", "
        + (high.map { text($0.value) + ($0.isIncluded ? "]" : ")") } ?? "\\infty)")
    }
  }
}

extension Term.Relation {
  /// The macro or sign of the relation.
  package var latex: String {
    switch self {
    case .equal: "="
    case .identical: "\\equiv"
    case .notEqual: "\\ne"
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .approximately: "\\approx"
    case .proportional: "\\propto"
    case .positiveDefinite: "\\succ"
    case .positiveSemidefinite: "\\succeq"
    case .negativeDefinite: "\\prec"
    case .negativeSemidefinite: "\\preceq"
    case .distributed: "\\sim"
    }
  }
}

extension Term.Fold {
  var latex: String {
    switch self {
    case .sum: "\\sum"
    case .product: "\\prod"
    case .minimum: "\\min"
    case .maximum: "\\max"
    case .argumentOfMaximum: "\\arg\\max"
    case .argumentOfMinimum: "\\arg\\min"
    case .all: "\\forall"
    }
  }
}
