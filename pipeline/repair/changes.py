"""What a rule of repair wants changed, and how it is done."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.document import Edit


class Change(NamedTuple):
    """Replace `text[start:end]`; changes of one rule stand in order and do not overlap."""

    start: int
    end: int
    text: str
    rule: str


def applied(text: str, changes: Sequence[Change]) -> tuple[str, tuple[Edit, ...]]:
    """The text with the changes made, and the edits that lead back."""
    parts: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for change in changes:
        parts += (text[at : change.start], change.text)
        length += change.start - at
        edits.append(
            Edit(
                start=length,
                end=length + len(change.text),
                source_start=change.start,
                source_end=change.end,
                rule=change.rule,
            )
        )
        length += len(change.text)
        at = change.end
    return "".join([*parts, text[at:]]), tuple(edits)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order of the text; of two that overlap the one that starts first, then the one given first."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda c: c.start):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept
