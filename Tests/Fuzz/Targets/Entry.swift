import Glibc

private let target: @Sendable ([UInt8]) -> Void = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) }
  guard let target = Targets.all.first(where: { $0.name == name }) else {
    fatalError("FUZZ_TARGET is one of \(Targets.all.map(\.name))")
  }
  return target.feed
}()

/// What libFuzzer calls with each input; `scripts/fuzz` says which reader gets them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
