import Files
import Formula
import Markup
import Numerics
import Script
import SourceText
import Verification

/// Judges a lesson's claims and runs its blocks, from top to bottom.
struct LessonRunner {
  private let plan: Plan
  private let course: Course
  private let seed: UInt64
  private let session: Session
  private var judge: Judge
  private var results: LessonResults
  /// Defined names that blocks can call by now.
  private var bridged: Set<String> = []

  private init(_ plan: Plan, of course: Course, seed: Int) {
    self.plan = plan
    self.course = course
    self.seed = UInt64(seed)
    session = Session(limits: Limits(course.configuration.limits), host: .reading(course))
    judge = Judge(Settings(seed: UInt64(seed)))
    results = LessonResults(lesson: plan.lesson.name)
  }

  static func run(_ plan: Plan, of course: Course, seed: Int) -> LessonResults {
    var runner = LessonRunner(plan, of: course, seed: seed)
    runner.run()
    return runner.results
  }

  private mutating func run() {
    results.unchecked = plan.unchecked
    for item in plan.items {
      switch item {
      case .claim(let claim): judge(claim)
      case .cell(let cell): run(cell)
      case .value(let value): run(value)
      }
    }
  }

  // MARK: Claims

  private mutating func judge(_ planned: PlannedClaim) {
    judge.computed = computedValues(in: planned.scope)
    let steps = judge.judge(planned.claim, in: planned.scope, options: planned.options)
    let result = ClaimResult(planned, steps)
    results.claims.append(result)
    results.diagnostics += result.diagnostics
  }

  /// What blocks have computed so far for the symbols that a formula takes from them.
  private func computedValues(in scope: Scope) -> [SymbolID: [Rational]] {
    var values: [SymbolID: [Rational]] = [:]
    for symbol in scope.symbols {
      guard case .computed(let variable, _) = symbol.kind,
        let numbers = session.value(of: variable)?.numbers
      else { continue }
      let exact = numbers.compactMap { Rational(exactly: $0) }
      if exact.count == numbers.count { values[symbol.id] = exact }
    }
    return values
  }

  // MARK: Blocks

  private mutating func run(_ cell: PlannedCell) {
    bridge(cell.scope)
    let attributes = cell.run.attributes
    let outcome = session.run(
      cell.run.body,
      random: RandomAddress(
        seed: attributes["seed"].flatMap { UInt64($0.text) } ?? seed, lesson: plan.lesson.name,
        block: cell.label ?? "\(cell.ordinal)"))
    var result = CellResult(cell, outcome, prefix: "f\(plan.lesson.number)-\(cell.ordinal)")
    // A block that is to fail has failed as it should where a check does.
    result.diagnostics += outcome.diagnostics.filter {
      !(result.isRefutation && $0.id == "CheckFailed")
    }
    results.diagnostics += result.diagnostics
    results.cells.append(result)
  }

  private mutating func run(_ value: PlannedValue) {
    bridge(value.scope)
    let address = RandomAddress(seed: seed, lesson: plan.lesson.name, block: "inline")
    let (shown, diagnostics) = session.inline(value.expression, random: address)
    results.diagnostics += diagnostics
    results.values[value.span] = shown?.text
  }

  /// Makes the definitions in sight callable.
  private mutating func bridge(_ scope: Scope) {
    for name in scope.visibleNames {
      guard let symbol = scope.symbol(named: name),
        bridged.insert("\(symbol.id.number) \(name)").inserted,
        let function = FormulaFunction(symbol, in: scope)
      else { continue }
      session.define(External(function))
    }
  }
}

extension PlannedClaim {
  /// What the display's attributes ask for; Markup has checked their form.
  var options: ClaimOptions {
    var options = ClaimOptions()
    options.isRefutation = isRefutation
    options.points = attributes["points"].flatMap { Int($0.text) }
    if let within = attributes["within"]?.text {
      let isRelative = within.hasSuffix("%")
      if let number = Rational(decimal: isRelative ? String(within.dropLast()) : within) {
        let hundredth = number.divided(by: Rational(100)) ?? number
        options.within = isRelative ? .relative(hundredth) : .absolute(number)
      }
    }
    for part in (attributes["sizes"]?.text ?? "").split(separator: ",") {
      let sides = part.split(separator: "=")
      let ends = sides.last?.split(separator: ".").compactMap { Int($0.filter { $0 != " " }) } ?? []
      guard sides.count == 2, let first = ends.first, let last = ends.last, first <= last else {
        continue
      }
      options.sizes[sides[0].filter { $0 != " " }] = first...last
    }
    return options
  }
}

extension Limits {
  init(_ limits: Configuration.Limits) {
    self.init(
      fuel: limits.fuel, entries: limits.memory / 8, depth: limits.depth,
      shown: max(1, limits.output / 500))
  }
}

extension Host {
  /// Lets blocks read data files under `lessons/`, and nothing else.
  static func reading(_ course: Course) -> Host {
    guard let root = course.root else { return Host() }
    let folder = root == "." || root.isEmpty ? "lessons" : root + "/lessons"
    return Host { name in
      guard let inside = FileSystem.resolved(folder),
        let path = FileSystem.resolved("\(folder)/\(name)"), path.hasPrefix(inside + "/"),
        let bytes = try? FileSystem.read(path, limit: 16 << 20)
      else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension External {
  /// A definition as blocks see it.
  init(_ function: FormulaFunction) {
    self.init(
      name: function.name, parameters: function.parameters.map(\.name),
      isPositional: function.isPositional,
      evaluate: { arguments in
        switch function.value(arguments.map(FormulaFunction.Grid.init)) {
        case .failure(let obstacle): .failure(obstacle.message)
        case .success(let value) where value.form == .scalar: .number(value.grid.entries[0])
        case .success(let value):
          .array(NumericArray(value.grid, isVector: value.form == .vector))
        }
      },
      pullback: { arguments, cotangent in
        let grids = arguments.map(FormulaFunction.Grid.init)
        return function.pullback(grids, cotangent.elements)?.enumerated().map { number, grid in
          NumericArray(grid, isVector: arguments[number].isVector)
        }
      })
  }
}

extension FormulaFunction.Grid {
  init(_ array: NumericArray) {
    self.init(rows: array.rows, columns: array.columns, entries: array.elements)
  }
}

extension NumericArray {
  convenience init(_ grid: FormulaFunction.Grid, isVector: Bool) {
    if isVector {
      self.init(grid.entries)
    } else {
      self.init(rows: grid.rows, columns: grid.columns, grid.entries)
    }
  }
}
