package import Courseware

/// Everything that pages are made from.
package struct SiteSource: Sendable {
  package let course: Course
  package let labels: Labels
  package let plans: [Plan]
  package let results: [LessonResults]

  package init(course: Course, labels: Labels, plans: [Plan], results: [LessonResults]) {
    self.course = course
    self.labels = labels
    self.plans = plans
    self.results = results
  }
}

/// One file of the finished site.
package struct SiteFile: Sendable {
  /// Below the output folder.
  package let path: String
  package let bytes: [UInt8]

  package init(_ path: String, _ text: String) { self.init(path, bytes: Array(text.utf8)) }

  package init(_ path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// How long a page took to make: for the table of `-v`.
package struct PageTiming: Sendable {
  package let path: String
  package let seconds: Double
}
