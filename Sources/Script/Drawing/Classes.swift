import Plotting

/// Classes of points as a script gives them: whole numbers from 0 or 1, truth values, names, or
/// the columns of a one-hot matrix.
struct Classes {
  var numbers: [Int] = []
  var names: [String] = []

  init(_ value: Value, _ builder: FigureBuilder) throws(Failure) {
    if case .list = value {
      for name in try builder.names(value, "class") {
        let place = names.firstIndex(of: name) ?? names.count
        if place == names.count { names.append(name) }
        numbers.append(place)
      }
      return
    }
    let array = try builder.machine.array(value, "class")
    if array.form == .matrix, array.rows > 1 {
      numbers = try builder.series(value, "class").map { Classes.largest($0) }
      return
    }
    let isSigned = array.elements.contains(-1)
    let fromOne = !array.elements.contains(0)
    for element in array.elements {
      if isSigned, element.magnitude == 1 {
        numbers.append(element > 0 ? 1 : 0)
      } else if element >= 0, element < 1000, element == element.rounded() {
        numbers.append(Int(element) - (fromOne ? 1 : 0))
      } else {
        throw Failure(
          .value(
            operation: "class",
            message: "is a whole number, -1 or 1, a name or a one-hot column, not "
              + shortText(element)))
      }
    }
    if isSigned { names = ["-1", "1"] } else if array.isBoolean { names = ["false", "true"] }
  }

  /// The place of the largest entry, the first of equal ones.
  static func largest(_ entries: [Double]) -> Int {
    var best = 0
    for (index, entry) in entries.enumerated() where entry > entries[best] { best = index }
    return best
  }
}

/// How a classifier's values are classes.
///
/// Several numbers: the place of the largest. One number: above the threshold or not; without
/// a threshold, whole numbers from 0 (or from 1) are the classes themselves, a network's output
/// is split at 1/2 and any other value at 0.
struct ClassRule {
  private enum Kind {
    case threshold(Double)
    case whole(first: Int)
  }

  private let kind: Kind

  init(
    _ scores: (Double, Double) -> [Double], in sides: (x: PlotRange, y: PlotRange),
    _ threshold: Double?, isNetwork: Bool
  ) {
    if threshold != nil || isNetwork {
      kind = .threshold(threshold ?? 0.5)
      return
    }
    var smallest = Double.infinity
    for row in 0...8 {
      for column in 0...8 {
        let (u, v) = ((Double(column) + 0.37) / 9.1, (Double(row) + 0.41) / 9.1)
        let entries = scores(
          sides.x.lower + u * (sides.x.upper - sides.x.lower),
          sides.y.lower + v * (sides.y.upper - sides.y.lower))
        guard entries.count == 1 else { continue }
        guard entries[0] >= 0, entries[0] == entries[0].rounded(), entries[0] < 1000 else {
          kind = .threshold(0)
          return
        }
        smallest = min(smallest, entries[0])
      }
    }
    kind = .whole(first: smallest >= 1 ? 1 : 0)
  }

  func number(of entries: [Double]) -> Int {
    guard entries.count == 1 else { return Classes.largest(entries) }
    switch kind {
    case .threshold(let threshold): return entries[0] > threshold ? 1 : 0
    case .whole(let first):
      guard entries[0] >= Double(first), entries[0] < 1000 else { return 0 }
      return Int(entries[0]) - first
    }
  }
}
