package import SourceText

/// Diagnostics as annotations that GitHub shows beside the lines of a change.
package struct GitHubRenderer {
  private let places: Places

  package init(files: [SourceFile]) { places = Places(files) }

  package func render(_ diagnostic: Diagnostic) -> String {
    let file = places.file(of: diagnostic.span)
    let start = places.start(diagnostic.span)
    let end = places.end(diagnostic.span)
    let kind =
      switch diagnostic.severity {
      case .error: "error"
      case .warning: "warning"
      case .note: "notice"
      }
    let notes = diagnostic.notes.map(\.message) + diagnostic.fixes.map { "fix: " + $0.message }
    let message = ([diagnostic.summary] + notes).joined(separator: "\n")
    return "::\(kind) file=\(property(file.path)),line=\(start.line),col=\(start.column),"
      + "endLine=\(end.line),endColumn=\(end.column),title=\(property(diagnostic.id))"
      + "::\(escaped(message))"
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.append(character)
      }
    }
  }

  private func property(_ text: String) -> String {
    escaped(text).reduce(into: "") { result, character in
      switch character {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.append(character)
      }
    }
  }
}
