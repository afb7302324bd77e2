/// The candidate that a misspelt name most likely meant, if one is near enough.
///
/// Near means at most a third of the letters differ (insertions, deletions, replacements and
/// exchanged neighbours count one each). Of equally near ones the first wins.
package func nearest(to name: String, among candidates: [String]) -> String? {
  let wanted = Array(name.unicodeScalars)
  var best: String?
  var least = max(1, wanted.count / 3) + 1
  for candidate in candidates {
    let distance = editDistance(wanted, Array(candidate.unicodeScalars))
    if distance < least {
      least = distance
      best = candidate
    }
  }
  return best
}

/// Optimal string alignment distance, in O(mn).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let differs = left[row] == right[column] ? 0 : 1
      var cost = min(last[column] + differs, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
