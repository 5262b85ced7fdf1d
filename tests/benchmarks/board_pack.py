"""Board packs of any length, written as PDF by hand: a library takes minutes for two thousand tagged pages.

The words are illustrative. A pack is put together of papers of eight pages, as boards do it: each is a `Part` of the
structure tree. Word puts all elements side by side under one `Document` instead (`flat`).
"""

import random
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.raw_pdf import pdf, stream

WIDTH, HEIGHT = 595, 842  # points
LEFT, TOP, LEADING = 60, 770, 14.5
COLUMNS = (LEFT, 300, 440)
LETTERS = 92  # of a line
SIZES = {"H1": 20, "H2": 14}
PAPER = 8  # pages of a paper
TABLE_HEAD = ["Measure", "Target", "Now"]
WHO = ("The board", "Each trust", "The committee", "Our community team", "The finance team", "A ward")
DOES = ("reviewed", "noted", "agreed", "set out", "opened", "compared", "took up")
WHAT = (
    *("the figures for the winter", "a plan for beds and staff", "the risks that it holds", "the list of tests"),
    *("new ways of working with councils", "how people come home sooner", "what patients told its members"),
)
WHEN = ("before the end of the year", "after a short review", "with support from partners", "for the third month")


class Part(NamedTuple):
    """An element of a page: its structure type and its words; the cells of a row, the items of a list."""

    type: str
    words: list[str]


def write_board_pack(
    path: Path, *, pages: int, tagged: bool, tables: bool = True, flat: bool = False, picture: int = 0
) -> None:
    """Write a pack of so many pages.

    Args:
        path: the file.
        pages: how many.
        tagged: whether it has a structure tree.
        tables: whether every fourth page holds a table.
        flat: whether all elements stand under one.
        picture: bytes of a picture on each page; 0 for none.
    """
    pack = _Pack(tagged=tagged)
    for number in range(1, pages + 1):
        if number == 1 or (number % PAPER == 1 and not flat):
            pack.open_part()
        pack.add(number, list(_parts(number, tables=tables)), picture)
    path.write_bytes(pack.finished())


def _parts(number: int, *, tables: bool) -> Iterator[Part]:
    draw = random.Random(number)  # noqa: S311 - a file that is the same each time
    if number % PAPER == 1:
        yield Part("H1", [f"Paper {1 + number // PAPER}: {draw.choice(WHAT)}"])
    yield Part("H2", [f"{number}. Report on {draw.choice(WHAT)}"])
    yield Part("P", [_sentences(draw, 5)])
    if tables and number % 4 == 2:
        rows = [[f"Measure {i}", f"{draw.randint(60, 99)}%", f"{draw.randint(100, 9999)}"] for i in range(1, 7)]
        yield from (Part("TR", row) for row in [TABLE_HEAD, *rows])
    yield Part("P", [_sentences(draw, 6)])
    yield Part("P", ["We ask systems to:"])
    yield Part("L", [f"make sure that {_sentences(draw, 1)}" for _ in range(4)])
    yield Part("P", [_sentences(draw, 6)])


def _sentences(draw: random.Random, count: int) -> str:
    parts = ((draw.choice(WHO), draw.choice(DOES), draw.choice(WHAT), draw.choice(WHEN)) for _ in range(count))
    return " ".join(f"{' '.join(words)}." for words in parts)


