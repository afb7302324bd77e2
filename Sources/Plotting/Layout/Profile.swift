/// The sizes of one of the two drawings of a figure.
///
/// Scaling one drawing to a phone would scale its text below what can be read, so each figure
/// is laid out twice, and a container query shows the one that fits. At 320 px a page leaves
/// at least 288 px for a figure: 330 units with 12.8-unit text give 11.2 px there.
struct Profile {
  var width: Double
  var fontSize: Double
  /// The height of the plot where the aspect is free.
  var plotHeight: Double
  /// The largest plot where it is not.
  var largestWidth: Double
  var largestHeight: Double
  var isNarrow: Bool

  static let wide = Profile(
    width: 620, fontSize: 14, plotHeight: 270, largestWidth: 430, largestHeight: 400,
    isNarrow: false)
  static let narrow = Profile(
    width: 330, fontSize: 12.8, plotHeight: 205, largestWidth: 330, largestHeight: 330,
    isNarrow: true)
}
