import Courseware
import Files

/// The command line from words to exit code.
package enum Program {
  /// 0 clean, 1 claims failed or errors in the course, 2 wrong usage or a missing dependency, 70 a
  /// fault of this program.
  package static func run(_ words: [String]) -> Int32 {
    Faults.install()
    let invocation: Invocation
    do {
      invocation = try Invocation(words, environment: Environment.all(prefix: "COURSEGEN_"))
    } catch {
      complain(error.message)
      return 2
    }
    let console = Console(invocation)
    if invocation.has("--version") {
      console.write("coursegen \(Version.current)\n")
      return 0
    }
    guard let name = invocation.command,
      let command = Command.table.first(where: { $0.name == name })
    else {
      console.write(Help.overview + "\n")
      return invocation.has("--help") ? 0 : 2
    }
    if invocation.has("--help") {
      console.write(Help.text(for: command) + "\n")
      return 0
    }
    do {
      return try perform(name, invocation, console)
    } catch let failure {
      console.complain(failure.message)
      return 2
    }
  }

  private static func complain(_ message: String) {
    (try? Invocation([])).map(Console.init)?.complain(message + " (coursegen --help)")
  }

  private static func perform(
    _ name: String, _ invocation: Invocation, _ console: Console
  ) throws(UsageFailure) -> Int32 {
    switch name {
    case "build": return try BuildCommand(invocation, console).run()
    case "check": return try CheckCommand(invocation, console).run()
    case "serve": return try ServeCommand(invocation, console).run()
    case "mutate": return try MutateCommand(invocation, console).run()
    case "list": return try ListCommand(invocation, console).run()
    case "explain": return try ExplainCommand(invocation, console).run()
    case "doctor": return DoctorCommand(console).run()
    case "clean": return try CleanCommand(invocation, console).run()
    case "new": return try NewCommand(invocation, console).run()
    case "manual": return try ManualCommand(invocation, console).run()
    case "completions": return try CompletionsCommand(invocation, console).run()
    default: throw UsageFailure("no command is called \(name)")
    }
  }
}

/// Why a command cannot be carried out at all: wrong usage, a missing file or dependency.
struct UsageFailure: Error {
  let message: String

  init(_ message: String) { self.message = message }

  init(_ error: FileError) {
    let verb =
      switch error.action {
      case .read: "read"
      case .write: "write"
      case .list: "list"
      case .remove: "remove"
      }
    message = "cannot \(verb) \(error.path): \(error.reason)"
  }
}
