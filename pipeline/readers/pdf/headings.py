"""Which blocks of a document are headings, where no tags say so: by bookmarks, contents page, numbering and looks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.readers import lexicon
from pipeline.readers.lists import list_marker
from pipeline.readers.outline import is_caption, is_sentence, is_value, looks_like_heading
from pipeline.readers.pdf.asides import is_source, without_ratings
from pipeline.readers.pdf.blocks import PdfBlock, PdfPage
from pipeline.readers.pdf.bookmarks import Bookmarks, heading_key
from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.cover import join_display, without_cover_lines
from pipeline.readers.pdf.layout import INDENT
from pipeline.readers.pdf.levels import give_levels
from pipeline.readers.pdf.looks import (
    AS_LARGE,
    AS_LARGE_BOLD,
    DISPLAY,
    LARGER,
    Look,
    label_of,
    look_of,
    numbering_of,
    text_look,
)
from pipeline.readers.pdf.trust import Trust
from pipeline.readers.text.lines import ends_sentence

MOST_LINES = 4
LONGEST_SURE = 250  # characters of a heading that its look or its number sets apart
LINES_ABOVE = 2  # of each block above the first heading of a paper: its number, its date, its cover sheet
SHARE = 0.5  # of the blocks of a look that must be worded as headings
SURE_SHARE = 0.8  # ... where nothing but its colour or its number sets it apart
LEAST_SAME = 2  # headings that nothing but their colour or face sets apart
LEAST_NUMBERED = 3  # headings that nothing but their number sets apart
OPENING_QUOTES = ("“", "‘", '"')
SHORT_QUOTE = 6  # words that a heading may have in quotation marks
LONGEST_VALUE = 60  # characters
_ADDRESS = re.compile(r"https?://|www\.|@")
_DAY = re.compile(
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{4}$)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Za-z]")


Kind = tuple[Look, int]


class HeadingFinder:
    """Finds the headings among the blocks of pages.

    Args:
        pages: the pages whose headings are looked for; running heads and contents pages are gone.
        bookmarks: the file's, which name headings surely.
        contents: keys of what the contents page lists.
        trust: how far the heading tags are trusted.
    """

    def __init__(self, pages: Sequence[PdfPage], bookmarks: Bookmarks, contents: Counter[str], trust: Trust) -> None:
        self.text = text_look(b for p in pages for b in p.blocks if not b.cells)
        for page in pages:
            if trust in (Trust.SOME, Trust.NONE) or not page.is_tagged:
                join_display(page, self.text)
        self.candidates = list(_candidates(pages, bookmarks, contents, trust))
        self._kinds = self._accepted()

    def headings(self) -> list[Candidate]:
        """The headings, in order."""
        found = without_ratings([c for c in self.candidates if c.named or self._is_heading(c)])
        return without_cover_lines(self._without_items(found), self.text)

    def _without_items(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The headings without the labels of lists: counted from 1, as large as the text, below numbered headings."""
        below: dict[Kind, list[bool]] = defaultdict(list)
        numbered = False
        for candidate in found:
            if candidate.look is None or candidate.look.size > LARGER * self.text.size:
                numbered = candidate.numbering.depth > 0
            elif candidate.numbering.depth == 1:
                below[candidate.look, 1].append(numbered)
        items = {kind for kind, under in below.items() if sum(under) > SHARE * len(under)}
        return [c for c in found if c.named or (c.look, c.numbering.depth) not in items]

    def forget_levels(self, *, names: bool = True) -> None:
        """Take nothing from bookmarks: they name the parts of a pack, not its headings; or nothing but names.

        Args:
            names: whether their names are forgotten too.
        """
        for candidate in self.candidates:
            if candidate.bookmarked:
                candidate.level, candidate.bookmarked = None, False
                candidate.listed |= not names

    def _accepted(self) -> dict[Kind, bool]:
        """Kinds of blocks that are headings, each with whether their looks alone make them so."""
        by_kind: dict[Kind, list[Candidate]] = defaultdict(list)
        for candidate in self.candidates:
            if candidate.look is not None:
                by_kind[candidate.look, candidate.numbering.depth].append(candidate)
        return {kind: sure for kind, found in by_kind.items() if (sure := self._judge(kind, found)) is not None}

    def _judge(self, kind: Kind, found: Sequence[Candidate]) -> bool | None:
        """Whether blocks of one look and numbering are headings surely, or where they stand apart; None if not."""
        look, depth = kind
        least = AS_LARGE_BOLD if look.bold and not self.text.bold else AS_LARGE
        if look.size < least * self.text.size or (look == self.text and not depth):
            return None
        apart = look.size > LARGER * self.text.size or (look.bold and not self.text.bold)
        worded = sum(1 for c in found if c.named or _is_worded(c, sure=apart and bool(depth)))
        share = worded / len(found)
        if look.size > LARGER * self.text.size:
            return True if share >= SHARE else None
        if look != self.text and sum(1 for c in found if _leads(c)) < SHARE * len(found):
            return None
        if look.bold and not self.text.bold:
            return bool(depth) if share >= SHARE else None
        if look.capitals and share >= SHARE:
            return False
        if look.face != self.text.face and worded >= LEAST_SAME and share >= SURE_SHARE:
            return False
        alone = sum(1 for c in found if not _is_in_list(c))
        return False if depth and alone >= LEAST_NUMBERED and share >= SURE_SHARE <= alone / len(found) else None

    def _is_heading(self, candidate: Candidate) -> bool:
        if candidate.look is None:
            return False
        sure = self._kinds.get((candidate.look, candidate.numbering.depth))
        if sure is None or not _is_worded(candidate, sure=sure):
            return False
        if candidate.look.size > DISPLAY * self.text.size:
            return True
        if candidate.words.strip(" :!").lower() in lexicon.words("callouts"):
            return False
        larger = candidate.look.size > LARGER * self.text.size
        return larger or (_stands_apart(candidate) and not _is_in_row(candidate) and not is_source(candidate))


