import Foundation
import Site
import Testing

@Suite struct OutputFolderTests {
  private let manager = FileManager.default

  @Test func unchangedFilesKeepTheirTimeAndStaleOnesGo() throws {
    let course = try TestCourse([
      "lessons/a.md": "# A\n\nText.\n", "lessons/b.md": "# B\n\nText.\n",
    ])
    let output = course.root.appending(path: "output")
    let folder = OutputFolder(output.path())
    let first = try folder.write(course.build().files)
    #expect(first.kept == 0 && first.removed == 0)
    let past = Date(timeIntervalSince1970: 1_000_000)
    for name in ["a.html", "b.html", "assets/course.css"] {
      let path = output.appending(path: name).path()
      try manager.setAttributes([.modificationDate: past], ofItemAtPath: path)
    }
    try course.write("# A\n\nOther text.\n", to: "lessons/a.md")
    try manager.removeItem(at: course.root.appending(path: "lessons/b.md"))
    try course.write("stray", to: "output/deep/er/stray.html")
    let second = try folder.write(course.build().files)
    // The page, its cards, and what strayed in.
    #expect(second.removed == 3)
    #expect(!manager.fileExists(atPath: output.appending(path: "b.html").path()))
    #expect(!manager.fileExists(atPath: output.appending(path: "deep").path()))
    #expect(try date(output, "assets/course.css") == past)
    #expect(try date(output, "a.html") != past)
    let third = try folder.write(course.build().files)
    #expect(third.written == 0 && third.removed == 0)
  }

  private func date(_ folder: URL, _ name: String) throws -> Date? {
    try manager.attributesOfItem(atPath: folder.appending(path: name).path())[.modificationDate]
      as? Date
  }

  @Test func nothingOutsideIsTouchedNotEvenThroughLinks() throws {
    let course = try TestCourse(["lessons/a.md": "# A\n\nText.\n", "elsewhere/kept.txt": "kept"])
    let output = course.root.appending(path: "output")
    try manager.createDirectory(at: output, withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      at: output.appending(path: "link"),
      withDestinationURL: course.root.appending(path: "elsewhere"))
    try manager.createSymbolicLink(
      at: output.appending(path: "index.html"),
      withDestinationURL: course.root.appending(path: "elsewhere/kept.txt"))
    _ = try OutputFolder(output.path()).write(course.build().files)
    let kept = course.root.appending(path: "elsewhere/kept.txt")
    #expect(try String(contentsOf: kept, encoding: .utf8) == "kept")
    #expect(!manager.fileExists(atPath: output.appending(path: "link").path()))
    #expect(try OutputFolder(output.path()).clear() > 0)
    #expect(try String(contentsOf: kept, encoding: .utf8) == "kept")
  }
}
