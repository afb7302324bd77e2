"""The gates that every page passes, in both themes, from file://."""

import gzip
import re
import statistics
import unittest

import html5lib
from axe_playwright_python.sync_playwright import Axe
from pages import LESSONS, OUTPUT, PAGES, PRINT, BrowserTest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Thousands of boxes that KaTeX draws for the eye, and of MathML's, which has no rules of its own, only take time:
# one sign stands for each formula, in a box of the formula's size.
STAND_IN = """() => {
  const boxes = [...document.querySelectorAll('.katex-html, math')].map(box => [box, box.getBoundingClientRect()]);
  for (const [box, { width, height }] of boxes) {
    box.textContent = 'x';
    box.style = `display: inline-block; width: ${width}px; height: ${height}px`;
  }
}"""
NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1440, "height": 900}
WAYS = {
    "wide": {"viewport": WIDE},
    "narrow": {"viewport": NARROW},
    "plain": {"viewport": WIDE, "java_script_enabled": False},
}
# What moved, which scrollers the keyboard does not reach, and which faces formulas use that the page does not bring:
# seen three frames after the page has come, so that what watches sizes has seen them.
SEEN = """() => new Promise(done => {
  const moved = [];
  const observer = new PerformanceObserver(list => moved.push(...list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  const frames = (left, end) => left ? requestAnimationFrame(() => frames(left - 1, end)) : setTimeout(end);
  const key = (family, weight, style) => [family.replaceAll('"', ''), weight, style].join(' ');
  document.fonts.ready.then(() => frames(3, () => {
    moved.push(...observer.takeRecords());
    const faces = new Set([...document.fonts].map(face => key(face.family, face.weight, face.style)));
    const used = new Set();
    document.querySelectorAll('.katex-html *').forEach(box => {
      if (![...box.childNodes].some(node => node.nodeType === 3 && node.data.trim())) return;
      const style = getComputedStyle(box);
      used.add(key(style.fontFamily.split(',')[0], style.fontWeight, style.fontStyle));
    });
    const scrollers = [...document.querySelectorAll('main *')].filter(box =>
      box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0 && box.checkVisibility()
      && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX));
    done({
      shift: moved.reduce((sum, entry) => sum + entry.value, 0),
      faceless: [...used].filter(face => !faces.has(face)),
      unreachable: scrollers.map(box => box.className),
    });
  }));
})"""
# Headings, and tables that are to fit, of which a part is out of sight: but for tables with a formula that
# is itself a third of a narrow page.
CUT = """() => [...document.querySelectorAll('h1, h2, h3, .scroll:has(> .notation), .scroll.wide')]
  .filter(box => box.scrollWidth > box.clientWidth + 1 && !(innerWidth < 1152 && box.matches('.wide'))
    && ![...box.querySelectorAll('.notation .katex-html > b')].some(part => part.offsetWidth > 105))
  .map(box => box.textContent.slice(0, 40))"""
FOLDED = """() => [...document.querySelectorAll('details.fold > :not(summary)')]
  .filter(box => !box.checkVisibility()).length"""


