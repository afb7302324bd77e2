import Numerics

/// A number in prose and strings: whole numbers without `.0`, otherwise all digits.
func shortText(_ number: Double) -> String {
  if number == number.rounded(), number.magnitude < 1e15 { return "\(Int(number))" }
  if number.isNaN { return "NaN" }
  if number.isInfinite { return number < 0 ? "-Inf" : "Inf" }
  return "\(number)"
}

/// A number with so many significant digits, without trailing zeros.
package func roundedText(_ number: Double, digits: Int = 6) -> String {
  guard number.isFinite, number != number.rounded() || number.magnitude >= 1e15 else {
    return shortText(number)
  }
  let (mantissa, exponent) = decimal(number.magnitude, digits)
  let sign = number < 0 ? "-" : ""
  var text = "\(mantissa)"
  while text.count > 1, text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
  if exponent < -5 || exponent >= 15 {
    let first = String(text.prefix(1))
    let rest = text.dropFirst()
    return sign + first + (rest.isEmpty ? "" : "." + rest) + "e\(exponent)"
  }
  if exponent < 0 {
    return sign + "0." + String(repeating: "0", count: -exponent - 1) + text
  }
  if text.count <= exponent + 1 {
    return sign + text + String(repeating: "0", count: exponent + 1 - text.count)
  }
  return sign + text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
}

/// A finite number rounded to so many significant digits, at most 16, also if it is whole.
func roundedText(_ number: Double, significant digits: Int) -> String {
  let (mantissa, exponent) = decimal(number.magnitude, digits)
  return (number < 0 ? "-" : "") + "\(mantissa)e\(exponent - digits + 1)"
}

/// The first digits of a positive number and the exponent of the first one, rounded correctly from
/// the shortest decimal that stands for the number.
private func decimal(_ number: Double, _ digits: Int) -> (mantissa: Int, exponent: Int) {
  var figures: [UInt8] = []
  var exponent = 0
  var point: Int?
  var isExponent = false
  var exponentText = ""
  for byte in "\(number)".utf8 {
    switch byte {
    case UInt8(ascii: "e"): isExponent = true
    case UInt8(ascii: "."): point = figures.count
    default:
      if isExponent {
        exponentText.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        figures.append(byte - 0x30)
      }
    }
  }
  exponent = (point ?? figures.count) - 1 + (Int(exponentText.filter { $0 != "+" }) ?? 0)
  while figures.count > 1, figures[0] == 0 {
    figures.removeFirst()
    exponent -= 1
  }
  var mantissa = 0
  for index in 0..<digits {
    mantissa = mantissa * 10 + (index < figures.count ? Int(figures[index]) : 0)
  }
  if figures.count > digits, figures[digits] >= 5 { mantissa += 1 }
  var limit = 1
  for _ in 0..<digits { limit *= 10 }
  return mantissa == limit ? (limit / 10, exponent + 1) : (mantissa, exponent)
}

/// Numbers of one array: the same decimals for all, as many as the largest needs.
private func alignedTexts(_ elements: [Double]) -> [String] {
  let finite = elements.filter { $0.isFinite }
  if finite.allSatisfy({ $0 == $0.rounded() && $0.magnitude < 1e15 }) {
    return elements.map { shortText($0) }
  }
  let largest = finite.reduce(0) { max($0, $1.magnitude) }
  let smallest = finite.filter { $0 != 0 }.reduce(largest) { min($0, $1.magnitude) }
  guard largest < 1e6, smallest >= 1e-4 || largest >= 0.1 else {
    return elements.map { roundedText($0, digits: 5) }
  }
  var decimals = 5
  var bound = 10.0
  while bound <= largest, decimals > 1 {
    bound *= 10
    decimals -= 1
  }
  let texts = elements.map { fixedText($0, decimals) }
  // Decimals that are zero everywhere say nothing.
  var spare = decimals
  for (text, value) in zip(texts, elements) where value.isFinite {
    var zeros = 0
    for byte in text.utf8.reversed() {
      guard byte == UInt8(ascii: "0"), zeros < decimals - 1 else { break }
      zeros += 1
    }
    spare = min(spare, zeros)
  }
  return zip(texts, elements).map { text, value in
    value.isFinite ? String(text.dropLast(spare)) : text
  }
}

