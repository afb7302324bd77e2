import Foundation
import Plotting
import Testing

/// Contrast and distance of the colours that figures use, in both themes.
@Suite struct ColorTests {
  typealias RGB = SIMD3<Double>

  /// The custom properties of the light and of the dark theme, in linear light.
  static let themes: [(name: String, tokens: [String: RGB])] = {
    let parts = Figure.tokens.components(separatedBy: "@media")
    return [("light", tokens(parts[0])), ("dark", tokens(parts[1]))]
  }()

  static func tokens(_ text: String) -> [String: RGB] {
    var found: [String: RGB] = [:]
    for match in text.matches(of: /--(\w+):#([0-9a-f]+)/) {
      found[String(match.1)] = linear(String(match.2))
    }
    return found
  }

  static func linear(_ hex: String) -> RGB {
    let full = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : hex
    let value = Int(full, radix: 16) ?? 0
    let channels = RGB(Double(value >> 16 & 255), Double(value >> 8 & 255), Double(value & 255))
    var result = RGB()
    for index in 0..<3 {
      let c = channels[index] / 255
      result[index] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return result
  }

  static func contrast(_ a: RGB, _ b: RGB) -> Double {
    let luminance = { (c: RGB) in 0.2126 * c.x + 0.7152 * c.y + 0.0722 * c.z + 0.05 }
    let (x, y) = (luminance(a), luminance(b))
    return max(x, y) / min(x, y)
  }

  static func product(_ rows: [RGB], _ vector: RGB) -> RGB {
    RGB((rows[0] * vector).sum(), (rows[1] * vector).sum(), (rows[2] * vector).sum())
  }

  static func oklab(_ c: RGB) -> RGB {
    let cone = product(
      [
        RGB(0.4122214708, 0.5363325363, 0.0514459929),
        RGB(0.2119034982, 0.6806995451, 0.1073969566),
        RGB(0.0883024619, 0.2817188376, 0.6299787005),
      ], c)
    return product(
      [
        RGB(0.2104542553, 0.7936177850, -0.0040720468),
        RGB(1.9779984951, -2.4285922050, 0.4505937099),
        RGB(0.0259040371, 0.7827717662, -0.8086757660),
      ], RGB(cbrt(cone.x), cbrt(cone.y), cbrt(cone.z)))
  }

  static func fromOklab(_ c: RGB) -> RGB {
    let cone = product(
      [
        RGB(1, 0.3963377774, 0.2158037573), RGB(1, -0.1055613458, -0.0638541728),
        RGB(1, -0.0894841775, -1.2914855480),
      ], c)
    return product(
      [
        RGB(4.0767416621, -3.3077115913, 0.2309699292),
        RGB(-1.2684380046, 2.6097574011, -0.3413193965),
        RGB(-0.0041960863, -0.7034186147, 1.7076147010),
      ], cone * cone * cone)
  }

  static func mix(_ a: RGB, _ share: Double, _ b: RGB) -> RGB {
    fromOklab(share * oklab(a) + (1 - share) * oklab(b))
  }

  /// Full dichromacy, as Machado, Oliveira and Fernandes (2009) model it.
  static let visions: [(name: String, matrix: [RGB])] = [
    ("normal", [RGB(1, 0, 0), RGB(0, 1, 0), RGB(0, 0, 1)]),
    (
      "protan",
      [
        RGB(0.152286, 1.052583, -0.204868), RGB(0.114503, 0.786281, 0.099216),
        RGB(-0.003882, -0.048116, 1.051998),
      ]
    ),
    (
      "deutan",
      [
        RGB(0.367322, 0.860646, -0.227968), RGB(0.280085, 0.672501, 0.047413),
        RGB(-0.011820, 0.042940, 0.968881),
      ]
    ),
    (
      "tritan",
      [
        RGB(1.255528, -0.076749, -0.178779), RGB(-0.078411, 0.930809, 0.147602),
        RGB(0.004733, 0.691367, 0.303900),
      ]
    ),
  ]

  /// The colours that the style sheet mixes: class, token, share, and what it is mixed with.
  static var mixtures: [(name: String, token: String, share: Double, ground: String)] {
    Figure.stylesheet.matches(
      of: /\.plot \.(\w+)\{[^}]*?color-mix\(in oklab,var\(--(\w+)\) ([\d.]+)%,var\(--(\w+)\)\)/
    ).map { (String($0.1), String($0.2), (Double($0.3) ?? 0) / 100, String($0.4)) }
  }

  @Test func seriesStandOutFromTheBackground() throws {
    for (theme, tokens) in ColorTests.themes {
      let ground = try #require(tokens["bg"])
      for index in 0..<5 {
        let color = try #require(tokens["c\(index)"])
        #expect(ColorTests.contrast(color, ground) >= 3, "\(theme) c\(index)")
      }
      for text in ["text", "muted"] {
        let color = try #require(tokens[text])
        #expect(ColorTests.contrast(color, ground) >= 4.5, "\(theme) \(text)")
      }
    }
  }

  @Test func seriesDifferForEveryKindOfColorVision() throws {
    for (theme, tokens) in ColorTests.themes {
      let colors = (0..<5).compactMap { tokens["c\($0)"] }
      for (vision, matrix) in ColorTests.visions {
        let seen = colors.map { color in
          ColorTests.oklab(
            ColorTests.product(matrix, color).clamped(lowerBound: RGB(), upperBound: RGB(1, 1, 1)))
        }
        for a in seen.indices {
          for b in (a + 1)..<seen.count {
            let difference = seen[a] - seen[b]
            let distance = 100 * (difference * difference).sum().squareRoot()
            #expect(distance >= 11, "\(theme), \(vision): c\(a) and c\(b) are \(distance) apart")
          }
        }
      }
    }
  }

  @Test func namesOfSeriesAreReadable() throws {
    for (theme, tokens) in ColorTests.themes {
      let ground = try #require(tokens["bg"])
      for index in [0, 1, 3, 4] {
        let color = try #require(tokens["c\(index)"])
        #expect(ColorTests.contrast(color, ground) >= 4.5, "\(theme) name of c\(index)")
      }
      let mixture = try #require(ColorTests.mixtures.first { $0.name == "x2" })
      let color = try #require(tokens[mixture.token])
      let other = try #require(tokens[mixture.ground])
      let mixed = ColorTests.mix(color, mixture.share, other)
      #expect(ColorTests.contrast(mixed, ground) >= 4.5, "\(theme) name of c2")
    }
  }

  @Test func textIsReadableOnEveryTint() throws {
    // b: filled contours; u: regions; e4…e10: cells with printed values.
    let tints = ColorTests.mixtures.filter { mixture in
      mixture.ground == "bg"
        && (!mixture.name.hasPrefix("e") || (4...10).contains(Int(mixture.name.dropFirst()) ?? 0))
    }
    #expect(tints.count == 12 + 10 + 7)
    for (theme, tokens) in ColorTests.themes {
      let (text, ground) = (try #require(tokens["text"]), try #require(tokens["bg"]))
      for tint in tints {
        let color = try #require(tokens[tint.token])
        let mixed = ColorTests.mix(color, tint.share, ground)
        let contrast = ColorTests.contrast(mixed, text)
        #expect(contrast >= 4.5, "\(theme) \(tint.name): \(contrast)")
      }
    }
  }

  @Test func stepsOfViridisRiseInLightnessAndCarryReadableText() throws {
    let steps = Figure.stylesheet.matches(of: /\.plot \.v(\d+)\{--k:#([0-9a-f]{6})/)
    #expect(steps.count == 16)
    var before = -1.0
    for (index, step) in steps.enumerated() {
      let color = ColorTests.linear(String(step.2))
      let lightness = ColorTests.oklab(color).x
      #expect(lightness > before + 0.01, "step \(index)")
      before = lightness
      let text = index < 8 ? RGB(1, 1, 1) : RGB()
      #expect(ColorTests.contrast(color, text) >= 4, "step \(index)")
    }
  }
}
