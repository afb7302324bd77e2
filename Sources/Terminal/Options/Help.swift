/// The texts of `--help`.
package enum Help {
  package static let overview: String = {
    var lines = ["coursegen: lecture notes whose mathematics is tested like code", ""]
    lines.append("usage: coursegen COMMAND [OPTIONS]")
    lines.append("")
    lines += columns(
      Command.table.map { ("\($0.name) \($0.arguments)", $0.summary) })
    lines.append("")
    lines.append("options of every command:")
    lines += options(Command.common + ["--version"])
    lines.append("")
    lines.append("coursegen COMMAND --help shows more.")
    return lines.joined(separator: "\n")
  }()

  package static func text(for command: Command) -> String {
    var lines = [
      "coursegen \(command.name): \(command.summary)", "",
      "usage: coursegen \(command.name) \(command.arguments) [OPTIONS]", "",
      "for example: \(command.example)", "",
    ]
    lines += options(command.options + Command.common)
    return lines.joined(separator: "\n")
  }

  private static func options(_ names: [String]) -> [String] {
    columns(
      names.compactMap(Option.named).map { option in
        let short = option.short.map { "\($0), " } ?? ""
        let choices = option.choices.joined(separator: "|")
        let value = option.value.map { " " + (choices.isEmpty ? $0 : choices) } ?? ""
        return (short + option.name + value, option.summary)
      })
  }

  private static func columns(_ rows: [(String, String)]) -> [String] {
    let width = (rows.map { $0.0.count }.max() ?? 0) + 2
    return rows.map { left, right in
      "  " + left + String(repeating: " ", count: width - left.count) + right
    }
  }
}
