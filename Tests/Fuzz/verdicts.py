#!/usr/bin/env python3
"""Random identities and random slips: what is true is never refuted, what is false never passes.

    Tests/Fuzz/verdicts.py [CLAIMS] [--seed N]

A true identity is a random expression beside the same expression rewritten by laws of algebra; a true
derivative is what the rules of calculus make of one; a true inequality adds a square to one side. A slip
is one more edit of one side; it counts as false when the two sides, computed here in floating point, are
clearly apart somewhere inside the declared domains. Matrices and vectors have laws of their own.
"""

import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("COURSEGEN", ROOT / ".build/release/coursegen"))

# Expressions are tuples: ("n", 3), ("v", "x"), (operation, operands…).
NUMBERS = [("n", value) for value in (1, 2, 3, 5)]
REALS = [("v", name) for name in "xyz"]
POSITIVE = [("v", name) for name in "pq"]
SYMBOLS = """n : size 2..4
x, y, z : scalar
p, q : scalar in (0, \\infty)
u, v, w : vector(n)
A, B : matrix(n, n)
"""
FUNCTIONS = {"exp": math.exp, "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "abs": abs}


def leaf(chance):
    return chance.choice(NUMBERS + REALS * 2 + POSITIVE * 2)


def grown(chance, depth):
    """A random expression that is defined wherever its symbols may lie."""
    if depth == 0:
        return leaf(chance)
    kind = chance.choice(["+", "-", "*", "*", "/", "square", "function", "log", "root", "leaf"])
    a = grown(chance, depth - 1)
    if kind in ("+", "-", "*"):
        return (kind, a, grown(chance, depth - 1))
    if kind == "/":
        return ("/", a, ("+", ("n", 1), ("^", grown(chance, depth - 1), 2)))
    if kind == "square":
        return ("^", a, chance.choice([2, 3]))
    if kind == "function":
        return (chance.choice(["sin", "cos", "tanh"]), a) if chance.random() < 0.8 else ("exp", leaf(chance))
    if kind == "log":
        return ("log", ("+", ("n", 1), ("^", a, 2)))
    if kind == "root":
        return ("root", chance.choice([chance.choice(POSITIVE), ("+", ("n", 2), ("^", a, 2))]))
    return leaf(chance)


def value(e, at):
    kind = e[0]
    if kind == "n":
        return float(e[1])
    if kind == "v":
        return at[e[1]]
    a = value(e[1], at)
    if kind == "^":
        return a ** e[2]
    if kind == "neg":
        return -a
    if kind == "log":
        return math.log(a)
    if kind == "root":
        return math.sqrt(a)
    if kind in FUNCTIONS:
        return FUNCTIONS[kind](a)
    b = value(e[2], at)
    return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if kind == "/" else 0}[kind]


STRENGTH = {"+": 1, "-": 1, "neg": 1, "*": 2, "/": 4, "^": 3}


def latex(e, strength=0):
    kind = e[0]
    if kind in "nv":
        return str(e[1])
    if kind in ("+", "-"):
        text = f"{latex(e[1], 1)} {kind} {latex(e[2], 2)}"
    elif kind == "neg":
        text = f"-{latex(e[1], 2)}"
    elif kind == "*":
        text = f"{latex(e[1], 2)} \\cdot {latex(e[2], 3)}"
    elif kind == "/":
        return f"\\frac{{{latex(e[1])}}}{{{latex(e[2])}}}"
    elif kind == "^":
        text = f"{latex(e[1], 5)}^{{{e[2]}}}"
    elif kind == "exp":
        return f"\\exp\\left({latex(e[1])}\\right)"
    elif kind == "root":
        return f"\\sqrt{{{latex(e[1])}}}"
    elif kind == "abs":
        return f"\\left|{latex(e[1])}\\right|"
    else:
        return f"\\{kind}\\left({latex(e[1])}\\right)"
    return text if STRENGTH[kind] >= strength else f"\\left({text}\\right)"


