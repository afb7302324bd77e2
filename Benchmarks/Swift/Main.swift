/// Runs all rows, or those that are named.
@main
enum Main {
  static func main() throws {
    let wanted = CommandLine.arguments.dropFirst()
    let isWanted = { (row: String) in wanted.isEmpty || wanted.contains(row) }
    if isWanted("W1a") { try descent("W1a", recordEvery: 1) }
    if isWanted("W1b") { try descent("W1b", recordEvery: 0) }
    if isWanted("W2") { try leastSquares() }
    if isWanted("W3") { try classifier() }
    if isWanted("W5") { try perceptron() }
    if isWanted("V1") { judging() }
    if isWanted("S1a") { try script("S1a", "w1-costs") }
    if isWanted("S1b") { try script("S1b", "w1-arrays") }
    if isWanted("S1c") { try script("S1c", "w1-entries") }
    if isWanted("P1") { try drawing() }
  }
}
