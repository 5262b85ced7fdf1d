"""Short forms that a document explains itself: in brackets, either way round, and in the lines or rows of a glossary.

Source: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003);
beyond it, every capital of the short form must begin a word or follow a letter of one that the form has begun.
"""

import re
from collections.abc import Iterator

from corpus.definitions import Definition
from corpus.document import Block, Document

LONGEST = 120  # characters of the words behind a short form
MOST_WORDS = 10
_SHORT = r"[A-Z0-9][A-Za-z0-9&/+-]{1,9}"
_BRACKETED = re.compile(rf"(?<=\w)[”’\"']?\s\(\s?[“\"‘']?(?P<short>{_SHORT})[”\"’']?\s?\)")
_REVERSED = re.compile(rf"(?<![\w&/-])(?P<short>{_SHORT})\s\((?P<long>[A-Za-z][^()\n]{{5,{LONGEST}}})\)")
_LISTED = re.compile(
    rf"^[\s•*·-]*(?P<short>{_SHORT})\s?(?:[:–—|\t=]|\s-)\s*(?P<long>[A-Za-z][^\n|:()]{{5,{LONGEST}}})$", re.MULTILINE
)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_BREAK = re.compile(r"[.;:!?()\[\]•|\t]|\n\s*\n")
_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "with"})


def find_definitions(document: Document) -> list[Definition]:
    """The short forms that a document explains, in the order of its text; each short form and wording once."""
    found: dict[tuple[str, str], Definition] = {}
    for definition in (*_in_sentences(document.text), *_in_tables(document)):
        found.setdefault((definition.short, definition.long.casefold()), definition)
    return sorted(found.values(), key=lambda definition: definition.start)


def _in_sentences(text: str) -> Iterator[Definition]:
    for match in _BRACKETED.finditer(text):
        short = _singular(match["short"])
        before = match.start() - LONGEST
        start = _start_of_long(text, max(0, before), match.start(), short) if is_short_form(short) else None
        if start is not None:
            yield _definition(text, start, match.end(), short, text[start : match.start()])
    for pattern in (_REVERSED, _LISTED):
        for match in pattern.finditer(text):
            short = _singular(match["short"])
            if is_short_form(short) and stands_for(short, match["long"]):
                yield _definition(text, match.start("short"), match.end("long"), short, match["long"])


def _in_tables(document: Document) -> Iterator[Definition]:
    """Rows of a glossary: a short form in the first cell, its words in the second."""
    for block in document.blocks:
        for short, (start, end) in _pairs(block):
            long = document.text[start:end]
            if len(long) <= LONGEST and is_short_form(_singular(short)) and stands_for(_singular(short), long):
                yield _definition(document.text, start, end, _singular(short), long)


def _pairs(block: Block) -> Iterator[tuple[str, tuple[int, int]]]:
    if block.table is None or block.table.columns < 2:
        return
    cells = {(cell.row, cell.column): cell for cell in block.table.cells}
    for (row, column), cell in cells.items():
        beside = cells.get((row, column + 1))
        if beside is not None and re.fullmatch(_SHORT, cell.text.strip()):
            yield cell.text.strip(), (beside.start, beside.end)


def is_short_form(short: str) -> bool:
    """Whether letters may be a short form: mostly capitals, at least two of them ("UEC", "A&E", "CYP", "SPoA")."""
    capitals = sum(letter.isupper() for letter in short)
    return capitals >= 2 and 2 * capitals >= sum(letter.isalpha() for letter in short)


def stands_for(short: str, long: str) -> bool:
    """Whether all of a wording, and not only its end, spells out a short form."""
    return len(long) > len(short) and _start_of_long(long, 0, len(long), short) == _first_letter(long)


def _start_of_long(text: str, start: int, end: int, short: str) -> int | None:
    """Where the words begin that end at `end` and spell out the short form; None where they do not."""
    begun = max((gap.end() for gap in _BREAK.finditer(text, start, end)), default=start)
    words = list(_WORD.finditer(text, begun, end))
    if begun == start > 0:
        words = words[1:]  # the window may have cut it
    letters = [letter.lower() for letter in short if letter.isalnum()]
    most = min(MOST_WORDS, len(letters) + 5, 2 * len(letters))
    best: tuple[int, int] | None = None  # letters inside words, and where the wording begins
    for first in range(len(words) - 1, max(-1, len(words) - 1 - most), -1):
        opening = words[first].group().lower()
        if opening[0] != letters[0] or opening in _SMALL or opening == short.lower():
            continue
        inside = _letters_inside(letters, [word.group().lower() for word in words[first:]])
        if inside is not None and (best is None or inside < best[0]):
            best = inside, words[first].start()
    return best[1] if best else None


def _letters_inside(letters: list[str], words: list[str]) -> int | None:
    """How many of the letters stand inside words, at least, where the words spell them out in turn; else None.

    Each word gives its first letter, and may give letters behind it. Small words ("of", "and") may be passed over, and
    no other one.
    """
    reached = {0: 0}  # letters used up, and how many of them inside words
    for word in words:
        following: dict[int, int] = dict(reached) if word in _SMALL else {}
        for used, inside in reached.items():
            if used < len(letters) and word[0] == letters[used]:
                for taken in _taken(letters[used:], word):
                    following[used + taken] = min(following.get(used + taken, 99), inside + taken - 1)
        reached = following
    return reached.get(len(letters)) if words[-1] not in _SMALL else None


def _taken(letters: list[str], word: str) -> list[int]:
    """How many of the letters a word may stand for: its first one, and more of them in their order inside it."""
    taken, at, counts = 1, 1, [1]
    while taken < len(letters):
        at = word.find(letters[taken], at)
        if at < 0:
            break
        taken, at = taken + 1, at + 1
        counts.append(taken)
    return counts


def _definition(text: str, start: int, end: int, short: str, long: str) -> Definition:
    return Definition(start=start, end=end, short=short, long=" ".join(long.split()).strip("“”\"‘' "))


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def _first_letter(text: str) -> int | None:
    word = _WORD.search(text)
    return word.start() if word else None
