/// The pages' JavaScript: everything reads well without it.
enum Scripts {
  /// What must be settled before anything is drawn: the reader's theme, and the faces of formulas.
  ///
  /// Faces come with their stylesheets but are unpacked a moment later, in which a page would be
  /// drawn with others and then move; so it shows nothing for this moment.
  static let start = #"""
    (function () {
      var root = document.documentElement;
      try {
        var theme = localStorage.getItem("coursegen-theme");
        if (theme === "light" || theme === "dark") root.dataset.theme = theme;
      } catch (e) { /* a folder's pages may have no storage */ }
      if (!window.Promise || !document.fonts) return;
      var show = function () { root.classList.remove("waiting"); };
      var faces = [];
      document.fonts.forEach(function (face) { faces.push(face.load()); });
      if (!faces.length) return;
      root.classList.add("waiting");
      Promise.all(faces).then(show, show);
      addEventListener("load", function () { setTimeout(show, 3000); });
    })();

    """#

  static let course =
    "(function () {\n\"use strict\";\n" + themes + scrollers + details + contents + loading
    + copying
    + previews + search + "})();\n"

  private static let themes = #"""
    var root = document.documentElement;
    var themes = document.querySelector(".theme");
    if (themes) {
      themes.hidden = false;
      var chosen = themes.querySelector("[value='" + (root.dataset.theme || "") + "']");
      if (chosen) chosen.checked = true;
      themes.addEventListener("change", function (event) {
        var theme = event.target.value;
        if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
        try {
          if (theme) localStorage.setItem("coursegen-theme", theme);
          else localStorage.removeItem("coursegen-theme");
        } catch (e) { /* then it holds for this page */ }
      });
    }

