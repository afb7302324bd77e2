import Plotting

extension Machine {
  /// Draws a figure that the block shows, now, while its functions can run.
  func draw(_ request: PlotRequest) throws(Failure) {
    try charge(entries: 2000)
    let prefix = String(Character(PlotRequest.placeholder))
    if request.panels.isEmpty {
      request.drawn = try figure(request) { (figure) throws(PlotError) in
        try figure.rendered(prefix: prefix)
      }
      return
    }
    var builders: [FigureBuilder] = []
    var grid = FigureGrid([])
    for panel in request.panels {
      let builder = FigureBuilder(self, panel)
      grid.panels.append(try builder.figure())
      builders.append(builder)
    }
    for option in request.options {
      switch option.name {
      case "columns": grid.columns = try whole(option.value, "columns", from: 1)
      default: grid.title = plainText(option.value)
      }
    }
    request.drawn = try drawing(builders) { () throws(PlotError) in
      try grid.rendered(prefix: prefix)
    }
  }

  /// Something made of a figure while its functions can run.
  private func figure<Product>(
    _ request: PlotRequest, _ body: (Figure) throws(PlotError) -> Product
  ) throws(Failure) -> Product {
    let builder = FigureBuilder(self, request)
    let figure = try builder.figure()
    return try drawing([builder]) { () throws(PlotError) in try body(figure) }
  }

  private func drawing<Product>(
    _ builders: [FigureBuilder], _ body: () throws(PlotError) -> Product
  ) throws(Failure) -> Product {
    let outcome: Result<Product, PlotError>
    do throws(PlotError) { outcome = .success(try body()) } catch { outcome = .failure(error) }
    for builder in builders {
      if let fault = builder.fault { throw fault }
    }
    switch outcome {
    case .success(let product): return product
    case .failure(let error):
      if case .nothingFinite = error {
        for builder in builders {
          if let gap = builder.firstGap { throw gap }
        }
      }
      throw Failure(.engine(FigureFault(error).message))
    }
  }

  // MARK: Checks

  private func request(_ value: Value, _ operation: String) throws(Failure) -> PlotRequest {
    guard case .object(let object) = value, let request = PlotRequest(shown: object),
      request.panels.isEmpty
    else {
      throw Failure(.kind(operation: operation, expected: "a figure", found: value.kindName))
    }
    return request
  }

  /// The largest deviation of an arrow from the normal of the contours, in degrees.
  func arrowDeviation(_ value: Value) throws(Failure) -> Double {
    let evidence = try figure(request(value, "arrows_normal")) { (figure) throws(PlotError) in
      try figure.arrowsAgainstContours()
    }
    guard let evidence else {
      throw Failure(
        .value(operation: "arrows_normal", message: "needs a figure with contours and arrows"))
    }
    return evidence.worst
  }

  func fittedSlope(_ value: Value) throws(Failure) -> Double {
    let slope = try figure(request(value, "fitted_slope")) { (figure) throws(PlotError) in
      try figure.triangleSlope()
    }
    guard let slope else {
      throw Failure(
        .value(operation: "fitted_slope", message: "needs a figure with a convergence mark"))
    }
    return slope
  }

  /// The largest distance between a step of a trajectory and what the rule makes of the one before.
  func ruleDeviation(_ value: Value, _ rule: Value) throws(Failure) -> Double {
    let request = try request(value, "follows_rule")
    let builder = FigureBuilder(self, request)
    let figure = try builder.figure()
    let step = builder.field(rule)
    let evidence = try drawing([builder]) { () throws(PlotError) in
      figure.trajectoryAgainst { point in step(point.x, point.y) }
    }
    guard let evidence else {
      throw Failure(
        .value(operation: "follows_rule", message: "needs a figure with a trajectory"))
    }
    return evidence.worst
  }
}
