package import Verification

/// How strong the checks of one lesson are: what became of small mistakes put into its steps.
package struct MutationRun: Sendable {
  package let lesson: String
  package let mutants: [MutantResult]
  /// Definitions of which no check notices a slip.
  package let unpinned: [UnpinnedDefinition]

  /// One run for each lesson of a course, in order.
  package static func run(_ course: CourseRun, options: CourseRun.Options) -> [MutationRun] {
    let seed = UInt64(options.seed ?? course.course.configuration.seed)
    return Workers.map(course.plans.count, jobs: options.jobs) { number in
      let judge = Judge(Settings(seed: seed))
      let mutants = course.plans[number].items.flatMap { item -> [MutantResult] in
        guard case .claim(let planned) = item, !planned.isRefutation else { return [] }
        return judge.mutants(of: planned.claim, in: planned.scope, options: planned.options)
      }
      let claims = course.plans[number].items.compactMap { item -> ClaimInScope? in
        guard case .claim(let planned) = item, !planned.isRefutation else { return nil }
        return ClaimInScope(planned.claim, in: planned.scope, options: planned.options)
      }
      return MutationRun(
        lesson: course.plans[number].lesson.name, mutants: mutants,
        unpinned: judge.unpinned(by: claims))
    }
  }

  package var killed: Int { mutants.filter { $0.fate == .killed }.count }

  /// Mutants that say something else and that the checks did not notice.
  package var survivors: [MutantResult] { mutants.filter { $0.fate == .survived } }

  /// Weakened inequalities that hold as well.
  package var slack: [MutantResult] {
    mutants.filter { mutant in
      if case .slack = mutant.fate { return true }
      return false
    }
  }

  /// Those that can be refuted: not the equivalent, the weaker, and what is no formula.
  package var counted: Int { killed + survivors.count }
}
