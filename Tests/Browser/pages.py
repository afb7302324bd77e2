"""The built course in a headless Chromium: what all tests of pages begin with."""

import pathlib
import shutil
import unittest

from playwright.sync_api import sync_playwright

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "output"
# The whole course on one page is made of what the lessons show; it is tried by itself.
PRINT = OUTPUT / "print.html"
PAGES = sorted(page for page in OUTPUT.glob("*.html") if page != PRINT)
GENERAL = {"index", "notation", "figures", "errata", "verification", "search", "404"}
LESSONS = [page for page in PAGES if page.stem not in GENERAL]
KINDS = [page for page in PAGES if page.stem in GENERAL]


class BrowserTest(unittest.TestCase):
    """Opens pages from the folder, and notes every request and every complaint of the browser."""

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.addClassCleanup(cls.playwright.stop)
        cls.browser = cls.playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=["--no-sandbox"]
        )
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.context = None
        self.addCleanup(self.close)

    def close(self):
        if self.context is not None:
            self.context.close()

    def open(self, page, anchor="", slowness=1, **options):
        """Opens a page, and closes the one before it."""
        self.close()
        self.context = self.browser.new_context(**options)
        tab, self.requests, self.problems = self.tab(self.context, slowness)
        tab.goto(page.as_uri() + anchor)
        return tab

    @staticmethod
    def tab(context, slowness=1):
        """A tab with lists of the requests and complaints to come."""
        tab = context.new_page()
        requests, problems = [], []
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("console", lambda message: problems.append(message.text))
        tab.on("pageerror", lambda error: problems.append(str(error)))
        if slowness > 1:
            context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slowness})
        # Machines differ: no test is about how long a page takes.
        tab.set_default_timeout(300_000)
        return tab, requests, problems

    def settle(self, tab):
        """Lets what watches sizes see them: it does with every frame."""
        tab.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
        )

    @staticmethod
    def text(tab):
        """What a reader sees of the page; the theme switch is for pages with JavaScript."""
        return tab.evaluate(
            """() => ['header.site .home', 'header.site nav', 'nav.contents', 'main', 'footer']
                 .map(part => document.querySelector(part)?.innerText ?? '').join('\\n')"""
        )
