package import SourceText

/// Everything that this module can find wrong in an author's Markdown.
package enum MarkupFault: String, CaseIterable, Sendable {
  case conflictingRoles = "ConflictingRoles"
  case expectWithoutRefute = "ExpectWithoutRefute"
  case fileTooLarge = "FileTooLarge"
  case forbiddenLink = "ForbiddenLink"
  case invalidUTF8 = "InvalidUTF8"
  case lazyContinuation = "LazyContinuation"
  case malformedAttribute = "MalformedAttribute"
  case malformedLabel = "MalformedLabel"
  case malformedOption = "MalformedOption"
  case malformedTable = "MalformedTable"
  case misplacedFootnote = "MisplacedFootnote"
  case misspelledFence = "MisspelledFence"
  case missingAlternative = "MissingAlternative"
  case nestingTooDeep = "NestingTooDeep"
  case privateUseCharacter = "PrivateUseCharacter"
  case rawHTML = "RawHTML"
  case repeatedAttribute = "RepeatedAttribute"
  case repeatedFootnote = "RepeatedFootnote"
  case strayAttributes = "StrayAttributes"
  case strayDisplayDelimiter = "StrayDisplayDelimiter"
  case strayDollar = "StrayDollar"
  case strayStatement = "StrayStatement"
  case textAfterDisplay = "TextAfterDisplay"
  case unclosedDisplay = "UnclosedDisplay"
  case unclosedFence = "UnclosedFence"
  case unclosedFormula = "UnclosedFormula"
  case unclosedFrontMatter = "UnclosedFrontMatter"
  case undefinedFootnote = "UndefinedFootnote"
  case unknownAttribute = "UnknownAttribute"
  case unknownOption = "UnknownOption"
  case unknownStatement = "UnknownStatement"
  case unusedFootnote = "UnusedFootnote"
  case wrongIdentifier = "WrongIdentifier"
  case wrongValue = "WrongValue"

  /// What the rule is and why, in whole sentences: what `explain` prints.
  package var explanation: String {
    switch self {
    case .conflictingRoles:
      "A formula is defined, claimed, refuted or prose: `.define`, `.check`, `.refute` and `.prose` exclude each other."
    case .expectWithoutRefute:
      "`expect=domain` and `expect=shape` say how a false statement fails; they stand with `.refute` only."
    case .fileTooLarge: "A lesson is at most 1 MiB of Markdown; divide a longer one."
    case .forbiddenLink:
      "Links and images lead to files of the course or to http, https and mailto addresses. Other schemes could run code in the reader's browser."
    case .invalidUTF8: "Lessons are UTF-8 text. Save the file with that encoding."
    case .lazyContinuation:
      "Every line of a callout begins with `>`. Markdown would let a paragraph run on without it, and it would be unclear where the callout ends."
    case .malformedAttribute:
      "Attributes are `#id`, `.class`, `key=value` or `key=\"a value\"`, separated by spaces."
    case .malformedLabel:
      "A line of a display is labelled with `\\label{eq-id}`; text refers to it with `@eq-id`."
    case .malformedOption:
      "Options at the head of a run block are lines such as `#| caption: Text`."
    case .malformedTable: "Every row of a table has as many cells as its header."
    case .misplacedFootnote:
      "`[^label]: text` stands at the left margin, outside lists, quotes and callouts."
    case .misspelledFence:
      "The fences `run`, `symbols` and `math` begin with that word, in small letters and without braces; attributes follow in braces."
    case .missingAlternative:
      "An image has a text between its brackets that says what it shows, for those who cannot see it."
    case .nestingTooDeep: "Quotes, lists and emphasis may be nested 32 deep."
    case .privateUseCharacter:
      "Characters U+E000 to U+F8FF mean something else in every font; use the character you mean."
    case .rawHTML:
      "Pages are built from Markdown only, unless course.yml allows HTML. Comments `<!-- -->` are always allowed."
    case .repeatedAttribute: "Each attribute is given once."
    case .repeatedFootnote: "Each footnote has one definition."
    case .strayAttributes:
      "Attributes in braces follow a formula, a display, an image or a heading directly, or stand on a fence."
    case .strayDisplayDelimiter:
      "`$$` opens a display as the first characters of a line, behind `>` or a list's indentation. Inside a line of text use `$…$`; write `\\$` for a dollar sign."
    case .strayDollar:
      "`$` opens a formula if a character follows directly, and closes it if one stands directly before. Write `\\$` for a dollar sign."
    case .strayStatement:
      "`[!kind]` opens a callout as the first characters of a block quote; a blank line separates it from a quote before."
    case .textAfterDisplay:
      "Behind the closing `$$` only attributes in braces may follow on that line."
    case .unclosedDisplay:
      "A display ends at the next `$$`, inside the same quote or list item."
    case .unclosedFence: "A fence ends with a line of as many ` or ~ as it began with."
    case .unclosedFormula:
      "A formula that begins with `$` ends with `$` in the same paragraph. Write `\\$` for a dollar sign."
    case .unclosedFrontMatter:
      "Front matter stands between two lines `---` at the head of the file."
    case .undefinedFootnote: "A footnote `[^label]` needs a definition `[^label]: text`."
    case .unknownAttribute: "Unknown attributes are errors, so that none is ignored silently."
    case .unknownOption: "Unknown options are errors, so that none is ignored silently."
    case .unknownStatement:
      "The kinds of callout are \(Statement.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
    case .unusedFootnote: "A footnote that nothing refers to would not be shown."
    case .wrongIdentifier:
      "An identifier begins with the prefix of what it names: eq-, fig-, tbl-, chk-, sec-, or that of its callout, such as thm-."
    case .wrongValue: "The value of an attribute is checked when the lesson is read."
    }
  }

  package func report(
    at span: Span, _ summary: String, _ severity: Diagnostic.Severity = .error,
    notes: [Diagnostic.Note] = [], fixes: [Diagnostic.Fix] = []
  ) -> Diagnostic {
    Diagnostic(
      rawValue, severity, at: span, summary, explanation: explanation, notes: notes, fixes: fixes)
  }
}
