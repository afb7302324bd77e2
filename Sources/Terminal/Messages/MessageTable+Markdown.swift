// Messages about the text of a lesson: what Markup and Typesetting find.

extension MessageTable {
  static let markdown: [MessageEntry] = [
    .lesson("ConflictingRoles", "", "$$ 1 + 1 = 2 $$ {.check .prose}\n"),
    .lesson("ExpectWithoutRefute", "", "$$ 1 + 1 = 2 $$ {.check expect=domain}\n"),
    .lesson(
      "FileTooLarge", "",
      String(repeating: String(repeating: "A line of a lesson.\n", count: 100), count: 600)),
    .lesson("ForbiddenLink", "", "[A link](javascript:alert)\n"),
    .lesson("InvalidUTF8", "", "A caf\u{FFFD} in Latin-1.\n"),
    .lesson("LazyContinuation", "", "> [!note]\n> The first line\nand one that runs on.\n"),
    .lesson("MalformedAttribute", "", "$$ 1 + 1 = 2 $$ {.check source=}\n"),
    .lesson("MalformedLabel", "", "$$ 1 + 1 = 2 \\label{} $$ {.check}\n"),
    .lesson("MissingFile", "", "[The data](points.csv)\n"),
    .lesson("RemoteImage", "", "![A curve](https://example.org/curve.png)\n"),
    .lesson("UnknownPicture", "", "![A curve](curve.exe)\n"),
    .lesson("MalformedOption", "", "```run\n#| caption without a colon\n1 + 1\n```\n"),
    .lesson("MalformedTable", "", "| a | b |\n| - | - |\n| 1 | 2 | 3 |\n"),
    .lesson("MisplacedFootnote", "", "A note[^1].\n\n- an item\n\n  [^1]: inside a list\n"),
    .lesson("MisspelledFence", "", "```{run}\n1 + 1\n```\n"),
    .lesson("MissingAlternative", "", "![](data/picture.png)\n"),
    .lesson("NestingTooDeep", "", String(repeating: "> ", count: 40) + "deep\n"),
    .lesson("PrivateUseCharacter", "", "A character \u{E123} of nobody's.\n"),
    .lesson("RawHTML", "", "A <b>bold</b> word.\n"),
    .lesson("RepeatedAttribute", "", "$$ 1 + 1 = 2 $$ {.check within=1 within=2}\n"),
    .lesson("RepeatedFootnote", "", "One[^a].\n\n[^a]: first\n\n[^a]: second\n"),
    .lesson("StrayAttributes", "", "A paragraph. {.check}\n"),
    .lesson("StrayDisplayDelimiter", "", "In a line $$ x = 1 $$ of text.\n"),
    .lesson("StrayDollar", "", "It costs $ 5 or $x$ a piece.\n"),
    .lesson("StrayStatement", "", "> A quotation\n> [!note] and a callout\n"),
    .lesson("TextAfterDisplay", "", "$$ 1 + 1 = 2 $$ and more\n"),
    .lesson("UnclosedDisplay", "", "$$ 1 + 1 = 2\n"),
    .lesson("UnclosedFence", "", "```run\n1 + 1\n"),
    .lesson("UnclosedFormula", "", "The formula $x + 1 is open.\n"),
    .lesson("UnclosedFrontMatter", "", "---\ntitle: Open\n"),
    .lesson("UndefinedFootnote", "", "A note[^lost].\n"),
    .lesson("UnknownAttribute", "", "$$ 1 + 1 = 2 $$ {.cheque}\n"),
    .lesson("UnknownOption", "", "```run\n#| captoin: A misspelt option\n1 + 1\n```\n"),
    .lesson(
      "UnknownStatement",
      "The kinds of callout are those of textbooks; and `of=` of a proof names the statement above that it proves.",
      "> [!theorm] A misspelt kind\n> Text.\n"),
    .lesson("UnusedFootnote", "", "Nothing refers to it.\n\n[^a]: a note\n"),
    .lesson("WrongIdentifier", "", "$$ 1 + 1 = 2 $$ {#thm-sum .check}\n"),
    .lesson(
      "WrongValue",
      "The values of attributes, of front matter and of course.yml are checked when they are read.",
      "$$ 1 + 1 = 2 $$ {.check points=many}\n"),
    .lesson("ForbiddenCommand", "", #"A link $\href{https://example.org}{x}$."# + "\n"),
    .lesson(
      "FormulaTooDeep", "",
      "$" + String(repeating: "{", count: 210) + "x" + String(repeating: "}", count: 210) + "$\n"),
    .lesson(
      "FormulaTooLarge", "",
      "== lessons/course.yml\nmacros:\n  \\all: " + String(repeating: "x", count: 400_000)
        + "\n== lessons/01-a.md\nThe formula $\\all$ is too large.\n"),
    .lesson("FormulaTooLong", "", "$" + String(repeating: "x+", count: 11000) + "x$\n"),
    .lesson("InvalidLaTeX", "", #"A formula $\frac{1}$ without its denominator."# + "\n"),
    .lesson("UnusualLaTeX", "", "A formula with text $x = 中$ in it.\n"),
  ]
}
