/// Where the distribution puts KaTeX.
package struct KaTeX: Sendable {
  package var script: String
  package var stylesheet: String
  /// With `KaTeX_Main-Regular.woff2` and its siblings.
  package var fonts: String

  package init(script: String, stylesheet: String, fonts: String) {
    self.script = script
    self.stylesheet = stylesheet
    self.fonts = fonts
  }

  /// Debian's place.
  package static let system = KaTeX(
    script: "/usr/share/javascript/katex/katex.js",
    stylesheet: "/usr/share/javascript/katex/katex.min.css",
    fonts: "/usr/share/fonts/truetype/katex")
}

/// Why no typesetter can be had.
package enum TypesetterFailure: Error, Equatable {
  /// The package of that name brings the file that is not there.
  case missing(path: String, package: String)
  /// The engine could not run KaTeX.
  case engine(message: String)
  /// A formula asked for more memory or work than it may.
  case exhausted
}

extension TypesetterFailure {
  /// Whether a formula took more memory, more work or a deeper stack than there is.
  var isExhaustion: Bool {
    switch self {
    case .missing: false
    case .engine(let message): message.hasPrefix("RangeError")
    case .exhausted: true
    }
  }
}

extension TypesetterFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path, let package):
      "KaTeX was not found at \(path); install it with: apt-get install \(package)"
    case .engine(let message): "KaTeX could not be loaded: \(message)"
    case .exhausted: "KaTeX takes more memory than it may"
    }
  }
}
