import Formula
import SourceText
import Verification

/// V1: one equality step, ∂E/∂zᵢ = yᵢ − Yᵢ for K = 2…5, lowered, tested at 64 points, with wide
/// ones, and certified; the median of many.
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
    return report("V1", 0, "unread")
  }
  var times: [Double] = []
  var certified = 0
  for seed in 1...21 {
    var results: [StepResult] = []
    times.append(seconds { results = Judge(Settings(seed: UInt64(seed))).judge(claim, in: scope) })
    certified += results.allSatisfy { $0.verdict == .certified } ? 1 : 0
  }
  report("V1", times.sorted()[10], "\(certified) of 21 certified")
}
