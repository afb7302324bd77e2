"""What a reader sees: every page of the built course in headless Chromium, from file://."""

import pathlib
import shutil
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "output"
PAGES = sorted(OUTPUT.glob("*.html"))
LESSONS = [page for page in PAGES if page.stem not in {"index", "notation", "errata", "verification", "404"}]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        chromium = shutil.which("chromium") or "chromium"
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def open(self, page, **options):
        context = self.browser.new_context(**options)
        self.addCleanup(context.close)
        tab = context.new_page()
        self.requests = []
        tab.on("request", lambda request: self.requests.append(request.url))
        self.problems = []
        tab.on("console", lambda message: self.problems.append(message.text))
        tab.goto(page.as_uri())
        return tab

    def test_the_course_was_built(self):
        self.assertTrue(LESSONS)

    def test_no_request_leaves_the_folder(self):
        for page in PAGES:
            with self.subTest(page.name):
                self.open(page)
                self.assertEqual([url for url in self.requests if not url.startswith(OUTPUT.as_uri())], [])
                self.assertEqual(self.problems, [])

    def test_narrow_pages_do_not_scroll_sideways(self):
        for page in PAGES:
            with self.subTest(page.name):
                tab = self.open(page, viewport={"width": 320, "height": 800})
                width = tab.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
                self.assertEqual(width[0], width[1])

    def test_every_page_is_accessible_in_both_themes(self):
        for page in PAGES:
            for scheme in ("light", "dark"):
                with self.subTest(page.name, scheme=scheme):
                    tab = self.open(page, color_scheme=scheme, java_script_enabled=True, bypass_csp=True)
                    found = Axe().run(tab, options=RULES)
                    self.assertEqual(found.violations_count, 0, found.generate_report())

    def test_text_is_the_same_without_javascript(self):
        for page in PAGES:
            with self.subTest(page.name):
                text = self.open(page).locator("body").inner_text()
                context = self.browser.new_context(java_script_enabled=False)
                self.addCleanup(context.close)
                plain = context.new_page()
                plain.goto(page.as_uri())
                self.assertEqual(plain.locator("body").inner_text(), text)

    def test_links_lead_somewhere(self):
        for page in PAGES:
            with self.subTest(page.name):
                tab = self.open(page)
                for address in tab.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
                    if address.startswith(("http:", "https:", "mailto:")):
                        continue
                    name, _, anchor = address.partition("#")
                    target = page if not name else OUTPUT / name
                    self.assertTrue(target.exists(), address)
                    if anchor:
                        self.assertIn(f'id="{anchor}"', target.read_text(), address)

    def test_print_contains_every_proof(self):
        for page in LESSONS:
            with self.subTest(page.name):
                tab = self.open(page)
                tab.emulate_media(media="print")
                hidden = tab.eval_on_selector_all(
                    "details.fold > :not(summary, .evidence)",
                    "all => all.filter(e => e.getBoundingClientRect().height === 0).length",
                )
                self.assertEqual(hidden, 0)


if __name__ == "__main__":
    unittest.main()
