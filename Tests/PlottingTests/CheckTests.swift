import Numerics
import Plotting
import Testing

/// What a figure shows can be measured on its drawing, and a false one is caught.
@Suite struct CheckTests {
  @Test func gradientArrowsAreNormalToContours() throws {
    let evidence = try #require(try SampleFigures.gradientField.arrowsAgainstContours())
    #expect(evidence.count > 50)
    // The plot's sides are whole pixels, so the aspect is off by up to 0.2 %.
    #expect(evidence.worst < 0.2, "\(evidence)")
  }

  @Test func otherArrowsAreNot() throws {
    let (x, y) = SampleFigures.plane
    let figure = Figure([
      .contour(ContourMark(x: x, y: y, SampleFigures.valley)),
      .quiver(QuiverMark(x: x, y: y) { PlanePoint(-$0, -$1) }),
    ])
    let evidence = try #require(try figure.arrowsAgainstContours())
    #expect(evidence.worst > 20)
    #expect(try SampleFigures.line.arrowsAgainstContours() == nil)
  }

  @Test func theTriangleShowsTheFittedSlope() throws {
    let steps = [0.1, 0.05, 0.025, 0.0125]
    for order in [1.0, 2, 3] {
      let errors = steps.map { 7 * Elementary.exp(order * Elementary.log($0)) }
      let figure = Figure([.convergence(ConvergenceMark(steps, errors))])
      let slope = try #require(try figure.triangleSlope())
      #expect((slope - order).magnitude < 1e-9, "order \(order): \(slope)")
    }
  }

  @Test func aTrajectoryObeysItsRuleOrIsCaught() throws {
    let figure = SampleFigures.descent
    let rule = { (point: PlanePoint) in
      PlanePoint(point.x - 0.36 * point.x, point.y - 0.36 * 5 * point.y)
    }
    let evidence = try #require(figure.trajectoryAgainst(rule: rule))
    #expect(evidence.count == 20)
    #expect(evidence.worst == 0)
    let wrong = try #require(figure.trajectoryAgainst { PlanePoint(0.9 * $0.x, 0.9 * $0.y) })
    #expect(wrong.worst > 1)
  }
}
