package import Files

/// A file of records found by the hash of what they were made from.
///
/// Read and written as a whole, so a process that is killed leaves the old file or the new one, and
/// of two that write at once the last one wins; either way every record in it is right. A checksum
/// tells damage. Records that no run has asked for are dropped after a while.
package struct RecordFile: Sendable {
  private let path: String
  /// Which program wrote the records: another one's are of no use.
  private let engine: String
  private var records: [ContentHash: Record] = [:]
  private var isChanged = false
  /// Whether there was a file that cannot be used.
  package private(set) var isDamaged = false

  private struct Record {
    let content: [UInt8]
    /// How many writings ago it was last asked for.
    var age: UInt8
    var isUsed = false
  }

  private static let format = "coursegen records 2"
  private static let oldest: UInt8 = 8

  /// Reads the file, if it is there, and this engine wrote it.
  package init(_ path: String, engine: String) {
    self.path = path
    self.engine = engine
    guard FileSystem.exists(path) else { return }
    do { try read(try FileSystem.read(path, limit: 512 << 20)) } catch { isDamaged = true }
  }

  private mutating func read(_ bytes: [UInt8]) throws(ByteReader.Damage) {
    guard bytes.count > 16 else { throw ByteReader.Damage() }
    let body = Array(bytes.dropLast(16))
    var seal = ByteReader(bytes.suffix(16))
    guard try seal.hash() == ContentHash(body) else { throw ByteReader.Damage() }
    var reader = ByteReader(body)
    guard try reader.text() == Self.format, try reader.text() == engine else { return }
    var found: [ContentHash: Record] = [:]
    while !reader.isAtEnd {
      let key = try reader.hash()
      let age = try reader.byte()
      found[key] = Record(content: Array(try reader.data()), age: age)
    }
    records = found
  }

  /// What was stored under a key.
  package subscript(key: ContentHash) -> [UInt8]? {
    mutating get {
      records[key]?.isUsed = true
      return records[key]?.content
    }
  }

  package mutating func store(_ content: [UInt8], under key: ContentHash) {
    if records[key]?.content == content { return }
    records[key] = Record(content: content, age: 0, isUsed: true)
    isChanged = true
  }

  /// Forgets a record that turned out to be of no use.
  package mutating func remove(_ key: ContentHash) {
    if records.removeValue(forKey: key) != nil { isChanged = true }
  }

  /// Writes the file if there is something new in it.
  package mutating func save() throws(FileError) {
    guard isChanged else { return }
    var writer = ByteWriter()
    writer.text(Self.format)
    writer.text(engine)
    let kept = records.filter { $0.value.isUsed || $0.value.age < Self.oldest }
    for (key, record) in kept.sorted(by: { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) })
    {
      writer.hash(key)
      writer.byte(record.isUsed ? 0 : record.age + 1)
      writer.data(record.content)
    }
    let seal = ContentHash(writer.bytes)
    writer.hash(seal)
    try FileSystem.write(writer.bytes, to: path)
    isChanged = false
  }
}