def laws(chance, e):
    """Every equal form of the expression at its root."""
    kind, other = e[0], leaf(chance)
    safe = ("+", ("n", 1), ("^", other, 2))
    found = [("-", ("+", e, other), other), ("/", ("*", e, safe), safe)]
    if kind in "nv":
        found.append(("log", ("exp", e)))
    if e in POSITIVE:
        found += [("exp", ("log", e)), ("^", ("root", e), 2), ("abs", e)]
    if kind in ("+", "*"):
        found.append((kind, e[2], e[1]))
    if kind == "-":
        found.append(("+", ("neg", e[2]), e[1]))
    if kind == "*" and e[2][0] in ("+", "-"):
        found += [(e[2][0], ("*", e[1], e[2][1]), ("*", e[1], e[2][2]))] * 3
    if kind == "^" and e[2] == 2 and e[1][0] in ("+", "-"):
        a, b = e[1][1], e[1][2]
        found += [("+", (e[1][0], ("^", a, 2), ("*", ("*", ("n", 2), a), b)), ("^", b, 2))] * 3
    if kind == "^" and e[2] == 3:
        found.append(("*", e[1], ("^", e[1], 2)))
    if kind == "-" and e[1][0] == "^" and e[2][0] == "^" and e[1][2] == e[2][2] == 2:
        found.append(("*", ("-", e[1][1], e[2][1]), ("+", e[1][1], e[2][1])))
    if kind == "tanh" and e[1][0] in "nv":
        up, down = ("exp", e[1]), ("exp", ("neg", e[1]))
        found += [("/", ("-", up, down), ("+", up, down))] * 3
    if kind == "n" and e[1] == 1:
        found.append(("+", ("^", ("sin", other), 2), ("^", ("cos", other), 2)))
    if kind == "sin":
        half = ("/", e[1], ("n", 2))
        found.append(("*", ("*", ("n", 2), ("sin", half)), ("cos", half)))
    if kind == "exp" and e[1][0] in ("+", "-"):
        found.append(("*" if e[1][0] == "+" else "/", ("exp", e[1][1]), ("exp", e[1][2])))
    return found


def anywhere(chance, e, edit):
    """The expression with one of its parts replaced by what `edit` makes of it."""
    parts = [k for k in range(1, len(e)) if isinstance(e[k], tuple)]
    if not parts or chance.random() < 0.35:
        return edit(e)
    k = chance.choice(parts)
    return e[:k] + (anywhere(chance, e[k], edit),) + e[k + 1:]


def slipped(chance, e):
    kind = e[0]
    if kind == "n":
        return ("n", e[1] + 1)
    if kind == "v":
        return chance.choice([v for v in (REALS if e in REALS else POSITIVE) if v != e])
    if kind in ("+", "-"):
        return ("-" if kind == "+" else "+", e[1], e[2])
    if kind == "*":
        return chance.choice([("+", e[1], e[2]), e[1], e[2]])
    if kind == "/":
        return chance.choice([("*", e[1], e[2]), e[1], ("-", e[1], e[2])])
    if kind == "^":
        return chance.choice([("^", e[1], e[2] + 1), e[1]])
    if kind in ("sin", "cos"):
        return ("cos" if kind == "sin" else "sin", e[1])
    return chance.choice([("neg", e), ("*", ("n", 2), e)])


def derivative(e):
    """By x."""
    kind = e[0]
    if kind in "nv":
        return ("n", 1 if e == ("v", "x") else 0)
    a, d = e[1], derivative(e[1])
    zero, two = ("n", 0), ("n", 2)
    if d == zero and kind not in ("+", "-", "*", "/"):
        return zero
    if kind == "^":
        return times(times(("n", e[2]), ("^", a, e[2] - 1) if e[2] > 2 else a), d)
    if kind == "neg":
        return ("neg", d)
    if kind == "log":
        return ("/", d, a)
    if kind == "root":
        return ("/", d, ("*", two, e))
    if kind == "exp":
        return times(e, d)
    if kind == "sin":
        return times(("cos", a), d)
    if kind == "cos":
        return ("neg", times(("sin", a), d))
    if kind == "tanh":
        return times(("-", ("n", 1), ("^", e, 2)), d)
    b, f = e[2], derivative(e[2])
    if kind in ("+", "-"):
        return d if f == zero else (f if kind == "+" else ("neg", f)) if d == zero else (kind, d, f)
    if kind == "*":
        left, right = times(d, b), times(a, f)
        return left if right == zero else right if left == zero else ("+", left, right)
    top = ("-", times(d, b), times(a, f))
    return ("/", top, ("^", b, 2))


def times(a, b):
    if ("n", 0) in (a, b):
        return ("n", 0)
    return b if a == ("n", 1) else a if b == ("n", 1) else ("*", a, b)


