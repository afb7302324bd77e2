package import SourceText
package import Verification

/// Verdicts with their evidence as bytes; places are counted from the formula's first byte.
///
/// Whoever adds a kind of evidence adds it here: the compiler asks for cases, and a record that
/// does not give back what was put in is not kept (`StepRecord.encoded`).
package enum StepRecord {
  /// Nil if the results cannot be given back exactly, as with places outside the formula.
  static func encoded(_ steps: [StepResult], in formula: Excerpt) -> [UInt8]? {
    var writer = ByteWriter()
    var isInside = true
    writer.list(steps) { writer, step in
      writer.place(step.span, in: formula, &isInside)
      writer.verdict(step.verdict)
      writer.evidence(step.evidence)
      writer.optional(step.counterexample) { $0.counterexample($1) }
      writer.optional(step.repair) { writer, repair in
        writer.text(repair.kind.rawValue)
        writer.place(repair.span, in: formula, &isInside)
        writer.text(repair.replacement)
      }
      writer.list(step.holdsWhere) { $0.text($1) }
    }
    guard isInside, (try? decoded(writer.bytes, in: formula)) == steps else { return nil }
    return writer.bytes
  }

  package static func decoded(
    _ bytes: [UInt8], in formula: Excerpt
  ) throws(ByteReader.Damage) -> [StepResult] {
    var reader = ByteReader(bytes)
    let steps = try reader.list { (reader) throws(ByteReader.Damage) in
      let span = try reader.place(in: formula)
      let verdict = try reader.verdict()
      var step = StepResult(verdict, try reader.evidence(), at: span)
      step.counterexample = try reader.optional { (r) throws(ByteReader.Damage) in
        try r.counterexample()
      }
      step.repair = try reader.optional { (r) throws(ByteReader.Damage) in
        guard let kind = Edit.Kind(rawValue: try r.text()) else { throw ByteReader.Damage() }
        let span = try r.place(in: formula)
        return Repair(kind, at: span, replacement: try r.text())
      }
      step.holdsWhere = try reader.list { (r) throws(ByteReader.Damage) in try r.text() }
      return step
    }
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return steps
  }
}

// MARK: Places

extension ByteWriter {
  /// A place in an excerpt; `isInside` becomes false if it lies elsewhere.
  mutating func place(_ span: Span, in excerpt: Excerpt, _ isInside: inout Bool) {
    guard let range = excerpt.range(of: span) else {
      isInside = false
      return
    }
    whole(range.lowerBound)
    whole(range.count)
  }
}

extension ByteReader {
  mutating func place(in excerpt: Excerpt) throws(Damage) -> Span {
    let start = try whole()
    let count = try whole()
    guard start >= 0, count >= 0, start <= excerpt.count, count <= excerpt.count - start else {
      throw Damage()
    }
    return excerpt.span(start..<start + count)
  }
}

// MARK: Verdicts

extension ByteWriter {
  fileprivate mutating func verdict(_ verdict: Verdict) {
    switch verdict {
    case .certified: byte(0)
    case .tested: byte(1)
    case .refuted: byte(2)
    case .undecided(let reason):
      byte(3)
      self.reason(reason)
    case .domain: byte(4)
    case .shape: byte(5)
    case .vacuous(let vacuity):
      byte(6)
      switch vacuity {
      case .hypothesesNeverMet: byte(0)
      case .restatesDefinition: byte(1)
      case .onlySizeOne: byte(2)
      case .noInstance: byte(3)
      }
    case .ambiguous: byte(7)
    }
  }

  private mutating func reason(_ reason: Verdict.Reason) {
    switch reason {
    case .hypothesesSeldomMet: byte(0)
    case .undefinedEverywhere: byte(1)
    case .belowResolution: byte(2)
    case .tooNoisy: byte(3)
    case .noTolerance: byte(4)
    case .notEvaluable(let what):
      byte(5)
      text(what)
    case .tooLarge: byte(6)
    case .fault(let what):
      byte(7)
      text(what)
    case .needsEarlierPremises: byte(8)
    case .supposedOrClaimed: byte(9)
    case .hangsOnRounding: byte(10)
    case .openOperand: byte(11)
    }
  }
}

extension ByteReader {
  fileprivate mutating func verdict() throws(Damage) -> Verdict {
    switch try byte() {
    case 0: return .certified
    case 1: return .tested
    case 2: return .refuted
    case 3: return .undecided(try reason())
    case 4: return .domain
    case 5: return .shape
    case 6:
      switch try byte() {
      case 0: return .vacuous(.hypothesesNeverMet)
      case 1: return .vacuous(.restatesDefinition)
      case 2: return .vacuous(.onlySizeOne)
      case 3: return .vacuous(.noInstance)
      default: throw Damage()
      }
    case 7: return .ambiguous
    default: throw Damage()
    }
  }

  private mutating func reason() throws(Damage) -> Verdict.Reason {
    switch try byte() {
    case 0: return .hypothesesSeldomMet
    case 1: return .undefinedEverywhere
    case 2: return .belowResolution
    case 3: return .tooNoisy
    case 4: return .noTolerance
    case 5: return .notEvaluable(try text())
    case 6: return .tooLarge
    case 7: return .fault(try text())
    case 8: return .needsEarlierPremises
    case 9: return .supposedOrClaimed
    case 10: return .hangsOnRounding
    case 11: return .openOperand
    default: throw Damage()
    }
  }
}
