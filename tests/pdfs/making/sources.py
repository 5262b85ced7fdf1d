"""The sources: a paragraph a line, its mark in front; see README.md."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent
SOURCES = FOLDER / "sources"
KEY = re.compile(r"\{(\w+\d)\}")
BOLD = re.compile(r"\*\*(.+?)\*\*")
HEADINGS = {"#": "h1", "##": "h2", "###": "h3", "####": "h4"}
MARKS = {
    "~": "cover",
    "-": "bullet",
    "1)": "item",
    "!": "caption",
    ">": "quote",
    "=": "figure",
    "%": "command",
    ".": "numbered",
    **HEADINGS,
}
Part = tuple[str, Any]


def pool() -> dict[str, str]:
    """The paragraphs that sources name as {key}."""
    lines = (SOURCES / "pool.txt").read_text(encoding="utf-8").splitlines()
    return {line[1 : line.index("]")]: line[line.index("]") + 2 :] for line in lines if line}


def parts(name: str) -> Iterator[Part]:
    """A source as (kind, words); a table is one part with its rows."""
    written = pool()
    rows: list[list[str]] = []
    for line in [*(SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        mark, _, words = line.partition(" ")
        if re.match(r"\d\)$", mark):
            mark = "1)"
        if mark in MARKS:
            yield MARKS[mark], words
        elif line:
            yield "paragraph", KEY.sub(lambda m: written[m[1]], line)


def paragraphs(name: str) -> list[str]:
    """The paragraphs and bullets of a source; of a page of its own those that it takes from the pool."""
    page = SOURCES / f"{name}.html"
    if page.is_file():
        written = pool()
        return [written[key] for key in re.findall(KEY, page.read_text(encoding="utf-8"))]
    return [words for kind, words in parts(name) if kind in ("paragraph", "bullet")]


def run(command: list[str]) -> None:
    """Another program, to its end."""
    subprocess.run(command, check=True, capture_output=True)
