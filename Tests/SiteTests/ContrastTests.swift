import Foundation
import Site
import Testing

/// The themes' colours against each other, as WCAG 2.2 measures them.
@Suite struct ContrastTests {
  private static let pairs: [(front: String, back: String, least: Double)] = [
    ("text", "bg", 7), ("text", "surface", 7), ("muted", "bg", 4.5), ("muted", "surface", 4.5),
    ("faint", "bg", 4.5), ("faint", "surface", 4.5), ("link", "bg", 4.5), ("link", "surface", 4.5),
    ("visited", "bg", 4.5), ("visited", "surface", 4.5), ("ok", "ok-bg", 4.5),
    ("warn", "warn-bg", 4.5),
    ("bad", "bad-bg", 4.5), ("text", "bad-bg", 4.5), ("ok", "bg", 4.5), ("ok", "surface", 4.5),
    ("bad", "bg", 4.5), ("bad", "surface", 4.5), ("text", "mark", 4.5), ("text", "code-bg", 4.5),
    ("kw", "code-bg", 4.5), ("str", "code-bg", 4.5), ("num", "code-bg", 4.5),
    ("com", "code-bg", 4.5),
    ("fn", "code-bg", 4.5), ("control", "bg", 3), ("control", "surface", 3), ("axis", "bg", 3),
    ("c0", "bg", 3), ("c1", "bg", 3), ("c2", "bg", 3), ("c3", "bg", 3), ("c4", "bg", 3),
    ("bg", "text", 7),
  ]

  @Test func everyPairIsReadableInBothThemes() throws {
    for (theme, tokens) in [("light", Stylesheet.light), ("dark", Stylesheet.dark)] {
      let colors = Self.colors(tokens)
      for (front, back, least) in Self.pairs {
        let one = try #require(colors[front], "\(theme) \(front)")
        let other = try #require(colors[back], "\(theme) \(back)")
        let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
        #expect(contrast >= least, "\(theme): \(front) on \(back) is \(contrast)")
      }
    }
  }

  /// Relative luminances by name.
  private static func colors(_ tokens: String) -> [String: Double] {
    var found: [String: Double] = [:]
    for declaration in tokens.split(separator: ";") {
      let parts = declaration.split(separator: ":")
      guard parts.count == 2, parts[1].first == "#" else { continue }
      var digits = String(parts[1].dropFirst())
      if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
      let value = Int(digits, radix: 16) ?? 0
      let channels = [16, 8, 0].map { shift in
        let part = Double(value >> shift & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      found[parts[0].trimmingCharacters(in: .whitespaces).replacing("--", with: "")] =
        0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    return found
  }
}
