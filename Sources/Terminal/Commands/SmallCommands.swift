import Courseware
import Markup
import Site

/// `coursegen clean`: empties output and cache.
struct CleanCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let root = invocation.arguments.first ?? "."
    _ = try Sources.course(in: root)
    var removed = 0
    for folder in ["output", ".coursegen"] {
      let path = root == "." ? folder : "\(root)/\(folder)"
      do { removed += try OutputFolder(path).clear() } catch { throw UsageFailure(error) }
    }
    console.write("removed \(removed) files\n")
    return 0
  }
}

/// The command `completions bash` or `completions zsh`.
struct CompletionsCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    switch invocation.arguments.first {
    case "bash": console.write(Completions.bash + "\n")
    case "zsh": console.write(Completions.zsh + "\n")
    default: throw UsageFailure("completions wants bash or zsh")
    }
    return 0
  }
}

/// The command `doctor`: tells whether the libraries, fonts and KaTeX are here.
struct DoctorCommand {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func run() -> Int32 {
    var code: Int32 = 0
    let good = console.paint.green("✓")
    console.write("\(good) libcmark: \(Document.parserVersion)\n")
    console.write("\(good) libyaml: \(YAML.parserVersion)\n")
    for finding in SiteBuild.dependencies() {
      let mark = finding.version == nil ? console.paint.red("✗") : console.paint.green("✓")
      let words = finding.version ?? "missing: apt-get install \(finding.package)"
      console.write("\(mark) \(finding.name): \(words)\n")
      if finding.version == nil { code = 2 }
    }
    console.write("coursegen \(Version.current)\n")
    return code
  }
}
