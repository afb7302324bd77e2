/// What attributes can stand behind, and so which of them make sense there.
enum Carrier: Hashable, Sendable {
  case formula
  case statement(Statement.Kind)
  case run
  case heading
  case image
  case table
  /// A fence whose content is only shown, or declares symbols.
  case fence(String)

  /// As messages name it.
  var name: String {
    switch self {
    case .formula: "a formula"
    case .statement(let kind): "[!\(kind.rawValue)]"
    case .run: "a run block"
    case .heading: "a heading"
    case .image: "an image"
    case .table: "a table"
    case .fence(let language): language.isEmpty ? "this fence" : "a \(language) fence"
    }
  }

  /// The kinds that an identifier here may have.
  var identifierKinds: [ReferenceKind] {
    switch self {
    case .formula: [.equation]
    case .statement(let kind): kind.prefix.map { [$0] } ?? []
    case .run: [.figure, .table, .check]
    case .heading: [.section]
    case .image: [.figure]
    case .table: [.table]
    case .fence: []
    }
  }

  var classes: [String] {
    switch self {
    case .formula: Role.allCases.map(\.rawValue)
    case .run: ["hide", "refute"]
    default: []
    }
  }

  var keys: [String] {
    switch self {
    case .formula: ["within", "sizes", "points", "undecided", "expect", "source"]
    case .statement: ["of", "source"]
    case .run: ["seed", "steps"]
    default: []
    }
  }
}
