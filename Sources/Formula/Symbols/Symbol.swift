package import SourceText

/// The number of a symbol in a lesson's `Scope`.
package struct SymbolID: Hashable, Comparable, Sendable {
  package let number: Int

  package init(_ number: Int) { self.number = number }

  package static func < (left: SymbolID, right: SymbolID) -> Bool { left.number < right.number }
}

/// Something that a lesson declares, defines or binds, and that formulas name.
///
/// It never changes, and is looked up more often than anything else: a reference is one count to
/// keep where a structure would be six.
package final class Symbol: Equatable, Sendable {
  package let id: SymbolID
  /// In canonical LaTeX: `\eta`, `W`, `w^*`, `\sigma^2`, `\hat{x}`.
  package let name: String
  package let kind: Kind
  /// The indices of a family, outermost first; empty for everything else.
  package let family: [FamilyIndex]
  package let meaning: String?
  /// Where it was declared; for a bound variable, where the binder names it.
  package let span: Span

  package init(
    id: SymbolID, name: String, kind: Kind, family: [FamilyIndex] = [], meaning: String? = nil,
    at span: Span
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.family = family
    self.meaning = meaning
    self.span = span
  }

  package static func == (left: Symbol, right: Symbol) -> Bool {
    left === right
      || left.id == right.id && left.name == right.name && left.kind == right.kind
        && left.family == right.family && left.meaning == right.meaning && left.span == right.span
  }

  package enum Kind: Hashable, Sendable {
    // Structure: given concrete values before a formula is lowered
    case size(Domain)
    case index(IndexRange)
    /// A whole number; concrete if it decides the structure anywhere, else drawn like a scalar.
    case integer(Domain)

    // Values
    case scalar(Domain)
    case vector(Extent, VectorKind)
    case matrix(Extent, Extent, MatrixKind)
    /// A function without a definition: any function with these properties.
    case function(FunctionSignature)
    case random(RandomKind)

    // Bound to something else
    /// A name that an equation defines; the shape is known once it is.
    case defined(Shape)
    /// A function that an equation defines: its formal arguments are symbols of their own.
    case definedFunction(arguments: [SymbolID], result: Shape)
    /// The argument of a function's definition, or the index of a binder or a defined family.
    case argument(Shape)
    /// A value that a run block computes, under the name it has there.
    case computed(variable: String, Shape)
  }

  package enum VectorKind: Hashable, Sendable {
    /// Every entry in the domain.
    case any(Domain)
    case unit
    case nonzero
    case oneHot
    case simplex
  }

  package enum MatrixKind: Hashable, Sendable {
    case any(Domain)
    case invertible
    case symmetric
    case positiveDefinite
    case orthogonal
    case diagonal
  }

  package struct FunctionSignature: Hashable, Sendable {
    package let arguments: [Shape]
    package let result: Shape
    package let regularity: Regularity

    package init(arguments: [Shape], result: Shape, regularity: Regularity) {
      self.arguments = arguments
      self.result = result
      self.regularity = regularity
    }
  }

  package enum Regularity: Hashable, Sendable {
    /// Derivatives of every order.
    case smooth
    case convex
    /// Its gradient is Lipschitz with this constant.
    case lipschitzGradient(Term)
    case stronglyConvex(Term)
    /// Both.
    case stronglyConvexAndLipschitz(Term, Term)
    /// Nothing is assumed; derivatives of it are refused.
    case arbitrary
  }

  package enum RandomKind: Hashable, Sendable {
    case normal(mean: Term, variance: Term)
    case uniform(Term, Term)
    /// All moments above the second are left free.
    case moments(mean: Term, variance: Term)
  }

  /// One index of a family: its own variable (kind `argument(.index)`) and its values.
  package struct FamilyIndex: Hashable, Sendable {
    package let variable: SymbolID
    package let range: IndexRange
    package let style: Style

    package init(_ variable: SymbolID, in range: IndexRange, style: Style) {
      self.variable = variable
      self.range = range
      self.style = style
    }

    /// How the index is written; `x_i`, `W^{[l]}`, `y^{(k)}`, `x^{\{i\}}`, `x^k`.
    package enum Style: Hashable, Sendable {
      case subscripted
      case bracketed
      case parenthesized
      case braced
      /// `x^k`, the k-th of a sequence.
      case superscripted
    }
  }
}

/// Where a number may lie.
package enum Domain: Hashable, Sendable {
  case reals
  /// Ends are terms over symbols; `nil` is infinity.
  case interval(Bound?, Bound?)
  case wholeNumbers(IndexRange)
  case set([Term])
  /// `-> 0`: the small parameter of order claims.
  case small

  package struct Bound: Hashable, Sendable {
    package let value: Term
    package let isIncluded: Bool

    package init(_ value: Term, isIncluded: Bool) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }
}
