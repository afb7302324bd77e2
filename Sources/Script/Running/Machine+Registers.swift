// Registers without counting references where nothing needs counting.
extension Machine {
  @inline(__always) func set(_ register: UnsafeMutablePointer<Value>, _ number: Double) {
    if register.pointee.isTrivial {
      register.initialize(to: .number(number))
    } else {
      register.pointee = .number(number)
    }
  }

  @inline(__always)
  func set(_ register: UnsafeMutablePointer<Value>, _ source: UnsafeMutablePointer<Value>) {
    if case .number(let number) = source.pointee {
      set(register, number)
    } else {
      register.pointee = source.pointee
    }
  }

  /// Puts an array into a register that holds nothing to release.
  @inline(__always)
  func put(_ register: UnsafeMutablePointer<Value>, _ array: NumericArray) {
    register.pointee = .array(array)
  }

  /// An array of so many entries that nothing else holds, taken out of a register; else nil, and
  /// the register is as before.
  @inline(__always)
  func claim(_ register: UnsafeMutablePointer<Value>, _ count: Int) -> NumericArray? {
    guard case .array = register.pointee else { return nil }
    guard case .array(var array) = register.move() else { return nil }
    if isKnownUniquelyReferenced(&array), array.elements.count == count {
      register.initialize(to: .nothing)
      return array
    }
    register.initialize(to: .array(array))
    return nil
  }

  /// Room for a result, whose entries are whatever they were.
  ///
  /// The array in the target if it is free and has the size, else that of an operand nobody reads
  /// again, else a new one.
  @inline(__always)
  func room(
    _ rows: Int, _ columns: Int, _ form: NumericArray.Form,
    _ target: UnsafeMutablePointer<Value>,
    _ first: UnsafeMutablePointer<Value>? = nil, _ second: UnsafeMutablePointer<Value>? = nil
  ) throws(Failure) -> NumericArray {
    let count = rows * columns
    try charge(entries: count)
    if let free = claim(target, count) {
      free.reshape(rows, columns, form)
      return free
    }
    if let first, let free = claim(first, count) {
      free.reshape(rows, columns, form)
      return free
    }
    if let second, let free = claim(second, count) {
      free.reshape(rows, columns, form)
      return free
    }
    return NumericArray(
      rows: rows, columns: columns, form: form, [Double](repeating: 0, count: count))
  }
}

extension UnsafeMutablePointer where Pointee == Value {
  /// The array in a register, without counting a reference; it lives as long as it stands there.
  @inline(__always) var borrowedArray: Unmanaged<NumericArray>? {
    if case .array(let array) = pointee { Unmanaged.passUnretained(array) } else { nil }
  }
}
