import Courseware
import Script

/// The manual as Markdown, made from the tables that the program itself goes by.
package enum Manual {
  /// The pages by their file names.
  package static var pages: [(name: String, text: String)] {
    [
      ("README.md", index), ("commands.md", commands), ("configuration.md", configuration),
      ("library.md", library), ("messages.md", messages),
    ]
  }

  private static let origin =
    "<!-- Made by `coursegen manual` from the tables of the program; do not edit. -->\n\n"

  private static let index =
    origin + """
      # The manual

      - [Commands](commands.md): what `coursegen` can be asked for
      - [Configuration](configuration.md): `lessons/course.yml`, the head of a lesson, the environment
      - [Library](library.md): what run blocks can call
      - [Messages](messages.md): every message, what it means, and a text that gives it
      - [Trust](trust.md): what a lesson, a configuration, a cache can do, and what they cannot

      """

  // MARK: Commands

  private static var commands: String {
    var text = origin + "# Commands\n\n"
    for command in Command.table {
      text += "## `\(joined("coursegen", command.name, command.arguments))`\n\n"
      text += sentence(command.summary) + " For example `\(command.example)`.\n\n"
      if !command.options.isEmpty { text += options(command.options) + "\n" }
    }
    text += "## Options of every command\n\n" + options(Command.common + ["--version"])
    return text + """

      Exit codes: 0 clean, 1 claims failed or errors in the course, 2 wrong usage or a missing
      dependency, 70 a fault of coursegen. `NO_COLOR` is honoured.

      """
  }

  private static func options(_ names: [String]) -> String {
    var rows = ["| option | does | variable |", "| --- | --- | --- |"]
    for option in names.compactMap(Option.named) {
      let short = option.short.map { "`\($0)`, " } ?? ""
      let value = option.value.map { " " + $0 } ?? ""
      let choices = option.choices.isEmpty ? "" : ": " + option.choices.joined(separator: ", ")
      let variable = option.variable.map { "`\($0)`" } ?? ""
      rows.append(
        "| \(short)`\(option.name)\(value)` | \(option.summary)\(choices) | \(variable) |")
    }
    return rows.joined(separator: "\n") + "\n"
  }

  // MARK: Configuration

  private static var configuration: String {
    var text = origin + "# Configuration\n\n"
    text += "## `lessons/course.yml`\n\n" + table(Configuration.keys.keys)
    text += "\nUnder `limits:`, what one run block may use:\n\n" + table(Configuration.limits.keys)
    text += """

      An unknown key is an error, and so is a value of another form. A course without a file
      `lessons/course.yml` is none; an empty one will do.

      ## The head of a lesson

      Between two lines `---` at its beginning:


      """
    text += table(FrontMatter.keys.keys)
    text += """

      ## The environment

      These variables override the file; options of the command line override them.

      | variable | for | takes |
      | --- | --- | --- |

      """
    for variable in Configuration.variables {
      text += "| `\(variable.name)` | `\(variable.key)` | \(variable.form) |\n"
    }
    for option in Option.table {
      guard let variable = option.variable,
        !Configuration.variables.contains(where: { $0.name == variable })
      else { continue }
      let takes =
        option.value == nil
        ? "1 or 0"
        : option.choices.isEmpty ? "a whole number" : option.choices.joined(separator: ", ")
      text += "| `\(variable)` | `\(option.name)` | \(takes) |\n"
    }
    return text
  }

  private static func table<Target>(_ keys: [Key<Target>]) -> String {
    var rows = ["| key | takes | meaning |", "| --- | --- | --- |"]
    for key in keys { rows.append("| `\(key.name)` | \(key.form) | \(key.meaning) |") }
    return rows.joined(separator: "\n") + "\n"
  }

  // MARK: Library

  private static var library: String {
    var text =
      origin + "# Library\n\nWhat run blocks can call; `coursegen explain NAME` prints it.\n"
    for entry in Library.entries {
      text += "\n## `\(entry.signatureText)`\n\n\(entry.help)\n\n```julia\n\(entry.example)\n```\n"
    }
    return text
  }

  // MARK: Messages

  private static var messages: String {
    var text = origin + "# Messages\n\n"
    text += """
      Each message carries its code in brackets; `coursegen explain CODE` prints what stands here, \
      and `severity:` in course.yml makes it an error, a warning or a note.


      """
    for entry in MessageTable.entries {
      text += "## \(entry.code)\n\n\(entry.explanation)\n"
      let message = Explanation.message(of: entry)
      if !message.isEmpty {
        text += "\n`````markdown\n\(Explanation.shortened(entry.example))"
        text += "`````\n\n`````text\n\(Explanation.shortened(message))\n`````\n"
      }
      text += "\n"
    }
    return String(text.dropLast())
  }

  // MARK: Words

  private static func joined(_ words: String...) -> String {
    words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func sentence(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst()
      + (words.hasSuffix("?") || words.hasSuffix(".") ? "" : ".")
  }
}
