import Numerics

/// Adaptive quadrature of E[f(T)] for a T with a density: Gauss and Kronrod's rule with 15 points
/// on panels that are halved where the rule with 7 points disagrees.
///
/// Kinks and jumps are found by halving. An integral that diverges is never given a value: what does
/// not settle, or does not fade in the tails of the normal law, is unknown, or known to have none
/// where the panels beside a singular point do not become smaller.
struct Quadrature {
  let law: Law
  /// What the error may be, as a part of E|f|.
  let tolerance: Double
  /// A normal law is cut here; what lies beyond must not matter.
  let reach: Double
  let panelWidth: Double
  /// Where the function has kinks or jumps: no panel reaches across.
  var breaks: [Double] = []

  private static let evaluationLimit = 40_000
  private static let roundLimit = 60

  private struct Panel {
    var low: Double
    var high: Double
    var value = 0.0
    var absolute = 0.0
    var square = 0.0
    var error = 0.0
    /// What rounding may do to the function's values.
    var noise = 0.0
    /// Whether the function has values other than 0, or that rounding alone makes 0.
    var isSeen = false

    var middle: Double { (low + high) / 2 }
  }

  /// - Parameter values: the function at some points.
  func mean(_ values: ([Double]) -> [Mean]) -> Mean {
    var settled: [Panel] = []
    var open = panels
    var evaluations = 0
    var last: (panels: [Panel], error: Double, total: Double)?
    for _ in 0..<Self.roundLimit {
      let judged: [Panel]
      switch evaluate(open, values) {
      case .panels(let panels): judged = panels
      case .without(let mean): return mean
      }
      evaluations += 15 * open.count
      let all = settled + judged
      let total = all.reduce(0) { $0 + $1.absolute }
      let error = all.reduce(0) { $0 + $1.error }
      guard total.isFinite, total > Self.faintest || !isFaint(all) else { return .unknown }
      let allowed = tolerance * total
      if error <= max(allowed, 1e-300) { return estimate(all, error) }
      last = (all, error, total)
      guard evaluations < Self.evaluationLimit else { break }
      let share = allowed / Double(2 * all.count)
      let isOpen = { (panel: Panel) in panel.error > share && !isNarrow(panel) }
      settled = all.filter { !isOpen($0) }
      open = all.filter(isOpen).flatMap { halves($0) }
      if open.isEmpty { break }
    }
    // Beside a singular end, as that of 1/√t, the last panels are small but not exact.
    guard let last else { return .unknown }
    guard last.error <= Self.roughTolerance * last.total else {
      return diverges(last.panels) || (isClear(last.panels) && grows(last.panels))
        ? .none : .unknown
    }
    return estimate(last.panels, last.error)
  }

  /// What is smaller has lost its digits where densities leave the range of doubles.
  private static let faintest = 1e-250

  /// Whether a value that seems to be 0 only lies too far out: E e^(tz − t²/2) for t = 84.
  private func isFaint(_ panels: [Panel]) -> Bool {
    guard law.hasTails else { return false }
    let ends = (panels.map { $0.low }.min() ?? 0, panels.map { $0.high }.max() ?? 0)
    return panels.contains { $0.isSeen } || breaks.contains { $0 < ends.0 || ends.1 < $0 }
  }

  /// Whether rounding has no part in what panels look like.
  private func isClear(_ panels: [Panel]) -> Bool {
    let total = panels.reduce(0) { $0 + $1.absolute }
    return panels.reduce(0) { $0 + $1.noise } <= Self.roughTolerance * total
  }

  /// Whether the panels towards a singular point do not become smaller with their width, as for 1/t.
  ///
  /// The narrowest ones, which hold the point itself, are left out, and those elsewhere, whose values
  /// rounding may have made jump.
  private func diverges(_ panels: [Panel]) -> Bool {
    func height(_ panel: Panel) -> Double { panel.absolute / (panel.high - panel.low) }
    guard let highest = panels.max(by: { height($0) < height($1) }) else { return false }
    var byWidth: [Int: Double] = [:]
    for panel in panels
    where abs(panel.middle - highest.middle) <= Self.nearness * (panel.high - panel.low) {
      byWidth[(panel.high - panel.low).exponent, default: 0] += panel.absolute
    }
    // Beside 0 all distances are known, elsewhere rounding makes the finest ones uncertain.
    let isAtZero = highest.low * highest.high <= 0 || abs(highest.middle) < 0x1p-40
    let finest = (Self.resolved * abs(highest.middle)).exponent
    let levels = byWidth.keys.sorted().filter { isAtZero || $0 >= finest }
      .dropFirst(isAtZero ? 4 : 2).prefix(Self.levelCount).compactMap { byWidth[$0] }
    guard levels.count == Self.levelCount else { return false }
    let inside = levels.prefix(4).reduce(0, +)
    let outside = levels.suffix(4).reduce(0, +)
    return outside > 0 && inside >= (isAtZero ? 1 - 1e-6 : 0.75) * outside
  }

  private static let levelCount = 16
  /// To this part of a number its distance from others is known well.
  private static let resolved = 0x1p-20
  /// Beside a singular point are the panels that lie so many of their widths from it.
  private static let nearness = 64.0

  /// What lies in the outermost panels on one side or the other, then in those before, and so on.
  private func tails(of panels: [Panel], from side: (Panel) -> Double) -> [Double] {
    guard law.hasTails else { return [0, 0, 0] }
    let (end, width) = (law.edges(reach, panelWidth).last ?? reach, panelWidth * law.unit)
    return (1...3).map { number in
      let edges = (end - Double(number) * width, end - Double(number - 1) * width)
      return panels.filter { edges.0 < side($0) && side($0) < edges.1 }
        .reduce(0) { $0 + $1.absolute }
    }
  }