class VisitTest(BrowserTest):
    """What a visit to each page shows: wide, narrow, and without JavaScript; each page is opened once a way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = {}
        # The first page that a browser opens waits for the browser, too: what moves there is not the page's.
        cls.visit(PAGES[-1])
        for page in PAGES:
            for way, options in WAYS.items():
                cls.visits[page.name, way] = cls.visit(page, **options)

    @classmethod
    def visit(cls, page, slowness=1, **options):
        with cls.browser.new_context(**options) as context:
            tab, requests, problems = cls.tab(context, slowness)
            tab.goto(page.as_uri())
            seen = {"requests": requests, "problems": problems, "text": cls.text(tab)}
            if options.get("java_script_enabled", True):
                seen |= tab.evaluate(SEEN) | {"cut": tab.evaluate(CUT)}
                seen |= cls.keys(tab) | {"sideways": cls.sideways(tab)}
            else:
                tab.emulate_media(media="print")
                seen["folded"] = tab.evaluate(FOLDED)
            return seen

    @staticmethod
    def keys(tab):
        tab.keyboard.press("Tab")
        first = tab.evaluate("document.activeElement.className")
        # Where a field has the focus already, the next stop may lead away from the page.
        if first == "skip":
            tab.keyboard.press("Enter")
        return {"first": first, "hash": tab.evaluate("location.hash")}

    @staticmethod
    def sideways(tab):
        """The widths at which the page, all its details open, is wider than the window."""
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = []
        for width in (320, 360, 768) if tab.viewport_size == NARROW else (1152, 1440):
            tab.set_viewport_size({"width": width, "height": 800})
            if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append(width)
        return wide

    def expect(self, what, expected, ways=("wide", "narrow"), but=""):
        for (name, way), seen in self.visits.items():
            if way in ways and name != but:
                with self.subTest(name, way=way):
                    self.assertEqual(seen[what], expected)

    def test_the_course_was_built(self):
        self.assertTrue(LESSONS)

    def test_nothing_is_refused(self):
        self.expect("problems", [])

    def test_no_request_leaves_the_folder(self):
        for (name, way), seen in self.visits.items():
            with self.subTest(name, way=way):
                self.assertEqual([url for url in seen["requests"] if not url.startswith(OUTPUT.as_uri())], [])

    def test_no_page_scrolls_sideways(self):
        self.expect("sideways", [])

    def test_headings_and_tables_of_symbols_are_not_cut(self):
        self.expect("cut", [])

    def test_text_is_the_same_without_javascript(self):
        for page in PAGES:
            with self.subTest(page.name):
                text = self.visits[page.name, "wide"]["text"]
                self.assertGreater(len(text), 50)
                without = self.visits[page.name, "plain"]["text"]
                without = without.replace("Searching takes JavaScript; the register below does not.", "")
                self.assertEqual(without.split(), text.split())

    def test_nothing_moves_while_a_page_loads(self):
        self.expect("shift", 0)

    def test_nothing_moves_on_a_slow_machine(self):
        for name in ("index", "squares-or-entropy"):
            for way in ("wide", "narrow"):
                with self.subTest(name, way=way):
                    self.assertEqual(self.visit(OUTPUT / f"{name}.html", slowness=20, **WAYS[way])["shift"], 0)

    def test_a_page_brings_the_faces_that_its_formulas_use(self):
        self.expect("faceless", [])
        # Faces come with the stylesheets: a file would come late.
        for (name, way), seen in self.visits.items():
            with self.subTest(name, way=way):
                self.assertEqual([url for url in seen["requests"] if "woff" in url], [])

    def test_keyboard_reaches_every_scroller(self):
        self.expect("unreachable", [])

    def test_the_keyboard_begins_with_the_skip_link(self):
        # The search begins in its field.
        self.expect("first", "skip", but="search.html")
        self.expect("hash", "#main", but="search.html")

    def test_no_proof_is_folded_on_paper(self):
        self.expect("folded", 0, ways=("plain",))


class AccessibilityTest(BrowserTest):
    """Axe finds nothing, on any page, in any theme."""

    def assert_accessible(self, tab, rules):
        found = Axe().run(tab, options={"runOnly": rules, "resultTypes": ["violations"]})
        self.assertEqual(found.violations_count, 0, found.generate_report())

    def assert_accessible_in_both_themes(self, tab):
        with self.subTest(tab.url, scheme="light"):
            self.assert_accessible(tab, RULES)
        with self.subTest(tab.url, scheme="dark"):
            tab.emulate_media(color_scheme="dark")
            self.assert_accessible(tab, ["color-contrast"])

    def test_every_page(self):
        for page in PAGES:
            tab = self.open(page, bypass_csp=True, color_scheme="light")
            tab.evaluate(STAND_IN)
            self.assert_accessible_in_both_themes(tab)

    def test_open_evidence(self):
        tab = self.open(OUTPUT / "softmax.html", bypass_csp=True, color_scheme="light", viewport=NARROW)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        self.settle(tab)
        self.assertGreater(tab.locator(".panel [tabindex]").count(), 0)
        tab.evaluate(STAND_IN)
        self.assert_accessible_in_both_themes(tab)


class PaperTest(unittest.TestCase):
    """The edition for paper: all lessons on one page."""

    def test_it_holds_what_the_lessons_hold(self):
        text = PRINT.read_text()
        names = re.findall(r' id="([^"]*)"', text)
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual(set(re.findall(r'href="#([^"]*)"', text)), set(names))
        self.assertNotIn('<details class="fold"', text)
        self.assertEqual(text.count('<section class="lesson"'), len(LESSONS))
        for kind in ("proof", "theorem", "erratum", "solution"):
            box = f'<div class="box {kind}"'
            self.assertEqual(text.count(box), sum(self.main(page).count(box) for page in LESSONS), kind)

    @staticmethod
    def main(page):
        """The lesson without the cards that follow it."""
        return page.read_text().partition("<template")[0]

    def test_the_start_page_leads_to_it(self):
        self.assertIn('href="print.html"', (OUTPUT / "index.html").read_text())


class WeightTest(unittest.TestCase):
    """What a lesson weighs on its way to the reader; drawings, of which each has two widths, have a budget of their
    own."""

    @staticmethod
    def drawings(text):
        """Where the drawings of a page begin and end; some hold others."""
        depth = start = 0
        for tag in re.finditer(r'<svg\b[^>]*>|</svg>', text):
            if depth or 'role="img"' in tag[0]:
                start = start if depth else tag.start()
                depth += -1 if tag[0] == "</svg>" else 1
                if not depth:
                    yield start, tag.end()

    def without_drawings(self, text):
        for start, end in reversed(list(self.drawings(text))):
            text = text[:start] + text[end:]
        return text

    def test_lessons_are_light(self):
        packed = {page.stem: len(gzip.compress(self.without_drawings(page.read_text()).encode(), 9))
                  for page in LESSONS}
        self.assertLessEqual(statistics.median(packed.values()), 26_000, packed)
        self.assertLessEqual(max(packed.values()), 42_000, packed)
        heavy = [name for name, weight in packed.items() if weight > 30_000]
        self.assertLessEqual(len(heavy), 5, heavy)

    def test_lessons_are_light_unpacked(self):
        sizes = [len(self.without_drawings(page.read_text()).encode()) for page in LESSONS]
        self.assertLessEqual(statistics.median(sizes), 180_000)
        self.assertLessEqual(max(sizes), 330_000)

    def test_drawings_are_light(self):
        for page in LESSONS:
            text = page.read_text()
            for start, end in self.drawings(text):
                self.assertLessEqual(len(text[start:end].encode()), 15_000, page.stem)


class MarkupTest(unittest.TestCase):
    """Valid HTML: the parser finds no error, names are unique, and what is named exists."""

    PHRASING = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "em", "strong", "b", "i", "small", "summary", "a",
                "label", "legend", "sup", "code"}
    BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "figure", "details", "section", "nav", "pre", "blockquote",
              "h1", "h2", "h3", "h4", "h5", "h6", "main", "header", "footer", "fieldset", "form", "hr"}
    # Where LaTeX may stand as it was written.
    SOURCES = {"code", "pre", "script", "style"}
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
        # Cards have no marks.
        cards = {part for card in document.iter("template") for part in card.iter()}
        claims = {element for element in elements if element.get("class") == "claim"} - cards
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
            if element in claims and "refuted" in self.classes(element):
                self.assertIn("fail", self.classes(element))
            if element.get("style") is not None:
                self.fail(f"inline style on {element.tag}")
        self.nesting(document, None, False)
        self.assertEqual(len([element for element in elements if element.tag == "h1"]), 1)

    def test_no_latex_is_left_in_the_text(self):
        for page in PAGES + [PRINT]:
            with self.subTest(page.name):
                document = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page.read_text())
                raw = [text for text in self.words(document) if re.search(r"\\[a-zA-Z]+|\$|\{run\}", text)]
                self.assertEqual(raw, [])

    def words(self, element):
        """What is read of an element: its text outside of code, and the texts of its attributes."""
        if isinstance(element.tag, str) and element.tag.split("}")[-1] not in self.SOURCES:
            yield from (element.get(key) for key in ("alt", "title", "aria-label", "content") if element.get(key))
            yield element.text or ""
            for child in element:
                yield from self.words(child)
        yield element.tail or ""

    @staticmethod
    def classes(element):
        return {name for part in element.iter() for name in (part.get("class") or "").split()}

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
