"""Killed, locked out, doubled or led astray, a build leaves a usable tree and its own folder only."""

import os
import random
import signal
import subprocess
import time
import unittest

from tool import PROGRAM, ToolTest

LESSON = r"""---
title: Lesson %d
---

# Lesson %d

```symbols
x, y : scalar
```

$$ (x + y)^2 = x^2 + 2 x y + y^2 $$ {.check}

```run {#fig-%d}
#| caption: A curve.
plot(x -> sin(%d * x), over = 0..6)
```
"""


class FaultsTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("lessons/course.yml", "title: Faults\n")
        for n in range(1, 7):
            self.write(f"lessons/0{n}-l{n}.md", LESSON % (n, n, n, n))

    def start(self, *words):
        return subprocess.Popen(
            [PROGRAM, *words], cwd=self.folder, env=self.environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def expected(self):
        self.run_tool("build", "--no-cache")
        return self.files("output")

    def test_a_block_without_end_leaves_the_other_pages(self):
        self.write("lessons/03-l3.md", "---\ntitle: Lesson 3\n---\n\n# Lesson 3\n\n```run\nwhile true end\n```\n")
        done = self.run_tool("build", "--no-cache", code=1, COURSEGEN_LIMITS_FUEL="1000000")
        self.assertIn("OutOfFuel", done.stdout + done.stderr)
        pages = self.files("output")
        for n in range(1, 7):
            self.assertIn(f"l{n}.html", pages)
        self.assertIn(b"<svg", pages["l4.html"])

    def test_killed_at_any_moment(self):
        expected = self.expected()
        chance = random.Random(1)
        for number in range(25):
            self.write("lessons/01-l1.md", LESSON % (1, 1, 1, 1) + f"\nEdit {number}.\n")
            build = self.start("build")
            time.sleep(chance.uniform(0, 0.25))
            build.kill()
            build.wait()
            for name, text in self.files("output").items():
                self.assertTrue(text, f"{name} is empty after a kill")
        self.write("lessons/01-l1.md", LESSON % (1, 1, 1, 1))
        self.run_tool("build")
        self.assertEqual(self.files("output"), expected)

    def test_two_builds_at_once(self):
        expected = self.expected()
        for _ in range(3):
            builds = [self.start("build"), self.start("build")]
            self.assertEqual([b.wait() for b in builds], [0, 0])
            self.assertEqual(self.files("output"), expected)

    def test_output_that_cannot_be_written(self):
        self.write("output", "I am a file.")
        done = self.run_tool("build", code=2)
        self.assertIn("output", done.stderr)
        self.assertEqual((self.folder / "output").read_text(), "I am a file.")

    def test_a_lesson_that_cannot_be_read(self):
        (self.folder / "lessons/07-folder.md").mkdir()
        (self.folder / "lessons/08-bytes.md").write_bytes(b"---\ntitle: a\n---\n\n\xff\xfe\n")
        done = self.run_tool("check", code=None)
        self.assertNotIn("Fatal", done.stderr)
        self.assertIn(done.returncode, [1, 2])

    def test_a_cache_that_is_damaged(self):
        self.run_tool("build")
        expected = self.files("output")
        for file in (self.folder / ".coursegen").rglob("*"):
            if file.is_file():
                data = bytearray(file.read_bytes())
                for place in range(0, len(data), 37):
                    data[place] ^= 0x55
                file.write_bytes(bytes(data))
        self.run_tool("build")
        self.assertEqual(self.files("output"), expected)

    def test_nothing_outside_the_output_is_touched(self):
        self.run_tool("build")
        keep = self.write("kept/precious.txt", "mine")
        os.symlink(self.folder / "kept", self.folder / "output" / "link")
        os.symlink(keep, self.folder / "output" / "stale.html")
        self.write("output/foreign.txt", "somebody else's")
        (self.folder / "lessons/06-l6.md").unlink()
        self.run_tool("build")
        self.assertEqual(keep.read_text(), "mine")
        self.assertFalse((self.folder / "output/l6.html").exists())

    def test_pages_are_not_written_through_links(self):
        victim = self.write("elsewhere/victim.txt", "mine")
        (self.folder / "output").mkdir()
        os.symlink(victim, self.folder / "output" / "l1.html")
        self.run_tool("build")
        self.assertEqual(victim.read_text(), "mine")

    def test_interrupted_by_the_keyboard(self):
        build = self.start("build")
        time.sleep(0.02)
        build.send_signal(signal.SIGINT)
        self.assertIn(build.wait(timeout=20), [0, -signal.SIGINT, 130])


if __name__ == "__main__":
    unittest.main()
