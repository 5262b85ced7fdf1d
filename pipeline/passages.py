"""Passages: what the indexes hold. Whole sentences or list items of one section, short enough to show."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.document import Block, Document, Passage, Table, content_id
from pipeline.readers.outline import is_contents

TARGET = 900  # characters a passage has at most, where its sentences allow it
LONGEST = 1500  # characters that no passage exceeds
SENTENCE = 60  # a list item of this length says something by itself
_SENTENCE_END = re.compile(r"[.!?][”’\")\]]*\s+(?=[A-Z0-9“‘\"(•])")
_NO_END = re.compile(r"\b(?:e\.g|i\.e|etc|vs|no|Dr|Mr|Mrs|Ms|Prof|St|c|cf|approx|para|paras|[A-Z])\.$")
_LEADER = re.compile(r"\.{4,}|…{2,}|\s\d{1,3}$")


class _Part(NamedTuple):
    """A stretch of a block that may stand in a passage; parts of different groups are never joined."""

    start: int
    end: int
    section_id: str
    page: int | None
    group: tuple[object, ...]


def make_passages(document: Document) -> list[Passage]:
    """The passages of a document, in its order.

    A passage never crosses a section. A list item that is a sentence long stands alone; short neighbours of one list
    and neighbouring paragraphs are joined up to about 900 characters. Tables are cut at rows. Headings alone and
    contents pages make none.
    """
    skipped = _contents_sections(document)
    parts = (p for block in document.blocks if block.section_id not in skipped for p in _parts(document, block))
    return [_passage(document, group) for group in _joined(parts)]


def passage_context(document: Document, passage: Passage) -> str:
    """What stands in front of a passage for both indexes and is never shown: headings, stem, table header.

    Args:
        document: the document of the passage.
        passage: one of its passages.
    """
    lines = [" > ".join(document.section(passage.section_id).path)]
    block = document.block_at(passage.start)
    if block and block.lead_in and not passage.start <= block.lead_in.start < passage.end:
        lines.append(document.quote(block.lead_in))
    if block and block.table:
        lines += _table_context(block.table, passage)
    return "\n".join(line for line in lines if line)


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of `text[start:end]`, without the white space between them."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.start() + len(match.group().rstrip())
        if _NO_END.search(text[max(at, stop - 8) : stop]):
            continue
        yield at, stop
        at = match.end()
    if at < end:
        yield at, end


# ---- parts


def _parts(document: Document, block: Block) -> Iterator[_Part]:
    if block.kind == "heading":
        return
    if block.table:
        yield from _rows(block, block.table)
        return
    group = _group(document, block)
    for start, end in _within(document.text, block.start, block.end, TARGET):
        yield _Part(start, end, block.section_id, block.page, group)


def _group(document: Document, block: Block) -> tuple[object, ...]:
    """Parts of one group may be joined: short items of one list, paragraphs of one section."""
    if block.kind == "list_item":
        if block.end - block.start >= SENTENCE:
            return ("item", block.start)
        return ("list", block.lead_in.start if block.lead_in else block.section_id)
    if block.kind == "paragraph":
        return ("paragraph", block.section_id)
    return (block.kind, block.start)


def _rows(block: Block, table: Table) -> Iterator[_Part]:
    """One part a row; a row that is too long is cut at its cells."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append((cell.start, cell.end))
    headers = {c.row for c in table.cells if c.header and c.column_span <= table.columns}
    bodies = [r for r in sorted(rows) if not (r in headers and _all_headers(table, r))] or sorted(rows)
    for row in bodies:
        filled = [(s, e) for s, e in rows[row] if e > s]
        if not filled or (len(filled) == 1 and table.columns > 1 and filled[0] == rows[row][0]):
            continue  # a row label alone says nothing
        start, end = filled[0][0], filled[-1][1]
        pieces = [(start, end)] if end - start <= TARGET else filled
        for piece in pieces:
            yield _Part(*piece, block.section_id, block.page, ("row", block.start, row))


def _all_headers(table: Table, row: int) -> bool:
    return all(c.header for c in table.cells if c.row == row)


def _within(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences of at most so many characters; a longer sentence is cut at its clauses."""
    first = last = None
    for s, e in sentence_spans(text, start, end):
        if first is not None and last is not None and e - first > most:
            yield from _short(text, first, last)
            first = None
        first, last = (s if first is None else first), e
    if first is not None and last is not None:
        yield from _short(text, first, last)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in ("; ", ", ", "\n", " "))
        cut = cut + 1 if cut > start else start + LONGEST
        yield start, start + len(text[start:cut].rstrip())
        start = cut + (len(text[cut:end]) - len(text[cut:end].lstrip()))
    if end > start:
        yield start, end


# ---- joining


def _joined(parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    group: list[_Part] = []
    for part in parts:
        if group and not _fits(group, part):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _fits(group: Sequence[_Part], part: _Part) -> bool:
    first, last = group[0], group[-1]
    together = part.end - first.start <= TARGET and part.section_id == first.section_id
    stem_of_list = last.group[0] == "paragraph" and part.group[0] == "list" and part.group[1:] == (last.start,)
    return together and (part.group == last.group or stem_of_list)


def _passage(document: Document, parts: Sequence[_Part]) -> Passage:
    start, end = parts[0].start, parts[-1].end
    return Passage(
        id=content_id("pas", document.id, start, end),
        document_id=document.id,
        section_id=parts[0].section_id,
        start=start,
        end=end,
        page=parts[0].page,
    )


# ---- what is left out, what is put in front


def _contents_sections(document: Document) -> set[str]:
    """Sections that are a contents page: by their heading, or because most lines end in a page number."""
    blocks: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.kind != "heading":
            blocks.setdefault(block.section_id, []).append(block)
    return {
        s.id for s in document.sections[1:] if is_contents(s.heading) and _is_listing(document, blocks.get(s.id, []))
    }


def _is_listing(document: Document, blocks: Sequence[Block]) -> bool:
    texts = [document.quote(b) for b in blocks]
    short = sum(1 for t in texts if _LEADER.search(t) or (len(t) < 120 and not t.rstrip().endswith((".", ":"))))
    return short >= 0.7 * len(texts)


def _table_context(table: Table, passage: Passage) -> list[str]:
    """The column headers, and the row labels that reach down to the passage's rows."""
    rows = table.rows_between(passage.start, passage.end)
    if not rows:
        return []
    headers = [c.text for c in table.column_headers if c.row < min(rows)]
    labels = [
        c.text
        for c in table.spanning_labels
        if c.row not in rows and any(c.row < row < c.row + c.row_span for row in rows)
    ]
    return [" | ".join(dict.fromkeys(text for text in words if text)) for words in (headers, labels) if words]