    """#

  /// What can be scrolled sideways can be reached by keyboard, and only that.
  private static let scrollers = #"""
    function name(box) {
      var number = box.parentElement.querySelector(":scope > .number");
      return number ? number.getAttribute("aria-label")
        : box.matches(".body, dd > div") ? "equation" : box.matches("pre") ? "code" : "table";
    }
    function measure(box) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", name(box) + ", scrolls sideways");
      } else if (box.hasAttribute("tabindex")) {
        ["tabindex", "role", "aria-label"].forEach(function (key) { box.removeAttribute(key); });
      }
    }
    var boxes = document.querySelectorAll(".display > .body, .scroll, pre, output, .panel dd > div");
    if (window.ResizeObserver) {
      var observer = new ResizeObserver(function (seen) {
        seen.forEach(function (entry) { measure(entry.target); });
      });
      boxes.forEach(function (box) { observer.observe(box); });
    } else boxes.forEach(measure);

    """#

  private static let details = #"""
    function reveal() {
      var target = null;
      try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); }
      catch (e) { return; }
      if (!target) return;
      var hidden = false;
      for (var box = target.parentElement; box; box = box.parentElement) {
        if (box.matches("details:not([open])")) { box.open = true; hidden = true; }
      }
      if (hidden) target.scrollIntoView();
    }
    addEventListener("hashchange", reveal);
    reveal();
    var opened = [];
    addEventListener("beforeprint", function () {
      document.querySelectorAll("details.fold:not([open])").forEach(function (fold) {
        fold.open = true;
        opened.push(fold);
      });
    });
    addEventListener("afterprint", function () {
      opened.splice(0).forEach(function (fold) { fold.open = false; });
    });

    """#

  /// Marks the section that is being read.
  private static let contents = #"""
    var links = Array.from(document.querySelectorAll("nav.contents a"));
    if (links.length && window.IntersectionObserver) {
      var heads = links.map(function (link) {
        return document.getElementById(decodeURIComponent(link.hash.slice(1)));
      });
      var mark = function () {
        var here = -1;
        heads.forEach(function (head, i) {
          if (head && head.getBoundingClientRect().top < innerHeight / 3) here = i;
        });
        links.forEach(function (link, i) {
          if (i === here) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        });
      };
      var spy = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
      heads.forEach(function (head) { if (head) spy.observe(head); });
    }

    """#

  /// What is needed seldom comes when it is asked for: a folder's pages may load scripts, and fetch
  /// nothing.
  private static let loading = #"""
    function load(path, then) {
      var script = document.createElement("script");
      script.src = path;
      script.onload = script.onerror = then;
      document.head.append(script);
    }

    """#

  /// Formulas are copied as LaTeX, once; it comes when something is selected.
  private static let copying = #"""
    window.coursegenLatex = function (sources) {
      document.querySelectorAll("main .katex").forEach(function (formula, i) {
        if (sources[i]) formula.dataset.tex = sources[i];
      });
    };
    var latex = document.getElementById("main").dataset.latex;
    document.addEventListener("selectionchange", function () {
      if (!latex || getSelection().isCollapsed) return;
      load(latex);
      latex = "";
    });
    document.addEventListener("copy", function (event) {
      var selection = getSelection();
      if (!event.clipboardData || !selection.rangeCount || selection.isCollapsed) return;
      var piece = selection.getRangeAt(0).cloneContents();
      if (!piece.querySelector(".katex")) return;
      piece.querySelectorAll(".katex").forEach(function (formula) {
        // Without LaTeX of its own the text is the LaTeX.
        var math = formula.querySelector("math");
        if (!math) return;
        var sign = formula.closest(".katex-display") ? "$$" : "$";
        formula.replaceWith(sign + (formula.dataset.tex || math.textContent) + sign);
      });
      var box = document.createElement("div");
      box.append(piece);
      event.clipboardData.setData("text/plain", box.textContent);
      event.preventDefault();
    });

    """#

  /// A card with what a reference leads to: on hover, on focus, on touch; Escape closes it.
  private static let previews = #"""
    var card = null, owner = null, wanted = null, timer = 0, cards = {}, asked = {};
    window.coursegenCards = function (more) { Object.assign(cards, more); };
    function ask(link, then) {
      var page = link.pathname.split("/").pop();
      if (link.pathname === location.pathname || asked[page] === true) return then();
      asked[page] = (asked[page] || []).concat([then]);
      if (asked[page].length > 1) return;
      load("assets/cards/" + page.replace(/html$/, "js"), function () {
        var waiting = asked[page];
        asked[page] = true;
        waiting.forEach(function (then) { then(); });
      });
    }
    function close() {
      clearTimeout(timer);
      wanted = null;
      if (card) card.remove();
      if (owner) owner.removeAttribute("aria-describedby");
      card = owner = null;
    }
    function later(action) { clearTimeout(timer); timer = setTimeout(action, 250); }
    function content(link) {
      var label = decodeURIComponent(link.hash.slice(1));
      var here = link.pathname === location.pathname && document.getElementById(label);
      if (here) {
        if (here.matches(".number")) here = here.closest(".display");
        return here.cloneNode(true);
      }
      if (!cards[label]) return null;
      var template = document.createElement("template");
      template.innerHTML = cards[label];
      return template.content;
    }
    function open(link) {
      if (owner === link) return;
      close();
      wanted = link;
      ask(link, function () { if (wanted === link) show(link); });
    }
    function show(link) {
      var found = content(link);
      if (!found) return;
      card = document.createElement("div");
      card.className = "preview";
      card.id = "preview";
      card.setAttribute("role", "tooltip");
      card.append(found);
      card.querySelectorAll("[id]").forEach(function (part) { part.removeAttribute("id"); });
      card.querySelectorAll(".mark, .evidence, .permalink").forEach(function (part) { part.remove(); });
      card.querySelectorAll("a, summary, [tabindex]").forEach(function (part) { part.tabIndex = -1; });
      document.body.append(card);
      owner = link;
      link.setAttribute("aria-describedby", "preview");
      var place = link.getBoundingClientRect();
      var width = Math.min(card.offsetWidth, innerWidth - 16);
      card.style.left = Math.max(8, Math.min(place.left, innerWidth - width - 8)) + scrollX + "px";
      var above = place.bottom + card.offsetHeight + 8 > innerHeight && place.top > card.offsetHeight + 8;
      card.style.top = (above ? place.top - card.offsetHeight - 6 : place.bottom + 6) + scrollY + "px";
      card.addEventListener("pointerenter", function () { clearTimeout(timer); });
      card.addEventListener("pointerleave", function () { later(close); });
    }
    var references = document.querySelectorAll("main a.ref");
    // Who goes from link to link hears of a card only if it is there in time.
    addEventListener("keydown", function (event) {
      if (event.key !== "Tab" || asked.all) return;
      asked.all = true;
      references.forEach(function (link) { ask(link, function () {}); });
    });
    references.forEach(function (link) {
      var touched = false;
      link.addEventListener("pointerenter", function (event) {
        if (event.pointerType === "mouse") later(function () { open(link); });
      });
      link.addEventListener("pointerleave", function (event) {
        if (event.pointerType === "mouse") later(close);
      });
      link.addEventListener("focus", function () { if (link.matches(":focus-visible")) open(link); });
      link.addEventListener("blur", close);
      link.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch"; });
      // The first touch shows, the second follows.
      link.addEventListener("click", function (event) {
        if (!touched || owner === link || wanted === link) return close();
        open(link);
        if (owner === link || asked[link.pathname.split("/").pop()] !== true) event.preventDefault();
      });
    });
    addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
    document.addEventListener("pointerdown", function (event) {
      if (card && !card.contains(event.target) && !(owner && owner.contains(event.target))) close();
    });

    """#

  private static let search = #"""
    var form = document.querySelector("form.search");
    document.addEventListener("keydown", function (event) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (form) form.elements[0].focus(); else location.href = "search.html";
    });
    if (form) {
      form.hidden = false;
      var input = form.elements[0], list = document.getElementById("results");
      var status = document.getElementById("found");
      var greek = { "∇": "nabla", "∂": "partial", "∞": "infty", "∑": "sum", "∏": "prod", "∈": "in",
        "≤": "le", "≥": "ge", "≠": "ne", "≈": "approx", "→": "to", "·": "cdot", "×": "times" };
      "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho _ sigma tau upsilon phi chi psi omega"
        .split(" ").forEach(function (name, i) {
          greek[String.fromCharCode(945 + i)] = name;
          greek[String.fromCharCode(913 + i)] = name;
        });
      var sign = {};
      Object.keys(greek).forEach(function (key) {
        if (!sign[greek[key]] || key === key.toLowerCase()) sign[greek[key]] = key;
      });
      var fold = function (text) {
        return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
          .replace(/[∇∂∞∑∏∈≤≥≠≈→·×α-ω]/g, function (sign) { return greek[sign] || sign; });
      };
      var entries = null;
      var prepare = function () {
        entries = courseIndex.entries.map(function (entry) {
          return { lesson: courseIndex.lessons[entry[0]], address: entry[1], kind: entry[2],
            title: entry[3], text: entry[4], head: fold(entry[3] + " " + entry[2]), body: fold(entry[4]) };
        });
        find();
      };
      var score = function (entry, words, phrase) {
        var sum = 0;
        for (var i = 0; i < words.length; i++) {
          var head = entry.head.indexOf(words[i]), body = entry.body.indexOf(words[i]);
          if (head < 0 && body < 0) return 0;
          if (head >= 0) sum += head === 0 || entry.head[head - 1] === " " ? 8 : 4;
          if (body >= 0) sum += body === 0 || !/[\p{L}\p{N}]/u.test(entry.body[body - 1]) ? 2 : 1;
        }
        if (entry.head.indexOf(phrase) >= 0) sum += 8;
        else if (words.length > 1 && entry.body.indexOf(phrase) >= 0) sum += 4;
        return sum;
      };
      // LaTeX in signs, as far as that goes in a line.
      var signs = { frac: "", tfrac: "", dfrac: "", left: "", right: "", begin: "", end: "", text: "",
        quad: " ", dots: "…", cdots: "…", sqrt: "√", log: "log", exp: "exp", max: "max", min: "min" };
      var readable = function (text) {
        return text.replace(/\\(?:begin|end)\{\w+\*?\}/g, " ").replace(/\\(?:operatorname|mathbf|mathbb|mathcal|text)\{([^{}]*)\}/g, "$1")
          .replace(/\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}/g, "$1/$2")
          .replace(/\\([a-zA-Z]+)/g, function (all, name) {
            return name in signs ? signs[name] : sign[name] || name;
          })
          .replace(/\\\\|\\[,;! ]|[&{}]/g, " ").replace(/\s+/g, " ");
      };
      var snippet = function (entry, words) {
        var at = entry.body.indexOf(words[0]);
        if (at < 0) at = 0;
        var start = at > 50 ? entry.text.indexOf(" ", at - 50) + 1 : 0;
        if (start > at) start = at;
        var text = readable(entry.text.slice(start, start + 200)).trim();
        if (entry.text.length > start + 200) text = text.replace(/ \S*$/, " …");
        var box = document.createElement("p"), done = 0;
        if (start > 0) box.append("… ");
        var folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
        // Marks only where folding has not moved anything.
        if (folded.length === text.length) {
          while (true) {
            var best = -1, length = 0;
            words.forEach(function (word) {
              var found = folded.indexOf(word, done);
              if (found >= 0 && (best < 0 || found < best)) { best = found; length = word.length; }
            });
            if (best < 0) break;
            box.append(text.slice(done, best));
            var mark = document.createElement("mark");
            mark.textContent = text.slice(best, best + length);
            box.append(mark);
            done = best + length;
          }
        }
        box.append(text.slice(done));
        return box;
      };
      var find = function () {
        var phrase = fold(input.value.trim()), words = phrase.split(/\s+/).filter(Boolean);
        list.replaceChildren();
        status.textContent = "";
        if (!words.length || !entries) return;
        var seen = {};
        entries.forEach(function (entry, i) {
          var points = score(entry, words, phrase);
          if (!points) return;
          var known = seen[entry.address];
          if (!known || known.points < points) seen[entry.address] = { entry: entry, points: points, order: i };
        });
        var found = Object.values(seen).sort(function (a, b) {
          return b.points - a.points || a.order - b.order;
        });
        status.textContent = found.length === 1 ? "1 result" : found.length + " results";
        found.slice(0, 60).forEach(function (hit) {
          var item = document.createElement("li"), link = document.createElement("a");
          link.href = hit.entry.address;
          link.textContent = hit.entry.title;
          var place = document.createElement("small");
          place.textContent = " " + [hit.entry.kind, hit.entry.lesson].filter(Boolean).join(" · ");
          item.append(link, place, snippet(hit.entry, words));
          list.append(item);
        });
      };
      var wait = 0;
      input.addEventListener("input", function () {
        clearTimeout(wait);
        wait = setTimeout(function () {
          find();
          try { history.replaceState(null, "", "#q=" + encodeURIComponent(input.value)); }
          catch (e) { /* a folder's pages may have no history */ }
        }, 60);
      });
      form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
      if (location.hash.indexOf("#q=") === 0) {
        try { input.value = decodeURIComponent(location.hash.slice(3)); } catch (e) { input.value = ""; }
      }
      var script = document.createElement("script");
      script.src = "assets/search.js";
      script.onload = prepare;
      document.head.append(script);
      input.focus();
    }

    """#
}
