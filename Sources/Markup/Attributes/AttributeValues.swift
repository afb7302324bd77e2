/// What the value of a key must be, in words, if this one is not that.
func expectation(of key: String, _ value: String) -> String? {
  switch key {
  case "within":
    isTolerance(value) ? nil : "a positive number such as 1e-3, or a percentage below 100 %"
  case "sizes": areSizes(value) ? nil : "names with a size or a range, such as n=3 or m=2..4"
  case "points", "steps": isWhole(value) && value != "0" ? nil : "a positive whole number"
  case "seed": isWhole(value) ? nil : "a whole number"
  case "expect": ["domain", "shape"].contains(value) ? nil : "domain or shape"
  case "of": isStatementReference(value) ? nil : "a reference to a statement such as @thm-name"
  default: value.allSatisfy(\.isWhitespace) ? "some text" : nil
  }
}

private func isWhole(_ value: String) -> Bool {
  !value.isEmpty && value.utf8.allSatisfy { (0x30...0x39).contains($0) } && value.utf8.count <= 18
}

private func isTolerance(_ value: String) -> Bool {
  let number = value.hasSuffix("%") ? String(value.dropLast()) : value
  guard number.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return false }
  // A part of the larger side: from 100 % on anything positive is near.
  let limit = value.hasSuffix("%") ? 100 : Double.infinity
  return Double(number).map { 0 < $0 && $0 < limit } ?? false
}

/// `n=3, m=2..4`.
private func areSizes(_ value: String) -> Bool {
  let parts = value.split(separator: ",", omittingEmptySubsequences: false)
  return parts.allSatisfy { part in
    let sides = part.filter { $0 != " " }.split(
      separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty else { return false }
    let pieces = sides[1].split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 1 || pieces.count == 3 && pieces[1].isEmpty,
      let low = pieces.first, let high = pieces.last, isWhole(String(low)),
      isWhole(String(high)), let first = Int(low), let last = Int(high)
    else { return false }
    return 1 <= first && first <= last
  }
}

private func isStatementReference(_ value: String) -> Bool {
  guard value.hasPrefix("@"), value.utf8.dropFirst().allSatisfy(isNameByte),
    let kind = ReferenceKind(ofIdentifier: String(value.dropFirst()))
  else { return false }
  return Statement.Kind.allCases.contains { $0.prefix == kind }
}
