import Verification

// Evidence and counterexamples as bytes.

extension ByteWriter {
  mutating func evidence(_ evidence: Evidence) {
    method(evidence.method)
    whole(evidence.points)
    whole(evidence.widePoints)
    list(evidence.sizes) { $0.sizes($1) }
    word(evidence.seed)
    optional(evidence.worst) { writer, worst in
      writer.number(worst.ratio)
      writer.assignments(worst.place)
    }
    for value in [
      evidence.resolution, evidence.errorProbability, evidence.acceptance, evidence.leastSlack,
    ] {
      optional(value) { $0.number($1) }
    }
    optional(evidence.interval) { writer, interval in
      writer.number(interval.low)
      writer.number(interval.high)
      writer.number(interval.claimed)
    }
    list(evidence.remarks) { $0.remark($1) }
  }

  mutating func counterexample(_ found: Counterexample) {
    sizes(found.sizes)
    sizes(found.indices)
    assignments(found.values)
    list(found.entry) { $0.whole($1) }
    optional(found.left) { $0.shown($1) }
    optional(found.right) { $0.shown($1) }
    truth(found.isExact)
  }

  fileprivate mutating func sizes(_ values: [SizeValue]) {
    list(values) { writer, value in
      writer.text(value.name)
      writer.whole(value.value)
    }
  }

  fileprivate mutating func assignments(_ values: [Assignment]) {
    list(values) { writer, value in
      writer.text(value.name)
      writer.shown(value.value)
    }
  }

  fileprivate mutating func shown(_ number: ShownNumber) {
    text(number.text)
    truth(number.isExact)
  }

  private mutating func method(_ method: Evidence.Method) {
    switch method {
    case .modular(let trials):
      byte(1)
      whole(trials)
    case .sampling: byte(2)
    case .descent: byte(3)
    case .intervals(let boxes):
      byte(4)
      whole(boxes)
    case .series: byte(5)
    case .limit: byte(6)
    case .simulation(let draws):
      byte(8)
      whole(draws)
    case .structure: byte(9)
    case .quadrature: byte(10)
    }
  }

  fileprivate mutating func remark(_ remark: Evidence.Remark) {
    switch remark {
    case .noInfluence(let name):
      byte(0)
      text(name)
    case .higherOrder(let order):
      byte(1)
      whole(order)
    case .comparedWithLineBefore: byte(3)
    case .firstFourMoments: byte(5)
    case .equalityAttained: byte(6)
    case .proportionalAtEachPoint: byte(9)
    case .notCertifiable(let why):
      byte(7)
      text(why)
    case .needsConvention(let convention):
      byte(8)
      text(convention)
    case .coefficients(let name, let order):
      byte(10)
      text(name)
      whole(order)
    case .apartFromKinks: byte(11)
    case .oneStatementHolds(let isLeft): byte(isLeft ? 13 : 14)
    case .rowsOverlap(let first, let second):
      byte(15)
      whole(first)
      whole(second)
    case .sizesDiffer(let sizes):
      byte(12)
      text(sizes)
    }
  }
}

extension ByteReader {
  mutating func evidence() throws(Damage) -> Evidence {
    var evidence = Evidence(try method())
    evidence.points = try whole()
    evidence.widePoints = try whole()
    evidence.sizes = try list { (reader) throws(Damage) in try reader.sizes() }
    evidence.seed = try word()
    evidence.worst = try optional { (reader) throws(Damage) in
      let ratio = try reader.number()
      return Evidence.Worst(ratio: ratio, place: try reader.assignments())
    }
    evidence.resolution = try optional { (reader) throws(Damage) in try reader.number() }
    evidence.errorProbability = try optional { (reader) throws(Damage) in try reader.number() }
    evidence.acceptance = try optional { (reader) throws(Damage) in try reader.number() }
    evidence.leastSlack = try optional { (reader) throws(Damage) in try reader.number() }
    evidence.interval = try optional { (reader) throws(Damage) in
      let low = try reader.number()
      let high = try reader.number()
      return Evidence.Interval(low: low, high: high, claimed: try reader.number())
    }
    evidence.remarks = try list { (reader) throws(Damage) in try reader.remark() }
    return evidence
  }

  mutating func counterexample() throws(Damage) -> Counterexample {
    let sizes = try sizes()
    let indices = try self.sizes()
    let values = try assignments()
    let entry = try list { (reader) throws(Damage) in try reader.whole() }
    let left = try optional { (reader) throws(Damage) in try reader.shown() }
    let right = try optional { (reader) throws(Damage) in try reader.shown() }
    return Counterexample(
      sizes: sizes, indices: indices, values: values, entry: entry, left: left, right: right,
      isExact: try truth())
  }

  fileprivate mutating func sizes() throws(Damage) -> [SizeValue] {
    try list { (reader) throws(Damage) in
      let name = try reader.text()
      return SizeValue(name, try reader.whole())
    }
  }

  fileprivate mutating func assignments() throws(Damage) -> [Assignment] {
    try list { (reader) throws(Damage) in
      let name = try reader.text()
      return Assignment(name, try reader.shown())
    }
  }

  fileprivate mutating func shown() throws(Damage) -> ShownNumber {
    let text = try text()
    return ShownNumber(text, isExact: try truth())
  }

  private mutating func method() throws(Damage) -> Evidence.Method {
    switch try byte() {
    case 1: return .modular(trials: try whole())
    case 2: return .sampling
    case 3: return .descent
    case 4: return .intervals(boxes: try whole())
    case 5: return .series
    case 6: return .limit
    case 8: return .simulation(draws: try whole())
    case 9: return .structure
    case 10: return .quadrature
    default: throw Damage()
    }
  }

  fileprivate mutating func remark() throws(Damage) -> Evidence.Remark {
    switch try byte() {
    case 0: return .noInfluence(try text())
    case 1: return .higherOrder(try whole())
    case 3: return .comparedWithLineBefore
    case 5: return .firstFourMoments
    case 6: return .equalityAttained
    case 7: return .notCertifiable(try text())
    case 8: return .needsConvention(try text())
    case 9: return .proportionalAtEachPoint
    case 10: return .coefficients(of: try text(), order: try whole())
    case 11: return .apartFromKinks
    case 12: return .sizesDiffer(try text())
    case 13: return .oneStatementHolds(isLeft: true)
    case 14: return .oneStatementHolds(isLeft: false)
    case 15: return .rowsOverlap(try whole(), try whole())
    default: throw Damage()
    }
  }
}
