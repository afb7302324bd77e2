// The evidence of checks as bytes.
extension ByteWriter {
  mutating func evidence(_ evidence: CheckEvidence) {
    whole(evidence.points)
    truth(evidence.isGenerated)
    optional(evidence.seed) { $0.word($1) }
    optional(evidence.left) { $0.text($1) }
    optional(evidence.right) { $0.text($1) }
    optional(evidence.difference) { $0.number($1) }
    optional(evidence.tolerance) { $0.number($1) }
    optional(evidence.largestRatio) { $0.number($1) }
    optional(evidence.counterexample) { writer, entries in
      writer.list(entries) { writer, entry in
        writer.text(entry.name)
        writer.text(entry.text)
      }
    }
  }
}

extension ByteReader {
  mutating func evidence() throws(Damage) -> CheckEvidence {
    var evidence = CheckEvidence()
    evidence.points = try whole()
    evidence.isGenerated = try truth()
    evidence.seed = try optional { (r) throws(Damage) in try r.word() }
    evidence.left = try optional { (r) throws(Damage) in try r.text() }
    evidence.right = try optional { (r) throws(Damage) in try r.text() }
    evidence.difference = try optional { (r) throws(Damage) in try r.number() }
    evidence.tolerance = try optional { (r) throws(Damage) in try r.number() }
    evidence.largestRatio = try optional { (r) throws(Damage) in try r.number() }
    evidence.counterexample = try optional { (r) throws(Damage) in
      try r.list { (r) throws(Damage) in
        let name = try r.text()
        return CheckEvidence.Entry(name: name, text: try r.text())
      }
    }
    return evidence
  }
}
