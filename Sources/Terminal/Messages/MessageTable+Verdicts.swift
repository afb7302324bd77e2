// Messages about what was found of claims and blocks.

extension MessageTable {
  static let verdicts: [MessageEntry] = [
    .formula(
      "Refuted",
      "The step is false: the values shown make its two sides differ, in exact or wide arithmetic. Where exactly one small edit makes it hold, that edit is the fix.",
      "a : scalar\nb : scalar", "$$ (a - b)^2 = a^2 - 2ab - b^2 $$ {.check}"),
    .formula(
      "Undecided",
      "Neither a proof nor a counterexample was found. Restate the step, narrow its domain, or accept it with `undecided=\"reason\"`: it then counts as accepted, and is listed.",
      "x : scalar in (0, 1)", #"$$ \tfrac{1}{3} \approx 0.33 $$ {.check}"#),
    .formula(
      "DomainMismatch",
      "The two sides agree where both are defined, but one is defined where the other is not. State the condition in the formula, `\\quad (x > 0)`, or in the symbol's domain.",
      "x : scalar", #"$$ \frac{x^2}{x} = x $$ {.check}"#),
    .formula(
      "Vacuous",
      "The statement holds because it says nothing: its hypotheses are never met, its sides are the same once a definition is written out, or no index is left for which it claims anything.",
      "x : scalar", #"$$ x = 1 \quad (x > 2 \text{ and } x < 1) $$ {.check}"#),
    .formula(
      "AmbiguousPartial",
      "The partial derivative can hold other quantities fixed or follow them, and the step holds under one of these readings only. Write which are held: `\\left.\\frac{\\partial f}{\\partial x}\\right|_{y}`.",
      "x : scalar",
      "$$ u = x^2 $$ {.define}\n\n$$ f = u x $$ {.define}\n\n$$ \\frac{\\partial f}{\\partial x} = u $$ {.check}"
    ),
    .formula(
      "NotRefuted",
      "`.refute` states that something is false, and the build fails unless it was shown to be; a `run` block with `.refute` must have a check that fails.",
      "x : scalar", "$$ x + x = 2x $$ {.refute}"),
    .lesson(
      "AcceptedUndecided",
      "The author has said why it is accepted that this claim is undecided.",
      #"$$ \tfrac{1}{3} \approx 0.33 $$ {.check undecided="no tolerance is meant"}"# + "\n"),
    .formula(
      "UncheckedClaim",
      "All symbols of the formula are declared and it states a relation, so it can be judged. Give it its role: `.check`, `.define`, `.refute`, or `.prose` for what is not meant to be checked.",
      "x : scalar", "$$ x + x = 2x $$"),
    .block(
      "CheckFailed",
      "A `@check`, `@bound` or `@forall` of a block does not hold; the message shows both sides.",
      "a = 1 + 1\n@check a == 3"),
    .block(
      "CheckNotReached",
      "The block ended without coming to this `@check`: a loop without a turn, or a branch that was not taken. What is never checked is not known.",
      "for k in 1:0\n  @check k > 0\nend"),
    .lesson(
      "MutantSurvived",
      "`coursegen mutate` put a small mistake into a verified step and the check passed, or could not be decided: it is weaker than it looks. Here either reading of the derivative would do.",
      "```symbols\nx : scalar\n```\n\n$$ u = x^2 $$ {.define}\n\n$$ f = u x $$ {.define}\n\n$$ \\frac{\\partial f}{\\partial x} = u + 2 x^2 $$ {.check}\n"
    ),
    .lesson(
      "Unpinned",
      "`coursegen mutate` put small mistakes into a definition and every check that uses it passed: state something that depends on it.",
      "```symbols\nx : scalar\n```\n\n$$ f(x) = x^2 + 1 $$ {.define}\n\n$$ f(x) - f(x) = 0 $$ {.check}\n"
    ),
    .lesson(
      "Slack",
      "`coursegen mutate -v` lists inequalities that hold with a stronger bound as well.",
      "```symbols\nx : scalar\n```\n\n$$ x^2 + 2 \\ge 1 $$ {.check}\n"),
  ]
}
