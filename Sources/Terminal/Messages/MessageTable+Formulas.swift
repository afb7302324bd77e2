// Messages about the reading of formulas.

extension MessageTable {
  static let formulas: [MessageEntry] = [
    .formula(
      "AccentOnFormula", "An accent belongs to a name: `\\hat{x}`.", "x : scalar",
      #"$$ \hat{(x + 1)} = 2 $$ {.check}"#),
    .formula(
      "AmbiguousArgument",
      "A function without brackets takes what follows up to the next sign; here two ends are possible.",
      "x : scalar\ny : scalar", #"$$ \sin x (x + y) = 1 $$ {.check}"#),
    .formula(
      "AmbiguousCondition", "A relation behind a comma can be a condition or a second claim.",
      "x : scalar", "$$ x^2 = x x, x > 0 $$ {.check}"),
    .formula(
      "AmbiguousDivision", "`a/bc` is read in two ways; braces or brackets choose.",
      "a : scalar\nb : scalar\nc : scalar", "$$ a/bc = 1 $$ {.check}"),
    .formula(
      "AmbiguousEvaluation", "A bar with a bare name holds it fixed; a value is given with `=`.",
      "x : scalar\nx_0 : scalar", #"$$ \left. \frac{d x^2}{d x} \right|_{x_0} = 2 x_0 $$ {.check}"#),
    .formula(
      "AmbiguousDerivative",
      "Where d is declared as a number, `\\frac{\\mathrm d y}{\\mathrm d x}` is the derivative.",
      "d : scalar\nx : scalar\ny : scalar", #"$$ \frac{dy}{dx} = 1 $$ {.check}"#),
    .formula(
      "AmbiguousList", "Vectors in a list stand one under the other or side by side.",
      "n : size 2..4\nx : vector(n)\ny : vector(n)", "$$ [x, y] = [y, x] $$ {.check}"),
    .formula(
      "AmbiguousNorm", "Matrices have several norms.", "n : size 2..4\nA : matrix(n, n)",
      #"$$ \|A\| \ge 0 $$ {.check}"#),
    .formula(
      "AmbiguousOrder",
      "An inequality between square matrices can hold entry by entry or in the order of definite "
        + "matrices.", "n : size 2..4\nA : matrix(n, n) spd", #"$$ A \ge 0 $$ {.check}"#),
    .formula(
      "AmbiguousProduct", "Two columns side by side have no product until a sign says which.",
      "n : size 2..4\nx : vector(n)\ny : vector(n)", "$$ x y = y x $$ {.check}"),
    .formula(
      "AmbiguousRow",
      "A row that begins with a sign and has a relation of its own may go on from the row before.",
      "x : scalar", #"$$ \begin{aligned} & x \le |x| \\ & -x \le |x| \end{aligned} $$ {.check}"#),
    .formula(
      "AmbiguousQuantifier",
      "A free index means for all. Where two sides of an arrow, or a claim and its condition, have "
        + "different indices on one array, that can be said for each side alone or for both together.",
      "n : size 2..4\nx : vector(n)", #"$$ x_i \ge 0 \iff x_j \ge 0 $$ {.check}"#),
    .formula(
      "AmbiguousSum",
      "An index that only the condition of a sum mentions is fixed or runs as well.",
      "n : size 2..4\nx : vector(n)", #"$$ \sum_{j \ne i} x_i x_j = 0 $$ {.check}"#),
    .formula(
      "ArgumentCount", "The function has another number of arguments.", "x : scalar",
      "$$ f(x) = x^2 $$ {.define}\n\n$$ f(x, x) = 1 $$ {.check}"),
    .formula(
      "BadLimits", "A big operator binds an index: `\\sum_{i=1}^n`.", "x : scalar",
      #"$$ \sum_{1 < 2} x = 1 $$ {.check}"#),
    .formula(
      "CasesGap", "A piecewise value is undefined where no row covers.", "x : scalar",
      "$$ f(x) = \\begin{cases} 1 & x > 0 \\\\ -1 & x < 0 \\end{cases} $$ {.define}"),
    .formula(
      "CasesOverlap", "Where two rows hold, the first counts; then they should agree.",
      "x : scalar",
      "$$ f(x) = \\begin{cases} 1 & x \\ge 0 \\\\ -1 & x \\le 0 \\end{cases} $$ {.define}"),
    .formula(
      "ConditionOnDefinition",
      "A definition holds wherever its symbols live; cases have conditions.", "x : scalar",
      #"$$ f(x) = x^2 \quad (x > 0) $$ {.define}"#),
    .formula(
      "CyclicDefinition",
      "A definition may use names that are defined before it, a recursion those with a smaller index.",
      "x : scalar", "$$ f(x) = f(x - 1) + 1 $$ {.define}"),
    .formula(
      "DefinitionChain", "A definition gives one value.", "x : scalar",
      "$$ f(x) = x^2 = x x $$ {.define}"),
    .formula(
      "DerivativeBy", "A derivative is taken by a symbol, a member of a family or an entry.",
      "x : scalar", #"$$ \frac{\partial x^2}{\partial (x + 1)} = 2x $$ {.check}"#),
    .formula(
      "DerivativeOnLeft", "Derivatives follow from definitions; claim them.", "x : scalar",
      "$$ f(x) = x^2 $$ {.define}\n\n$$ f'(x) = 2x $$ {.define}"),
    .formula(
      "DerivativeOrder", "The orders above and below a derivative's bar agree.", "x : scalar",
      #"$$ \frac{\partial^2 x^3}{\partial x} = 6x $$ {.check}"#),
    .formula(
      "DoubleScript", "Braces say what belongs together.", "x : scalar", "$$ x^2^3 = 1 $$ {.check}"),
    .formula(
      "Ellipsis", "Dots are understood where the terms before them show the pattern.", "x : scalar",
      #"$$ x + \dots = 1 $$ {.check}"#),
    .formula(
      "ExpectationOver", "An expectation is taken over random symbols.", "x : scalar",
      #"$$ \mathbb{E}_x[x] = 1 $$ {.check}"#),
    .formula(
      "FreeIndex", "An index on the right of a definition is bound by a sum or stands on the left.",
      "n : size 2..4\nx : vector(n)", "$$ s = x_i $$ {.define}"),
    .formula(
      "FunctionWithoutArgument", "A function has a value only at an argument.", "x : scalar",
      "$$ f(x) = x^2 $$ {.define}\n\n$$ f + 1 = 2 $$ {.check}"),
    .formula(
      "GradientByWhat", "Where it is not clear by which variable, `\\nabla_x` says so.",
      "x : scalar\ny : scalar", #"$$ \nabla (x y) = y $$ {.check}"#),
    .formula(
      "HeldWithoutDerivative", "Only a derivative holds something fixed.", "x : scalar\ny : scalar",
      #"$$ \left. x y \right|_{y} = x $$ {.check}"#),
    .formula(
      "IncompleteFormula", "Something is missing that the formula needs.", "x : scalar",
      "$$ x = 2 + $$ {.check}"),
    .formula(
      "IndexRange", "An index ranges over the sizes of what it indexes: all of them agree.",
      "n : size 2..4\nm : size 2..4\nx : vector(n)\ny : vector(m)", "$$ x_i = y_i $$ {.check}"),
    .formula(
      "IndexWithoutRange",
      "An index takes its range from the arrays and families it indexes, or from its declaration.",
      "n : size 2..4\nx : vector(n)", "$$ \\sum_k 1 = n $$ {.check}"),
    .formula("KnownName", "Only new names are defined.", "x : scalar", "$$ x = 3 $$ {.define}"),
    .formula(
      "LonePartial", "Derivatives are written as fractions, or with a prime or `\\nabla`.",
      "x : scalar", #"$$ \partial x = 1 $$ {.check}"#),
    .lesson(
      "MacroRunsAway", "A macro that contains itself has no end.",
      "== lessons/course.yml\nmacros:\n  \\loop: \\loop\n== lessons/01-a.md\n$$ \\loop = 1 $$ {.check}\n"
    ),
    .formula(
      "NoDerivative",
      "A prime is a derivative on functions, and part of a name where it is declared so.",
      "x : scalar", "$$ x' = 1 $$ {.check}"),
    .formula("NoRelation", "A claim is true or false.", "x : scalar", "$$ x + 1 $$ {.check}"),
    .formula(
      "NotAFamily", "Brackets in a superscript are an index of a family.", "x : scalar",
      "$$ x^{(2)} = x x $$ {.check}"),
    .formula(
      "NotAnIndex", "Indices are whole numbers.", "n : size 2..4\nx : vector(n)\ns : scalar",
      "$$ x_s = 1 $$ {.check}"),
    .formula(
      "NotDefinable", "The left of a definition is one new name with its indices or arguments.",
      "x : scalar", "$$ f(2x) = x $$ {.define}"),
    .formula(
      "NothingToContinue",
      "A display that begins with a relation continues a checked one above it in the same box.",
      "x : scalar", "$$ = x + x $$ {.check}"),
    .formula(
      "NumberTooLong", "A number has at most 30 digits.", "",
      "$$ 1234567890123456789012345678901234567890 = 1 $$ {.check}"),
    .formula(
      "OtherwiseNotLast", "`otherwise` covers what no row above it does.", "x : scalar",
      "$$ f(x) = \\begin{cases} 1 & \\text{otherwise} \\\\ 0 & x > 0 \\end{cases} $$ {.define}"),
    .formula(
      "OutsideChecking",
      "This part of mathematics is not checked. Mark the formula `.prose`, or state what can be checked.",
      "x : scalar", #"$$ \int x \, dx = 1 $$ {.check}"#),
    .formula(
      "Placeholder", "A dot in the place of an argument has no value.", "x : scalar",
      #"$$ \sin(\cdot) = x $$ {.check}"#),
    .formula(
      "NumberBehindName", "A name before a number in brackets would be a function.", "x : scalar",
      "$$ x(0) = 1 $$ {.check}"),
    .formula(
      "UnknownRemark",
      "Words that may limit or judge what is claimed are not passed over.", "x : scalar",
      #"$$ x^2 > x \quad \text{in general} $$ {.check}"#),
    .formula(
      "PlusMinus", "`\\pm` states two formulas at once; write both.", "x : scalar",
      #"$$ x \pm 1 = 2 $$ {.check}"#),
    .formula(
      "PowerOfRectangular", "Only square matrices have powers; layers are written `W^{[l]}`.",
      "n : size 2..4\nm : size 2..4\nW : matrix(n, m)", "$$ W^2 = W $$ {.check}"),
    .formula(
      "RaggedMatrix", "Every row of a matrix has as many entries.", "",
      "$$ \\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix} = 1 $$ {.check}"),
    .formula(
      "Redefinition", "A name has one definition.", "x : scalar",
      "$$ f(x) = x^2 $$ {.define}\n\n$$ f(x) = x^3 $$ {.define}"),
    .formula(
      "SetAsValue", "A set stands behind `\\in`; brackets group.", "x : scalar",
      #"$$ \{1, 2\} = x $$ {.check}"#),
    .formula(
      "ShapeMismatch",
      "The sizes of what is added, multiplied or compared do not fit, in formulas as in blocks.",
      "n : size 2..4\nm : size 2..4\nx : vector(n)\ny : vector(m)", "$$ x + y = x $$ {.check}"),
    .formula(
      "SignAfterOperator", "A sign behind another operator needs brackets.", "x : scalar",
      #"$$ x \cdot -2 = 1 $$ {.check}"#),
    .formula(
      "SizeUnknown",
      "The size of an array follows from what it is combined with; here from nothing.",
      "x : scalar", "$$ \\mathbf{1} = \\mathbf{1} $$ {.check}"),
    .formula(
      "StrayAlignment", "`&` aligns rows of an environment.", "x : scalar", "$$ x &= x $$ {.check}"),
    .formula(
      "TextAfterEnd", "The formula has come to its end before this.", "x : scalar",
      #"$$ x + 1 = 1 + x \mid x $$ {.check}"#),
    .formula(
      "TooDeep", "Brackets and calls are nested within a bound.", "x : scalar",
      "$$ " + String(repeating: "(", count: 150) + "x" + String(repeating: ")", count: 150)
        + " = x $$ {.check}"),
    .formula(
      "TooFewIndices", "An entry has as many indices as its array, a member of a family its own.",
      "n : size 2..4\nA : matrix(n, n)", "$$ A_i = 1 $$ {.check}"),
    .formula(
      "TooLong", "A formula is read as a whole within a bound.", "x : scalar",
      "$$ " + String(repeating: "x + ", count: 10_500) + "x = 1 $$ {.check}"),
    .formula(
      "TooManyIndices", "An entry has as many indices as its array.",
      "n : size 2..4\nx : vector(n)",
      "$$ x_{ij} = 1 $$ {.check}"),
    .lesson(
      "TooManySymbols", "A lesson that declares thousands of symbols is not meant for readers.",
      "```symbols\n" + (0...3000).map { "x_{\($0)} : scalar\n" }.joined() + "```\n"),
    .formula(
      "TypeStatement", "What kind of thing a name is stands in a `symbols` fence.", "x : scalar",
      #"$$ f : \mathbb{R} \to \mathbb{R} $$ {.check}"#),
    .formula(
      "UnbalancedBraces", "Braces and brackets come in pairs.", "x : scalar",
      "$$ (x + 1 = 2 $$ {.check}"),
    .formula(
      "UnbracedFraction", "Without braces `\\frac` takes one digit or letter.", "a : scalar",
      #"$$ \frac a 12 = 1 $$ {.check}"#),
    .formula(
      "UndeclaredSymbol",
      "Symbols are declared in a `symbols` fence or defined before they are used.",
      "alpha : scalar", "$$ x + 1 = 2 $$ {.check}"),
    .formula("UnexpectedText", "This cannot stand here.", "x : scalar", "$$ x = ! $$ {.check}"),
    .formula(
      "UnknownMacro", "The command is none that formulas know, nor a macro of course.yml.",
      "x : scalar", #"$$ \sinn x = 1 $$ {.check}"#),
    .formula(
      "Update", "An arrow that replaces a value states no equation.", "x : scalar",
      #"$$ x \leftarrow x - 1 $$ {.check}"#),
    .formula(
      "UseBeforeDefinition", "A `defined` name has its meaning from an equation above.",
      "f : defined\nx : scalar", "$$ f + x = 1 $$ {.check}"),
    .formula(
      "VectorPower", "Vectors have no powers; `^{\\odot 2}` is one entry by entry.",
      "n : size 2..4\nx : vector(n)", "$$ x^2 = x $$ {.check}"),
  ]

  static let declarations: [MessageEntry] = [
    .lesson(
      "CyclicDeclaration", "Sizes are declared before what they measure.",
      "```symbols\nn : size 1..m\nm : size 1..n\n```\n"),
    .lesson(
      "Declaration", "A line of a `symbols` fence is `name : kind \"meaning\"`.",
      "```symbols\nx scalar\n```\n"),
    .lesson(
      "EmptyDomain", "A domain holds values to try.", "```symbols\nx : scalar in (2, 1)\n```\n"),
    .lesson(
      "NameClash", "A name means one thing in one scope; boxes have scopes of their own.",
      "```symbols\nx : scalar\nx : vector(3)\n```\n"),
    .lesson(
      "UnknownKind",
      "The kinds of symbol are size, index, integer, scalar, vector, onehot, simplex, matrix, function, random, defined and computed.",
      "```symbols\nx : skalar\n```\n"),
  ]
}
