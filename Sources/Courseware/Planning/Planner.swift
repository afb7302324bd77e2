import Formula
import Markup
import SourceText

/// Walks a lesson once, from top to bottom, with the symbols in sight.
package struct Planner {
  private var plan: Plan
  /// The plain text's scope.
  private var scope: Scope
  /// What each statement box declared for itself, for its proofs and solutions.
  private var locals: [String: [Local]] = [:]
  private var lastLocals: [Local] = []
  private var box: Box?
  /// The end of the last checked chain here, for a display that goes on from it.
  private var chain: ChainEnd?
  private var cells = 0

  /// What a box adds to the scope around it.
  private enum Local {
    case fence(Excerpt)
    case definition(Excerpt)
  }

  private struct Box {
    let kind: Statement.Kind
    let source: String?
    var locals: [Local] = []
  }

  private init(_ lesson: Lesson, _ scope: Scope) {
    plan = Plan(lesson: lesson, scope: scope)
    self.scope = scope
  }

  /// The plan of one lesson of a course.
  package static func plan(_ lesson: Lesson, of course: Course) -> Plan {
    var scope = Scope()
    for macro in course.configuration.macros {
      scope.macros[macro.name] = Scope.Macro(
        argumentCount: macro.argumentCount, replacement: macro.replacement)
    }
    var planner = Planner(lesson, scope)
    for wanted in lesson.frontMatter.notation {
      if let notation = course.notation(named: wanted.value) { planner.include(notation) }
    }
    planner.scope = planner.scope.nested()
    planner.walk(lesson.document.blocks + lesson.document.footnotes.flatMap(\.blocks))
    planner.plan.scope = planner.scope
    return planner.plan
  }

  // MARK: Notation files

  private mutating func include(_ notation: Notation) {
    for block in notation.document.blocks {
      switch block.kind {
      case .symbols(let fence): declare(fence, at: block.span)
      case .display(let display) where display.attributes.role == .define:
        plan.diagnostics += scope.define(display.latex)
      case .heading, .paragraph: break
      default: plan.diagnostics.append(.onlyInNotation(at: block.span))
      }
    }
  }

  // MARK: Blocks

  private mutating func walk(_ blocks: [Block]) {
    for block in blocks { visit(block) }
  }

  private mutating func visit(_ block: Block) {
    if case .statement(let statement) = block.kind {
      enter(statement)
      return
    }
    visitInlines(block.inlines)
    switch block.kind {
    case .symbols(let fence): declare(fence, at: block.span)
    case .display(let display):
      read(display.latex, display.attributes, at: block.span, isInline: false)
    case .run(let run): addCell(run, at: block.span)
    default: walk(block.children)
    }
  }

  private mutating func visitInlines(_ inlines: [Inline]) {
    var found: [Inline] = []
    for inline in inlines { inline.visit { found.append($0) } }
    for inline in found {
      switch inline.kind {
      case .math(let math): read(math.latex, math.attributes, at: inline.span, isInline: true)
      case .run(let expression):
        plan.items.append(
          .value(PlannedValue(span: inline.span, expression: expression, scope: scope)))
      default: break
      }
    }
  }

  private mutating func addCell(_ run: RunBlock, at span: Span) {
    cells += 1
    plan.items.append(
      .cell(
        PlannedCell(span: span, run: run, scope: scope, ordinal: cells, source: box?.source)))
  }

  // MARK: Boxes

  /// Definitions speak for the rest of the lesson; other boxes for themselves and their proofs.
  private mutating func enter(_ statement: Statement) {
    let outer = (scope: scope, box: box)
    chain = nil
    let source = statement.attributes["source"]?.text ?? box?.source
    box = Box(kind: statement.kind, source: source)
    switch statement.kind {
    case .definition: box?.locals = outer.box?.locals ?? []
    case .proof, .solution:
      scope = scope.nested()
      for local in belonging(statement) { replay(local) }
    default: scope = scope.nested()
    }
    visitInlines(statement.title)
    walk(statement.blocks)
    leave(statement, to: outer)
  }

  private mutating func leave(_ statement: Statement, to outer: (scope: Scope, box: Box?)) {
    let own = box?.locals ?? []
    box = outer.box
    chain = nil
    guard statement.kind != .definition else {
      box?.locals = own
      return
    }
    scope = outer.scope
    guard statement.kind != .proof, statement.kind != .solution else { return }
    lastLocals = own
    if let label = statement.attributes.identifier { locals[label.text] = own }
  }

  /// The declarations of the statement that a proof or solution belongs to.
  private mutating func belonging(_ statement: Statement) -> [Local] {
    guard let of = statement.attributes["of"] else { return lastLocals }
    let label = of.text.hasPrefix("@") ? String(of.text.dropFirst()) : of.text
    if let known = locals[label] { return known }
    plan.diagnostics.append(.noStatement(label, at: of.span(0..<of.count)))
    return []
  }

  /// Declares again what the statement declared; its mistakes have been reported there.
  private mutating func replay(_ local: Local) {
    switch local {
    case .fence(let fence): _ = scope.declare(fence)
    case .definition(let latex): _ = scope.define(latex)
    }
  }

  // MARK: Formulas

  private mutating func declare(_ fence: Fence, at span: Span) {
    let first = scope.symbols.count
    plan.diagnostics += scope.declare(fence.body)
    plan.declarations[span] = Declarations(
      symbols: Array(scope.symbols[first...]), scope: scope)
    box?.locals.append(.fence(fence.body))
  }

  private mutating func read(
    _ latex: Excerpt, _ attributes: Attributes, at span: Span, isInline: Bool
  ) {
    let role = attributes.role
    if role != nil, role != .prose,
      latex.bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) })
    {
      plan.diagnostics.append(.emptyFormula(at: span))
      return
    }
    switch role {
    case .define:
      plan.diagnostics += scope.define(latex)
      box?.locals.append(.definition(latex))
    case .check, .refute: readClaim(latex, attributes, at: span, isInline: isInline)
    case .prose: break
    case nil:
      guard !isInline, statesRelation(latex) else { break }
      plan.unchecked.append(span)
      plan.diagnostics.append(.unchecked(at: latex.span(0..<latex.count)))
    }
  }

  /// Whether all its symbols are known and it claims something.
  private func statesRelation(_ latex: Excerpt) -> Bool {
    var trial = scope
    return trial.read(claim: latex, continuing: chain).claim != nil
  }

  private mutating func readClaim(
    _ latex: Excerpt, _ attributes: Attributes, at span: Span, isInline: Bool
  ) {
    let previous = chain
    let (read, problems) = scope.read(claim: latex, continuing: previous)
    let mismatch = read == nil ? attributes.expectedMismatch(among: problems) : nil
    if mismatch == nil { plan.diagnostics += problems }
    plan.diagnostics += unknownSizes(attributes)
    chain = attributes.role == .check ? read?.last : nil
    guard let claim = read ?? mismatch.map({ Claim(unreadAt: $0.span) }) else { return }
    plan.items.append(
      .claim(
        PlannedClaim(
          span: span, latex: latex, label: attributes.identifier?.text,
          isRefutation: attributes.role == .refute, isInline: isInline, claim: claim,
          mismatch: mismatch, previous: previous, scope: scope, attributes: attributes,
          box: box?.kind,
          source: attributes["source"]?.text ?? box?.source)))
  }
}

