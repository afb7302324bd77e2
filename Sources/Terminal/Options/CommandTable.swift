/// What the command line understands: help, completions and the reading of arguments come from
/// this one table.
package struct Command: Sendable {
  package let name: String
  /// What stands behind the name: `[DIR]`.
  package let arguments: String
  package let summary: String
  /// Names of its own options; the common ones are allowed everywhere.
  package let options: [String]
  /// A line to try.
  package let example: String
}

/// One option, with or without a value.
package struct Option: Sendable {
  /// With its dashes: `--format`.
  package let name: String
  package let short: String?
  /// What its value is called in help; nil for a switch.
  package let value: String?
  /// The values it takes, where they are few.
  package let choices: [String]
  package let summary: String
  /// The environment variable that gives it where the command line does not.
  package let variable: String?

  init(
    _ name: String, short: String? = nil, value: String? = nil, choices: [String] = [],
    _ summary: String, isVariable: Bool = true
  ) {
    let words = name.drop { $0 == "-" }.split(separator: "-").joined(separator: "_")
    variable = isVariable ? "COURSEGEN_" + words.uppercased() : nil
    self.name = name
    self.short = short
    self.value = value
    self.choices = choices
    self.summary = summary
  }
}

extension Command {
  package static let table: [Command] = [
    Command(
      name: "build", arguments: "[DIR]",
      summary: "run, check and write the site to output/",
      options: ["--only", "--no-cache"], example: "coursegen build --strict"),
    Command(
      name: "check", arguments: "[FILE…]",
      summary: "verdicts only; also for a single Markdown file, or - for standard input",
      options: ["--only", "--fix", "--no-cache"], example: "coursegen check homework.md"),
    Command(
      name: "serve", arguments: "[DIR]",
      summary: "build, watch and reload the browser",
      options: ["--port", "--open", "--no-cache"], example: "coursegen serve --open"),
    Command(
      name: "new", arguments: "DIR | lesson NAME",
      summary: "a course or a lesson that builds green",
      options: [], example: "coursegen new calculus"),
    Command(
      name: "mutate", arguments: "[FILE…]", summary: "how strong are the checks?",
      options: ["--only"], example: "coursegen mutate lessons/04-activations.md"),
    Command(
      name: "list", arguments: "[FILE…]",
      summary: "claims, figures and symbols with places and verdicts",
      options: ["--only", "--no-cache"], example: "coursegen list lessons/04-activations.md"),
    Command(
      name: "explain", arguments: "CODE | NAME | FILE:LINE",
      summary: "what a message means, what a function does, what became of a formula",
      options: [], example: "coursegen explain lessons/04-activations.md:31"),
    Command(
      name: "doctor", arguments: "", summary: "are the libraries, fonts and KaTeX here?",
      options: [], example: "coursegen doctor"),
    Command(
      name: "clean", arguments: "[DIR]", summary: "empty output and cache",
      options: [], example: "coursegen clean"),
    Command(
      name: "manual", arguments: "[DIR]",
      summary: "write the manual's pages: commands, configuration, library, messages",
      options: [], example: "coursegen manual docs"),
    Command(
      name: "completions", arguments: "bash | zsh",
      summary: "print shell completions",
      options: [], example: "coursegen completions bash"),
  ]

  /// Options that every command takes.
  package static let common = [
    "--format", "--strict", "--jobs", "--seed", "--quiet", "--verbose", "--color", "--help",
  ]
}

extension Option {
  package static let table: [Option] = [
    Option(
      "--format", value: "FORM", choices: ["human", "json", "github"],
      "how messages are printed (human)"),
    Option("--strict", "warnings are errors"),
    Option("--jobs", short: "-j", value: "N", "lessons at a time (the number of cores)"),
    Option("--only", value: "LESSON", "just this lesson; may be repeated", isVariable: false),
    Option("--seed", value: "N", "another seed for all random numbers"),
    Option("--no-cache", "run everything again"),
    Option("--fix", "apply the repairs that are safe", isVariable: false),
    Option("--port", value: "N", "the port to serve on (4000, or the next free one)"),
    Option("--open", "open the browser", isVariable: false),
    Option("--quiet", short: "-q", "messages only"),
    Option("--verbose", short: "-v", "every verdict, and where the time went"),
    Option(
      "--color", value: "WHEN", choices: ["auto", "always", "never"], "colours (auto)"),
    Option("--help", short: "-h", "this help", isVariable: false),
    Option("--version", "the version", isVariable: false),
  ]

  package static func named(_ name: String) -> Option? {
    table.first { $0.name == name || $0.short == name }
  }
}
