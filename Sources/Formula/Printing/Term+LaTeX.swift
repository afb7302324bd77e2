import Numerics

extension Term {
  /// LaTeX that reads as this very term in this scope.
  package func latex(in scope: Scope) -> String { LaTeXPrinter(scope: scope).print(self).text }
}

/// Terms as LaTeX, with brackets where the grammar needs them.
struct LaTeXPrinter {
  let scope: Scope

  /// A piece of LaTeX with the level of the grammar that it stands on.
  struct Piece {
    var text: String
    var level: Level
    /// Whether a superscript or subscript may be put behind it.
    var takesSuperscript = true
    var takesSubscript = true
  }

  enum Level: Int, Comparable {
    case statement
    case sum
    case product
    case run
    case factor

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private func bracketed(_ piece: Piece) -> Piece {
    Piece(text: "\\left(" + piece.text + "\\right)", level: .factor)
  }

  private func text(_ term: Term, atLeast level: Level = .sum) -> String {
    let piece = print(term)
    return piece.level < level ? bracketed(piece).text : piece.text
  }

  private func list(_ terms: [Term]) -> String {
    var text = ""
    for term in terms { text += (text.isEmpty ? "" : ", ") + self.text(term) }
    return text
  }

  func print(_ term: Term) -> Piece {
    switch term.node {
    case .number(let value): number(value)
    case .constant(.e): Piece(text: "e", level: .factor)
    case .constant(.pi): Piece(text: "\\pi", level: .factor)
    case .constant(.infinity): Piece(text: "\\infty", level: .factor)
    case .symbol(let symbol): name(symbol)
    case .member(let symbol, let indices): member(symbol, indices, entries: [])
    case .entry(let array, let indices): entry(array, indices)
    case .identity: sized("I", term.shape)
    case .zeros:
      term.shape.extents.count == 1
        ? sized("\\mathbf{0}", term.shape) : Piece(text: "0", level: .factor)
    case .ones: sized("\\mathbf{1}", term.shape)
    case .array(let entries): array(entries, term.shape)
    case .blocks(let rows): matrix(rows)
    case .table(let binders, let body): table(binders, body)
    case .negate(let operand):
      Piece(text: "-" + text(operand, atLeast: .product), level: .sum)
    case .add(let left, let right):
      Piece(text: text(left) + " + " + text(right, atLeast: .product), level: .sum)
    case .subtract(let left, let right):
      Piece(text: text(left) + " - " + text(right, atLeast: .product), level: .sum)
    case .multiply(let product, let left, let right): multiplied(product, left, right)
    case .divide(let left, let right):
      Piece(text: "\\frac{" + text(left) + "}{" + text(right) + "}", level: .factor)
    case .power(let base, let exponent):
      scripted(
        base, "^{" + (base.shape.isArray && !isSquare(base) ? "\\odot " : "") + text(exponent) + "}"
      )
    case .transpose(let operand): scripted(operand, "^{\\top}")
    case .inverse(let operand): scripted(operand, "^{-1}")
    case .builtin(let builtin, let arguments): self.builtin(builtin, arguments)
    case .apply(let function, let arguments, let derivatives):
      call(of: function, arguments, before: "", primes(derivatives))
    default: rest(term)
    }
  }

  private func isSquare(_ term: Term) -> Bool {
    if case .matrix = term.shape { return true }
    return false
  }

  private func rest(_ term: Term) -> Piece {
    switch term.node {
    case .cases(let branches, let otherwise): cases(branches, otherwise)
    case .fold(.all, let binders, let body): universal(binders, body)
    case .fold(let fold, let binders, let body):
      Piece(
        text: self.fold(fold, binders) + " " + text(body, atLeast: .product), level: .product)
    case .relation(let relation, let left, let right):
      Piece(text: text(left) + " " + relation.latex + " " + text(right), level: .statement)
    case .and(let parts): joined(parts, " \\wedge ")
    case .or(let parts): joined(parts, " \\vee ")
    case .not(let operand): Piece(text: "\\lnot " + text(operand), level: .statement)
    case .truth(let value): Piece(text: value ? "0 = 0" : "0 = 1", level: .statement)
    case .indicator(let condition):
      Piece(
        text: "\\mathbf{1}\\left[" + print(condition).text + "\\right]", level: .factor)
    case .isIn(let element, let domain):
      Piece(
        text: text(element) + " \\in " + self.domain(domain) + dimensions(element.shape),
        level: .statement)
    case .derivative(let operand, let targets, let held): derivative(operand, targets, held)
    case .functionDerivative(let kind, let function, let arguments):
      call(of: function, arguments, before: self.kind(kind) + " ", "")
    case .substituted(let operand, let assignments): substituted(operand, assignments)
    case .expectation(let operand): chance("\\mathbb{E}", [operand])
    case .variance(let operand): chance("\\operatorname{Var}", [operand])
    case .covariance(let left, let right): chance("\\operatorname{Cov}", [left, right])
    case .distribution(let distribution): self.distribution(distribution)
    case .remainder(let remainder, let order): call(remainder == .big ? "O" : "o", [order])
    case .limit(let operand, let variable, let point):
      Piece(
        text: "\\lim_{" + name(variable).text + " \\to " + self.point(point) + "} "
          + text(operand, atLeast: .product), level: .product)
    default: Piece(text: "", level: .factor)
    }
  }

