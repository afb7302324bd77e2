import Foundation
import FoundationXML
import Plotting
import Testing

/// Nothing leaves its drawing and no text covers another.
@Suite struct GeometryTests {
  @Test func textsStayInsideTheirDrawings() throws {
    for (name, figure) in SampleFigures.all {
      for narrow in [false, true] {
        let geometry = try figure.geometry(narrow: narrow)
        #expect(!geometry.texts.isEmpty, "\(name)")
        for text in geometry.texts {
          let inside =
            text.left >= -0.5 && text.top >= -0.5 && text.right <= geometry.width + 0.5
            && text.bottom <= geometry.height + 0.5
          #expect(
            inside, "\(name), narrow \(narrow): \(text) in \(geometry.width) × \(geometry.height)")
        }
      }
    }
  }

  @Test func regionsHaveTheirCorners() throws {
    let corner = (x: 0.371, y: -0.213)
    let figure = Figure([
      .regions(
        RegionsMark(x: PlotRange(-1, 1), y: PlotRange(-1, 1)) { x, y in
          x > corner.x && y > corner.y ? 1 : 0
        })
    ])
    let svg = try figure.rendered(prefix: "f").svg
    let path = try #require(svg.firstMatch(of: /class="bd u1" d="([^"]*)"/)).1
    let plot = try figure.geometry(narrow: false).plot
    let x = plot.left + (corner.x + 1) / 2 * (plot.right - plot.left)
    let y = plot.bottom - (corner.y + 1) / 2 * (plot.bottom - plot.top)
    let nearest = points(of: String(path)).map { max(($0.x - x).magnitude, ($0.y - y).magnitude) }
    #expect(try #require(nearest.min()) < 1, "\(path)")
  }

  /// The points of a path of relative lines.
  private func points(of path: String) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    var (x, y) = (0.0, 0.0)
    for part in path.matches(of: /([Mmlhv])([^Mmlhvz]*)/) {
      let numbers = part.2.matches(of: /-?[0-9]*\.?[0-9]+/).compactMap { Double($0.0) }
      switch part.1 {
      case "M": (x, y) = (numbers[0], numbers[1])
      case "h": x += numbers[0]
      case "v": y += numbers[0]
      default: break
      }
      if part.1 == "h" || part.1 == "v" { points.append((x, y)) }
      guard ["M", "m", "l"].contains(String(part.1)) else { continue }
      for pair in stride(from: part.1 == "M" ? 2 : 0, to: numbers.count - 1, by: 2) {
        x += numbers[pair]
        y += numbers[pair + 1]
        points.append((x, y))
      }
    }
    return points
  }

  @Test func textsDoNotOverlap() throws {
    for (name, figure) in SampleFigures.all {
      for narrow in [false, true] {
        let texts = try figure.geometry(narrow: narrow).texts
        for (index, text) in texts.enumerated() {
          for other in texts[(index + 1)...] {
            #expect(!text.overlaps(other), "\(name), narrow \(narrow): \(text) and \(other)")
          }
        }
      }
    }
  }

  @Test func panelsDoNotCoverEachOther() throws {
    for (name, grid) in [
      ("grid", SampleFigures.grid), ("lines", SampleFigures.lineGrid),
      ("own axes", SampleFigures.gridOfOwnAxes),
    ] {
      for narrow in [false, true] {
        let panels = try grid.geometry(narrow: narrow)
        let texts = panels.flatMap { $0.texts }
        for (index, text) in texts.enumerated() {
          #expect(
            text.left >= -0.5 && text.right <= panels[0].width + 0.5
              && text.bottom <= panels[0].height + 0.5, "\(name), narrow \(narrow): \(text)")
          for other in texts[(index + 1)...] {
            #expect(!text.overlaps(other), "\(name), narrow \(narrow): \(text) and \(other)")
          }
        }
        for (index, panel) in panels.enumerated() {
          for other in panels[(index + 1)...] { #expect(!panel.plot.overlaps(other.plot)) }
        }
      }
    }
  }

  @Test func axesOfDifferentNamesAreEachPanelsOwn() throws {
    let own = try SampleFigures.gridOfOwnAxes.rendered(prefix: "g").svg
    for name in ["weight →", "step →", "↑ cost", "↑ slope"] { #expect(own.contains(">\(name)<")) }
    let shared = try SampleFigures.lineGrid.geometry(narrow: false)
    let apart = try SampleFigures.gridOfOwnAxes.geometry(narrow: false)
    #expect(shared[1].texts.count < apart[1].texts.count)
  }

  @Test func textIsLegibleOnAPhone() throws {
    // A page of 320 px leaves at least 288 px for a figure.
    for (name, figure) in SampleFigures.all {
      let geometry = try figure.geometry(narrow: true)
      #expect(geometry.width <= 331, "\(name)")
      #expect(geometry.fontSize * 288 / max(330, geometry.width) >= 11, "\(name)")
    }
  }

  @Test func theWideDrawingIsLegibleWhereItBegins() throws {
    // The container query shows it from 30 rem, at least 480 px.
    for (name, figure) in SampleFigures.all {
      let geometry = try figure.geometry(narrow: false)
      #expect(geometry.fontSize * min(1, 480 / geometry.width) >= 10.8, "\(name)")
    }
  }

  @Test func figuresKeepTheirBudget() throws {
    var sizes: [Int] = []
    for (name, figure) in try GoldenTests.rendered() where name != "grid" {
      sizes.append(figure.svg.utf8.count)
      #expect(figure.svg.utf8.count <= 15_000, "\(name)")
    }
    // Both drawings together; the larger one alone is about six tenths of it.
    let median = sizes.sorted()[sizes.count / 2]
    #expect(median * 6 / 10 <= 6000, "median \(median)")
  }

  @Test func aFileOfItsOwnIsWellFormed() throws {
    for (name, figure) in SampleFigures.all {
      let file = try figure.standalone()
      let delegate = Wellformedness()
      let parser = XMLParser(data: Data(file.utf8))
      parser.delegate = delegate
      #expect(parser.parse(), "\(name): \(delegate.problem)")
      #expect(file.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    }
  }

  private final class Wellformedness: NSObject, XMLParserDelegate {
    var problem = ""

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
      problem = "\(error)"
    }
  }

  @Test func nothingNeedsAnInlineStyleOrAnAddress() throws {
    for (name, figure) in try GoldenTests.rendered() {
      for forbidden in [" style=", "<style", "http:", "url(", "NaN", "nan", "inf "] {
        #expect(!figure.svg.contains(forbidden), "\(name): \(forbidden)")
      }
      for part in figure.svg.split(separator: " id=\"").dropFirst() {
        #expect(part.hasPrefix(name + "-"), "\(name): \(part.prefix(20))")
      }
    }
  }
}
