"""Counts that the text states against what it lists: "the following 12 actions:", "sets out 32 objectives"."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.document import Block, Mismatch, Section
from pipeline.readers.integrity.lexicon import either, words
from pipeline.readers.integrity.listed import Listed

NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20,
}  # fmt: skip
MOST = 100  # items of a list; a larger number counts something else
FARTHEST = 80  # characters from a verb to what announces
_ARTICLE = re.compile(r"(?:the|our|its)\s+")
_SENTENCE_END = re.compile(r"[.!?](?!\d)")
_NEW_SENTENCE = re.compile(r"(?:These|This|They|The following|In addition|We)\b")
_LETTER = re.compile(r"\(?([a-z]|\d{1,2})[.)]\s")


def mismatches(text: str, blocks: Sequence[Block], sections: Sequence[Section]) -> tuple[Mismatch, ...]:
    """Counts that the text states against what it then lists.

    A list that hangs on the sentence itself is compared with it; a count that is announced ("the guidance sets out 32
    objectives") with all lists, tables and headings that may be meant, and is believed when one of them has it.
    """
    listed = Listed(text, blocks, sections)
    found = [*_of_stems(text, listed), *_announced(text, blocks, listed)]
    return tuple(sorted(found, key=lambda m: m.start))


# ---- a list below its own count


def _of_stems(text: str, listed: Listed) -> Iterator[Mismatch]:
    for (start, end), items in listed.by_stem.items():
        stated = _last(_counted().finditer(text, start, end))
        if stated is None or _is_inexact(text, start, stated) or _other_tail().search(text, stated.end(), end):
            continue
        number = _number(stated["number"])
        if number is None or _agrees(text, listed, items, number):
            continue
        yield Mismatch(stated=stated.group(), found=len(items), start=stated.start(), end=stated.end())


def _agrees(text: str, listed: Listed, items: Sequence[Block], number: int) -> bool:
    """Whether so many items may be meant: a paragraph taken for an item, or a list that goes on later, does no harm."""
    if len(items) == number:
        return True
    if len(items) > number:
        return bool(_NEW_SENTENCE.match(text, items[number].start))
    section_id = items[0].section_id
    later = [b for b in listed.items[section_id] if b.start > items[-1].start]
    labels = {m[1] for b in [*items, *later] if (m := _LETTER.match(text[b.start : b.end]))}
    return (
        len(items) + len(later) >= number
        or listed.below[section_id] == number
        or not labels.isdisjoint(_labels(number))
    )


def _labels(number: int) -> set[str]:
    return {str(number), chr(ord("a") + number - 1)} if number <= 26 else {str(number)}


def _is_inexact(text: str, start: int, stated: re.Match[str]) -> bool:
    """Whether a number is a bound, a part or said before ("at least three", "two of the five", "these two aims")."""
    before = text[start : stated.start()]
    part = re.search(r"\b(?:\w+) of (?:the|our|these|its|their)\s*\Z", before)
    each = part and re.match(r"(?:each|all)\b", part.group())
    return bool(_inexact().search(before)) or bool(part and not each)


# ---- a count that is announced


def _announced(text: str, blocks: Sequence[Block], listed: Listed) -> Iterator[Mismatch]:
    starts = [block.start for block in blocks]
    for verb, end in _verbs(text):
        block = blocks[max(0, bisect_right(starts, verb) - 1)]
        if block.kind != "paragraph" or not _announcer().search(text, max(block.start, verb - FARTHEST), verb):
            continue
        stated = _counted().match(text, end, block.end)
        number = _number(stated["number"]) if stated else None
        if stated is None or number is None or _heads_list(text, stated, block, listed):
            continue
        found = listed.lengths(block, stated["noun"].lower())
        if number not in found:
            closest = min(found, key=lambda n: abs(n - number))
            yield Mismatch(stated=stated.group(), found=closest, start=stated.start(), end=stated.end())


def _verbs(text: str) -> Iterator[tuple[int, int]]:
    """Where a verb stands that announces, and where the number would: searched word by word, which is fast."""
    for verb in sorted(words("announcing")):
        at = text.find(f" {verb} ")
        while at >= 0:
            end = at + len(verb) + 2
            article = _ARTICLE.match(text, end)
            yield at, article.end() if article else end
            at = text.find(f" {verb} ", end - 1)


def _heads_list(text: str, stated: re.Match[str], block: Block, listed: Listed) -> bool:
    """Whether a list hangs on the sentence of a count: it has been compared with that."""
    end = _SENTENCE_END.search(text, stated.end(), block.end)
    stop = end.start() if end else block.end
    return any(start <= stated.start() and last >= stop for start, last in listed.by_stem)


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _number(word: str) -> int | None:
    number = int(word) if word.isdecimal() else NUMBER_WORDS[word.lower()]
    return number if 1 < number <= MOST else None


@cache
def _counted() -> re.Pattern[str]:
    numbers = "|".join(NUMBER_WORDS)
    return re.compile(
        rf"(?<![\w.,£%/-])(?P<number>\d{{1,3}}|{numbers})\s+(?:[a-z][\w-]*\s+){{0,2}}?(?P<noun>{either('counted')})\b",
        re.IGNORECASE,
    )


@cache
def _announcer() -> re.Pattern[str]:
    named = rf"(?:this|the)\s+(?:[\w’'-]+\s+){{0,2}}?(?:{either('announcers')})(?:\s+(?:below|above))?"
    return re.compile(rf"\b(?:it|{named})(?:\s+also)?\Z", re.IGNORECASE)


@cache
def _inexact() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('inexact')}|{either('referring')})\s*\Z", re.IGNORECASE)


@cache
def _other_tail() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('other_tails')})\b", re.IGNORECASE)
