import Formula
import Numerics

/// Decides identities by evaluating both sides over finite fields (Schwartz–Zippel).
struct Certifier {
  let graph: Graph
  let domains: [InputDomain]
  let pairs: [Sides]
  let key: UInt64

  struct Sides {
    let left: Graph.Node
    let right: Graph.Node
  }

  enum Outcome: Hashable {
    /// All trials agree; a false identity passes with at most this probability.
    case passed(trials: Int, errorProbability: Double)
    /// Some trial disagrees. Decisive only for programs that are purely rational.
    case failed(isRational: Bool)
    case notCertifiable(Trial.Obstacle)
  }

  /// At most so many combinations of discrete values are enumerated.
  private static let choiceLimit = 64
  /// Draws for one trial: about half of them fail for each root.
  var drawLimit = 4000

  func run() -> Outcome {
    let open = pairs.filter { $0.left != $0.right }
    let program = Program(graph, computing: open.flatMap { [$0.left, $0.right] })
    guard let choices = Choices(domains, in: program, limit: Self.choiceLimit) else {
      return .notCertifiable(.choices)
    }
    if program.operations.contains(where: { usesStatistic($0) }) {
      return .notCertifiable(.statistic)
    }
    var search = Search(
      program: program, key: key, outputs: open.count, drawLimit: drawLimit)
    var probability = 0.0
    for choice in choices.all {
      switch search.judge(choice) {
      case .passed(_, let error): probability += error
      case let other: return other
      }
    }
    return .passed(trials: search.trials, errorProbability: min(1, probability))
  }

  private func usesStatistic(_ operation: Graph.Operation) -> Bool {
    guard case .input(let number) = operation, case .statistic = domains[Int(number)] else {
      return false
    }
    return true
  }

  /// Runs trials and keeps what it learns about the program between them.
  private struct Search {
    let program: Program
    let key: UInt64
    let outputs: Int
    let drawLimit: Int
    var scale = 1
    var trials: Int
    let hasRoots: Bool

    init(program: Program, key: UInt64, outputs: Int, drawLimit: Int) {
      self.drawLimit = drawLimit
      self.program = program
      self.key = key
      self.outputs = outputs
      hasRoots = program.operations.contains { $0.isRoot }
      trials = hasRoots ? 32 : 3
    }

    var hasInputs: Bool {
      program.operations.contains { if case .input = $0 { true } else { false } }
    }

    var isRational: Bool { program.operations.allSatisfy { $0.isRational } }

    mutating func judge(_ choice: Choices.Choice) -> Outcome {
      if hasRoots, !hasInputs { return judgeConstants(choice) }
      var probability = 1.0
      for trial in 0..<trials {
        switch attempt(trial, choice) {
        case .passed(_, let error): probability *= error
        case let other: return other
        }
      }
      return .passed(trials: trials, errorProbability: probability)
    }

    /// Roots of constants are squares in some of the fields only: those that have them decide.
    private mutating func judgeConstants(_ choice: Choices.Choice) -> Outcome {
      var passed = 0
      var probability = 1.0
      for (number, field) in PrimeField.many.enumerated() where passed < 4 {
        switch attempt(number, choice, in: field) {
        case .passed(_, let error):
          passed += 1
          probability *= error
        case .notCertifiable(.root): continue
        case let other: return other
        }
      }
      guard passed > 0 else { return .notCertifiable(.root) }
      return .passed(trials: passed, errorProbability: probability)
    }

    private mutating func attempt(_ number: Int, _ choice: Choices.Choice) -> Outcome {
      let fields = [PrimeField.mersenne, PrimeField.others[0], PrimeField.others[2]]
      return attempt(number, choice, in: hasRoots ? fields[1 + number % 2] : fields[number % 3])
    }

    private mutating func attempt(_ number: Int, _ choice: Choices.Choice, in field: PrimeField)
      -> Outcome
    {
      var draw = 0
      // Constants are what they are: only the field differs from draw to draw.
      let limit = hasInputs ? drawLimit : 4
      while draw < limit {
        let drawKey = mix(key ^ mix(UInt64(number) << 32 | UInt64(draw)))
        var inputs: [UInt64] = []
        for place in 0..<program.inputCount {
          inputs.append(
            choice.value(of: place).map { field.residue($0) ?? 0 }
              ?? mix(drawKey ^ mix(UInt64(place))) % field.modulus)
        }
        var trial = Trial(program, field: field, key: drawKey, scale: scale)
        do throws(Trial.Stop) {
          try trial.run(inputs: inputs)
          return compare(trial)
        } catch {
          switch error {
          case .unlucky: draw += 1
          case .notCertifiable(let obstacle): return .notCertifiable(obstacle)
          case .denominator(let denominator):
            scale *= denominator
            if scale > 5040 { return .notCertifiable(.size) }
          }
        }
      }
      return .notCertifiable(.root)
    }

    private func compare(_ trial: Trial) -> Outcome {
      var degree = 0.0
      for pair in 0..<outputs {
        let left = program.outputs[2 * pair]
        let right = program.outputs[2 * pair + 1]
        guard trial.value(left) == trial.value(right) else {
          return .failed(isRational: isRational)
        }
        degree = max(degree, trial.degree(left).total + trial.degree(right).total)
      }
      let keys = trial.keyDegree * trial.keyCount
      let chance = (degree + keys + 1) / Double(trial.field.modulus)
      return .passed(trials: 1, errorProbability: hasRoots ? max(0.5, chance) : min(1, chance))
    }
  }
}

/// All combinations of the values of discrete inputs that a program uses.
private struct Choices {
  struct Choice {
    var values: [Int: Rational]
    func value(of input: Int) -> Rational? { values[input] }
  }

  private(set) var all: [Choice] = [Choice(values: [:])]

  /// `nil` if there are more than `limit`.
  init?(_ domains: [InputDomain], in program: Program, limit: Int) {
    var isUsed = [Bool](repeating: false, count: domains.count)
    for operation in program.operations {
      if case .input(let number) = operation { isUsed[Int(number)] = true }
    }
    var groups: [Int] = []
    for (input, domain) in domains.enumerated() where isUsed[input] {
      switch domain {
      case .set(let members):
        extend(by: members.map { [input: $0] })
      case .oneHot(let group, _, _) where !groups.contains(group):
        groups.append(group)
        extend(by: Self.oneHot(group, domains))
      default: continue
      }
      if all.count > limit { return nil }
    }
  }

  private static func oneHot(_ group: Int, _ domains: [InputDomain]) -> [[Int: Rational]] {
    var members: [Int] = []
    for (input, domain) in domains.enumerated() {
      if case .oneHot(group, _, _) = domain { members.append(input) }
    }
    return members.map { hot in
      var values: [Int: Rational] = [:]
      for member in members { values[member] = member == hot ? .one : .zero }
      return values
    }
  }

  private mutating func extend(by options: [[Int: Rational]]) {
    all = all.flatMap { choice in
      options.map { option in
        var values = choice.values
        for (input, value) in option.sorted(by: { $0.key < $1.key }) { values[input] = value }
        return Choice(values: values)
      }
    }
  }
}

extension Graph.Operation {
  fileprivate var isRoot: Bool {
    switch self {
    case .rationalPower: true
    case .function(let function, _): function == .sqrt
    default: false
    }
  }

  fileprivate var isRational: Bool {
    switch self {
    case .rational, .input, .tag, .add, .subtract, .multiply, .divide, .negate, .power: true
    default: false
    }
  }
}
