"""What readers do: search, follow references, change the theme, open evidence, print."""

import io
import itertools
import unicodedata
import unittest

from pages import LESSONS, OUTPUT, PAGES, BrowserTest
from pypdf import PdfReader

# Where the first checked formula of a sentence ends, and where the middle of its sign stands, from above.
LINE = """() => {
  const sign = document.querySelector('details.evidence.inline > summary').getBoundingClientRect();
  const bases = [...document.querySelector('details.evidence.inline').previousElementSibling.querySelectorAll('.katex-html > b')];
  const base = bases.at(-1).getBoundingClientRect();
  return { sign: (sign.top + sign.bottom) / 2, formula: base.top };
}"""
# Of every formula in sight the place, width, size and face of its glyphs, and the place of its fractions' lines and of
# its boxes: as the page has them, and as KaTeX writes them when it is asked here.
COMPARED = """() => {
  document.querySelectorAll('details').forEach(details => details.open = true);
  const measured = box => {
    const { left, top, width, height } = box.getBoundingClientRect();
    const found = [['box', width, height]];
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let text; text = texts.nextNode();) {
      const { fontSize, fontFamily, fontStyle, fontWeight } = getComputedStyle(text.parentElement);
      for (let i = 0; i < text.length; i++) {
        if (/[\\u200b\\s]/.test(text.data[i])) continue;
        const range = document.createRange();
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        const glyph = range.getBoundingClientRect();
        found.push([text.data[i], glyph.left - left, (glyph.top + glyph.bottom) / 2 - top, glyph.width,
          parseFloat(fontSize), [fontFamily.split(',')[0], fontStyle, fontWeight].join(' ')]);
      }
    }
    const lines = [...box.querySelectorAll('.frac-line, .l')].map(line => line.getBoundingClientRect())
      .map(line => ['line', line.left - left, line.bottom - top, line.width, line.height]);
    return found.concat(lines.sort((a, b) => a[1] - b[1] || a[2] - b[2]));
  };
  return [...document.querySelectorAll('main .katex-html')].filter(box => box.checkVisibility()).map(box => {
    const latex = box.parentElement.dataset.tex ?? box.parentElement.querySelector('math').textContent;
    const displayMode = box.closest('.katex-display') !== null;
    const short = measured(box);
    const holder = document.createElement('div');
    holder.innerHTML = katex.renderToString(latex, { displayMode, output: 'html' });
    box.replaceChildren(...holder.querySelector('.katex-html').childNodes);
    return { latex, short, long: measured(box) };
  });
}"""


class SearchTest(BrowserTest):
    def find(self, words):
        tab = self.open(OUTPUT / "search.html")
        tab.fill("#query", words)
        tab.wait_for_selector("#found:not(:empty)")
        self.assertEqual(self.problems, [])
        return tab

    def test_a_theorem_is_found_by_its_name(self):
        tab = self.find("gibbs inequality")
        self.assertIn("Gibbs", tab.locator("#results li").first.inner_text())
        tab.locator("#results a").first.click()
        self.assertIn("softmax.html#thm", tab.url)

    def test_formulas_are_found_as_latex_and_as_signs(self):
        for words in (r"\frac{e^{z_i}}", "σ", "∇"):
            with self.subTest(words):
                self.assertRegex(self.find(words).locator("#found").inner_text(), r"^[1-9]\d* result")

    def test_marks_show_where_the_words_stand(self):
        tab = self.find("overflow")
        self.assertIn("overflow", tab.locator("#results mark").first.inner_text().lower())

    def test_nothing_found_is_said(self):
        self.assertEqual(self.find("zzzzqqq").locator("#found").inner_text(), "0 results")

    def test_the_index_is_bounded_and_cannot_leave_its_strings(self):
        index = (OUTPUT / "assets/search.js").read_text()
        self.assertLess(len(index), 3_000_000)
        self.assertNotIn("<", index)

    def test_the_keyboard_leads_there(self):
        tab = self.open(LESSONS[0])
        with tab.expect_navigation():
            tab.keyboard.press("Control+k")
        self.assertTrue(tab.url.endswith("search.html"))
        self.assertEqual(tab.evaluate("document.activeElement.id"), "query")


