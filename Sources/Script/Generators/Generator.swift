import Learning

/// Draws instances for `@forall`, and knows which neighbours of an instance are of its kind.
///
/// Half of the instances are generic: normal entries, sizes anywhere in their ranges. The other half
/// has one of the kind's special forms in turn (zero, equal entries, rank one, ends of a range …),
/// because that is where false statements fail: first with the least sizes, then with the greatest,
/// then with any. Statements that hold almost everywhere are thus not taken for true.
class Generator: Object {
  override var kindName: String { "a generator" }

  /// How many special forms the kind has.
  var formCount: Int { 0 }

  /// The sizes that may be changed, each with the values that are allowed.
  func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] { [] }

  /// An instance with normal entries.
  func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? { nil }

  /// An instance of a special form; nil if there is none of these sizes.
  func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? { nil }

  /// A changed instance made to be of the kind again; nil if it is too far from it.
  func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? { instance }

  /// What remains if of one extent only some places are kept; not yet adjusted.
  func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) throws(Failure)
    -> [Value]?
  { nil }

  /// The instance with one number changed, and with it those that the kind ties to it.
  func setting(_ place: Int, ofPart part: Int, to number: Double, _ instance: [Value]) -> [Value] {
    var result = instance
    var numbers = instance[part].numbers
    numbers[place] = number
    result[part] = instance[part].with(numbers: numbers)
    return result
  }

  /// The instance of a number, special for every second one.
  final func instance(_ number: Int, _ random: inout RandomSource) throws(Failure) -> [Value]? {
    if number % 2 == 1, formCount > 0 {
      let round = number / 2 / formCount
      let end: Sizes.End = round == 0 ? .least : round == 1 ? .greatest : .any
      if let instance = try special(number / 2 % formCount, end, &random),
        let valid = try adjusted(instance)
      {
        return valid
      }
    }
    return try generic(&random)
  }
}

/// The sizes that a number or a range allows.
struct Sizes {
  let list: [Int]

  /// Which of the sizes to take.
  enum End {
    case least
    case greatest
    case any
  }

  func contains(_ size: Int) -> Bool { list.contains(size) }

  /// The greatest allowed size that is at most a bound.
  func greatest(upTo bound: Int) -> Int? { list.filter { $0 <= bound }.max() }

  func draw(_ end: End = .any, _ random: inout RandomSource) -> Int {
    switch end {
    case .least: list.min() ?? 1
    case .greatest: list.max() ?? 1
    case .any: list[random.integer(below: list.count)]
    }
  }
}

extension Value {
  /// The numbers an instance consists of: entries of an array, parameters of a network.
  var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .array(let array): array.elements
    case .object(let object): (object as? NetworkValue)?.network.parameters ?? []
    default: []
    }
  }

  /// The same value with other numbers.
  ///
  /// - Precondition: there are as many as before.
  func with(numbers: [Double]) -> Value {
    switch self {
    case .number: return .number(numbers[0])
    case .array(let array):
      return .array(
        NumericArray(rows: array.rows, columns: array.columns, form: array.form, numbers))
    case .object(let object):
      guard let network = (object as? NetworkValue)?.network,
        let changed = try? network.with(parameters: numbers)
      else { return self }
      return .object(NetworkValue(changed))
    default: return self
    }
  }
}

extension NumericArray {
  /// The array with some of its rows or columns only.
  func keeping(rows: [Int]? = nil, columns: [Int]? = nil) -> NumericArray {
    let (kept, places) = (rows ?? Array(0..<self.rows), columns ?? Array(0..<self.columns))
    var entries: [Double] = []
    for row in kept {
      for column in places { entries.append(elements[row * self.columns + column]) }
    }
    return NumericArray(rows: kept.count, columns: places.count, form: form, entries)
  }
}
