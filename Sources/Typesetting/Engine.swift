import CDuktape

/// A Duktape heap with KaTeX in it.
///
/// For one thread at a time.
final class Engine {
  private let account: UnsafeMutablePointer<cd_account>
  private let context: OpaquePointer
  /// What was in use when garbage was last collected.
  private var kept = 0
  /// How much the heap may grow before that is done again.
  ///
  /// Left to itself Duktape waits for ten times as much, which is no faster.
  private static let room = 2 << 20

  static var version: Int { cd_version() }

  /// - Parameter memoryLimit: Bytes that the heap may take.
  init(memoryLimit: Int) throws(TypesetterFailure) {
    account = .allocate(capacity: 1)
    account.initialize(to: cd_account())
    guard let context = cd_open(account, memoryLimit) else {
      account.deallocate()
      throw .engine(message: "no memory for a heap")
    }
    self.context = context
  }

  deinit {
    cd_close(context, account)
    account.deallocate()
  }

  /// Compiles and runs a script; gives its bytecode.
  func run(_ source: String) throws(TypesetterFailure) -> [UInt8] {
    var source = source
    let status = source.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { cd_compile(context, $0.baseAddress, $0.count) }
    }
    try check(status)
    duk_dup_top(context)
    try check(cd_dump(context))
    var length = 0
    let bytes = cd_buffer(context, &length)
    let bytecode = Array(UnsafeRawBufferPointer(start: bytes, count: length))
    cd_pop(context)
    try check(cd_run(context))
    cd_pop(context)
    return bytecode
  }

  /// Runs bytecode that `run` gave.
  func run(bytecode: [UInt8]) throws(TypesetterFailure) {
    let status = bytecode.withUnsafeBytes { cd_load(context, $0.baseAddress, $0.count) }
    try check(status)
    try check(cd_run(context))
    cd_pop(context)
  }

  /// Calls a global function with a text.
  ///
  /// - Parameter budget: What it may ask of the allocator, in bytes with a charge for each block: the
  ///   same for the same call on any machine, but for the little that calls before it have left
  ///   behind. After a call that asks for more, or for more memory
  ///   than there is, the engine must not be used again.
  func call(
    _ name: String, _ argument: String, budget: Int
  ) throws(TypesetterFailure) -> String {
    collect()
    let bytes = CESU8.encoded(argument)
    let status = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cd_call(context, account, budget, name, $0.baseAddress, $0.count)
      }
    }
    guard status >= 0 else { throw .exhausted }
    try check(status)
    defer { cd_pop(context) }
    return top
  }

  private func collect() {
    guard account.pointee.used > kept + Self.room else { return }
    cd_collect(context)
    kept = account.pointee.used
  }

  /// The text on the top of the stack.
  private var top: String {
    var length = 0
    let bytes = cd_text(context, &length)
    return CESU8.decoded(UnsafeRawBufferPointer(start: bytes, count: length))
  }

  private func check(_ status: Int32) throws(TypesetterFailure) {
    guard status != 0 else { return }
    let message = top
    cd_pop(context)
    throw .engine(message: message)
  }
}
