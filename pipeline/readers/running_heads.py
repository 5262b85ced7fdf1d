"""Running heads that a conversion from PDF left inside the sentences of a text, with page numbers before them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.lines import TextLine

KEY_WORDS = 4  # words that lines with the same head start with
LEAST_PAGES = 4
_PAGE_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})$")


def without_running_heads(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without running heads and the page numbers before them.

    A head is what at least four lines start with whose lines before end in numbers that go up: the page numbers.
    """
    heads = [head for head in map(_common_start, _repeated(lines)) if head]
    if not heads:
        return list(lines)
    kept: list[TextLine] = []
    for line in lines:
        head = next((h for h in heads if line.text.startswith(h)), None)
        if head is None:
            kept.append(line)
            continue
        if kept and (number := _PAGE_NUMBER.search(kept[-1].text)):
            last = kept.pop()
            kept += _cut(last, 0, number.start())
        kept += _cut(line, len(head), len(line.text))
    return kept


def _repeated(lines: Sequence[TextLine]) -> list[list[str]]:
    """Groups of lines with one beginning that follow page numbers."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for before, line in pairwise(lines):
        words = line.text.split()
        number = _PAGE_NUMBER.search(before.text)
        if number and len(words) >= KEY_WORDS and line.after_blank:
            groups[" ".join(words[:KEY_WORDS])].append((int(number[1]), line.text))
    return [
        [text for _, text in group]
        for group in groups.values()
        if len(group) >= LEAST_PAGES and all(a < b for (a, _), (b, _) in pairwise(group))
    ]


def _common_start(texts: Sequence[str]) -> str:
    """What all texts start with, in whole words."""
    first, last = min(texts), max(texts)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    if same < len(first) and not first[same - 1 : same].isspace():
        same = first.rfind(" ", 0, same) + 1
    return first[:same].rstrip()


def _cut(line: TextLine, start: int, end: int) -> list[TextLine]:
    """The part of a line, or nothing where it is blank."""
    text = line.text[start:end]
    lead = len(text) - len(text.lstrip())
    words = text.strip()
    at = line.start + start + lead
    return [line._replace(text=words, start=at, end=at + len(words))] if words else []
