/// The plane cut into the regions of a classifier.
struct ClassifiedPlane {
  let classify: (Double, Double) -> Int
  let x: PlotRange
  let y: PlotRange
  let size: Int
  let classes: [Int]

  init(
    x: PlotRange, y: PlotRange, resolution: Int = 61, _ classify: @escaping (Double, Double) -> Int
  ) {
    self.classify = classify
    self.x = x
    self.y = y
    size = resolution
    var classes: [Int] = []
    for row in 0..<resolution {
      let height = y.at(Double(row) / Double(resolution - 1))
      for column in 0..<resolution {
        classes.append(classify(x.at(Double(column) / Double(resolution - 1)), height))
      }
    }
    self.classes = classes
  }

  func place(_ column: Int, _ row: Int) -> PlanePoint {
    PlanePoint(x.at(Double(column) / Double(size - 1)), y.at(Double(row) / Double(size - 1)))
  }

  /// The outlines of a class, closed just outside the border; places on edges by bisection.
  func outlines(of group: Int) -> [IsolineTracer.Line] {
    IsolineTracer(
      columns: size + 2, rows: size + 2,
      isInside: { column, row in contains(column - 1, row - 1, group) },
      isCenterInside: { column, row in
        let (a, b) = (place(column - 1, row - 1), place(column, row))
        return classify((a.x + b.x) / 2, (a.y + b.y) / 2) == group
      },
      crossing: { from, to in
        boundary((from.0 - 1, from.1 - 1), (to.0 - 1, to.1 - 1), group)
      }
    ).lines().map { refined($0, of: group) }
  }

  /// The node of a class that is farthest from any other class and from the border.
  func heart(of group: Int) -> PlanePoint? {
    var distance = classes.map { $0 == group ? size * 2 : 0 }
    for row in 0..<size {
      for column in 0..<size {
        relax(&distance, column, row, [(-1, 0), (0, -1)])
      }
    }
    for row in (0..<size).reversed() {
      for column in (0..<size).reversed() {
        relax(&distance, column, row, [(1, 0), (0, 1)])
      }
    }
    guard let most = distance.max(), most > 0, let index = distance.firstIndex(of: most) else {
      return nil
    }
    return place(index % size, index / size)
  }

  private func relax(_ distance: inout [Int], _ column: Int, _ row: Int, _ steps: [(Int, Int)]) {
    for (dx, dy) in steps {
      let (i, j) = (column + dx, row + dy)
      let near = i >= 0 && j >= 0 && i < size && j < size ? distance[j * size + i] : 0
      distance[row * size + column] = min(distance[row * size + column], near + 1)
    }
  }

  private func contains(_ column: Int, _ row: Int, _ group: Int) -> Bool {
    column >= 0 && row >= 0 && column < size && row < size
      && classes[row * size + column] == group
  }

  private func boundary(_ from: (Int, Int), _ to: (Int, Int), _ group: Int) -> PlanePoint {
    let (a, b) = (place(from.0, from.1), place(to.0, to.1))
    guard to.0 >= 0, to.1 >= 0, to.0 < size, to.1 < size else { return b }
    var (inside, outside) = (0.0, 1.0)
    for _ in 0..<8 {
      let middle = (inside + outside) / 2
      let point = a + middle * (b - a)
      if classify(point.x, point.y) == group { inside = middle } else { outside = middle }
    }
    return a + ((inside + outside) / 2) * (b - a)
  }
}
