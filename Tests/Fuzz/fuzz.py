#!/usr/bin/env python3
"""Feeds the program mutated lessons and looks for what must never happen: a crash, a trap, a hang.

    Tests/Fuzz/fuzz.py [--seconds N | --inputs N] [--seed N] [TARGET …]

Targets: markdown latex symbols script yaml cache. Inputs grow out of the course's own lessons: pieces
are cut, doubled, swapped and spliced, brackets unbalanced, numbers blown up. What fails is kept in
.build/fuzz/ and named; the exit code is 1 then.
"""

import argparse
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("COURSEGEN", ROOT / ".build/release/coursegen"))
KEPT = ROOT / ".build/fuzz"
PATIENCE = 60
MEMORY = 6 << 30

LESSONS = [path.read_text() for path in sorted((ROOT / "lessons").glob("*.md"))]
TEXT = "\n".join(LESSONS)
DISPLAYS = re.findall(r"\$\$(.+?)\$\$", TEXT, re.S)
FENCES = re.findall(r"```symbols\n(.*?)```", TEXT, re.S)
BLOCKS = re.findall(r"```run[^\n]*\n(.*?)```", TEXT, re.S)
FRONTS = re.findall(r"\A---\n(.*?)---\n", "".join(LESSONS[:1]), re.S) + [
    text.split("---\n")[1] for text in LESSONS if text.startswith("---\n")
]
FRONT = "---\ntitle: t\n---\n\n"

TOKENS = {
    "markdown": ["> ", "- ", "1. ", "```", "$$", "$", "|", "[^a]", "[^a]: ", "](", "![", "{.check}", "{#eq-a}",
                 "@eq-a", "> [!theorem] ", "<div>", "***", "\\", "\n\n", "\t", "    ", "---\n", "&amp;", "\u0000", "é"],
    "latex": ["{", "}", "^", "_", "\\frac", "\\sqrt", "\\left(", "\\right)", "\\sum_{i=1}^n", "\\partial", "'", "=",
              "\\begin{cases}", "\\end{cases}", "&", "\\\\", "99999999999999999999", "^{-1}", "^T", "\\nabla", "|",
              "\\|", "\\begin{aligned}", "\\end{aligned}", "\\iff", "\\quad (x > 0)", "\\infty", "\\log", "!", "%"],
    "symbols": [" : ", "scalar", "vector(n)", "matrix(n, n) spd", "size 2..5", "index 1..n", "random iid normal(0, 1)",
                "for i in 1..n", "in (0, 1)", "assume ", "\"", "_i", "^{[l]}", "-> 0", "..", "1e9", "function", "smooth"],
    "script": ["(", ")", "[", "]", "end", "for k in 1:10\n", "while true\n", "f(x) = ", "1e308", "10^9", "'", ".", ":",
               "if true\n", "@check ", "plot(", "gradient(", "rand(", "->", "\"", "$(", "zeros(", "[1, 2; 3]", "\\"],
    "yaml": ["- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "|\n", ">\n", "'", "\"", "\t", "? ", "%", "---\n", "limits:\n"],
}


def mutated(chance, text, tokens, most=12):
    for _ in range(chance.randint(1, most)):
        at = chance.randint(0, len(text))
        to = min(len(text), at + chance.choice([1, 1, 2, 5, 20, 80]))
        kind = chance.randint(0, 6)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:at] + text[at:to] * chance.choice([2, 2, 3, 50]) + text[to:]
        elif kind == 2:
            text = text[:at] + chance.choice(tokens) + text[at:]
        elif kind == 3:
            text = text[:at] + chance.choice(tokens) * chance.choice([1, 2, 40]) + text[to:]
        elif kind == 4:
            text = text[:at] + chr(chance.choice([0, 9, 10, 32, 39, 92, 123, 0x300, 0x1F600, 0xE9])) + text[at:]
        elif kind == 5:
            other = chance.randint(0, max(0, len(text) - 1))
            text = text[:at] + text[other:other + to - at] + text[at:]
        else:
            text = re.sub(r"\d", lambda m: chance.choice("0123456789") * chance.choice([1, 1, 1, 9]), text, count=2)
        if len(text) > 60000:
            text = text[:60000]
    return text


