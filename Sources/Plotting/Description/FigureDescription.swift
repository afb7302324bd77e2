/// The text that stands for a figure: the axes with their ranges, then what each mark shows.
enum FigureDescription {
  static func text(of figure: PreparedFigure, axes: Bool = true) -> String {
    var sentences: [String] = []
    if axes, !figure.traits.bare {
      sentences.append(
        axis("x", figure.xName, figure.x) + ", " + axis("y", figure.yName, figure.y) + ".")
    }
    for mark in figure.marks { sentences += mark.sentences }
    return sentences.filter { !$0.isEmpty }.map(capitalized).joined(separator: " ")
  }

  private static func axis(_ letter: String, _ name: String, _ domain: AxisDomain) -> String {
    let title = name == letter ? "\(letter) axis" : "\(letter) axis \(name)"
    if !domain.categories.isEmpty {
      return "\(title) with \(domain.categories.count) categories"
    }
    let kind =
      switch domain.warp {
      case .identity: ""
      case .log: ", logarithmic,"
      case .arsinh: ", symmetric logarithmic,"
      }
    let (lower, upper) = (NumberText.short(domain.lower), NumberText.short(domain.upper))
    return "\(title)\(kind) from \(lower) to \(upper)"
  }

  /// The sentence with its first letter in upper case, unless that is the name of a symbol.
  private static func capitalized(_ sentence: String) -> String {
    guard let first = sentence.first, first.isASCII, sentence.dropFirst().first?.isLetter == true
    else { return sentence }
    return first.uppercased() + sentence.dropFirst()
  }
}
