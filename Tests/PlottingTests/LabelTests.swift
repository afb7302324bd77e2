import Plotting
import Testing

@Suite struct LabelTests {
  @Test func formulasAreSpokenAsTheyAreMeant() throws {
    let rows = [
      ("cost", "cost"), ("$\\theta_1$", "θ_1"), ("$10^{-3}$", "10^−3"),
      ("$\\|\\nabla L\\|$", "‖∇L‖"), ("$f'(x)$", "f′(x)"), ("cost \\$5", "cost $5"),
      ("$\\frac{a+b}{2}$", "(a+b)/2"), ("$\\hat y$", "y\u{302}"),
      ("$x \\in A$", "x\u{2009}∈\u{2009}A"),
      ("$\\text{learning rate } \\eta$", "learning rate η"),
    ]
    for (text, words) in rows {
      let spoken = try Figure.spoken(text)
      #expect(spoken == words, "\(text)")
    }
  }

  /// Advance widths measured in the fonts themselves, in ems: the widest of DejaVu Sans,
  /// Liberation Sans, Inter, Roboto, Open Sans and Noto Sans.
  @Test func widthsAreNeverTooSmall() throws {
    let rows: [(String, Double)] = [
      ("training loss", 6.1235), ("illicit", 2.3311), ("0123456789", 6.3623),
      ("gradient descent", 8.4922), ("−1.25", 3.0645), ("αβγδ", 2.5010), ("WMwm", 3.6436),
    ]
    for (text, widest) in rows {
      let width = try Figure.width(of: text, fontSize: 1)
      #expect(width >= widest, "\(text)")
      #expect(width <= 1.12 * widest + 0.05, "\(text) is laid out too wide")
    }
    #expect(try Figure.width(of: "验证损失", fontSize: 1) == 4)
  }
}
