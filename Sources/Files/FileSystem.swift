import Glibc

/// What went wrong with a file, as facts.
package struct FileError: Error, Hashable {
  package let path: String
  package let action: Action
  /// The system's number for the reason.
  package let code: Int32

  package enum Action: String, Sendable {
    case read
    case write
    case list
    case remove
  }

  /// The system's words for the reason.
  package var reason: String { String(cString: strerror(code)) }

  /// A file that is not there.
  package init(missing path: String) {
    self.path = path
    action = .read
    code = ENOENT
  }

  fileprivate init(_ action: Action, _ path: String) {
    self.path = path
    self.action = action
    code = errno
  }
}

/// The few things that are done with files; paths are plain strings with `/`.
package enum FileSystem {
  /// The bytes of a file; more than `limit` of them are `EFBIG`.
  package static func read(_ path: String, limit: Int = 64 << 20) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw FileError(.read, path)
      }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit {
        errno = EFBIG
        throw FileError(.read, path)
      }
    }
  }

  /// Writes a file as a whole: readers see the old bytes or the new ones, never a part.
  ///
  /// A file that has these bytes already is left alone and keeps its time. Missing folders are
  /// made. Tells whether anything was written.
  @discardableResult
  package static func write(
    _ bytes: [UInt8], to path: String, isPrivate: Bool = false
  ) throws(FileError) -> Bool {
    if let old = try? read(path, limit: bytes.count), old == bytes { return false }
    try makeFolder(parent(of: path), isPrivate: isPrivate)
    let temporary = "\(path).\(getpid()).\(pthread_self()).tmp"
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
      isPrivate ? 0o600 : 0o644)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        let error = FileError(.write, path)
        close(descriptor)
        unlink(temporary)
        throw error
      }
      written += count
    }
    close(descriptor)
    guard rename(temporary, path) == 0 else {
      let error = FileError(.write, path)
      unlink(temporary)
      throw error
    }
    return true
  }

  /// The names in a folder, sorted, without those that begin with a dot.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError(.list, path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the entry itself is a symbolic link.
  package static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether a file belongs to this user and nobody else may write it.
  package static func isOwnAlone(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o022 == 0
  }

  /// What changes when a file is replaced or written: its number, size and time.
  package static func stamp(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let time = status.st_mtim
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  /// Whether there is a process of this number.
  package static func isRunning(_ process: Int32) -> Bool {
    kill(process, 0) == 0 || errno == EPERM
  }

  package static func makeFolder(_ path: String, isPrivate: Bool = false) throws(FileError) {
    guard !path.isEmpty, !isFolder(path) else { return }
    try makeFolder(parent(of: path), isPrivate: isPrivate)
    guard mkdir(path, isPrivate ? 0o700 : 0o755) == 0 || errno == EEXIST else {
      throw FileError(.write, path)
    }
  }

  /// Removes a file or an empty folder; a link is removed, never followed.
  package static func remove(_ path: String) throws(FileError) {
    guard Glibc.remove(path) == 0 || errno == ENOENT else { throw FileError(.remove, path) }
  }

  /// The absolute path without links, dots and double slashes; `nil` if there is no such entry.
  package static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The folder of a path; empty for a bare name.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part behind the last slash.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}

/// Time that passes, for tables of where it went: it never enters a result.
package enum Clock {
  /// Seconds since some moment.
  package static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// The variables that a program is started with.
package enum Environment {
  /// All variables whose names begin so, by name.
  package static func all(prefix: String) -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    var pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if text.hasPrefix(prefix), let equals = text.firstIndex(of: "=") {
        found.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
      }
      pointer += 1
    }
    return found.sorted { $0.name < $1.name }
  }

  /// A variable, if it is set and not empty.
  package static func value(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}
