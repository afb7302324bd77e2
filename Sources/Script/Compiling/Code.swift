import SourceText

/// One step of a compiled function; operands are registers, negative ones constants.
struct Instruction {
  var operation: Operation
  /// A small extra: an operator, a count, a flag.
  var extra: UInt16 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0

  /// What `extra` holds where there are three operands beside the target.
  @inline(__always) var thirdOperand: Int32 { Int32(Int16(bitPattern: extra)) }
}

/// What an instruction does.
enum Operation: UInt8 {
  case move
  case getGlobal
  case add
  case subtract
  case multiply
  case divide
  case power
  case binary
  /// b' * c.
  case transposedTimes
  /// b * c'.
  case timesTransposed
  case compare
  /// a = b and c, entry by entry: a chain of dotted comparisons.
  case both
  case negate
  case unary
  case jump
  case jumpUnless
  case jumpIf
  /// Jumps unless a < b and so on, in one step.
  case jumpUnlessCompare
  case require
  case prepareLoop
  /// A loop over first:step:last, which stand in three registers.
  case prepareSteps
  case next
  case call
  case callBroadcast
  /// a = b[c].
  case entry
  /// a = b[c, third].
  case entryOfMatrix
  /// a[c] = b.
  case setEntry
  /// a[c, third] = b.
  case setEntryOfMatrix
  /// With any number of indices side by side.
  case index
  case setIndex
  case fill
  case field
  case makeRange
  case makeInterval
  case makeVector
  case makeMatrix
  case makeTuple
  case makeRecord
  case makeText
  case makeFunction
  case lastIndex
  case append
  case finishList
  case unpack
  case newCell
  case getCell
  case setCell
  case returnValue
  case check
  case forAll
  case show
  /// What was recorded so far is complete.
  case beginLoop
}

/// A compiled function or block.
final class Code {
  let name: String
  var instructions: [Instruction] = []
  var constants: [Value] = []
  /// The places of each instruction: the whole, then the operands.
  var sites: [[Span]] = []
  var parameters: [String] = [] { didSet { parameterCount = parameters.count } }
  private(set) var parameterCount = 0
  /// How many parameters have no default.
  var required = 0
  var keywords: [String] = []
  /// Which keywords must be given.
  var requiredKeywords: [String] = []
  var registerCount = 0
  var functions: [(code: Code, captures: [Int32])] = []
  var calls: [CallSite] = []
  var records: [[String]] = []
  var shapes: [[Int]] = []
  var checks: [CheckSite] = []
  var forAlls: [ForAllSite] = []
  /// Its checks and those in the bodies of its `@forall`, which run with it.
  var ownChecks: [CheckSite] {
    functions.map { $0.code }.filter { $0.name == Self.forAllBody }.reduce(checks) {
      $0 + $1.checks
    }
  }

  static let forAllBody = "the @forall body"

  /// Names of registers, for messages.
  var registerNames: [Int32: String] = [:]
  /// Registers of variables that are neither parameters nor captured: empty when a call begins.
  private(set) lazy var variables: [Int32] = {
    let captures = Int32(registerCount - captureCount)
    let first = Int32(parameters.count + keywords.count)
    return registerNames.keys.filter { first <= $0 && $0 < captures }.sorted()
  }()
  var captureCount = 0
  /// The same body with every operation dotted, if it is plain arithmetic: for `f.(x)`.
  var dotted: Code?
  /// Plain arithmetic of which every operation has a value for all numbers.
  var isTotal = false
  var span = Span(.main, 0, 0)

  /// Whether it is `x -> …`.
  var isAnonymous = false

  init(name: String) { self.name = name }

  /// Contiguous copies of what the machine reads at every step.
  private(set) lazy var program: Program = Program(self)

  /// Flat instructions and constants.
  final class Program {
    let instructions: UnsafeMutablePointer<Instruction>
    let constants: UnsafeMutablePointer<Value>
    /// How many arguments and keywords each call has.
    let calls: UnsafeMutablePointer<(count: Int, keywords: Int)>
    private let constantCount: Int

    init(_ code: Code) {
      instructions = .allocate(capacity: code.instructions.count + 1)
      for (index, instruction) in code.instructions.enumerated() {
        (instructions + index).initialize(to: instruction)
      }
      (instructions + code.instructions.count).initialize(
        to: Instruction(operation: .returnValue, a: -1))
      constantCount = max(1, code.constants.count)
      constants = .allocate(capacity: constantCount)
      constants.initialize(to: .nothing)
      for (index, constant) in code.constants.enumerated() {
        if index == 0 { constants.deinitialize(count: 1) }
        (constants + index).initialize(to: constant)
      }
      calls = .allocate(capacity: code.calls.count + 1)
      for (index, call) in code.calls.enumerated() {
        (calls + index).initialize(to: (call.count, call.keywords.count))
      }
    }

    deinit {
      instructions.deallocate()
      calls.deallocate()
      constants.deinitialize(count: constantCount)
      constants.deallocate()
    }
  }
}

/// Where a call stands: how many arguments, and the names of those behind.
struct CallSite {
  let count: Int
  let keywords: [String]
}

/// A `@check` or `@bound`.
struct CheckSite {
  let span: Span
  let text: String
  let relation: Relation?
  let isBound: Bool
  let options: [String]
}

/// A `@forall`.
struct ForAllSite {
  let span: Span
  let names: [String]
  let options: [String]
}
