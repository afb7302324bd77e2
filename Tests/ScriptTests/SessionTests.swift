import Script
import SourceText
import Testing

@Suite struct SessionTests {
  private func shown(_ result: BlockResult) -> String {
    result.shown.map { ConformanceTests.text($0) }.joined(separator: " ")
      + result.diagnostics.map { $0.summary }.joined()
  }

  @Test func blocksShareOneEnvironment() {
    let session = Session()
    _ = session.run(Excerpt("a = [1, 2]\nf(x) = x + 1"))
    #expect(shown(session.run(Excerpt("f(sum(a))"))) == "4")
    guard case .array(let array) = session.value(of: "a") else {
      Issue.record("a has no value")
      return
    }
    #expect(array.elements == [1, 2])
    #expect(session.value(of: "b") == nil)
  }

  @Test func aCheckThatIsNeverReachedIsAWarning() {
    for code in [
      "for k in 1:0\n  @check k > 0\nend", "if 1 > 2\n  @check 1 == 2\nend",
      "@check 1 == 1\nk = 0\nwhile k > 0\n  @check 1 < k < 2\nend",
    ] {
      let result = Session().run(Excerpt(code))
      #expect(!result.hasErrors)
      #expect(Set(result.diagnostics.map { $0.id }) == ["CheckNotReached"], "\(code)")
    }
    for code in [
      "for k in 1:2\n  @check k > 0\nend", "f(x) = x\n@check f(1) == 1",
      "@forall x = vectors(2) begin\n  @check norm(x) ≥ 0\nend",
    ] {
      #expect(Session().run(Excerpt(code)).diagnostics.isEmpty, "\(code)")
    }
    let failed = Session().run(Excerpt("[1][2]\n@check 1 == 1"))
    #expect(!failed.diagnostics.contains { $0.id == "CheckNotReached" })
  }

  @Test func aFailedBlockLeavesWhatItReached() {
    let session = Session()
    _ = session.run(Excerpt("a = 1\nb = [1][2]\nc = 3"))
    #expect(shown(session.run(Excerpt("a"))) == "1")
    #expect(session.run(Excerpt("c")).hasErrors)
  }

  private func withSquare(isPositional: Bool) -> Session {
    let session = Session()
    session.define(
      External(
        name: "E", parameters: ["z", "Y"], isPositional: isPositional,
        evaluate: { arguments in
          .number(zip(arguments[0].elements, arguments[1].elements).reduce(0) { $0 + $1.0 * $1.1 })
        },
        pullback: { arguments, seed in
          [
            NumericArray(arguments[1].elements.map { $0 * seed.elements[0] }),
            NumericArray(arguments[0].elements.map { $0 * seed.elements[0] }),
          ]
        }))
    return session
  }

