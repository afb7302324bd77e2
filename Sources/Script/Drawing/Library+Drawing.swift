extension Library {
  private static func mark(
    _ signature: String, _ help: String, _ example: String
  ) -> LibraryEntry {
    let name = String(signature.prefix { $0 != "(" })
    return LibraryEntry(signature, help, example) { (_, arguments) throws(Failure) in
      .object(PlotMark(name, arguments.values, arguments.keywords))
    }
  }

  /// Figures, their marks, and what can be checked on them.
  static let drawing: [LibraryEntry] =
    figures + curves + counts + planes + annotations + figureChecks

  private static let figures: [LibraryEntry] = [
    LibraryEntry(
      "plot(…; over, x, y, label, labels, title, xlabel, ylabel, xscale, yscale, xlim, ylim, aspect, markers)",
      "A figure of marks, functions, y at 1, 2, …, or several y against x.",
      "plot(sin, cos, over = -3..3, labels = [\"sine\", \"cosine\"], xlabel = \"angle\")"
    ) {
      (_, arguments) throws(Failure) in
      .object(PlotRequest(try PlotMark.marks(of: arguments), arguments.keywords))
    },
    LibraryEntry(
      "panels(…; columns, title)", "Figures side by side with the same axes.",
      "panels(plot([1, 2], title = \"a\"), plot([2, 1], title = \"b\"), columns = 2)"
    ) {
      (_, arguments) throws(Failure) in
      var panels: [PlotRequest] = []
      for value in arguments.values {
        for item in PlotMark.flattened(value) {
          guard case .object(let object) = item, let panel = PlotRequest(shown: object),
            panel.panels.isEmpty
          else {
            throw Failure(.kind(operation: "panels", expected: "figures", found: item.kindName))
          }
          panels.append(panel)
        }
      }
      return .object(PlotRequest([], panels: panels, arguments.keywords))
    },
    LibraryEntry(
      "symlog(x; threshold)", "As a scale: logarithmic on both sides of zero, linear near it.",
      "symlog(-10)"
    ) {
      (machine, arguments) throws(Failure) in
      let threshold = try arguments.keyword("threshold").map { (value) throws(Failure) in
        try machine.scalar(value, "threshold")
      }
      let x = try machine.scalar(arguments[0], "symlog")
      return .number(ScaleReading.symmetricLog(x, threshold: threshold ?? 1))
    },
  ]

  private static let curves: [LibraryEntry] = [
    mark(
      "line(x, [y]; label, over, markers)",
      "A line through points, y at 1, 2, …, or the graph of a function.",
      "plot(line([1, 2], [3, 4], label = \"cost\", markers = true))"),
    mark(
      "points(x, [y]; class, label, labels)",
      "Points, or the columns of a 2×N matrix; classes as numbers, names or one-hot columns.",
      "plot(points([1 2 3; 3 4 1], class = [0, 1, 1]))"),
    mark(
      "steps(x, [y]; label, closed)",
      "A piecewise constant function: edges and one value less; closed is \"left\" or \"right\".",
      "plot(steps([0, 1, 3], [2, 5]))"),
    mark(
      "area(x, [y]; label, over)", "The area between a curve or a function and zero.",
      "plot(area([0, 1, 2], [1, 3, 2]))"),
    mark(
      "band(x, lower, upper; label)", "The area between two curves.",
      "plot(band([0, 1, 2], [0, 1, 1], [1, 3, 2]), line([0, 1, 2], [0.5, 2, 1.5]))"),
    mark(
      "trajectory(x, [y]; label, numbers)",
      "A path step by step: x and y, or the columns of a 2×N matrix, or a list of points.",
      "plot(trajectory([0 1 1.5; 0 1 3]))"),
    mark(
      "residuals(x, r)", "A stem from zero to each residual.",
      "plot(residuals([1, 2, 3], [0.1, -0.2, 0.1]))"),
    mark(
      "convergence(h, e; order, label)",
      "Errors against step sizes with a triangle that shows the fitted slope.",
      "plot(convergence([1, 0.1, 0.01], [1, 0.011, 0.0001], order = 2))"),
  ]

  private static let counts: [LibraryEntry] = [
    mark(
      "bars(names, [values]; labels)", "Bars from zero; columns of a matrix as groups.",
      "plot(bars([\"a\", \"b\"], [3, 5]))"),
    mark(
      "histogram(x; bins)", "How often values occur.", "plot(histogram([1, 2, 2, 3, 5], bins = 3))"
    ),
    mark(
      "heatmap(A; rows, columns)", "A matrix as coloured cells; rows and columns are names.",
      "plot(heatmap([1 -2; 3 4], rows = [\"a\", \"b\"]))"),
    mark(
      "network_diagram(net; weights, layers, nodes)",
      "A network, or one with these layer sizes and weight matrices.",
      "plot(network_diagram([2, 3, 1], layers = [\"in\", \"hidden\", \"out\"]))"),
  ]

  private static let planes: [LibraryEntry] = [
    mark(
      "contours(f, [y], [Z]; over, x, y, levels, filled, label)",
      "Level lines of f(x, y) or f([x, y]), of a matrix Z, or contours(x, y, Z) with Z[j, i].",
      "plot(contours((x, y) -> x^2 + 3y^2, x = -2..2, y = -1..1, levels = 5))"),
    mark(
      "decision_regions(net; over, x, y, labels, threshold)",
      "Where a classifier gives which class; one number is split at the threshold.",
      "plot(decision_regions((x, y) -> x - y, over = -1..1), points([0 1; 1 0], class = [0, 1]))"),
    mark(
      "quiver(f; over, x, y, label)", "Arrows of a vector field.",
      "plot(quiver((x, y) -> [y, -x], over = -1..1))"),
    mark(
      "gradient_field(f; over, x, y, descent)",
      "Arrows of ∇f, or of −∇f with descent = true.",
      "plot(contours(x -> x[1]^2 + x[2]^2, over = -1..1), "
        + "gradient_field(x -> x[1]^2 + x[2]^2, over = -1..1))"),
  ]

  private static let annotations: [LibraryEntry] = [
    mark("hline(y; label)", "A horizontal line.", "plot([1, 2], [3, 4], hline(3.5))"),
    mark(
      "vline(x; label)", "A vertical line.", "plot([1, 2], [3, 4], vline(1.5, label = \"here\"))"),
    mark(
      "sloped(slope, intercept; label)", "The straight line y = slope x + intercept.",
      "plot([1, 2], [3, 4], sloped(1, 2))"),
    mark(
      "text(x, y, label; point)", "A label beside a point; point = true draws a dot.",
      "plot([1, 2], [3, 4], text(1.5, 3.5, \"here\"))"),
  ]

  private static let figureChecks: [LibraryEntry] = [
    LibraryEntry(
      "arrows_normal(fig; within)",
      "Whether the arrows of a figure are normal to its contours, as drawn, within degrees.",
      "arrows_normal(plot(contours((x, y) -> x * y, over = -1..1), "
        + "gradient_field((x, y) -> x * y, over = -1..1)), within = 0.01)"
    ) {
      (machine, arguments) throws(Failure) in
      let within = try arguments.keyword("within").map { (value) throws(Failure) in
        try machine.scalar(value, "within")
      }
      return .boolean(try machine.arrowDeviation(arguments[0]) <= within ?? 0.01)
    },
    LibraryEntry(
      "arrow_deviation(fig)",
      "By how many degrees an arrow differs at most from the normal of the contour under it.",
      "arrow_deviation(plot(contours((x, y) -> x * y, over = -1..1), "
        + "quiver((x, y) -> [y, x], over = -1..1)))"
    ) {
      (machine, arguments) throws(Failure) in .number(try machine.arrowDeviation(arguments[0]))
    },
    LibraryEntry(
      "fitted_slope(fig)", "The slope of the triangle of a convergence figure, as drawn.",
      "fitted_slope(plot(convergence([1, 0.1, 0.01], [1, 0.01, 0.0001])))"
    ) {
      (machine, arguments) throws(Failure) in .number(try machine.fittedSlope(arguments[0]))
    },
    LibraryEntry(
      "follows_rule(fig, rule; atol)",
      "Whether each step of a figure's trajectory is what the rule makes of the step before.",
      "follows_rule(plot(trajectory([1 0.5 0.25; 2 1 0.5])), p -> p / 2)"
    ) {
      (machine, arguments) throws(Failure) in
      let atol = try arguments.keyword("atol").map { (value) throws(Failure) in
        try machine.scalar(value, "atol")
      }
      return .boolean(
        try machine.ruleDeviation(arguments[0], arguments[1]) <= atol ?? 1e-9)
    },
  ]
}
