"""The source of a bundled document: a small part of HTML, the same for every format that is made of it.

Blocks: `h1` to `h3`, `p`, `ul` and `ol` (nested), `table` with `caption` and `rowspan`. Inline: `b`, `br` and
`span class="footnote"`, which holds a note where its mark stands. Metadata: `title` and `meta`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lxml import html


class Run(NamedTuple):
    """A stretch of text in one style. A footnote's run holds the note; a line break's run is empty."""

    text: str
    style: str = "plain"  # plain, bold, break, footnote


class Cell(NamedTuple):
    """A table's cell, at its place in the grid."""

    row: int
    column: int
    row_span: int
    header: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Source:
    """A source that has been parsed: its metadata and its blocks, in order."""

    title: str
    author: str
    subject: str
    running_head: str
    blocks: tuple[html.HtmlElement, ...]


def read_source(path: Path) -> Source:
    """Parse a source; KeyError names a piece of metadata that is missing."""
    tree = html.fromstring(path.read_text(encoding="utf-8"))
    meta = {m.get("name"): m.get("content") for m in tree.iter("meta") if m.get("name")}
    return Source(
        title=tree.findtext(".//title"),
        author=meta["author"],
        subject=meta["description"],
        running_head=meta["running-head"],
        blocks=tuple(b for b in tree.find("body") if isinstance(b.tag, str)),
    )


def runs(element: html.HtmlElement) -> Iterator[Run]:
    """The inline text of a block, without that of lists nested in it."""
    if element.text:
        yield Run(_spaced(element.text))
    for child in element:
        if child.tag in ("b", "strong"):
            yield Run(_spaced(child.text or ""), "bold")
        elif child.tag == "br":
            yield Run("", "break")
        elif child.tag == "span" and child.get("class") == "footnote":
            yield Run(_spaced(child.text or "").strip(), "footnote")
        if child.tail and child.tail.strip():
            yield Run(_spaced(child.tail))


def items(element: html.HtmlElement, *, depth: int = 1) -> Iterator[tuple[int, bool, tuple[Run, ...]]]:
    """The items of a list and of those nested in it: depth, whether numbered, and text."""
    for item in element.iterchildren("li"):
        yield depth, element.tag == "ol", tuple(runs(item))
        for nested in item.iterchildren("ul", "ol"):
            yield from items(nested, depth=depth + 1)


def cells(table: html.HtmlElement) -> list[Cell]:
    """The cells of a table; a row spanned from above leaves its column to the cell that spans it."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("th", "td"):
            while (row, column) in taken:
                column += 1
            span = int(cell.get("rowspan", "1"))
            taken |= {(row + n, column) for n in range(span)}
            found.append(Cell(row, column, span, cell.tag == "th", tuple(runs(cell))))
    return found


def caption(table: html.HtmlElement) -> str | None:
    """What stands above a table, or None."""
    found = table.find("caption")
    return None if found is None else _spaced(found.text or "")


def _spaced(text: str) -> str:
    """Runs of white space as one space; ends are kept, since inline text continues there."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return ("" if text == text.lstrip() else " ") + inner + ("" if text == text.rstrip() else " ")
