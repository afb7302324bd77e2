import Files
import Formula
import Markup
import Numerics
import Script
import SourceText
import Verification

/// Judges a lesson's claims and runs its blocks, from top to bottom.
///
/// What the records of earlier runs hold is taken from there; blocks are run again if something
/// that has to be run uses their variables. As soon as such a part of the blocks meets a mistake,
/// all of them are run, so that messages do not depend on what was recorded.
struct LessonRunner {
  private let plan: Plan
  private let settings: Settings
  private let limits: Configuration.Limits
  private let data: DataFiles
  private let keys: LessonKeys
  private var records: RecordFile?
  private var session: Session
  private var judge: Judge
  private var results: LessonResults
  /// The definitions that blocks can call by now, by their names in blocks.
  private var bridged: [String: Bridge] = [:]
  /// Items whose blocks met a mistake.
  private var failed: Set<Int> = []

  private struct Bridge: Equatable {
    let symbol: SymbolID
    let clauses: Int
    /// What it means, for names that a block uses.
    var content: ContentHash?
  }

  private init(_ plan: Plan, of course: Course, seed: Int, records: RecordFile?) {
    self.plan = plan
    self.records = records
    settings = Settings(seed: UInt64(seed))
    limits = course.configuration.limits
    data = DataFiles(course)
    keys = LessonKeys(plan, settings: settings, limits: limits)
    session = Session(limits: Limits(limits), host: data.host)
    judge = Judge(settings)
    results = LessonResults(lesson: plan.lesson.name)
  }

  static func run(
    _ plan: Plan, of course: Course, seed: Int, cache: ResultCache? = nil
  ) -> LessonResults {
    let name = "lessons/" + plan.lesson.name
    var runner = LessonRunner(plan, of: course, seed: seed, records: cache?.open(name))
    runner.run()
    if var records = runner.records { cache?.save(&records) }
    return runner.results
  }

  private mutating func run() {
    let known = known()
    guard !known.isEmpty else {
      run(reusing: [:])
      return
    }
    if !run(reusing: known) {
      startAgain()
      run(reusing: [:])
    }
  }

  private mutating func startAgain() {
    results = LessonResults(lesson: plan.lesson.name)
    session = Session(limits: Limits(limits), host: data.host)
    bridged = [:]
    failed = []
  }

  // MARK: Records

  /// What an item gave in an earlier run.
  private enum Known {
    case claim([StepResult])
    case cell(CellResult)
    case value(String?)
  }

  private mutating func known() -> [Int: Known] {
    var found: [Int: Known] = [:]
    for (number, item) in plan.items.enumerated() {
      guard let key = keys.keys[number], let bytes = records?[key] else { continue }
      do {
        found[number] = try known(item, bytes)
      } catch {
        records?.remove(key)
      }
    }
    return found
  }

  private func known(_ item: Plan.Item, _ bytes: [UInt8]) throws(ByteReader.Damage) -> Known? {
    switch item {
    case .claim(let claim): return .claim(try StepRecord.decoded(bytes, in: claim.latex))
    case .cell(let cell):
      guard data.areAsRead(try BlockRecord.readings(bytes)) else { return nil }
      var result = CellResult(cell)
      try BlockRecord.decode(bytes, into: &result, in: cell.run.body)
      return .cell(result)
    case .value:
      guard data.areAsRead(try BlockRecord.readings(bytes)) else { return nil }
      return .value(try BlockRecord.value(bytes))
    }
  }

  private mutating func keep(_ number: Int, _ bytes: [UInt8]?) {
    guard let bytes, let key = keys.keys[number],
      !keys.needs[number].contains(where: failed.contains)
    else { return }
    records?.store(bytes, under: key)
  }

  // MARK: Items

  /// False if blocks were left out and one that was run met a mistake.
  @discardableResult
  private mutating func run(reusing known: [Int: Known]) -> Bool {
    results.unchecked = plan.unchecked
    let again = Set(plan.items.indices.filter { known[$0] == nil }.flatMap { keys.needs[$0] })
    let isWhole = plan.items.indices.allSatisfy { number in
      if case .claim = plan.items[number] { return true }
      return known[number] == nil || again.contains(number)
    }
    for (number, item) in plan.items.enumerated() {
      if let outcome = known[number] { take(outcome, item) }
      let isNew = known[number] == nil
      guard isNew || again.contains(number) else { continue }
      let start = Clock.now
      switch item {
      case .claim(let claim): judge(claim, number)
      case .cell(let cell): run(cell, number, isNew: isNew)
      case .value(let value): run(value, number, isNew: isNew)
      }
      results.timings.append(Timing(item.span, item.kind, Clock.now - start))
      if !isWhole, !failed.isEmpty { return false }
    }
    return true
  }

  private mutating func take(_ outcome: Known, _ item: Plan.Item) {
    switch (outcome, item) {
    case (.claim(let steps), .claim(let planned)):
      let result = ClaimResult(planned, steps)
      results.claims.append(result)
      results.diagnostics += result.diagnostics
      results.work.claimsReused += 1
    case (.cell(let result), _):
      results.cells.append(result)
      results.work.blocksReused += 1
    case (.value(let text), .value(let value)):
      results.values[value.span] = text
      results.work.blocksReused += 1
    default: break
    }
  }

