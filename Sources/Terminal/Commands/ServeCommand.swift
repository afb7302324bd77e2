import Courseware
import Files
import Glibc
import Site
import SourceText

/// `coursegen serve`: builds, serves on this machine, builds again whenever a source changes.
struct ServeCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let root = invocation.arguments.first ?? "."
    _ = try Sources.course(in: root)
    let wanted = invocation.number("--port") ?? 4000
    guard (0...65535).contains(wanted) else { throw UsageFailure("--port is at most 65535") }
    let build = PreviewBuild(invocation, console)
    guard let watcher = Watcher(root == "." ? "lessons" : root + "/lessons"),
      let builder = PreviewBuilder({ build.run() })
    else { throw UsageFailure("the system gives no file watch") }
    let server = try PreviewServer(port: wanted, watcher: watcher, builder: builder)
    let address = "http://localhost:\(server.port)/"
    if server.port != wanted, wanted != 0 { console.remark("port \(wanted) is taken") }
    console.write("\(address)  (stop with Ctrl-C)\n")
    _ = builder.start()
    if invocation.has("--open") { Self.open(address) }
    server.run()
  }

  /// Hands an address to the browser; that none opens is no error.
  private static func open(_ address: String) {
    let opener = Environment.value("BROWSER") ?? "xdg-open"
    var process: pid_t = 0
    var words = [strdup(opener), strdup(address), nil]
    defer { for word in words { free(word) } }
    posix_spawnp(&process, opener, nil, nil, &words, environ)
    signal(SIGCHLD, SIG_IGN)
  }
}

/// One build for the preview: its pages stay in memory.
private struct PreviewBuild: Sendable {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() -> PreviewBuilder.Outcome {
    let start = Clock.now
    do throws(UsageFailure) {
      let run = invocation.run(try Sources.read(invocation), console)
      let built: SiteBuild
      let options = invocation.runOptions(for: run.course)
      do {
        built = try SiteBuild(run, jobs: options.jobs, cache: options.cache)
      } catch { throw UsageFailure(error.message) }
      let report = Report(
        run: run, further: built.diagnostics, isStrict: invocation.has("--strict"))
      console.write(invocation.text(of: report, since: start, console))
      return PreviewBuilder.Outcome(files: built.files, errors: report.errorText)
    } catch {
      console.complain(error.message)
      return PreviewBuilder.Outcome(files: nil, errors: error.message)
    }
  }
}
