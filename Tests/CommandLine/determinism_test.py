"""The same course gives the same bytes, whatever the machine around it looks like."""

import pathlib
import re
import shutil
import tempfile
import unittest

from tool import ROOT, ToolTest

LESSONS = ["04-activations.md", "19-softmax.md"]


class DeterminismTest(ToolTest):
    @classmethod
    def setUpClass(cls):
        cls.first = None

    def course(self, at="."):
        """Two lessons of the course by themselves: references to others are plain words here."""
        texts = {name: (ROOT / "lessons" / name).read_text() for name in LESSONS}
        known = set(re.findall(r"#([a-z]+-[\w-]+)", "".join(texts.values())))
        for name, text in texts.items():
            text = re.sub(r"^requires:.*\n", "", text, flags=re.M)
            text = re.sub(r"@([a-z]+-[\w-]*\w)", lambda m: m[0] if m[1] in known else m[1], text)
            self.write(f"{at}/lessons/{name}", text)
        shutil.copytree(ROOT / "lessons/data", self.folder / at / "lessons/data", dirs_exist_ok=True)
        self.write(f"{at}/lessons/course.yml", "title: Same\nseed: 3\n")

    def built(self, *words, at=".", **variables):
        shutil.rmtree(self.folder / at / "output", ignore_errors=True)
        self.run_tool("build", at, *words, **variables)
        return self.files(f"{at}/output")

    def reference(self):
        if DeterminismTest.first is None:
            DeterminismTest.first = self.built("--no-cache", "--jobs", "1")
        return DeterminismTest.first

    def assert_same(self, files):
        reference = self.reference()
        self.assertEqual(sorted(files), sorted(reference))
        for name, text in reference.items():
            self.assertEqual(files[name], text, name)

    def setUp(self):
        super().setUp()
        self.course()

    def test_two_builds(self):
        self.reference()
        self.assert_same(self.built("--no-cache", "--jobs", "1"))

    def test_workers(self):
        self.assert_same(self.built("--no-cache", "--jobs", "2"))

    def test_cache_cold_and_warm(self):
        self.assert_same(self.built())
        self.assert_same(self.built())

    def test_another_folder(self):
        self.reference()
        self.course("some where/else")
        self.assert_same(self.built("--no-cache", at="some where/else"))

    def test_locale_time_zone_environment_hash_seed(self):
        self.assert_same(
            self.built(
                "--no-cache", LC_ALL="de_DE.UTF-8", LANG="tr_TR.UTF-8", TZ="Asia/Kathmandu",
                HOME="/nonexistent", COLUMNS="40", SWIFT_DETERMINISTIC_HASHING="1",
            )
        )

    def test_files_that_did_not_change_are_not_written(self):
        self.built("--no-cache")
        before = {f: f.stat().st_mtime_ns for f in (self.folder / "output").rglob("*")}
        self.run_tool("build", "--no-cache")
        after = {f: f.stat().st_mtime_ns for f in (self.folder / "output").rglob("*")}
        self.assertEqual({f for f in before if f.is_file() and before[f] != after[f]}, set())

    def test_messages_come_in_the_same_order(self):
        for name in LESSONS:
            text = (self.folder / "lessons" / name).read_text()
            self.write(f"lessons/{name}", text.replace("{.check}", "{.chekc}") + "\n\nSee @eq-nowhere.\n")
        outputs = {
            jobs: self.run_tool("check", "--no-cache", "--jobs", jobs, code=1).stdout.rsplit("(", 1)[0]
            for jobs in ["1", "2", "2"]
        }
        self.assertEqual(outputs["1"], outputs["2"])


if __name__ == "__main__":
    unittest.main()
