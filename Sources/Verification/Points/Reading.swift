/// What one kind of number says about two sides at a point.
struct PairReading {
  var left: Side
  var right: Side
  /// The sign of left − right where it is certain; 0 only where both are exact.
  var order: Int?
  /// |left − right| in units of the error bound.
  var ratio = 0.0
  /// The error bound as a part of the larger side.
  var relativeError = 0.0
  /// The error bound as a part of the largest intermediate value.
  var errorToLargest = 0.0
  /// log₂ of |left − right| as a part of the largest intermediate value, in wide arithmetic only.
  var gapToLargest = 0

  /// In wide arithmetic: a summand was lost entirely beside another one.
  var isAbsorbing = false

  struct Side {
    var state: State
    /// The nearest double.
    var value = 0.0
  }

  enum State {
    case defined
    case undefined
    /// The rounding error hides whether it is defined, or the range was left.
    case unresolved
  }

  var areBothDefined: Bool { left.state == .defined && right.state == .defined }
  var areBothUndefined: Bool { left.state == .undefined && right.state == .undefined }
  /// One side certainly has a value and the other certainly has none.
  var isOneSided: Bool {
    (left.state == .defined && right.state == .undefined)
      || (left.state == .undefined && right.state == .defined)
  }
}

/// What one kind of number says about a condition at a point.
enum TruthReading {
  case yes
  case no
  case undefined
  case unresolved
}
