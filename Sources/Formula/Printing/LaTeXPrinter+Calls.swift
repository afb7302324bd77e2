import Numerics

/// Products, calls and built-in functions as LaTeX.
extension LaTeXPrinter {
  func multiplied(_ product: Term.Product, _ left: Term, _ right: Term) -> Piece {
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

  func call(_ name: String, _ arguments: [Term]) -> Piece {
    Piece(text: name + "\\left(" + list(arguments) + "\\right)", level: .factor)
  }

  /// A function with its family's indices, `\sigma^{[l]}(z)`, and what stands before and behind it.
  func call(
    of function: SymbolID, _ arguments: [Term], before: String, _ primes: String
  ) -> Piece {
    let count = scope[function].family.count
    let piece = member(function, Array(arguments.prefix(count)), entries: [])
    let isInBrackets = !primes.isEmpty && !piece.takesSuperscript
    let own = isInBrackets ? "(" + piece.text + ")" : piece.text
    return call(before + own + primes, Array(arguments.dropFirst(count)))
  }

  func chance(_ name: String, _ arguments: [Term]) -> Piece {
    Piece(text: name + "\\left[" + list(arguments) + "\\right]", level: .factor)
  }

  func primes(_ derivatives: [Int]) -> String {
    guard let order = derivatives.first else { return "" }
    return order <= 3 ? String(repeating: "'", count: order) : "^{(\(order))}"
  }

  func builtin(_ builtin: Builtin, _ arguments: [Term]) -> Piece {
    func bars(_ bar: String, _ script: String = "") -> Piece {
      Piece(
        text: "\\left" + bar + text(arguments[0]) + "\\right" + bar + script, level: .factor)
    }
    func upright(_ name: String) -> Piece { call("\\operatorname{" + name + "}", arguments) }
    switch builtin {
    case .elementary(.sqrt):
      return Piece(text: "\\sqrt{" + text(arguments[0]) + "}", level: .factor)
    case .elementary(let function) where [.erf, .erfc].contains(function):
      return upright(function.name)
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
      var piece = printed(arguments[0])
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
}