def markdown(chance):
    return mutated(chance, chance.choice(LESSONS), TOKENS["markdown"], 40), 1


def latex(chance):
    lines = [mutated(chance, chance.choice(DISPLAYS), TOKENS["latex"]).replace("$$", "").replace("\n\n", "\n") for _ in range(20)]
    fence = chance.choice(FENCES)
    return FRONT + "```symbols\n" + fence + "```\n\n" + "".join(f"$$ {line} $$ {{.check}}\n\n" for line in lines), 20


def symbols(chance):
    fences = [mutated(chance, chance.choice(FENCES), TOKENS["symbols"]).replace("```", "") for _ in range(20)]
    return FRONT + "".join(f"> [!lemma] L {{#lem-{n}}}\n> ```symbols\n" + "".join(f"> {line}\n" for line in fence.split("\n"))
                           + "> ```\n> $$ x + y = y + x $$ {.check}\n\n" for n, fence in enumerate(fences)), 20


def script(chance):
    blocks = [mutated(chance, chance.choice(BLOCKS), TOKENS["script"]).replace("```", "") for _ in range(10)]
    return FRONT + "".join(f"```run\n{block}\n```\n\n" for block in blocks), 10


def yaml(chance):
    return "---\n" + mutated(chance, chance.choice(FRONTS), TOKENS["yaml"]) + "---\n\n# One\n", 1


TARGETS = {"markdown": markdown, "latex": latex, "symbols": symbols, "script": script, "yaml": yaml}


def bound():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(words, folder):
    """Why a run is a finding, or None."""
    variables = dict(os.environ, COURSEGEN_LIMITS_FUEL="20000000", COURSEGEN_LIMITS_MEMORY="4000000")
    try:
        done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, timeout=PATIENCE, env=variables, preexec_fn=bound)
    except subprocess.TimeoutExpired:
        return "hang"
    if done.returncode < 0 or done.returncode > 2 or b"Fatal error" in done.stderr:
        return f"exit code {done.returncode}: " + done.stderr.decode(errors="replace")[-300:]
    return None


def cache(chance, folder):
    """Damages a file of the cache and checks again."""
    files = [f for f in (folder / ".coursegen").rglob("*") if f.is_file()]
    if files:
        file = chance.choice(files)
        data = bytearray(file.read_bytes())
        for _ in range(chance.randint(1, 30)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            data = data[:chance.randint(0, len(data))]
        file.write_bytes(bytes(data))
    return run(["check"], folder)


def attack(target, seconds, inputs, seed, folder):
    """So many seconds, or the same inputs every time."""
    chance = random.Random(f"{target} {seed}")
    stop = time.monotonic() + seconds
    tried, findings = 0, 0
    if target == "cache":
        run(["new", "course"], folder)
        folder = folder / "course"
        run(["check"], folder)
    while time.monotonic() < stop if inputs is None else tried < inputs:
        if target == "cache":
            why, count = cache(chance, folder), 1
        else:
            text, count = TARGETS[target](chance)
            (folder / "a.md").write_bytes(text.encode("utf-8", "surrogatepass"))
            why = run(["check", "--no-cache", "a.md"], folder)
        tried += count
        if why:
            findings += 1
            KEPT.mkdir(parents=True, exist_ok=True)
            kept = KEPT / f"{target}-{seed}-{tried}.md"
            if target != "cache":
                shutil.copy(folder / "a.md", kept)
            print(f"{target}: {why}\n  kept in {kept.relative_to(ROOT)}", flush=True)
    print(f"{target}: {tried} inputs, {findings} findings", flush=True)
    return findings


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--inputs", type=int)
    options.add_argument("--seed", default="1")
    options.add_argument("target", nargs="*", default=[*TARGETS, "cache"])
    given = options.parse_args()
    findings = 0
    for target in given.target:
        with tempfile.TemporaryDirectory(prefix="coursegen-") as folder:
            findings += attack(target, given.seconds, given.inputs, given.seed, pathlib.Path(folder))
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
