import Formula
import Numerics

extension Problem {
  /// `s \in \{-1, 1\}`: a number that is one of a few is drawn from them.
  mutating func solveChoice() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let choice = choice(truth), isContinuous(choice.input) else { continue }
      let members = choice.values.filter { domains[choice.input].contains($0) }
      guard !members.isEmpty else { continue }
      put(newInput(.set(members), touches: false), for: choice.input, insteadOf: place)
      return true
    }
    return false
  }

  /// The input and the values of a = 1 ∨ a = 2 ∨ …, two of them at least.
  private func choice(_ truth: Graph.Node) -> (input: Int, values: [Rational])? {
    guard case .or(let left, let right) = graph[truth], let first = values(left),
      let second = values(right), first.input == second.input
    else { return nil }
    return (first.input, first.values + second.values)
  }

  private func values(_ truth: Graph.Node) -> (input: Int, values: [Rational])? {
    guard case .isEqual(let a, let b) = graph[truth] else { return choice(truth) }
    for (side, value) in [(a, b), (b, a)] {
      if case .input(let number) = graph[side], let value = graph.rational(value) {
        return (Int(number), [value])
      }
    }
    return nil
  }
}