  @Test func definedNamesAreCalledByNameAndReadOnly() {
    let session = withSquare(isPositional: false)
    #expect(shown(session.run(Excerpt("E(z = [1, 2], Y = [3, 4])"))) == "11")
    #expect(session.run(Excerpt("E = 3")).diagnostics.map { $0.id } == ["ReadOnlyName"])
    #expect(session.run(Excerpt("E(z = [1])")).diagnostics.map { $0.id } == ["WrongArgumentCount"])
    #expect(
      session.run(Excerpt("E(q = 1, z = 2)")).diagnostics.map { $0.id }.contains("UnknownKeyword"))
    #expect(session.run(Excerpt("E([1], [2])")).hasErrors)
    #expect(shown(withSquare(isPositional: true).run(Excerpt("E([1], [2])"))) == "2")
  }

  @Test func definedNamesAreDifferentiated() {
    let session = withSquare(isPositional: false)
    let result = session.run(Excerpt("gradient(v -> E(z = 2 * v, Y = [3, 4])^2, [1, 1])"))
    #expect(shown(result) == "[168, 224]")
  }

  @Test func definedNamesAreDifferentiatedOnceOrRefused() {
    for text in [
      "hessian(v -> E(z = v, Y = v), [1, 1])",
      "derivative(t -> E(z = [t], Y = [t]), 1, 2)",
      "gradient(t -> derivative(s -> E(z = [s], Y = [s]), t), 1)",
    ] {
      let result = withSquare(isPositional: false).run(Excerpt(text))
      #expect(result.diagnostics.map { $0.id } == ["NotDifferentiable"], "\(text)")
    }
    // Beside a second derivative that it has no part in, the first one is right.
    let mixed = "gradient(t -> E(z = [t], Y = [3]) * derivative(s -> s^2, t), 2)"
    #expect(shown(withSquare(isPositional: false).run(Excerpt(mixed))) == "24")
  }

  @Test func randomNumbersHaveAnAddress() {
    func draw(_ address: RandomAddress) -> String {
      shown(Session().run(Excerpt("(rand(), randn(), rand(1:100))"), random: address))
    }
    let first = draw(RandomAddress(seed: 1, lesson: "a", block: "1"))
    #expect(first == draw(RandomAddress(seed: 1, lesson: "a", block: "1")))
    #expect(first != draw(RandomAddress(seed: 2, lesson: "a", block: "1")))
    #expect(first != draw(RandomAddress(seed: 1, lesson: "b", block: "1")))
    #expect(first != draw(RandomAddress(seed: 1, lesson: "a", block: "2")))
  }

  @Test func filesComeFromTheHost() {
    let session = Session(host: Host { $0 == "d.csv" ? "x,y\n1,a\n2,b\n" : nil })
    #expect(shown(session.run(Excerpt("sum(read_csv(\"d.csv\").x)"))) == "3")
  }

  @Test func diagnosticsPointAtTheirPlace() {
    let file = SourceFile(path: "a.md", text: "> x = 1\n> y = [1, 2] * [3, 4]\n")
    var excerpt = Excerpt(source: file.id, at: 2)
    excerpt.append(file.bytes[2..<8], at: 2)
    excerpt.append(file.bytes[10..<30], at: 10)
    let result = Session().run(excerpt)
    #expect(result.diagnostics.map { file.text($0.span) } == ["[1, 2] * [3, 4]"])
  }

  @Test func shapeErrorsShowBothOperandsAtTheirPlaces() {
    let rows: [(code: String, left: String, right: String, leftKind: String, rightKind: String)] = [
      ("[1, 2] * [1 2; 3 4]", "[1, 2]", "[1 2; 3 4]", "a vector of 2", "a 2×2 matrix"),
      ("[1, 2] .+ 2 * [1, 2, 3]", "[1, 2]", "2 * [1, 2, 3]", "a vector of 2", "a vector of 3"),
      ("1 + 2 + [3, 4]", "1 + 2", "[3, 4]", "a number", "a vector of 2"),
      ("[1, 2] .< [1, 2, 3]", "[1, 2]", "[1, 2, 3]", "a vector of 2", "a vector of 3"),
      ("zeros(2, 3) \\ [1, 2, 3]", "zeros(2, 3)", "[1, 2, 3]", "a 2×3 matrix", "a vector of 3"),
      ("[1, 2] · [1, 2, 3]", "[1, 2]", "[1, 2, 3]", "a vector of 2", "a vector of 3"),
    ]
    for row in rows {
      let file = SourceFile(path: "a.md", text: row.code + "\n")
      var excerpt = Excerpt(source: file.id, at: 0)
      excerpt.append(file.bytes[0..<row.code.utf8.count], at: 0)
      let diagnostics = Session().run(excerpt).diagnostics
      #expect(diagnostics.map { $0.id } == ["ShapeMismatch"], "\(row.code)")
      let notes = diagnostics.first?.notes ?? []
      #expect(notes.map { $0.span.map { file.text($0) } } == [row.left, row.right], "\(row.code)")
      #expect(
        notes.map { $0.message } == ["this is \(row.leftKind)", "this is \(row.rightKind)"],
        "\(row.code)")
    }
  }

  @Test func everyExampleOfTheLibraryRuns() {
    for entry in Library.entries {
      let result = Session().run(Excerpt(entry.example))
      #expect(
        !result.hasErrors, "\(entry.name): \(result.diagnostics.map { $0.summary })")
      #expect(!entry.help.isEmpty && entry.help.hasSuffix("."), "\(entry.name)")
    }
  }

  /// The example of the design, apart from its drawings.
  @Test func theExampleOfTheDesignRuns() {
    let program = """
      # stochastic gradient descent on the ten points
      x = [0.1 0.3 0.1 0.6 0.4 0.6 0.5 0.9 0.4 0.7
           0.1 0.4 0.5 0.9 0.2 0.3 0.6 0.2 0.4 0.6]
      y = [ones(1, 5) zeros(1, 5); zeros(1, 5) ones(1, 5)]

      net = network([2, 2, 3, 2], activation = sigmoid, init = normal(0.5))
      fit = train(net, x, y, cost = squared_error, optimizer = sgd(0.05), steps = 1_000_000, record_every = 1000)

      @check length(fit.steps) == 1001
      @check fit.cost[end] < 1e-3

      v = parameters(net)                                  # one vector, and back: with_parameters(net, v)
      g = gradient(u -> cost(with_parameters(net, u), x, y), v)
      @check g ≈ parameters(backpropagate(net, x, y)) atol = 1e-12

      s(z) = 1 / (1 + exp(-z))
      @check s′(0) == 0.25

      @forall (X, w) = separable(2:5, 2:8) begin           # generated instances: dimension, number of points
          @bound perceptron(X).mistakes ≤ (radius(X) / margin(X, w))^2
      end
      """
    let result = Session().run(Excerpt(program))
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map { $0.summary })")
    #expect(result.checks.count == 5)
    #expect(result.checks.allSatisfy { $0.passed })
    #expect(result.usesRandomNumbers)
    #expect(result.fuelUsed > 1_000_000 * 23)
  }

  @Test func arbitraryTextNeverCrashes() {
    let words = [
      "x", "f", "1", "2.5", "(", ")", "[", "]", ",", ";", "\n", " ", "+", "-", "*", "/", "^", "'",
      "=", "for", "in", "end", "if", "while", "function", "->", "?", ":", "\"", "$", ".", "..",
      "@check", "@forall", "begin", "sum", "∇", "√", "′", "&&", "≤", "gradient", "[1 2; 3 4]",
      "1:3", "return", "break", "é", "\\", ".+", "true",
    ]
    var state: UInt64 = 7
    for round in 0..<3000 {
      var text = ""
      for _ in 0..<(round % 30 + 1) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += words[Int(state >> 33) % words.count]
        if state >> 60 < 6 { text += " " }
      }
      let session = Session(limits: Limits(fuel: 20_000, entries: 10_000, depth: 20))
      let result = session.run(Excerpt(text))
      for diagnostic in result.diagnostics {
        #expect(diagnostic.span.end <= text.utf8.count + 1, "\(text)")
      }
    }
  }
}
