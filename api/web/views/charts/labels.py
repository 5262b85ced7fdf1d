"""Labels beside marks: each where it covers no mark and no other label, or not at all; the table holds every number."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

WIDE = {"bold": 7.1, "plain": 6.4}  # of an average character, in units of a type of 13
HIGH = 15.0
GAP = 9.0  # between a mark and its label
Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        apart = self.right <= other.left or other.right <= self.left or self.bottom <= other.top
        return not (apart or other.bottom <= self.top)

    def inside(self, other: "Box") -> bool:
        """Whether the other one holds it."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


class Label(NamedTuple):
    """A label that has found its place: the point of its text's base line, and how it stands to it."""

    words: str
    x: float
    y: float
    anchor: Anchor


def place(words: str, x: float, y: float, *, weight: str, frame: Box, taken: list[Box]) -> Label | None:
    """A label for a mark at a point; it takes its place among those taken. None where there is no room.

    Args:
        words: the label.
        x: of the mark.
        y: of the mark.
        weight: bold or plain.
        frame: in which it must stay.
        taken: marks and labels so far; a label that is placed is added.
    """
    wide = len(words) * WIDE[weight]
    for anchor, left, base in _candidates(x, y, wide):
        box = Box(left, base - HIGH + 3, left + wide, base + 3)
        if box.inside(frame) and not any(box.meets(other) for other in taken):
            taken.append(box)
            at = {"start": left, "middle": left + wide / 2, "end": left + wide}[anchor]
            return Label(words, at, base, anchor)
    return None


def around(points: Iterable[tuple[float, float]], reach: float) -> list[Box]:
    """What marks at these points take."""
    return [Box(x - reach, y - reach, x + reach, y + reach) for x, y in points]


def _candidates(x: float, y: float, wide: float) -> Iterator[tuple[Anchor, float, float]]:
    """Where a label may stand, the best first: above, beside, below, and further up and down."""
    middle = y + 4
    yield "middle", x - wide / 2, y - GAP - 2
    yield "end", x - GAP - wide, middle
    yield "start", x + GAP, middle
    yield "middle", x - wide / 2, y + GAP + 11
    for shift in (-14, 14, -26, 26):
        yield "end", x - 2 - wide, middle + shift
        yield "start", x + 2, middle + shift
