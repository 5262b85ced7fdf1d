"""Files of captions (WebVTT, SubRip): cues joined to speeches, under the time and the name of whoever speaks.

Sources: the WebVTT candidate recommendation of the W3C (cues, voice spans, notes), and SubRip as players read it.
"""

import re
from collections.abc import Sequence

from pipeline.builder import Builder, Piece
from pipeline.readers.reading import Reading
from pipeline.readers.text.lines import TextLine
from pipeline.readers.text.transcripts import CLOCK, SPOKEN, Speech
from pipeline.repair import Repaired

LEAST_CUES = 2
HEAD = 200  # lines that are looked at
_CUE = re.compile(rf"(?P<clock>{CLOCK})[.,]\d{{3}}\s+-->\s+{CLOCK}[.,]\d{{3}}(?:\s+\w+:\S+)*")
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,40})?\s+(?P<name>[^<>]{1,80})>")
_TAG = re.compile(r"</?[a-z][^<>]{0,80}>|<\d[\d:.]{0,20}>")
_NOTES = ("NOTE", "STYLE", "REGION")


def is_captions(lines: Sequence[TextLine]) -> bool:
    """Whether a text is a file of captions."""
    cues = sum(1 for line in lines[:HEAD] if _CUE.fullmatch(line.text))
    return cues >= LEAST_CUES or (cues > 0 and lines[0].text.startswith("WEBVTT"))


def read_captions(source: Repaired, lines: Sequence[TextLine]) -> Reading:
    """The speeches of a file of captions.

    Args:
        source: the repaired text of the file.
        lines: its lines.
    """
    builder = Builder(source)
    speech = Speech(builder)
    clock: Piece | None = None
    name = ""
    for line in _spoken_lines(lines):
        cue = _CUE.fullmatch(line.text)
        if cue:
            clock = Piece(cue["clock"], line.start, line.start + cue.end("clock"))
            continue
        opening = _VOICE.match(line.text) or SPOKEN.match(line.text)
        name = opening["name"] if opening else name
        if clock:
            label = [clock]
            if opening:
                start, end = opening.span("name")
                label += [Piece(" ", clock.end, line.start + start), Piece(name, line.start + start, line.start + end)]
            speech.turn(label, name)
        elif opening:
            speech.turn([Piece(name, line.start + opening.start("name"), line.start + opening.end("name"))], name)
        clock = None
        for piece in _words(line, opening.end() if opening else 0):
            speech.say(piece)
    speech.close()
    return Reading(builder, "plain", ("captions",))


def _spoken_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """The cues and their words, without the file's head, its notes and the cues' numbers."""
    kept: list[TextLine] = []
    skipping = True  # what stands above the first cue is the file's own
    for i, line in enumerate(lines):
        if _CUE.fullmatch(line.text):
            skipping = False
        elif line.after_blank and (line.text.startswith(_NOTES) or _is_number(lines, i)):
            skipping = True
        if not skipping:
            kept.append(line)
    return kept


def _is_number(lines: Sequence[TextLine], i: int) -> bool:
    """Whether a line is the name or number of the cue that follows it."""
    return i + 1 < len(lines) and not lines[i + 1].after_blank and bool(_CUE.fullmatch(lines[i + 1].text))


def _words(line: TextLine, at: int) -> list[Piece]:
    """The words of a cue's line, its tags left out."""
    pieces: list[Piece] = []
    for start, end in [*(m.span() for m in _TAG.finditer(line.text, at)), (len(line.text), len(line.text))]:
        words = line.text[at:start].strip()
        if words:
            first = line.start + line.text.index(words, at)
            pieces.append(Piece(words, first, first + len(words)))
        at = end
    return pieces
