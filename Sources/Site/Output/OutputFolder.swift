package import Files

/// The folder that the site is written to: nothing outside it is ever touched.
package struct OutputFolder {
  private let path: String

  package init(_ path: String) { self.path = path }

  /// What a writing changed.
  package struct Change: Hashable, Sendable {
    package var written = 0
    package var kept = 0
    package var removed = 0
  }

  /// Writes all files and removes what no longer belongs.
  ///
  /// Unchanged files keep their time.
  package func write(_ files: [SiteFile]) throws(FileError) -> Change {
    var change = Change()
    for file in files {
      let isNew = try FileSystem.write(file.bytes, to: "\(path)/\(file.path)")
      if isNew { change.written += 1 } else { change.kept += 1 }
    }
    change.removed = try removeAll(except: Set(files.map(\.path)))
    return change
  }

  /// Empties the folder; files whose names begin with a dot stay.
  package func clear() throws(FileError) -> Int { try removeAll(except: []) }

  private func removeAll(except kept: Set<String>) throws(FileError) -> Int {
    try removeStrays(in: "", except: kept)
  }

  private func removeStrays(in folder: String, except kept: Set<String>) throws(FileError) -> Int {
    let here = folder.isEmpty ? path : "\(path)/\(folder)"
    guard FileSystem.isFolder(here) else { return 0 }
    var removed = 0
    for name in try FileSystem.names(in: here) {
      let inner = folder.isEmpty ? name : "\(folder)/\(name)"
      if FileSystem.isFolder("\(path)/\(inner)"), !FileSystem.isLink("\(path)/\(inner)") {
        removed += try removeStrays(in: inner, except: kept)
        if try FileSystem.names(in: "\(path)/\(inner)").isEmpty {
          try FileSystem.remove("\(path)/\(inner)")
        }
      } else if !kept.contains(inner) {
        try FileSystem.remove("\(path)/\(inner)")
        removed += 1
      }
    }
    return removed
  }
}
