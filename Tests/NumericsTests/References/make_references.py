#!/usr/bin/env python3
"""Writes ElementaryReferences.swift and WideReferences.swift beside this file, from mpmath.

A row of the first is the bit pattern of x (and y), that of the double nearest to f(x), and the
distance of the true value from it in hundredths of an ulp.
"""
import pathlib
import random
import struct

from mpmath import (acos, asin, atan, atan2, cos, cosh, erf, erfc, exp, expm1, frexp, inf, log, log1p, mp,
                    mpf, nstr, pi, power, sin, sinh, sqrt, tan, tanh)

HERE = pathlib.Path(__file__).parent
random.seed(20)


def bits(x):
    return "%x" % struct.unpack(">Q", struct.pack(">d", x))[0]


def row(function, *arguments):
    mp.prec = 2400 if max(abs(a) for a in arguments) > 1e6 else 300
    value = function(*[mpf(a) for a in arguments])
    mp.prec = 300
    value = +value
    nearest = float(value)
    if value == 0 or abs(nearest) == float("inf"):
        rest = 0
    else:
        ulp = mpf(2) ** max(frexp(abs(mpf(nearest)) if nearest else value)[1] - 53, -1074)
        rest = int(round(float((value - mpf(nearest)) / ulp) * 100))
    return " ".join([bits(a) for a in arguments] + [bits(nearest), str(rest)])


def logarithmic(low, high):
    a, b = (struct.unpack(">Q", struct.pack(">d", v))[0] for v in (low, high))
    return struct.unpack(">d", struct.pack(">Q", random.randrange(a, b)))[0]


def points(low, high, near, signed=True):
    values = [logarithmic(low, high) for _ in range(36)] + [near * random.random() for _ in range(28)]
    return [random.choice((-1, 1)) * v if signed else v for v in values]


TINY, HUGE = 5e-324, 1.7976931348623157e308
QUARTERS = [float(k * pi / 2) for k in (1, 2, 3, 5, 8, 11, 344, 10**5, 6 * 10**5)] + [float(k * pi / 4) for k in (1, 3, 5)]
# Close to a multiple of pi/2 for their size (Kahan; Muller, Elementary Functions).
HARD = [6381956970095103 * 2.0**797, 5319372648326541 * 2.0**255, 2.0**1023, HUGE, 1e22]
SETS = [
    ("exp", exp, points(1e-9, 709.7, 3) + [-708.5, -720.25, -744.4, -745.1, 709.78, TINY, -TINY, 1e-17]),
    ("expm1", expm1, points(1e-18, 709, 2) + [TINY, 0.3465, 0.3467, -0.3467, -40, 36.9, 37.1, 1e-300]),
    ("log", log, points(TINY, HUGE, 2, False) + [TINY, 2.2e-308, HUGE, 1 + 2**-52, 1 - 2**-53, 0.7071, 0.7072, 1.4142, 1.4143]),
    ("log1p", log1p, [abs(v) if abs(v) >= 1 else v for v in points(1e-18, 1e30, 1)] + [TINY, 0.41, 0.42, -0.29, -0.3, -1 + 2**-53, HUGE]),
    ("sin", sin, points(1e-9, HUGE, 30) + QUARTERS + HARD + [TINY, 1e-200]),
    ("cos", cos, points(1e-9, HUGE, 30) + QUARTERS + HARD + [TINY]),
    ("tan", tan, points(1e-9, HUGE, 30) + QUARTERS + HARD + [TINY]),
    ("tanh", tanh, points(1e-18, 25, 3) + [TINY, 0.55, 0.5499, 19, 22.1, 1e5, HUGE]),
    ("arcsin", asin, points(1e-18, 1, 1) + [TINY, 1, -1, 1 - 2**-53, 0.5]),
    ("arccos", acos, points(1e-18, 1, 1) + [TINY, 1 - 2**-53, -1 + 2**-53, -1, 0.5]),
    ("arctan", atan, points(1e-18, 1e30, 3) + [TINY, 1, HUGE, 0.03125, 0.09375]),
    ("sinh", sinh, points(1e-18, 710.4, 3) + [TINY, 0.35, 0.3499, 710.47]),
    ("cosh", cosh, points(1e-18, 710.4, 3) + [TINY, 710.47, 28]),
    ("erf", erf, points(1e-18, 7, 3) + [TINY, 0.9999, 1, 5.9, 30]),
    ("erfc", erfc, points(1e-9, 26.5, 6) + [0.4375, 0.75, 1.125, 2.25, 4.75, 8, 26.6, 27.2]),
    ("normalCumulative", lambda x: erfc(-x / sqrt(mpf(2))) / 2, points(1e-9, 37, 6) + [-38.2, 0.6187]),
    ("sqrt", sqrt, points(TINY, HUGE, 3, False) + [TINY, HUGE]),
]


