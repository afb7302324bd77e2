/// A function while it is compiled: its code, scopes and registers.
final class FunctionState {
  let code: Code
  let parent: FunctionState?
  let scan: NameScan
  var scopes: [[String: Variable]] = [[:]]
  /// The next free register.
  var next: Int32
  /// Registers below belong to variables in scope.
  var localTop: Int32
  /// What is captured: its name and the register it has here.
  var captures: [(name: String, outer: Int32, variable: Variable)] = []
  /// Jumps to patch when the innermost loop ends.
  var loops: [(breaks: [Int], continues: [Int])] = []
  /// Where `end` of the innermost index looks: the array's register, the place, how many places.
  var indexed: [(register: Int32, place: Int, count: Int)] = []
  /// Compiles every operation entry by entry.
  var isDotted = false

  struct Variable {
    let register: Int32
    let isCell: Bool
  }

  init(_ name: String, parent: FunctionState?, scan: NameScan, firstRegister: Int32 = 0) {
    code = Code(name: name)
    self.parent = parent
    self.scan = scan
    next = firstRegister
    localTop = firstRegister
  }

  var isTop: Bool { parent == nil }

  func temporary() -> Int32 {
    next += 1
    code.registerCount = max(code.registerCount, Int(next))
    return next - 1
  }

  func find(_ name: String) -> Variable? {
    for scope in scopes.reversed() {
      if let variable = scope[name] { return variable }
    }
    for capture in captures where capture.name == name { return capture.variable }
    return nil
  }

  /// A new variable of the innermost scope; temporaries in use stay below it.
  func declare(_ name: String) -> Variable {
    let variable = Variable(register: temporary(), isCell: scan.needsCell(name))
    localTop = next
    scopes[scopes.count - 1][name] = variable
    code.registerNames[variable.register] = name
    return variable
  }
}
