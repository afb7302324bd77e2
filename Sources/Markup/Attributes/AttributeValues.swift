/// What the value of a key must be, in words, if this one is not that.
func expectation(of key: String, _ value: String) -> String? {
  switch key {
  case "within": isTolerance(value) ? nil : "a positive number such as 1e-3, or a percentage"
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
  return Double(number).map { $0 > 0 && $0.isFinite } ?? false
}

private func isStatementReference(_ value: String) -> Bool {
  guard value.hasPrefix("@"), value.utf8.dropFirst().allSatisfy(isNameByte),
    let kind = ReferenceKind(ofIdentifier: String(value.dropFirst()))
  else { return false }
  return Statement.Kind.allCases.contains { $0.prefix == kind }
}