class PreviewTest(BrowserTest):
    def lesson(self, pattern):
        page = next((page for page in LESSONS if pattern in page.read_text()), None)
        self.assertIsNotNone(page, pattern)
        return page

    def test_focus_shows_what_a_reference_leads_to_and_escape_hides_it(self):
        tab = self.open(OUTPUT / "softmax.html")
        link = tab.locator("main a.ref[href='#thm-softmax-ce']").first
        tab.keyboard.press("Tab")
        link.focus()
        card = tab.locator(".preview")
        self.assertIn("Gradient of softmax", card.inner_text())
        self.assertEqual(link.get_attribute("aria-describedby"), "preview")
        tab.keyboard.press("Escape")
        self.assertEqual(card.count(), 0)
        self.assertEqual(self.problems, [])

    def test_hovering_shows_it_too_and_the_pointer_may_move_onto_it(self):
        tab = self.open(OUTPUT / "softmax.html")
        link = tab.locator("main a.ref[href^='#eq-']:visible").first
        link.hover()
        tab.wait_for_selector(".preview .katex")
        tab.locator(".preview").hover()
        tab.wait_for_timeout(400)
        self.assertEqual(tab.locator(".preview").count(), 1)

    def test_references_to_other_lessons_bring_their_own_card(self):
        for keyboard in (True, False):
            tab = self.open(self.lesson('.html#eq-'))
            link = tab.locator("main a.ref[href*='.html#eq-']:visible").first
            if keyboard:
                tab.keyboard.press("Tab")
                link.focus()
            else:
                link.hover()
            tab.wait_for_selector(".preview .katex")
            self.assertEqual(tab.locator(".preview [id]").count(), 0)
            self.assertEqual(link.get_attribute("aria-describedby"), "preview")
            self.assertEqual(self.problems, [])

    def test_a_card_stays_on_a_narrow_page(self):
        tab = self.open(OUTPUT / "softmax.html", viewport={"width": 320, "height": 700})
        tab.keyboard.press("Tab")
        tab.locator("main a.ref[href='#thm-softmax-ce']").first.focus()
        box = tab.locator(".preview").bounding_box()
        self.assertGreaterEqual(box["x"], 0)
        self.assertLessEqual(box["x"] + box["width"], 320)


class ThemeTest(BrowserTest):
    LIGHT = "rgb(255, 255, 255)"

    def background(self, tab):
        return tab.evaluate("getComputedStyle(document.body).backgroundColor")

    def test_the_system_decides_until_the_reader_does(self):
        for java_script in (True, False):
            tab = self.open(PAGES[0], color_scheme="dark", java_script_enabled=java_script)
            self.assertNotEqual(self.background(tab), self.LIGHT)

    def test_a_choice_holds_on_the_next_page_before_anything_is_drawn(self):
        tab = self.open(LESSONS[0], color_scheme="dark")
        tab.check("input[name=theme][value=light]", force=True)
        self.assertEqual(self.background(tab), self.LIGHT)
        # The theme must not wait for scripts that come after the page.
        tab.route("**/course.js", lambda route: route.abort())
        tab.goto(LESSONS[1].as_uri())
        self.assertEqual(self.background(tab), self.LIGHT)

    def test_it_can_be_chosen_by_keyboard(self):
        tab = self.open(LESSONS[0], color_scheme="light")
        tab.locator("input[name=theme]:checked").focus()
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("ArrowRight")
        self.assertNotEqual(self.background(tab), self.LIGHT)


class EvidenceTest(BrowserTest):
    def test_every_line_of_a_chain_has_its_verdict_at_its_height(self):
        for width in (1440, 360):
            tab = self.open(OUTPUT / "softmax.html", viewport={"width": width, "height": 900})
            tab.evaluate("document.querySelectorAll('details.fold').forEach(d => d.open = true)")
            chains = tab.evaluate(
                """() => [...document.querySelectorAll('.claim.lines')].map(claim => {
                  const rows = [...claim.querySelector('.katex-html .mtable > :is(.v, .vl, .vc, .vr)').children];
                  const marks = [...claim.querySelectorAll('.mark')].map(mark => mark.getBoundingClientRect());
                  const body = claim.querySelector('.katex-display').getBoundingClientRect();
                  return { rows: rows.length, tops: marks.map(box => (box.top + box.bottom) / 2 - body.top),
                    height: body.height, right: marks.map(box => box.right), width: innerWidth };
                })"""
            )
            self.assertTrue(chains)
            for chain in chains:
                self.assertLessEqual(len(chain["tops"]), chain["rows"])
                self.assertGreater(len(chain["tops"]), 1)
                self.assertEqual(chain["tops"], sorted(chain["tops"]))
                self.assertTrue(all(0 < top < chain["height"] for top in chain["tops"]), chain)
                self.assertTrue(all(right <= chain["width"] for right in chain["right"]))

    def test_evidence_opens_without_javascript(self):
        tab = self.open(OUTPUT / "softmax.html", java_script_enabled=False)
        first = tab.locator("details.evidence").first
        self.assertFalse(first.locator(".panel").is_visible())
        first.locator("summary").click()
        text = first.locator(".panel").inner_text()
        for word in ("claimed", "found", "how", "points", "seed"):
            self.assertIn(word, text)


    def test_evidence_of_a_claim_in_a_sentence_opens_too(self):
        page = next(page for page in LESSONS if 'class="evidence inline"' in page.read_text())
        for java_script in (True, False):
            tab = self.open(page, java_script_enabled=java_script)
            tab.evaluate("document.querySelectorAll('details.fold').forEach(d => d.open = true)")
            sign = tab.locator("details.evidence.inline").first
            line = tab.evaluate(LINE)
            self.assertLess(line["sign"] - line["formula"], 12, "the sign stands on another line")
            self.assertGreater(line["sign"] - line["formula"], -2)
            self.assertFalse(sign.locator(".panel").is_visible())
            sign.locator("summary").click()
            text = sign.locator(".panel").inner_text()
            for word in ("claimed", "found", "how", "seed"):
                self.assertIn(word, text)