def swift(name, rows):
    return f'  static let {name} = """\n' + "".join(f"    {r}\n" for r in rows) + '    """\n'


text = "// Written by make_references.py.\n\nenum ElementaryReferences {\n"
text += "\n".join(swift(name, [row(f, v) for v in values]) for name, f, values in SETS)
pairs = []
for index in range(60):
    x = logarithmic(1e-300, 1e300) if index % 2 else 1 + random.uniform(-0.05, 0.05)
    limit = float(700 / abs(log(mpf(x))))
    pairs.append((x, random.uniform(-limit, limit)))
pairs += [(10, 2), (3, 2), (2, -1074), (10, -5), (2, 0.5), (TINY, 0.25), (1 + 2**-52, 1e17), (0.5, 1073.5), (-2, 3), (-3, -2)]
text += "\n" + swift("pow", [row(power, float(x), float(y)) for x, y in pairs])
pairs = [(random.choice((-1, 1)) * logarithmic(1e-300, 1e300), random.choice((-1, 1)) * logarithmic(1e-300, 1e300)) for _ in range(20)]
pairs += [(random.uniform(-3, 3), random.uniform(-3, 3)) for _ in range(30)]
pairs += [(TINY, 1.0), (TINY, -1.0), (HUGE, TINY), (TINY, 2 * TINY), (HUGE, HUGE)]
text += "\n" + swift("arctanOver", [row(atan2, y, x) for y, x in pairs])
(HERE / "ElementaryReferences.swift").write_text(text + "}\n")

mp.prec = 420


def wide(name, f, values):
    # nstr rounds the decimal; 95 digits are 315 bits.
    return swift(name, ["%s %s" % (bits(v), nstr(f(mpf(v)), 95, min_fixed=0, max_fixed=0)) for v in values])


wides = [
    ("exp", exp, [1, -1, 0.1, 100.5, -1e5, 1e6, 1e-30, 0.34657]),
    ("log", log, [2, 10, 0.1, 1e300, 1e-300, 1.0000001, 0.75, 3]),
    ("sin", sin, [1, -0.1, 3, 22, 1e5, 1e22, 1e-20, 0.785]),
    ("cos", cos, [1, -0.1, 3, 11, 1e5, 1e22, 1e-20, 1.5707963267948966]),
    ("tan", tan, [1, -0.1, 3, 11, 0.785]),
    ("arcsin", asin, [0.5, -0.1, 0.99, 1e-20]),
    ("arccos", acos, [0.5, -0.1, 0.99, -0.75]),
    ("arctan", atan, [1, -0.1, 3, 1e10, 1e-20]),
    ("sinh", sinh, [1, -0.1, 30, 1e-20, 1000]),
    ("cosh", cosh, [1, -0.1, 30, 1000]),
    ("tanh", tanh, [1, -0.1, 30, 1e-20, 50]),
    ("sqrt", sqrt, [2, 0.1, 3e300, 1e-300]),
    ("erf", erf, [1, -0.1, 3, 5, 9, 1e-20, 12]),
]
text = "// Written by make_references.py.\n\nenum WideReferences {\n"
text += "\n".join(wide(*entry) for entry in wides)
(HERE / "WideReferences.swift").write_text(text + "}\n")
