import Courseware
import Formula
import Markup
import SourceText
import Verification

/// The command `explain`: what a message means, what a function does, or how the formulas of a line
/// were read and what was found.
struct ExplainCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    guard let subject = invocation.arguments.first else {
      throw UsageFailure("explain wants CODE, NAME or FILE:LINE")
    }
    guard let (path, line) = place(subject) else {
      guard let text = Explanation.text(of: subject, console.paint) else {
        let near = nearest(to: subject, among: Explanation.subjects)
        throw UsageFailure(
          "nothing is known of \(subject)" + (near.map { "; did you mean \($0)?" } ?? ""))
      }
      console.write(text)
      return 0
    }
    var reading = invocation
    reading.arguments = [path]
    let run = invocation.run(try Sources.read(reading), console)
    var found = false
    for (plan, results) in zip(run.plans, run.results) where plan.lesson.file.path == path {
      for case .claim(let claim) in plan.items where covers(claim.span, line, plan.lesson.file) {
        found = true
        explain(claim, results.claim(at: claim.span))
      }
      for text in definitions(in: plan, at: { self.covers($0, line, plan.lesson.file) }) {
        found = true
        console.write(text)
      }
      for problem in run.diagnostics
      where !found && covers(problem.span, line, plan.lesson.file) {
        found = true
        console.write("\(problem.severity)[\(problem.id)]: \(problem.summary)\n")
      }
    }
    guard found else { throw UsageFailure("no claim stands on line \(line) of \(path)") }
    return 0
  }

  private func place(_ subject: String) -> (String, Int)? {
    guard let colon = subject.lastIndex(of: ":"),
      let line = Int(subject[subject.index(after: colon)...])
    else { return nil }
    return (String(subject[..<colon]), line)
  }

  private func covers(_ span: Span, _ line: Int, _ file: SourceFile) -> Bool {
    let first = file.position(at: span.start).line
    let last = file.position(at: span.end).line
    return (first...last).contains(line)
  }

  private func explain(_ claim: PlannedClaim, _ result: ClaimResult?) {
    let paint = console.paint
    for hypothesis in claim.claim.hypotheses {
      let names = hypothesis.binders.map { claim.scope[$0.variable].name }
      let all = names.isEmpty ? "" : "for all \(names.joined(separator: ", ")): "
      console.write("given  \(all)\(hypothesis.condition.bracketed(in: claim.scope))\n")
    }
    for (number, step) in claim.claim.steps.enumerated() {
      console.write(paint.bold("step \(number + 1)") + "\n")
      for premise in step.premises {
        console.write("  if     \(premise.bracketed(in: claim.scope))\n")
      }
      for line in lines(step.conclusion, claim.scope) { console.write("  \(line)\n") }
      write(programSize(step, claim))
      guard let judged = result?.steps.first(where: { $0.span == step.span }) else { continue }
      console.write("  \(judged.statement)\n")
    }
  }

  /// How long the step's program is, at small sizes.
  private func programSize(_ step: Step, _ claim: PlannedClaim) -> String? {
    let hypotheses = claim.claim.hypotheses
    guard let size = try? Lowering(claim.scope).programSize(of: step, hypotheses: hypotheses) else {
      return nil
    }
    return "  program  \(size.operations) operations on \(size.inputs) inputs, "
      + "\(size.assertions) to compare\n"
  }

  private func write(_ text: String?) {
    if let text { console.write(text) }
  }

  private func lines(_ conclusion: Step.Conclusion, _ scope: Scope) -> [String] {
    switch conclusion {
    case .relation(_, let left, let right):
      return [
        "left   \(left.bracketed(in: scope)) : \(left.shape.text(in: scope))",
        "right  \(right.bracketed(in: scope)) : \(right.shape.text(in: scope))",
      ]
    case .truth(let term): return ["claims \(term.bracketed(in: scope))"]
    case .equivalence(let left, let right):
      return ["left   \(left.bracketed(in: scope))", "right  \(right.bracketed(in: scope))"]
    }
  }
}

extension Array {
  fileprivate subscript(safely index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
