"""A session as a new author would have it: new, check, a mistake, its message, its repair, build."""

import unittest

from tool import PROGRAM, ToolTest


class SessionTest(ToolTest):
    def test_what_new_makes_builds_green(self):
        self.run_tool("new", "calculus")
        done = self.run_tool("build", "calculus", "--strict")
        self.assertIn("0 errors, 0 warnings", done.stdout)
        self.assertTrue((self.folder / "calculus/output/index.html").exists())
        self.folder = self.folder / "calculus"
        self.run_tool("new", "lesson", "The chain rule")
        self.assertTrue((self.folder / "lessons/02-the-chain-rule.md").exists())
        done = self.run_tool("build", "--strict")
        self.assertIn("0 errors, 0 warnings", done.stdout)
        self.run_tool("new", "lesson", "The chain rule", code=2)

    def test_new_leaves_what_is_there(self):
        self.write("calculus/lessons/course.yml", "title: Mine\n")
        done = self.run_tool("new", "calculus", code=2)
        self.assertIn("is there already", done.stderr)
        self.assertEqual((self.folder / "calculus/lessons/course.yml").read_text(), "title: Mine\n")

    def test_a_mistake_its_message_its_repair(self):
        self.run_tool("new", "calculus")
        self.folder = self.folder / "calculus"
        self.replace("lessons/01-first.md", "summary:", "sumary:")
        self.replace("lessons/01-first.md", "f'(x) = 2x", "f'(x) = -2x")
        done = self.run_tool("check", code=1)
        self.assertIn("lessons/01-first.md:3:1: error[UnknownKey]: unknown key `sumary`; did you mean `summary`?",
                      done.stdout)
        self.assertIn("error[Refuted]", done.stdout)
        self.assertRegex(done.stdout, r"\$\$ f'\(x\) = -2x \$\$ \{\.check\}\n +\|    +\^+\n")
        done = self.run_tool("check", "--fix", code=1)
        self.assertNotIn("UnknownKey", done.stdout)
        self.assertIn("\nsummary:", (self.folder / "lessons/01-first.md").read_text())
        # What a formula should say is the author's to decide.
        self.assertIn("-2x", (self.folder / "lessons/01-first.md").read_text())
        self.replace("lessons/01-first.md", "f'(x) = -2x", "f'(x) = 2x")
        self.run_tool("build", "--strict")
        self.assertEqual(self.run_tool("check", "--format", "github").stdout, "")

    def test_homework_on_its_own_and_on_standard_input(self):
        text = "```symbols\nx : scalar\n```\n\n$$ (x + 1)^2 = x^2 + 1 $$ {.check}\n"
        self.write("homework.md", text)
        for words, given, name in ((["homework.md"], None, "homework.md"), (["-"], text, "standard input")):
            done = self.run_tool("check", *words, given=given, code=1)
            self.assertIn(f"{name}:5:4: error[Refuted]", done.stdout)
        self.run_tool("check", "-", given=text.replace("+ 1 $$", "+ 2x + 1 $$"))

    def test_exit_codes(self):
        self.run_tool(code=2)
        self.run_tool("--help")
        self.run_tool("--version")
        self.run_tool("biuld", code=2)
        self.run_tool("check", code=2)
        self.run_tool("check", "nowhere.md", code=2)
        self.run_tool("explain", "Nonsense", code=2)
        self.run_tool("doctor")

    def test_every_command_has_help_with_an_example(self):
        overview = self.run_tool("--help").stdout
        for name in ("build check serve new mutate list explain doctor clean manual completions").split():
            self.assertIn(f"\n  {name} ", overview)
            self.assertIn(f"for example: coursegen {name}", self.run_tool(name, "--help").stdout)

    def test_the_environment_overrides_the_file_and_the_command_line_the_environment(self):
        self.write("lessons/course.yml", "title: T\nseed: 1\n")
        self.write("lessons/01-a.md", "```symbols\nx : scalar\n```\n\n$$ x^2 \\ge 0 $$ {.check}\n")
        seeds = [
            self.report()["claims"][0]["seed"], self.report(COURSEGEN_SEED="2")["claims"][0]["seed"],
            self.report("--seed", "3", COURSEGEN_SEED="2")["claims"][0]["seed"],
        ]
        self.assertEqual(seeds, ["1", "2", "3"])
        self.run_tool("build", COURSEGEN_TITLE="Another")
        self.assertIn("<title>Another</title>", (self.folder / "output/index.html").read_text())
        done = self.run_tool("check", code=2, COURSEGEN_TITEL="x")
        self.assertIn("did you mean COURSEGEN_TITLE?", done.stderr)
        done = self.run_tool("check", code=2, COURSEGEN_LIMITS_FUEL="none")
        self.assertIn("COURSEGEN_LIMITS_FUEL takes a whole number", done.stderr)

    def test_a_table_of_where_the_time_went(self):
        self.run_tool("new", "calculus")
        self.folder = self.folder / "calculus"
        first = self.run_tool("check", "-v").stdout
        self.assertIn("claims: 1 judged, 0 known from before", first)
        self.assertRegex(first, r" ms  (claim|block)  lessons/01-first\.md:\d+:\d+")
        self.assertIn("claims: 0 judged, 1 known from before", self.run_tool("check", "-v").stdout)
        self.assertRegex(self.run_tool("build", "-v").stdout, r" ms   page  first\.html\n")
        self.assertEqual(self.run_tool("check", "-q").stdout, "")

    def test_colours_and_progress_are_for_terminals(self):
        self.write("a.md", "$$ 1 + 1 = 3 $$ {.check}\n")
        plain = self.run_tool("check", "a.md", code=1)
        self.assertNotIn("\x1b", plain.stdout + plain.stderr)
        self.assertIn("\x1b[", self.run_tool("check", "a.md", "--color", "always", code=1).stdout)

    def test_progress_is_drawn_on_a_terminal_and_wiped_away(self):
        import os
        import pty
        import subprocess
        self.write("lessons/course.yml", "title: Long\n")
        block = "```run\ns = 0\nfor i in 1:80_000_000\n  s += i\nend\n@check s > 0\n```\n"
        for number in range(3):
            self.write(f"lessons/{number}-l{number}.md", "# L\n\n" + block)
        main, side = pty.openpty()
        process = subprocess.Popen(
            [PROGRAM, "check", "--jobs", "1"], cwd=self.folder, stdout=subprocess.PIPE, stderr=side,
            env=self.environment())
        os.close(side)
        drawn = b""
        while True:
            try:
                part = os.read(main, 1000)
            except OSError:
                break
            if not part:
                break
            drawn += part
        os.close(main)
        self.assertEqual(process.communicate()[1], None)
        self.assertRegex(drawn.decode(), r"[12]/3 lessons, \d+ s: l[012]")
        self.assertTrue(drawn.endswith(b"\r\x1b[K"))

    def test_completions_are_understood_by_the_shell(self):
        import shutil
        import subprocess
        script = self.run_tool("completions", "bash").stdout
        asked = script + "\nCOMP_WORDS=(coursegen ch); COMP_CWORD=1; _coursegen; echo ${COMPREPLY[@]}\n"
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.stdout.strip(), "check", done.stderr)
        if shutil.which("zsh"):
            script = self.run_tool("completions", "zsh").stdout
            done = subprocess.run(["zsh", "-n"], input=script, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
