/// What commas divide that belongs together: `i = 1, 2, \dots, n`, `k = 1, 2, 3`.
extension Reader {
  /// The parts of a condition, at commas and `and`.
  func conditionParts(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for piece in split(range, at: ["and", "\\wedge", ";"]) {
      parts += joiningValues(joiningDots(split(piece, at: [","])))
    }
    return parts
  }

  /// `i = 1, 2, \dots, n` is one part.
  private func joiningDots(_ parts: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    var index = 0
    while index < parts.count {
      let isDots = parts[index].count == 1 && tokens[parts[index].lowerBound].isMark("\\dots")
      if isDots, index + 1 < parts.count, !joined.isEmpty {
        let start = joined.lastIndex { containsRelation($0) } ?? 0
        joined[start] = joined[start].lowerBound..<parts[index + 1].upperBound
        joined.removeLast(joined.count - start - 1)
        index += 2
      } else {
        joined.append(parts[index])
        index += 1
      }
    }
    return joined
  }

  /// `k = 1, 2, 3` is one part.
  private func joiningValues(_ parts: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for part in parts {
      if let last = joined.last, isNumeral(trimmed(part)), equatesNumbers(last) {
        joined[joined.count - 1] = last.lowerBound..<part.upperBound
      } else {
        joined.append(part)
      }
    }
    return joined
  }

  /// `l = 2, 3, \dots, L` is one part, whatever its commas.
  func joiningDots(_ segments: [Segment]) -> [Segment] {
    var joined: [Segment] = []
    var index = 0
    while index < segments.count {
      let range = segments[index].range
      if range.count == 1, tokens[range.lowerBound].isMark("\\dots"), index + 1 < segments.count,
        let start = joined.lastIndex(where: { containsRelation($0.range) })
      {
        joined[start].range = joined[start].range.lowerBound..<segments[index + 1].range.upperBound
        joined.removeLast(joined.count - start - 1)
        index += 2
      } else if index > 1, let last = joined.last, isNumeral(range), equatesNumbers(last.range),
        tokens[last.range.lowerBound].kind == .letter,
        firstRelation(last.range) == last.range.lowerBound + 1
      {
        // `, \quad i = 1, 2, 3`.
        joined[joined.count - 1].range = last.range.lowerBound..<range.upperBound
        joined[joined.count - 1].role = .condition
        index += 1
      } else {
        joined.append(segments[index])
        index += 1
      }
    }
    return joined
  }

  /// `i = 1` and what has been joined to it.
  private func equatesNumbers(_ range: Range<Int>) -> Bool {
    guard let relation = firstRelation(range), tokens[relation].isMark("=") else { return false }
    return split((relation + 1)..<range.upperBound, at: [","]).allSatisfy {
      isNumeral(trimmed($0))
    }
  }
}
