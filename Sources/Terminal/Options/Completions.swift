/// Shell completions made from the command table.
package enum Completions {
  package static let bash: String = {
    let commands = Command.table.map(\.name).joined(separator: " ")
    let cases = Command.table.map { command in
      "    \(command.name)) words=\"\((command.options + Command.common).joined(separator: " "))\" ;;"
    }
    return """
      _coursegen() {
        local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""
        case "$previous" in
      \(choices { "    \($0.name)) COMPREPLY=($(compgen -W \"\($1)\" -- \"$word\")); return ;;" })
        esac
        if [ "$COMP_CWORD" -eq 1 ]; then words="\(commands) --help --version"; fi
        case "${COMP_WORDS[1]}" in
      \(cases.joined(separator: "\n"))
        esac
        COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
      }
      complete -o filenames -F _coursegen coursegen
      """
  }()

  package static let zsh: String = {
    let commands = Command.table.map { "    '\($0.name):\($0.summary)'" }
    let cases = Command.table.map { command in
      let options = (command.options + Command.common).compactMap(Option.named).map { option in
        "'\(option.name)[\(option.summary)]\(argument(option))'"
      }
      return "    \(command.name)) _arguments \(options.joined(separator: " ")) '*:file:_files' ;;"
    }
    return """
      #compdef coursegen
      _coursegen() {
        local -a commands=(
      \(commands.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then _describe command commands; return; fi
        case "$words[2]" in
      \(cases.joined(separator: "\n"))
        esac
      }
      _coursegen "$@"
      """
  }()

  private static func choices(_ line: (Option, String) -> String) -> String {
    Option.table.filter { !$0.choices.isEmpty }
      .map { line($0, $0.choices.joined(separator: " ")) }.joined(separator: "\n")
  }

  private static func argument(_ option: Option) -> String {
    guard let value = option.value else { return "" }
    return ":\(value):"
      + (option.choices.isEmpty ? "" : "(\(option.choices.joined(separator: " ")))")
  }
}
