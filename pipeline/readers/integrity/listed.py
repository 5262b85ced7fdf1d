"""What a stated count can be compared with: lists, tables and headings, by section and by the noun that they name."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from corpus.document import Block, Section, Table
from pipeline.readers.integrity.lexicon import either


class _Named(NamedTuple):
    """What names a noun: the highest number behind it, lists by where their stem starts, and other lengths."""

    highest: int
    lists: list[tuple[int, int]]
    lengths: list[int]


class Listed:
    """The lists, tables and headings of a document; each noun is looked for once.

    Args:
        text: the document's text.
        blocks: its blocks.
        sections: its sections.
    """

    def __init__(self, text: str, blocks: Sequence[Block], sections: Sequence[Section]) -> None:
        self._text, self._sections = text, sections
        self.by_stem: dict[tuple[int, int], list[Block]] = defaultdict(list)
        self.items: dict[str, list[Block]] = defaultdict(list)
        self.below = Counter(section.parent_id for section in sections)
        self._loose: Counter[str] = Counter()  # items of a section that hang on no stem
        self._tables: list[tuple[Block, int]] = []
        self._by_section: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, _Named] = {}
        for block in blocks:
            self._take(block)

    def lengths(self, block: Block, noun: str) -> list[int]:
        """Lengths of all that a count in a block may mean, or [0].

        Those are the lists below it and the tables that name the noun, the headings below one that does, and what
        stands in the block's own section.
        """
        if noun not in self._named:
            self._named[noun] = self._naming(noun)
        named, here = self._named[noun], block.section_id
        found = [named.highest, *named.lengths, *self._by_section[here], self.below[here], self._loose[here]]
        found += [length for start, length in named.lists if start > block.start]
        return [n for n in found if n] or [0]

    def _take(self, block: Block) -> None:
        if block.lead_in:
            self.by_stem[block.lead_in.start, block.lead_in.end].append(block)
        if block.kind == "list_item":
            self.items[block.section_id].append(block)
            self._loose[block.section_id] += block.lead_in is None
        if block.table:
            length = _filled_rows(block.table)
            self._tables.append((block, length))
            self._by_section[block.section_id].append(length)

    def _naming(self, noun: str) -> _Named:
        narrowed = re.compile(rf"\b{noun} (?:{either('narrowing')})\b", re.IGNORECASE)
        named = re.compile(rf"\b{noun}\b", re.IGNORECASE)
        single = re.compile(rf"\b{noun.removesuffix('s')} (\d{{1,3}})\b", re.IGNORECASE)
        lengths = [n for block, n in self._tables if named.search(self._text, block.start, block.end)]
        for section in self._sections:
            if named.search(section.heading):
                lengths += (self.below[section.id], self._loose[section.id])
        lists = [
            (start, len(items))
            for (start, end), items in self.by_stem.items()
            if named.search(self._text, start, end) and not narrowed.search(self._text, start, end)
        ]
        highest = max((int(match[1]) for match in single.finditer(self._text)), default=0)
        return _Named(highest, lists, lengths)


def _filled_rows(table: Table) -> int:
    """Rows below the first whose last column holds something."""
    return sum(1 for c in table.cells if c.row and c.column == table.columns - 1 and c.text.strip())
