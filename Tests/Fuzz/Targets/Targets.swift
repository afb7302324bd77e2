import Courseware
import Formula
import Markup
import Script
import SourceText

/// The readers of this program that a stranger's bytes reach, each fed with one input.
enum Targets {
  static let all: [(name: String, feed: @Sendable ([UInt8]) -> Void)] = [
    ("markdown", markdown), ("latex", latex), ("symbols", symbols), ("script", script),
    ("yaml", yaml), ("cache", cache),
  ]

  private static func markdown(_ bytes: [UInt8]) {
    _ = Document.read(SourceFile(path: "a.md", bytes: bytes))
  }

  /// A formula: read, printed, and lowered as far as explaining it does.
  private static func latex(_ bytes: [UInt8]) {
    var scope = declared
    let excerpt = Excerpt(String(decoding: bytes, as: UTF8.self))
    guard let claim = scope.read(claim: excerpt).0 else { return }
    _ = claim.latex(in: scope)
    for step in claim.steps {
      _ = try? Lowering(scope).programSize(of: step, hypotheses: claim.hypotheses)
    }
  }

  private static func symbols(_ bytes: [UInt8]) {
    var scope = Scope()
    _ = scope.declare(Excerpt(String(decoding: bytes, as: UTF8.self)))
    _ = scope.define(Excerpt("y = x"))
  }

  private static func script(_ bytes: [UInt8]) {
    let session = Session(limits: Limits(fuel: 100_000, entries: 100_000, depth: 60, shown: 50))
    _ = session.run(Excerpt(String(decoding: bytes, as: UTF8.self)))
  }

  /// A course's configuration, and the same bytes as a lesson's front matter.
  private static func yaml(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let files = [
      (path: "lessons/course.yml", text: text),
      (path: "lessons/01-a.md", text: "---\n" + text + "\n---\n\n# A\n"),
    ]
    _ = try? CourseReader.read(course: files, codes: ["Undecided"])
  }

  /// A record behind its seal: whoever can write the file can write a seal too.
  private static func cache(_ bytes: [UInt8]) {
    let code = Excerpt(String(repeating: "x", count: 400))
    _ = try? StepRecord.decoded(bytes, in: code)
    _ = try? BlockRecord.value(bytes)
    var result = CellResult(
      span: code.span(0..<1), label: nil, source: nil, isRefutation: false)
    try? BlockRecord.decode(bytes, into: &result, in: code)
  }

  private static let declared: Scope = {
    var scope = Scope()
    _ = scope.declare(
      Excerpt(
        """
        n, m : size 2..4
        L : size 2..3
        m_l : size 1..3 for l in 0..L
        x, y, z, t : scalar
        p, q : scalar in (0, 1)
        u, v, w : vector(n)
        A, B : matrix(n, n)
        S : matrix(n, n) spd
        W^{[l]} : matrix(m_l, m_{l-1}) for l in 1..L
        b^{[l]} : vector(m_l) for l in 1..L
        a^{[0]} : vector(m_0)
        f, g : function scalar -> scalar smooth
        F : function vector(n) -> scalar smooth
        X_i : random iid normal(0, 1) for i in 1..n
        i, j, k : index 1..n
        """))
    _ = scope.define(Excerpt(#"\sigma(z) = \frac{1}{1+e^{-z}}"#))
    return scope
  }()
}
