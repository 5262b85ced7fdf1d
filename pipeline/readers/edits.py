"""Maps of edits between a source and the text that was made of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from corpus.document import Edit

MARKUP = "markup"


class Forward:
    """Offsets of a source, moved to the text that the edits make of it."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._ends = [e.source_end for e in edits]
        self._starts = [e.source_start for e in edits]
        self._shifts = list(accumulate(((e.end - e.start) - (e.source_end - e.source_start) for e in edits), initial=0))

    def start(self, offset: int) -> int:
        """Where a span that starts at the source's offset starts; inside an edit, at the edit's start."""
        i = bisect_right(self._ends, offset)
        if i < len(self.edits) and self._starts[i] < offset:
            return self.edits[i].start
        return offset + self._shifts[i]

    def end(self, offset: int) -> int:
        """Where a span that ends at the source's offset ends; inside an edit, at the edit's end."""
        i = bisect_left(self._starts, offset)
        if i and self._ends[i - 1] >= offset:
            return self.edits[i - 1].end
        return offset + self._shifts[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Both ends; a span that was emptied stays empty."""
        moved = self.start(start)
        return moved, max(moved, self.end(end))


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """One map of edits for two: `first` leads from the source to a middle text, `second` from there to the text.

    Edits that touch or overlap on the middle text become one; it bears the rule of a repair rather than `markup`.
    """
    middle = [(e.start, e.end, 0, e) for e in first] + [(e.source_start, e.source_end, 1, e) for e in second]
    middle.sort(key=lambda m: (m[0], m[1]))
    made: list[Edit] = []
    to_source = to_text = i = 0
    while i < len(middle):
        start, end = middle[i][:2]
        source_start, text_start = start + to_source, start + to_text
        rule = MARKUP
        while i < len(middle) and middle[i][0] <= end:
            _, stop, which, edit = middle[i]
            end = max(end, stop)
            growth = (edit.end - edit.start) - (edit.source_end - edit.source_start)
            to_source, to_text = (to_source - growth, to_text) if which == 0 else (to_source, to_text + growth)
            rule = edit.rule if rule == MARKUP else rule
            i += 1
        made.append(
            Edit(start=text_start, end=end + to_text, source_start=source_start, source_end=end + to_source, rule=rule)
        )
    return tuple(made)
