import Formula
import SourceText
import Testing
import Verification

/// What a verdict says of steps that are not defined everywhere.
@Suite struct DomainTests {
  private func results(_ latex: String, seed: UInt64 = 1) -> [StepResult] {
    var scope = Scope()
    _ = scope.declare(Excerpt("x, y : scalar"))
    let (claim, diagnostics) = scope.read(claim: Excerpt(latex))
    #expect(diagnostics.allSatisfy { $0.severity != .error }, "\(latex)")
    guard let claim else { return [] }
    return Judge(Settings(seed: seed)).judge(claim, in: scope)
  }

  @Test func theConditionsThatMakeItHoldAreNamed() {
    let rows: [(String, [String])] = [
      (#"\frac{x^2-1}{x-1} = x + 1"#, ["x-1 \\ne 0"]),
      (#"e^{\log x} = x"#, ["x > 0"]),
      (#"\log(xy) = \log x + \log y"#, ["x > 0"]),
      (#"\sqrt{x}\sqrt{y} = \sqrt{xy}"#, ["x \\ge 0", "y \\ge 0"]),
    ]
    for (latex, expected) in rows {
      let result = results(latex).first
      #expect(result?.verdict == .domain, "\(latex)")
      let found = (result?.holdsWhere ?? []).map { $0.filter { $0 != " " } }
      #expect(found == expected.map { $0.filter { $0 != " " } }, "\(latex)")
    }
  }

  @Test func whatIsFalseWhereItIsDefinedIsRefuted() {
    for latex in [#"\frac{x^2-1}{x-1} = x - 1"#, #"\log(xy) = \log x - \log y"#] {
      #expect(results(latex).first?.verdict == .refuted, "\(latex)")
    }
  }
}
