#!/usr/bin/env python3
"""Writes what the fuzzer starts from: pieces of the course and of its cache, and a dictionary each.

    Tests/Fuzz/seeds.py FOLDER
"""

import pathlib
import sys

from fuzz import BLOCKS, DISPLAYS, FENCES, FRONTS, LESSONS, ROOT, TOKENS


def number(data, at):
    """A whole number as `ByteWriter.whole` writes it, and where the next value begins."""
    value, shift = 0, 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value >> 1, at


def records():
    """The contents of the records that the last build left under .coursegen."""
    found = []
    for file in sorted((ROOT / ".coursegen").rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        if b"coursegen records" not in data[:20]:
            continue
        at = 0
        for _ in range(2):
            size, at = number(data, at)
            at += size
        while at < len(data) - 16:
            size, at = number(data, at + 17)
            found.append(data[at:at + size])
            at += size
    return sorted(set(found), key=len)[:1000]


def main():
    folder = pathlib.Path(sys.argv[1])
    texts = {"markdown": LESSONS, "latex": DISPLAYS, "symbols": FENCES, "script": BLOCKS, "yaml": FRONTS}
    texts["yaml"].append((ROOT / "lessons/course.yml").read_text())
    seeds = {name: [text.encode() for text in sorted(set(pieces))] for name, pieces in texts.items()}
    seeds["cache"] = records()
    for name, pieces in seeds.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for count, piece in enumerate(pieces):
            (place / f"seed-{count}").write_bytes(piece[:4096])
        words = TOKENS.get(name, ["\x00\x01"])
        escaped = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words]
        (folder / f"{name}.dict").write_text("".join(f'"{word}"\n' for word in escaped))


if __name__ == "__main__":
    main()
