import Numerics

extension Term {
  /// The reading with every bracket written, for people: `(-(Σ[k=1..K](Y_k · ln(y_k))))`.
  ///
  /// With `shapes`, every array shows its shape behind a colon.
  package func bracketed(in scope: Scope, shapes: Bool = false) -> String {
    BracketedPrinter(scope: scope, shapes: shapes).text(self)
  }
}

private struct BracketedPrinter {
  let scope: Scope
  let shapes: Bool

  func text(_ term: Term) -> String {
    let bare = bare(term)
    guard shapes, term.shape.isArray else { return bare }
    return bare + ":" + term.shape.text(in: scope)
  }

  private func list(_ terms: [Term]) -> String {
    var text = ""
    for term in terms { text += (text.isEmpty ? "" : ", ") + self.text(term) }
    return text
  }

  private func name(_ symbol: SymbolID) -> String { Scope.written(scope[symbol].name) }

  private func bare(_ term: Term) -> String {
    switch term.node {
    case .number(let value):
      value.isWhole ? "\(value.numerator)" : "\(value.numerator)/\(value.denominator)"
    case .constant(.e): "e"
    case .constant(.pi): "π"
    case .constant(.infinity): "∞"
    case .symbol(let symbol): name(symbol)
    case .member(let symbol, let indices): member(symbol, indices)
    case .identity: "I"
    case .zeros: "0"
    case .ones: "1"
    case .array(let entries): "[" + list(entries) + "]"
    case .blocks(let rows): blocks(rows)
    case .table(let binders, let body): "table" + self.binders(binders) + "(" + text(body) + ")"
    case .entry(let array, let indices): text(array) + "[" + list(indices) + "]"
    case .negate(let operand): "(-" + text(operand) + ")"
    case .add(let left, let right): infix(left, "+", right)
    case .subtract(let left, let right): infix(left, "-", right)
    case .multiply(let product, let left, let right): infix(left, sign(product), right)
    case .divide(let left, let right): infix(left, "/", right)
    case .power(let base, let exponent): infix(base, "^", exponent)
    case .transpose(let operand): text(operand) + "ᵀ"
    case .inverse(let operand): text(operand) + "⁻¹"
    case .builtin(let builtin, let arguments): builtin.name + "(" + list(arguments) + ")"
    case .apply(let function, let arguments, let derivatives):
      call(function, arguments, primes(derivatives))
    default: rest(term)
    }
  }

  private func rest(_ term: Term) -> String {
    switch term.node {
    case .cases(let branches, let otherwise): cases(branches, otherwise)
    case .fold(let fold, let binders, let body): self.fold(fold, binders) + "(" + text(body) + ")"
    case .relation(let relation, let left, let right): infix(left, relation.sign, right)
    case .and(let parts): joined(parts, " and ")
    case .or(let parts): joined(parts, " or ")
    case .not(let operand): "not(" + text(operand) + ")"
    case .truth(let value): value ? "true" : "false"
    case .indicator(let condition): "1[" + text(condition) + "]"
    case .isIn(let element, let domain): "(" + text(element) + " in " + self.domain(domain) + ")"
    case .derivative(let operand, let targets, let held):
      "∂" + "(" + text(operand) + ")/∂(" + list(targets.map { $0.term }) + ")"
        + (held.isEmpty ? "" : "|held(" + list(held.map { $0.term }) + ")")
    case .functionDerivative(let kind, let function, let arguments):
      self.kind(kind) + call(function, arguments, "")
    case .substituted(let operand, let assignments): substituted(operand, assignments)
    case .expectation(let operand): "E[" + text(operand) + "]"
    case .variance(let operand): "Var[" + text(operand) + "]"
    case .covariance(let left, let right): "Cov[" + list([left, right]) + "]"
    case .distribution(let distribution): self.distribution(distribution)
    case .remainder(let remainder, let order):
      (remainder == .big ? "O(" : "o(") + text(order) + ")"
    case .limit(let operand, let variable, let point):
      "lim[" + name(variable) + "→" + self.point(point) + "](" + text(operand) + ")"
    default: ""
    }
  }

  private func blocks(_ rows: [[Term]]) -> String {
    var text = ""
    for row in rows { text += (text.isEmpty ? "" : "; ") + list(row) }
    return "[" + text + "]"
  }

  /// The indices of a family of functions stand before the arguments.
  private func call(_ function: SymbolID, _ arguments: [Term], _ primes: String) -> String {
    let count = scope[function].family.count
    return member(function, Array(arguments.prefix(count))) + primes + "("
      + list(Array(arguments.dropFirst(count))) + ")"
  }

  private func infix(_ left: Term, _ sign: String, _ right: Term) -> String {
    "(" + text(left) + " " + sign + " " + text(right) + ")"
  }

  private func joined(_ parts: [Term], _ word: String) -> String {
    var text = ""
    for part in parts { text += (text.isEmpty ? "" : word) + self.text(part) }
    return "(" + text + ")"
  }

  private func sign(_ product: Term.Product) -> String {
    switch product {
    case .scaling: "·"
    case .matrix: "×"
    case .inner: "•"
    case .hadamard: "⊙"
    }
  }

  private func primes(_ derivatives: [Int]) -> String {
    derivatives.count == 1 ? String(repeating: "'", count: derivatives[0]) : ""
  }

  private func member(_ symbol: SymbolID, _ indices: [Term]) -> String {
    var text = name(symbol)
    for (place, index) in zip(scope[symbol].family, indices) {
      let inside = self.text(index)
      switch place.style {
      case .subscripted: text += "_{" + inside + "}"
      case .bracketed: text += "^[" + inside + "]"
      case .parenthesized: text += "^(" + inside + ")"
      case .braced, .superscripted: text += "^{" + inside + "}"
      }
    }
    return text
  }

