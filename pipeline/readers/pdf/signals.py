"""Structure of pages by the first signal that is there: tags, bookmarks, numbering, effective size and weight."""

from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.readers.pdf.blocks import (
    BOOKMARKS,
    LOOKS,
    TAGS,
    TAGS_AND_BOOKMARKS,
    TAGS_AND_LOOKS,
    PdfBlock,
    PdfPage,
)
from pipeline.readers.pdf.bookmarks import Bookmarks, heading_key
from pipeline.readers.pdf.candidates import only_deepen
from pipeline.readers.pdf.columns import in_reading_order
from pipeline.readers.pdf.contents import ContentsPages
from pipeline.readers.pdf.drawn_bullets import drawn_bullets
from pipeline.readers.pdf.headings import HeadingFinder, settle_headings
from pipeline.readers.pdf.heads import RunningHeads
from pipeline.readers.pdf.layout import FOOT, body_size, layout_blocks
from pipeline.readers.pdf.lines import PdfLine, bullets_in_place, lines_of
from pipeline.readers.pdf.linked_contents import drop_linked_contents
from pipeline.readers.pdf.notes import put_before_cuts
from pipeline.readers.pdf.parts import LEAST_PARTS
from pipeline.readers.pdf.runs import PageRuns, Run
from pipeline.readers.pdf.tables.finder import FoundTable
from pipeline.readers.pdf.trust import Trust, judge
from pipeline.readers.pdf.turned import Turn, turn_back, turn_of, upright

ENOUGH_BOOKMARKS = 0.5  # share of a file's bookmarks that must name words on their pages


class Untagged:
    """A page that waits for the look of the whole document: its lines, and its tables with their places among them.

    `turn` is set where the text does not stand upright; the lines do then.
    """

    def __init__(self, lines: list[PdfLine], tables: Sequence[tuple[int, PdfBlock]], turn: Turn | None) -> None:
        self.lines, self.tables, self.turn = lines, tables, turn


def structure(pages: list[PdfPage], waiting: dict[int, Untagged], bookmarks: Callable[[], Bookmarks]) -> None:
    """Give the pages their blocks, now that all have been read.

    Args:
        pages: the pages; those that had no tags are without blocks.
        waiting: by index, what was found on those.
        bookmarks: reads those of the file, where they are wanted.
    """
    _drop_heads(pages, waiting)
    contents = _drop_contents(pages, waiting)
    body = body_size(line for rest in waiting.values() for line in rest.lines)
    for index, rest in waiting.items():
        page = pages[index]
        page.blocks = _laid_out(rest, body, page.height)
        if rest.turn:
            turn_back(page.blocks, rest.turn, page.width, page.height)
    tagged = [p for p in pages if p.signal == TAGS]
    contents += drop_linked_contents(pages)
    trust = judge(tagged)
    put_before_cuts(pages)
    if not waiting and trust is Trust.WHOLE:
        return
    if trust is not Trust.WHOLE:
        for page in tagged:
            page.signal = TAGS_AND_LOOKS
    _find_headings(pages, trust, bookmarks(), contents)


def _find_headings(pages: Sequence[PdfPage], trust: Trust, bookmarks: Bookmarks, contents: Counter[str]) -> None:
    """Headings of the pages whose tags do not name them."""
    finder = HeadingFinder(pages, bookmarks, contents, trust)
    named = [c.page for c in finder.candidates if c.bookmarked]
    told = len(named) >= ENOUGH_BOOKMARKS * len(bookmarks) and len(set(named)) >= min(LEAST_PARTS, len(pages))
    starts = bookmarks.parts if not told and len(bookmarks.parts) >= LEAST_PARTS else frozenset[int]()
    if not told or only_deepen(finder.candidates):
        finder.forget_levels(names=not told)
    settle_headings(finder.headings(), finder.candidates, starts)
    if told:
        for page in pages:
            if page.signal == LOOKS:
                page.signal = BOOKMARKS
            elif page.signal == TAGS_AND_LOOKS and trust is not Trust.NAMES:  # there, bookmarks are not asked
                page.signal = TAGS_AND_BOOKMARKS


