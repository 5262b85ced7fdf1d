"""Repair of text before it is read, recorded edit by edit.

Repaired are: UTF-8 that was read in another encoding; ligatures and double letters that a conversion lost; characters
that stand for others; letters set apart or printed twice; footnote digits glued to words. Nothing is filled in by
guessing: a repair needs the evidence of a word list, of the document's own words or of its other marks. A lost byte of
a punctuation mark is decided by its surroundings and counted in `unrepaired`, as is each character that is lost for
good. The rules are data: `repair.toml`.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from corpus.document import Edit, Record, Repair
from pipeline.readers.edits import MARKUP, compose
from pipeline.repair.changes import Change, applied
from pipeline.repair.characters import find_characters
from pipeline.repair.examined import Examined
from pipeline.repair.gbk import GBK, GBK_LOST, find_gbk
from pipeline.repair.glyphs import find_glyphs
from pipeline.repair.hyphens import find_hyphens
from pipeline.repair.letters import find_lost_letters
from pipeline.repair.notes import NOTE_MARK, find_note_marks
from pipeline.repair.one_byte import ONE_BYTE, find_one_byte
from pipeline.repair.shapes import find_doubled, find_spaced

_LOST = re.compile("\ufffd|(?<=[^\\W\\d_])[\ue000-\uf8ff](?=[^\\W\\d_])")  # in a word: elsewhere it is an icon
_Find = Callable[[Examined], list[Change]]
_ENCODINGS: tuple[_Find, ...] = (find_gbk, find_one_byte)
_REST: tuple[_Find, ...] = (
    *(find_glyphs, find_characters, find_doubled, find_spaced),
    *(find_lost_letters, find_note_marks),
)


class Repaired(Record):
    """A text and what was done to it.

    `edits` map `text` to `source`; `repairs` counts them by rule; `unrepaired` counts characters lost for good.
    """

    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    repairs: tuple[Repair, ...] = ()
    unrepaired: int = 0


def repair(text: str, *, wrapped: bool = False) -> Repaired:
    """The text with its damage undone, as far as it can be.

    Args:
        text: text as decoded from a file or as a reader found it.
        wrapped: whether a line end may stand inside a paragraph, so that a word may be broken there.
    """
    examined = Examined(text)
    edits: tuple[Edit, ...] = ()
    counts: Counter[str] = Counter()
    for find in _finders(wrapped=wrapped):
        changes = find(examined)
        if changes:
            counts.update(c.rule for c in changes)
            repaired, made = applied(examined.text, changes)
            examined = Examined(repaired)
            edits = compose(edits, made) if edits else made
    lost = counts.pop(GBK_LOST, 0) + _lost(examined)
    repairs = tuple(Repair(rule=rule, count=n) for rule, n in sorted(counts.items()))
    return Repaired(source=text, text=examined.text, edits=edits, repairs=repairs, unrepaired=lost)


def _lost(examined: Examined) -> int:
    """Characters that no rule could make out."""
    odd = any(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in examined.signs)
    return len(_LOST.findall(examined.text)) if odd else 0


def _finders(*, wrapped: bool) -> Sequence[_Find]:
    return (*_ENCODINGS, *((find_hyphens,) if wrapped else ()), *_REST)


__all__ = ["GBK", "GBK_LOST", "MARKUP", "NOTE_MARK", "ONE_BYTE", "Repaired", "repair"]
