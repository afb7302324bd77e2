/// What people who come from Python type.
package enum PythonHabit: String, CaseIterable {
  case power, def, colonBlock, range, len, print, none, trueWord, falseWord, numpy, and, or, not
  case elif, lambda, isWord, loopNames, append, choice, pass, assert, classWord, from, del

  /// Of a name that is nothing else.
  init?(name: String) {
    switch name {
    case "range": self = .range
    case "len": self = .len
    case "print", "println", "display": self = .print
    case "None": self = .none
    case "True": self = .trueWord
    case "False": self = .falseWord
    case "np", "numpy", "math", "torch", "plt": self = .numpy
    case "append": self = .append
    case "pass": self = .pass
    default: return nil
    }
  }

  /// Of a name between two values.
  init?(between name: String) {
    switch name {
    case "and": self = .and
    case "or": self = .or
    case "is": self = .isWord
    default: return nil
    }
  }

  /// Of a name before a value or another name.
  init?(before name: String) {
    switch name {
    case "not": self = .not
    case "elif": self = .elif
    case "lambda": self = .lambda
    case "assert": self = .assert
    case "class": self = .classWord
    case "from": self = .from
    case "del": self = .del
    case "print": self = .print
    default: return nil
    }
  }

  package var message: String {
    switch self {
    case .power: "powers are written a^b, not a**b"
    case .def: "functions are written f(x) = … or function f(x) … end, not def"
    case .colonBlock: "no colon opens a block; it ends with end"
    case .range: "a range is written 1:n, not range(n)"
    case .len: "the length is length(x), not len(x)"
    case .print: "nothing is printed: the last expression of a block is shown"
    case .none: "there is no None"
    case .trueWord: "truth is written true, not True"
    case .falseWord: "falsehood is written false, not False"
    case .numpy: "library functions have no prefix: zeros(3), not np.zeros(3)"
    case .and: "‘and’ is written &&"
    case .or: "‘or’ is written ||"
    case .not: "‘not’ is written !"
    case .elif: "‘elif’ is written elseif"
    case .lambda: "anonymous functions are written x -> …"
    case .isWord: "‘is’ is written =="
    case .loopNames: "several names of a loop stand in brackets: for (i, x) in …"
    case .append: "lists grow by comprehensions [f(i) for i in 1:n] or record(…)"
    case .choice: "a choice is written condition ? a : b"
    case .pass: "an empty body needs no word"
    case .assert: "what must hold is written @check a == b"
    case .classWord: "there are no classes; write a record (cost = 1, steps = 2)"
    case .from: "nothing is imported: the library's names are always there"
    case .del: "a variable cannot be removed"
    }
  }
}
