import Files
import Script

/// The data files of a course as its blocks read them, and which ones a block has read.
///
/// Nothing outside `lessons/` can be reached. For one lesson at a time.
final class DataFiles {
  private let folder: String?
  private var texts: [String: String?] = [:]
  private(set) var readings: [BlockRecord.Reading] = []

  private static let sizeLimit = 16 << 20

  init(_ course: Course) {
    folder = course.root.map { $0 == "." || $0.isEmpty ? "lessons" : $0 + "/lessons" }
  }

  var host: Host { Host { self.read($0) } }

  /// Forgets which files have been read.
  func startReading() { readings = [] }

  /// Whether files have the content that they had for whoever read them.
  func areAsRead(_ readings: [BlockRecord.Reading]) -> Bool {
    readings.allSatisfy { reading in
      text(reading.name).map { ContentHash(Array($0.utf8)) } == reading.content
    }
  }

  private func read(_ name: String) -> String? {
    guard let text = text(name) else { return nil }
    let reading = BlockRecord.Reading(name: name, content: ContentHash(Array(text.utf8)))
    if !readings.contains(reading) { readings.append(reading) }
    return text
  }

  private func text(_ name: String) -> String? {
    if let known = texts[name] { return known }
    let text = contents(name)
    texts[name] = text
    return text
  }

  private func contents(_ name: String) -> String? {
    guard let folder, let inside = FileSystem.resolved(folder),
      let path = FileSystem.resolved("\(folder)/\(name)"), path.hasPrefix(inside + "/"),
      let bytes = try? FileSystem.read(path, limit: Self.sizeLimit)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
