import Courseware
import Files
import Typesetting

/// Tells that a build would find and write what the last one did: the sources are the same, and
/// nobody has touched the pages.
///
/// Kept for builds without any message only, so that there is nothing to say but the summary.
struct BuildStamp {
  private var records: RecordFile
  private let cache: ResultCache
  private let output: String
  private let key: ContentHash

  /// - Parameter settings: what the command line and the environment ask for.
  init(root: String, output: String, settings: [String], cache: ResultCache) {
    self.cache = cache
    self.output = output
    records = cache.open("build")
    var writer = ByteWriter()
    writer.list(settings) { $0.text($1) }
    writer.text(output)
    let katex = KaTeX.system
    for path in [katex.script, katex.stylesheet, katex.fonts] {
      writer.text(FileSystem.stamp(path) ?? "")
    }
    let lessons = root == "." ? "lessons" : root + "/lessons"
    for path in Self.files(below: lessons) {
      writer.text(path)
      writer.hash(ContentHash((try? FileSystem.read(path)) ?? []))
    }
    key = ContentHash(writer.bytes)
  }

  private static func files(below folder: String) -> [String] {
    ((try? FileSystem.names(in: folder)) ?? []).flatMap { name in
      let path = "\(folder)/\(name)"
      return FileSystem.isFolder(path) && !FileSystem.isLink(path) ? files(below: path) : [path]
    }
  }

  /// What the last build found, if this one would do nothing.
  mutating func coverage() -> Coverage? {
    guard let bytes = records[key] else { return nil }
    do {
      var reader = ByteReader(bytes)
      let numbers = try reader.list { (reader) throws(ByteReader.Damage) in try reader.whole() }
      let files = try reader.list { (reader) throws(ByteReader.Damage) in
        (path: try reader.text(), stamp: try reader.text())
      }
      guard Self.files(below: output).count == files.count else { return nil }
      let isThere = files.allSatisfy { FileSystem.stamp("\(output)/\($0.path)") == $0.stamp }
      return isThere ? Coverage(numbers) : nil
    } catch { return nil }
  }

  /// Remembers a build that had nothing to say.
  mutating func keep(_ coverage: Coverage, files: [String]) {
    var writer = ByteWriter()
    writer.list(coverage.numbers) { $0.whole($1) }
    writer.list(files) { writer, path in
      writer.text(path)
      writer.text(FileSystem.stamp("\(output)/\(path)") ?? "")
    }
    records.store(writer.bytes, under: key)
    cache.save(&records)
  }
}

extension Coverage {
  /// All counts in a fixed order.
  fileprivate var numbers: [Int] {
    [certified, tested, refuted, excused, failed, unchecked, checks]
  }

  fileprivate init?(_ numbers: [Int]) {
    guard numbers.count == 7 else { return nil }
    self.init()
    (certified, tested, refuted) = (numbers[0], numbers[1], numbers[2])
    (excused, failed, unchecked, checks) = (numbers[3], numbers[4], numbers[5], numbers[6])
  }
}
