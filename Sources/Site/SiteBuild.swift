package import Courseware
import Files
package import SourceText
import Typesetting

/// From a run to the files of its site, typesetting included.
package struct SiteBuild {
  package let files: [SiteFile]
  /// What typesetting found.
  package let diagnostics: [Diagnostic]
  /// How long each page took.
  package let timings: [PageTiming]

  /// Why no page can be made at all.
  package struct Failure: Error {
    package let message: String
  }

  /// - Parameters:
  ///   - jobs: How many pages are made at a time; their bytes do not depend on it.
  ///   - cache: Where formulas are kept from build to build; nil for nowhere.
  package init(
    _ run: CourseRun, jobs: Int = Workers.processors, cache: ResultCache? = nil
  ) throws(Failure) {
    let macros = run.course.configuration.macros.map {
      TypesetRequest.Macro(name: $0.name, body: $0.replacement)
    }
    let formulas: Formulas
    do {
      formulas = Formulas(try Typesetter(), macros: macros, cache: cache)
    } catch { throw Failure(message: error.description) }
    let source = SiteSource(
      course: run.course, labels: run.labels, plans: run.plans, results: run.results)
    let site = Site(source, formulas: formulas)
    let pages = site.files(jobs: jobs)
    files = pages.files + (try Self.assets())
    timings = pages.timings
    formulas.save()
    diagnostics = formulas.diagnostics + site.diagnostics
  }

  /// KaTeX's stylesheet and fonts, so that pages need nothing from elsewhere.
  private static func assets() throws(Failure) -> [SiteFile] {
    do {
      return try FormulaFonts.files(.system)
    } catch {
      throw Failure(message: "cannot read \(error.path); apt-get install libjs-katex fonts-katex")
    }
  }
}

extension SiteBuild {
  /// Something that the pages need, as `doctor` shows it.
  package struct Dependency: Sendable {
    package let name: String
    /// Nil if it is missing.
    package let version: String?
    /// The Debian package that brings it.
    package let package: String
  }

  package static func dependencies() -> [Dependency] {
    let katex = KaTeX.system
    let engine = try? Typesetter()
    let works = (try? engine?.typeset(TypesetRequest(latex: "x", isDisplay: false)))?.html != nil
    let fonts = try? FileSystem.names(in: katex.fonts)
    let count = fonts?.filter { $0.hasSuffix(".woff2") }.count ?? 0
    return [
      Dependency(
        name: "KaTeX in Duktape", version: works ? engine?.version : nil, package: "libjs-katex"),
      Dependency(
        name: "KaTeX fonts", version: count > 0 ? "\(count) faces" : nil, package: "fonts-katex"),
    ]
  }
}
