package import Site

/// What the browser is shown: the last good site, and what is wrong by now.
package struct Preview: Sendable {
  private var files: [String: [UInt8]] = [:]
  /// Counts changes of what is shown.
  package private(set) var generation = 0
  /// The messages of the last build, if it had errors.
  package private(set) var errors = ""
  private var hasGoodSite = false

  package init() {}

  /// Takes a build over: its pages if it has no errors or there are none better.
  package mutating func take(_ site: [SiteFile]?, errors: String) {
    self.errors = errors
    guard let site, errors.isEmpty || !hasGoodSite else { return }
    hasGoodSite = errors.isEmpty
    let new = Dictionary(site.map { ($0.path, $0.bytes) }) { _, last in last }
    guard new != files else { return }
    files = new
    generation += 1
  }

  /// What the page's script is told.
  package var state: JSON {
    ["generation": .whole(generation), "errors": .text(errors)]
  }

  /// The answer to a request for a path.
  package func response(to path: String) -> HTTPResponse {
    if path == Self.scriptPath {
      return HTTPResponse(200, type: HTTPResponse.type(of: path), Array(Self.script.utf8))
    }
    var name = String(path.dropFirst())
    if name.isEmpty || name.hasSuffix("/") { name += "index.html" }
    guard let bytes = files[name] else { return missing }
    return HTTPResponse(200, type: HTTPResponse.type(of: name), watched(bytes, name))
  }

  private var missing: HTTPResponse {
    let page = files["404.html"] ?? Array(Self.emptyPage.utf8)
    return HTTPResponse(
      hasGoodSite || !files.isEmpty ? 404 : 503, type: HTTPResponse.type(of: "404.html"),
      watched(page, "404.html"))
  }

  // MARK: Pages that watch

  static let scriptPath = "/.coursegen/preview.js"
  static let eventsPath = "/.coursegen/events"

  /// A page with the script that reloads it.
  private func watched(_ bytes: [UInt8], _ name: String) -> [UInt8] {
    guard name.hasSuffix(".html") else { return bytes }
    var page = String(decoding: bytes, as: UTF8.self)
    page = Self.allowingScript(page)
    let tag = "<script src=\"\(Self.scriptPath)\" data-generation=\"\(generation)\" defer></script>"
    if let end = page.firstRange(of: "</head>") {
      page.replaceSubrange(end, with: tag + "</head>")
    } else {
      page += tag
    }
    return Array(page.utf8)
  }

  /// The page's own policy allows no connections: here it may load the script and listen.
  private static func allowingScript(_ page: String) -> String {
    let opening = "http-equiv=\"Content-Security-Policy\" content=\""
    guard let start = page.firstRange(of: opening),
      let end = page[start.upperBound...].firstIndex(of: "\"")
    else { return page }
    var directives = page[start.upperBound..<end].split(separator: ";").map {
      $0.split(separator: " ").map(String.init)
    }
    for name in ["script-src", "connect-src"] {
      if let at = directives.firstIndex(where: { $0.first == name }) {
        directives[at].removeAll { $0 == "'none'" }
        if !directives[at].contains("'self'") { directives[at].append("'self'") }
      } else {
        directives.append([name, "'self'"])
      }
    }
    let policy = directives.map { $0.joined(separator: " ") }.joined(separator: "; ")
    return page.replacingCharacters(in: start.upperBound..<end, with: policy)
  }

  private static let emptyPage = """
    <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>coursegen</title></head>\
    <body><p>There is no page yet.</p></body></html>
    """

  /// Listens for builds: reloads when pages have changed, shows errors over the last good page.
  private static let script = """
    (() => {
      const mine = Number(document.currentScript.dataset.generation);
      let box = null;
      const hide = () => { if (box) { box.remove(); box = null; } };
      const show = (text) => {
        hide();
        box = document.createElement("div");
        box.id = "coursegen-errors";
        box.setAttribute("role", "alert");
        box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;"
          + "background:#1d1f21;color:#f4f4f4;border-top:4px solid #e5484d;padding:1rem 1.25rem;"
          + "font:0.875rem/1.5 ui-monospace,monospace;z-index:2147483647;text-align:left";
        const close = document.createElement("button");
        close.textContent = "Close";
        close.style.cssText = "float:right;font:inherit;color:inherit;background:#333;"
          + "border:1px solid #888;padding:0.25rem 0.75rem;cursor:pointer";
        close.onclick = hide;
        const list = document.createElement("pre");
        list.style.cssText = "margin:0;white-space:pre-wrap;font:inherit;color:inherit;"
          + "background:none;border:0;padding:0";
        list.textContent = text;
        box.append(close, list);
        document.body.append(box);
      };
      addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
      new EventSource("\(eventsPath)").addEventListener("state", (event) => {
        const state = JSON.parse(event.data);
        if (state.generation !== mine) { location.reload(); return; }
        if (state.errors) { show(state.errors); } else { hide(); }
      });
    })();
    """
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
