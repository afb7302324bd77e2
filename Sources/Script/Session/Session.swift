package import SourceText

/// A lesson's blocks, which share one environment from top to bottom.
package final class Session {
  private var environment = Environment()
  private var values: [Value] = []
  private let limits: Limits
  private let host: Host
  private var recorder = Recorder()

  package init(limits: Limits = Limits(), host: Host = Host()) {
    self.limits = limits
    self.host = host
  }

  /// Makes a `.define`d name visible to the blocks that follow.
  package func define(_ external: External) {
    environment.externals[external.name] = external
  }

  /// Takes a `.define`d name away from the blocks that follow.
  package func forget(_ name: String) { environment.externals[name] = nil }

  /// A block that has been read and resolved.
  package struct Program {
    let code: Code
    let environment: Environment
  }

  /// Reads and resolves a block; with an error nothing of it will run.
  package func compile(_ excerpt: Excerpt) -> (Program?, [Diagnostic]) {
    let (statements, syntax) = Parser.parse(excerpt)
    guard !syntax.contains(where: { $0.severity == .error }) else { return (nil, syntax) }
    let (code, next, resolving) = Compiler.compile(statements, environment, excerpt)
    let diagnostics = (syntax + resolving).sorted { $0.span.start < $1.span.start }
    let hadErrors = diagnostics.contains { $0.severity == .error }
    return (
      hadErrors ? nil : Program(code: code, environment: next), diagnostics
    )
  }

  /// Compiles and runs a block.
  package func run(_ excerpt: Excerpt, random: RandomAddress = RandomAddress()) -> BlockResult {
    let (program, diagnostics) = compile(excerpt)
    var result = BlockResult()
    result.diagnostics = diagnostics
    result.seed = random.seed
    guard let program else { return result }
    return run(program, random: random, result)
  }

  /// Runs a program compiled in this session.
  package func run(
    _ program: Program, random: RandomAddress, _ start: BlockResult = BlockResult()
  ) -> BlockResult {
    var result = start
    let machine = Machine(limits: limits, host: host, random: RandomSource(random))
    machine.recorder = Recorder()
    machine.previousRecords = recorder
    for (index, value) in values.enumerated() { machine.stack[index] = value }
    do throws(Failure) {
      _ = try machine.run(program.code, base: 0)
      let reached = machine.reachedInTrials.union(machine.output.checks.map { $0.span })
      // Where an instance fails, what stands behind that in the body is not come to.
      let isWhole = machine.output.checks.allSatisfy { $0.kind != .forAll || $0.passed }
      let sites = isWhole ? program.code.ownChecks : program.code.checks
      result.diagnostics += sites.filter { !reached.contains($0.span) }.map {
        Wording.checkNotReached($0)
      }
    } catch {
      result.diagnostics.append(Wording.failed(error))
    }
    keep(machine, program.environment)
    result.shown = machine.output.shown
    result.figures = machine.output.figures
    result.checks = machine.output.checks
    result.diagnostics.append(contentsOf: machine.output.diagnostics)
    result.fuelUsed = limits.fuel - max(0, machine.fuel)
    result.usesRandomNumbers = machine.random.isUsed
    result.seed = machine.random.seed
    return result
  }

  private func keep(_ machine: Machine, _ next: Environment) {
    environment = next
    values = (0..<next.globalNames.count).map { machine.stack[$0] }
    // What a failed block did not reach is unknown to the blocks that follow.
    for (index, name) in next.globalNames.enumerated() {
      if case .nothing = values[index] {
        environment.assigned.remove(name)
      } else {
        environment.assigned.insert(name)
      }
    }
    if !machine.recorder.names.isEmpty { recorder = machine.recorder }
  }

  /// The value of a variable: what a `computed` symbol brings into formulas.
  package func value(of name: String) -> Value? {
    guard let register = environment.globals[name], Int(register) < values.count else {
      return nil
    }
    if case .nothing = values[Int(register)] { return nil }
    return values[Int(register)]
  }

  /// The value of an expression in prose, as text.
  package func inline(
    _ excerpt: Excerpt, random: RandomAddress = RandomAddress()
  ) -> (Displayed?, [Diagnostic]) {
    let result = run(excerpt, random: random)
    return (result.hasErrors ? nil : result.shown.last, result.diagnostics)
  }
}
