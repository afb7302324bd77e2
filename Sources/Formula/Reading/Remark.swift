/// What the words of a `\text{…}` say about the statement beside them.
///
/// A remark that gives a reason or a name may be passed over: `\text{by the chain rule}`, `\text{mean
/// of the batch}`. One that limits or judges what is stated may not: `\text{in general}`,
/// `\text{up to a constant}`, `\text{is false}`, `\text{if A is symmetric}`. Only known words are
/// passed over, since no list of the others could be complete.
enum Remark {
  /// Whether every word is known to change nothing, or a reason is given without a word that denies or
  /// limits.
  static func isHarmless(_ text: String) -> Bool {
    let words = words(of: text)
    let small = words.map { $0.lowercased() }
    if let first = small.first, reasonOpeners.contains(first) {
      return !small.contains { limitingWords.contains($0) } && !words.contains { isJudging($0) }
    }
    return words.allSatisfy { word in
      word.utf8.allSatisfy { $0 < 0x80 } ? isKnown(word) : !isJudging(word)
    }
  }

  /// Whether words in an annotation column or in brackets at the end only give a reason: nothing
  /// denies, limits or supposes.
  static func isReason(_ text: String) -> Bool {
    let words = words(of: text)
    return !words.contains { word in
      let small = word.lowercased()
      return limitingWords.contains(small) || supposingWords.contains(small) || isJudging(word)
    }
  }

  private static func isKnown(_ word: String) -> Bool {
    let small = word.lowercased()
    return small.utf8.count == 1 || harmlessWords.contains(small) || properNames.contains(small)
  }

  /// Runs of letters; `mini-batch` and `Cauchy–Schwarz` are two words each.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      if isLetter(scalar) {
        word.unicodeScalars.append(scalar)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A: true
    // Dashes and quotation marks, Chinese punctuation, full-width signs.
    case 0x2000...0x206F, 0x3000...0x303F, 0xFF00...0xFF0F, 0xFF1A...0xFF20: false
    default: scalar.value >= 0xC0
    }
  }

  /// Chinese has no spaces: its judging words are looked for inside.
  private static func isJudging(_ word: String) -> Bool {
    word.unicodeScalars.contains { judgingCharacters.contains($0) }
  }
}

private let judgingCharacters: Set<Unicode.Scalar> = [
  "不", "非", "未", "无", "無", "错", "錯", "误", "誤", "假", "近", "似", "约", "約", "般", "除",
  "仅", "僅", "几", "幾", "某", "若", "如", "果", "当", "當", "设", "設", "或", "通", "常",
]

/// Words behind which a reason stands, whatever its words.
private let reasonOpeners: Set<String> = [
  "by", "from", "since", "because", "using", "via", "due", "as", "see", "cf", "recall",
]

/// Words that deny or limit, in a reason too.
private let limitingWords: Set<String> = [
  "not", "no", "never", "neither", "nor", "cannot", "false", "wrong", "untrue", "fail", "fails",
  "except", "unless", "only", "strict", "strictly", "almost", "if", "when", "for", "where",
  "whenever", "provided", "some", "approximately", "roughly", "nearly", "general", "generally",
  "usually", "often", "sometimes", "up", "large", "small", "eventually", "asymptotically", "long",
  "assuming", "suppose", "until", "but", "unlikely", "possibly", "perhaps", "maybe", "about",
]

/// Words of what must hold: `\text{(A symmetric)}` supposes it.
private let supposingWords: Set<String> = [
  "assume", "assumed", "assuming", "suppose", "let", "require", "requires", "needs", "valid",
  "symmetric", "antisymmetric", "positive", "negative", "nonnegative", "nonzero", "invertible",
  "singular", "regular", "orthogonal", "orthonormal", "unit", "diagonal", "triangular", "definite",
  "semidefinite", "convex", "concave", "smooth", "differentiable", "continuous", "independent",
  "uncorrelated", "bounded", "real", "integer", "whole", "even", "odd", "constant", "monotone",
  "increasing", "decreasing", "rank", "zero", "normalized", "normalised", "centered", "centred",
  "holds", "hold", "whether", "then", "or", "at", "near", "with", "equal", "equals", "than",
  "to", "as", "every", "all", "any", "each", "there", "exists", "in", "on",
]

