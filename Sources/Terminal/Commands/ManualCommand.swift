import Files

/// The command `manual`: writes the manual as Markdown pages.
struct ManualCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let folder = invocation.arguments.first ?? "manual"
    for page in Manual.pages {
      let path = "\(folder)/\(page.name)"
      do {
        if try FileSystem.write(Array(page.text.utf8), to: path) {
          console.write("wrote \(path)\n")
        }
      } catch { throw UsageFailure(error) }
    }
    return 0
  }
}
