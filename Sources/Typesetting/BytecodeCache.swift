import Foundation

/// KaTeX as Duktape's bytecode, kept in the user's cache folder: loading it is ten times faster
/// than compiling the script.
///
/// Duktape does not check bytecode, so only files are loaded that belong to this user, that nobody
/// else may write, and whose checksum is right. Anything else counts as absent, and a folder that
/// cannot be written means no cache.
struct BytecodeCache {
  let file: URL

  init(folder: URL, engineVersion: Int, scriptHash: UInt64) {
    let name = "katex-\(engineVersion)-\(String(scriptHash, radix: 16)).bytecode"
    file = folder.appending(path: name)
  }

  /// Where the XDG conventions want a user's caches.
  static var userFolder: URL? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      return URL(filePath: cache).appending(path: "coursegen")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return URL(filePath: home).appending(path: ".cache/coursegen")
  }

  func read() -> [UInt8]? {
    guard isTrustworthy, let data = try? Data(contentsOf: file), data.count > 8 else { return nil }
    let body = [UInt8](data.dropFirst(8))
    return Array(data.prefix(8)) == Self.checksum(body) ? body : nil
  }

  func write(_ bytecode: [UInt8]) {
    let manager = FileManager.default
    let folder = file.deletingLastPathComponent()
    try? manager.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let temporary = folder.appending(path: UUID().uuidString)
    let data = Data(Self.checksum(bytecode) + bytecode)
    guard
      manager.createFile(
        atPath: temporary.path(percentEncoded: false), contents: data,
        attributes: [.posixPermissions: 0o600])
    else { return }
    // Renaming is atomic: a worker beside this one sees the whole file or none.
    if rename(temporary.path(percentEncoded: false), file.path(percentEncoded: false)) != 0 {
      try? manager.removeItem(at: temporary)
    }
  }

  private var isTrustworthy: Bool {
    guard
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: file.path(percentEncoded: false)),
      let owner = attributes[.ownerAccountID] as? NSNumber,
      let mode = attributes[.posixPermissions] as? NSNumber
    else { return false }
    return owner.uint32Value == geteuid() && mode.intValue & 0o022 == 0
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    let hash = fingerprint(bytes)
    return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0))) }
  }
}

/// FNV-1a of 64 bits: tells versions and damage apart, not malice.
func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
