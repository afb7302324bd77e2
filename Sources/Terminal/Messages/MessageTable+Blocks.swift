// Messages about the language of run blocks.

extension MessageTable {
  static let blocks: [MessageEntry] = [
    .block("BadNumber", "Numbers are doubles: at most about 1.8e308.", "1e999"),
    .block(
      "BadValue", "A function got a value that it has no answer for; the message says which.",
      "solve([1 2; 2 4], [1, 2])"),
    .block("BoundNeedsRelation", "`@bound` climbs on the ratio of two sides.", "@bound 1 + 1"),
    .block(
      "CommaInMatrix", "Commas make vectors; rows of a matrix are separated by `;`.", "[1, 2; 3, 4]"
    ),
    .block(
      "DuplicateName", "A parameter, a keyword or a field has a name of its own.", "f(x, x) = x"),
    .block(
      "ElseIf", "One `if` with several branches says `elseif`.",
      "if true\n  1\nelse if false\n  2\nend"),
    .block(
      "HalfRange", "The ends of a slice are written out; `end` is the last index.",
      "a = [1, 2, 3]\na[2:]"),
    .block(
      "IndexOutOfRange", "Indices run from 1 to the size, and are whole.", "a = [1, 2, 3]\na[4]"),
    .block("LeaveOutside", "There is no loop here to leave.", "break"),
    .block(
      "LeftOut",
      "The language is a part of Julia's; what is left out is an error that names what to write.",
      "struct Point\n  x\nend"),
    .block("MacroInside", "`@check` and its like are statements.", "a = @check 1 == 1"),
    .block(
      "MissingEnd", "`if`, `for`, `while` and `function` end with `end`.", "for i in 1:3\n  i"),
    .block(
      "MissingKeyword", "The function cannot do without this keyword.", "f(x; k) = x + k\nf(1)"),
    .block(
      "NestedTooDeeply",
      "Expressions and YAML are nested within a bound, so that reading them cannot fail.",
      String(repeating: "(", count: 120) + "1" + String(repeating: ")", count: 120)),
    .block(
      "NoField", "A record, a network or a fit has the fields that its message lists.",
      "r = (cost = 1, steps = 2)\nr.cots"),
    .block(
      "NotAFunction", "Only functions can be called; entries of arrays are taken with `[ ]`.",
      "a = 3\na(2)"),
    .block("NotAParameter", "Parameters are names.", "f(1) = 2"),
    .block(
      "NotAssignable",
      "A value is given to a name, to names in a tuple, or to entries of an array.", "1 + 1 = 2"),
    .block(
      "NotBoolean", "Conditions are `true` or `false`; numbers are neither.", "if 1\n  2\nend"),
    .block(
      "NotDifferentiable", "A derivative was asked of something that has none here.",
      "gradient(x -> norm(x, 3), [1, 2])"),
    .block(
      "OutOfFuel",
      "A block has a bound of scalar operations, `limits: fuel:` in course.yml, so that it ends.",
      "while true\nend"),
    .block(
      "OutOfMemory",
      "A block has a bound of numbers held at a time, `limits: memory:` in course.yml.",
      "zeros(100_000, 100_000)"),
    .block(
      "PythonHabit",
      "The language is a part of Julia's; what Python writes otherwise is recognised.",
      "len([1, 2])"),
    .formula(
      "ReadOnlyName",
      "A defined name is the lesson's formula: blocks call it, and cannot change it.",
      "x : scalar", "$$ f(x) = x^2 $$ {.define}\n\n```run\nf = 3\n```"),
    .block(
      "ReturnOutside", "The last expression of a block is shown; `return` is for functions.",
      "return 1"),
    .block(
      "SeveralMethods", "A function has one definition; keywords with defaults make it flexible.",
      "f(x) = x\nf(x, y) = x + y"),
    .block(
      "SpaceBeforeBracket",
      "In a matrix a space separates entries; before a call's or an index's bracket there is none.",
      "a = [1, 2]\na [1]"),
    .block("StrayEnd", "Nothing is open here.", "end"),
    .block(
      "TooMuchOutput", "A block shows a bounded number of values, `limits: output:` in course.yml.",
      "for i in 1:300\n  @check i == i\nend"),
    .block("UnclosedBracket", "Brackets come in pairs.", "sum([1, 2"),
    .block("UnexpectedToken", "This cannot stand here.", "1 + + * 2"),
    .block("UnfinishedString", "Strings end on their line.", "\"open"),
    .block(
      "UnknownCharacter",
      "The character is none of the language; spaces that do not break look like others and are not.",
      "a =\u{A0}1"),
    .block(
      "UnknownEscape",
      "A backslash in a string stands for a line break, a tab, itself, a quote or a dollar sign.",
      #""a\q""#),
    .block(
      "UnknownKeyword", "The function has no such keyword.",
      "plot(x -> x, over = 0..1, lable = \"a\")"),
    .block(
      "UnknownName",
      "The name is neither a variable, nor a function of the library, nor defined by a formula above.",
      "a = maximun([1, 2])"),
    .block("UsedBeforeAssigned", "The variable gets its value further down.", "b = a + 1\na = 2"),
    .block("WrongArgumentCount", "The function takes another number of arguments.", "sin(1, 2)"),
    .block("WrongKind", "The operation is not defined for this kind of value.", "sqrt(\"a\")"),
  ]
}
