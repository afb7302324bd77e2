"""The attack list in a real browser: nothing runs, with the content security policy and without it."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from pages import BrowserTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/CommandLine"))
from attacks import ATTACKS, NAMES  # noqa: E402

PROGRAM = os.environ.get("COURSEGEN", str(ROOT / ".build/release/coursegen"))
# The attacks are dealt out over so many lessons.
LESSONS = 6
CAUGHT = "window.caught = 0; window.alert = window.msgbox = () => { window.caught += 1; };"


class AttackTest(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory(prefix="coursegen-")
        cls.addClassCleanup(cls.folder.cleanup)
        top = pathlib.Path(cls.folder.name)
        (top / "lessons").mkdir()
        (top / "lessons/course.yml").write_text(f"title: {NAMES[1]}\nsummary: {NAMES[0]}\nallow_html: false\n")
        for number in range(1, LESSONS + 1):
            title = NAMES[number % len(NAMES)]
            attacks = "\n\n".join(ATTACKS[number - 1::LESSONS])
            text = f"---\ntitle: {title}\nsummary: {title}\n---\n\n# Part\n\n{attacks}\n"
            (top / f"lessons/{number:02}-attack{number}.md").write_text(text)
        subprocess.run([PROGRAM, "build", "--no-cache", "-q"], cwd=top, capture_output=True)
        cls.pages = sorted((top / "output").glob("*.html"))

    def opened(self, page, anchor="", **options):
        context = self.browser.new_context(**options)
        context.add_init_script(CAUGHT)
        self.addCleanup(context.close)
        tab = context.new_page()
        self.requests, self.dialogs = [], []
        tab.on("request", lambda request: self.requests.append(request.url))
        tab.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        tab.goto(page.as_uri() + anchor)
        return tab

    def assert_quiet(self, tab, page):
        top = page.parent.as_uri()
        self.assertEqual(tab.evaluate("window.caught"), 0, page.name)
        self.assertEqual(self.dialogs, [])
        self.assertEqual([url for url in self.requests if not url.startswith(top)], [])

    def test_pages_are_there(self):
        lessons = [page for page in self.pages if "attack" in page.name]
        self.assertEqual(len(lessons), LESSONS)

    def test_nothing_runs_when_a_page_opens(self):
        for bypass in (False, True):
            for page in self.pages:
                with self.subTest(page.name, bypass_csp=bypass):
                    tab = self.opened(page, bypass_csp=bypass)
                    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                    self.assert_quiet(tab, page)

    def test_nothing_runs_when_links_are_followed_and_things_are_touched(self):
        for page in self.pages:
            with self.subTest(page.name):
                tab = self.opened(page, bypass_csp=True)
                tab.evaluate(
                    """() => {
                      addEventListener('click', event => {
                        const link = event.target.closest?.('a');
                        if (link && link.protocol !== 'javascript:') event.preventDefault();
                      }, true);
                      for (const element of document.querySelectorAll('main *')) {
                        for (const type of ['mouseover', 'focusin', 'click'])
                          element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
                      }
                    }"""
                )
                self.assert_quiet(tab, page)

    def test_nothing_runs_in_the_results_of_a_search(self):
        page = next(page for page in self.pages if page.name == "search.html")
        for words in ("script", "alert", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"):
            with self.subTest(words):
                tab = self.opened(page, bypass_csp=True)
                tab.fill("#query", words)
                tab.wait_for_selector("#found:not(:empty)")
                self.assert_quiet(tab, page)


if __name__ == "__main__":
    unittest.main()