/// Words that give reasons, point elsewhere, or name things.
private let harmlessWords: Set<String> = [
  // Grammar.
  "a", "an", "the", "this", "these", "that", "it", "its", "we", "our", "is", "are", "be", "been",
  "has", "have", "and", "so", "hence", "thus", "then", "therefore", "now", "again", "also", "here",
  "finally", "which", "as", "by", "from", "via", "of", "in", "on", "to", "into", "at", "with",
  "using", "use", "used", "uses", "because", "since", "due", "apply", "applying", "applied",
  "according", "similarly", "likewise", "both", "same", "each", "other",
  "note", "notice", "recall", "remember", "see", "cf", "ie", "eg", "namely", "above", "below",
  "previous", "previously", "next", "first", "second", "third", "last", "once", "twice", "always",
  "clearly", "obviously", "evidently", "trivially", "indeed", "course",
  "true", "holds", "follows", "following", "gives", "yields", "get", "obtain", "find", "known",
  "shown", "proved", "proven", "required", "desired", "claimed", "qed", "done", "check", "easy",
  "show", "prove", "verify", "deduce", "conclude", "compute", "calculate", "exercise",
  "base", "case", "inductive", "earlier", "already", "together", "through", "per", "back", "out",
  "terms", "term", "part",
  "parts", "their", "them", "they", "just", "direct", "directly", "immediate", "immediately",
  "am", "gm", "qm", "hm", "commutative", "associative", "distributive", "neutral", "construction",
  "minimize", "minimise", "maximize", "maximise", "subject",
  // Reasons.
  "chain", "product", "quotient", "sum", "difference", "power", "rule", "rules", "law", "laws",
  "definition", "definitions", "def", "symmetry", "linearity", "bilinearity", "additivity",
  "homogeneity", "associativity", "commutativity", "distributivity", "convexity", "concavity",
  "monotonicity", "continuity", "smoothness", "independence", "orthogonality", "orthonormality",
  "positivity", "idempotence", "cyclicity", "cyclic", "invariance", "induction", "hypothesis",
  "assumption", "step", "equation", "equations", "eq", "identity", "identities", "inequality",
  "equality", "theorem", "lemma", "proposition", "corollary", "claim", "proof", "formula",
  "formulas", "expansion", "factorization", "factorisation", "decomposition", "substitution",
  "substituting", "substitute", "inserting", "insert", "plugging", "plug", "expanding", "expand",
  "multiplying", "multiply", "dividing", "divide", "adding", "add", "subtracting", "subtract",
  "simplifying", "simplify", "collecting", "collect", "factoring", "factor", "rearranging",
  "rearrange", "regrouping", "cancelling", "canceling", "completing", "complete", "square",
  "squares", "squaring", "binomial", "geometric", "arithmetic", "harmonic", "telescoping", "series",
  "differentiating", "differentiate", "derivative", "derivatives", "gradient", "gradients",
  "hessian", "jacobian", "transposing", "transpose", "inverse", "trace", "determinant", "triangle",
  "parallelogram", "norm", "norms", "property", "properties", "exponential", "logarithm",
  "logarithms", "log", "rows", "columns", "row", "column", "taking", "take", "setting", "set",
  "writing", "write", "rewriting", "rewrite", "common", "denominator", "numerator", "trick",
  "left", "right", "hand", "side", "sides", "lhs", "rhs", "partial", "total", "directional",
  // Names of what stands there.
  "mean", "means", "variance", "expectation", "covariance", "deviation", "standard", "moment",
  "moments", "estimate", "estimator", "bias", "biases", "correction", "corrected", "normalize",
  "normalise", "normalization", "normalisation", "standardize",
  "standardise", "scale", "shift", "mini", "batch", "minibatch", "layer", "layers", "hidden",
  "output", "outputs", "input", "inputs", "forward", "backward", "pass", "propagation",
  "backpropagation", "weight", "weights", "parameter", "parameters", "error", "errors", "signal",
  "delta", "loss", "cost", "objective", "risk", "network", "neuron", "neurons", "activation",
  "activations", "preactivation", "sigmoid", "logistic", "softmax", "softplus", "relu", "tanh",
  "cross", "entropy", "likelihood", "probability", "probabilities", "score", "scores", "logit",
  "logits", "update", "updates", "momentum", "velocity", "size", "rate", "learning",
  "decay", "regularization", "regularisation", "regularizer", "penalty", "ridge", "lasso", "data",
  "fit", "sample", "samples", "point", "points", "example", "examples", "class", "classes", "label",
  "labels", "target", "targets", "prediction", "predictions", "residual", "residuals", "margin",
  "radius", "distance", "angle", "inner", "outer", "dot", "vector", "vectors", "matrix",
  "matrices", "scalar", "scalars", "number", "numbers", "function", "functions", "value", "values",
  "entry", "entries", "entrywise", "element", "elements", "elementwise", "wise", "componentwise",
  "component", "components", "coordinate", "coordinates", "index", "indices", "block", "blocks",
  "form", "bound", "bounds", "upper", "lower", "factors",
  "sigma", "phi", "alpha", "beta", "gamma", "epsilon", "lambda", "eta", "mu",
]

/// People whose theorems and methods are cited.
private let properNames: Set<String> = [
  "abel", "adam", "adagrad", "armijo", "banach", "bayes", "bernoulli", "bernstein", "bessel",
  "bienayme", "bregman", "cauchy", "cayley", "chebyshev", "cholesky", "euler", "fermat", "fisher",
  "fourier", "frobenius", "fubini", "gauss", "gershgorin", "gibbs", "glorot", "gram", "hadamard",
  "hamilton", "he", "hesse", "hoeffding", "jacobi", "jensen", "kronecker", "kullback", "lagrange",
  "laplace", "leibler", "leibniz", "levenberg", "lipschitz", "maclaurin", "markov", "marquardt",
  "minkowski", "morrison", "nesterov", "newton", "novikoff", "parseval", "polyak", "pythagoras",
  "rayleigh", "rmsprop", "rodrigues", "rosenblatt", "schmidt", "schur", "schwarz", "schwartz",
  "sherman", "steiner", "sylvester", "taylor", "vandermonde", "weierstrass", "weyl", "wolfe",
  "woodbury", "xavier", "young",
]
