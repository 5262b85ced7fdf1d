"""Words of a PDF page with their places, from pypdfium2's characters: a run may reach over cells, a word does not."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import pi, sin
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers.pdf import calls
from pipeline.readers.pdf.runs import Run
from pipeline.readers.pdf.swapped import unswapped

WORD_GAP = 0.25  # of a character's height: a wider gap ends a word, whether a space is written there or not
BUCKET = 12.0  # points: runs are looked up by the height that they stand at
TALLEST, FARTHEST = 2_000.0, 1e5  # points: what is larger, or stands farther away, comes from a broken file
MOST_CHARACTERS = 40_000  # on one page; a page with more is a map or a plan
SPACE, NO_BREAK_SPACE = 0x20, 0xA0
HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D}  # as pdfium marks them at a line's end
LEADERS = frozenset(".…·_")
LINES = frozenset("-–—=")
UPRIGHT = 0.1  # how far a letter may lean, as a sine


class Word(NamedTuple):
    """A word; `run` is the index of the page's run that it stands in, `leader` whether dots lead on from it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    run: int
    leader: bool = False

    @property
    def middle(self) -> float:
        """Half of its height, from the page's top."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half of its width, from the page's left."""
        return (self.x0 + self.x1) / 2


class _Letter(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    at: int


def words_of(text_page: Any, frame: Any, runs: Sequence[Run]) -> list[Word]:
    """The words of a page that stand upright in its runs, in the order of its content; rows of dots are left out.

    Args:
        text_page: the raw handle of the text page.
        frame: turns the page's own coordinates to points from the top left.
        runs: the page's runs.
    """
    if pdfium.FPDFText_CountChars(text_page) > MOST_CHARACTERS:
        return []
    places = _Places(runs)
    words: list[Word] = []
    for letters in _groups(_letters(text_page, frame)):
        text = unswapped(_paired("".join(letter.text for letter in letters)))
        if _is_leader(text):
            words[-1:] = [word._replace(leader=True) for word in words[-1:]]
            continue
        if len(letters) == 1 and _is_turned(text_page, letters[0], frame.turns):
            continue
        x0, x1 = min(n.x0 for n in letters), max(n.x1 for n in letters)
        top, bottom = median(n.top for n in letters), median(n.bottom for n in letters)
        at = places.at((x0 + x1) / 2, (top + bottom) / 2)
        if at is not None:
            words.append(Word(text, x0, top, x1, bottom, runs[at].size or bottom - top, runs[at].bold, at))
    return [undotted for word in words if (undotted := _undotted(word)).text]


def _is_leader(text: str) -> bool:
    """Whether a word only leads the eye: one dot of a spaced row, or many; two or three stand for a value."""
    return (set(text) <= LEADERS and len(text) not in (2, 3)) or (set(text) <= LINES and len(text) > 3)


def _is_turned(text_page: Any, letter: _Letter, turns: int) -> bool:
    """Whether a letter by itself belongs to words that run up or down the page, as beside a chart."""
    angle: float = pdfium.FPDFText_GetCharAngle(text_page, letter.at)
    return abs(sin(angle + turns * pi / 2)) > UPRIGHT


def _paired(text: str) -> str:
    """Text whose characters beyond the basic plane came as two halves."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _undotted(word: Word) -> Word:
    """A word without the leaders that follow it ("Total.....")."""
    bare = word.text.rstrip(".…")
    if len(word.text) - len(bare) < 3:
        return word
    return word._replace(text=bare, leader=True, x1=word.x0 + (word.x1 - word.x0) * len(bare) / len(word.text))


def _letters(text_page: Any, frame: Any) -> Iterator[_Letter | None]:
    """The characters of a page; None for a space."""
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    for i in range(pdfium.FPDFText_CountChars(text_page)):
        code = HYPHENS.get(read := calls.character(text_page, i), read)
        if code <= SPACE or code == NO_BREAK_SPACE or not calls.loose_box(text_page, i, place):
            yield None
        else:
            x0, top, x1, bottom = frame.place(box.left, box.bottom, box.right, box.top)
            yield _Letter(chr(code), x0, top, x1, bottom, i)


def _groups(letters: Iterator[_Letter | None]) -> Iterator[list[_Letter]]:
    group: list[_Letter] = []
    for letter in letters:
        if group and (letter is None or not _adjoin(group[-1], letter)):
            yield group
            group = []
        if letter is not None:
            group.append(letter)
    if group:
        yield group


def _adjoin(a: _Letter, b: _Letter) -> bool:
    height = max(1.0, min(a.bottom - a.top, b.bottom - b.top))
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > height / 2 and -height < b.x0 - a.x1 < WORD_GAP * height


class _Places:
    """Finds the run that stands at a point."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._buckets: dict[int, list[int]] = defaultdict(list)
        for i, run in enumerate(runs):
            if run.bottom - run.top < TALLEST and abs(run.top) < FARTHEST:
                for bucket in range(int(run.top // BUCKET), int(run.bottom // BUCKET) + 1):
                    self._buckets[bucket].append(i)

    def at(self, x: float, y: float) -> int | None:
        """The run at a point, or the nearest one on its line; None where there is none."""
        best, nearest = None, 4.0
        if not abs(y) < FARTHEST:  # nor where there is no number
            return None
        for i in self._buckets[int(y // BUCKET)]:
            run = self._runs[i]
            away = max(run.x0 - x, x - run.x1, 0.0) + max(run.top - y, y - run.bottom, 0.0)
            if away < nearest:
                best, nearest = i, away
                if not away:
                    break
        return best
