/// Constructs of Julia's that this language leaves out; of words, the raw value is the word itself.
package enum LeftOut: String, CaseIterable {
  case `struct`, mutable, module, using, `import`, export, `try`, quote, `let`, const, global
  case local, macro, abstract, primitive, baremodule, `do`, `where`, `isa`, `throw`, error
  case blockComment, radixNumber, character, symbolLiteral, curly, splat, typeAnnotation, pipe
  case pair, percent, wholeDivide, bits, increment, chainedAssignment, fieldAssignment
  case statementAsValue, manyDimensions, fraction, identity, composition, complexNumber, typeName
  case noValue, longString, prefixedString, command, anonymousFunction, beginAsIndex, namesOfFields
  case cubeRoot, dottedMacro, assignmentInside

  /// What it is, and what to write instead.
  package var message: String {
    let words = words
    return words.what + ": left out of this language"
      + (words.instead.map { "; write " + $0 } ?? "")
  }

  /// Names that Julia gives a value and this language does not.
  init?(name: String) {
    switch name {
    case "im": self = .complexNumber
    case "nothing", "missing", "undef": self = .noValue
    case "throw": self = .throw
    case "error": self = .error
    case "Float64", "Float32", "Int", "Int64", "Int32", "Bool", "String", "Number", "Real",
      "Vector", "Matrix", "Array", "Any", "Dict", "Set", "Tuple":
      self = .typeName
    default: return nil
    }
  }

  /// Whether the word alone opens the construct.
  var isWord: Bool {
    switch self {
    case .struct, .mutable, .module, .using, .import, .export, .try, .quote, .let, .const, .global,
      .local, .macro, .abstract, .primitive, .baremodule, .do:
      true
    default: false
    }
  }

  /// Whether the construct reaches to an `end`.
  var opensBlock: Bool {
    switch self {
    case .struct, .mutable, .module, .try, .quote, .let, .macro, .abstract, .primitive,
      .baremodule, .do:
      true
    default: false
    }
  }

  private var words: (what: String, instead: String?) {
    switch self {
    case .struct, .mutable, .abstract, .primitive:
      ("types of your own", "a record (cost = 1, steps = 2)")
    case .module, .baremodule, .using, .import, .export:
      ("modules", "the library's names, which are always there")
    case .try: ("try and catch", nil)
    case .throw, .error: ("errors of your own", "a @check of what must hold")
    case .quote, .macro: ("macros of your own", nil)
    case .let: ("let", "a function")
    case .const: ("const", "a plain assignment")
    case .global, .local: (rawValue, "a plain assignment; a function returns what it computes")
    case .do: ("do", "an anonymous function: map(x -> …, xs)")
    case .where, .isa, .typeName: ("types", "nothing: every number is a Double")
    case .blockComment: ("comments between #= and =#", "# on each line")
    case .radixNumber: ("numbers with 0x, 0b or 0o", "a decimal number")
    case .character: ("single characters", "a string \"…\"; a transpose ' stands directly behind")
    case .symbolLiteral: ("symbols such as :name", "a string")
    case .curly: ("curly brackets", nil)
    case .splat: ("splatting with …", "the arguments one by one")
    case .typeAnnotation: ("types with ::", "nothing: every number is a Double")
    case .pipe: ("|>", "a call f(x)")
    case .pair: ("pairs with =>", "a record or a keyword")
    case .percent: ("%", "mod(a, b) or rem(a, b)")
    case .wholeDivide: ("÷", "div(a, b)")
    case .bits: ("operations on bits", "&&, || and ! for truth values")
    case .increment: ("++ and --", "x += 1")
    case .chainedAssignment: ("a = b = c", "two assignments")
    case .fieldAssignment: ("changing a field of a record", "a new record")
    case .statementAsValue: ("a statement as a value", "a comprehension or a function")
    case .manyDimensions: ("arrays of more than two dimensions", "for … for … for a flat vector")
    case .fraction: ("//", "a / b, or div(a, b) for the whole part")
    case .identity: ("=== and !==", "== or !=")
    case .composition: ("∘", "x -> f(g(x))")
    case .complexNumber: ("complex numbers", nil)
    case .noValue: ("nothing and missing", "NaN for a number that is not known")
    case .longString: ("strings over several lines", "a string on one line, with \\n in it")
    case .prefixedString: ("strings with a letter before them", "a plain string")
    case .command: ("programs of the machine", nil)
    case .anonymousFunction: ("functions without a name over several lines", "x -> begin … end")
    case .beginAsIndex: ("begin as an index", "1")
    case .namesOfFields: ("taking records apart by name", "r.a and r.b")
    case .cubeRoot: ("∛", "x^(1/3)")
    case .assignmentInside:
      ("assignments inside of expressions", "if … end, or (a = 1,) for a record of one field")
    case .dottedMacro: ("@.", "the dots: f.(x) .+ 1")
    }
  }
}
