import SourceText

/// Everything that this module can find wrong in an author's text.
package enum SiteFault: String, CaseIterable, Sendable {
  case missingFile = "MissingFile"
  case remoteImage = "RemoteImage"
  case unknownPicture = "UnknownPicture"

  /// What the rule is and why, in whole sentences: what `explain` prints.
  package var explanation: String {
    switch self {
    case .missingFile:
      "Links and images lead to lessons, to addresses with `https:`, or to files under `lessons/`, which are copied beside the pages."
    case .remoteImage:
      "Pages are read without a network, and no other site learns who reads them: put the image under `lessons/`."
    case .unknownPicture: "Images end in .png, .jpg, .jpeg, .gif, .svg, .webp or .avif."
    }
  }

  func diagnostic(_ address: String, at span: Span) -> Diagnostic {
    Diagnostic(rawValue, at: span, summary(address), explanation: explanation)
  }

  private func summary(_ address: String) -> String {
    switch self {
    case .missingFile: "no file `\(address)` under lessons/"
    case .remoteImage: "`\(address)` is an image from elsewhere; pages carry their own"
    case .unknownPicture: "`\(address)` is no picture that browsers show"
    }
  }
}
