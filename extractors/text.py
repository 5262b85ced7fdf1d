"""Sentences, and the walk over a document's running text that the extractors share."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from corpus.document import Block, Document, Span

TITLES = {"mr", "mrs", "ms", "dr", "prof", "sir", "rev", "hon", "gen", "col", "st"}
REFERENCES = {"no", "nos", "fig", "figs", "sec", "para", "paras", "pp", "p", "vol", "ed", "eds", "al", "ref", "cf"}
MONTHS = {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
ABBREVIATIONS = frozenset({"eg", "ie", "vs", "approx", "ca", "c", "dept", "govt"} | TITLES | REFERENCES | MONTHS)
LONGEST = 4_000  # code points: a run without a stop (a list of names, a broken conversion) is cut at white space
_BEFORE_WORD = re.compile(r"[\s(\[“‘\"'*]")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-HJ-Z]")
_MARKER = re.compile(r"\s*[•*\-–]?\s*\(?(?:\d{1,3}(?:\.\d+)*[A-Za-z]?|[a-z]|[ivx]+)\)?\s*")
PROSE = frozenset({"paragraph", "list_item", "footnote"})


class Sentence(NamedTuple):
    """A half-open range of the text, white space trimmed."""

    start: int
    end: int


class Context(NamedTuple):
    """A sentence with what it can be read from: its block, the stem of its list, the sentence before.

    `start` and `end` are offsets into `Document.text`, and `text` is `Document.prose[start:end]`. `previous` is the
    sentence before in the same block, or else the last one of the block before in the same section (for a list item
    that hangs on a stem, the stem's own sentence).
    """

    start: int
    end: int
    text: str
    block: Block
    lead_in: Span | None
    previous: Sentence | None


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Sentences of `text[start:end]`, by rules, in linear time; offsets into `text`.

    A blank line and a bullet end a sentence; a full stop after an abbreviation, an initial, or a number that opens
    the sentence ("2A.", "1.") does not; nor does one inside a number. No sentence is longer than 4,000 code points.
    """
    words = text[start:end]
    cut = _cut_once(words) if len(words) <= LONGEST else _cut(words)
    return [Sentence(opened + start, closed + start) for opened, closed in cut]


def _cut(text: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    opened = 0
    for mark in _boundary().finditer(text):
        stop = mark["quotes"] is not None
        if stop and not _ends_sentence(text, opened, mark):
            continue
        closed = mark.end("quotes") if stop else mark.start()
        found += _pieces(text, opened, closed)
        opened = closed
    found += _pieces(text, opened, len(text))
    return tuple(s for s in found if s.end > s.start)


_cut_once = lru_cache(maxsize=2048)(_cut)  # each extractor reads the same block


def clauses(document: Document, blocks: Iterable[Block] | None = None) -> Iterator[Context]:
    """Every sentence of the document's paragraphs, list items and footnotes, in order; tables are read apart.

    Args:
        document: the document.
        blocks: neighbouring blocks of it; all of them where None.
    """
    before: Sentence | None = None
    section = None
    for block in document.blocks if blocks is None else blocks:
        if block.kind not in PROSE:
            continue
        if block.section_id != section:
            before, section = None, block.section_id
        previous = _stem(document, block) or before
        for sentence in sentences(document.prose, block.start, block.end):
            words = document.prose[sentence.start : sentence.end]
            yield Context(sentence.start, sentence.end, words, block, block.lead_in, previous)
            previous = before = sentence


def _stem(document: Document, block: Block) -> Sentence | None:
    if block.kind != "list_item" or block.lead_in is None:
        return None
    parts = sentences(document.text, block.lead_in.start, block.lead_in.end)
    return parts[-1] if parts else None


@cache
def _boundary() -> re.Pattern[str]:
    """A stop with its closing quotation marks, a blank line, or a bullet; begun by a class, which is quick to find."""
    stop = r"(?<=[.!?…])(?P<quotes>[\"'”’)\]*]{0,4})(?=\s+[\"'“‘(\[*•–-]{0,4}\s?[A-Z0-9£]|\s*\Z|\s*\n\s*\n)"
    bullet = r"(?<=[•▪◦●‣])(?<=\s.)(?=\s)"
    return re.compile(rf"[.!?…\n•▪◦●‣](?:{stop}|(?<=\n)[ \t\r\u00a0]*\n|{bullet})")


def _ends_sentence(text: str, opened: int, mark: re.Match[str]) -> bool:
    if text[mark.start()] != ".":
        return True
    before = text[max(opened, mark.start() - 24) : mark.start()]
    word = _BEFORE_WORD.split(before)[-1]
    follows = text[mark.end() : mark.end() + 4].strip()
    if not follows:
        return True
    if _opens(text[opened : mark.start()]) or _INITIALS.fullmatch(word):
        return False
    return _plain(word) not in ABBREVIATIONS or (word in {"no", "sec", "mar", "al", "p"} and follows[0].isupper())


def _opens(words: str) -> bool:
    """Whether the words are a list's or heading's marker: "2A", "1", "(a)", "iv", "3.2"."""
    return len(words) < 12 and _MARKER.fullmatch(words) is not None


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    while end - start > LONGEST:
        cut = max(text.rfind("\n", start + 1, start + LONGEST), text.rfind(" ", start + LONGEST // 2, start + LONGEST))
        cut = cut if cut > start else start + LONGEST
        yield _trimmed(text, start, cut)
        start = cut
    yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    words = text[start:end]
    left = len(words) - len(words.lstrip(" \t\r\n\u00a0"))
    return Sentence(start + left, max(start + left, start + len(words.rstrip())))
