/// What there is to say about a series: trend, extremes, last value.
struct SeriesDescription {
  var name: String
  var xName: String
  var x: [Double]
  var y: [Double]

  /// The series in one sentence.
  ///
  /// For example "cost falls from 2.31 at step 0 to 0.11 at step 500; half of the change is
  /// made by step 40; lowest 0.09 at step 412."
  var sentence: String {
    let indices = y.indices.filter { x[$0].isFinite && y[$0].isFinite }
    guard let first = indices.first, let last = indices.last else { return "" }
    if indices.count == 1 { return "\(name) is \(at(first))." }
    let (low, high) = extremes(indices)
    let span = y[high] - y[low]
    if span == 0 {
      return "\(name) stays at \(number(y[first])) from \(place(first)) to \(place(last))."
    }
    let change = y[last] - y[first]
    var text = "\(name) "
    if change.magnitude < 0.1 * span {
      text += "varies between \(at(low)) and \(at(high)), and ends at \(at(last))"
    } else {
      text += monotone(indices, change) ? (change > 0 ? "rises " : "falls ") : trend(change)
      text += "from \(at(first)) to \(at(last))"
      if let half = halfway(indices, first, last) {
        text += "; half of the change is made by \(place(half))"
      }
      if high != first, high != last { text += "; highest \(at(high))" }
      if low != first, low != last { text += "; lowest \(at(low))" }
    }
    if last < y.count - 1 { text += "; not finite from \(place(last + 1)) on" }
    return text + "."
  }

  private func trend(_ change: Double) -> String {
    change > 0 ? "rises, not steadily, " : "falls, not steadily, "
  }

  private func extremes(_ indices: [Int]) -> (low: Int, high: Int) {
    var (low, high) = (indices[0], indices[0])
    for index in indices {
      if y[index] < y[low] { low = index }
      if y[index] > y[high] { high = index }
    }
    return (low, high)
  }

  private func monotone(_ indices: [Int], _ change: Double) -> Bool {
    for position in indices.indices.dropFirst() {
      let step = y[indices[position]] - y[indices[position - 1]]
      if change > 0 ? step < 0 : step > 0 { return false }
    }
    return true
  }

  /// Where half of the change is made, if that is early or late enough to be worth saying.
  private func halfway(_ indices: [Int], _ first: Int, _ last: Int) -> Int? {
    let middle = (y[first] + y[last]) / 2
    let rising = y[last] > y[first]
    guard let half = indices.first(where: { rising ? y[$0] >= middle : y[$0] <= middle }) else {
      return nil
    }
    let share = (x[half] - x[first]) / (x[last] - x[first])
    return share < 0.35 || share > 0.65 ? half : nil
  }

  private func at(_ index: Int) -> String { "\(number(y[index])) at \(place(index))" }
  private func place(_ index: Int) -> String { "\(xName) \(number(x[index]))" }
  private func number(_ value: Double) -> String { NumberText.short(value) }
}
