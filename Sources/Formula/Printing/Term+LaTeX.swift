import Numerics

extension Term {
  /// LaTeX that reads as this very term in this scope.
  package func latex(in scope: Scope) -> String { LaTeXPrinter(scope: scope).printed(self).text }
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

  func bracketed(_ piece: Piece) -> Piece {
    Piece(text: "\\left(" + piece.text + "\\right)", level: .factor)
  }

  func text(_ term: Term, atLeast level: Level = .sum) -> String {
    let piece = printed(term)
    return piece.level < level ? bracketed(piece).text : piece.text
  }

  func list(_ terms: [Term]) -> String {
    var text = ""
    for term in terms { text += (text.isEmpty ? "" : ", ") + self.text(term) }
    return text
  }

  func printed(_ term: Term) -> Piece {
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

  func isSquare(_ term: Term) -> Bool {
    if case .matrix = term.shape { return true }
    return false
  }

  func rest(_ term: Term) -> Piece {
    switch term.node {
    case .cases(let branches, let otherwise): cases(branches, otherwise)
    case .fold(.all, let binders, let body): universal(binders, body)
    case .fold(.product, let binders, let body)
    where body.isMatrix && binders.count == 1 && !body.commutes(over: binders, in: scope):
      dotted(body, binders[0])
    case .fold(let fold, let binders, let body):
      Piece(
        text: self.fold(fold, binders) + " "
          + (fold.endsBeforeFactor(body)
            ? bracketed(printed(body)).text : text(body, atLeast: .product)),
        level: .product)
    case .relation(let relation, let left, let right):
      Piece(text: text(left) + " " + relation.latex + " " + text(right), level: .statement)
    case .and(let parts): joined(parts, " \\wedge ")
    case .or(let parts): joined(parts, " \\vee ")
    case .not(let operand): Piece(text: "\\lnot " + text(operand), level: .statement)
    case .truth(let value): Piece(text: value ? "0 = 0" : "0 = 1", level: .statement)
    case .indicator(let condition):
      Piece(
        text: "\\mathbf{1}\\left[" + printed(condition).text + "\\right]", level: .factor)
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

  /// `W_L W_{L-1} \cdots W_1`: `\prod` does not say the order of matrices.
  func dotted(_ factor: Term, _ binder: Term.Binder) -> Piece {
    let (first, last) = (binder.range.first, binder.range.last)
    let factors = [first, first + Extent(1), last].map {
      text(factor.at($0, of: binder.variable), atLeast: .product)
    }
    return Piece(text: factors[0] + " " + factors[1] + " \\cdots " + factors[2], level: .product)
  }

  // MARK: Leaves

  func number(_ value: Rational) -> Piece {
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

  func name(_ symbol: SymbolID) -> Piece {
    let name = Scope.written(scope[symbol].name)
    let isWord =
      name.utf8.count > 1 && name.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    return Piece(
      text: isWord ? "\\mathrm{" + name + "}" : name, level: .factor,
      takesSuperscript: !name.utf8.contains(UInt8(ascii: "^")) && !name.utf8.contains(0x27),
      takesSubscript: baseName(of: name) == name || !hasSubscript(name))
  }

  func hasSubscript(_ name: String) -> Bool {
    name[baseName(of: name).endIndex...].utf8.contains(UInt8(ascii: "_"))
  }

  func sized(_ text: String, _ shape: Shape) -> Piece {
    Piece(
      text: text + "_{" + (shape.extents.first?.text(in: scope) ?? "") + "}", level: .factor,
      takesSubscript: false)
  }

  func array(_ entries: [Term], _ shape: Shape) -> Piece {
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

  func matrix(_ rows: [[Term]]) -> Piece {
    var text = "\\begin{pmatrix} "
    for (row, cells) in rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        if column > 0 { text += " & " } else if row > 0 { text += " \\\\ " }
        text += self.text(cell)
      }
    }
    return Piece(text: text + " \\end{pmatrix}", level: .factor)
  }

  func table(_ binders: [Term.Binder], _ body: Term) -> Piece {
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
      case .superscripted: above += text(index)
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

  func entry(_ array: Term, _ indices: [Term]) -> Piece {
    if case .member(let symbol, let family) = array.node {
      return member(symbol, family, entries: indices)
    }
    var piece = printed(array)
    if piece.level < .factor || !piece.takesSubscript || !isName(array) { piece = bracketed(piece) }
    piece.text += "_{" + list(indices) + "}"
    piece.takesSubscript = false
    return piece
  }

  func isName(_ term: Term) -> Bool {
    if case .symbol = term.node { return true }
    return false
  }

  /// `base^…`, in brackets where a script stands already.
  func scripted(_ base: Term, _ script: String) -> Piece {
    var piece = printed(base)
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
}

extension Term.Fold {
  /// Whether a product behind the sign needs brackets: `\max_i x_i a` has two readings.
  fileprivate func endsBeforeFactor(_ body: Term) -> Bool {
    guard self != .sum, case .multiply = body.node else { return false }
    return true
  }
}