def differ(chance, a, b, sign=None):
    """True when the sides are far apart at one of many points, or a below b where `sign` says so."""
    for _ in range(60):
        size = chance.choice([0.5, 2, 4])
        at = {name: chance.uniform(-size, size) for name in "xyz"}
        at |= {name: chance.uniform(0.1, size) for name in "pq"}
        try:
            left, right = value(a, at), value(b, at)
        except (ValueError, OverflowError, ZeroDivisionError):
            continue
        scale = max(abs(left), abs(right))
        gap = right - left if sign else abs(left - right)
        if scale < 1e6 and gap > 1e-4 * max(1, scale):
            return True
    return False


def rewritten(chance, e):
    for _ in range(chance.randint(1, 4)):
        e = anywhere(chance, e, lambda part: chance.choice(laws(chance, part)))
    return e


def scalar_claim(chance, true):
    """An equation, a derivative or an inequality, or None where the slip changed nothing."""
    a = grown(chance, chance.choice([1, 2, 2, 3]))
    kind = chance.choice(["equation", "derivative", "inequality"])
    sign, left = None, latex(a)
    if kind == "derivative":
        left = f"\\frac{{\\partial}}{{\\partial x}} \\left( {left} \\right)"
        a = derivative(a)
    b = rewritten(chance, a)
    if kind == "inequality":
        sign, b = True, a
        a = rewritten(chance, ("+", a, ("^", grown(chance, 1), 2)))
        left = latex(a)
    if differ(chance, a, b, sign):
        sys.exit(f"a law of this file is wrong: {left}, {latex(b)}")
    if not true:
        b = anywhere(chance, b, lambda part: slipped(chance, part))
        if not differ(chance, a, b, sign):
            return None
    if left == latex(b) or len(left + latex(b)) > 400:
        return None
    return left + (" \\ge " if sign else " = ") + latex(b)


# Terms of matrix algebra: ("A",) ("u",) symbols; "T" transpose, "." product, "+" "-" sums, "n·" multiples.
SHAPES = {"A": "mm", "B": "mm", "u": "mc", "v": "mc", "w": "mc"}


def matrix_grown(chance, shape, depth):
    """A random term: "mm" a matrix, "mc" a column, "cm" a row, "cc" a number."""
    names = [name for name, own in SHAPES.items() if own == shape]
    if depth <= 0 and names:
        return (chance.choice(names),)
    if depth <= 0 and shape == "cm":
        return ("T", matrix_grown(chance, "mc", 0))
    kind = chance.choice([".", ".", "+", "-", "T"] if shape != "cc" else ["."])
    if kind == "T":
        return ("T", matrix_grown(chance, shape[::-1], depth - 1))
    if kind == ".":
        inner = chance.choice("mmc") if shape == "mm" else "m"
        return (".", matrix_grown(chance, shape[0] + inner, depth - 1),
                matrix_grown(chance, inner + shape[1], depth - 1))
    return (kind, matrix_grown(chance, shape, depth - 1), matrix_grown(chance, shape, depth - 1))


def matrix_value(e, at):
    kind = e[0]
    if kind in SHAPES:
        return at[kind]
    a = matrix_value(e[1], at)
    if kind == "T":
        return [list(row) for row in zip(*a)]
    b = matrix_value(e[2], at)
    if kind == ".":
        return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
    return [[x + y if kind == "+" else x - y for x, y in zip(r, s)] for r, s in zip(a, b)]


def matrix_latex(e, strength=0):
    kind = e[0]
    if kind in SHAPES:
        return kind
    if kind == "T":
        text, own = f"{matrix_latex(e[1], 4)}^T", 3
    elif kind == ".":
        text, own = f"{matrix_latex(e[1], 2)} {matrix_latex(e[2], 2)}", 2
    else:
        text, own = f"{matrix_latex(e[1], 1)} {kind} {matrix_latex(e[2], 2)}", 1
    return text if own >= strength else f"({text})"


def matrix_shape(e):
    if e[0] in SHAPES:
        return SHAPES[e[0]]
    a = matrix_shape(e[1])
    return a[::-1] if e[0] == "T" else a if e[0] != "." else a[0] + matrix_shape(e[2])[1]


def matrix_laws(chance, e):
    found = [("T", ("T", e))]
    shape = matrix_shape(e)
    if shape == "cc":
        found.append(("T", e))
    names = [name for name, own in SHAPES.items() if own == shape]
    if names:
        other = (chance.choice(names),)
        found.append(("-", ("+", e, other), other))
    if e[0] == "+":
        found.append(("+", e[2], e[1]))
    if e[0] == "T" and len(e[1]) == 3:
        kind, a, b = e[1]
        found += [(kind, ("T", b), ("T", a)) if kind == "." else (kind, ("T", a), ("T", b))] * 3
    if e[0] == ".":
        _, a, b = e
        if b[0] in ("+", "-"):
            found += [(b[0], (".", a, b[1]), (".", a, b[2]))] * 3
        if a[0] in ("+", "-"):
            found += [(a[0], (".", a[1], b), (".", a[2], b))] * 3
        if a[0] == ".":
            found += [(".", a[1], (".", a[2], b))] * 2
        if b[0] == ".":
            found += [(".", (".", a, b[1]), b[2])] * 2
    return found


