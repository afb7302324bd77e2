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
      var diagnostics = definer.run()
      let errors = Set(diagnostics.filter { $0.severity == .error }.map { $0.id })
      if errors.contains("ShapeMismatch"), definer.hasNumberedMembers,
        errors.isSubset(of: ["ShapeMismatch", "IndexRange", "UseBeforeDefinition"]),
        var second = try? Definer(latex, in: self, namesMembers: true)
      {
        // `z^{[1]}`, `z^{[2]}` of different sizes are no family.
        let others = second.run()
        if !others.contains(where: { $0.severity == .error }) {
          (definer, diagnostics) = (second, others)
        }
      }
      self = definer.scope
      failedNames.formUnion(definer.failedNames)
      return diagnostics + settleAssumptions()
    } catch {
      let tokens = (try? Preprocessor.tokens(of: latex, macros: macros)) ?? []
      let names = tokens.indices.filter { [.letter, .word, .text].contains(tokens[$0].kind) }
      for (number, index) in names.enumerated() {
        let name = tokens[index].text
        let isLeft =
          (index == 0 || tokens[index].startsRow) && index + 1 < tokens.count
          && ["=", ":=", "\\equiv", "(", "'"].contains { tokens[index + 1].isMark($0) }
        if isLeft || number == 0 && symbol(named: name) == nil { noteUnread(name) }
      }
      return error.isConsequence ? [] : [error.diagnostic]
    }
  }
}
