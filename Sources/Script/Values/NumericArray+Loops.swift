// Loops over entries that neither allocate nor count references; the result may be an operand.
extension NumericArray {
  /// Entry by entry f(x) in the place of this array's entries; both have as many.
  @inline(__always)
  func become(_ x: NumericArray, _ f: (Double) -> Double) {
    let count = elements.count
    if self === x {
      elements.withUnsafeMutableBufferPointer { result in
        for index in 0..<count { result[index] = f(result[index]) }
      }
      return
    }
    x.elements.withUnsafeBufferPointer { x in
      elements.withUnsafeMutableBufferPointer { result in
        for index in 0..<count { result[index] = f(x[index]) }
      }
    }
  }

  /// Entry by entry f(x, y) in the place of this array's entries; all have as many.
  @inline(__always)
  func become(_ x: NumericArray, _ y: NumericArray, _ f: (Double, Double) -> Double) {
    if x === y { return become(x) { f($0, $0) } }
    let count = elements.count
    if self === x {
      y.elements.withUnsafeBufferPointer { y in
        elements.withUnsafeMutableBufferPointer { result in
          for index in 0..<count { result[index] = f(result[index], y[index]) }
        }
      }
    } else if self === y {
      x.elements.withUnsafeBufferPointer { x in
        elements.withUnsafeMutableBufferPointer { result in
          for index in 0..<count { result[index] = f(x[index], result[index]) }
        }
      }
    } else {
      x.elements.withUnsafeBufferPointer { x in
        y.elements.withUnsafeBufferPointer { y in
          elements.withUnsafeMutableBufferPointer { result in
            for index in 0..<count { result[index] = f(x[index], y[index]) }
          }
        }
      }
    }
  }

  /// Sets one entry.
  @inline(__always)
  func set(_ place: Int, _ value: Double) {
    elements.withUnsafeMutableBufferPointer { $0[place] = value }
  }
}

extension NumericArray {
  /// As `become`, eight entries at a time; both functions have the same bits.
  @inline(__always)
  func becomeByLanes(
    _ x: NumericArray, _ one: (Double) -> Double, _ eight: (SIMD8<Double>) -> SIMD8<Double>
  ) {
    let count = elements.count
    guard count >= 8 else { return become(x, one) }
    if self !== x { become(x) { $0 } }
    elements.withUnsafeMutableBytes { bytes in
      for index in 0..<count / 8 {
        let lanes = bytes.loadUnaligned(fromByteOffset: index * 64, as: SIMD8<Double>.self)
        bytes.storeBytes(of: eight(lanes), toByteOffset: index * 64, as: SIMD8<Double>.self)
      }
    }
    elements.withUnsafeMutableBufferPointer { result in
      for index in count / 8 * 8..<count { result[index] = one(result[index]) }
    }
  }
}
