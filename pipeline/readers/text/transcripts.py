"""Transcripts: whose turn it is and when it was said, apart from what was said.

Read is what meeting programs and committees write: "[00:12:31] NAME: words", "Name   12:31" above the words, a time
above or before them, and "Q4  Name: words". The label of a turn (time and name, as printed) becomes a caption, so that
sentences stand clean and the speaker stays beside them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.builder import Builder, Piece
from pipeline.readers.text.lines import TextLine, ends_sentence, join_onto

LEAST_TURNS = 3
LEAST_SHARE = 0.15  # of the lines, that open a turn
SCHEDULED_SHARE = 0.8  # of the times, that are whole five minutes: nobody speaks by the clock
LONG_SPEECH = 600  # characters after which a speech is cut at the end of a sentence
LONGEST_SPEECH = 1500  # characters after which it is cut wherever it stands
LONGEST_LABEL = 200  # characters of a line that are looked at
CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d\d"
_STAMP = rf"(?:\[{CLOCK}(?:[.,]\d{{1,3}})?\]|\({CLOCK}(?:[.,]\d{{1,3}})?\)|{CLOCK}(?:[.,]\d{{1,3}})?)(?!\d)"
_WORD = r"(?:[A-Z][\w.’'-]{0,40}|of|the|and|de|van)"
NAME = rf"[A-Z][\w.’'-]{{0,40}}(?:,?\ {_WORD}){{0,6}}(?:\s\([^()]{{1,60}}\))?"
_TIMED = re.compile(rf"(?P<stamp>{_STAMP})\s*(?:[-–—]\s*)?(?:(?P<name>{NAME}):(?=\s|$)\s*)?")
_NAME_TIME = re.compile(rf"(?P<name>{NAME})(?:\s+[-–—|])?\s+{_STAMP}")
_FIVE_MINUTES = re.compile(r"\d{1,2}:[0-5][05]")
SPOKEN = re.compile(rf"(?:Q\d{{1,4}}[.:]?\s+)?(?P<name>{NAME}):\s+(?=\S)")


class Turn(NamedTuple):
    """How a line opens a turn: where its label ends, where its words start, and the speaker's name, if it has one."""

    label_end: int
    words: int
    name: str


class Speech:
    """Feeds a builder with speeches: a label as a caption, then paragraphs; lines of one speech are joined."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._name: str | None = None
        self._pieces: list[Piece] = []
        self._length = 0

    def turn(self, label: Sequence[Piece], name: str) -> None:
        """A turn starts; where it goes on with the speech before it, its label is left out."""
        if self._pieces and name == self._name and not self._is_long():
            return
        self.close()
        self._builder.paragraph(label, kind="caption")
        self._name = name

    def say(self, piece: Piece) -> None:
        """Words of the turn that is open."""
        if self._pieces:
            join_onto(self._pieces, piece)
        else:
            self._pieces = [piece]
        self._length += len(piece.text)

    def close(self) -> None:
        """The speech ends here."""
        if self._pieces:
            self._builder.paragraph(self._pieces)
        self._pieces, self._name, self._length = [], None, 0

    def _is_long(self) -> bool:
        ended = ends_sentence(self._pieces[-1].text)
        return self._length >= (LONG_SPEECH if ended else LONGEST_SPEECH)


def turns(lines: Sequence[TextLine]) -> dict[int, Turn]:
    """The lines of a transcript that open a turn, by their index; empty where the text is no transcript."""
    timed = {i: turn for i, line in enumerate(lines) if (turn := _timed(line.text[:LONGEST_LABEL]))}
    if len(timed) >= max(LEAST_TURNS, LEAST_SHARE * len(lines)):
        return {} if _is_schedule(lines, timed) else timed
    named = {i: turn for i, line in enumerate(lines) if (turn := _named(line.text[:LONGEST_LABEL]))}
    counts = Counter(turn.name for turn in named.values())
    often = {i: turn for i, turn in named.items() if counts[turn.name] > 1}
    if len(often) <= LEAST_TURNS or len({t.name for t in often.values()}) < 2 or len(often) < LEAST_SHARE * len(lines):
        return {}
    first = min(often)
    return often | {i: turn for i, turn in named.items() if i > first}


def _is_schedule(lines: Sequence[TextLine], timed: Mapping[int, Turn]) -> bool:
    """Whether times stand before the items of an agenda ("09:30 Welcome"), and nobody is named."""
    labels = [lines[i].text[: turn.label_end] for i, turn in timed.items()]
    beside = all(not turn.name and turn.words < len(lines[i].text) for i, turn in timed.items())
    return beside and sum(1 for label in labels if _FIVE_MINUTES.fullmatch(label)) >= SCHEDULED_SHARE * len(labels)


def _timed(text: str) -> Turn | None:
    """A turn that is opened with a time."""
    match = _TIMED.match(text)
    if match:
        plain = not match["name"] and text[: match.end()].rstrip() != match["stamp"]
        if plain or (not match["name"] and text[match.end() : match.end() + 1].isdigit()):
            return None  # "09:00 - 09:30"
        end = match.end() if match["name"] else match.end("stamp")
        return Turn(len(text[:end].rstrip()), match.end(), match["name"] or "")
    match = _NAME_TIME.fullmatch(text)
    return Turn(len(text), len(text), match["name"]) if match else None


def _named(text: str) -> Turn | None:
    match = SPOKEN.match(text)
    return Turn(len(text[: match.end()].rstrip()), match.end(), match["name"]) if match else None