  private func cases(_ branches: [Term.Branch], _ otherwise: Term?) -> String {
    var text = "cases("
    for branch in branches {
      text += self.text(branch.value) + " if " + self.text(branch.condition) + "; "
    }
    return text + "else " + (otherwise.map { self.text($0) } ?? "undefined") + ")"
  }

  private func fold(_ fold: Term.Fold, _ binders: [Term.Binder]) -> String {
    fold.sign + self.binders(binders)
  }

  private func binders(_ binders: [Term.Binder]) -> String {
    var text = "["
    for (number, binder) in binders.enumerated() {
      if number > 0 { text += ", " }
      text +=
        name(binder.variable) + "=" + binder.range.first.text(in: scope) + ".."
        + binder.range.last.text(in: scope)
      if let filter = binder.filter { text += " where " + self.text(filter) }
    }
    return text + "]"
  }

  private func substituted(_ operand: Term, _ assignments: [Term.Assignment]) -> String {
    var text = self.text(operand) + "|at("
    for (number, assignment) in assignments.enumerated() {
      if number > 0 { text += ", " }
      text += self.text(assignment.target.term) + "=" + self.text(assignment.value)
    }
    return text + ")"
  }

  private func kind(_ kind: Term.FunctionDerivative) -> String {
    switch kind {
    case .gradient: "∇"
    case .hessian: "∇²"
    case .laplacian: "Δ"
    case .directional(let direction): "D[" + text(direction) + "]"
    case .partial(let places): "∂[" + partialPlaces(places) + "]"
    }
  }

  private func distribution(_ distribution: Term.Distribution) -> String {
    switch distribution {
    case .normal(let mean, let variance): "Normal(" + list([mean, variance]) + ")"
    case .uniform(let low, let high): "Uniform(" + list([low, high]) + ")"
    case .bernoulli(let probability): "Bernoulli(" + text(probability) + ")"
    }
  }

  private func point(_ point: Term.LimitPoint) -> String {
    switch point {
    case .value(let value): text(value)
    case .fromBelow(let value): text(value) + "-"
    case .fromAbove(let value): text(value) + "+"
    case .infinity: "∞"
    case .minusInfinity: "-∞"
    }
  }

  private func domain(_ domain: Domain) -> String {
    switch domain {
    case .reals: "ℝ"
    case .small: "→0"
    case .wholeNumbers(let range):
      range.first.text(in: scope) + ".." + range.last.text(in: scope)
    case .set(let values): "{" + list(values) + "}"
    case .interval(let low, let high):
      (low.map { ($0.isIncluded ? "[" : "(") + text($0.value) } ?? "(-∞") + ", "
        + (high.map { text($0.value) + ($0.isIncluded ? "]" : ")") } ?? "∞)")
    }
  }
}

/// `1,2` for the first and the second argument.
func partialPlaces(_ places: [Int]) -> String {
  var text = ""
  for place in places { text += (text.isEmpty ? "" : ",") + "\(place + 1)" }
  return text
}

extension Term.Relation {
  var sign: String {
    switch self {
    case .equal: "="
    case .identical: "≡"
    case .notEqual: "≠"
    case .less: "<"
    case .lessOrEqual: "≤"
    case .greater: ">"
    case .greaterOrEqual: "≥"
    case .approximately: "≈"
    case .proportional: "∝"
    case .positiveDefinite: "≻"
    case .positiveSemidefinite: "⪰"
    case .negativeDefinite: "≺"
    case .negativeSemidefinite: "⪯"
    case .distributed: "∼"
    }
  }
}

extension Term.Fold {
  var sign: String {
    switch self {
    case .sum: "Σ"
    case .product: "Π"
    case .minimum: "min"
    case .maximum: "max"
    case .argumentOfMaximum: "argmax"
    case .argumentOfMinimum: "argmin"
    case .all: "∀"
    }
  }
}

extension Builtin {
  /// The name that readings and messages show.
  var name: String {
    switch self {
    case .elementary(let function): function.name
    case .logarithm: "log"
    case .root: "root"
    case .normalCumulative: "Φ"
    case .sign: "sign"
    case .absolute: "abs"
    case .clip: "clip"
    case .floor: "floor"
    case .ceiling: "ceil"
    case .factorial: "factorial"
    case .binomial: "binomial"
    case .maximum: "max"
    case .minimum: "min"
    case .argumentOfMaximum: "argmax"
    case .argumentOfMinimum: "argmin"
    case .softmax: "softmax"
    case .trace: "tr"
    case .determinant: "det"
    case .diagonal: "diag"
    case .rank: "rank"
    case .largestEigenvalue: "λmax"
    case .smallestEigenvalue: "λmin"
    case .spectralRadius: "ρ"
    case .conditionNumber: "cond"
    case .norm: "norm"
    case .norm1: "norm1"
    case .normInfinity: "norminf"
    case .normP: "normp"
    case .spectralNorm: "norm2"
    case .weightedNorm: "normA"
    }
  }
}

extension ElementaryFunction {
  var name: String {
    switch self {
    case .exp: "exp"
    case .log: "ln"
    case .sin: "sin"
    case .cos: "cos"
    case .tan: "tan"
    case .arcsin: "arcsin"
    case .arccos: "arccos"
    case .arctan: "arctan"
    case .sinh: "sinh"
    case .cosh: "cosh"
    case .tanh: "tanh"
    case .sqrt: "sqrt"
    case .erf: "erf"
    case .erfc: "erfc"
    }
  }
}
