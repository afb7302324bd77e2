import Numerics

/// Matrices of normal entries.
final class MatrixGenerator: Generator {
  let rows: Sizes
  /// Nil for square matrices.
  let columns: Sizes?

  init(_ rows: Sizes, _ columns: Sizes?) {
    (self.rows, self.columns) = (rows, columns)
    super.init()
  }

  override var formCount: Int { MatrixForm.allCases.count }

  private func matrix(_ m: Int, _ n: Int, _ entries: [Double]) -> [Value] {
    [.array(NumericArray(rows: m, columns: n, entries))]
  }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let m = rows.draw(.any, &random)
    let n = columns?.draw(.any, &random) ?? m
    return matrix(m, n, random.normals(m * n, 2))
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let m = rows.draw(end, &random)
    let n = columns?.draw(end, &random) ?? m
    return matrix(m, n, MatrixForm.allCases[form].entries(m, n, &random))
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    guard let array = instance[0].array else { return [] }
    guard let columns else { return [(array.rows, rows)] }
    return [(array.rows, rows), (array.columns, columns)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    guard let array = instance[0].array else { return nil }
    if columns == nil { return [.array(array.keeping(rows: places, columns: places))] }
    return [
      .array(extent == 0 ? array.keeping(rows: places) : array.keeping(columns: places))
    ]
  }
}

/// Square matrices of a kind.
final class KindGenerator: Generator {
  let kind: MatrixKind
  let sizes: Sizes
  let condition: Double

  init(_ kind: MatrixKind, _ sizes: Sizes, condition: Double) {
    (self.kind, self.sizes, self.condition) = (kind, sizes, condition)
    super.init()
  }

  override var formCount: Int { MatrixKind.formCount }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let n = sizes.draw(.any, &random)
    return try value { () throws(ArrayError) in
      try kind.drawn(n, condition: condition, &random)
    }
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let n = sizes.draw(end, &random)
    return try value { () throws(ArrayError) in
      try kind.special(form, n, condition: condition, &random)
    }
  }

  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    guard let matrix = instance[0].array?.matrix else { return nil }
    return try value { () throws(ArrayError) in
      try kind.adjusted(matrix, condition: condition)
    }
  }

  private func value(_ make: () throws(ArrayError) -> Matrix?) throws(Failure) -> [Value]? {
    try engine(make).map { [.array(NumericArray($0))] }
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    [(instance[0].array?.rows ?? 0, sizes)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    instance[0].array.map { [.array($0.keeping(rows: places, columns: places))] }
  }

  /// A symmetric matrix keeps its symmetry.
  override func setting(
    _ place: Int, ofPart part: Int, to number: Double, _ instance: [Value]
  ) -> [Value] {
    guard kind == .symmetric || kind == .psd, let array = instance[0].array else {
      return super.setting(place, ofPart: part, to: number, instance)
    }
    let n = array.columns
    var entries = array.elements
    entries[place] = number
    entries[place % n * n + place / n] = number
    return [.array(NumericArray(rows: n, columns: n, entries))]
  }
}
