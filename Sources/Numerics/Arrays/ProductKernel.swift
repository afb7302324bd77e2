/// Products on flat buffers: C ← C + A B, every entry summed over k from first to last.
///
/// The order of summation does *not* depend on the tile that an entry falls into, so all shapes of
/// tile, scalar code and every width of vector give the same bits. Never a fused multiply-add: on
/// the baseline processor that is a call, and it would round differently from other machines.
public enum ProductKernel {
  /// Adds A B to C.
  ///
  /// A is rows×inner with any strides (a transposed A needs no copy), B inner×columns and C
  /// rows×columns have contiguous rows, `bStride` and `cStride` apart.
  ///
  /// Tiles of 4×4 entries keep eight pairs of sums in registers, which is what sixteen 128-bit
  /// registers hold beside the operands.
  public static func addProduct(
    rows: Int, inner: Int, columns: Int,
    _ a: UnsafePointer<Double>, rowStride: Int, innerStride: Int,
    _ b: UnsafePointer<Double>, bStride: Int,
    into c: UnsafeMutablePointer<Double>, cStride: Int
  ) {
    var column = 0
    while column + 4 <= columns {
      var row = 0
      while row + 4 <= rows {
        addTile4x4(
          inner, a + row * rowStride, rowStride, innerStride, b + column, bStride,
          c + (row * cStride + column), cStride)
        row += 4
      }
      if row + 2 <= rows {
        addTile2x4(
          inner, a + row * rowStride, rowStride, innerStride, b + column, bStride,
          c + (row * cStride + column), cStride)
        row += 2
      }
      if row < rows {
        addTile1x4(
          inner, a + row * rowStride, innerStride, b + column, bStride,
          c + (row * cStride + column))
      }
      column += 4
    }
    if column + 2 <= columns {
      for row in 0..<rows {
        addTile1x2(
          inner, a + row * rowStride, innerStride, b + column, bStride,
          c + (row * cStride + column))
      }
      column += 2
    }
    if column < columns {
      for row in 0..<rows {
        var sum = c[row * cStride + column]
        var x = a + row * rowStride
        var y = b + column
        for _ in 0..<inner {
          sum += x.pointee * y.pointee
          x += innerStride
          y += bStride
        }
        c[row * cStride + column] = sum
      }
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD2<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func addTile4x4(
    _ inner: Int, _ a: UnsafePointer<Double>, _ rowStride: Int, _ innerStride: Int,
    _ b: UnsafePointer<Double>, _ bStride: Int, _ c: UnsafeMutablePointer<Double>, _ cStride: Int
  ) {
    let (c1, c2, c3) = (c + cStride, c + 2 * cStride, c + 3 * cStride)
    var s00 = load(c)
    var s01 = load(c + 2)
    var s10 = load(c1)
    var s11 = load(c1 + 2)
    var s20 = load(c2)
    var s21 = load(c2 + 2)
    var s30 = load(c3)
    var s31 = load(c3 + 2)
    var x = a
    var y = b
    for _ in 0..<inner {
      let y0 = load(y)
      let y1 = load(y + 2)
      let x0 = SIMD2(repeating: x[0])
      s00 += x0 * y0
      s01 += x0 * y1
      let x1 = SIMD2(repeating: x[rowStride])
      s10 += x1 * y0
      s11 += x1 * y1
      let x2 = SIMD2(repeating: x[2 * rowStride])
      s20 += x2 * y0
      s21 += x2 * y1
      let x3 = SIMD2(repeating: x[3 * rowStride])
      s30 += x3 * y0
      s31 += x3 * y1
      x += innerStride
      y += bStride
    }
    store(s00, c)
    store(s01, c + 2)
    store(s10, c1)
    store(s11, c1 + 2)
    store(s20, c2)
    store(s21, c2 + 2)
    store(s30, c3)
    store(s31, c3 + 2)
  }

  @inline(__always)
  private static func addTile1x4(
    _ inner: Int, _ a: UnsafePointer<Double>, _ innerStride: Int,
    _ b: UnsafePointer<Double>, _ bStride: Int, _ c: UnsafeMutablePointer<Double>
  ) {
    var s0 = load(c)
    var s1 = load(c + 2)
    var x = a
    var y = b
    for _ in 0..<inner {
      let x0 = SIMD2(repeating: x.pointee)
      s0 += x0 * load(y)
      s1 += x0 * load(y + 2)
      x += innerStride
      y += bStride
    }
    store(s0, c)
    store(s1, c + 2)
  }

  @inline(__always)
  private static func addTile1x2(
    _ inner: Int, _ a: UnsafePointer<Double>, _ innerStride: Int,
    _ b: UnsafePointer<Double>, _ bStride: Int, _ c: UnsafeMutablePointer<Double>
  ) {
    var sum = load(c)
    var x = a
    var y = b
    for _ in 0..<inner {
      sum += SIMD2(repeating: x.pointee) * load(y)
      x += innerStride
      y += bStride
    }
    store(sum, c)
  }

  @inline(__always)
  private static func addTile2x4(
    _ inner: Int, _ a: UnsafePointer<Double>, _ rowStride: Int, _ innerStride: Int,
    _ b: UnsafePointer<Double>, _ bStride: Int, _ c: UnsafeMutablePointer<Double>, _ cStride: Int
  ) {
    let below = c + cStride
    var s00 = load(c)
    var s01 = load(c + 2)
    var s10 = load(below)
    var s11 = load(below + 2)
    var x = a
    var y = b
    for _ in 0..<inner {
      let y0 = load(y)
      let y1 = load(y + 2)
      let x0 = SIMD2(repeating: x[0])
      s00 += x0 * y0
      s01 += x0 * y1
      let x1 = SIMD2(repeating: x[rowStride])
      s10 += x1 * y0
      s11 += x1 * y1
      x += innerStride
      y += bStride
    }
    store(s00, c)
    store(s01, c + 2)
    store(s10, below)
    store(s11, below + 2)
  }

  /// Writes the transpose of a rows×columns buffer.
  public static func transpose(
    rows: Int, columns: Int, _ a: UnsafePointer<Double>,
    into b: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<rows {
      for column in 0..<columns { b[column * rows + row] = a[row * columns + column] }
    }
  }
}
