"""What a reader could not read, or what does not add up: empty cells, broken sentences, counts that do not match."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.document import Block, Mismatch, Span
from pipeline.readers.lexicon import words

NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
LEAST_WORDS = 4  # a shorter block is no sentence
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\d)[^.!?]+)*[.!?]?")


def empty_cells(blocks: Sequence[Block]) -> int:
    """How many cells hold nothing, in all tables; the corner above row labels does not count."""
    cells = (c for b in blocks if b.table for c in b.table.cells)
    return sum(1 for c in cells if not c.text.strip() and (c.row or c.column))


def broken_sentences(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Places where words are missing: a sentence starts inside another, or an item ends in an open word."""
    found: list[Span] = []
    for block in blocks:
        if block.kind not in ("paragraph", "list_item"):
            continue
        found += [Span(start=m.start(), end=m.end()) for m in _start_inside().finditer(text, block.start, block.end)]
        *before, last = text[block.start : block.end].split()
        joins_items = bool(before) and before[-1].endswith((";", ","))  # "...; and" in a legal list
        if len(before) >= LEAST_WORDS and last in words("open_words") and not joins_items:
            found.append(Span(start=block.end - len(last), end=block.end))
    return tuple(found)


def mismatches(text: str, blocks: Sequence[Block]) -> tuple[Mismatch, ...]:
    """Counts that the text states against what it then lists."""
    lists = _lists(blocks)
    found: list[Mismatch] = []
    for (start, end), items in lists.items():
        stated = _last(_counted().finditer(text, start, end))
        if stated and _number(stated[1]) != items:
            found.append(Mismatch(stated=stated.group(), found=items, start=stated.start(), end=stated.end()))
    for block in blocks:
        if block.kind == "paragraph":
            found += _announced(text, block, blocks, lists)
    return tuple(sorted(found, key=lambda m: m.start))


def _lists(blocks: Sequence[Block]) -> dict[tuple[int, int], int]:
    """For each stem, how many items hang on it."""
    lists: dict[tuple[int, int], int] = {}
    for block in blocks:
        if block.lead_in:
            key = (block.lead_in.start, block.lead_in.end)
            lists[key] = lists.get(key, 0) + 1
    return lists


def _announced(
    text: str, block: Block, blocks: Sequence[Block], lists: dict[tuple[int, int], int]
) -> Iterator[Mismatch]:
    """Counts in "it sets out 12 objectives ...", where the list does not hang on this sentence itself."""
    for sentence in _SENTENCE.finditer(text, block.start, block.end):
        if any(start < sentence.end() and end > sentence.start() for start, end in lists):
            continue
        match = _announcement().search(text, sentence.start(), sentence.end())
        stated = _counted().match(text, match.end(), sentence.end()) if match else None
        if stated:
            found = _listed(text, block, blocks, lists, stated[2])
            if _number(stated[1]) not in found:
                yield Mismatch(stated=stated.group(), found=found[0], start=stated.start(), end=stated.end())


def _listed(
    text: str, block: Block, blocks: Sequence[Block], lists: dict[tuple[int, int], int], noun: str
) -> list[int]:
    """Lengths of the lists further on whose stem names the noun, and of a table in the same section; [0] for none."""
    found = [n for (start, end), n in lists.items() if start > block.start and noun in text[start:end]]
    for other in blocks:
        if other.table and other.start > block.start and other.section_id == block.section_id:
            last = other.table.columns - 1
            found.append(sum(1 for c in other.table.cells if c.row and c.column == last and c.text.strip()))
    return found or [0]


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBER_WORDS[word.lower()]


@cache
def _start_inside() -> re.Pattern[str]:
    starters = "|".join(sorted(words("sentence_starters")))
    return re.compile(
        rf"(?<![\w-])(?:[a-z][\w’-]*|[A-Z]{{2,}}|\([^()\n]*\)) (?:{starters})(?= (?:[a-z][a-z]|[A-Z]{{2,5}},))"
    )


@cache
def _counted() -> re.Pattern[str]:
    numbers = "|".join(NUMBER_WORDS)
    nouns = "|".join(sorted(words("counted")))
    return re.compile(rf"\b(\d{{1,3}}|{numbers})\s+(?:[a-z][\w-]*\s+){{0,2}}?({nouns})\b", re.IGNORECASE)


@cache
def _announcement() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('announcing')))})\s+(?:the\s+|our\s+|its\s+)?", re.IGNORECASE)
