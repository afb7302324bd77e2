"""Runs the built program in folders of its own, as its users would."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("COURSEGEN", ROOT / ".build/release/coursegen"))


class ToolTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="coursegen-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def replace(self, path, old, new):
        file = self.folder / path
        text = file.read_text()
        self.assertIn(old, text, f"{path} does not contain what is to be replaced")
        file.write_text(text.replace(old, new, 1))

    def environment(self, **more):
        """That of this process without the variables that the program itself reads."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("COURSEGEN")}
        return plain | more

    def run_tool(self, *words, code=0, given=None, **variables):
        done = subprocess.run(
            [PROGRAM, *words], cwd=self.folder, capture_output=True, text=True, input=given,
            env=self.environment(**variables), timeout=300,
        )
        if code is not None:
            self.assertEqual(done.returncode, code, (done.stdout + done.stderr)[-3000:])
        return done

    def report(self, *words, code=0, **variables):
        return json.loads(self.run_tool("check", "--format", "json", *words, code=code, **variables).stdout)

    def files(self, folder):
        """Every file below a folder with its bytes."""
        top = self.folder / folder
        return {str(f.relative_to(top)): f.read_bytes() for f in sorted(top.rglob("*")) if f.is_file()}
