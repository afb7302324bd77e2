"""What the cache must and must not remember: after an edit exactly the dependent results are found
anew, and what is written is the same with and without it."""

import shutil
import signal
import subprocess
import time
import unittest

from tool import PROGRAM, ToolTest

COURSE = """\
title: Truth
seed: 7
macros:
  \\half: \\tfrac12
"""

NOTATION = r"""
```symbols
c : scalar
```

$$ h(x) = x^2 + c $$ {.define}
"""

# Claims: one by notation, one by the lesson's own definition, one by a macro, one by nothing.
FIRST = r"""---
title: First
notation: [shared]
---

```symbols
x : scalar
y : scalar
```

$$ g(x) = 3x $$ {.define}

$$ h'(x) = 2x $$ {#eq-notation .check}

$$ g'(x) = 3 $$ {#eq-own .check}

$$ \half + \half y = \half (1 + y) $$ {#eq-macro .check}

$$ (x + y)^2 = x^2 + 2xy + y^2 $$ {#eq-alone .check}
"""

# Blocks: a chain a → b, one beside it, one with data, one with random numbers.
SECOND = r"""---
title: Second
---

```run {#chk-a}
a = 2
@check a == 2
```

```run {#chk-b}
b = a + 1
@check b == 3
```

```run {#chk-beside}
beside = 5
@check beside == 5
```

```run {#chk-data}
d = read_csv("data/points.csv")
@check length(d.x) == 2
```

```run {#chk-random}
r = rand(3)
@check maximum(r) < 1
```

So b is `{run} b`.
"""


class CacheTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("lessons/course.yml", COURSE)
        self.write("lessons/notation/shared.md", NOTATION)
        self.write("lessons/01-first.md", FIRST)
        self.write("lessons/02-second.md", SECOND)
        self.write("lessons/data/points.csv", "x,y\n1,2\n3,4\n")
        self.assert_work(claims=4, blocks=6)

    def assert_work(self, claims, blocks, *words, code=0, **variables):
        """One run judges so many claims and runs so many blocks; all others are known."""
        work = self.report(*words, code=code, **variables)["work"]
        self.assertEqual((work["claimsJudged"], work["blocksRun"]), (claims, blocks), work)
        return work

    def test_nothing_changed(self):
        work = self.assert_work(0, 0)
        self.assertEqual((work["claimsReused"], work["blocksReused"]), (4, 6))

    def test_prose_is_nothing_to_anybody(self):
        self.replace("lessons/01-first.md", "$$ g(x)", "Some *prose*, and a displacement.\n\n$$ g(x)")
        self.replace("lessons/02-second.md", "```run {#chk-a}", "More prose.\n\n```run {#chk-a}")
        self.assert_work(0, 0)

    def test_a_declaration_that_nobody_uses_changes_nothing(self):
        self.replace("lessons/01-first.md", "y : scalar", "unused : vector(3)\ny : scalar")
        self.assert_work(0, 0)

    def test_a_declaration_that_is_used_changes_its_users(self):
        self.replace("lessons/01-first.md", "y : scalar", "y : scalar in (0, 1)")
        self.assert_work(2, 0)

    def test_a_notation_file(self):
        self.replace("lessons/notation/shared.md", "x^2 + c", "x^2 + 2c")
        self.assert_work(1, 0)

    def test_a_definition(self):
        self.replace("lessons/01-first.md", "g(x) = 3x", "g(x) = 3x + 1")
        self.assert_work(1, 0)

    def test_a_macro(self):
        self.replace("lessons/course.yml", "\\tfrac12", "\\tfrac13")
        self.assert_work(1, 0)

    def test_a_macro_to_the_same_meaning_is_the_same(self):
        self.replace("lessons/course.yml", "\\tfrac12", "\\frac{1}{2}")
        self.assert_work(0, 0)

    def test_the_title_of_the_course(self):
        self.replace("lessons/course.yml", "title: Truth", "title: Fact")
        self.assert_work(0, 0)

    def test_the_seed(self):
        self.replace("lessons/course.yml", "seed: 7", "seed: 8")
        self.assert_work(4, 6)

    def test_the_seed_of_one_block(self):
        self.replace("lessons/02-second.md", "{#chk-random}", "{#chk-random seed=4}")
        self.assert_work(0, 1)

    def test_a_data_file(self):
        self.write("lessons/data/points.csv", "x,y\n1,2\n3,5\n")
        self.assert_work(0, 1)

    def test_a_block_and_those_that_use_its_variables(self):
        # The chain a → b, and the value in the text.
        self.replace("lessons/02-second.md", "a = 2\n", "a = 1 + 1\n")
        self.assert_work(0, 3)

    def test_a_block_in_the_middle_runs_what_it_needs_again(self):
        # The block, the value in the text; the block above for its variable.
        self.replace("lessons/02-second.md", "b = a + 1", "b = 1 + a")
        self.assert_work(0, 3)

    def test_a_block_beside(self):
        self.replace("lessons/02-second.md", "beside = 5\n", "beside = 4 + 1\n")
        self.assert_work(0, 1)

    def test_the_bounds(self):
        self.write("lessons/course.yml", COURSE + "limits:\n  fuel: 1000000\n")
        self.assert_work(0, 6)

    def test_going_back_finds_the_old_results(self):
        self.replace("lessons/01-first.md", "g(x) = 3x", "g(x) = 3x + 1")
        self.assert_work(1, 0)
        self.replace("lessons/01-first.md", "g(x) = 3x + 1", "g(x) = 3x")
        self.assert_work(0, 0)

    def test_a_failure_stays_a_failure(self):
        self.replace("lessons/01-first.md", "g'(x) = 3", "g'(x) = 4")
        self.replace("lessons/02-second.md", "@check b == 3", "@check b == 4")
        first = self.report(code=1)
        again = self.report(code=1)
        self.assertEqual(first["diagnostics"], again["diagnostics"])
        self.assertEqual({d["code"] for d in again["diagnostics"]}, {"Refuted", "CheckFailed"})

    def test_pages_are_the_same_with_and_without(self):
        self.run_tool("build")
        with_cache = self.files("output")
        self.run_tool("build")
        again = self.files("output")
        self.run_tool("clean")
        self.run_tool("build", "--no-cache")
        without = self.files("output")
        self.assertEqual(with_cache, without)
        self.assertEqual(again, without)
        self.assertFalse((self.folder / ".coursegen/lessons").exists())

    def test_messages_do_not_depend_on_what_is_known(self):
        self.replace("lessons/02-second.md", "b = a + 1", "b = maximun([a])")
        known = self.report(code=1)["diagnostics"]
        self.assertEqual(known, self.report("--no-cache", code=1)["diagnostics"])
        self.assertIn("did you mean", known[0]["message"])

    def test_damage_is_ignored_with_a_note(self):
        records = self.folder / ".coursegen/lessons/first.records"
        for spoil in (lambda b: b[:-20], lambda b: b[:40] + b"x" + b[41:], lambda b: b"", lambda b: b"\0" * 99):
            records.write_bytes(spoil(records.read_bytes()))
            done = self.run_tool("check", "--format", "json")
            self.assertIn("damaged", done.stderr)
            self.assertIn('"claimsJudged":4', done.stdout)

    def test_a_cache_that_cannot_be_written_is_no_harm(self):
        shutil.rmtree(self.folder / ".coursegen")
        self.write(".coursegen", "a file where the folder would be")
        done = self.run_tool("check")
        self.assertIn("cannot be written", done.stderr)

    def test_killed_builds_do_no_damage(self):
        for delay in (0.002, 0.01, 0.02, 0.04, 0.08, 0.16):
            self.run_tool("clean")
            process = subprocess.Popen([PROGRAM, "check"], cwd=self.folder, stdout=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            done = self.run_tool("check", "--format", "json")
            self.assertNotIn("note", done.stderr)
            self.assertEqual(self.report()["work"]["claimsJudged"], 0)
        left = [f.name for f in (self.folder / ".coursegen").rglob("*.tmp")]
        self.assertEqual(left, [])

    def test_two_at_once(self):
        expected = self.report("--no-cache")["claims"]
        for _ in range(4):
            self.run_tool("clean")
            both = [
                subprocess.Popen(
                    [PROGRAM, "check", "--format", "json"], cwd=self.folder, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment())
                for _ in range(2)
            ]
            for process in both:
                out, err = process.communicate(timeout=120)
                self.assertEqual((process.returncode, err), (0, ""))
            self.assertEqual(self.report()["claims"], expected)
            self.assert_work(0, 0)


class BlockDependenceTest(ToolTest):
    """Ways in which one block hangs on another that are easily overlooked: after an edit of the
    first block the last one must fail, with or without a cache."""

    def assert_seen(self, blocks, old, new):
        text = "# T\n\n" + "\n\n".join(f"```run {{#chk-{n}}}\n{b}\n```" for n, b in enumerate(blocks)) + "\n"
        self.write("lessons/course.yml", "title: T\n")
        self.write("lessons/01-a.md", text)
        self.report()
        self.assertEqual(self.report()["work"]["blocksRun"], 0)
        self.replace("lessons/01-a.md", old, new)
        without = self.report("--no-cache", code=1)["diagnostics"]
        self.assertEqual(self.report(code=1)["diagnostics"], without)
        self.assertIn("CheckFailed", [d["code"] for d in without])

    def test_a_function_and_what_it_calls(self):
        self.assert_seen(["k = 2", "f(x) = k * x", "@check f(3) == 6"], "k = 2", "k = 3")

    def test_an_entry_changed_in_place(self):
        self.assert_seen(["a = [1, 2]", "a[1] = 5", "@check a[1] == 5"], "a[1] = 5\n", "a[1] = 6\n")

    def test_an_entry_changed_under_another_name(self):
        self.assert_seen(["a = [1, 2]", "b = a", "b[1] = 5", "@check a[1] == 5"], "b[1] = 5", "b[1] = 6")

    def test_an_entry_changed_under_a_third_name(self):
        self.assert_seen(["c = [1, 2]", "a = c", "b = c", "b[1] = 5", "@check a[1] == 5"], "b[1] = 5", "b[1] = 6")

    def test_an_entry_changed_by_a_function(self):
        self.assert_seen(
            ["a = [1, 2]", "function g(v)\n  v[1] = 5\n  sum(v)\nend", "s = g(a)", "@check a[1] == 5"],
            "v[1] = 5", "v[1] = 6")

    def test_all_entries_filled(self):
        self.assert_seen(["a = [1, 2]", "a .= 5", "@check a[1] == 5"], "a .= 5", "a .= 6")

    def test_what_was_recorded(self):
        self.assert_seen(
            ["for t in 1:3\n  record(c = t)\nend", "x = 1", "@check recorded.c[3] == 3"], "c = t", "c = 2t")

    def test_what_was_recorded_by_a_function(self):
        self.assert_seen(
            ["function g()\n  for t in 1:3\n    record(c = t)\n  end\n  0\nend", "z = g()", "@check recorded.c[3] == 3"],
            "c = t", "c = 2t")

    def test_a_value_in_a_string(self):
        self.assert_seen(["a = 2", 's = "a is $(a)"', '@check s == "a is 2"'], "a = 2", "a = 3")

    def test_a_derivative_by_a_prime(self):
        self.assert_seen(["f(x) = x^2", "@check f\u2032(3) == 6"], "x^2", "x^3")

    def test_a_loop_s_variable(self):
        self.assert_seen(["a = 0\nfor i in 1:3\n  a += i\nend", "@check a == 6"], "1:3", "1:4")

    def test_a_computed_symbol(self):
        self.write("lessons/course.yml", "title: T\n")
        self.write("lessons/01-a.md", "```run\nk = 4\n```\n\n```symbols\nk : computed k\n```\n\n$$ k = 4 $$ {.check}\n")
        self.report()
        self.assertEqual(self.report()["work"]["claimsJudged"], 0)
        self.replace("lessons/01-a.md", "\nk = 4\n", "\nk = 5\n")
        self.assertEqual([d["code"] for d in self.report(code=1)["diagnostics"]], ["Refuted"])

    def test_a_formula_that_a_block_calls(self):
        text = "```symbols\nx : scalar\n```\n\n$$ g(x) = x^2 $$ {.define}\n\n$$ f(x) = g(x) + 1 $$ {.define}\n\n"
        self.write("lessons/course.yml", "title: T\n")
        self.write("lessons/01-a.md", text + "```run\n@check f(3) == 10\n```\n")
        self.report()
        self.replace("lessons/01-a.md", "x^2", "x^3")
        self.assertEqual([d["code"] for d in self.report(code=1)["diagnostics"]], ["CheckFailed"])

    def test_a_name_inside_a_box_is_not_that_outside(self):
        self.write("lessons/course.yml", "title: T\n")
        self.write("lessons/01-a.md", r"""```symbols
x : scalar
```

$$ f(x) = x^2 $$ {.define}

> [!example]
> $$ h(x) = x^3 $$ {.define}
>
> ```run {#chk-inner}
> @check h(2) == 8
> ```

```run {#chk-outer}
@check f(3) == 9
```
""")
        self.report()
        self.replace("lessons/01-a.md", "h(x) = x^3", "h(x) = x^3 + 0")
        self.assertEqual(self.report()["work"]["blocksRun"], 1)


if __name__ == "__main__":
    unittest.main()