def _candidates(
    pages: Sequence[PdfPage], bookmarks: Bookmarks, contents: Counter[str], trust: Trust
) -> Iterator[Candidate]:
    left = Counter(contents)
    for page in pages:
        tagged = page.is_tagged
        for found in _of_page(page):
            if tagged and trust in (Trust.WHOLE, Trust.NAMES):
                if found.block.kind == "heading":
                    found.listed = True
                    found.level = found.block.level if trust is Trust.WHOLE else None
                    yield found
                continue
            if bookmarks and not _is_no_heading(found.block.text):
                found.level = bookmarks.level(page.number - 1, found.block.text)
            found.bookmarked = found.level is not None
            key = heading_key(found.block.text) if contents else ""
            counted = found.block.kind == "list_item" and not found.numbering.length
            found.listed = (left[key] > 0 and not counted) or (
                tagged and trust is Trust.SOME and found.block.kind == "heading"
            )
            left[key] -= found.listed
            yield found


def _of_page(page: PdfPage) -> Iterator[Candidate]:
    blocks = page.blocks
    for i, block in enumerate(blocks):
        if _may_be_heading(block):
            before, after = blocks[i - 1] if i else None, blocks[i + 1] if i + 1 < len(blocks) else None
            found = Candidate(block, page.number, look_of(block), numbering_of(block.text), before, after)
            found.opens_page = all(b.cells or len(b.lines) <= LINES_ABOVE for b in blocks[:i])
            yield found


def _may_be_heading(block: PdfBlock) -> bool:
    if block.cells or not block.lines or len(block.lines) > MOST_LINES:
        return False
    if block.kind == "list_item":
        return bool(list_marker(block.lines[0].text))  # a number stays with its words, a bullet does not
    return block.kind in ("heading", "paragraph")


