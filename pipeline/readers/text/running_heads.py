"""Running heads, running feet and page numbers that a conversion from PDF left in a text."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.text.lines import TextLine

KEY_WORDS = 4  # words that lines with the same head start with
LEAST_PAGES = 4
LEAST_REPEATS = 3
FRONT = 3  # lines at the top of a text that may be its title, though they are repeated below
SHORT = 60  # characters
LONGEST_FOOT = 8  # words of a running foot that ends with a full stop
EDGE = 2  # lines at each end of a page where its running head and foot stand
LONGEST_HEAD = 150  # characters
_PAGE_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})$")
_PAGE_LABEL = re.compile(
    r"(?:page\s+)\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s+of\s+\d{1,4}|[-–—|]\s*\d{1,4}\s*[-–—|]", re.IGNORECASE
)
_SET_APART = re.compile(r"(?:^\d{1,4}(?:\s{3,}|\s*\|\s*)(?=\S))|(?:(?<=\S)(?:\s{3,}|\s*\|\s*|\s+[Pp]age\s+)\d{1,4}$)")


def without_running_heads(lines: Sequence[TextLine], breaks: Sequence[int] = ()) -> list[TextLine]:
    """The lines without running heads, running feet and page numbers.

    Args:
        lines: the lines of a text.
        breaks: offsets at which its pages start, where form feeds say so.
    """
    gone = _page_lines(lines, breaks)
    kept = [line for i, line in enumerate(lines) if i not in gone]
    return _without_glued_heads(_parted(lines, kept, gone) if gone else kept)


def running_title(lines: Sequence[TextLine], breaks: Sequence[int] = ()) -> str | None:
    """What the running heads call the document: the words that the most pages bear, without their page number."""
    counts: dict[str, int] = defaultdict(int)
    for i in _page_lines(lines, breaks):
        words = " ".join(_SET_APART.sub("", lines[i].text).split()).rstrip(" |–—-")
        if not _PAGE_LABEL.fullmatch(words) and not words.isdigit():
            counts[words] += 1
    best = max(counts, key=lambda words: counts[words], default=None)
    return best if best and counts[best] >= LEAST_REPEATS and len(best.split()) > 1 else None


def _page_lines(lines: Sequence[TextLine], breaks: Sequence[int]) -> set[int]:
    """The indexes of lines that belong to the page and not to the text."""
    labels = {i for i, line in enumerate(lines) if _PAGE_LABEL.fullmatch(line.text)}
    labels = labels if len(labels) >= LEAST_REPEATS else set()
    edges = _edges(lines, breaks)
    groups: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and i not in labels:
            beside = i in edges or i - 1 in labels or i + 1 in labels
            if beside or _SET_APART.search(line.text):
                groups[_key(line.text)].append(i)
    gone = set(labels)
    for group in groups.values():
        by_page = any(i in edges or i - 1 in labels or i + 1 in labels for i in group)
        if len(group) >= (LEAST_REPEATS if by_page else LEAST_PAGES) and _is_head(lines, group, by_page=by_page):
            gone.update(i for i in group if _page_number(lines[i].text) or not _is_front(lines, i))
    return gone


def _is_front(lines: Sequence[TextLine], i: int) -> bool:
    """Whether a line may be the title that the running heads repeat: at the very top, below nothing but short lines."""
    return i < FRONT and all(len(line.text) < SHORT for line in lines[:i])


def _is_head(lines: Sequence[TextLine], group: Sequence[int], *, by_page: bool) -> bool:
    """Whether lines of one wording are a running head: the same words, or page numbers that go up."""
    texts = [lines[i].text for i in group]
    if any(text.endswith(".") and len(text.split()) > LONGEST_FOOT for text in texts):
        return False
    if not by_page and not all(lines[i].after_blank and len(lines[i].text.split()) > KEY_WORDS for i in group):
        return False
    return len(set(texts)) == 1 or all(a < b for a, b in pairwise(map(_page_number, texts)))


def _page_number(text: str) -> int:
    """The page number in a running head; 0 for none."""
    match = _SET_APART.search(text) or _PAGE_NUMBER.search(text)
    return int("".join(c for c in match.group() if c.isdigit())) if match else 0


def _edges(lines: Sequence[TextLine], breaks: Sequence[int]) -> set[int]:
    """The first and the last lines of each page."""
    if not breaks:
        return set()
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        pages[bisect_right(breaks, line.start)].append(i)
    return {i for page in pages.values() for i in (*page[:EDGE], *page[-EDGE:])}


def _key(text: str) -> str:
    return " ".join(re.sub(r"\d+", "#", _SET_APART.sub(" #", text)).split())


def _parted(lines: Sequence[TextLine], kept: Sequence[TextLine], gone: set[int]) -> list[TextLine]:
    """The lines that are kept; one below a line that went stands after a blank."""
    after = {lines[i + 1].start for i in gone if i + 1 < len(lines)}
    return [line._replace(after_blank=True) if line.start in after else line for line in kept]


def _without_glued_heads(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without heads that run into the text.

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