  // MARK: Claims

  private mutating func judge(_ planned: PlannedClaim, _ number: Int) {
    if let mismatch = planned.mismatch {
      results.claims.append(ClaimResult(planned, [StepResult(mismatch: mismatch)]))
      return
    }
    judge.computed = computedValues(in: planned.scope)
    let steps = judge.judge(
      planned.claim, in: planned.scope, options: planned.options,
      source: ClaimSource(planned.latex, continuing: planned.previous))
    let result = ClaimResult(planned, steps)
    results.claims.append(result)
    results.diagnostics += result.diagnostics
    results.work.claimsJudged += 1
    if !steps.contains(where: \.verdict.isFault) {
      keep(number, StepRecord.encoded(steps, in: planned.latex))
    }
  }

  /// What blocks have computed so far for the symbols that a formula takes from them.
  private func computedValues(in scope: Scope) -> [SymbolID: [ComputedValue]] {
    var values: [SymbolID: [ComputedValue]] = [:]
    for symbol in scope.symbols {
      guard case .computed(let variable, _) = symbol.kind,
        let numbers = session.value(of: variable)?.numbers
      else { continue }
      let known = numbers.compactMap { ComputedValue($0) }
      if known.count == numbers.count { values[symbol.id] = known }
    }
    return values
  }

  // MARK: Blocks

  private mutating func run(_ cell: PlannedCell, _ number: Int, isNew: Bool) {
    bridge(cell.scope, for: cell.run.body)
    data.startReading()
    let attributes = cell.run.attributes
    let outcome = session.run(
      cell.run.body,
      random: RandomAddress(
        seed: attributes["seed"].flatMap { UInt64($0.text) } ?? settings.seed,
        lesson: plan.lesson.name, block: cell.address))
    var result = CellResult(cell, outcome, prefix: prefix(of: cell))
    // A block that is to fail has failed as it should where a check does.
    result.diagnostics += outcome.diagnostics.filter {
      !(result.isRefutation && $0.id == "CheckFailed")
    }
    if !result.diagnostics.isEmpty { failed.insert(number) }
    results.work.blocksRun += 1
    guard isNew else { return }
    results.diagnostics += result.diagnostics
    results.cells.append(result)
    keep(number, BlockRecord.encoded(result, in: cell.run.body, readings: data.readings))
  }

  /// What anchors in a block's figures begin with: the same wherever the lesson stands.
  private func prefix(of cell: PlannedCell) -> String {
    let name = "f-\(plan.lesson.name)-\(cell.address)"
    return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private mutating func run(_ value: PlannedValue, _ number: Int, isNew: Bool) {
    bridge(value.scope, for: value.expression)
    data.startReading()
    let address = RandomAddress(seed: settings.seed, lesson: plan.lesson.name, block: "inline")
    let (shown, diagnostics) = session.inline(value.expression, random: address)
    if !diagnostics.isEmpty { failed.insert(number) }
    results.work.blocksRun += 1
    guard isNew else { return }
    results.diagnostics += diagnostics
    results.values[value.span] = shown?.text
    if diagnostics.isEmpty {
      keep(number, BlockRecord.encoded(shown?.text, readings: data.readings))
    }
  }

  /// Makes the definitions in sight callable, and no others.
  private mutating func bridge(_ scope: Scope, for code: Excerpt) {
    let used = BlockNames(code).mentioned
    var inSight: Set<String> = []
    for latex in scope.visibleNames {
      guard let symbol = scope.symbol(named: latex),
        let definition = scope.definition(of: symbol.id), let name = ScriptName.of(latex)
      else { continue }
      inSight.insert(name)
      var bridge = Bridge(symbol: symbol.id, clauses: definition.clauses.count)
      if used.contains(name) {
        var content = FormulaContent(scope)
        content.write(symbol.id)
        bridge.content = ContentHash(content.finish())
      } else if bridged[name]?.symbol == bridge.symbol, bridged[name]?.clauses == bridge.clauses {
        continue
      }
      guard bridged[name] != bridge else { continue }
      bridged[name] = bridge
      if let function = FormulaFunction(symbol, in: scope) {
        session.define(External(function))
      } else {
        session.forget(name)
      }
    }
    for name in bridged.keys.sorted() where !inSight.contains(name) {
      bridged[name] = nil
      session.forget(name)
    }
  }
}

extension Verdict {
  /// Whether this program is to blame: such a result is not kept.
  fileprivate var isFault: Bool {
    if case .undecided(.fault) = self { return true }
    return false
  }
}

extension Limits {
  init(_ limits: Configuration.Limits) {
    self.init(
      fuel: limits.fuel, entries: limits.memory / 8, depth: limits.depth,
      shown: max(1, limits.output / 500))
  }
}

extension StepResult {
  /// A statement that cannot be read since sizes differ, as it is said to be.
  fileprivate init(mismatch: Diagnostic) {
    var evidence = Evidence(.structure)
    evidence.remarks = [.sizesDiffer(mismatch.summary)]
    self.init(.shape, evidence, at: mismatch.span)
  }
}
