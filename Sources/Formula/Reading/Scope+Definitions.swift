package import SourceText

/// Reading `.define` displays: one definition a row.
extension Scope {
  /// Binds the new names on the left of each row.
  ///
  /// Families may be defined by each other over a layer or time index, in any order of their rows;
  /// everything else is defined before it is used.
  package mutating func define(_ latex: Excerpt) -> [Diagnostic] {
    do throws(Failure) {
      var definer = try Definer(latex, in: self)
      let diagnostics = definer.run()
      self = definer.scope
      failedNames.formUnion(definer.failedNames)
      return diagnostics + settleAssumptions()
    } catch {
      let tokens = (try? Preprocessor.tokens(of: latex, macros: macros)) ?? []
      let name = tokens.first { [.letter, .word, .text].contains($0.kind) }
      if let name, symbol(named: name.text) == nil { failedNames.insert(name.text) }
      return error.isConsequence ? [] : [error.diagnostic]
    }
  }
}