def matrix_slip(chance, e):
    kind = e[0]
    if kind in SHAPES:
        same = [name for name, own in SHAPES.items() if own == SHAPES[kind] and name != kind]
        return chance.choice([(chance.choice(same),)] + [("T", e)] * (SHAPES[kind] == "mm"))
    if kind == "T":
        return e[1] if matrix_shape(e[1]) == "mm" else e
    if kind == ".":
        return (".", e[2], e[1]) if matrix_shape(e[1]) == matrix_shape(e[2]) == "mm" else e
    return ("-" if kind == "+" else "+", e[1], e[2])


def matrix_differ(chance, a, b):
    for _ in range(5):
        at = {name: [[chance.uniform(-2, 2) for _ in range(3 if own[1] == "m" else 1)] for _ in range(3)]
              for name, own in SHAPES.items()}
        left, right = matrix_value(a, at), matrix_value(b, at)
        if any(abs(x - y) > 1e-6 for r, s in zip(left, right) for x, y in zip(r, s)):
            return True
    return False


def matrix_claim(chance, true):
    a = matrix_grown(chance, chance.choice(["mm", "mc", "cc"]), chance.choice([2, 3]))
    b = a
    for _ in range(chance.randint(1, 5)):
        b = anywhere(chance, b, lambda part: chance.choice(matrix_laws(chance, part)))
    if matrix_differ(chance, a, b):
        sys.exit(f"a law of this file is wrong: {matrix_latex(a)} = {matrix_latex(b)}")
    if not true:
        b = anywhere(chance, b, lambda part: matrix_slip(chance, part))
        if not matrix_differ(chance, a, b):
            return None
    if matrix_latex(a) == matrix_latex(b) or len(matrix_latex(a) + matrix_latex(b)) > 300:
        return None
    return f"{matrix_latex(a)} = {matrix_latex(b)}"


def claims(chance, count):
    """Claims in LaTeX, and whether they are true."""
    while count > 0:
        true = chance.random() < 0.5
        make = matrix_claim if chance.random() < 0.3 else scalar_claim
        row = make(chance, true)
        if row is not None:
            count -= 1
            yield row, true


def judged(rows, seed):
    """The verdict of each claim in turn, by the program."""
    head = f"---\ntitle: Fuzz\n---\n\n```symbols\n{SYMBOLS}```\n\n"
    text = head + "".join(f"$$ {row} $$ {{.check}}\n\n" for row, _ in rows)
    with tempfile.TemporaryDirectory(prefix="coursegen-") as folder:
        file = pathlib.Path(folder) / "fuzz.md"
        file.write_text(text)
        words = [PROGRAM, "check", "--no-cache", "--format", "json", "--seed", str(seed), file]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit code {done.returncode}: {done.stderr[-500:]}")
    report = json.loads(done.stdout)
    first = head.count("\n") + 1
    verdicts = {(claim["line"] - first) // 2: claim["verdict"] for claim in report["claims"]}
    return [verdicts.get(k, "unread") for k in range(len(rows))]


def main():
    words = sys.argv[1:]
    seed = 1
    if "--seed" in words:
        at = words.index("--seed")
        seed = int(words[at + 1])
        del words[at:at + 2]
    count = int(words[0]) if words else 1000
    chance = random.Random(seed)
    rows = list(claims(chance, count))
    wrong, counted = 0, {}
    for start in range(0, count, 250):
        part = rows[start:start + 250]
        for (row, true), verdict in zip(part, judged(part, seed)):
            counted[true, verdict] = counted.get((true, verdict), 0) + 1
            allowed = ("certified", "tested", "undecided") if true else ("refuted", "undecided", "domain")
            if verdict not in allowed:
                wrong += 1
                print(f"{'true' if true else 'false'}, but {verdict}: {row}", flush=True)
    for true in (True, False):
        shares = ", ".join(f"{n} {verdict}" for (kind, verdict), n in sorted(counted.items()) if kind == true)
        print(f"{'true' if true else 'false'}: {shares}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
