"""A lesson reads nothing outside its course, and says nothing on the page that it was not allowed to."""

import html.parser
import os
import unittest

from attacks import ATTACKS, NAMES
from tool import ToolTest

FRONT = "---\ntitle: %s\n---\n\n"


class Scan(html.parser.HTMLParser):
    """Every tag, attribute and address of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.scripts = set(), [], [], []
        self.inside = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.inside = tag
        for name, value in attributes:
            self.attributes.append((tag, name))
            if name in ("href", "src", "action", "formaction", "xlink:href", "srcset", "data", "formaction"):
                self.addresses.append(value or "")

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self.inside = None


PATHS = [
    '```run\nread_csv("../secret.csv")\n```',
    '```run\nread_csv("/etc/passwd")\n```',
    '```run\nread_csv("data/../../secret.csv")\n```',
    '```run\nread_csv("data/link.csv")\n```',
    '```run\nread_csv("data/folder/secret.csv")\n```',
    "![a](../secret.csv)",
    "![a](/etc/passwd)",
    "![a](data/link.csv)",
    "![a](file:///etc/passwd)",
]


class ContainmentTest(ToolTest):
    def build(self, body, title="Attack", course="title: Course\n"):
        self.write("lessons/course.yml", course)
        self.write("lessons/01-attack.md", FRONT % title + "# One\n\n" + body + "\n")
        return self.run_tool("build", "--no-cache", code=None)

    def pages(self):
        return [f for f in (self.folder / "output").glob("*.html")] if (self.folder / "output").exists() else []

    def assert_harmless(self, what):
        for page in self.pages():
            scan = Scan(page.read_text())
            for tag, name in scan.attributes:
                self.assertFalse(name.startswith("on"), f"{what}: {tag} {name} in {page.name}")
            for tag in ["iframe", "object", "embed", "base"]:
                self.assertNotIn(tag, scan.tags, f"{what}: {page.name}")
            for address in scan.addresses:
                plain = "".join(c for c in address.lower() if c > " ")
                self.assertFalse(
                    plain.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg", "file:")),
                    f"{what}: {address} in {page.name}")
                if not plain.startswith(("http:", "https:", "mailto:")):
                    path = plain.split("#")[0].split("?")[0]
                    self.assertNotIn("..", path.split("/"), f"{what}: {address}")
                    self.assertFalse(path.startswith("/"), f"{what}: {address}")
            for script in scan.scripts:
                self.assertNotIn("alert(1)", script.replace("\\u003c", "<").split("<")[0], what)
            self.assertIn("Content-Security-Policy", page.read_text(), page.name)

    def test_nothing_runs_on_the_page(self):
        for attack in ATTACKS:
            with self.subTest(attack=attack):
                self.build(attack)
                self.assert_harmless(attack)

    def test_nothing_runs_from_names(self):
        for title in NAMES:
            with self.subTest(title=title):
                self.build("Text.", title=title, course=f"title: {title}\nsummary: {title}\n")
                self.assert_harmless(title)

    def test_the_outside_is_not_read(self):
        self.write("secret.csv", "a\nTOPSECRET\n")
        self.write("lessons/data/fine.csv", "a\n1\n")
        os.symlink(self.folder / "secret.csv", self.folder / "lessons/data/link.csv")
        os.symlink(self.folder, self.folder / "lessons/data/folder")
        for path in PATHS:
            with self.subTest(path=path):
                done = self.build(path)
                self.assertEqual(done.returncode, 1, f"{path}\n{done.stdout}{done.stderr}")
                self.assertNotIn("TOPSECRET", done.stdout + done.stderr)
                for name, text in self.files("output").items() if (self.folder / "output").exists() else []:
                    self.assertNotIn(b"TOPSECRET", text, name)
                    self.assertNotIn(b"root:x:0", text, name)

    def test_the_configuration_cannot_point_outside(self):
        self.write("secret.md", "```symbols\nx : scalar\n```\n")
        for line in ["notation: [../../secret]", "notation: [/etc/passwd]"]:
            with self.subTest(line=line):
                self.write("lessons/course.yml", "title: Course\n")
                self.write("lessons/01-attack.md", f"---\ntitle: A\n{line}\n---\n\n# One\n\n$$ x = x + 0 $$ {{.check}}\n")
                done = self.run_tool("build", "--no-cache", code=None)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_file_names_are_text(self):
        self.write("lessons/course.yml", "title: Course\n")
        for name in ["02-<img src=x onerror=alert(1)>.md", "03-a\"b.md", "04-..md", "05-%2e%2e.md"]:
            try:
                self.write(f"lessons/{name}", FRONT % "N" + "# N\n")
            except OSError:
                continue
        self.run_tool("build", "--no-cache", code=None)
        self.assert_harmless("file names")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir() if p.name not in (".coursegen", ".gitignore")),
                         ["lessons"] + (["output"] if (self.folder / "output").exists() else []))


if __name__ == "__main__":
    unittest.main()
