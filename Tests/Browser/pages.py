"""The built course in a headless Chromium: what all tests of pages begin with."""

import pathlib
import shutil
import unittest

from playwright.sync_api import sync_playwright

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "output"
PAGES = sorted(OUTPUT.glob("*.html"))
GENERAL = {"index", "notation", "figures", "errata", "verification", "search", "404"}
LESSONS = [page for page in PAGES if page.stem not in GENERAL]
KINDS = [page for page in PAGES if page.stem in GENERAL]


class BrowserTest(unittest.TestCase):
    """Opens pages from the folder, and notes every request and every complaint of the browser."""

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=["--no-sandbox"]
        )

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def open(self, page, anchor="", **options):
        context = self.browser.new_context(**options)
        self.addCleanup(context.close)
        tab = context.new_page()
        self.requests = []
        tab.on("request", lambda request: self.requests.append(request.url))
        self.problems = []
        tab.on("console", lambda message: self.problems.append(message.text))
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.goto(page.as_uri() + anchor)
        return tab

    def text(self, tab):
        """What a reader sees of the page; the theme switch is for pages with JavaScript."""
        return tab.evaluate(
            """() => ['header.site .home', 'header.site nav', 'nav.contents', 'main', 'footer']
                 .map(part => document.querySelector(part)?.innerText ?? '').join('\\n')"""
        )
