import Terminal
import Testing

@Suite struct InvocationTests {
  @Test func optionsMayStandAnywhere() throws {
    let call = try Invocation([
      "--jobs=2", "check", "-v", "a.md", "--format", "json", "--", "-b.md",
    ])
    #expect(call.command == "check")
    #expect(call.arguments == ["a.md", "-b.md"])
    #expect(call.number("--jobs") == 2)
    #expect(call.value("--format") == "json")
    #expect(call.has("--verbose"))
  }

  @Test func aShortOptionMayTouchItsValue() throws {
    #expect(try Invocation(["check", "-j3"]).number("--jobs") == 3)
    #expect(try Invocation(["check", "-j", "3"]).number("--jobs") == 3)
  }

  @Test func misuseIsNamed() {
    let cases: [([String], String)] = [
      (["biuld"], "unknown command biuld; did you mean build?"),
      (["check", "--strcit"], "unknown option --strcit; did you mean --strict?"),
      (["check", "--open"], "check has no option --open"),
      (["check", "--jobs", "two"], "--jobs wants a whole number, not two"),
      (["check", "--jobs"], "--jobs wants a value: --jobs N"),
      (["check", "--format=xml"], "--format is one of human, json, github, not xml"),
      (["check", "--strict=1"], "--strict takes no value"),
    ]
    for (words, message) in cases {
      #expect(throws: Invocation.Misuse(message: message)) { try Invocation(words) }
    }
  }

  @Test func everyCommandHasHelpAndOnlyKnownOptions() {
    for command in Command.table {
      #expect(Help.text(for: command).contains(command.example))
      for option in command.options + Command.common {
        #expect(Option.named(option) != nil, "\(command.name) \(option)")
      }
      #expect(Completions.bash.contains(command.name))
      #expect(Completions.zsh.contains("'\(command.name):"))
    }
  }
}
