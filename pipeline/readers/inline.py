"""Marks inside a paragraph of Markdown: emphasis, links, escapes; what they mark stays."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.builder import Piece

_MARK = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])                # \( stands for (
    | !\[(?P<picture>[^\]]{0,999})\]\([^()]{0,999}\)  # a picture leaves its alternative text
    | \[(?P<link>(?:[^\[\]]|\[[^\[\]]{0,99}\]){1,999})\]\((?:[^()\s]|\([^()]{0,99}\)){0,999}(?:\s+"[^"]{0,999}")?\)
    | \[\^[^\]\s]+\]                                 # a footnote mark
    | <(?P<address>https?://[^>\s]+|[^<>@\s]{1,64}@[^<>@\s]{1,255})>
    | \*+(?=\s*\Z)|\*{2,}                             # emphasis, also where a converter left it open
    | (?<![\w*])\*(?=\S)(?P<emphasis>[^*\n]+?)(?<=\S)\*(?![\w*])
    | (?<!\w)_{1,2}(?=\S)(?P<underlined>[^_\n]+?)(?<=\S)_{1,2}(?!\w)
    | (?<!`)(?P<code>`{1,3}(?!`))(?P<coded>[^`]+)(?P=code)(?!`)
    | (?:(?<=[a-z]{4})|(?<=[a-z][.,;:)]))<sup>\[?\d{1,3}\]?</sup>  # a footnote mark
    | <!--.*?--> | </?[a-zA-Z][^<>]*>
    """,
    re.VERBOSE,
)
_WORD_OR_SPACE = re.compile(r"\s+|\S+(?: \S+)*")
_KEPT = ("escaped", "picture", "link", "address", "emphasis", "underlined", "coded")


def inline(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The words of a paragraph without the marks.

    Args:
        pieces: slices of the source, each as it stands there but for joining spaces.

    White space is single, and none stands at the ends; the pieces that come back are slices of the source again.
    """
    text = "".join(p.text for p in pieces)
    starts = list(accumulate((len(p.text) for p in pieces), initial=0))[:-1]
    kept = [(s, e) for s, e in _kept(text, 0, len(text)) if e > s]
    return _trimmed([p for s, e in kept for p in _slices(pieces, starts, s, e)])


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges that stay, links and emphasis opened up."""
    at = start
    for match in _MARK.finditer(text, start, end):
        yield at, match.start()
        for name in _KEPT:
            if match[name] is not None:
                inner = match.span(name)
                if name in ("escaped", "coded", "address"):
                    yield inner
                else:
                    yield from _kept(text, *inner)
        at = match.end()
    yield at, end


def _slices(pieces: Sequence[Piece], starts: Sequence[int], start: int, end: int) -> Iterator[Piece]:
    """The part of the pieces' joined text between two offsets; a joining space is taken whole.

    Args:
        pieces: the pieces.
        starts: where each starts in their joined text.
        start: where the part starts there.
        end: where it ends.
    """
    for i in range(bisect_right(starts, start) - 1, bisect_left(starts, end)):
        piece, at = pieces[i], starts[i]
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        if first < last:
            verbatim = len(piece.text) == piece.end - piece.start
            yield Piece(piece.text[first:last], piece.start + first, piece.start + last) if verbatim else piece


def _trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with single spaces and none at the ends."""
    made: list[Piece] = []
    spaced = True
    for piece in pieces:
        for match in _WORD_OR_SPACE.finditer(piece.text):
            space = match.group().isspace()
            if space and spaced:
                continue
            _grow(made, piece, match.start(), match.start() + 1 if space else match.end())
            spaced = space
    if made and made[-1].text.isspace():
        made.pop()
    elif made and made[-1].text.endswith(" "):
        made[-1] = Piece(made[-1].text[:-1], made[-1].start, made[-1].end - 1)
    return tuple(made)


def _grow(made: list[Piece], piece: Piece, first: int, last: int) -> None:
    """Add a part of a piece: to the piece before where it follows there, else as one of its own."""
    text = " " if piece.text[first:last].isspace() else piece.text[first:last]
    if len(piece.text) != piece.end - piece.start:
        made.append(Piece(text, piece.start, piece.end))
        return
    start, end = piece.start + first, piece.start + last
    before = made[-1] if made else None
    if (
        before
        and before.end == start
        and len(before.text) == before.end - before.start
        and text == piece.text[first:last]
    ):
        made[-1] = Piece(before.text + text, before.start, end)
    else:
        made.append(Piece(text, start, end))
