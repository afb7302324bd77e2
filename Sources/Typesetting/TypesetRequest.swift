/// One formula to be typeset: all that the result depends on, besides `Typesetter.version`.
package struct TypesetRequest: Hashable, Sendable {
  package var latex: String
  package var isDisplay: Bool
  /// Abbreviations of the course: `\R` for `\mathbb{R}`.
  package var macros: [Macro]

  package struct Macro: Hashable, Sendable {
    /// With its backslash.
    package var name: String
    package var body: String

    package init(name: String, body: String) {
      self.name = name
      self.body = body
    }
  }

  package init(latex: String, isDisplay: Bool, macros: [Macro] = []) {
    self.latex = latex
    self.isDisplay = isDisplay
    self.macros = macros
  }
}

/// What became of a formula: a value that may be kept as long as `Typesetter.version` is the same.
package struct TypesetResult: Hashable, Sendable {
  /// HTML for the eye with MathML for the ear; nil if the formula could not be typeset.
  package var html: String?
  package var remarks: [Remark]

  package init(html: String?, remarks: [Remark]) {
    self.html = html
    self.remarks = remarks
  }

  /// Something that KaTeX, or a bound, says about a part of the formula.
  package struct Remark: Hashable, Sendable {
    package var fault: TypesettingFault
    /// What it is about: KaTeX's message, a command's name.
    package var detail: String
    /// UTF-8 offset in the formula; nil where KaTeX knows none.
    package var offset: Int?

    package init(_ fault: TypesettingFault, _ detail: String = "", at offset: Int? = nil) {
      self.fault = fault
      self.detail = detail
      self.offset = offset
    }
  }
}