class FormulaTest(BrowserTest):
    """Formulas in short are drawn where KaTeX draws them, glyph by glyph."""

    KATEX = "/usr/share/javascript/katex/katex.js"
    PAGES = ("softmax", "batch-normalisation", "level-sets", "perceptron")

    def test_every_glyph_stands_where_katex_puts_it(self):
        for name in self.PAGES:
            tab = self.open(OUTPUT / f"{name}.html", bypass_csp=True, viewport={"width": 1440, "height": 900})
            tab.add_script_tag(path=self.KATEX)
            # LaTeX comes when something is selected.
            tab.evaluate("getSelection().selectAllChildren(document.getElementById('main'))")
            tab.wait_for_selector("main .katex[data-tex]", state="attached")
            formulas = tab.evaluate(COMPARED)
            self.assertGreater(len(formulas), 50)
            for formula in formulas:
                with self.subTest(name, latex=formula["latex"]):
                    short, long = formula["short"], formula["long"]
                    self.assertEqual([glyph[0] for glyph in short], [glyph[0] for glyph in long])
                    for mine, theirs in zip(short, long):
                        for here, there in zip(mine[1:], theirs[1:]):
                            if isinstance(here, str):
                                self.assertEqual(here, there, mine[0])
                            else:
                                self.assertAlmostEqual(here, there, delta=0.3, msg=f"{mine} {theirs}")


class CopyTest(BrowserTest):
    COPIED = """() => {
      const data = new DataTransfer();
      document.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, cancelable: true }));
      return data.getData('text/plain');
    }"""

    def test_formulas_are_copied_as_latex(self):
        tab = self.open(OUTPUT / "softmax.html")
        self.assertFalse([url for url in self.requests if "latex" in url])
        tab.evaluate("getSelection().selectAllChildren(document.getElementById('main'))")
        tab.wait_for_selector("main .katex[data-tex]", state="attached")
        text = tab.evaluate(self.COPIED)
        self.assertIn(r"$$\frac{\partial E}{\partial z_i} = y_i - Y_i$$", text)
        self.assertIn("$K$", text)
        self.assertEqual(self.problems, [])


class PrintTest(BrowserTest):
    def passages(self, tab):
        """What stands in proofs and solutions between formulas, without blanks."""
        found = tab.evaluate(
            """() => {
              const found = [];
              document.querySelectorAll(':is(.proof, .solution) :is(p:not(.mark), li)').forEach(box => {
                if (box.closest('.panel, .katex, details.code')) return;
                found.push(...[...box.childNodes].filter(node => node.nodeType === 3).map(node => node.data));
              });
              return found;
            }"""
        )
        return [passage for passage in map(self.folded, found) if len(passage) > 3]

    @staticmethod
    def folded(text):
        """Without blanks and ligatures."""
        return "".join(unicodedata.normalize("NFKC", text).split())

    def test_print_contains_every_proof(self):
        for name, java_script in itertools.product(("softmax", "layers"), (True, False)):
            with self.subTest(name, java_script=java_script):
                tab = self.open(OUTPUT / f"{name}.html", java_script_enabled=java_script)
                passages = self.passages(tab)
                self.assertGreater(len(passages), 5)
                pdf = PdfReader(io.BytesIO(tab.pdf(format="A4")))
                printed = self.folded("".join(sheet.extract_text() for sheet in pdf.pages))
                self.assertEqual([passage for passage in passages if passage not in printed], [])

    def test_paper_is_light_and_bears_no_buttons(self):
        tab = self.open(OUTPUT / "softmax.html", color_scheme="dark")
        tab.check("input[name=theme][value=dark]", force=True)
        tab.emulate_media(media="print", color_scheme="dark")
        self.assertEqual(tab.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        for part in (".theme", "nav.contents", "nav.turn", ".panel"):
            self.assertFalse(tab.locator(part).first.is_visible(), part)


if __name__ == "__main__":
    unittest.main()