extension Planner {
  /// `sizes="m=3"` where no whole number is called m.
  fileprivate func unknownSizes(_ attributes: Attributes) -> [Diagnostic] {
    guard let value = attributes["sizes"] else { return [] }
    return value.text.split(separator: ",").compactMap { part in
      let name = part.prefix { $0 != "=" }.filter { $0 != " " }
      switch scope.symbol(named: name)?.kind {
      case .size, .integer, .index: return nil
      default:
        return MarkupFault.wrongValue.report(
          at: value.span(0..<value.count), "\(name) in sizes= is no declared size or whole number")
      }
    }
  }
}

extension Attributes {
  /// The complaint that `.refute expect=shape` asks for, if nothing else is wrong.
  fileprivate func expectedMismatch(among problems: [Diagnostic]) -> Diagnostic? {
    guard role == .refute, self["expect"]?.text == ClaimResult.Expectation.shape.rawValue else {
      return nil
    }
    let errors = problems.filter { $0.severity == .error }
    return errors.count == 1 && errors[0].id == "ShapeMismatch" ? errors[0] : nil
  }
}

extension Claim {
  /// What stands for a formula that is no claim.
  fileprivate init(unreadAt span: Span) {
    self.init(steps: [], hypotheses: [], last: nil, at: span)
  }
}
