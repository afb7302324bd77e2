import Formula
import Numerics

/// Coincidences that random points do not meet: all members of a family equal, vectors parallel,
/// antiparallel, orthogonal, along an axis, constant or zero, numbers at the ends of their domains,
/// diagonal matrices with zeros.
///
/// Bounds are attained there. The points have short entries, so that equality is seen exactly; they
/// depend on no seed.
struct SpecialPoints {
  let groups: [Group]
  let domains: [InputDomain]

  /// The inputs of one symbol, or of one member of a family.
  struct Group {
    var inputs: [Int]
    /// Which of them stand on the diagonal of a square matrix.
    var diagonal: Set<Int> = []
  }

  init(_ groups: [Group], _ domains: [InputDomain]) {
    self.groups = groups
    self.domains = domains
  }

  func points(_ count: Int) -> [[Double]] {
    var seen: Set<[Double]> = []
    return (0..<count).map { point($0) }.filter { point in
      seen.insert(point).inserted
        && zip(point, domains).allSatisfy { $1.contains($0) }
    }
  }

  /// What the entries of a group look like.
  private enum Form {
    case constant(Double)
    /// One entry, counted from 0 and around.
    case axis(Int, Double)
    case alternating(Double)
    case diagonal([Double])
    case scattered
    /// The entries of an earlier group times a factor.
    case copy(Double)
  }

  private func point(_ number: Int) -> [Double] {
    var stream = PointStream(key: 0x5EED, number)
    var point = [Double](repeating: 0, count: domains.count)
    var hot: [Int: Int] = [:]
    for (place, group) in groups.enumerated() {
      let form =
        Self.patterns.indices.contains(number)
        ? Self.patterns[number](place, group) : form(of: group, &stream)
      fill(&point, group, form, before: place, &stream)
      for input in group.inputs {
        point[input] = fitted(point[input], domains[input], &hot, &stream)
      }
    }
    return point
  }

  /// The first points: numbers and vectors agree in size.
  private static let patterns: [@Sendable (Int, Group) -> Form] = [
    { _, _ in .constant(0) },
    { _, _ in .constant(1) },
    { _, group in .axis(0, 1) },
    { place, group in .axis(0, group.inputs.count > 1 && place % 2 == 1 ? -1 : 1) },
    { place, group in group.inputs.count == 1 ? .constant(1) : .axis(place, 1) },
    { _, _ in .constant(-1) },
    { _, group in group.inputs.count == 1 ? .constant(0) : .axis(0, 1) },
    { _, group in group.inputs.count == 1 ? .constant(0.5) : .axis(0, 1) },
    { _, group in group.inputs.count == 1 ? .constant(2) : .axis(0, 1) },
    { _, group in group.inputs.count == 1 ? .constant(1) : .constant(0) },
    { _, group in group.diagonal.isEmpty ? .constant(1) : .diagonal([1]) },
    { _, group in group.diagonal.isEmpty ? .axis(0, 1) : .diagonal([1]) },
    { _, group in group.diagonal.isEmpty ? .axis(1, 1) : .diagonal([0, -1]) },
    { _, group in group.diagonal.isEmpty ? .axis(1, 1) : .diagonal([0, 1]) },
  ]

  private func form(of group: Group, _ stream: inout PointStream) -> Form {
    let size = stream.choose([1.0, 1, 1, -1, 2, 0.5, 3])
    switch stream.integer(0, 9) {
    case 0: return .constant(0)
    case 1: return .constant(size)
    case 2: return .axis(stream.integer(0, 7), size)
    case 3: return .axis(0, size)
    case 4: return .copy(stream.choose([1.0, -1, 2, 0.5]))
    case 5, 6: return .copy(1)
    case 7:
      guard !group.diagonal.isEmpty else { return .alternating(size) }
      return .diagonal((0..<3).map { _ in stream.choose([1.0, 0, -1, 2]) })
    case 8: return group.diagonal.isEmpty ? .axis(0, 1) : .diagonal([1])
    default: return .scattered
    }
  }

