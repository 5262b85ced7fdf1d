"""Parts of a document that were made apart, as the papers of a board pack are: each has looks of its own."""

from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.looks import Look

LEAST_PARTS = 3  # that use different headings; fewer must differ in their text too
LEAST_HEADINGS = 2  # of a part


def parts_of(headings: Sequence[Candidate], starts: frozenset[int]) -> list[int]:
    """For each heading the number of the part it stands in, from 0.

    A part begins with a heading at the top of a page that is larger than all others up to the next part. Parts that
    share a look of headings are one, wherever they stand, and so are neighbours that share a face.

    Args:
        headings: in order.
        starts: pages that bookmarks of the top level lead to, where they name no headings: parts begin there.
    """
    firsts = _by_starts(headings, starts) if starts else _by_looks(headings)
    numbers: list[int] = []
    for i in range(len(headings)):
        numbers.append(numbers[-1] + 1 if numbers and i in firsts else numbers[-1] if numbers else 0)
    return numbers if starts else _joined(headings, numbers)


def _by_starts(headings: Sequence[Candidate], starts: frozenset[int]) -> set[int]:
    """The first heading on or after each page where a part begins."""
    return {next((i for i, h in enumerate(headings) if h.page >= page), 0) for page in starts}


def _by_looks(headings: Sequence[Candidate]) -> set[int]:
    pages: set[int] = set()
    firsts: set[int] = set()
    for i, heading in enumerate(headings):
        if heading.page not in pages and heading.opens_page and heading.look is not None:
            firsts.add(i)
        pages.add(heading.page)
    return firsts


def _joined(headings: Sequence[Candidate], numbers: Sequence[int]) -> list[int]:
    """Parts that share a look as one; none at all where too few are left, or a part has no heading over its others."""
    looks: dict[int, set[Look]] = {}
    for heading, number in zip(headings, numbers, strict=True):
        looks.setdefault(number, set()).update({heading.look} if heading.look else set())
    owner = {number: number for number in looks}
    for number, own in looks.items():
        for other in range(number):
            beside = other == number - 1 and _faces(own) & _faces(looks[other])
            if (own & looks[other] or beside) and owner[number] != owner[other]:
                old, new = owner[number], owner[other]
                owner = {n: new if o == old else o for n, o in owner.items()}
    joined = [owner[n] for n in numbers]
    groups = [[h for h, n in zip(headings, joined, strict=True) if n == group] for group in dict.fromkeys(joined)]
    apart = [g for g in groups[1:] if _has_title(g)]
    if len(apart) + 1 < LEAST_PARTS and not (apart and _text_look(apart[0]) != _text_look(groups[0])):
        return [0] * len(joined)
    kept = {id(h) for g in apart for h in g}
    return [n if id(h) in kept else joined[0] for h, n in zip(headings, joined, strict=True)]


def _faces(looks: set[Look]) -> set[int]:
    return {look.face for look in looks}


def _has_title(part: Sequence[Candidate]) -> bool:
    """Whether the first heading of a part stands over all others of it."""
    sizes = [h.look.size for h in part if h.look]
    return len(part) >= LEAST_HEADINGS and part[0].look is not None and sizes[0] > max(sizes[1:], default=0.0)


def _text_look(part: Sequence[Candidate]) -> tuple[float, int] | None:
    """The size and face of the text under the headings of a part."""
    counts: Counter[tuple[float, int]] = Counter()
    for heading in part:
        after = heading.after
        if after is not None and after.kind == "paragraph" and not after.cells:
            counts[after.lines[0].size, after.lines[0].face] += len(after.text)
    return counts.most_common(1)[0][0] if counts else None