  // MARK: Leaves

  private func number(_ value: Rational) -> Piece {
    if value.isWhole { return Piece(text: "\(value.numerator)", level: .factor) }
    // A decimal reads as the same number; a fraction would read as a quotient.
    var denominator = value.denominator
    var numerator = value.numerator
    var digits = 0
    while denominator != 1, digits < 30, numerator < 1 << 100 {
      guard denominator % 2 == 0 || denominator % 5 == 0 else { break }
      let factor: Int128 = denominator % 10 == 0 ? 1 : denominator % 2 == 0 ? 5 : 2
      numerator *= factor
      denominator = denominator * factor / 10
      digits += 1
    }
    guard denominator == 1 else {
      return Piece(
        text: "\\frac{\(value.numerator)}{\(value.denominator)}", level: .factor)
    }
    var shown = "\(numerator)"
    while shown.utf8.count <= digits { shown = "0" + shown }
    let point = shown.index(shown.endIndex, offsetBy: -digits)
    return Piece(text: shown[..<point] + "." + shown[point...], level: .factor)
  }

  private func name(_ symbol: SymbolID) -> Piece {
    let name = scope[symbol].name
    let isWord =
      name.utf8.count > 1 && name.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    return Piece(
      text: isWord ? "\\mathrm{" + name + "}" : name, level: .factor,
      takesSuperscript: !name.utf8.contains(UInt8(ascii: "^")) && !name.utf8.contains(0x27),
      takesSubscript: baseName(of: name) == name || !hasSubscript(name))
  }

  private func hasSubscript(_ name: String) -> Bool {
    name[baseName(of: name).endIndex...].utf8.contains(UInt8(ascii: "_"))
  }

  private func sized(_ text: String, _ shape: Shape) -> Piece {
    Piece(
      text: text + "_{" + (shape.extents.first?.text(in: scope) ?? "") + "}", level: .factor,
      takesSubscript: false)
  }

  private func array(_ entries: [Term], _ shape: Shape) -> Piece {
    if case .row = shape, entries.count > 1 {
      return Piece(text: "[" + list(entries) + "]", level: .factor)
    }
    var width = 1
    if case .matrix(_, let n) = shape { width = n.value ?? 1 }
    return matrix(
      stride(from: 0, to: entries.count, by: width).map {
        Array(entries[$0..<min($0 + width, entries.count)])
      })
  }

  private func matrix(_ rows: [[Term]]) -> Piece {
    var text = "\\begin{pmatrix} "
    for (row, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        if column > 0 { text += " & " } else if row > 0 { text += " \\\\ " }
        text += self.text(cell)
      }
    }
    return Piece(text: text + " \\end{pmatrix}", level: .factor)
  }

  private func table(_ binders: [Term.Binder], _ body: Term) -> Piece {
    Piece(
      text: "\\left[" + text(body) + "\\right]" + limits(binders, isShort: true),
      level: .factor, takesSuperscript: false, takesSubscript: false)
  }

  func member(_ symbol: SymbolID, _ indices: [Term], entries: [Term]) -> Piece {
    var below = ""
    var above = ""
    for (place, index) in zip(scope[symbol].family, indices) {
      switch place.style {
      case .subscripted: below += (below.isEmpty ? "" : ",") + text(index)
      case .bracketed: above += "[" + text(index) + "]"
      case .parenthesized: above += "(" + text(index) + ")"
      case .braced: above += "\\{" + text(index) + "\\}"
      }
    }
    for entry in entries { below += (below.isEmpty ? "" : ",") + text(entry) }
    var piece = name(symbol)
    if !below.isEmpty { piece.text += "_{" + below + "}" }
    if !above.isEmpty { piece.text += "^{" + above + "}" }
    piece.takesSubscript = piece.takesSubscript && below.isEmpty
    piece.takesSuperscript = piece.takesSuperscript && above.isEmpty
    return piece
  }

