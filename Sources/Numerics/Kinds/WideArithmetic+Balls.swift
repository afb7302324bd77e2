extension WideArithmetic {
  /// The number that stands for a value, as if it were exact.
  public func centre(of value: Wide) -> Wide { Wide(value.number, condition: value.condition) }

  /// Any number within 2^radius of the one that stands for a value.
  public func ball(around value: Wide, radius: Int64) -> Wide {
    Wide(value.number, error: Magnitude(powerOfTwo: radius), condition: value.condition)
  }
}
