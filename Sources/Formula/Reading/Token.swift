import SourceText

/// A piece of LaTeX that the grammar sees: macros expanded, fonts and accents joined to their
/// letter, spacing and sizes gone.
struct Token: Hashable, Sendable {
  var kind: Kind
  /// Canonical: `x`, `\alpha`, `\hat{x}`, `12`, `\frac`, `(`, `\{`, `\begin{cases}`.
  var text: String
  var span: Span
  /// Whether a size macro names it an opening or closing delimiter.
  var side: Side = .none
  var spaceBefore: Space = .none
  /// Whether a row of an aligned display begins here.
  var startsRow = false
  /// Whether the layout says that something new is stated from here: a row of a system, a further
  /// pair of columns.
  var beginsStatement = false
  /// Whether a row begins here that was written as the label of a brace.
  var isLabel = false
  /// Whether an alignment mark stood before this.
  var isAligned = false
  /// Whether lines end right before this: it speaks of all of them.
  var isBehindLayout = false

  enum Kind: Hashable, Sendable {
    case letter
    case number
    /// An upright name of several letters: `\mathrm{net}`, `\operatorname{Var}`.
    case word
    /// `\text{…}`: a remark, or a name if one is declared.
    case text
    case command
    case symbol
    case open
    case close
    case superscript
    case `subscript`
    case ampersand
    case newline
  }

  enum Side: Hashable, Sendable {
    case none
    case left
    case right
    case sized
  }

  enum Space: Hashable, Sendable {
    case none
    case narrow
    /// `\quad` and wider: it sets a condition apart.
    case wide
  }

  /// Whether this is the symbol or command written `text`.
  func isMark(_ text: String) -> Bool {
    (kind == .symbol || kind == .command) && self.text == text
  }
}
