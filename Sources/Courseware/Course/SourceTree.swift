import Files

/// Where the texts of a course come from.
struct SourceTree: Sendable {
  let read: @Sendable (String) throws(FileError) -> [UInt8]
  /// The names in a folder, sorted; none if there is no such folder.
  let names: @Sendable (String) throws(FileError) -> [String]

  /// Larger source files are refused.
  private static let sizeLimit = 4 << 20

  static let disk = SourceTree(
    read: { (path) throws(FileError) in try FileSystem.read(path, limit: sizeLimit) },
    names: { (folder) throws(FileError) in
      FileSystem.isFolder(folder) ? try FileSystem.names(in: folder) : []
    })

  /// Files at hand.
  static func memory(_ files: [(path: String, text: String)]) -> SourceTree {
    SourceTree(
      read: { (path) throws(FileError) in
        guard let file = files.first(where: { $0.path == path }) else {
          throw FileError(missing: path)
        }
        return Array(file.text.utf8)
      },
      names: { (folder) throws(FileError) in
        files.map(\.path).filter { FileSystem.parent(of: $0) == folder }
          .map(FileSystem.name(of:)).sorted()
      })
  }
}
