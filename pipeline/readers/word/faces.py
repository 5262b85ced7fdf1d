"""Headings of a DOCX without heading styles: short lines by themselves that are larger or heavier than the text."""

from collections import Counter
from collections.abc import Sequence

from pipeline.readers.levels import Levels
from pipeline.readers.outline import heading_number, looks_like_heading
from pipeline.readers.word.drafts import Draft, Face

LARGER = 1.12  # times the size of the text
LEAST_CAPITALS = 5  # letters: fewer are an acronym
MOST_SHARE = 0.5  # of the paragraphs: where more look like headings, the look says nothing
NUMBERED_SHARE = 0.5  # of the headings: where more are numbered, the numbers tell the levels


def text_size(drafts: Sequence[Draft]) -> float:
    """The size in which most of the text is set, in points; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for draft in drafts:
        if draft.face and draft.kind != "table":
            sizes[draft.face.size] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def mark_by_face(drafts: Sequence[Draft], *, below: int) -> None:
    """Mark as headings what looks like one.

    Args:
        drafts: the blocks; those that look like headings become such, with their levels.
        below: the level above the highest of them.
    """
    body = text_size(drafts)
    found = [d for i, d in enumerate(drafts) if _stands_out(d, body) and _heads(drafts, i, body)]
    texts = sum(1 for d in drafts if d.kind in ("paragraph", "list_item") and not d.framed)
    if not found or len(found) > MOST_SHARE * texts:
        return
    for draft in found:
        numbered = heading_number(draft.text)
        draft.number = draft.number or (numbered.number if numbered else None)
        draft.kind = "heading"
    if sum(1 for d in found if d.number) >= NUMBERED_SHARE * len(found):
        _level_by_number(drafts, found, below)
    else:
        ranks = sorted({_rank(d.face) for d in found if d.face})
        for draft in found:
            draft.level = below + 1 + (ranks.index(_rank(draft.face)) if draft.face else 0)


def _level_by_number(drafts: Sequence[Draft], found: Sequence[Draft], below: int) -> None:
    levels = Levels()
    wanted = set(map(id, found))
    before: Draft | None = None
    for draft in drafts:
        if draft.kind != "heading":
            before = draft
            continue
        numbered = heading_number(f"{draft.number}. {draft.text}" if draft.number else draft.text)
        opens_below = before is not None and (before.kind == "heading" or before.text.endswith(":"))
        level = levels.numbered(numbered) if numbered else levels.plain(draft.text, opens_below=opens_below)
        if id(draft) in wanted:
            draft.level = level + below - 1
        before = draft


def _rank(face: Face | None) -> tuple[float, bool, bool, bool]:
    """Larger before smaller, then capitals, bold, underlined."""
    return (-face.size, not face.capitals, not face.bold, not face.underlined) if face else (0.0, True, True, True)


def _stands_out(draft: Draft, body: float) -> bool:
    face = draft.face
    if face is None or draft.framed or draft.kind not in ("paragraph", "list_item"):
        return False
    if draft.kind == "list_item" and not draft.number:
        return False  # a bullet in bold
    larger = face.size >= LARGER * body
    numbered = heading_number(draft.text)
    words = draft.text[numbered.length :] if numbered else draft.text
    capitals = face.capitals and len(words) >= LEAST_CAPITALS
    return (larger or face.bold or face.underlined or capitals) and looks_like_heading(words.removesuffix(":"))


def _heads(drafts: Sequence[Draft], i: int, body: float) -> bool:
    """Whether text follows, if need be below further headings."""
    return any(not _stands_out(after, body) for after in drafts[i + 1 : i + 4])
