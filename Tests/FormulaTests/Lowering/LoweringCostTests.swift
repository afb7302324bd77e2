import Formula
import SourceText
import Testing

/// What is lowered grows with what is written, never faster: counted in operations, not in time.
@Suite struct LoweringCostTests {
  private func counts(
    _ fence: String, define definition: String, _ expression: String, sizes: [Int]
  ) throws -> [Int] {
    var lesson = Lesson(fence, define: definition)
    #expect(lesson.problems == [])
    let (term, diagnostics) = lesson.scope.read(expression: Excerpt(expression))
    #expect(diagnostics.map { $0.summary } == [])
    let read = try #require(term)
    let size = try #require(lesson.scope.symbol(named: "T"))
    return try sizes.map { value in
      var instance = Instance()
      instance[size.id] = value
      let (_, step) = try Lowering(lesson.scope).lower(read, for: instance)
      return step.graph.count
    }
  }

  /// Each doubling of the size doubles what is added: no part is written out twice.
  private func expectLinear(_ counts: [Int], _ what: String) {
    let grown = zip(counts.dropFirst(), counts).map { $0 - $1 }
    for (more, less) in zip(grown.dropFirst(), grown) {
      #expect(more <= 2 * less + 8, "\(what): \(counts)")
    }
    #expect((counts.last ?? 0) > (counts.first ?? 0))
  }

  @Test func aRecursionThatNamesItsPastTwiceIsLoweredOnce() throws {
    let fence = "T : size 2..64\nw, h_0 : scalar"
    let definition = #"h_t = \tanh(w h_{t-1} + h_{t-1}^2) \quad \text{for } t = 1, \dots, T"#
    let sizes = [8, 16, 32, 64]
    expectLinear(try counts(fence, define: definition, "h_T", sizes: sizes), "value")
    expectLinear(
      try counts(fence, define: definition, #"\frac{\partial h_T}{\partial w}"#, sizes: sizes),
      "derivative")
  }

  @Test func nestedCallsShareTheirArguments() throws {
    var counts: [Int] = []
    for depth in [2, 4, 8, 16] {
      var text = "a"
      for _ in 0..<depth { text = "f(\(text))" }
      var lesson = Lesson("a : scalar", define: #"f(t) = t \sin t + t^2"#)
      let term = try #require(lesson.scope.read(expression: Excerpt(text)).term)
      let (_, step) = try Lowering(lesson.scope).lower(term, for: Instance())
      counts.append(step.graph.count)
    }
    expectLinear(counts, "nested calls")
  }

  @Test func sumsAreUnrolledOnce() throws {
    let fence = "T : size 2..64\nx_i : scalar for i in 1..T\na : scalar"
    let counts = try counts(
      fence, define: #"m = \frac1T \sum_i x_i"#, #"\sum_i (x_i - m)^2 (a + m)"#,
      sizes: [8, 16, 32, 64])
    expectLinear(counts, "a sum over a sum")
  }

  /// The limit allows ten times as many terms as operations: the sums of every entry anew would be
  /// three times as many.
  @Test func whatEntriesHaveAlikeIsLoweredOnce() throws {
    var lesson = Lesson(
      "T : size 2..64\nx, z : vector(T)",
      define: #"y_i = \frac{e^{x_i}}{\sum_j e^{x_j}} + \sum_j x_j z_j"#)
    #expect(lesson.problems == [])
    var instance = Instance()
    instance[try #require(lesson.scope.symbol(named: "T")).id] = 64
    var lowering = Lowering(lesson.scope)
    lowering.limit = 1000
    let term = try #require(lesson.scope.read(expression: Excerpt(#"\sum_i y_i"#)).term)
    #expect(try lowering.lower(term, for: instance).step.graph.count > 500)
  }
}
