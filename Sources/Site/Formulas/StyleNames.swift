/// Short names for the classes that stand for inline styles.
///
/// A long name is a mark, a letter for its kind and eight letters and digits that hang on the
/// declarations only. Once all styles of a course are known, a page has as many of the eight as tell
/// them apart: three, but for a few. Names so short are a twentieth of a packed page less, and a new
/// style changes hardly any other's.
package struct StyleNames: Sendable {
  /// Hardly any text of an author's holds it, and what follows there is no name.
  static let mark = UInt8(1)
  static let style = UInt8(ascii: "k")
  static let strut = UInt8(ascii: "h")
  private static let length = 8
  private static let least = 3

  /// How many of the eight letters and digits a page has.
  private var lengths: [UInt64: Int] = [:]

  /// - Parameter names: Long ones, each once.
  package init(_ names: some Sequence<String>) {
    let keys = names.map { Array($0.utf8.suffix(Self.length)) }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
    for (position, key) in keys.enumerated() {
      var length = Self.least
      if position > 0 { length = max(length, Self.common(key, keys[position - 1]) + 1) }
      if position + 1 < keys.count {
        length = max(length, Self.common(key, keys[position + 1]) + 1)
      }
      lengths[Self.word(key[...])] = length
    }
  }

  /// The eight in one number.
  private static func word(_ key: ArraySlice<UInt8>) -> UInt64 {
    key.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func common(_ left: [UInt8], _ right: [UInt8]) -> Int {
    zip(left, right).prefix { $0 == $1 }.count
  }

  static func long(_ hash: UInt64, kind: UInt8) -> String {
    // Capitals first: no class of KaTeX's or ours begins with one.
    var rest = hash &+ UInt64(kind)
    var bytes = [mark, kind, UInt8(ascii: "A") + UInt8(rest % 26)]
    rest /= 26
    for _ in 1..<length {
      let digit = UInt8(rest % 36)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      rest /= 36
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func isStrut(_ name: String) -> Bool { name.utf8.dropFirst().first == strut }

  /// The name that pages have; a name that is not known stays as it is.
  package func short(_ name: String) -> String {
    String(decoding: shortened(Array(name.utf8)), as: UTF8.self)
  }

  /// Markup with all of its long names made short.
  package func shortened(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var done = 0
    while let found = bytes.index(of: Self.mark, from: done) {
      result += bytes[done..<found]
      let start = min(found + 2, bytes.count)
      let end = min(start + Self.length, bytes.count)
      if let length = lengths[Self.word(bytes[start..<end])] {
        result += bytes[start..<start + length]
        done = end
      } else {
        result.append(Self.mark)
        done = found + 1
      }
    }
    result += bytes[done...]
    return result
  }
}
