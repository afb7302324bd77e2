/// The JavaScript around KaTeX.
enum Glue {
  /// Parts of requests and replies are separated by this control character.
  static let separator: Character = "\u{1F}"

  /// How many elements the insertions into lists may move for one formula: the only work of KaTeX's
  /// that grows with the square of a formula's length and asks for no memory.
  private static let moveLimit = 5_000_000

  /// What KaTeX expects of its surroundings; before it is loaded.
  static let prelude = """
    var self = this, window, document, exports, module;
    if (!Array.prototype.fill) {
      Object.defineProperty(Array.prototype, "fill", { value: function (value, start, end) {
        var length = this.length;
        var from = start === undefined ? 0 : start, to = end === undefined ? length : end;
        if (from < 0) from = Math.max(length + from, 0);
        if (to < 0) to = Math.max(length + to, 0);
        for (var i = from; i < Math.min(to, length); i++) this[i] = value;
        return this;
      } });
    }
    var moved = 0;
    (function (splice) {
      Object.defineProperty(Array.prototype, "splice", { value: function () {
        moved += this.length;
        if (moved > \(moveLimit)) throw new RangeError("too much is moved");
        return splice.apply(this, arguments);
      } });
    })(Array.prototype.splice);
    """

  /// `typeset(request)`: display or inline, the formula, names and bodies of macros in turn.
  ///
  /// The reply begins with `html` or `error`; remarks follow in threes: kind, text, position.
  static let postlude = """
    function typeset(request) {
      var parts = request.split("\\u001f"), macros = {}, remarks = [];
      moved = 0;
      for (var i = 2; i + 1 < parts.length; i += 2) macros[parts[i]] = parts[i + 1];
      var head;
      try {
        head = ["html", katex.renderToString(parts[1], {
          displayMode: parts[0] === "display", output: "htmlAndMathml", throwOnError: true,
          maxExpand: 1000, maxSize: 40, macros: macros,
          strict: function (code, message, token) {
            var place = token && token.loc ? token.loc.start : -1;
            remarks.push("unusual", String(message), String(place));
            return "ignore";
          },
          trust: function (context) {
            remarks.push("forbidden", String(context.command), "-1");
            return false;
          }
        })];
      } catch (e) {
        if (!(e instanceof katex.ParseError)) throw e;
        var place = typeof e.position === "number" ? e.position : -1;
        head = ["error", ""];
        remarks.push("invalid", String(e.message), String(place));
      }
      return head.concat(remarks).join("\\u001f");
    }
    """
}
