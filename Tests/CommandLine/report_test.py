"""What machines read: JSON against the published schema, annotations for GitHub; and that neither
depends on the number of jobs."""

import json
import time
import unittest

import schema
from tool import ROOT, ToolTest

SCHEMA = json.loads((ROOT / "schema/report.json").read_text())

LESSON = r"""---
title: Mixed
sumary: misspelt
---

```symbols
n : size 2..4
x : vector(n)
a : scalar
```

$$ f(a) = a^2 $$ {.define}

$$ f'(a) = 2a $$ {#eq-right .check}

$$ \|x\|^2 = \sum_i x_i^2 = n $$ {.check}

$$ a^2 = -a^2 $$ {.refute}

$$ \frac{a^2}{a} = a $$ {.check}

$$ a + a = 2a $$

$$ a + b = 2 $$ {.check}

```run
s = 2
@check s == 3
```

See @eq-wrong.
"""


GENERATED = """---
title: Generated
---

```run
@forall v = vectors(2:4) begin
    @bound abs(sum(v)) <= sqrt(length(v)) * norm(v)
end
@forall (X, w) = separable(2:3, 2:4) begin
    @check radius(X) < 2
end
```
"""


class ReportTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("lesson.md", LESSON)

    def test_generated_instances_have_the_record_of_claims(self):
        self.write("generated.md", GENERATED)
        report = self.report("generated.md", code=1)
        self.assertEqual(schema.problems(report, SCHEMA, SCHEMA), [])
        bound, refuted = report["checks"]
        self.assertEqual((bound["verdict"], bound["points"], bound["counterexample"]), ("tested", 100, None))
        self.assertTrue(0.99 < bound["ratio"] <= 1 + 1e-9, bound)
        self.assertEqual((refuted["verdict"], refuted["right"]), ("refuted", "2"))
        self.assertGreaterEqual(float(refuted["left"]), 2)
        self.assertEqual(set(refuted["counterexample"]), {"X", "w"})
        self.assertEqual(bound["seed"], refuted["seed"])

    def test_reports_are_as_the_schema_says(self):
        report = self.report("lesson.md", code=1)
        self.assertEqual(schema.problems(report, SCHEMA, SCHEMA), [])
        codes = {d["code"] for d in report["diagnostics"]}
        self.assertLessEqual(
            {"UnknownKey", "Refuted", "DomainMismatch", "UncheckedClaim", "UndeclaredSymbol", "CheckFailed",
             "UnknownReference"}, codes)
        self.assertEqual([(c["code"], c["verdict"], c["left"], c["right"]) for c in report["checks"]],
                         [("s == 3", "refuted", "2", "3")])
        refuted = [c for c in report["claims"] if c["verdict"] == "refuted"]
        self.assertTrue(all(c["counterexample"]["symbols"] for c in refuted))
        self.assertEqual([c["step"] for c in report["claims"] if "sum" in c["latex"]], [1, 2])

    def test_the_whole_course_of_the_repository_is_as_the_schema_says(self):
        self.folder = ROOT
        done = self.run_tool("check", "--format", "json", code=None)
        report = json.loads(done.stdout)
        self.assertEqual(schema.problems(report, SCHEMA, SCHEMA), [])

    def test_the_schema_can_fail(self):
        report = self.report("lesson.md", code=1)
        for spoil in (
            lambda r: r.pop("claims"), lambda r: r["summary"].update(claims="many"),
            lambda r: r["diagnostics"][0].update(severity="bad"), lambda r: r.update(more=1),
            lambda r: r["claims"][0].update(verdict="maybe"),
        ):
            spoilt = json.loads(json.dumps(report))
            spoil(spoilt)
            self.assertNotEqual(schema.problems(spoilt, SCHEMA, SCHEMA), [])

    def test_places_are_those_of_the_text(self):
        lines = LESSON.split("\n")
        for found in self.report("lesson.md", code=1)["diagnostics"]:
            text = lines[found["line"] - 1]
            if found["code"] == "UndeclaredSymbol":
                self.assertEqual(text[found["column"] - 1:found["endColumn"] - 1], "b")
            if found["code"] == "UnknownKey":
                self.assertEqual(text[found["column"] - 1:found["endColumn"] - 1], "sumary")

    def test_github_gets_one_line_for_each(self):
        lines = self.run_tool("check", "lesson.md", "--format", "github", code=1).stdout.splitlines()
        self.assertEqual(len(lines), len(self.report("lesson.md", code=1)["diagnostics"]))
        for line in lines:
            self.assertRegex(line, r"^::(error|warning|notice) file=lesson\.md,line=\d+,col=\d+,endLine=\d+,"
                                   r"endColumn=\d+,title=[A-Za-z]+::.+$")

    def test_very_many_messages_on_one_very_long_line(self):
        self.write("long.md", "# T\n\n" + "@eq-a " * 20_000 + "\n")
        start = time.monotonic()
        text = self.run_tool("check", "long.md", code=1).stdout
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(text.count("error[UnknownReference]"), 200)
        self.assertIn("long.md: 19800 more messages; --format json has all", text)
        found = self.report("long.md", code=1)["diagnostics"]
        self.assertEqual(len(found), 20_000)
        self.assertEqual([(d["line"], d["column"], d["endColumn"]) for d in found[-2:]],
                         [(3, 119989, 119994), (3, 119995, 120000)])

    def test_the_number_of_jobs_changes_nothing(self):
        self.write("lessons/course.yml", "title: Jobs\n")
        for number in range(6):
            text = LESSON.replace("eq-right", f"eq-right-{number}")
            self.write(f"lessons/{number}-l{number}.md", text.replace("s = 2", f"s = {number}"))
        for form in ("human", "json", "github"):
            outputs = []
            for jobs in ("1", "2", "5"):
                words = ("check", "--no-cache", "--jobs", jobs, "--format", form, "-q")
                text = self.run_tool(*words, code=1).stdout
                outputs.append(text.split('"seconds"')[0])
            self.assertEqual(outputs[0], outputs[1])
            self.assertEqual(outputs[0], outputs[2])

    def test_severity_is_the_course_s_to_change(self):
        self.write("lessons/01-a.md", "```symbols\na : scalar\n```\n\n$$ a + a = 2a $$\n")
        self.write("lessons/course.yml", "title: S\n")
        self.assertEqual(self.report()["diagnostics"][0]["severity"], "warning")
        self.assertEqual(self.report("--strict", code=1)["diagnostics"][0]["severity"], "error")
        self.write("lessons/course.yml", "title: S\nseverity:\n  UncheckedClaim: error\n")
        self.report(code=1)
        self.write("lessons/course.yml", "title: S\nseverity:\n  UncheckedClaim: note\n")
        self.assertEqual(self.report("--strict")["diagnostics"][0]["severity"], "note")
        self.write("lessons/course.yml", "title: S\nseverity:\n  UncheckedClaims: note\n")
        found = self.report(code=1)["diagnostics"][0]
        self.assertEqual(found["code"], "UnknownCode")
        self.assertIn("did you mean `UncheckedClaim`", found["message"])


if __name__ == "__main__":
    unittest.main()
