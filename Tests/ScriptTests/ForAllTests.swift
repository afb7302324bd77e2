import Script
import SourceText
import Testing

/// What `@forall` draws, finds, climbs to and shrinks.
@Suite struct ForAllTests {
  private func run(
    _ head: String, _ body: String, seed: UInt64 = 1, shown: Int = 200
  ) -> BlockResult {
    Session(limits: Limits(shown: shown)).run(
      Excerpt("@forall \(head) begin\n    \(body)\nend"),
      random: RandomAddress(seed: seed, lesson: "a", block: "1"))
  }

  private func counterexample(_ result: BlockResult) -> String {
    (result.checks.first?.counterexample ?? []).map { "\($0.name) = \($0.text)" }
      .joined(separator: ", ")
  }

  /// Statements that hold on almost all instances, with the instances that are shown instead.
  @Test func whatHoldsAlmostEverywhereIsRefuted() {
    let rows: [(head: String, body: String, shown: String)] = [
      ("x = vectors(3)", "@check norm(x) > 0", "x = [0, 0, 0]"),
      ("x = vectors(2)", "@check x[1] ≠ x[2]", "x = [0, 0]"),
      ("x = vectors(1:4)", "@check norm(x) < 60", "x = [100]"),
      ("x = vectors(2)", "@check norm(x) == 0 || norm(x) > 1e-3", ""),
      ("x = vectors(3)", "@check norm(x)^2 ≠ 1", ""),
      ("x = vectors(2:5)", "@check length(x) < 5", "x = [0, 0, 0, 0, 0]"),
      ("x = vectors(2:5)", "@check length(x) > 2", "x = [0, 0]"),
      ("A = matrices(2, 2)", "@check rank(A) == 2", "A = [0 0; 0 0]"),
      ("A = matrices(2, 2)", "@check rank(A) ≠ 1", ""),
      ("A = matrices(2:3)", "@check det(A) ≠ 1", ""),
      ("A = matrices(2)", "@check A ≠ A'", "A = [0 0; 0 0]"),
      ("A = matrices(2)", "@check A' * A ≠ eye(2)", ""),
      ("A = matrices(2)", "@check norm(A) == 0 || norm(A * A) > 0", ""),
      ("A = matrices(2, 3)", "@check A[:, 1] ≠ A[:, 2]", "A = [0 0 0; 0 0 0]"),
      ("A = matrices(2:3, kind = \"psd\")", "@check det(A) > 0", "A = [0 0; 0 0]"),
      (
        "A = matrices(2, kind = \"symmetric\")", "@check eig(A).values[1] ≠ eig(A).values[2]",
        "A = [0 0; 0 0]"
      ),
      ("Q = matrices(2, kind = \"orthogonal\")", "@check Q[1, 1] ≠ 0", "Q = [0 1; 1 0]"),
      ("Q = matrices(2, kind = \"orthogonal\")", "@check det(Q) < 0", "Q = [1 0; 0 1]"),
      ("Q = matrices(2, kind = \"orthogonal\")", "@check det(Q) > 0", ""),
      (
        "P = matrices(2, kind = \"stochastic\")", "@check P[1, :] ≠ P[2, :]",
        "P = [0.5 0.5; 0.5 0.5]"
      ),
      ("A = matrices(2, condition = 9)", "@check cond(A) < 8.5", ""),
      ("p = distributions(2)", "@check p[1] ≠ p[2]", "p = [0.5, 0.5]"),
      ("p = distributions(3)", "@check maximum(p) < 0.999", ""),
      ("x = vectors(2:4)", "@check x[1] ≤ 50", ""),
      ("x = vectors(2:4)", "@check x[end] ≥ -50", ""),
      ("x = vectors(2)", "@check x[1] ≠ x[2] || x[1] ≤ 5", ""),
      ("x = vectors(2)", "@check x[1] ≠ x[2] || x[1] ≥ -5", ""),
      ("x = vectors(2)", "@check x[1] + x[2] ≠ 0 || norm(x) == 0", ""),
      ("p = onehots(2:4)", "@check p[end] == 0", "p = [0, 1]"),
      ("x = scalars(1, 3)", "@check x < 3", "x = 3"),
      ("x = scalars(1, 3)", "@check x > 1", "x = 1"),
      ("x = scalars(-2, 3)", "@check x ≠ 0", "x = 0"),
      ("x = scalars(0.5, 7.5)", "@check x > 0.5 && round(x) ≠ x || x == 0.5", ""),
      ("(x, y) = datasets(2, 2, 3:6)", "@check minimum(sum(y, dims = 2)) > 0", ""),
      ("(x, y) = datasets(2, 2, 3:6)", "@check x[:, 1] ≠ x[:, 2]", ""),
      ("(x, y) = datasets(1, 2, 1:6)", "@check size(x, 2) > 1", ""),
      ("net = networks([1, 2:3, 1])", "@check net(1) ≠ 0.5", ""),
      (
        "net = networks([1, 1], activation = identity)", "@check net(1) ≠ 0",
        "net = network 1→1 with 2 parameters [0, 0]"
      ),
      ("(X, w) = separable(2:5, 2:8)", "@check margin(X, w) ≤ 0.9 * radius(X)", ""),
      ("(X, w) = separable(2:5, 1:8)", "@check size(X, 2) > 1", ""),
      ("(X, w) = separable(2:5, 2:8)", "@check X[:, 1] ≠ X[:, 2]", ""),
    ]
    for seed in 1...3 as ClosedRange<UInt64> {
      for row in rows {
        let result = run(row.head, row.body, seed: seed)
        let found = counterexample(result)
        #expect(
          result.checks.first?.passed == false, "seed \(seed), \(row.head): \(row.body)")
        #expect(
          row.shown.isEmpty || found == row.shown, "seed \(seed), \(row.head): \(row.body)")
      }
    }
  }

  @Test func whatHoldsIsNotRefuted() {
    let rows: [(head: String, body: String)] = [
      ("x = vectors(1:5)", "@check norm(x)^2 ≈ x · x atol = 1e-9"),
      ("x = vectors(1:5)", "@check norm(x) ≤ sqrt(length(x)) * maximum(abs.(x))"),
      ("x = vectors(1:5)", "@check sum(abs.(x)) ≥ norm(x)"),
      ("x = vectors(1:5)", "@check sum(softmax(x)) ≈ 1"),
      ("x = vectors(2)", "@check tanh(x[1]) < 1"),
      ("A = matrices(2:4)", "@check det(A') ≈ det(A) atol = 1e-6"),
      ("A = matrices(2:3)", "@check det(A * A) ≈ det(A)^2 atol = 1e-6"),
      ("A = matrices(2:4, 2:4)", "@check norm(A' * A - (A' * A)') < 1e-9"),
      ("A = matrices(2:4, 1:4)", "@check rank(A) == rank(A')"),
      ("A = matrices(2:4, condition = 100)", "@check inv(A) * A ≈ eye(size(A, 1)) atol = 1e-9"),
      ("A = matrices(2:4, kind = \"psd\")", "@check minimum(eig(A).values) ≥ -1e-9"),
      ("A = matrices(2:4, kind = \"symmetric\")", "@check A == A'"),
      ("Q = matrices(1:4, kind = \"orthogonal\")", "@check abs(det(Q)) ≈ 1"),
      ("P = matrices(2:4, kind = \"stochastic\")", "@check spectral_radius(P) ≈ 1 atol = 1e-6"),
      ("p = distributions(2:5)", "@check all(p .> 0) && sum(p) ≈ 1"),
      ("x = scalars(-2, 3)", "@check -2 ≤ x ≤ 3"),
      ("(x, y) = datasets(2:3, 2:4, 3:6)", "@check all(sum(y, dims = 1) .== 1)"),
      ("net = networks([2, 2:4, 1])", "@check 0 ≤ net([1, 2])[1] ≤ 1"),
      ("(X, w) = separable(2:5, 2:8)", "@bound margin(X, w) ≤ radius(X)"),
      ("(X, w) = separable(2:5, 2:8)", "@check norm(w) ≈ 1 && margin(X, w) > 0"),
    ]
    for seed in 1...3 as ClosedRange<UInt64> {
      for row in rows {
        let result = run(row.head, row.body, seed: seed)
        #expect(
          result.diagnostics.isEmpty && result.checks.allSatisfy { $0.passed },
          "seed \(seed), \(row.head): \(row.body): \(counterexample(result)) \(result.diagnostics)")
      }
    }
  }

  @Test func boundsAreClimbedToTheirSharpestCase() {
    let rows: [(head: String, body: String, ratio: Double)] = [
      ("(X, w) = separable(2:5, 2:8)", "@bound margin(X, w) ≤ radius(X)", 1),
      (
        "(X, w) = separable(2:5, 2:8)",
        "@bound perceptron(X).mistakes ≤ (radius(X) / margin(X, w))^2", 1
      ),
      ("x = vectors(3)", "@bound sum(abs.(x)) ≤ sqrt(3) * norm(x)", 1),
      ("A = matrices(2)", "@bound 0 * norm(A) + norm(A * [1, 1]) ≤ sqrt(2) * norm(A)", 0.999),
      ("x = scalars(0, 1)", "@bound x * (1 - x) ≤ 1 / 4", 1),
      ("x = scalars(0, 3)", "@bound x * exp(-x) ≤ exp(-1)", 0.9999),
      ("A = matrices(2, kind = \"symmetric\")", "@bound abs(tr(A)) ≤ sqrt(2) * norm(A)", 1),
      ("x = vectors(2)", "@bound -1 - x · x ≤ -1", 1),
      ("x = vectors(2)", "@bound 1 + x · x ≥ 1", 1),
    ]
    for row in rows {
      let ratio = run(row.head, row.body).checks.first?.largestRatio ?? 0
      #expect(ratio >= row.ratio - 1e-9 && ratio <= 1 + 1e-9, "\(row.head): \(row.body)")
    }
  }

  @Test func boundsThatAreALittleTooStrongAreRefuted() {
    for (head, body) in [
      ("(X, w) = separable(2:5, 2:8)", "@bound margin(X, w) ≤ 0.9 * radius(X)"),
      (
        "(X, w) = separable(2:5, 2:8)",
        "@bound perceptron(X).mistakes ≤ 0.9 * (radius(X) / margin(X, w))^2"
      ),
      ("x = vectors(3)", "@bound sum(abs.(x)) ≤ 1.72 * norm(x)"),
      ("A = matrices(2)", "@bound norm(A * [1, 1]) ≤ 1.41 * norm(A)"),
      ("x = scalars(0, 3)", "@bound x * exp(-x) ≤ 0.3678"),
      ("A = matrices(2:3, kind = \"psd\")", "@bound tr(A) ≤ 1.4 * norm(A)"),
      ("x = vectors(2)", "@bound -1 - x · x ≤ -1.01"),
    ] {
      for seed in 1...3 as ClosedRange<UInt64> {
        #expect(run(head, body, seed: seed).checks.first?.passed == false, "\(head): \(body)")
      }
    }
  }

  /// The body records what it was given; nothing may leave the generator's kind.
  @Test func everyInstanceIsOfItsKind() {
    let kinds: [(head: String, holds: String)] = [
      ("x = vectors(2:4)", "2 ≤ length(x) ≤ 4"),
      ("A = matrices(2:4, 3)", "2 ≤ size(A, 1) ≤ 4 && size(A, 2) == 3"),
      ("A = matrices([2, 4])", "size(A, 1) == size(A, 2) && size(A, 1) ∈ [2, 4]"),
      ("A = matrices(2:3, kind = \"symmetric\")", "A == A' && 2 ≤ size(A, 1) ≤ 3"),
      ("A = matrices(2:3, kind = \"psd\")", "minimum(eig(A).values) ≥ -1e-9 * (1 + norm(A))"),
      ("A = matrices(2:3, kind = \"orthogonal\")", "norm(A' * A - eye(size(A, 1))) < 1e-9"),
      (
        "A = matrices(2:3, kind = \"stochastic\")",
        "all(A .> 0) && sum(A, dims = 2) ≈ ones(size(A, 1), 1)"
      ),
      ("A = matrices(2:3, condition = 5)", "cond(A) ≤ 5.0001"),
      ("A = distributions(2:3)", "all(A .> 0) && sum(A) ≈ 1 && 2 ≤ length(A) ≤ 3"),
      ("A = onehots(3)", "sum(A) == 1 && maximum(A) == 1 && length(A) == 3"),
      ("A = scalars(-1, 2)", "-1 ≤ A ≤ 2"),
      (
        "(A, y) = datasets(1:2, 2:3, 3:5)",
        "size(A, 2) == size(y, 2) && all(sum(y, dims = 1) .== 1) && 3 ≤ size(A, 2) ≤ 5 "
          + "&& 1 ≤ size(A, 1) ≤ 2 && 2 ≤ size(y, 1) ≤ 3"
      ),
      (
        "(A, w) = separable(2:3, 2:4)",
        "norm(w) ≈ 1 && margin(A, w) > 0 && 2 ≤ size(A, 2) ≤ 4 && 2 ≤ size(A, 1) ≤ 3"
      ),
      (
        "A = networks([2, 1:3, 1])",
        "A.sizes[1] == 2 && 1 ≤ A.sizes[2] ≤ 3 && A.sizes[3] == 1"
      ),
    ]
    for (head, holds) in kinds {
      let name = head.hasPrefix("x") ? "x" : "A"
      let numbers =
        head.contains("networks")
        ? "parameters(A)" : head.contains("scalars") ? "[A]" : name
      // The one climbs, the other fails late and is shrunk; the kind is asked for all the way.
      let climbed = run(head, "@check \(holds)\n    @bound sum(abs.(\(numbers))) ≤ 1e300")
      #expect(climbed.checks.first?.passed == true, "\(head): \(climbed.diagnostics)")
      #expect(climbed.checks.first?.largestRatio ?? 0 > 0, "\(head)")
      let shrunk = run(head, "@check \(holds)\n    @check sum(abs.(\(numbers))) < 0.9")
      #expect(
        shrunk.checks.first?.text == "sum(abs.(\(numbers))) < 0.9",
        "\(head): \(counterexample(shrunk)) \(shrunk.diagnostics)")
    }
  }

  @Test func counterexamplesAreShrunk() {
    let rows: [(head: String, body: String, shown: String)] = [
      ("x = vectors(1:5)", "@check norm(x) < 2", "x = [2]"),
      ("x = vectors(3)", "@check maximum(x) ≤ 0.7", "x = [0, 0, 1]"),
      ("A = matrices(2:4)", "@check A == A'", "A = [0 0; 1 0]"),
      (
        "A = matrices(2:4, kind = \"symmetric\")", "@check A[1, 2] == 0", "A = [0 1; 1 0]"
      ),
      ("A = matrices(2:4, kind = \"psd\")", "@check tr(A) < 3", "A = [2 0; 0 1]"),
      (
        "Q = matrices(3:4, kind = \"orthogonal\")", "@check norm(Q) < 1",
        "Q = [1 0 0; 0 1 0; 0 0 1]"
      ),
      ("(x, y) = datasets(1:3, 2:4, 2:5)", "@check y[1, 1] == 0", ""),
      ("(x, y) = datasets(1:3, 2:4, 2:5)", "@check norm(x) < 1.2", "x = [1 1], y = [1 1; 0 0]"),
      (
        "net = networks([1, 1:4, 1], activation = identity)", "@check net(1) < 0.9",
        "net = network 1→1→1 with 4 parameters [0, 0, 0, 1]"
      ),
    ]
    for row in rows {
      let found = counterexample(run(row.head, row.body))
      #expect(row.shown.isEmpty || found == row.shown, "\(row.head): \(row.body): \(found)")
      #expect(!found.isEmpty, "\(row.head): \(row.body)")
    }
  }

  @Test func anErrorIsNoCounterexample() {
    let some = run("A = matrices(2)", "@check inv(A) * A ≈ eye(2) atol = 1e-6")
    #expect(some.diagnostics.map { $0.id } == ["BadValue"])
    #expect(some.diagnostics.first?.notes.first?.message.contains("A = [0 0; 0 0]") == true)
    #expect(some.checks.isEmpty)
    let all = run("x = vectors(2)", "@check x[3] > 0")
    #expect(all.diagnostics.map { $0.id } == ["IndexOutOfRange"])
    #expect(all.diagnostics.first?.notes.first?.message.hasPrefix("on every instance") == true)
    // What fails goes before what cannot be computed.
    let both = run("x = vectors(1:3)", "@check x[2] > x[1]")
    #expect(both.diagnostics.map { $0.id } == ["CheckFailed"])
    #expect(counterexample(both) == "x = [0, 0]")
  }

  @Test func aBodyThatChecksNothingIsAnError() {
    let result = run("x = vectors(2)", "norm(x)")
    #expect(result.diagnostics.map { $0.id } == ["BadValue"])
  }

  @Test func theFuelEndsShrinkingToo() {
    let session = Session(limits: Limits(fuel: 30_000))
    let result = session.run(
      Excerpt("@forall x = vectors(50) begin\n    @check norm(x) < 1 + 0 * sum(1:100)\nend"))
    #expect(result.diagnostics.contains { $0.id == "CheckFailed" })
  }

  @Test func aFailingBoundShowsItsOwnRatio() {
    let result = run("x = vectors(2)", "@bound norm(x)^2 ≤ 0.5 * norm(x)^2")
    #expect(result.checks.first?.passed == false)
    #expect(result.checks.first?.largestRatio == 2)
    let other = run("x = vectors(2)", "@bound norm(x) ≤ 1e300\n    @check norm(x) < -1")
    #expect(other.checks.first?.passed == false && other.checks.first?.largestRatio == nil)
  }
}
