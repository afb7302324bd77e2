import Foundation
import Site
import SourceText
import Testing

@Suite struct MediaTests {
  private static let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 20\"></svg>"

  @Test func imagesAndFilesAreCopiedBesideThePages() throws {
    let course = try TestCourse([
      "lessons/a.md": """
      # A

      ![A curve](pictures/a%20curve.svg){#fig-curve}

      See [the data](data/points.csv) and [the other lesson](02-b.md#sec-x).
      """,
      "lessons/02-b.md": "# B\n\n## X {#sec-x}\n\nText.\n",
      "lessons/pictures/a curve.svg": Self.svg, "lessons/data/points.csv": "1,2\n",
    ])
    let build = try course.build()
    #expect(build.diagnostics.isEmpty)
    #expect(build.page("media/pictures/a curve.svg") == Self.svg)
    #expect(build.page("media/data/points.csv") == "1,2\n")
    let page = build.page("a.html")
    #expect(
      page.contains(
        "src=\"media/pictures/a%20curve.svg\" alt=\"A curve\" width=\"30\" height=\"20\""))
    #expect(page.contains("href=\"media/data/points.csv\""))
    #expect(page.contains("href=\"b.html#sec-x\""))
  }

  @Test func whatLiesOutsideIsNotCopied() throws {
    let course = try TestCourse([
      "secret.svg": Self.svg,
      "lessons/a.md": "# A\n\n![x](../secret.svg)\n\n![y](link.svg)\n\n[z](/etc/passwd)\n",
    ])
    try FileManager.default.createSymbolicLink(
      at: course.root.appending(path: "lessons/link.svg"),
      withDestinationURL: course.root.appending(path: "secret.svg"))
    let build = try course.build()
    #expect(build.diagnostics.map(\.id) == ["MissingFile", "MissingFile", "MissingFile"])
    #expect(!build.files.contains { $0.path.hasPrefix("media/") })
  }

  @Test func mistakesAreNamed() throws {
    let rows = [
      ("![x](https://example.org/a.png)", "RemoteImage"),
      ("![x](//example.org/a.png)", "RemoteImage"),
      ("![x](a.png)", "MissingFile"), ("![x](a.exe)", "UnknownPicture"),
      ("[x](no.md)", "MissingFile"),
    ]
    for (source, id) in rows {
      let build = try TestCourse(["lessons/a.md": "# A\n\n\(source)\n"]).build()
      #expect(build.diagnostics.map(\.id) == [id], "\(source)")
    }
  }

  @Test func sizesAreReadFromTheHeadsOfFiles() {
    let png: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]
      + [0, 0, 1, 2, 0, 0, 0, 7, 8]
    let gif = Array("GIF89a".utf8) + [5, 0, 0, 1, 0, 0, 0]
    let jpeg: [UInt8] = [
      0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 3, 0, 4, 1, 1, 1,
    ]
    let sizes = [png, gif, jpeg, Array(Self.svg.utf8), Array("text".utf8), [0x89, 0x50]].map {
      PictureSize($0).map { "\($0.width)x\($0.height)" }
    }
    #expect(sizes == ["258x7", "5x256", "4x3", "30x20", nil, nil])
  }
}