class _Pack:
    """The file while it is written: objects by number, pages, and the elements of the part that is open."""

    CATALOGUE, PAGES, PLAIN, BOLD, ROOT, DOCUMENT = range(1, 7)

    def __init__(self, *, tagged: bool) -> None:
        self._tagged = tagged
        self._objects: dict[int, bytes] = {}
        self._pages: list[int] = []
        self._parts: dict[int, list[int]] = {}
        self._part = self.DOCUMENT
        self._parents: list[bytes] = []
        self._last = self.DOCUMENT

    def open_part(self) -> None:
        self._part = self._number()
        self._parts[self._part] = []

    def add(self, number: int, parts: list[Part], picture: int) -> None:
        page, content = self._number(), self._number()
        drawn = _Drawn(tagged=self._tagged)
        drawn.head(f"Example Board, public papers, page {number}")
        marks: list[int] = []
        rows: list[int] = []
        table = self._number() if any(part.type == "TR" for part in parts) else 0
        for part in parts:
            if part.type == "TR":
                rows.append(self._group("TR", table, part.words, page, drawn, marks))
                if len(rows) == 1:
                    self._parts[self._part].append(table)
            elif part.type == "L":
                self._parts[self._part].append(self._group("L", self._part, part.words, page, drawn, marks))
            else:
                drawn.lines(part.type, part.words[0])
                self._parts[self._part].append(self._leaf(part.type, self._part, page, marks))
        if table:
            self._struct(table, "Table", self._part, _references(rows))
        self._pages.append(page)
        self._parents.append(_references(marks))
        self._objects[page] = self._page(content, drawn, picture)
        self._objects[content] = stream(b"\n".join(drawn.operators), packed=True)

    def _page(self, content: int, drawn: "_Drawn", picture: int) -> bytes:
        shown = b""
        if picture:
            number = self._number()
            self._objects[number] = stream(
                random.Random(number).randbytes(picture),  # noqa: S311
                b"/Type/XObject/Subtype/Image/Width %d/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8" % picture,
            )
            drawn.operators.append(b"q 100 0 0 20 60 20 cm /I Do Q")
            shown = b"/XObject<</I %d 0 R>>" % number
        fonts = b"/Font<</F %d 0 R/B %d 0 R>>" % (self.PLAIN, self.BOLD)
        key = b"/StructParents %d" % (len(self._pages) - 1) if self._tagged else b""
        box = b"/MediaBox[0 0 %d %d]" % (WIDTH, HEIGHT)
        return b"<</Type/Page/Parent %d 0 R%s/Resources<<%s%s>>/Contents %d 0 R%s>>" % (
            *(self.PAGES, box, fonts, shown, content, key),
        )

    def _group(self, kind: str, parent: int, words: list[str], page: int, drawn: "_Drawn", marks: list[int]) -> int:
        """A list with its items, or a row with its cells."""
        group, inner = self._number(), []
        for column, text in enumerate(words):
            if kind == "L":
                drawn.lines("LI", f"\\225 {text}")
            else:
                drawn.cell(text, column, last=column == len(words) - 1)
            leaf = "LI" if kind == "L" else ("TH" if words == TABLE_HEAD else "TD")
            inner.append(self._leaf(leaf, group, page, marks))
        self._struct(group, kind, parent, _references(inner))
        return group

    def _leaf(self, kind: str, parent: int, page: int, marks: list[int]) -> int:
        """An element with the mark that was drawn last."""
        number = self._number()
        self._struct(number, kind, parent, b"%d" % len(marks), b"/Pg %d 0 R" % page)
        marks.append(number)
        return number

    def _struct(self, number: int, kind: str, parent: int, kids: bytes, more: bytes = b"") -> None:
        if self._tagged:
            self._objects[number] = b"<</Type/StructElem/S/%s/P %d 0 R/K[%s]%s>>" % (kind.encode(), parent, kids, more)

    def _number(self) -> int:
        self._last += 1
        return self._last

    def finished(self) -> bytes:
        tags = b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % self.ROOT if self._tagged else b""
        self._objects[self.CATALOGUE] = b"<</Type/Catalog/Pages %d 0 R%s>>" % (self.PAGES, tags)
        kids = _references(self._pages)
        self._objects[self.PAGES] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids)
        for number, name in ((self.PLAIN, b"Helvetica"), (self.BOLD, b"Helvetica-Bold")):
            self._objects[number] = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name
        if self._tagged:
            numbers = b"".join(b"%d[%s]" % (i, marks) for i, marks in enumerate(self._parents))
            self._objects[self.ROOT] = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%s]>>>>" % (
                *(self.DOCUMENT, numbers),
            )
            self._struct(self.DOCUMENT, "Document", self.ROOT, _references(list(self._parts)))
            for part, elements in self._parts.items():
                self._struct(part, "Part", self.DOCUMENT, _references(elements))
        return pdf(self._objects)


class _Drawn:
    """The operators of a page, from the top down."""

    def __init__(self, *, tagged: bool) -> None:
        self.operators: list[bytes] = []
        self._tagged = tagged
        self._mark = 0
        self._y = float(TOP)

    def head(self, words: str) -> None:
        self._marked(b"/Artifact BMC", [_shown(words, b"F", 9, LEFT, HEIGHT - 30)])

    def lines(self, kind: str, words: str) -> None:
        size = SIZES.get(kind, 11)
        font = b"B" if kind in SIZES else b"F"
        shown = []
        for line in textwrap.wrap(words, LETTERS * 11 // size):
            shown.append(_shown(line, font, size, LEFT, self._y))
            self._y -= LEADING * size / 11
        self._y -= 5
        self._own(kind, shown)

    def cell(self, words: str, column: int, *, last: bool) -> None:
        self._own("TD", [_shown(words, b"F", 11, COLUMNS[column], self._y)])
        if not self._tagged:
            self.operators.append(b"%d %.1f 130 %.1f re S" % (COLUMNS[column] - 4, self._y - 4, LEADING))
        if last:
            self._y -= LEADING

    def _own(self, kind: str, shown: list[bytes]) -> None:
        self._marked(b"/%s<</MCID %d>>BDC" % (kind.encode(), self._mark), shown)
        self._mark += 1

    def _marked(self, opening: bytes, shown: list[bytes]) -> None:
        self.operators += [opening, *shown, b"EMC"] if self._tagged else shown


def _shown(words: str, font: bytes, size: int, x: float, y: float) -> bytes:
    return b"BT /%s %d Tf %d %.1f Td (%s) Tj ET" % (font, size, x, y, words.encode("ascii"))


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
