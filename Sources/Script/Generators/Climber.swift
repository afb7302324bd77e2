import Numerics

/// Neighbours of an instance, some near and some far.
struct Climber {
  /// How far the next move goes, relative to the numbers.
  private var scale = 0.3

  init() {}

  /// Steps grow while they help.
  mutating func reached(nothing: Bool) {
    scale = nothing ? max(0.003, scale * 0.95) : min(2, scale * 1.5)
  }

  /// The instance with some of its numbers changed; nil if it has none.
  func moved(_ instance: [Value], _ random: inout RandomSource) -> [Value]? {
    let part = random.integer(below: instance.count)
    var numbers = instance[part].numbers
    guard !numbers.isEmpty else { return nil }
    let columns = instance[part].array?.columns ?? 1
    switch random.integer(below: 10) {
    case 0...3: perturb(&numbers, &random)
    case 4, 5:
      let place = random.integer(below: numbers.count)
      numbers[place] += step(numbers[place], &random)
    case 6:
      let factor = Elementary.exp(2 * scale * random.normal())
      for place in numbers.indices { numbers[place] *= factor }
    case 7: equate(&numbers, columns, &random)
    case 8: drawTogether(&numbers, columns, &random)
    default:
      let place = random.integer(below: numbers.count)
      numbers[place] = random.integer(below: 2) == 0 ? 0 : -numbers[place]
    }
    var result = instance
    result[part] = instance[part].with(numbers: numbers)
    return result
  }

  private func step(_ number: Double, _ random: inout RandomSource) -> Double {
    scale * random.normal() * max(0.1, number.magnitude)
  }

  /// About half of the numbers, each by itself.
  private func perturb(_ numbers: inout [Double], _ random: inout RandomSource) {
    for place in numbers.indices where random.uniform() < 0.5 {
      numbers[place] += step(numbers[place], &random)
    }
  }

  /// One column like another; in a vector one entry.
  private func equate(_ numbers: inout [Double], _ columns: Int, _ random: inout RandomSource) {
    guard columns > 1 else {
      numbers[random.integer(below: numbers.count)] =
        numbers[random.integer(below: numbers.count)]
      return
    }
    let (from, to) = (random.integer(below: columns), random.integer(below: columns))
    for row in 0..<numbers.count / columns {
      numbers[row * columns + to] = numbers[row * columns + from]
    }
  }

  /// All columns, or entries of a vector, towards their mean, or away from it.
  private func drawTogether(
    _ numbers: inout [Double], _ columns: Int, _ random: inout RandomSource
  ) {
    let factor = 1 + scale * random.normal()
    let length = columns > 1 ? columns : numbers.count
    for row in 0..<numbers.count / length {
      let places = row * length..<(row + 1) * length
      let mean = numbers[places].reduce(0, +) / Double(length)
      for place in places { numbers[place] = mean + factor * (numbers[place] - mean) }
    }
  }
}
