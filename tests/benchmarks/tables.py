"""Tables of PDFs without tags: what is found right, and what finding them costs."""

import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Table
from pipeline.readers import read
from pipeline.readers.pdf.opening import loaded_page
from pipeline.readers.pdf.runs import RunReader
from pipeline.readers.pdf.tables.finder import TableFinder
from tests.benchmarks.measure import Measurement
from tests.conftest import SHARED
from tests.pdf_tables import HEIGHT, LEADING, prose, row, rule, wall

PAGES = 60
GOLD = SHARED / "files" / "tables"
Place = tuple[int, int, int, int, str]
Pair = tuple[int, str, str]


def run() -> list[Measurement]:
    """Cells next to each other that are found right, and pages a second, on pages made here and on ICDAR-2013."""
    with TemporaryDirectory() as folder:
        measurements = _made(Path(folder))
    return measurements + (_gold(GOLD) if GOLD.is_dir() else [])


def _made(folder: Path) -> list[Measurement]:
    found: list[Measurement] = []
    for kind, rate, note in (
        ("prose", _rate(_write(folder / "prose.pdf", tables=False)), "pages/s spent on pages without tables"),
        ("columns", _rate(_write(folder / "columns.pdf", ruled=False)), "pages/s, no rules"),
        ("ruled", _rate(_write(folder / "ruled.pdf", ruled=True)), "pages/s, all cells ruled"),
    ):
        found.append(Measurement(f"tables: {kind}", rate[0], "pages/s", note))
        found.append(Measurement(f"tables: {kind}, found", rate[1], "tables", f"{PAGES} pages"))
        if kind != "prose":
            found.append(Measurement(f"tables: {kind}, seen before", rate[2], "pages/s", "by the hash of the page"))
    return found


def _rate(path: Path) -> tuple[float, float, float]:
    """Pages a second, tables found, and pages a second when they are seen again; reading the runs is not counted."""
    finder, runs = TableFinder(), RunReader()
    document = pypdfium2.PdfDocument(path)
    seconds, count = [0.0, 0.0], 0
    for index in range(len(document)):
        with loaded_page(document, index) as (page, text_page):
            found = runs.read(page, text_page)
            for turn in (0, 1):
                begun = time.perf_counter()
                tables = finder.find(page, text_page, found)
                seconds[turn] += time.perf_counter() - begun
            count += len(tables)
    document.close()
    return PAGES / seconds[0], count, PAGES / seconds[1]


def _write(path: Path, *, tables: bool = True, ruled: bool = False) -> Path:
    canvas, chance = Canvas(str(path)), random.Random(7)  # noqa: S311  # the same pages each time
    for _ in range(PAGES):
        prose(canvas, 60, lines=10 if tables else 50)
        if tables:
            _table(canvas, chance, ruled=ruled)
        canvas.showPage()
    canvas.save()
    return path


def _table(canvas: Canvas, chance: random.Random, *, ruled: bool) -> None:
    top, columns, count = 250.0, chance.randint(3, 6), chance.randint(8, 25)
    for line in range(count):
        label = {50.0: f"Measure {line}" if line else "Measure"}
        values = {-(200.0 + 60 * c): f"{chance.randint(1, 99_999):,}" if line else f"Year {c}" for c in range(columns)}
        row(canvas, top + LEADING * line, label | values, bold=not line)
    if ruled:
        right, sides = 210.0 + 60 * (columns - 1), [45.0, *(150.0 + 60 * c for c in range(columns))]
        for line in range(count + 1):
            rule(canvas, 45, right, top - 10 + LEADING * line)
        for x in (*sides, right):
            wall(canvas, x, top - 10, min(HEIGHT, top - 10 + LEADING * count))


def _gold(folder: Path) -> list[Measurement]:
    """Precision, recall and F1 of pairs of neighbouring cells, as in the ICDAR-2013 competition, blanks left out."""
    right = given = wanted = 0
    for path in sorted(folder.glob("*.pdf")):
        gold = _gold_pairs(path.with_name(f"{path.stem}-str.xml"))
        guess = _sum(_pairs(_places(block.table)) for block in read(path).blocks if block.table)
        right += (gold & guess).total()
        given, wanted = given + guess.total(), wanted + gold.total()
    precision, recall = right / max(1, given), right / max(1, wanted)
    both = 2 * precision * recall / max(1e-9, precision + recall)
    note = "ICDAR-2013, end to end"
    return [
        Measurement(f"tables: {name}", value, "ratio", note)
        for name, value in (("precision", precision), ("recall", recall), ("F1", both))
    ]


def _gold_pairs(path: Path) -> Counter[Pair]:
    found: Counter[Pair] = Counter()
    for table in ElementTree.parse(path).getroot().iter("table"):  # noqa: S314  # a file of the developer's own
        for region in table.iter("region"):
            found += _pairs(_gold_place(cell) for cell in region.iter("cell"))
    return found


def _gold_place(cell: ElementTree.Element) -> Place:
    top, left = int(cell.get("start-row", 0)), int(cell.get("start-col", 0))
    height, width = int(cell.get("end-row", top)) - top + 1, int(cell.get("end-col", left)) - left + 1
    return top, left, height, width, cell.findtext("content") or ""


def _places(table: Table) -> Iterable[Place]:
    return ((c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells)


def _pairs(cells: Iterable[Place]) -> Counter[Pair]:
    """Neighbours to the right (0) and below (1), each pair of cells once."""
    grid = {
        (r, c): (n, re.sub(r"\W", "", text).casefold() or text.strip())
        for n, (top, left, height, width, text) in enumerate(cells)
        for r in range(top, top + height)
        for c in range(left, left + width)
        if text.strip()
    }
    found = set()
    for along in (0, 1):
        ordered = sorted(grid, key=lambda place: (place[along], place[1 - along]))
        for a, b in pairwise(ordered):
            if a[along] == b[along] and grid[a][0] != grid[b][0]:
                found.add((along, grid[a], grid[b]))
    return Counter((along, a[1], b[1]) for along, a, b in found)


def _sum(counts: Iterable[Counter[Pair]]) -> Counter[Pair]:
    total: Counter[Pair] = Counter()
    for count in counts:
        total += count
    return total
