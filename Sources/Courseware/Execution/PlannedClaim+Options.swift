import Markup
import Numerics
import SourceText
import Verification

extension PlannedClaim {
  /// What the display's attributes ask for; Markup has checked their form.
  var options: ClaimOptions {
    var options = ClaimOptions()
    options.isRefutation = isRefutation
    options.points = attributes["points"].flatMap { Int($0.text) }
    if let within = attributes["within"]?.text {
      let isRelative = within.hasSuffix("%")
      if let number = Rational(decimal: isRelative ? String(within.dropLast()) : within) {
        let hundredth = number.divided(by: Rational(100)) ?? number
        options.within = isRelative ? .relative(hundredth) : .absolute(number)
      }
    }
    for part in (attributes["sizes"]?.text ?? "").split(separator: ",") {
      let sides = part.split(separator: "=")
      let ends = sides.last?.split(separator: ".").compactMap { Int($0.filter { $0 != " " }) } ?? []
      guard sides.count == 2, let first = ends.first, let last = ends.last, first <= last else {
        continue
      }
      options.sizes[sides[0].filter { $0 != " " }] = first...last
    }
    return options
  }
}
