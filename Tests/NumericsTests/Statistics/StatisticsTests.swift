import Numerics
import Testing

@Suite struct StatisticsTests {
  @Test func momentsOfASmallSample() throws {
    let sample = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(try Statistics.mean(sample) == 5)
    #expect(try Statistics.variance(sample, unbiased: false) == 4)
    #expect((try Statistics.variance(sample) - 32 / 7).magnitude < 1e-15)
    #expect(try Statistics.standardDeviation(sample, unbiased: false) == 2)
    #expect((try Statistics.kurtosis(sample) - 356 / 128).magnitude < 1e-15)
  }

  @Test func aLargeOffsetCostsNothing() throws {
    let sample = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]
    #expect(try Statistics.variance(sample) == 30)
    #expect(try Statistics.mean(Array(repeating: 0.1, count: 1000)) == 0.1)
  }

  @Test func quantilesInterpolate() throws {
    let sample = [4.0, 1, 3, 2]
    for (level, value) in [(0.0, 1.0), (1, 4), (0.5, 2.5), (0.25, 1.75), (1.0 / 3, 2)] {
      #expect((try Statistics.quantile(sample, level) - value).magnitude < 1e-15, "level \(level)")
    }
    #expect(try Statistics.median([3]) == 3)
    #expect(throws: ArrayError.parameter(operation: "quantile", name: "level", value: 1.5)) {
      try Statistics.quantile(sample, 1.5)
    }
  }

  @Test func covarianceAndCorrelation() throws {
    let (x, y) = ([1.0, 2, 3, 4], [2.0, 4, 6, 9])
    #expect((try Statistics.covariance(x, y) - 23.0 / 6).magnitude < 1e-15)
    #expect(try Statistics.correlation(x, x) == 1)
    #expect((try Statistics.correlation(x, y.map { -$0 }) + 0.994_376).magnitude < 1e-5)
    let matrix = try Statistics.covariance(ofRows: Matrix(rows: [x, y]))
    #expect((matrix[0, 0] - 5.0 / 3).magnitude < 1e-15)
    #expect(matrix[0, 1] == matrix[1, 0])
    #expect(throws: ArrayError.self) { try Statistics.covariance(x, [1]) }
    #expect(throws: ArrayError.self) { try Statistics.correlation(x, [1, 1, 1, 1]) }
  }

  @Test func tooLittleDataIsNamed() {
    #expect(throws: ArrayError.tooFew(operation: "mean", count: 0, needed: 1)) {
      try Statistics.mean([])
    }
    #expect(throws: ArrayError.tooFew(operation: "variance", count: 1, needed: 2)) {
      try Statistics.variance([1])
    }
    #expect(throws: ArrayError.notFinite(operation: "mean", row: 1, column: 0)) {
      try Statistics.mean([1, .nan])
    }
    #expect(throws: ArrayError.parameter(operation: "kurtosis", name: "variance", value: 0)) {
      try Statistics.kurtosis([1, 1])
    }
  }

  @Test func normalQuantilesInvertTheDistribution() throws {
    for (level, value) in [
      (0.975, 1.959_963_984_540_054), (0.5, 0), (0.05, -1.644_853_626_951_472_2),
      (5e-10, -6.109_410_204_869_004),
    ] {
      #expect((try Statistics.normalQuantile(level) - value).magnitude < 1e-12, "\(level)")
    }
    #expect(throws: ArrayError.self) { try Statistics.normalQuantile(1) }
  }

  @Test func intervalsCoverAsOftenAsTheySay() throws {
    var sample = Sample(41)
    var (means, variances) = (0, 0)
    for _ in 0..<1000 {
      // Uniform on −1 ..< 1: mean 0, variance 1/3, kurtosis 1.8.
      let numbers = sample.vector(60).elements
      if try Statistics.meanInterval(numbers).contains(0) { means += 1 }
      if try Statistics.varianceInterval(numbers).contains(1.0 / 3) { variances += 1 }
    }
    // Five standard deviations of a binomial count.
    #expect((means - 950).magnitude < 35)
    #expect((variances - 950).magnitude < 35)
    #expect(throws: ArrayError.tooFew(operation: "interval", count: 4, needed: 5)) {
      try Statistics.varianceInterval([1, 2, 3, 4])
    }
    #expect(throws: ArrayError.self) { try Statistics.meanInterval([1, 2], level: 1) }
  }

  @Test func histogramsCountEveryValueOnce() throws {
    let sample = (0..<1000).map { Double($0 * 37 % 1000) / 1000 }
    let histogram = try Histogram(sample)
    #expect(histogram.counts.count == 10)
    #expect(histogram.counts.reduce(0, +) == 1000)
    #expect(histogram.edges.count == 11)
    #expect(histogram.edges.last == 0.999)
    let area = zip(histogram.densities, zip(histogram.edges.dropFirst(), histogram.edges))
      .reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    #expect((area - 1).magnitude < 1e-12)
    #expect(try Histogram([1, 2, 2, 3], bins: 2).counts == [1, 3])
    #expect(try Histogram([5, 5]).edges == [4.5, 5.5])
    #expect(try Histogram([0, 1, 1, 1, 1, 1, 1, 2]).counts.count == 4)
    #expect(throws: ArrayError.self) { try Histogram([]) }
    #expect(throws: ArrayError.self) { try Histogram([1, .infinity]) }
    #expect(throws: ArrayError.self) { try Histogram([1, 2], bins: 0) }
  }
}
