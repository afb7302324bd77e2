// Writes expected.txt: what KaTeX makes of formulas.txt and of every formula of the notes in Node, as
// length and FNV-1a hash, inline and displayed; "error" where it refuses.
// Run it where libjs-katex is the version that the pages use: node make.js
const fs = require("fs");
const path = "/usr/share/javascript/katex/katex.js";
const katex = require(path);
const notes = __dirname + "/../../FormulaTests/Notes/";
function hash(bytes) {
  let value = 0xcbf29ce484222325n;
  for (const byte of bytes) value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  return value.toString(16);
}
function lines(file) { return fs.readFileSync(file, "utf8").trimEnd().split("\n"); }
const all = lines(__dirname + "/formulas.txt");
for (const name of fs.readdirSync(notes).sort()) {
  if (name.endsWith(".formulas")) all.push(...lines(notes + name));
}
function outcome(line, displayMode) {
  try {
    const html = Buffer.from(katex.renderToString(line, {
      displayMode, output: "htmlAndMathml", throwOnError: true, maxExpand: 1000, maxSize: 40,
      strict: () => "ignore", trust: false,
    }));
    return html.length + " " + hash(html);
  } catch (error) {
    if (error instanceof katex.ParseError) return "error";
    throw error;
  }
}
const expected = [hash(fs.readFileSync(path))];
for (const line of all) {
  for (const displayMode of [false, true]) expected.push(outcome(line, displayMode));
}
fs.writeFileSync(__dirname + "/expected.txt", expected.join("\n") + "\n");
