import Courseware
import Verification

/// The evidence of a step as rows of a table: names, and markup of what stands beside them.
enum EvidenceRows {
  static func rows(_ step: StepResult, _ formulas: Formulas) -> [(String, String)] {
    let evidence = step.evidence
    var rows = [("found", found(step)), ("how", HTML.escaped(evidence.method.words))]
    if evidence.points > 0 {
      let wide = evidence.widePoints > 0 ? ", \(evidence.widePoints) of them with 300 bits" : ""
      rows.append(("points", "\(evidence.points)\(wide)"))
    }
    if !evidence.sizes.isEmpty {
      rows.append(("sizes", sizes(evidence.sizes, formulas)))
    }
    rows.append(("seed", "\(evidence.seed)"))
    if let resolution = evidence.resolution { rows.append(("resolution", short(resolution))) }
    if let probability = evidence.errorProbability {
      rows.append(("error probability", "at most " + short(probability)))
    }
    if let acceptance = evidence.acceptance, acceptance < 1 {
      rows.append(
        ("met the hypotheses", "\(Int((acceptance * 100).rounded())) % of the points drawn"))
    }
    if let slack = evidence.leastSlack { rows.append(("least slack", short(slack))) }
    if let interval = evidence.interval {
      rows.append(
        (
          "interval",
          "[\(interval.low), \(interval.high)] for the left side, \(interval.claimed) claimed"
        ))
    }
    if !step.holdsWhere.isEmpty {
      let conditions = step.holdsWhere.map { "<div>\(formulas.mathematics($0))</div>" }
      rows.append(("holds where", conditions.joined()))
    }
    for remark in evidence.remarks { rows.append(("remark", words(remark, formulas))) }
    return rows
  }

  /// In one word where the next row says how.
  private static func found(_ step: StepResult) -> String {
    HTML.escaped(step.verdict == .certified ? "certified" : step.summary)
  }

  /// A remark with its symbol as mathematics.
  private static func words(_ remark: Evidence.Remark, _ formulas: Formulas) -> String {
    switch remark {
    // It stands first, or last; between, it may be a letter of any word.
    case .noInfluence(let name):
      formulas.mathematics(name) + HTML.escaped(String(remark.words.dropFirst(name.count)))
    default: HTML.escaped(remark.words)
    }
  }

  /// In order, each once, the names before all: `(n, K) = (2, 2), (2, 3)`.
  private static func sizes(_ sizes: [[SizeValue]], _ formulas: Formulas) -> String {
    var groups: [(names: [String], values: [String])] = []
    for tuple in sizes.sorted(by: { $0.map(\.value).lexicographicallyPrecedes($1.map(\.value)) }) {
      let names = tuple.map(\.name)
      let values = listed(tuple.map { "\($0.value)" })
      if let last = groups.last, last.names == names {
        if last.values.last != values { groups[groups.count - 1].values.append(values) }
      } else {
        groups.append((names, [values]))
      }
    }
    return groups.map { group in
      listed(group.names.map { name($0, formulas) }) + " = "
        + group.values.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  /// Several in brackets.
  private static func listed(_ parts: [String]) -> String {
    parts.count == 1 ? parts[0] : "(\(parts.joined(separator: ", ")))"
  }

  private static func name(_ latex: String, _ formulas: Formulas) -> String {
    latex.count == 1 ? "<i>\(HTML.escaped(latex))</i>" : formulas.mathematics(latex)
  }

  /// Two digits and a power of ten.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 10, exponent < 400 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1, exponent > -400 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    if mantissa >= 9.95 { (mantissa, exponent) = (1, exponent + 1) }
    let tenths = Int((mantissa * 10).rounded())
    let digits = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    let sign = value < 0 ? "−" : ""
    let power = exponent < 0 ? "−\(-exponent)" : "\(exponent)"
    return exponent == 0 ? sign + digits : "\(sign)\(digits) · 10<sup>\(power)</sup>"
  }
}
