"""Outlines made by hand, and how well the headings that a reader finds agree with them.

An outline stands in clear beside its PDF (`tests/pdfs/NAME.outline`), or as digests where the document is not part of
this repository (`tests/outlines_shared/NAME.tsv`). tests/pdfs/README.md says what counts as a heading.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.document import Document

PDFS = Path(__file__).parent / "pdfs"
DIGESTS = Path(__file__).parent / "outlines_shared"
_LINE = re.compile(r"((?:  )*)\[(\d*)\](\??) (.+)")
_DIGEST_CHARS = 16


class Heading(NamedTuple):
    """A heading: the title has level 1. An optional one is neither missed nor wrong. `key` is what is compared."""

    level: int
    page: int | None
    text: str
    key: str
    optional: bool = False


class Score(NamedTuple):
    """Precision, recall and what they come from: counts of headings that agree, are expected, are found."""

    agreed: int
    expected: int
    found: int

    @property
    def precision(self) -> float:
        return self.agreed / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.agreed / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.agreed / (self.expected + self.found) if self.agreed else 0.0


class Comparison(NamedTuple):
    """How found headings agree with an outline: by text and level, by text alone, and what does not."""

    levels: Score
    texts: Score
    missing: list[Heading]
    extra: list[Heading]
    wrong_level: list[tuple[Heading, Heading]]


def fold(text: str) -> str:
    """Letters and digits alone: case, spaces, and the punctuation of numbers and compatibility forms do not count."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def digest(text: str) -> str:
    """What stands for a heading whose words may not be kept."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:_DIGEST_CHARS]


def read_outline(path: Path) -> list[Heading]:
    """An outline in clear: two spaces a level, the page in brackets, "?" after an optional one."""
    headings = []
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"{path.name}: no heading of an outline: {line!r}")
        indent, page, optional, text = match.groups()
        headings.append(Heading(len(indent) // 2 + 1, int(page) if page else None, text, fold(text), bool(optional)))
    return headings


def read_digests(path: Path) -> list[Heading]:
    """An outline of digests: level, page, digest, and "?" for an optional one, by tabs."""
    headings = []
    for line in path.read_text(encoding="utf-8").splitlines():
        level, page, key, optional = line.split("\t")
        headings.append(Heading(int(level), int(page) if page else None, key, key, bool(optional)))
    return headings


def found_headings(document: Document, key: Callable[[str], str] = fold) -> list[Heading]:
    """The sections of a document as headings; the root by its printed words, and only where it has some."""
    printed: dict[str, str] = {}
    for block in document.blocks:
        if block.kind == "heading":
            printed.setdefault(block.section_id, document.quote(block))
    headings = []
    for section in document.sections:
        if section.id in printed:
            text = section.path[-1] if section.parent_id else printed[section.id]
            headings.append(Heading(section.level, section.page, text, key(text)))
    return headings


def compare(expected: Sequence[Heading], found: Sequence[Heading]) -> Comparison:
    """Pair headings one to one, in order, as many as can be; among equals, as many of the same level as can be."""
    pairs = _paired(expected, found)
    left = {i for i, _ in pairs}
    right = {j for _, j in pairs}
    needed = [(expected[i], found[j]) for i, j in pairs if not expected[i].optional]
    missing = [heading for i, heading in enumerate(expected) if i not in left and not heading.optional]
    extra = [heading for j, heading in enumerate(found) if j not in right]
    wrong = [(wanted, got) for wanted, got in needed if wanted.level != got.level]
    total, seen = len(needed) + len(missing), len(needed) + len(extra)
    levels = Score(len(needed) - len(wrong), total, seen)
    return Comparison(levels, Score(len(needed), total, seen), missing, extra, wrong)


def _paired(expected: Sequence[Heading], found: Sequence[Heading]) -> list[tuple[int, int]]:
    """The longest common subsequence, by indices."""
    best = [[(0, 0)] * (len(found) + 1) for _ in range(len(expected) + 1)]
    for i in reversed(range(len(expected))):
        for j in reversed(range(len(found))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if expected[i].key == found[j].key:
                texts, levels = best[i + 1][j + 1]
                best[i][j] = max(best[i][j], (texts + 1, levels + (expected[i].level == found[j].level)))
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(expected) and j < len(found):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs
