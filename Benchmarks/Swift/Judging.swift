import Formula
import SourceText
import Verification

/// V1a–c: one equality step, ∂E/∂zᵢ = yᵢ − Yᵢ for K = 2…5, lowered and compared at 64 points in
/// doubles, with wide points besides, and certified; the median of many.
func judging() {
  var scope = Scope()
  let faults =
    scope.declare(
      Excerpt("K : size 2..5\nz : vector(K)\nY : onehot(K)\ni, j : index 1..K\n"))
    + scope.define(Excerpt("y_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}"))
    + scope.define(Excerpt("E = -\\sum_{i=1}^K Y_i \\log y_i"))
  let read = scope.read(
    claim: Excerpt("\\frac{\\partial E}{\\partial z_i} = y_i - Y_i"))
  guard let claim = read.0, faults.allSatisfy({ $0.severity != .error }) else {
    return report("V1c", 0, "unread")
  }
  let rows: [(String, Settings.Effort)] = [
    ("V1a", .doubles), ("V1b", .wide), ("V1c", .certified),
  ]
  let rounds = 501
  for (name, effort) in rows {
    var times: [Double] = []
    var passed = 0
    for seed in 1...rounds {
      let judge = Judge(Settings(seed: UInt64(seed), effort: effort))
      var results: [StepResult] = []
      times.append(seconds { results = judge.judge(claim, in: scope) })
      passed += results.allSatisfy { $0.verdict.passes } ? 1 : 0
    }
    report(
      name, times.sorted()[rounds / 2],
      "\(passed) of \(rounds) \(effort == .certified ? "certified" : "tested")")
  }
}
