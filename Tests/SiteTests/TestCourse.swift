import Courseware
import Foundation
import Site
import SourceText

/// A course in a folder of its own, gone with the test.
final class TestCourse {
  let root: URL

  init(_ files: [String: String]) throws {
    root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var all = ["lessons/course.yml": "title: Test\n"]
    all.merge(files) { _, new in new }
    for (path, text) in all { try write(text, to: path) }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func write(_ text: String, to path: String) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  func build(jobs: Int = 2) throws -> SiteBuild {
    try SiteBuild(CourseRun(CourseReader.read(course: root.path(), codes: [])), jobs: jobs)
  }

  /// The text of one page.
  func page(_ name: String) throws -> String {
    try build().page(name)
  }
}

extension SiteBuild {
  func page(_ name: String) -> String {
    files.first { $0.path == name }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }
}
