// Single entries and columns of plain arrays, without detours: what inner loops do. Each answers
// false, and leaves everything as it was, for whatever else an index may mean.
extension Machine {
  /// `target = base[index]`.
  @inline(__always)
  func entry(
    _ target: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>,
    _ index: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .number(let number) = index.pointee, let array = base.borrowedArray,
      case let extent = array.extent, extent.form == .vector
    else { return false }
    set(target, array, try whole(number, extent.rows))
    return true
  }

  /// `target = base[first, second]`.
  @inline(__always)
  func entry(
    _ target: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>,
    _ first: UnsafeMutablePointer<Value>, _ second: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .number(let column) = second.pointee, let array = base.borrowedArray,
      case .number(let row) = first.pointee
    else { return try column(target, base, first, second) }
    let extent = array.extent
    let start = try whole(row, extent.rows) * extent.columns
    set(target, array, try start + whole(column, extent.columns))
    return true
  }

  @inline(__always)
  private func set(
    _ target: UnsafeMutablePointer<Value>, _ array: Unmanaged<NumericArray>, _ place: Int
  ) {
    let (entry, isBoolean) = array._withUnsafeGuaranteedRef {
      ($0.elements[place], $0.isBoolean)
    }
    if isBoolean { target.pointee = .boolean(entry != 0) } else { set(target, entry) }
  }

  /// `base[index] = value`.
  @inline(__always)
  func setEntry(
    _ base: UnsafeMutablePointer<Value>, _ index: UnsafeMutablePointer<Value>,
    _ value: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .number(let number) = value.pointee, case .number(let place) = index.pointee,
      let array = base.borrowedArray, case let extent = array.extent, extent.form == .vector
    else { return false }
    let position = try whole(place, extent.rows)
    array._withUnsafeGuaranteedRef { $0.set(position, number) }
    return true
  }

  /// `base[first, second] = value`.
  @inline(__always)
  func setEntry(
    _ base: UnsafeMutablePointer<Value>, _ first: UnsafeMutablePointer<Value>,
    _ second: UnsafeMutablePointer<Value>, _ value: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .number(let number) = value.pointee, case .number(let row) = first.pointee,
      case .number(let column) = second.pointee, let array = base.borrowedArray
    else { return false }
    let extent = array.extent
    let start = try whole(row, extent.rows) * extent.columns
    let position = try start + whole(column, extent.columns)
    array._withUnsafeGuaranteedRef { $0.set(position, number) }
    return true
  }

  /// `A[:, j]` of numbers.
  @inline(never)
  private func column(
    _ target: UnsafeMutablePointer<Value>, _ base: UnsafeMutablePointer<Value>,
    _ first: UnsafeMutablePointer<Value>, _ second: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard target != base, case .everything = first.pointee,
      case .number(let number) = second.pointee, let array = base.borrowedArray,
      !array._withUnsafeGuaranteedRef({ $0.isBoolean })
    else { return false }
    let extent = array.extent
    let column = try whole(number, extent.columns)
    let result = try room(extent.rows, 1, .vector, target)
    array._withUnsafeGuaranteedRef { array in
      array.elements.withUnsafeBufferPointer { source in
        result.elements.withUnsafeMutableBufferPointer { result in
          for row in 0..<extent.rows { result[row] = source[row * extent.columns + column] }
        }
      }
    }
    put(target, result)
    return true
  }
}
