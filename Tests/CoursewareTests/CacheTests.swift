import Courseware
import Files
import Formula
import Glibc
import Testing
import Verification

@Suite struct CacheTests {
  private static let folder = "/tmp/coursegen-cache-tests-\(getpid())"

  @Test func recordsComeBackAndOtherEnginesOnesDoNot() throws {
    let path = Self.folder + "/some/records"
    defer { try? FileSystem.remove(path) }
    let key = ContentHash([1, 2, 3])
    var file = RecordFile(path, engine: "a")
    file.store([4, 5], under: key)
    try file.save()
    var again = RecordFile(path, engine: "a")
    #expect(again[key] == [4, 5])
    #expect(again[ContentHash([1, 2])] == nil)
    var other = RecordFile(path, engine: "b")
    #expect(other[key] == nil)
    #expect(!other.isDamaged)
  }

  @Test func everyDamagedByteIsNoticed() throws {
    let path = Self.folder + "/damage/records"
    defer { try? FileSystem.remove(path) }
    let key = ContentHash([7])
    var file = RecordFile(path, engine: "a")
    file.store([1, 2, 3], under: key)
    try file.save()
    let bytes = try FileSystem.read(path)
    for position in bytes.indices {
      var spoilt = bytes
      spoilt[position] ^= 1
      try FileSystem.write(spoilt, to: path)
      #expect(RecordFile(path, engine: "a").isDamaged, "byte \(position)")
      try FileSystem.write(Array(bytes[..<position]), to: path)
      #expect(RecordFile(path, engine: "a").isDamaged, "cut at \(position)")
    }
  }

  @Test func recordsThatNobodyAsksForAreDroppedAfterAWhile() throws {
    let path = Self.folder + "/age/records"
    defer { try? FileSystem.remove(path) }
    let old = ContentHash([0])
    var file = RecordFile(path, engine: "a")
    file.store([1], under: old)
    try file.save()
    var lasted = 0
    for round in 1...20 {
      var next = RecordFile(path, engine: "a")
      next.store([2], under: ContentHash([UInt8(round)]))
      try next.save()
      var look = RecordFile(path, engine: "a")
      if look[old] != nil { lasted = round }
    }
    #expect((4...12).contains(lasted), "\(lasted)")
  }

  @Test func numbersOfEverySizeComeBack() throws {
    let wholes = [0, 1, -1, 63, 64, -64, -65, 1 << 40, -(1 << 40), Int.max, Int.min]
    let numbers = [0.0, -0.0, 1.5, -1e300, .infinity, 0x1p-1022]
    var writer = ByteWriter()
    for whole in wholes { writer.whole(whole) }
    for number in numbers { writer.number(number) }
    writer.text("中文")
    var reader = ByteReader(writer.bytes)
    for whole in wholes { #expect(try reader.whole() == whole) }
    for number in numbers { #expect(try reader.number().bitPattern == number.bitPattern) }
    #expect(try reader.text() == "中文")
    #expect(reader.isAtEnd)
    #expect(throws: ByteReader.Damage.self) { try reader.byte() }
  }

  @Test func hashesDifferWhereverBytesDo() {
    var seen: Set<ContentHash> = []
    for length in 0...40 {
      for position in 0..<max(1, length) {
        var bytes = [UInt8](repeating: 0, count: length)
        if length > 0 { bytes[position] = 1 }
        #expect(seen.insert(ContentHash(bytes)).inserted || length == 0, "\(length) \(position)")
      }
    }
    #expect(seen.insert(ContentHash([])).inserted == false)
  }

  /// What a verdict hangs on is written into its key.
  ///
  /// Whoever gives one of these types a property writes it in `FormulaContent` and `LessonKeys`, or shows that no verdict hangs on it.
  @Test func keysKnowEveryPropertyThatVerdictsHangOn() {
    func names(_ value: Any) -> [String] {
      Mirror(reflecting: value).children.compactMap(\.label)
    }
    #expect(
      names(Scope()) == [
        "symbols", "visible", "own", "definitionOf", "baseNames", "wholes", "hidden", "assumptions",
        "openAssumptions", "failedNames", "unread", "conventions", "macros",
      ])
    #expect(names(ClaimOptions()) == ["within", "sizes", "points", "isRefutation"])
    #expect(names(Settings()) == ["seed", "points", "effort"])
    #expect(names(Judge()) == ["settings", "computed"])
  }
}
