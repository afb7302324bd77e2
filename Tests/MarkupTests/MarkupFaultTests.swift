import Markup
import SourceText
import Testing

/// Every mistake with its exact place: `⟦` and `⟧` stand around what must be reported.
@Suite struct MarkupFaultTests {
  private let rows: [(id: String, source: String)] = [
    ("StrayDisplayDelimiter", "text ⟦$$⟧ x $$"),
    ("StrayDisplayDelimiter", "| a |\n|---|\n| ⟦$$⟧x$$ |"),
    ("UnclosedDisplay", "⟦$$⟧ x\n= y\n\ntext"),
    ("UnclosedDisplay", "> ⟦$$⟧ x\n> = y\n\n$$ a $$"),
    ("TextAfterDisplay", "$$ x $$⟦, so⟧"),
    ("TextAfterDisplay", "$$ x $$ {.check} ⟦{.prose}⟧"),
    ("UnclosedFormula", "the ⟦$⟧x and more"),
    ("UnclosedFormula", "> a\n> the ⟦$⟧x and\n> more"),
    ("StrayDollar", "the ⟦$⟧ x"),
    ("UnknownAttribute", "$$ x $$ {.⟦chek⟧}"),
    ("UnknownAttribute", "> - $x$ and $y${⟦wihtin⟧=1%}"),
    ("UnknownAttribute", "```run {.⟦hidden⟧}\n```"),
    ("UnknownAttribute", "> [!theorem] Title {.⟦check⟧}\n> x"),
    ("RepeatedAttribute", "$$ x $$ {.check points=3 ⟦points⟧=4}"),
    ("ConflictingRoles", "$$ x $$ {.check .⟦refute⟧}"),
    ("ExpectWithoutRefute", "$$ x $$ {.check ⟦expect⟧=domain}"),
    ("WrongValue", "$$ x $$ {.check points=⟦few⟧}"),
    ("WrongValue", "> [!proof] {of=\"⟦thm-x⟧\"}\n> x"),
    ("WrongValue", "$$ x $$ {.check within=⟦100%⟧}"),
    ("WrongValue", "$$ x $$ {.check sizes=\"⟦n=9..4⟧\"}"),
    ("MisspelledFence", "```⟦{run}⟧\nx\n```"),
    ("MisspelledFence", "> ```⟦Symbols⟧\n> x\n> ```"),
    ("MalformedAttribute", "$$ x $$ {.check ⟦!!⟧}"),
    ("WrongIdentifier", "$$ x $$ {#⟦thm-x⟧ .check}"),
    ("WrongIdentifier", "> [!lemma] Title {#⟦thm-x⟧}\n> x"),
    ("WrongIdentifier", "# Title {#⟦intro⟧}"),
    ("WrongIdentifier", "> [!note] Title {#⟦thm-x⟧}\n> x"),
    ("WrongIdentifier", "> $$ x \\label{⟦thm-x⟧} $$"),
    ("MalformedLabel", "> $$ x\n> ⟦\\label{⟧$} $$"),
    ("LazyContinuation", "> [!note] Title\n> text\n⟦lazy⟧"),
    ("LazyContinuation", "> [!note] Title\n⟦lazy⟧"),
    ("LazyContinuation", "- > [!note]\n  > text\n  ⟦lazy⟧"),
    ("UnknownStatement", "> ⟦[!theorm]⟧ Title\n> text"),
    ("StrayStatement", "> text\n> ⟦[!proof]⟧\n> x"),
    ("StrayStatement", "⟦[!proof]⟧ x"),
    ("RawHTML", "a ⟦<b>⟧ c"),
    ("RawHTML", "> a\n>    c ⟦<b>⟧"),
    ("RawHTML", "⟦<div>⟧\nx\n</div>"),
    ("ForbiddenLink", "a ⟦[b](javascript:x)⟧"),
    ("ForbiddenLink", "a\n   $x$ ⟦[b](data:text/html,x)⟧"),
    ("ForbiddenLink", "⟦<vbscript:x>⟧"),
    ("ForbiddenLink", "a ⟦[b](<java\tscript:x>)⟧"),
    ("MissingAlternative", "a ⟦![](x.png)⟧"),
    ("StrayAttributes", "[a](b)⟦{#eq-x}⟧"),
    ("StrayAttributes", "some text ⟦{#sec-x .check}⟧"),
    ("StrayAttributes", "![a][b]⟦{#fig-x}⟧\n\n[b]: c.png"),
    ("UndefinedFootnote", "a⟦[^x]⟧"),
    ("UnusedFootnote", "⟦[^x]⟧: text"),
    ("RepeatedFootnote", "a[^x]\n\n[^x]: text\n\n⟦[^x]⟧: more"),
    ("MisplacedFootnote", "> a[^x]\n>\n> ⟦[^x]⟧: text\n\n[^x]: text"),
    ("MalformedTable", "| a | b |\n|---|---|\n⟦| 1 |⟧"),
    ("MalformedOption", "```run\n⟦#| caption⟧\nx\n```"),
    ("UnknownOption", "> ```run\n> #| ⟦captoin⟧: Text\n> x\n> ```"),
    ("UnclosedFence", "> ⟦```run⟧\n> x\n\ntext"),
    ("PrivateUseCharacter", "a ⟦\u{E123}⟧ b"),
    ("UnclosedFrontMatter", "⟦---⟧\ntitle: x"),
  ]

