import Formula

/// Points where one number stands at an end of its domain, if it belongs to it, or just inside: `min(x, 1) = x` for x in [0, 1.0001] is false there alone.
struct DomainEnds {
  let domains: [InputDomain]

  private static let inputLimit = 6
  private static let starts = 2

  func points(near starts: PointList) -> [[Double]] {
    let ended = domains.indices.filter { !values(domains[$0]).isEmpty }.prefix(Self.inputLimit)
    guard !ended.isEmpty else { return [] }
    return starts.prefix(Self.starts).flatMap { start in
      ended.flatMap { input in
        values(domains[input]).map { value in
          var point = start
          point[input] = value
          return point
        }
      }
    }
  }

  private func values(_ domain: InputDomain) -> [Double] {
    guard case .interval(let low, let high) = domain else { return [] }
    let (bottom, top) = (low?.value.double, high?.value.double)
    let length = if let bottom, let top { top - bottom } else { Double.infinity }
    func beside(_ end: Double) -> Double { 0x1p-20 * min(length, max(1, abs(end))) }
    // The double next to an end that is included may lie outside.
    let candidates = [
      low.map { $0.isIncluded ? [$0.value.double, $0.value.double.nextUp] : [] } ?? [],
      high.map { $0.isIncluded ? [$0.value.double, $0.value.double.nextDown] : [] } ?? [],
      bottom.map { [$0 + beside($0)] } ?? [],
      top.map { [$0 - beside($0)] } ?? [],
    ]
    return candidates.compactMap { $0.first { domain.contains($0) } }
  }
}
