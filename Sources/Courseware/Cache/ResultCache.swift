import Files
import Synchronization

/// What earlier runs of a course have found, under `.coursegen/` in its folder.
///
/// Records are found by content alone, so it does not matter who wrote them or when; a cache that
/// cannot be read or written is no cache, with a note.
package final class ResultCache: Sendable {
  private let folder: String
  private let engine: String
  private let found: Mutex<[String]> = Mutex([])

  /// - Parameter engine: what tells this program from others: its version and its file.
  package init(folder: String, engine: String) {
    self.folder = folder
    self.engine = engine
  }

  /// The cache of the course in a folder.
  package convenience init(course root: String, version: String) {
    self.init(
      folder: root == "." || root.isEmpty ? ".coursegen" : root + "/.coursegen",
      engine: version + " " + (FileSystem.stamp("/proc/self/exe") ?? ""))
  }

  /// What people should know of it, each thing once.
  package var notes: [String] { found.withLock { $0.sorted() } }

  /// The records under a name; one worker at a time has them.
  package func open(_ name: String) -> RecordFile {
    let file = RecordFile("\(folder)/\(name).records", engine: engine)
    if file.isDamaged { note("the cache \(folder)/\(name).records is damaged and was not used") }
    return file
  }

  /// Keeps what is new.
  package func save(_ file: inout RecordFile) {
    do throws(FileError) {
      try file.save()
      try FileSystem.write(Array("*\n".utf8), to: folder + "/.gitignore")
    } catch {
      note("the cache \(folder) cannot be written: \(error.reason)")
    }
  }

  /// Removes what processes that were killed have left behind.
  package func sweep() {
    for name in (try? FileSystem.names(in: folder)) ?? [] where name.hasSuffix(".tmp") {
      let parts = name.split(separator: ".")
      guard parts.count > 2, let process = Int32(parts[parts.count - 3]),
        !FileSystem.isRunning(process)
      else { continue }
      try? FileSystem.remove("\(folder)/\(name)")
    }
  }

  private func note(_ text: String) {
    found.withLock { if !$0.contains(text) { $0.append(text) } }
  }
}
