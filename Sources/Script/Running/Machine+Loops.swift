import Numerics

// What `for` goes through.
extension Machine {
  /// Registers of a loop: what is gone through, how far it has come, and of numbers in even steps,
  /// where the first register holds how many, the first one and the step.
  static let loopRegisters = 4

  func prepareLoop(_ state: UnsafeMutablePointer<Value>, _ value: Value) throws(Failure) {
    for offset in 1..<Machine.loopRegisters {
      (state + offset).pointee = offset == 1 ? .number(0) : .nothing
    }
    switch value {
    case .range(let range) where !range.isInterval:
      steps(state, count: range.count, from: range.first, by: range.step)
    case .number(let number): steps(state, count: 1, from: number, by: 0)
    case .array, .list: state.pointee = value
    case .record(let record): state.pointee = .list(List(record.values))
    case .traced(let traced):
      let shape = traced.node.shape
      var items: [Value] = []
      for index in 0..<shape.count {
        let place = index % shape.rows * shape.columns + index / shape.rows
        items.append(try pick(traced, [place], .scalar))
      }
      state.pointee = .list(List(items))
      if !shape.isVector, shape.columns > 1 {
        (state + 2).pointee = .number(Double(shape.rows))
        (state + 3).pointee = .number(Double(shape.columns))
      }
    default:
      throw Failure(
        .kind(operation: "for", expected: "a range, vector or list", found: value.kindName))
    }
  }

  /// The shape of the matrix that a loop went through; nil if it was none.
  func shapeOfLoop(_ state: UnsafeMutablePointer<Value>) -> (rows: Int, columns: Int)? {
    switch state.pointee {
    case .array(let array) where array.form == .matrix: return (array.rows, array.columns)
    case .list:
      guard let rows = (state + 2).pointee.number, let columns = (state + 3).pointee.number else {
        return nil
      }
      return (Int(rows), Int(columns))
    default: return nil
    }
  }

  /// The loop over first:step:last of three numbers; false for whatever else stands there.
  @inline(__always)
  func prepareSteps(
    _ state: UnsafeMutablePointer<Value>, _ ends: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard case .number(let first) = ends.pointee, case .number(let step) = (ends + 1).pointee,
      case .number(let last) = (ends + 2).pointee, step == 1, first.magnitude < 1e9,
      last.magnitude < 1e9
    else { return false }
    let count = last - first + 1e-10 < 0 ? 0 : Double(Int(last - first + 1e-10) + 1)
    (state + 1).pointee = .number(0)
    state.pointee = .number(count)
    (state + 2).pointee = .number(first)
    (state + 3).pointee = .number(1)
    return true
  }

  private func steps(
    _ state: UnsafeMutablePointer<Value>, count: Int, from first: Double, by step: Double
  ) {
    state.pointee = .number(Double(count))
    (state + 2).pointee = .number(first)
    (state + 3).pointee = .number(step)
  }

  /// Puts the next value in place; false at the end.
  @inline(__always)
  func advance(
    _ state: UnsafeMutablePointer<Value>, _ target: UnsafeMutablePointer<Value>
  ) throws(Failure) -> Bool {
    guard case .number(let position) = (state + 1).pointee else { return false }
    if case .number(let count) = state.pointee {
      guard position < count, case .number(let first) = (state + 2).pointee,
        case .number(let step) = (state + 3).pointee
      else { return false }
      set(target, first + step * position)
    } else if !item(state, Int(position), target) {
      return false
    }
    (state + 1).initialize(to: .number(position + 1))
    return true
  }

  private func item(
    _ state: UnsafeMutablePointer<Value>, _ index: Int, _ target: UnsafeMutablePointer<Value>
  ) -> Bool {
    if let array = state.borrowedArray {
      let extent = array.extent
      guard index < extent.rows * extent.columns else { return false }
      // Matrices are gone through column after column, as in Julia.
      let place =
        extent.form == .matrix
        ? index % extent.rows * extent.columns + index / extent.rows : index
      let (entry, isBoolean) = array._withUnsafeGuaranteedRef {
        ($0.elements[place], $0.isBoolean)
      }
      if isBoolean { target.pointee = .boolean(entry != 0) } else { set(target, entry) }
      return true
    }
    guard case .list(let list) = state.pointee, index < list.items.count else { return false }
    target.pointee = list.items[index]
    return true
  }
}
