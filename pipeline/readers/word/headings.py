"""Which blocks of a DOCX are headings, at which levels, and which of them is the title."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.readers.outline import heading_number, is_contents, looks_like_heading, may_be_title
from pipeline.readers.word.drafts import Draft
from pipeline.readers.word.faces import mark_by_face, text_size

LEAST_STYLED = 2  # headings by style, below which looks decide
LEAST_CHAPTERS = 2  # titles after the first, from which they are those of chapters
LEAST_OF_STYLE = 4  # blocks of one heading style, from which it can be found to be a style of paragraphs
MOST_WORDS = 20  # of a heading in such a style
OPENING = 12  # blocks in which a title may stand
LARGEST = 1.2  # times the size of the text: what a title without a style has at least
TITLE_CHARS = 200


def settle_headings(drafts: list[Draft], named: str | None) -> list[Draft]:
    """The blocks with their headings settled: levels from 1, where 1 is the title's alone.

    Args:
        drafts: the blocks; kinds and levels are changed.
        named: the title that the file's properties name.
    """
    drafts = _joined_titles(drafts)
    _demote_numbered_paragraphs(drafts)
    styled = [d for d in drafts if d.kind == "heading"]
    chapters = sum(1 for d in drafts if d.kind == "title") - 1
    top = 3 if chapters >= LEAST_CHAPTERS else 2
    if len(styled) < LEAST_STYLED:
        cover = next((i for i, d in enumerate(drafts) if d.kind == "title"), _largest_of_all(drafts))
        mark_by_face(drafts[cover + 1 :], below=min((d.level for d in styled), default=1))
    title = _title(drafts, named)
    headings = [d for d in drafts if d.kind == "heading" and d is not title]
    lift = top - min((d.level for d in headings), default=top)
    for heading in headings:
        heading.level += lift
    if title is not None:
        title.kind, title.level = "heading", 1
    for draft in drafts:
        if draft.kind == "title":
            draft.kind, draft.level = "heading", 2
    return drafts


def _joined_titles(drafts: Sequence[Draft]) -> list[Draft]:
    """A title that is set in several paragraphs as one."""
    made: list[Draft] = []
    for draft in drafts:
        before = made[-1] if made else None
        if draft.kind == "title" and before and before.kind == "title":
            together = f"{before.text} {draft.text}"
            if len(together) <= TITLE_CHARS:
                before.text = together
                continue
        made.append(draft)
    return made


def _demote_numbered_paragraphs(drafts: Sequence[Draft]) -> None:
    """In a heading style that mostly holds sentences ("1.1.1 The Board must ..."), only what looks like one heads."""
    styles: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.styled:
            styles[draft.style].append(draft)
    for members in styles.values():
        sentences = sum(1 for d in members if d.kind != "heading")
        if len(members) < LEAST_OF_STYLE or sentences * 2 < len(members):
            continue
        for draft in members:
            if draft.kind == "heading" and not _may_head(draft.text):
                draft.kind = draft.otherwise


def _may_head(text: str) -> bool:
    numbered = heading_number(text)
    bare = text[numbered.length :] if numbered else text
    return bare[:1].isupper() and not bare.endswith((".", ";", ",")) and len(bare.split()) <= MOST_WORDS


def _title(drafts: Sequence[Draft], named: str | None) -> Draft | None:
    """The title: by its style, by what the properties name, or by standing over all other headings."""
    styled = next((d for d in drafts if d.kind == "title"), None)
    if styled is not None:
        return styled
    opening = [d for d in drafts[: 2 * OPENING] if d.kind in ("heading", "paragraph")][:OPENING]
    by_name = next((d for d in opening if named and _key(d.text) == _key(named)), None)
    headings = [d for d in drafts if d.kind == "heading"]
    return by_name or _display_line(drafts, opening, headings) or _first_of_all(drafts, opening, headings)


def _largest_of_all(drafts: Sequence[Draft]) -> int:
    """Where the one line stands that is larger than all else, near the start: it becomes the title; -1 for none."""
    sizes = [d.face.size if d.face and d.kind == "paragraph" and not d.framed else 0.0 for d in drafts]
    largest = max(sizes[:OPENING], default=0.0)
    at = sizes.index(largest) if sizes else 0
    if largest <= LARGEST * text_size(drafts) or max(sizes[at + 1 :], default=0.0) >= largest:
        return -1
    if len(drafts[at].text) > TITLE_CHARS or not looks_like_heading(drafts[at].text):
        return -1
    drafts[at].kind = "title"
    return at


def _display_line(drafts: Sequence[Draft], opening: Sequence[Draft], headings: Sequence[Draft]) -> Draft | None:
    """The largest line before the first heading, where it is larger than the text and the headings."""
    above = opening[: opening.index(headings[0])] if headings and headings[0] in opening else list(opening)
    lines = [d for d in above if d.face and len(d.text) <= TITLE_CHARS and looks_like_heading(d.text)]
    largest = max(lines, key=lambda d: d.face.size if d.face else 0, default=None)
    if largest is None or largest.face is None:
        return None
    others = max((h.face.size for h in headings if h.face), default=0.0)
    return largest if largest.face.size > max(LARGEST * text_size(drafts), others) else None


def _first_of_all(drafts: Sequence[Draft], opening: Sequence[Draft], headings: Sequence[Draft]) -> Draft | None:
    """The first heading, where it stands alone at its level, right above another one, or larger than all others."""
    first = headings[0] if headings else None
    if first is None or first not in opening or not may_be_title(first.text) or first.number or is_contents(first.text):
        return None
    if any(h.level < first.level for h in headings):
        return None
    peers = [h for h in headings[1:] if h.level == first.level]
    after = next((d for d in drafts[drafts.index(first) + 1 :]), None)
    right_above = drafts[0] is first and after is not None and after.kind == "heading"
    larger = bool(first.face) and all(h.face and first.face and h.face.size < first.face.size for h in peers)
    numbered = all(h.number or heading_number(h.text) for h in peers)
    return first if not peers or right_above or larger or numbered else None


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
