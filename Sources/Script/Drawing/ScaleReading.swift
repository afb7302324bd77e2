import Numerics
import Plotting

/// What `xscale = log` and its like mean.
enum ScaleReading {
  static let names = ["linear", "log", "symlog"]

  static func scale(_ value: Value, _ option: String) throws(Failure) -> ScaleKind {
    let name: String
    switch value {
    case .text(let text): name = text.string
    case .function(let function): name = function.name
    default:
      throw Failure(
        .kind(operation: option, expected: "log, symlog or \"linear\"", found: value.kindName))
    }
    switch name {
    case "log", "log10": return .log
    case "symlog": return .symmetricLog()
    case "linear": return .linear
    default:
      throw Failure(
        .value(operation: option, message: "is linear, log or symlog, not \(name)"))
    }
  }

  /// sign(x) log(1 + |x|/threshold).
  static func symmetricLog(_ x: Double, threshold: Double) -> Double {
    let size = Elementary.log(1 + x.magnitude / threshold)
    return x < 0 ? -size : size
  }
}
