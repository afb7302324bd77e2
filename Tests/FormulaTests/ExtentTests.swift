import Formula
import Testing

@Suite struct ExtentTests {
  private let n = SymbolID(0)
  private let l = SymbolID(1)

  @Test func substitutionSimplifies() {
    let previous = Extent(.member(n, [Extent(l) - Extent(1)]))
    #expect(previous.replacing([l: Extent(l) + Extent(1)]) == Extent(.member(n, [Extent(l)])))
    #expect((Extent(l) - Extent(l)).value == 0)
    #expect(2 * Extent(n) + Extent(3) == Extent(3) + Extent(n) + Extent(n))
  }
}
