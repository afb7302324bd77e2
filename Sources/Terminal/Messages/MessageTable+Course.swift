// Messages about a course as a whole: its configuration, lessons, labels and notation files.

extension MessageTable {
  static let course: [MessageEntry] = [
    .lesson(
      "UnknownCode", "`severity:` of course.yml names messages by the codes in their brackets.",
      "== lessons/course.yml\nseverity:\n  UncheckedClaims: note\n== lessons/01-a.md\n# A\n"),
    .lesson(
      "UnknownLesson",
      "`requires:` and the parts of course.yml name lessons by their files: 03-perceptron.md is `perceptron`.",
      "== lessons/course.yml\ntitle: T\n== lessons/01-a.md\n---\ntitle: A\nrequires: [nowhere]\n---\n"
    ),
    .lesson(
      "UnknownNotation", "`notation:` names files of `lessons/notation/`.",
      "== lessons/course.yml\ntitle: T\n== lessons/01-a.md\n---\ntitle: A\nnotation: [nowhere]\n---\n"
    ),
    .lesson(
      "LessonWithoutPart", "Where course.yml has parts, every lesson belongs to one.",
      "== lessons/course.yml\nparts:\n  - title: One\n    lessons: [a]\n== lessons/01-a.md\n# A\n== lessons/02-b.md\n# B\n"
    ),
    .lesson(
      "LessonTwice",
      "A lesson is named by its file without number and ending; two would have one page.",
      "== lessons/course.yml\ntitle: Two\n== lessons/01-a.md\n# A\n== lessons/02-a.md\n# A\n"),
    .lesson(
      "LabelTwice", "Labels are unique in the course, so that every lesson can refer to them.",
      "$$ 1 + 1 = 2 $$ {#eq-sum .check}\n\n$$ 2 + 2 = 4 $$ {#eq-sum .check}\n"),
    .lesson(
      "UnknownReference",
      "`@label` refers to something that carries `{#label}` in any lesson of the course.",
      "$$ 1 + 1 = 2 $$ {#eq-sum .check}\n\nBy @eq-sun it holds.\n"),
    .lesson(
      "NotNotation",
      "A notation file is not a page: it holds `symbols` fences and `.define` displays, with headings and text for those who edit it.",
      "== lessons/course.yml\ntitle: T\n== lessons/notation/n.md\n```symbols\nx : scalar\n```\n\n$$ x + x = 2x $$ {.check}\n== lessons/01-a.md\n---\ntitle: A\nnotation: [n]\n---\n"
    ),
    .lesson(
      "UnknownKey",
      "Keys of course.yml and of front matter are known ones, so that none is ignored silently.",
      "---\ntitle: A\nsumary: misspelt\n---\n"),
    .lesson(
      "NotAMapping", "course.yml and front matter are lists of `key: value` lines.",
      "---\n- a list\n---\n"),
    .lesson(
      "DuplicateKey", "A key that is given twice has no one value.",
      "---\ntitle: A\ntitle: B\n---\n"),
    .lesson("KeyIsNotText", "A key is one plain word.", "---\n[a, b]: c\n---\n"),
    .lesson("MalformedYAML", "course.yml and front matter are YAML.", "---\ntitle: \"open\n---\n"),
    .lesson(
      "SeveralDocuments", "course.yml is one YAML document.",
      "== lessons/course.yml\ntitle: A\n---\ntitle: B\n== lessons/01-a.md\n# A\n"),
    .lesson(
      "YAMLAlias", "Anchors and aliases are left out: what is written is what holds.",
      "---\ntitle: &a A\nsummary: *a\n---\n"),
    .lesson("YAMLTag", "Tags are left out: values are plain.", "---\ntitle: !!str A\n---\n"),
  ]
}
