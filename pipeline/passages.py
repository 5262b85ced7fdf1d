"""Passages: what the indexes hold. Whole sentences or list items of one section, short enough to show."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.document import Block, Document, Passage, Table, content_id
from pipeline.readers.outline import is_contents

TARGET = 900  # characters a passage has at most, where its sentences allow it
LONGEST = 1500  # characters that no passage exceeds
SENTENCE = 60  # a list item of this length says something by itself
LABEL = 3  # words of a caption that names nothing yet
STEM = 200  # a stem of a list up to this length says nothing without an item
_SENTENCE_END = re.compile(r"[.!?][”’\")\]]*\s+(?=[A-Z0-9“‘\"(•])")
_NO_END = re.compile(r"\b(?:e\.g|i\.e|etc|vs|no|Dr|Mr|Mrs|Ms|Prof|St|c|cf|approx|para|paras|[A-Z])\.$")
_LEADER = re.compile(r"\.{4,}|…{2,}|\s\d{1,3}$")


class _Part(NamedTuple):
    """A stretch of a block that may stand in a passage; parts of different groups are never joined.

    `stem` is where the stem starts that a list item hangs on; `leads` says that it is itself a stem, or ends in one.
    """

    start: int
    end: int
    section_id: str
    group: tuple[object, ...]
    stem: int | None = None
    leads: bool = False


def make_passages(document: Document) -> list[Passage]:
    """The passages of a document, in its order.

    A passage never crosses a section. A list item that is a sentence long stands alone; short neighbours of one list
    and neighbouring paragraphs are joined up to about 900 characters. A short stem goes with the first item of its
    list. Tables are cut at rows. What the source has more words between (a page's foot and head) is not joined.
    Headings, labels and contents pages make none.
    """
    skipped = _contents_sections(document)
    blocks = (block for block in document.blocks if block.section_id not in skipped)
    return [_passage(document, group) for group in _joined(document, _all_parts(document, blocks))]


def passage_context(document: Document, passage: Passage) -> str:
    """What stands in front of a passage for both indexes and is never shown: headings, stem, caption, table header.

    Args:
        document: the document of the passage.
        passage: one of its passages.
    """
    lines = [" > ".join(document.section(passage.section_id).path)]
    block = document.block_at(passage.start)
    if block and block.lead_in and not passage.start <= block.lead_in.start < passage.end:
        lines.append(document.quote(block.lead_in))
    if block and block.start == passage.start:
        lines += _captions(document, block)
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


def _all_parts(document: Document, blocks: Iterable[Block]) -> Iterator[_Part]:
    """The parts of blocks in their order; what stands under two labels is of two groups."""
    labels = 0
    for block in blocks:
        if _is_label(document, block):
            labels += 1
        else:
            yield from (part._replace(group=(*part.group, labels)) for part in _parts(document, block))


def _parts(document: Document, block: Block) -> Iterator[_Part]:
    if block.kind == "heading":
        return
    if block.table:
        yield from _rows(block, block.table)
        return
    group, stem = _group(document, block), block.lead_in.start if block.lead_in else None
    for start, end in _within(document, block.start, block.end):
        leads = document.text[start:end].endswith(":")
        yield _Part(start, end, block.section_id, group, stem, leads)


def _is_label(document: Document, block: Block) -> bool:
    """A caption of a speaker ("JOAN FERRIS:"), or of so few words that it is left of a row's label."""
    words = document.quote(block)
    few = len(words.split()) <= LABEL and not any(map(str.isdigit, words))
    return block.kind == "caption" and (few or words.endswith(":"))


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
    plain = {cell.row for cell in table.cells if not cell.header}
    for row in sorted(plain) or sorted(rows):
        filled = [(s, e) for s, e in rows[row] if e > s]
        if not filled or (len(filled) == 1 and table.columns > 1 and filled[0] == rows[row][0]):
            continue  # a row label alone says nothing
        start, end = filled[0][0], filled[-1][1]
        for piece in [(start, end)] if end - start <= TARGET else filled:
            yield _Part(*piece, block.section_id, ("row", block.start, row))


def _within(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences of at most `TARGET` characters; a longer sentence is cut at its clauses.

    No stretch reaches over words that stand in the source between two sentences and not in the text.
    """
    text = document.text
    first = last = None
    for s, e in sentence_spans(text, start, end):
        if first is not None and last is not None and (e - first > TARGET or _torn(document, last, s)):
            yield from _short(text, first, last)
            first = None
        first, last = (s if first is None else first), e
    if first is not None and last is not None:
        yield from _short(text, first, last)


def _torn(document: Document, end: int, start: int) -> bool:
    """Whether the source has words between two places that the text has not: the foot and the head of pages."""
    if document.source_text is None or any(map(str.isalnum, document.text[end:start])):
        return False
    before, after = document.source_span(end - 1, end)[1], document.source_span(start, start + 1)[0]
    return any(map(str.isalnum, document.source_text[before:after]))


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in ("; ", ", ", "\n", " "))
        cut = cut + 1 if cut > start else start + LONGEST
        yield start, start + len(text[start:cut].rstrip())
        start = cut + (len(text[cut:end]) - len(text[cut:end].lstrip()))
    if end > start:
        yield start, end


def _joined(document: Document, parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    group: list[_Part] = []
    for part in parts:
        if group and (not _fits(group, part) or _torn(document, group[-1].end, part.start)):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _fits(group: Sequence[_Part], part: _Part) -> bool:
    first, last = group[0], group[-1]
    together = part.end - first.start <= TARGET and part.section_id == first.section_id
    return together and (part.group == last.group or _hangs_on(group, part))


def _hangs_on(group: Sequence[_Part], part: _Part) -> bool:
    """Whether a list item follows its stem, and one of the two says little without the other."""
    first, last = group[0], group[-1]
    hangs = last.leads and part.stem is not None and last.start <= part.stem < last.end
    return hangs and (part.group[0] == "list" or last.end - first.start <= STEM)


def _passage(document: Document, parts: Sequence[_Part]) -> Passage:
    start, end = parts[0].start, parts[-1].end
    page = document.page_of(start)  # a block may have begun on the page before
    return Passage(
        id=content_id("pas", document.id, start, end),
        document_id=document.id,
        section_id=parts[0].section_id,
        start=start,
        end=end,
        page=page.number if page else None,
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
    texts = map(document.quote, blocks)
    short = sum(1 for t in texts if _LEADER.search(t) or (len(t) < 120 and not t.rstrip().endswith((".", ":"))))
    return short >= 0.7 * len(blocks)


def _captions(document: Document, block: Block) -> list[str]:
    """The captions right in front of a block, in their order, that make no passage of their own."""
    at = bisect_left(document.blocks, block.start, key=lambda b: b.start)
    found: list[str] = []
    for before in reversed(document.blocks[max(0, at - 3) : at]):
        if before.section_id != block.section_id or not _is_label(document, before):
            break
        found.insert(0, document.quote(before))
    return found


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