def untagged(found: PageRuns, tables: Sequence[FoundTable]) -> Untagged:
    """Lines of the page without those in tables; each table keeps its place among them."""
    remains = {i: rest for table in tables for i, rest in table.remains.items()}
    inside = {i for table in tables for i in table.runs} - remains.keys()
    turn = None if tables else turn_of(found.runs)
    runs = upright(found.runs, turn, found.width, found.height) if turn else found.runs
    before = bullets_in_place(runs)
    if not turn:
        for i, bullet in drawn_bullets(runs, found.specks).items():
            before.setdefault(i, []).append(bullet)
    lines: list[PdfLine] = []
    placed: list[tuple[int, PdfBlock]] = []
    starts = {min(t.runs): t.block for t in tables if t.runs}
    pending: list[Run] = []
    for i, run in enumerate(runs):
        if i in starts:
            lines += lines_of(pending, split_columns=True)
            pending = []
            placed.append((len(lines), starts[i]))
        if i not in inside and i in before:
            pending += [*before[i], remains.get(i, run)]
    lines += lines_of(pending, split_columns=True)
    return Untagged(lines, placed, turn)


def _drop_heads(pages: Sequence[PdfPage], waiting: dict[int, Untagged]) -> None:
    """Take running heads and page numbers out of all pages."""
    heads = RunningHeads([(p.height, _lines(p, waiting.get(i))) for i, p in enumerate(pages)])
    for i, page in enumerate(pages):
        _take_out(page, waiting.get(i), _lines(page, waiting.get(i)), heads.on(i))


def _drop_contents(pages: Sequence[PdfPage], waiting: dict[int, Untagged]) -> Counter[str]:
    """Take contents pages out; the headings that they list come back."""
    found = ContentsPages()
    for i, page in enumerate(pages):
        lines = _lines(page, waiting.get(i))
        gone = found.take(lines)
        if gone:
            _take_out(page, waiting.get(i), lines, gone)
    return Counter(key for entry in found.entries if (key := heading_key(entry.words)))


def _lines(page: PdfPage, rest: Untagged | None) -> list[PdfLine]:
    return rest.lines if rest else [n for b in page.blocks if not b.cells for n in b.lines]


def _take_out(page: PdfPage, rest: Untagged | None, lines: Sequence[PdfLine], gone: set[int]) -> None:
    """Take lines, by index, out of a page; a block with tags goes when all its lines do."""
    if not gone:
        return
    if rest:
        rest.tables = [(at - sum(g < at for g in gone), block) for at, block in rest.tables]
        rest.lines = [line for n, line in enumerate(lines) if n not in gone]
        return
    away = {id(lines[n]) for n in gone}
    page.blocks = [b for b in page.blocks if b.cells or not all(id(n) in away for n in b.lines)]


class _Item:
    """A line or a table in its place on the page."""

    def __init__(self, lines: Sequence[PdfLine], table: PdfBlock | None) -> None:
        self.line, self.table = lines[0], table
        _, self.x0, self.top, self.x1, self.bottom, *_ = lines[0]
        if table is not None:
            self.x0, self.top = min(n.x0 for n in lines), min(n.top for n in lines)
            self.x1, self.bottom = max(n.x1 for n in lines), max(n.bottom for n in lines)


def _laid_out(rest: Untagged, body: float, height: float) -> list[PdfBlock]:
    """Blocks of an untagged page in reading order, tables among them."""
    items = [_Item([line], None) for line in rest.lines]
    for at, table in reversed(rest.tables):
        items.insert(at, _Item(table.lines, table))
    blocks: list[PdfBlock] = []
    pending: list[PdfLine] = []
    for item in in_reading_order(items):
        if item.table is None:
            pending.append(item.line)
            continue
        blocks += [*layout_blocks(pending, body=body), item.table]
        pending = []
    return blocks + layout_blocks(pending, body=body, foot=FOOT * height)
