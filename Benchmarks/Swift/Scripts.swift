import Foundation
import Script
import SourceText

/// W1 written out in the language of run blocks: 100,000 steps from the yardstick's start.
func script(_ row: String, _ program: String) throws {
  let session = Session(host: Host(read: startingPoint()))
  try run(session, "w1-start")
  let time = try seconds { _ = try run(session, program) }
  report(row, time, try run(session, "w1-cost"))
}

/// The two files that the programs read: the weights, and which point each step takes.
private func startingPoint() -> (String) -> String? {
  var random = SplitMix(state: 1)
  let weights = (0..<23).map { _ in "\(0.5 * random.normal())" }
  let picks = (0..<100_000).map { _ in "\(random.integer(below: 10) + 1)" }
  return { name in
    name == "weights.csv"
      ? "v\n" + weights.joined(separator: "\n") : "k\n" + picks.joined(separator: "\n")
  }
}

/// The last value that a program shows.
@discardableResult private func run(_ session: Session, _ program: String) throws -> String {
  let text = try String(contentsOfFile: "Benchmarks/Programs/\(program).jl", encoding: .utf8)
  let result = session.run(Excerpt(text))
  for diagnostic in result.diagnostics { print("\(program): \(diagnostic.summary)") }
  guard program == "w1-cost", let value = session.value(of: "cost")?.number else { return "" }
  return "\(value)"
}