  private func entry(_ array: Term, _ indices: [Term]) -> Piece {
    if case .member(let symbol, let family) = array.node {
      return member(symbol, family, entries: indices)
    }
    var piece = print(array)
    if piece.level < .factor || !piece.takesSubscript || !isName(array) { piece = bracketed(piece) }
    piece.text += "_{" + list(indices) + "}"
    piece.takesSubscript = false
    return piece
  }

  private func isName(_ term: Term) -> Bool {
    if case .symbol = term.node { return true }
    return false
  }

  /// `base^…`, in brackets where a script stands already.
  private func scripted(_ base: Term, _ script: String) -> Piece {
    var piece = print(base)
    let isPlain: Bool
    switch base.node {
    case .symbol, .member, .entry, .identity: isPlain = true
    case .number(let value): isPlain = value.isWhole
    default: isPlain = false
    }
    if !isPlain || !piece.takesSuperscript { piece = bracketed(piece) }
    piece.text += script
    piece.takesSuperscript = false
    piece.takesSubscript = false
    return piece
  }

  // MARK: Products and calls

  private func multiplied(_ product: Term.Product, _ left: Term, _ right: Term) -> Piece {
    switch product {
    case .inner, .hadamard:
      let sign = product == .inner ? " \\cdot " : " \\odot "
      return Piece(
        text: text(left, atLeast: .product) + sign + text(right, atLeast: .run), level: .product)
    case .scaling, .matrix:
      let behind = text(right, atLeast: .factor)
      if let first = behind.utf8.first, (0x30...0x39).contains(first) {
        return Piece(
          text: text(left, atLeast: .product) + " \\cdot " + behind, level: .product)
      }
      return Piece(text: text(left, atLeast: .run) + " " + behind, level: .run)
    }
  }

  private func call(_ name: String, _ arguments: [Term]) -> Piece {
    Piece(text: name + "\\left(" + list(arguments) + "\\right)", level: .factor)
  }

  /// A function with its family's indices, `\sigma^{[l]}(z)`, and what stands before and behind it.
  private func call(
    of function: SymbolID, _ arguments: [Term], before: String, _ primes: String
  ) -> Piece {
    let count = scope[function].family.count
    let piece = member(function, Array(arguments.prefix(count)), entries: [])
    let isInBrackets = !primes.isEmpty && !piece.takesSuperscript
    let own = isInBrackets ? "(" + piece.text + ")" : piece.text
    return call(before + own + primes, Array(arguments.dropFirst(count)))
  }

  private func chance(_ name: String, _ arguments: [Term]) -> Piece {
    Piece(text: name + "\\left[" + list(arguments) + "\\right]", level: .factor)
  }

  private func primes(_ derivatives: [Int]) -> String {
    guard let order = derivatives.first else { return "" }
    return order <= 3 ? String(repeating: "'", count: order) : "^{(\(order))}"
  }

