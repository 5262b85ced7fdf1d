"""Headings in bold that a conversion from PDF to Markdown left inside other words."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from pipeline.builder import Piece
from pipeline.readers.inline import inline
from pipeline.readers.lexicon import words as lexicon
from pipeline.readers.text.lines import ends_sentence

Pieces = tuple[Piece, ...]
LEAST_BEFORE = 60  # characters before such a heading
REACH = 400  # characters that are looked at on each side of it
MOST_RUNS = 50  # stretches of bold that are looked at
LEAST_TAIL = 2  # words of one at the end of a paragraph
LEAST_INSIDE = 4  # words of one in the middle of a paragraph
_BOLD_END = re.compile(r"(?:\*\*[^*]+\*\*\s*)+\Z")
_BOLD_RUN = re.compile(r"(?:\*\*[^*]+\*\*\s*)+")


def heading_inside(raw: Pieces, is_heading: Callable[[str, str], bool]) -> tuple[Pieces, Pieces, Pieces]:
    """The words before a heading in bold that a conversion left inside or behind them, that heading, and the rest.

    Args:
        raw: a paragraph or an item with its marks.
        is_heading: whether words in bold are a heading, given what stands behind them.

    Heading and rest are empty where there is none.
    """
    text = "".join(p.text for p in raw)
    if "**" not in text:
        return raw, (), ()
    end = _BOLD_END.search(text, max(0, len(text) - REACH)) if text.rstrip().endswith("**") else None
    for bold in filter(None, (end, *islice(_BOLD_RUN.finditer(text), MOST_RUNS))):
        after = text[bold.end() : bold.end() + REACH]
        least = LEAST_INSIDE if after.strip() else LEAST_TAIL
        if len(bold.group().split()) >= least and is_heading(bold.group(), after):
            before = plain_words(text[max(0, bold.start() - REACH) : bold.start()])
            last = before.split()[-1:]
            broken_off = last and not ends_sentence(before) and last[0] not in lexicon("open_words")
            if broken_off and len(before) >= LEAST_BEFORE:
                words, behind = cut(raw, bold.start())
                return (words, *cut(behind, len(bold.group())))
    return raw, (), ()


def cut(pieces: Sequence[Piece], length: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces cut in two after so many characters."""
    head: list[Piece] = []
    tail: list[Piece] = []
    for piece in pieces:
        if length >= len(piece.text):
            head.append(piece)
        elif length <= 0:
            tail.append(piece)
        else:
            head.append(Piece(piece.text[:length], piece.start, piece.start + length))
            tail.append(Piece(piece.text[length:], piece.start + length, piece.end))
        length -= len(piece.text)
    return tuple(head), tuple(tail)


def plain_words(text: str) -> str:
    """Words without marks, for judging only."""
    return " ".join("".join(p.text for p in inline((Piece(text, 0, len(text)),))).split())
