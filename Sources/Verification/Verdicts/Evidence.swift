/// What a verdict rests on; never a time.
package struct Evidence: Hashable, Sendable {
  package var method: Method
  /// Points at which the hypotheses held and the step was compared.
  package var points = 0
  /// Of these, the points compared with about 300 bits.
  package var widePoints = 0
  /// The values of sizes and structural integers that were tried.
  package var sizes: [[SizeValue]] = []
  package var seed: UInt64 = 0
  /// The largest |left − right| in units of the rounding bound, and where it was met.
  package var worst: Worst?
  /// Two sides that differ by less than this part of the larger one would not be told apart.
  package var resolution: Double?
  /// An upper bound of the probability that a false identity was certified.
  package var errorProbability: Double?
  /// The part of the points drawn that met the hypotheses.
  package var acceptance: Double?
  /// For inequalities: the least relative slack (right − left) / max(|left|, |right|) met.
  package var leastSlack: Double?
  /// For estimated statistics: where the left side lies at the last point, and the right side.
  package var interval: Interval?
  package var remarks: [Remark] = []

  package init(_ method: Method) { self.method = method }

  /// How points are drawn; there is one mixture for everything.
  package static let distribution =
    "15 % simple numbers, 35 % normal, 20 % uniform in [-8, 8], 20 % logarithmic, 10 % ties"

  package enum Method: Hashable, Sendable {
    /// The same program over integers modulo primes, and the sample points besides.
    case modular(trials: Int)
    case sampling
    /// Sampling, and descent on the slack from the smallest.
    case descent
    /// Outward rounded intervals over so many boxes, and the sample points besides.
    case intervals(boxes: Int)
    /// Taylor coefficients in the small parameter.
    case series
    case limit
    case simulation(draws: Int)
    /// Adaptive integration over one or two random numbers.
    case quadrature
    /// The statement never came to evaluation.
    case structure
  }

  package struct Worst: Hashable, Sendable {
    package var ratio: Double
    package var place: [Assignment]

    package init(ratio: Double, place: [Assignment]) {
      self.ratio = ratio
      self.place = place
    }
  }

  package struct Interval: Hashable, Sendable {
    package var low: Double
    package var high: Double
    package var claimed: Double

    package init(low: Double, high: Double, claimed: Double) {
      self.low = low
      self.high = high
      self.claimed = claimed
    }
  }

  package enum Remark: Hashable, Sendable {
    /// The symbol occurs in the step but changes neither side.
    case noInfluence(String)
    /// The remainder is smaller than claimed: `O(η^k)` with the true k.
    case higherOrder(Int)
    /// The line before is false; this one was compared with the last line that was not.
    case comparedWithLineBefore
    /// What a distribution has was judged by its first four moments.
    case firstFourMoments
    /// Equality is met (the bound is attained) at the place of the least slack.
    case equalityAttained
    /// The step holds under this convention, which the lesson does not state.
    case needsConvention(String)
    /// The entries of arrays are in proportion at each point; the factor may depend on it.
    case proportionalAtEachPoint
    /// Both sides of the counterexample are the coefficients of a power of the small symbol.
    case coefficients(of: String, order: Int)
    /// Points at which a function has a kink, and no derivative, were left out.
    case apartFromKinks
    /// Of an equivalence, at the counterexample: one statement holds, the other one does not.
    case oneStatementHolds(isLeft: Bool)
    /// These two rows of `cases` hold at the counterexample, and its sides are their values.
    case rowsOverlap(Int, Int)
    /// Which sizes cannot be the same.
    case sizesDiffer(String)
    /// Why the step is tested and not certified.
    case notCertifiable(String)
  }
}

/// The value of a size, an index or a structural integer.
package struct SizeValue: Hashable, Sendable {
  package let name: String
  package let value: Int

  package init(_ name: String, _ value: Int) {
    self.name = name
    self.value = value
  }
}

/// A number as a reader sees it: exact where it is short, else rounded outwards.
package struct ShownNumber: Hashable, Sendable {
  package let text: String
  package let isExact: Bool

  package init(_ text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }
}

/// A symbol, or an entry of one, with its value.
package struct Assignment: Hashable, Sendable {
  /// In LaTeX: `z_{1}`, `W^{[2]}_{1,3}`.
  package let name: String
  package let value: ShownNumber

  package init(_ name: String, _ value: ShownNumber) {
    self.name = name
    self.value = value
  }
}
