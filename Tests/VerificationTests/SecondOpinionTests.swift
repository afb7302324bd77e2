import Formula
import Numerics
import Testing
import Verification

/// Derivatives beside differences of values.
@Suite struct SecondOpinionTests {
  private static let lesson = Lesson(
    "x, y : scalar\nf : function scalar -> scalar smooth\ng : function vector(2) -> scalar smooth\nu : vector(2)",
    "\\sigma(x) = \\frac{1}{1+e^{-x}}")
  private static let claims = [
    "\\frac{\\partial}{\\partial x}\\left(x^2\\sin(xy)\\right) = 0",
    "\\frac{\\partial}{\\partial x}\\left(f(xy)\\sigma(x)\\right) = 0",
    "\\frac{\\partial}{\\partial x}\\max(x, y)^3 = 0",
    "\\frac{\\partial}{\\partial y}|x - y| = 0",
    "\\frac{\\partial}{\\partial x}\\frac{\\log(1 + x^2)}{\\sqrt{1 + y^2}} = 0",
    "\\nabla_u\\left(g(u)\\|u\\|^2\\right) = u",
  ]

  private static func lowered(_ latex: String) throws -> LoweredStep {
    let claim = try #require(lesson.claim(latex))
    return try Lowering(lesson.scope).lower(
      claim.steps[0], hypotheses: claim.hypotheses, for: Instance())
  }

  @Test func derivativesAgreeWithDifferences() throws {
    for latex in Self.claims {
      let step = try Self.lowered(latex)
      #expect(!step.derivatives.isEmpty, "\(latex)")
      for key: UInt64 in 1...20 {
        #expect(!SecondOpinion(step, key: key).contradicts, "\(latex)")
      }
    }
  }

  @Test func aWrongDerivativeIsNoticed() throws {
    for latex in Self.claims {
      let step = try Self.lowered(latex)
      for place in step.derivatives.indices {
        var wrong = step
        let value = step.derivatives[place].value
        let thousandth = wrong.graph.constant(try #require(Rational(1, over: 1000)))
        wrong.derivatives = [step.derivatives[place]]
        wrong.derivatives[0].value = wrong.graph.add(value, thousandth)
        #expect(SecondOpinion(wrong, key: 1).contradicts, "\(latex)")
        wrong.derivatives[0].value = wrong.graph.negate(value)
        #expect(SecondOpinion(wrong, key: 1).contradicts, "\(latex)")
      }
    }
  }
}