  private func fill(
    _ point: inout [Double], _ group: Group, _ form: Form, before place: Int,
    _ stream: inout PointStream
  ) {
    let count = group.inputs.count
    var step = 0
    for (entry, input) in group.inputs.enumerated() {
      switch form {
      case .constant(let value): point[input] = value
      case .axis(let axis, let value): point[input] = entry == axis % count ? value : 0
      case .alternating(let value): point[input] = entry % 2 == 0 ? value : -value
      case .diagonal(let values):
        guard group.diagonal.contains(input) else { continue }
        point[input] = values[step % values.count]
        step += 1
      case .scattered: point[input] = stream.choose(count == 1 ? Self.numbers : Self.entries)
      case .copy: point[input] = stream.choose(Self.entries)
      }
    }
    guard case .copy(let factor) = form else { return }
    let earlier = groups[..<place].filter { $0.inputs.count == count }
    guard !earlier.isEmpty else { return }
    for (target, source) in zip(group.inputs, stream.choose(Array(earlier)).inputs) {
      point[target] = factor * point[source]
    }
  }

  private static let numbers: [Double] = [0, 1, -1, 2, 0.5, 3, -2, 4, 0.25, 10]
  private static let entries: [Double] = [0, 1, -1]

  /// The value, or one close in meaning that lies in the domain.
  private func fitted(
    _ value: Double, _ domain: InputDomain, _ hot: inout [Int: Int], _ stream: inout PointStream
  ) -> Double {
    switch domain {
    case .oneHot(let group, let position, let count):
      let chosen = hot[group] ?? stream.integer(0, count - 1)
      hot[group] = chosen
      return position == chosen ? 1 : 0
    case .whole(let low, let high):
      return Double(min(max(Int(value.rounded()), low), high))
    case .set(let members):
      return (members.first { $0.double == value } ?? stream.choose(members)).double
    case .interval(let low, let high):
      if domain.contains(value) { return value }
      let ends = [low, high].compactMap { $0 }.filter { $0.isIncluded }
        .compactMap { $0.value.exactDouble }
      let inside = (ends + [abs(value), 1, 0.5, 0, -1]).first { domain.contains($0) }
      if let inside { return inside }
      return switch (low?.value.double, high?.value.double) {
      case (let low?, let high?): (low + high) / 2
      case (let low?, nil): low + 1
      case (nil, let high?): high - 1
      case (nil, nil): value
      }
    default: return domain.contains(value) ? value : 0.5
    }
  }
}

extension Problem {
  /// The inputs by symbol and member; what belongs to none of them is one group more.
  func groups(of lowered: LoweredStep) -> [SpecialPoints.Group] {
    var result: [SpecialPoints.Group] = []
    var place: [LoweredStep.Owner: Int] = [:]
    // Those of one symbol mostly stand side by side.
    var last: (owner: LoweredStep.Owner, place: Int)?
    for (number, input) in lowered.inputs.enumerated() {
      let owner = LoweredStep.Owner(symbol: input.symbol, member: input.member)
      if let known = owner == last?.owner ? last?.place : place[owner] {
        result[known].inputs.append(number)
        last = (owner, known)
      } else {
        last = (owner, result.count)
        place[owner] = result.count
        result.append(SpecialPoints.Group(inputs: [number]))
      }
    }
    for quantity in lowered.quantities where quantity.tensor.form == .matrix {
      let tensor = quantity.tensor
      let owner = LoweredStep.Owner(symbol: quantity.symbol, member: quantity.member)
      guard tensor.rows == tensor.columns, let group = place[owner] else { continue }
      for row in 0..<tensor.rows {
        var node = tensor[row, row]
        while case .tag(_, let inner) = graph[node] { node = inner }
        if case .input(let number) = graph[node] { result[group].diagonal.insert(Int(number)) }
      }
    }
    let others = Array(lowered.inputs.count..<max(lowered.inputs.count, domains.count))
    return others.isEmpty ? result : result + [SpecialPoints.Group(inputs: others)]
  }
}

extension LoweredStep {
  fileprivate struct Owner: Hashable {
    let symbol: SymbolID
    let member: [Int]
  }
}
