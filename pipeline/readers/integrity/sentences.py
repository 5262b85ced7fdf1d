"""Sentences that break off: places where a file or its conversion lost words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from corpus.document import Block, Span
from pipeline.readers.integrity.lexicon import either, words

LEAST_WORDS = 4  # a shorter block is no sentence
LEAST_BEFORE = 7  # words of a block before a sentence that starts inside it: fewer are a term or heading set in line
LONGEST_TERM = 200  # characters
LONGEST_WORD = 24
_SENTENCE_END = re.compile(r"[.!?:;•][”’\")\]]*\s")
_LABEL = re.compile(r"\(?(?:[a-z]{1,3}|[ivx]+|\d{1,2})[.)]\s")
_LAST_TERM = re.compile(r"(?<![\w-])(?:[a-z][\w’-]*|[A-Z]{2,}|\([^()\n]*\))\Z")
_LAST_PLAIN = re.compile(r"\b[a-z]+\Z")


def broken_sentences(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Places where words are missing.

    A sentence starts inside another ("heart failure and This should"), a word that needs another stands before a comma
    ("published the , which"), or a paragraph ends in such a word and neither a list nor its own rest follows.
    """
    found: set[tuple[int, int]] = set()
    stems = {block.lead_in.end for block in blocks if block.lead_in}
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind in ("paragraph", "list_item"):
            found.update(_starts_inside(text, block))
            found.update(_open_before_stop(text, block))
            word = _open_end(text, block)
            if word and block.end not in stems and not _goes_on(text, block, after):
                found.add((block.end - len(word), block.end))
    return tuple(Span(start=start, end=end) for start, end in sorted(found))


def _starts_inside(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for match in _starter().finditer(text, block.start, block.end):
        before = _LAST_TERM.search(text, max(block.start, match.start() - LONGEST_TERM), match.start())
        if not before or before.group() == "the":  # "the We are the NHS plan": a title
            continue
        start = max(block.start, before.start() - LONGEST_TERM)
        ended = start > block.start or _SENTENCE_END.search(text, start, before.start())
        long = len(text[start : before.start()].split()) >= LEAST_BEFORE
        if ended or long or before.group().split()[0] in words("open_words"):
            yield before.start(), match.end()


def _open_before_stop(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for match in _open_and_stop().finditer(text, block.start, block.end):
        before = _LAST_PLAIN.search(text, max(block.start, match.start() - LONGEST_TERM), match.start())
        if before:
            yield before.start(), match.end()


def _open_end(text: str, block: Block) -> str | None:
    """The last word of a block, where it needs another after it."""
    last = text[max(block.start, block.end - LONGEST_WORD) : block.end].rsplit(None, 1)[-1:]
    if last and last[0] in words("open_words") and text.count(" ", block.start, block.end) >= LEAST_WORDS:
        return last[0]
    return None


def _goes_on(text: str, block: Block, after: Block | None) -> bool:
    """Whether what follows is the rest of a block: the next item of its list, words in small letters, "(a) ..."."""
    if after is None:
        return False
    following = text[after.start : after.end]
    joins = text.endswith((" and", " or"), block.start, block.end)
    next_item = after.kind == "list_item" and block.kind == "list_item" and joins
    return next_item or after.table is not None or following[:1].islower() or bool(_LABEL.match(following))


@cache
def _starter() -> re.Pattern[str]:
    """Starts with a plain space, which is found fast; what stands before it is looked at afterwards."""
    return re.compile(rf" (?=[A-Z])(?<=[\w’)-] )(?:{either('sentence_starters')})(?= (?:[a-z][a-z]|[A-Z]{{2,5}},))")


@cache
def _open_and_stop() -> re.Pattern[str]:
    return re.compile(rf" (?<=[a-z] )(?:{either('never_before_stop')}) ?[,.;](?=\s|\Z)")