  @Test func everyMistakeIsFoundWhereItIs() throws {
    for (id, marked) in rows {
      let parts = marked.split(omittingEmptySubsequences: false) { "⟦⟧".contains($0) }
      try #require(parts.count == 3, "\(marked)")
      let file = SourceFile(path: "a.md", text: parts.joined())
      let diagnostics = Document.read(file).diagnostics
      let start = parts[0].utf8.count
      let expected = Span(file.id, start, start + parts[1].utf8.count)
      #expect(
        diagnostics.contains { $0.id == id && $0.span == expected },
        "\(id) in \(marked): \(diagnostics.map { ($0.id, file.text($0.span)) })")
    }
  }

  @Test func everyFaultHasARow() {
    let covered = Set(rows.map(\.id)).union(["FileTooLarge", "InvalidUTF8", "NestingTooDeep"])
    for fault in MarkupFault.allCases {
      #expect(covered.contains(fault.rawValue), "\(fault.rawValue)")
    }
  }

  @Test func whatIsRightIsNotReported() {
    let sources = [
      "It costs $20 and $30, or 5 $.", "An escaped \\$ and `$code` and <http://a/$b>.",
      "$x$-axis, ($y$), $z$.", "[a](/b$c) ![d](e.png){#fig-x}", "a@eq-mail.org @someone",
      "> quote\nlazy", "<!-- a note -->\n\ntext <!-- another -->", "    $$ code", "`$$`",
      "$\\text{if $x$ holds}$",
    ]
    for source in sources {
      let file = SourceFile(path: "a.md", text: source)
      let diagnostics = Document.read(file).diagnostics
      #expect(diagnostics.isEmpty, "\(source): \(diagnostics)")
    }
  }

  @Test func hostileInputEndsInTime() {
    let count = 20_000
    let sources = [
      String(repeating: "> ", count: count) + "x", String(repeating: "- ", count: count) + "x",
      String(repeating: "[", count: count), String(repeating: "*a _b ", count: count),
      String(repeating: "$", count: count + 1), String(repeating: "$a ", count: count),
      String(repeating: "`a ``", count: count / 2), String(repeating: "<a ", count: count),
      String(repeating: "{", count: count), "# " + String(repeating: "{.a", count: count) + "}",
      String(repeating: "![a](b){", count: count / 4),
      String(repeating: "**a", count: 300) + String(repeating: "**", count: 300),
    ]
    for source in sources {
      let start = ContinuousClock.now
      _ = Document.read(SourceFile(path: "a.md", text: source))
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(seconds < 5, "\(source.prefix(20)) took \(seconds) s")
    }
    let deep = SourceFile(path: "a.md", text: String(repeating: "> ", count: 40) + "x")
    #expect(Document.read(deep).diagnostics.map(\.id).contains("NestingTooDeep"))
    let large = SourceFile(path: "a.md", text: String(repeating: "abc\n", count: 1 << 19))
    #expect(Document.read(large).diagnostics.map(\.id) == ["FileTooLarge"])
    let invalid = SourceFile(path: "a.md", bytes: [0x61, 0x62, 0xFF, 0x63])
    #expect(Document.read(invalid).diagnostics.first?.id == "InvalidUTF8")
    #expect(Document.read(invalid).diagnostics.first?.span.start == 2)
  }
}
