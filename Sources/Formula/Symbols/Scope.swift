import SourceText

/// All that a formula at some place of a lesson can name, and what is known of it.
///
/// A value: a statement box takes a copy, adds its own, and drops it at its end. Numbers of symbols
/// are unique along one chain of copies, which is all that ever meets in one formula.
package struct Scope: Sendable {
  /// By number.
  package private(set) var symbols: [Symbol] = []
  /// Canonical names in sight.
  private var visible: [String: SymbolID] = [:]
  /// Which names this very scope declared: shadowing is allowed, a clash within one scope is not.
  private var own: Set<String> = []
  /// By number of symbol; `nil` where nothing is defined.
  private var definitionOf: [Definition?] = []
  /// Names without their scripts that are in sight: `net`, `\Delta p`, `w` of `w^*`.
  private(set) var baseNames: Set<String> = []
  /// Names that mean one thing without an index and another one with it; see `Scope+Parts`.
  private(set) var wholes: Set<String> = []
  /// Bound variables and implicit indices by name: one symbol for each name and kind, so that
  /// `\sum_j a_j` means the same on two lines.
  private var hidden: [String: [SymbolID]] = [:]
  package var assumptions: [Hypothesis] = []
  /// `assume` lines that speak of names which no equation has defined yet.
  var openAssumptions: [OpenAssumption] = []
  /// Names whose declaration or definition failed with an error: what needs them is not read, and
  /// that is no further mistake.
  var failedNames: Set<String> = []
  /// Symbols in sight that an equation was to define which could not be read: they are not what they
  /// were declared or defined as before, and what they are is not known.
  private(set) var unread: Set<SymbolID> = []
  package var conventions: [Convention] = []
  /// Course macros: `\R` to `\mathbb{R}`.
  package var macros: [String: Macro] = [:]

  /// The most symbols of a lesson, bound variables included.
  static let limit = 3000

  package init() {}

  struct OpenAssumption: Sendable {
    let line: Excerpt
    let problem: Diagnostic
    /// Whether the author has been told.
    var isReported = false
  }

  package struct Macro: Hashable, Sendable {
    package let argumentCount: Int
    package let replacement: String

    package init(argumentCount: Int, replacement: String) {
      self.argumentCount = argumentCount
      self.replacement = replacement
    }
  }

  package subscript(id: SymbolID) -> Symbol { symbols[id.number] }

  /// What a canonical name means here.
  package func symbol(named name: String) -> Symbol? { visible[name].map { symbols[$0.number] } }

  /// The names in sight, sorted: for suggestions.
  package var visibleNames: [String] { visible.keys.sorted() }

  /// Whether a name belongs to this scope itself and not to one around it.
  package func isOwn(_ name: String) -> Bool { own.contains(name) }

  /// The next number that `add` will give.
  package var nextID: SymbolID { SymbolID(symbols.count) }

  /// Adds a symbol whose id is `nextID`; it hides an outer one of its name if `isVisible`.
  package mutating func add(_ symbol: Symbol, isVisible: Bool = true) {
    precondition(symbol.id == nextID, "symbol \(symbol.id.number) of \(symbols.count)")
    symbols.append(symbol)
    definitionOf.append(nil)
    if isVisible {
      // A new whole has no parts, unless they belong to this scope.
      if wholes.contains(symbol.name), !own.contains(Scope.partsName(symbol.name)) {
        wholes.remove(symbol.name)
      }
      visible[symbol.name] = symbol.id
      own.insert(symbol.name)
      baseNames.insert(baseName(of: symbol.name))
    }
  }

  /// The symbol of a bound variable: it is found by no name, and is the same at every binder.
  mutating func hiddenSymbol(_ name: String, _ kind: Symbol.Kind, at span: Span) -> SymbolID {
    for id in hidden[name] ?? [] where self[id].kind == kind { return id }
    let id = nextID
    add(Symbol(id: id, name: name, kind: kind, at: span), isVisible: false)
    hidden[name, default: []].append(id)
    return id
  }

  /// Takes names out of sight that a claim defined for itself alone; their symbols stay.
  mutating func forget(_ names: [String]) {
    guard !names.isEmpty else { return }
    for name in names {
      visible[name] = nil
      own.remove(name)
    }
    baseNames = Set(visible.keys.sorted().map { baseName(of: $0) })
  }

  /// From here on the name with an index is not the name without.
  mutating func separate(_ name: String) {
    wholes.insert(name)
    own.insert(Scope.partsName(name))
  }

  /// The same, where the name was that of the parts alone.
  mutating func setApart(_ name: String) {
    guard let id = visible[name] else { return }
    separate(name)
    let symbol = self[id]
    let parts = Scope.partsName(name)
    visible[name] = nil
    own.remove(name)
    visible[parts] = id
    baseNames.insert(parts)
    update(
      Symbol(
        id: id, name: parts, kind: symbol.kind, family: symbol.family, meaning: symbol.meaning,
        at: symbol.span))
  }

  /// Replaces what is known of a symbol, as when an equation gives a `defined` name its shape.
  package mutating func update(_ symbol: Symbol) { symbols[symbol.id.number] = symbol }

  package func definition(of symbol: SymbolID) -> Definition? { definitionOf[symbol.number] }

  package mutating func define(_ definition: Definition) {
    definitionOf[definition.symbol.number] = definition
    unread.remove(definition.symbol)
  }

  /// Notes that the definition of a name failed here; an earlier one of this scope stands.
  mutating func noteUnread(_ name: String) {
    guard let id = visible[name] else {
      failedNames.insert(name)
      return
    }
    if definition(of: id) == nil || !isOwn(name) { unread.insert(id) }
  }

  /// The scope inside a statement box.
  package func nested() -> Scope {
    var inner = self
    inner.own = []
    return inner
  }
}

/// A canonical name without its scripts.
func baseName(of name: String) -> String {
  var level = 0
  var end = name.utf8.startIndex
  for index in name.utf8.indices {
    let byte = name.utf8[index]
    if byte == UInt8(ascii: "{") { level += 1 }
    if byte == UInt8(ascii: "}") { level -= 1 }
    if level == 0, byte == UInt8(ascii: "_") || byte == UInt8(ascii: "^") { break }
    end = name.utf8.index(after: index)
  }
  return String(name[..<end])
}