  /// Whether the panels of one tail become larger outwards, and do so by no smaller factors.
  ///
  /// Those of e^cz grow towards c, but less and less. Values that only rounding makes 0 prove nothing.
  private func grows(_ panels: [Panel]) -> Bool {
    (law == .normal ? [1.0, -1] : [1]).contains { sign in
      let sizes = tails(of: panels) { sign * $0.middle }
      guard sizes[2] > 0, sizes[1] >= sizes[2] else { return false }
      return sizes[0] / sizes[1] >= sizes[1] / sizes[2] * (1 - 1e-9)
    }
  }

  private static let roughTolerance = 1e-6

  /// Whether doubles hardly tell the points of a panel from each other.
  private func isNarrow(_ panel: Panel) -> Bool {
    panel.high - panel.low < 0x1p-44 * max(abs(panel.low), abs(panel.high))
  }

  private var panels: [Panel] {
    var edges = law.edges(reach, panelWidth)
    if let first = edges.first, let last = edges.last {
      edges += breaks.filter { first < $0 && $0 < last }
    }
    edges.sort()
    return zip(edges, edges.dropFirst()).filter { $0.0 < $0.1 }.map { Panel(low: $0.0, high: $0.1) }
  }

  private func halves(_ panel: Panel) -> [Panel] {
    [Panel(low: panel.low, high: panel.middle), Panel(low: panel.middle, high: panel.high)]
  }

  private func estimate(_ panels: [Panel], _ error: Double) -> Mean {
    let ordered = panels.sorted { $0.low < $1.low }
    let value = ordered.reduce(0) { $0 + $1.value }
    let absolute = ordered.reduce(0) { $0 + $1.absolute }
    let square = ordered.reduce(0) { $0 + $1.square }
    // Rounding is far below any value, but not below none.
    let noise = absolute > 0 ? 0 : ordered.reduce(0) { $0 + $1.noise }
    let outside = tails(of: ordered) { law == .normal ? abs($0.middle) : $0.middle }
    guard outside[0] <= tolerance * absolute else {
      return isClear(ordered) && grows(ordered) ? .none : .unknown
    }
    return .value(
      Estimate(
        value: value, radius: error + 0x1p-48 * absolute + noise, size: max(square, 0).squareRoot())
    )
  }

  private enum Evaluation {
    case panels([Panel])
    case without(Mean)
  }

  /// The function at some points; beside a single point without a value it may still have one.
  private func results(_ points: [Double], _ widths: [Double], _ values: ([Double]) -> [Mean])
    -> [Mean]
  {
    var results = values(points)
    let bad = results.indices.filter { if case .none = results[$0] { true } else { false } }
    guard !bad.isEmpty, bad.count < 8 else { return results }
    let beside = values(bad.map { points[$0] + 1e-7 * widths[$0] })
    for (place, value) in zip(bad, beside) { results[place] = value }
    return results
  }

  private func evaluate(_ panels: [Panel], _ values: ([Double]) -> [Mean]) -> Evaluation {
    var points: [Double] = []
    var widths: [Double] = []
    for panel in panels {
      let (center, half) = (panel.middle, (panel.high - panel.low) / 2)
      points += Self.nodes.map { center + half * $0 }
      widths += Self.nodes.map { _ in half }
    }
    let results = results(points, widths, values)
    var judged = panels
    for place in panels.indices {
      let half = (panels[place].high - panels[place].low) / 2
      var (kronrod, gauss, absolute, square, inner) = (0.0, 0.0, 0.0, 0.0, 0.0)
      var noise = 0.0
      for node in 0..<15 {
        let weight = half * law.density(points[15 * place + node])
        guard weight > 0 else { continue }
        guard case .value(let value) = results[15 * place + node] else {
          return .without(results[15 * place + node])
        }
        guard value.value.isFinite else { return .without(.unknown) }
        let isZero = value.value == 0 && value.radius == 0 && value.rounding == 0
        if !isZero { judged[place].isSeen = true }
        kronrod += Self.kronrod[node] * weight * value.value
        absolute += Self.kronrod[node] * weight * abs(value.value)
        square += Self.kronrod[node] * weight * value.value * value.value
        inner += Self.kronrod[node] * weight * value.radius
        noise += Self.kronrod[node] * weight * value.rounding
        if node % 2 == 1 { gauss += Self.gauss[node / 2] * weight * value.value }
      }
      judged[place].value = kronrod
      judged[place].absolute = absolute
      judged[place].square = square
      judged[place].error = abs(kronrod - gauss) + inner
      judged[place].noise = noise
    }
    return .panels(judged)
  }

  private static let nodes: [Double] = {
    let half: [Double] = [
      0.99145537112081263921, 0.94910791234275852453, 0.86486442335976907279,
      0.74153118559939443986,
      0.58608723546769113029, 0.40584515137739716691, 0.20778495500789846760,
    ]
    return half.map { -$0 } + [0] + half.reversed()
  }()

  private static let kronrod: [Double] = {
    let half: [Double] = [
      0.02293532201052922496, 0.06309209262997855329, 0.10479001032225018384,
      0.14065325971552591875,
      0.16900472663926790283, 0.19035057806478540991, 0.20443294007529889241,
    ]
    return half + [0.20948214108472782801] + half.reversed()
  }()

  private static let gauss: [Double] = {
    let half: [Double] = [0.12948496616886969327, 0.27970539148927666790, 0.38183005050511894495]
    return half + [0.41795918367346938776] + half.reversed()
  }()
}
