"""The gates that every page passes, in both themes, from file://."""

import re
import unittest

import html5lib
from axe_playwright_python.sync_playwright import Axe
from pages import LESSONS, OUTPUT, PAGES, BrowserTest

# The marks beside the lines of a derivation stand as close as its lines do, closer than `target-size` asks.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": False}},
}
KINDS = ["index", "softmax", "errata", "search"]
NARROW = {"width": 320, "height": 800}


class PagesTest(BrowserTest):
    def test_the_course_was_built(self):
        self.assertTrue(LESSONS)

    def test_no_request_leaves_the_folder_and_nothing_is_refused(self):
        for page in PAGES:
            with self.subTest(page.name):
                self.open(page)
                self.assertEqual([url for url in self.requests if not url.startswith(OUTPUT.as_uri())], [])
                self.assertEqual(self.problems, [])

    def test_no_page_scrolls_sideways(self):
        for page in PAGES:
            tab = self.open(page, viewport={"width": 320, "height": 800})
            tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            for width in (320, 360, 768, 1152, 1440):
                with self.subTest(page.name, width=width):
                    tab.set_viewport_size({"width": width, "height": 800})
                    wide, seen = tab.evaluate(
                        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
                    )
                    self.assertEqual(wide, seen)

    def test_every_kind_of_page_is_accessible_in_both_themes(self):
        for page in [OUTPUT / f"{name}.html" for name in KINDS]:
            tab = self.open(page, bypass_csp=True)
            # What KaTeX draws is hidden from readers' tools; its thousands of boxes only take time.
            tab.evaluate("document.querySelectorAll('.katex-html').forEach(box => box.textContent = 'x')")
            for scheme in ("light", "dark"):
                with self.subTest(page.name, scheme=scheme):
                    tab.emulate_media(color_scheme=scheme)
                    found = Axe().run(tab, options=RULES)
                    self.assertEqual(found.violations_count, 0, found.generate_report())

    def test_text_is_the_same_without_javascript(self):
        for page in PAGES:
            with self.subTest(page.name):
                text = self.text(self.open(page))
                self.assertGreater(len(text), 50)
                plain = self.open(page, java_script_enabled=False)
                without = self.text(plain).replace("Searching takes JavaScript; the register below does not.", "")
                self.assertEqual(without.split(), text.split())

    def test_nothing_moves_while_a_page_loads(self):
        for page in PAGES:
            for viewport in (NARROW, {"width": 1440, "height": 900}):
                with self.subTest(page.name, viewport=viewport):
                    tab = self.open(page, viewport=viewport)
                    shift = tab.evaluate(
                        """() => new Promise(done => {
                          let sum = 0;
                          new PerformanceObserver(list => {
                            for (const entry of list.getEntries()) sum += entry.value;
                          }).observe({ type: 'layout-shift', buffered: true });
                          document.fonts.ready.then(() => setTimeout(() => done(sum), 100));
                        })"""
                    )
                    # Zero to three decimals: KaTeX's fonts come a moment after the text, and cannot be
                    # preloaded from a folder.
                    self.assertLess(shift, 0.0005)

    def test_links_lead_somewhere(self):
        texts = {page.name: page.read_text() for page in PAGES}
        for page in PAGES:
            with self.subTest(page.name):
                addresses = set(re.findall(r'<a [^>]*href="([^"]*)"', texts[page.name]))
                for address in sorted(addresses):
                    if address.startswith(("http:", "https:", "mailto:")):
                        continue
                    name, _, anchor = address.partition("#")
                    self.assertTrue((OUTPUT / (name or page.name)).exists(), address)
                    if anchor:
                        self.assertIn(f'id="{anchor}"', texts[name or page.name], address)

    def test_keyboard_reaches_every_scroller_and_begins_with_the_skip_link(self):
        for page in LESSONS:
            with self.subTest(page.name):
                tab = self.open(page, viewport=NARROW)
                tab.wait_for_timeout(100)
                unreachable = tab.evaluate(
                    """() => [...document.querySelectorAll('main *')].filter(box =>
                      ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
                      && box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0
                      && box.checkVisibility()).map(box => box.className)"""
                )
                self.assertEqual(unreachable, [])
                tab.keyboard.press("Tab")
                self.assertEqual(tab.evaluate("document.activeElement.className"), "skip")
                tab.keyboard.press("Enter")
                self.assertEqual(tab.evaluate("location.hash"), "#main")


class MarkupTest(unittest.TestCase):
    """Valid HTML: the parser finds no error, names are unique, and what is named exists."""

    PHRASING = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "em", "strong", "b", "i", "small", "summary", "a",
                "label", "legend", "sup", "code"}
    BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "figure", "details", "section", "nav", "pre", "blockquote",
              "h1", "h2", "h3", "h4", "h5", "h6", "main", "header", "footer", "fieldset", "form", "hr"}
    CHILDREN = {"ul": {"li", "template"}, "ol": {"li"}, "dl": {"dt", "dd"}, "tr": {"th", "td"},
                "tbody": {"tr"}, "thead": {"tr"}}

    def test_every_page_is_valid(self):
        for page in PAGES:
            with self.subTest(page.name):
                text = page.read_text()
                parser = html5lib.HTMLParser(namespaceHTMLElements=False)
                document = parser.parse(text)
                self.assertEqual([(place, code) for place, code, _ in parser.errors], [])
                self.check(document)

    def check(self, document):
        elements = [element for element in document.iter() if isinstance(element.tag, str)]
        names = [element.get("id") for element in elements if element.get("id") is not None]
        self.assertEqual(sorted(name for name in set(names) if names.count(name) > 1), [])
        self.assertTrue(all(name and not re.search(r"\s", name) for name in names))
        for element in elements:
            for key in ("aria-labelledby", "aria-describedby", "for"):
                for name in (element.get(key) or "").split():
                    self.assertIn(name, names)
            if element.tag in self.CHILDREN:
                found = {child.tag for child in element if isinstance(child.tag, str)}
                self.assertLessEqual(found, self.CHILDREN[element.tag], element.tag)
            if element.tag == "img":
                self.assertIsNotNone(element.get("alt"))
            if element.get("style") is not None:
                self.fail(f"inline style on {element.tag}")
        self.nesting(document, None, False)
        self.assertEqual(len([element for element in elements if element.tag == "h1"]), 1)

    def nesting(self, element, phrasing, in_link):
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if phrasing and child.tag in self.BLOCKS:
                # Thumbnails are whole drawings inside a link, which HTML allows.
                self.assertTrue(phrasing == "a" and child.tag == "div", f"{child.tag} in {phrasing}")
            self.assertFalse(in_link and child.tag in ("a", "summary", "button", "input"), f"{child.tag} in a link")
            inner = child.tag if child.tag in self.PHRASING else phrasing
            self.nesting(child, inner, in_link or child.tag == "a")

    def test_pages_bring_no_script_and_no_style_of_their_own(self):
        for page in PAGES:
            with self.subTest(page.name):
                text = page.read_text()
                self.assertNotRegex(text, r"<style|<script(?! src=\"assets/)|\son[a-z]+=|javascript:|<iframe|<object")
                self.assertIn("script-src 'self'; style-src 'self'", text)


if __name__ == "__main__":
    unittest.main()
