import Files
import Glibc

/// Tells when something under a folder changes; new folders are watched as they appear.
final class Watcher {
  let descriptor: Int32
  private let root: String
  private var folders: [Int32: String] = [:]

  /// Editors write anew and rename: folders are watched, never files.
  private static let mask = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF)

  /// Nil if the system gives no watch.
  init?(_ root: String) {
    self.root = root
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    watch(root)
  }

  deinit { close(descriptor) }

  private func watch(_ folder: String) {
    let number = inotify_add_watch(descriptor, folder, Self.mask)
    guard number >= 0 else { return }
    folders[number] = folder
    for name in (try? FileSystem.names(in: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      if FileSystem.isFolder(path), !FileSystem.isLink(path) { watch(path) }
    }
  }

  /// Reads what has happened; true if anything that matters has.
  func drain() -> Bool {
    var hasChanged = false
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      var start = 0
      while start + 16 <= count {
        let (watch, mask, length) = buffer.withUnsafeBytes { bytes in
          (
            bytes.loadUnaligned(fromByteOffset: start, as: Int32.self),
            bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self),
            Int(bytes.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
          )
        }
        let name = buffer[start + 16..<min(start + 16 + length, count)].prefix { $0 != 0 }
        if take(watch, mask, String(decoding: name, as: UTF8.self)) { hasChanged = true }
        start += 16 + length
      }
    }
    return hasChanged
  }

  private func take(_ number: Int32, _ mask: UInt32, _ name: String) -> Bool {
    let isFolder = mask & UInt32(bitPattern: IN_ISDIR) != 0
    if isFolder, mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0, let parent = folders[number] {
      watch("\(parent)/\(name)")
    }
    if mask & UInt32(IN_DELETE_SELF) != 0 { folders[number] = nil }
    // A file that has been made is of interest once it has been written.
    if !isFolder, mask & UInt32(IN_CREATE) != 0 { return false }
    return !Self.isScratch(name)
  }

  /// What editors keep beside the files they edit.
  private static func isScratch(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".tmp") || name.hasPrefix("#")
      || name == "4913"
  }
}
