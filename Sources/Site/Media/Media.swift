import Courseware
import Files
import Markup
import SourceText

/// The files of a course that its lessons show or lead to: they are copied beside the pages.
///
/// A file must lie under `lessons/`, links followed; nothing else of the machine gets into a page.
struct Media: Sendable {
  /// By the address that authors wrote.
  private var copies: [String: Copy] = [:]
  private var pages: [String: String] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  struct Copy: Sendable {
    /// Below the output folder.
    let path: String
    let bytes: [UInt8]
    /// Nil if it is no picture, or one whose size does not stand in its head.
    let size: PictureSize?
  }

  private static let sizeLimit = 16 << 20
  private static let pictureEndings = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"]

  init(_ course: Course, addresses: [String: String]) {
    pages = addresses
    let folder = course.root.map { $0 == "." || $0.isEmpty ? "lessons" : $0 + "/lessons" }
    for lesson in course.lessons {
      lesson.document.visitInlines { add($0, folder) }
      lesson.document.visitBlocks { block in
        if case .image(let image) = block.kind { add(image.source, true, block.span, folder) }
      }
    }
  }

  /// The copy that an address means.
  subscript(address: String) -> Copy? { copies[address] }

  /// Each file once, in the order of their paths.
  var files: [SiteFile] {
    var seen: Set<String> = []
    return copies.values.sorted { $0.path < $1.path }.compactMap { copy in
      seen.insert(copy.path).inserted ? SiteFile(copy.path, bytes: copy.bytes) : nil
    }
  }

  /// Where a link leads on the finished site.
  func destination(_ address: String) -> String {
    if let copy = copies[address] { return copy.path.encodedPath }
    guard let page = page(address) else { return address }
    return page + address.fragment
  }

  private func page(_ address: String) -> String? {
    let path = address.withoutFragment
    return path.hasSuffix(".md") && !path.hasScheme ? pages[Lesson.name(ofFile: path)] : nil
  }

  private mutating func add(_ inline: Inline, _ folder: String?) {
    switch inline.kind {
    case .image(let image): add(image.source, true, inline.span, folder)
    case .link(let link): add(link.destination, false, inline.span, folder)
    default: break
    }
  }

  private mutating func add(_ address: String, _ isPicture: Bool, _ span: Span, _ folder: String?) {
    let path = address.withoutFragment.decodedPath
    if path.hasScheme || path.hasPrefix("//") {
      if isPicture { diagnostics.append(SiteFault.remoteImage.diagnostic(address, at: span)) }
      return
    }
    guard !path.isEmpty, copies[address] == nil, page(address) == nil else { return }
    if isPicture, !Self.pictureEndings.contains(path.ending) {
      diagnostics.append(SiteFault.unknownPicture.diagnostic(address, at: span))
      return
    }
    guard let folder, let inside = FileSystem.resolved(folder),
      let file = FileSystem.resolved("\(folder)/\(path)"), file.hasPrefix(inside + "/"),
      !FileSystem.isFolder(file), let bytes = try? FileSystem.read(file, limit: Self.sizeLimit)
    else {
      diagnostics.append(SiteFault.missingFile.diagnostic(address, at: span))
      return
    }
    copies[address] = Copy(
      path: "media/" + file.dropFirst(inside.count + 1), bytes: bytes,
      size: isPicture ? PictureSize(bytes) : nil)
  }
}

extension String {
  fileprivate var withoutFragment: String {
    String(prefix { $0 != "#" && $0 != "?" })
  }

  fileprivate var fragment: String {
    firstIndex(of: "#").map { String(self[$0...]) } ?? ""
  }

  /// Whether it begins as `https:` does.
  fileprivate var hasScheme: Bool {
    guard let colon = firstIndex(of: ":") else { return false }
    return self[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") }
  }

  fileprivate var ending: String {
    lastIndex(of: ".").map { self[index(after: $0)...].lowercased() } ?? ""
  }

  /// `%20` and its like as the characters that they stand for.
  fileprivate var decodedPath: String {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As an address: everything but letters, digits and a few signs as `%xx`.
  var encodedPath: String {
    var text = ""
    for byte in utf8 {
      let character = Character(UnicodeScalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "/-._~".contains(character) {
        text.append(character)
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }
}
