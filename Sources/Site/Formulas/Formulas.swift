package import Courseware
package import SourceText
import Synchronization
package import Typesetting

/// Typesets the formulas of pages and collects what is wrong with them.
///
/// Any number of threads may ask at once; each borrows an engine for as long as it needs one.
package final class Formulas: Sendable {
  private let macros: [TypesetRequest.Macro]
  private let version: String
  private let engines: EnginePool
  private let cache: ResultCache?
  private let state: Mutex<State>

  private struct State {
    /// What earlier builds have typeset.
    var records: RecordFile?
    var set: [TypesetRequest: SetFormula] = [:]
    /// By place, so that a formula that stands on two pages is reported once.
    var found: [Diagnostic] = []
    var styles: [String: String] = [:]
  }

  package init(
    _ first: Typesetter, macros: [TypesetRequest.Macro], cache: ResultCache? = nil
  ) {
    version = first.version
    engines = EnginePool(first)
    self.macros = macros
    self.cache = cache
    state = Mutex(State(records: cache?.open("formulas")))
  }

  /// Keeps what was typeset for the next build.
  package func save() {
    guard let cache else { return }
    state.withLock { state in
      guard var records = state.records else { return }
      cache.save(&records)
      state.records = records
    }
  }

  /// What is wrong with formulas, in source order.
  package var diagnostics: [Diagnostic] {
    state.withLock(\.found).sorted {
      ($0.span.source.number, $0.span.start, $0.span.end, $0.id, $0.summary)
        < ($1.span.source.number, $1.span.start, $1.span.end, $1.id, $1.summary)
    }
  }

  /// The names that pages have for the styles of the formulas typeset so far.
  var styleNames: StyleNames { StyleNames(state.withLock { Array($0.styles.keys) }) }

  /// The rules that the formulas typeset so far need beside KaTeX's own.
  var stylesheet: String { ShortFormula.sheet + FormulaStyles.sheet(state.withLock(\.styles)) }

  /// The name of a class with these declarations, for places that are computed.
  func styleClass(_ declarations: String) -> String {
    let name = FormulaStyles.name(of: declarations)
    state.withLock { $0.styles[name] = declarations }
    return name
  }

  /// An author's formula; its mistakes become diagnostics at their place.
  func set(_ latex: Excerpt, isDisplay: Bool = false) -> SetFormula {
    let formula = set(latex.text, isDisplay)
    let diagnostics = formula.findings.diagnostics(in: latex)
    if !diagnostics.isEmpty {
      state.withLock { state in
        for diagnostic in diagnostics where !state.found.contains(diagnostic) {
          state.found.append(diagnostic)
        }
      }
    }
    return formula
  }

  func html(_ latex: Excerpt, isDisplay: Bool = false) -> String {
    set(latex, isDisplay: isDisplay).html
  }

  /// A formula of this program's making.
  func html(generated latex: String, isDisplay: Bool = false) -> String {
    set(latex, isDisplay).html
  }

  /// A formula of this program's making as MathML only: for what is folded away, a tenth of the
  /// bytes.
  func mathML(_ latex: String) -> String? {
    let request = TypesetRequest(latex: latex, isDisplay: false, macros: macros)
    return formula(request).mathML
  }

  /// The same, or the formula as code where it cannot be set.
  func mathematics(_ latex: String) -> String {
    mathML(latex) ?? "<code>\(HTML.escaped(latex))</code>"
  }

  private func set(_ latex: String, _ isDisplay: Bool) -> SetFormula {
    let request = TypesetRequest(latex: latex, isDisplay: isDisplay, macros: macros)
    let formula = formula(request)
    guard !formula.styles.isEmpty else { return formula }
    state.withLock { state in
      for (name, declarations) in formula.styles { state.styles[name] = declarations }
    }
    return formula
  }

  private func formula(_ request: TypesetRequest) -> SetFormula {
    if let known = state.withLock({ $0.set[request] }) { return known }
    let key = request.content(version)
    if let record = state.withLock({ $0.records?[key] }), let kept = try? SetFormula(record: record)
    {
      state.withLock { $0.set[request] = kept }
      return kept
    }
    let result = engines.typeset(request) ?? TypesetResult(html: nil, remarks: [])
    let formula = SetFormula(request, result)
    state.withLock { state in
      state.set[request] = formula
      // Remarks are found anew each time.
      if result.html != nil, result.remarks.isEmpty {
        state.records?.store(formula.record, under: key)
      }
    }
    return formula
  }
}

extension TypesetRequest {
  /// Everything that the result depends on.
  fileprivate func content(_ version: String) -> ContentHash {
    var writer = ByteWriter()
    writer.text(version)
    writer.text(latex)
    writer.truth(isDisplay)
    writer.list(macros) { writer, macro in
      writer.text(macro.name)
      writer.text(macro.body)
    }
    return ContentHash(writer.bytes)
  }
}

/// Engines that are free, opened as they are asked for.
private final class EnginePool: Sendable {
  private let free: Mutex<[Lent]>

  /// An engine on its way from one thread to another, never with two.
  private struct Lent: @unchecked Sendable {
    let typesetter: Typesetter
  }

  init(_ first: Typesetter) { free = Mutex([Lent(typesetter: first)]) }

  func typeset(_ request: TypesetRequest) -> TypesetResult? {
    let waiting = free.withLock { $0.popLast() }
    guard let lent = waiting ?? (try? Typesetter()).map({ Lent(typesetter: $0) }) else {
      return nil
    }
    defer { free.withLock { $0.append(lent) } }
    return try? lent.typesetter.typeset(request)
  }
}
