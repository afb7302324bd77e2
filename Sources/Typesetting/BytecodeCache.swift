import Files

/// KaTeX as Duktape's bytecode, kept in the user's cache folder: loading it is ten times faster
/// than compiling the script.
///
/// Duktape does not check bytecode, so only files are loaded that belong to this user, that nobody
/// else may write, and whose checksum is right. Anything else counts as absent, and a folder that
/// cannot be written means no cache.
struct BytecodeCache {
  let path: String

  init(folder: String, engineVersion: Int, scriptHash: UInt64) {
    path = "\(folder)/katex-\(engineVersion)-\(String(scriptHash, radix: 16)).bytecode"
  }

  /// Where the XDG conventions want a user's caches.
  static var userFolder: String? {
    if let cache = Environment.value("XDG_CACHE_HOME"), cache.hasPrefix("/") {
      return cache + "/coursegen"
    }
    return Environment.value("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache/coursegen" : nil }
  }

  func read() -> [UInt8]? {
    guard FileSystem.isOwnAlone(path), let data = try? FileSystem.read(path), data.count > 8 else {
      return nil
    }
    let body = Array(data.dropFirst(8))
    return Array(data.prefix(8)) == Self.checksum(body) ? body : nil
  }

  func write(_ bytecode: [UInt8]) {
    _ = try? FileSystem.write(Self.checksum(bytecode) + bytecode, to: path, isPrivate: true)
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
