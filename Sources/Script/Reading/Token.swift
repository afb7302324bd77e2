/// One word of a script.
struct Token: Sendable {
  var kind: Kind
  /// Offsets in the excerpt.
  var start: Int
  var end: Int
  /// White space stands before it on the same line: matters in matrices and before brackets.
  var isSpaced: Bool

  enum Kind: Sendable, Equatable {
    case number(Double)
    case text([Piece])
    case name(String)
    case keyword(Keyword)
    case symbol(Symbol)
    /// A symbol with a dot before it: `.+`.
    case dotted(Symbol)
    /// `@check`.
    case macro(String)
    case lineBreak
    case finish
  }

  /// Part of a string: literal text or the place of an interpolated expression.
  enum Piece: Sendable, Equatable {
    case literal(String)
    case code(Range<Int>)
  }
}

/// Words with a meaning of their own.
enum Keyword: String, Sendable, CaseIterable {
  case function
  case `if`
  case `elseif`
  case `else`
  case `for`
  case `while`
  case `break`
  case `continue`
  case `return`
  case begin
  case end
  case `in`
  case `true`
  case `false`
}

/// Signs.
enum Symbol: UInt8, Sendable {
  case plus
  case minus
  case times
  case divide
  case backslash
  case power
  case hadamard
  case inner
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case approximate
  case notApproximate
  case element
  case notElement
  case and
  case or
  case not
  case root
  case nabla
  case question
  case colon
  case comma
  case semicolon
  case openRound
  case closeRound
  case openSquare
  case closeSquare
  case openCurly
  case closeCurly
  case assign
  case plusAssign
  case minusAssign
  case timesAssign
  case divideAssign
  case powerAssign
  case arrow
  case dot
  case interval
  case ellipsis
  case prime
  case pipe
  case pair
  case percent
  case wholeDivide
  case doubleColon
  case ampersand
  case bar
  case tilde
  case doubleTimes
  case increment
  case fraction
  case identity
  case subtype
}