  private func builtin(_ builtin: Builtin, _ arguments: [Term]) -> Piece {
    func bars(_ bar: String, _ script: String = "") -> Piece {
      Piece(
        text: "\\left" + bar + text(arguments[0]) + "\\right" + bar + script, level: .factor)
    }
    func upright(_ name: String) -> Piece { call("\\operatorname{" + name + "}", arguments) }
    switch builtin {
    case .elementary(.sqrt):
      return Piece(text: "\\sqrt{" + text(arguments[0]) + "}", level: .factor)
    case .elementary(.erf): return upright("erf")
    case .elementary(let function): return call("\\" + function.name, arguments)
    case .logarithm: return call("\\log_{" + text(arguments[0]) + "}", [arguments[1]])
    case .root:
      return Piece(
        text: "\\sqrt[" + text(arguments[0]) + "]{" + text(arguments[1]) + "}", level: .factor)
    case .normalCumulative: return call("\\Phi", arguments)
    case .absolute: return bars("|")
    case .norm: return bars("\\|", isSquare(arguments[0]) ? "_F" : "")
    case .norm1: return bars("\\|", "_1")
    case .normInfinity: return bars("\\|", "_\\infty")
    case .normP: return bars("\\|", "_{" + text(arguments[1]) + "}")
    case .spectralNorm: return bars("\\|", "_2")
    case .weightedNorm: return bars("\\|", "_{" + text(arguments[1]) + "}")
    case .floor:
      return Piece(text: "\\lfloor " + text(arguments[0]) + " \\rfloor", level: .factor)
    case .ceiling:
      return Piece(text: "\\lceil " + text(arguments[0]) + " \\rceil", level: .factor)
    case .factorial:
      var piece = print(arguments[0])
      if piece.level < .factor || !piece.takesSuperscript { piece = bracketed(piece) }
      return Piece(text: piece.text + "!", level: .factor)
    case .binomial:
      return Piece(
        text: "\\binom{" + text(arguments[0]) + "}{" + text(arguments[1]) + "}", level: .factor)
    case .maximum, .minimum, .determinant: return call("\\" + builtin.name, arguments)
    case .argumentOfMaximum: return call("\\arg\\max", arguments)
    case .argumentOfMinimum: return call("\\arg\\min", arguments)
    case .largestEigenvalue: return call("\\lambda_{\\max}", arguments)
    case .smallestEigenvalue: return call("\\lambda_{\\min}", arguments)
    case .spectralRadius: return call("\\rho", arguments)
    case .conditionNumber: return upright("cond")
    case .sign, .clip, .softmax, .trace, .diagonal, .rank: return upright(builtin.name)
    }
  }

  // MARK: Binders, cases, derivatives

  private func fold(_ fold: Term.Fold, _ binders: [Term.Binder]) -> String {
    fold.latex + limits(binders, isShort: fold == .sum || fold == .product)
  }

  /// `_{i=1}^{n}`, or all variables with their ranges and filters below the sign.
  private func limits(_ binders: [Term.Binder], isShort: Bool) -> String {
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
      if let filter = binder.filter { rows += " \\\\ " + print(filter).text }
    }
    return "_{\\substack{" + rows + "}}"
  }

  private func universal(_ binders: [Term.Binder], _ body: Term) -> Piece {
    var ranges = ""
    for binder in binders {
      ranges +=
        (ranges.isEmpty ? "" : ", ") + name(binder.variable).text + " \\in \\{"
        + binder.range.first.text(in: scope) + ", \\dots, " + binder.range.last.text(in: scope)
        + "\\}"
    }
    return Piece(
      text: "\\left(\\forall " + ranges + ": " + print(body).text + "\\right)", level: .statement)
  }

  private func joined(_ parts: [Term], _ sign: String) -> Piece {
    var text = ""
    for part in parts {
      let piece = print(part)
      var isNested = false
      switch part.node {
      case .and, .or: isNested = true
      default: break
      }
      text += (text.isEmpty ? "" : sign) + (isNested ? bracketed(piece).text : piece.text)
    }
    return Piece(text: text, level: .statement)
  }

  private func cases(_ branches: [Term.Branch], _ otherwise: Term?) -> Piece {
    var rows = ""
    for branch in branches {
      rows +=
        (rows.isEmpty ? "" : " \\\\ ") + text(branch.value) + " & "
        + print(branch.condition).text
    }
    if let otherwise { rows += " \\\\ " + text(otherwise) + " & \\text{otherwise}" }
    return Piece(text: "\\begin{cases} " + rows + " \\end{cases}", level: .factor)
  }

  private func derivative(
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

  private func substituted(_ operand: Term, _ assignments: [Term.Assignment]) -> Piece {
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

  private func kind(_ kind: Term.FunctionDerivative) -> String {
    switch kind {
    case .gradient: "\\nabla"
    case .hessian: "\\nabla^2"
    case .laplacian: "\\Delta"
    case .directional(let direction): "D_{" + text(direction) + "}"
    case .partial(let places): "\\partial_{" + partialPlaces(places) + "}"
    }
  }

  private func distribution(_ distribution: Term.Distribution) -> Piece {
    switch distribution {
    case .normal(let mean, let variance): call("\\mathcal{N}", [mean, variance])
    case .uniform(let low, let high): call("\\mathcal{U}", [low, high])
    case .bernoulli(let probability): call("\\operatorname{Bernoulli}", [probability])
    }
  }

  private func point(_ point: Term.LimitPoint) -> String {
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