def _is_worded(candidate: Candidate, *, sure: bool) -> bool:
    """Whether the words could be a heading's.

    Args:
        candidate: the block.
        sure: its look is that of headings, so that long ones and questions pass.
    """
    words = candidate.words
    if _DAY.match(words) or _is_quotation(words):
        return False
    if looks_like_heading(words):
        return candidate.numbering.length > 0 or not words.endswith(":")
    if not sure or len(words) > LONGEST_SURE or not _LETTERS.search(words) or is_caption(words) or is_value(words):
        return False
    return not (_is_no_heading(words) or words.endswith((".", ";", ",", ":")))


def _is_quotation(words: str) -> bool:
    """Whether words are what somebody said, set large beside the text."""
    return words[:1] in OPENING_QUOTES and len(words.split()) > SHORT_QUOTE


def _is_no_heading(words: str) -> bool:
    """Whether words are a paragraph or an address, whatever names them a heading."""
    return is_sentence(words) or bool(_ADDRESS.search(words))


def _stands_apart(candidate: Candidate) -> bool:
    """Whether a heading of the text's size stands at the start of something, not within a list or a sentence."""
    before, after = candidate.before, candidate.after
    if not candidate.numbering.length and after is not None and _is_value(after):
        return False
    if before is not None and before.kind == "paragraph" and not before.cells and not ends_sentence(before.text):
        return _is_numbered_or_after_line(candidate)
    goes_on = after is not None and after.kind == "paragraph" and after.text[:1].islower()
    return not goes_on or (after is not None and after.lines[0].x0 > candidate.block.lines[0].x0 + INDENT)


def _leads(candidate: Candidate) -> bool:
    """Whether something in another look follows, as text does after its heading, and a link after a link does not.

    So does a deeper number: "1. Scope", "1.1 Who this is for".
    """
    after = candidate.after
    if candidate.named or after is None or after.cells or look_of(after) != candidate.look:
        return True
    return 0 < candidate.numbering.depth < numbering_of(after.text).depth


def _is_in_list(candidate: Candidate) -> bool:
    """Whether an item of a list, or a numbered block, follows right after."""
    after = candidate.after
    return after is not None and (after.kind == "list_item" or numbering_of(after.text).length > 0)


def _is_value(block: PdfBlock) -> bool:
    """Whether a block is a short line that ends no sentence: what follows a label or a name, not a heading."""
    text = block.text
    return block.kind == "paragraph" and len(text) < LONGEST_VALUE and not (ends_sentence(text) or block.lines[0].bold)


def _is_numbered_or_after_line(candidate: Candidate) -> bool:
    """Whether it has a number, or what stands before it is a short line as well."""
    before = candidate.before
    if candidate.numbering.length or before is None:
        return candidate.numbering.length > 0
    return len(before.lines) == 1 or (len(before.lines) == 2 and label_of(before.lines[0].text) is not None)


def _is_in_row(candidate: Candidate) -> bool:
    """Whether another block stands beside it: a cell of a table that nobody found."""
    own = candidate.block.lines
    for other in (candidate.before, candidate.after):
        if other is None or other.cells or not other.lines:
            continue
        line, near = (own[0], other.lines[-1]) if other is candidate.before else (own[-1], other.lines[0])
        shared = min(line.bottom, near.bottom) - max(line.top, near.top)
        if shared > 0.5 * min(line.bottom - line.top, near.bottom - near.top):
            return True
    return False


def settle_headings(headings: Sequence[Candidate], candidates: Sequence[Candidate], starts: frozenset[int]) -> None:
    """Make blocks headings, with their levels, and all other candidates paragraphs; `starts` as in `parts_of`."""
    for candidate in candidates:
        if candidate.block.kind == "heading":
            candidate.block.kind, candidate.block.level = "paragraph", 0
    give_levels(headings, starts)
