import SourceText
import Testing

@Suite struct ExcerptTests {
  private let file = SourceFile(path: "a.md", text: "> $$ x\n> = y $$\nαβ γ\n")

  @Test func everyByteRemembersItsPlace() {
    var excerpt = Excerpt(source: file.id, at: 4)
    excerpt.append(file.bytes[4..<7], at: 4)
    excerpt.append(file.bytes[9..<13], at: 9)
    #expect(excerpt.text == " x\n= y ")
    #expect(file.text(excerpt.span(1..<6)) == "x\n> = y")
    #expect(file.text(excerpt[3..<6].span(0..<3)) == "= y")
    #expect(excerpt[1..<6].fileOffset(2) == 9)
    #expect(excerpt.fileOffset(7) == 13)
  }

  @Test func positionsCountScalarsFromOne() {
    #expect(file.position(at: 0) == Position(line: 1, column: 1))
    #expect(file.position(at: file.bytes.count - 3) == Position(line: 3, column: 4))
    #expect(file.position(at: file.bytes.count) == Position(line: 4, column: 1))
  }
}

@Suite struct SpellingTests {
  @Test func nearNamesAreFoundAndFarOnesAreNot() {
    #expect(nearest(to: "softmxa", among: ["softplus", "softmax"]) == "softmax")
    #expect(nearest(to: "relu", among: ["tanh", "exp"]) == nil)
  }
}
