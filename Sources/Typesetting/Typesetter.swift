import Files

/// LaTeX → HTML with MathML, by KaTeX in an engine of its own.
///
/// One for each worker.
///
/// The result is KaTeX's own, byte for byte. Nothing untrusted gets through: commands that would
/// put links, images or attributes into the page are refused. Input, nesting, expansions, memory
/// and work are bounded.
package final class Typesetter {
  package static let maximumLength = 20_000
  package static let maximumDepth = 200
  package static let memoryLimit = 64 << 20
  /// What a formula may ask of the allocator, garbage included: twenty times what the dearest
  /// formula of five sets of notes asks for, and within two seconds of any formula that was tried.
  package static let workLimit = 1 << 30

  /// Tells results of different engines apart: part of the key of any cache of results.
  package let version: String
  private let script: [UInt8]
  private let cache: BytecodeCache?
  /// Opened when it is first needed.
  private var engine: Engine?

  /// - Parameter cacheFolder: Where compiled scripts are kept; nil for nowhere.
  package init(katex: KaTeX = .system, cacheFolder: String? = Typesetter.userCacheFolder)
    throws(TypesetterFailure)
  {
    guard let bytes = try? FileSystem.read(katex.script) else {
      throw .missing(path: katex.script, package: "libjs-katex")
    }
    script = bytes
    let glue = Glue.prelude + Glue.postlude
    let hash = fingerprint(script + Array(glue.utf8))
    version = "duktape-\(Engine.version)-\(String(hash, radix: 16))"
    cache = cacheFolder.map {
      BytecodeCache(folder: $0, engineVersion: Engine.version, scriptHash: hash)
    }
  }

  /// The user's folder for compiled scripts.
  package static var userCacheFolder: String? { BytecodeCache.userFolder }

  /// Typesets a formula; the same request gives the same result.
  package func typeset(_ request: TypesetRequest) throws(TypesetterFailure) -> TypesetResult {
    let bytes = Array(request.latex.utf8)
    guard bytes.count <= Self.maximumLength else {
      return TypesetResult(html: nil, remarks: [.init(.formulaTooLong)])
    }
    if let offset = tooDeep(bytes) {
      return TypesetResult(html: nil, remarks: [.init(.formulaTooDeep, at: offset)])
    }
    if let offset = bytes.firstIndex(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }) {
      return TypesetResult(
        html: nil, remarks: [.init(.invalidLaTeX, "control character in a formula", at: offset)])
    }
    return try rendered(request)
  }

  private func opened() throws(TypesetterFailure) -> Engine {
    let engine = try Engine(memoryLimit: Self.memoryLimit)
    if let bytecode = cache?.read() {
      try engine.run(bytecode: bytecode)
      return engine
    }
    let source =
      Glue.prelude + "\n" + String(decoding: script, as: UTF8.self) + "\n" + Glue.postlude
    let bytecode = try engine.run(source)
    cache?.write(bytecode)
    return engine
  }

  /// Where the nesting of braces and environments goes beyond the bound.
  private func tooDeep(_ bytes: [UInt8]) -> Int? {
    var depth = 0
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        if bytes[index...].starts(with: "\\begin".utf8) { depth += 1 }
        if bytes[index...].starts(with: "\\left".utf8) { depth += 1 }
        if bytes[index...].starts(with: "\\end".utf8) { depth -= 1 }
        if bytes[index...].starts(with: "\\right".utf8) { depth -= 1 }
        index += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      default: break
      }
      if depth > Self.maximumDepth { return index }
      index += 1
    }
    return nil
  }

  private func rendered(_ request: TypesetRequest) throws(TypesetterFailure) -> TypesetResult {
    let engine: Engine
    if let open = self.engine { engine = open } else { engine = try opened() }
    self.engine = engine
    var parts = [request.isDisplay ? "display" : "inline", request.latex]
    for macro in request.macros { parts += [macro.name, macro.body] }
    let reply: String
    do throws(TypesetterFailure) {
      reply = try engine.call(
        "typeset", parts.joined(separator: String(Glue.separator)), budget: Self.workLimit)
    } catch {
      // The heap is not used again.
      self.engine = nil
      guard error.isExhaustion else { throw error }
      return TypesetResult(html: nil, remarks: [.init(.formulaTooLarge)])
    }
    return Reply(reply, to: request.latex).result
  }
}