/// A number below 10⁹ with so many decimals.
private func fixedText(_ number: Double, _ decimals: Int) -> String {
  guard number.isFinite else { return shortText(number) }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = Int((number.magnitude * scale).rounded())
  let digits = "\(scaled)"
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let sign = number < 0 && scaled > 0 ? "-" : ""
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

extension Machine {
  /// The value as pages show it.
  func display(_ value: Value) -> Displayed { displayValue(plain(value), 0) }

  /// One line, for checks and messages.
  func displayText(_ value: Value) -> String { lineText(plain(value), exact: false, 0) }

  /// A side of a check: of a long array the first entries and the last one.
  func sideText(_ value: Value) -> String {
    guard let array = plain(value).array, array.count > 12, !array.isBoolean else {
      return displayText(value)
    }
    let first = array.elements.prefix(4).map { roundedText($0) }.joined(separator: ", ")
    let last = roundedText(array.elements[array.count - 1])
    return "[\(first), …, \(last)] (\(array.count) numbers)"
  }

  /// Where two long arrays differ most: `entry 3: 1 and 2`.
  func worstEntry(_ left: Value, _ right: Value) -> String? {
    guard let a = plain(left).array, let b = plain(right).array, a.count > 12,
      a.rows == b.rows, a.columns == b.columns
    else { return nil }
    func gap(_ place: Int) -> Double { (a.elements[place] - b.elements[place]).magnitude }
    guard let place = a.elements.indices.max(by: { gap($0) < gap($1) }) else { return nil }
    let row = place / a.columns + 1
    let entry = a.form == .vector ? "\(row)" : "(\(row), \(place % a.columns + 1))"
    return "entry \(entry): \(roundedText(a.elements[place], digits: 8)) and "
      + roundedText(b.elements[place], digits: 8)
  }

  /// One line with all digits, for strings.
  func plainText(_ value: Value) -> String { lineText(plain(value), exact: true, 0) }
}

/// The value as pages show it.
package func displayValue(_ value: Value, _ depth: Int = 0) -> Displayed {
  switch value {
  case .number(let number): return .number(roundedText(number))
  case .text(let text): return .text(text.string)
  case .array(let array):
    if array.isBoolean || array.count > 400 || array.count == 0 {
      return .text(lineText(value, exact: false, 0))
    }
    let texts = alignedTexts(array.elements)
    if array.form == .vector { return .vector(texts) }
    return .matrix(
      (0..<array.rows).map { row in
        Array(texts[row * array.columns..<(row + 1) * array.columns])
      })
  case .range(let range) where !range.isInterval && range.count <= 20 && range.count > 0:
    return displayValue(.array(range.array))
  case .record(let record) where !record.names.isEmpty && depth < 5:
    return .record(
      zip(record.names, record.values).map { name, value in
        Displayed.Field(name: name, value: displayValue(value, depth + 1))
      })
  case .object(let object):
    if let table = object as? TableValue {
      return .table(headers: table.headers, rows: table.rows)
    }
    return .text(object.shownText)
  default: return .text(lineText(value, exact: false, 0))
  }
}

/// A value in one line.
func lineText(_ value: Value, exact: Bool, _ depth: Int) -> String {
  guard depth < 10 else { return "…" }
  func text(_ number: Double) -> String { exact ? shortText(number) : roundedText(number) }
  func join(_ items: [Value]) -> String {
    let shown = items.prefix(20).map { lineText($0, exact: exact, depth + 1) }
    return shown.joined(separator: ", ") + (items.count > 20 ? ", …" : "")
  }
  switch value {
  case .nothing: return "nothing"
  case .number(let number): return text(number)
  case .boolean(let flag): return flag ? "true" : "false"
  case .text(let inner): return depth == 0 ? inner.string : quoted(inner.string)
  case .array(let array): return arrayText(array, text)
  case .list(let list): return "[" + join(list.items) + "]"
  case .range(let range):
    if range.isInterval { return text(range.first) + ".." + text(range.last) }
    if range.step == 1 { return text(range.first) + ":" + text(range.last) }
    return text(range.first) + ":" + text(range.step) + ":" + text(range.last)
  case .record(let record):
    guard !record.names.isEmpty else {
      return "(" + join(record.values) + (record.values.count == 1 ? ",)" : ")")
    }
    let fields = zip(record.names, record.values).map { name, value in
      name + " = " + lineText(value, exact: exact, depth + 1)
    }
    return "(" + fields.joined(separator: ", ") + (fields.count == 1 ? ",)" : ")")
  case .function(let function): return function.name
  case .traced(let traced): return "a followed " + traced.node.shape.text
  case .object(let object): return object.shownText
  case .cell, .everything: return ":"
  }
}

/// A string as it is written in a program.
private func quoted(_ text: String) -> String {
  var result: [UInt8] = [UInt8(ascii: "\"")]
  let bytes = Array(text.utf8)
  for (index, byte) in bytes.enumerated() {
    switch byte {
    case UInt8(ascii: "\n"): result += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case UInt8(ascii: "\t"): result += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): result += [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "$") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "("):
      result += [UInt8(ascii: "\\"), byte]
    default: result.append(byte)
    }
  }
  return String(decoding: result + [UInt8(ascii: "\"")], as: UTF8.self)
}

private func arrayText(_ array: NumericArray, _ text: (Double) -> String) -> String {
  func entry(_ value: Double) -> String {
    array.isBoolean ? (value != 0 ? "true" : "false") : text(value)
  }
  if array.form == .vector {
    let shown = array.elements.prefix(50).map(entry)
    return "[" + shown.joined(separator: ", ") + (array.count > 50 ? ", …]" : "]")
  }
  var rows: [String] = []
  for row in 0..<min(array.rows, 20) {
    var entries: [String] = []
    for column in 0..<min(array.columns, 20) {
      entries.append(entry(array.elements[row * array.columns + column]))
    }
    rows.append(entries.joined(separator: " ") + (array.columns > 20 ? " …" : ""))
  }
  return "[" + rows.joined(separator: "; ") + (array.rows > 20 ? "; …]" : "]")
}
