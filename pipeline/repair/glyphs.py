"""Ligatures that came out as some other character: "e\ue000ective", "informa\u019fon", "o\ufffdce".

Which letters a character stands for is decided by the words that they make, for the whole document at once; the
replacement character is decided word by word, as it may stand for anything.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from pipeline.repair.changes import Change, in_order
from pipeline.repair.characters import is_mark
from pipeline.repair.examined import Examined
from pipeline.repair.lexicon import RARE, is_word, rules, zipf

PARTED = "space after a ligature"
LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04"
GLYPH = "ligature read as another character"
LEAST_WORDS = 2  # different words that a character's letters must make
LONG = 7  # letters of a word that is evidence by itself
MOST_MARKS = 2  # in one word
MOST_WORDS = 500  # that are looked at for one character
CLEARLY = 1.5  # of Zipf's scale: how much better known the one word must be than the next
_REPLACEMENT = "\ufffd"
_PARTED = re.compile(f"(?<![^\\W\\d_])([A-Za-z]{{0,30}})([{LIGATURES}]) ([a-z]{{1,30}})(?![A-Za-z])")


def find_glyphs(examined: Examined) -> list[Change]:
    """The characters inside words that stand for ligatures."""
    text = examined.text
    changes = _parted(text) if not examined.signs.isdisjoint(LIGATURES) else []
    marks = sorted(c for c in examined.signs if c != "\r" and is_mark(c))
    return in_order([*changes, *_stand_ins(text, marks)]) if marks else changes


def _parted(text: str) -> list[Change]:
    """Spaces that were set after a ligature inside a word: "signi\ufb01 cant"."""
    changes: list[Change] = []
    for match in _PARTED.finditer(text):
        first = match[1] + unicodedata.normalize("NFKC", match[2])
        whole = zipf(first + match[3])
        if whole >= RARE and whole > zipf(first) + zipf(match[3]) - 9 + CLEARLY:
            changes.append(Change(match.start(3) - 1, match.start(3), "", PARTED))
    return changes


def _stand_ins(text: str, marks: Sequence[str]) -> list[Change]:
    ligatures: Sequence[str] = rules()["glyphs"]["ligatures"]
    odd = re.escape("".join(marks))
    token = re.compile(f"[A-Za-z]{{0,40}}[{odd}][A-Za-z{odd}]{{0,40}}")
    found = [m for m in token.finditer(text) if sum(c.isascii() and c.isalpha() for c in m.group()) >= 2]
    table = _letters({m.group() for m in found}, ligatures)
    changes: list[Change] = []
    for match in found:
        letters = iter(_word_letters(match.group(), table, ligatures) or ())
        places = (i for i, c in enumerate(match.group(), start=match.start()) if _is_odd(c))
        changes += [Change(i, i + 1, made, GLYPH) for i, made in zip(places, letters, strict=False)]
    return changes


def _letters(words: Iterable[str], ligatures: Sequence[str]) -> dict[str, str]:
    """For each character that always stands for the same letters, those letters."""
    holding: dict[str, list[str]] = defaultdict(list)
    for word in words:
        odd = set(filter(_is_odd, word))
        if len(odd) == 1 and len(holding[mark := odd.pop()]) < MOST_WORDS:
            holding[mark].append(word)
    table: dict[str, str] = {}
    for mark, held in holding.items():
        hits = {made: [w for w in held if is_word(w.replace(mark, made))] for made in ligatures}
        best, second = sorted(ligatures, key=lambda made: len(hits[made]), reverse=True)[:2]
        sure = len(hits[best]) >= LEAST_WORDS or any(len(w) >= LONG for w in hits[best])
        if mark != _REPLACEMENT and sure and len(hits[best]) > max(2 * len(hits[second]), len(held) / 2):
            table[mark] = best
    return table


def _is_odd(char: str) -> bool:
    return not (char.isascii() and char.isalpha())


def _word_letters(word: str, table: Mapping[str, str], ligatures: Sequence[str]) -> tuple[str, ...] | None:
    """The letters for each odd character of a word, in order; None where they are not certain."""
    odd = list(filter(_is_odd, word))
    if all(c in table for c in odd):
        return tuple(table[c] for c in odd)
    if len(odd) > MOST_MARKS or any(c not in table and c != _REPLACEMENT for c in odd):
        return None
    readings = []
    for letters in product(*([table[c]] if c in table else ligatures for c in odd)):
        made = iter(letters)
        whole = "".join(next(made) if _is_odd(c) else c for c in word)
        if is_word(whole):
            readings.append((zipf(whole), letters))
    readings.sort(reverse=True)
    if not readings or (len(readings) > 1 and readings[0][0] - readings[1][0] < CLEARLY):
        return None
    return readings[0][1]
