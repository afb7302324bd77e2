import Numerics

extension Scope {
  /// One number of a symbol as an author writes it: `z_{1}`, `W_{1,3}^{[2]}`, `(b_1)_{2}`.
  package func name(of symbol: SymbolID, member: [Int], entry: [Int]) -> String {
    func terms(_ indices: [Int]) -> [Term] {
      indices.map { Term(.number(Rational($0)), .index, at: self[symbol].span) }
    }
    let printer = LaTeXPrinter(scope: self)
    guard !entry.isEmpty, !printer.name(symbol).takesSubscript else {
      return printer.member(symbol, terms(member), entries: terms(entry)).text
    }
    let whole = printer.member(symbol, terms(member), entries: [])
    return "(" + whole.text + ")_{" + printer.list(terms(entry)) + "}"
  }
}
