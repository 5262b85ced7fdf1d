"""Levels of headings over a whole document: by bookmarks, by the depth of their numbers, by their looks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from pipeline.readers.outline import may_be_title
from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.looks import SAME_SIZE, Look
from pipeline.readers.pdf.parts import parts_of

DEEPEST = 9
NEAR_SIZE = 1.1  # points: a look that is rare is a slip of another so near
FEW = 2  # headings: a look that more have is none, but for a rounded size
RARE = 0.25  # of the number of headings that have the other look
Kind = tuple[int, int, int]  # part, rank of the look, depth of the number


def give_levels(headings: Sequence[Candidate], starts: frozenset[int] = frozenset()) -> None:
    """Set the level of each heading's block; headings of one look and numbering share one.

    Args:
        headings: in order.
        starts: pages where parts of the document begin, as `parts_of`.
    """
    parts = parts_of(headings, starts)
    kinds: list[Kind] = [(0, 0, 0)] * len(headings)
    levels: dict[Kind, int] = {}
    places_of: dict[int, list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        places_of[part].append(i)
    for part, places in places_of.items():
        ranks = _ranks([headings[i] for i in places])
        for i, rank in zip(places, ranks, strict=True):
            kinds[i] = part, rank, headings[i].numbering.depth
        levels |= _levels([kinds[i] for i in places], first=_first_level(part == parts[0], len(places_of), ranks))
    named: dict[Kind, Counter[int]] = defaultdict(Counter)
    for heading, kind in zip(headings, kinds, strict=True):
        if heading.level is not None:
            named[kind][heading.level] += 1
    if named:
        levels = _beside_named(levels, {kind: counts.most_common(1)[0][0] for kind, counts in named.items()})
        if Counter(level for h in headings if (level := h.level) is not None)[1] > 1:
            levels = {kind: level - (kind[0] != parts[0] and kind not in named) for kind, level in levels.items()}
    for heading, kind in zip(headings, kinds, strict=True):
        heading.block.kind = "heading"
        heading.block.level = heading.level or min(levels[kind], DEEPEST)


def _first_level(opens: bool, parts: int, ranks: Sequence[int]) -> int:
    """The level of a part's largest headings: all parts stand below the title, which the first one begins with.

    Args:
        opens: whether the document opens with this part.
        parts: how many there are.
        ranks: those of its headings.
    """
    return 1 if parts == 1 or (opens and ranks.count(min(ranks)) == 1) else 2


# ---- ranks of looks


def _ranks(headings: Sequence[Candidate]) -> list[int]:
    """For each heading the rank of its look, from 0: larger before smaller, bold before plain, capitals before others.

    Looks that differ in nothing but their face share a rank, unless one stands under the other.
    """
    meant = _without_slips(Counter(h.look for h in headings if h.look is not None))
    sizes: list[float] = []
    for size in sorted({look.size for look in meant.values()}, reverse=True):
        if not sizes or sizes[-1] - size > SAME_SIZE:
            sizes.append(size)
    lowest = (len(sizes), True, True)
    keys = [_key(meant[h.look], sizes) if h.look is not None else lowest for h in headings]
    if _opens_as_title(headings):
        keys[0] = (-1, False, False)
    faces = [meant[h.look].face if h.look is not None else 0 for h in headings]
    under = {key: _faces_under(key, keys, faces) for key in set(keys)}
    full = [(*key, face in under[key]) for key, face in zip(keys, faces, strict=True)]
    order = {key: rank for rank, key in enumerate(sorted(set(full)))}
    return [order[key] for key in full]


def _opens_as_title(headings: Sequence[Candidate]) -> bool:
    """Whether the first heading is a title though others are larger: alone in its look, on page 1, without a number."""
    first, rest = headings[0], [h.look for h in headings[1:]]
    if first.page > 1 or first.look is None or first.look in rest or first.numbering.length:
        return False
    sizes = sorted(look.size for look in rest if look is not None)
    return bool(sizes) and first.look.size >= sizes[len(sizes) // 2] and may_be_title(first.block.text)


def _key(look: Look, sizes: Sequence[float]) -> tuple[int, bool, bool]:
    nearest = min(range(len(sizes)), key=lambda i: abs(sizes[i] - look.size))
    return nearest, not look.bold, not look.capitals


def _without_slips(counts: Counter[Look]) -> dict[Look, Look]:
    """Each look, or the one that it is a slip of: another size or a word in capitals, once or twice; and far rarer."""
    meant: dict[Look, Look] = {}
    for look, count in counts.items():
        near = [
            other
            for other, n in counts.items()
            if count <= RARE * n
            and abs(other.size - look.size) <= (NEAR_SIZE if count <= FEW else SAME_SIZE)
            and (other.bold, other.face) == (look.bold, look.face)
        ]
        meant[look] = max(near, key=lambda other: counts[other], default=look)
    return meant


def _faces_under(key: tuple[int, bool, bool], keys: Sequence[tuple[int, bool, bool]], faces: Sequence[int]) -> set[int]:
    """The faces that stand under another of the same size and weight: they hardly ever follow a larger heading."""
    opening: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for i, (other, face) in enumerate(zip(keys, faces, strict=True)):
        if other == key:
            counts[face] += 1
            opening[face] += i == 0 or keys[i - 1] < key
    if len(counts) < 2 or not _alternate(key, keys, faces):
        return set()
    upper = max(counts, key=lambda face: (opening[face], counts[face]))
    return {face for face in counts if face != upper and not opening[face]}


def _alternate(key: tuple[int, bool, bool], keys: Sequence[tuple[int, bool, bool]], faces: Sequence[int]) -> bool:
    """Whether faces take turns: chapters with a colour of their own do not."""
    own = [face for other, face in zip(keys, faces, strict=True) if other == key]
    return sum(1 for a, b in pairwise(own) if a != b) >= len(set(own))


# ---- levels of ranks


def _levels(kinds: Sequence[Kind], first: int) -> dict[Kind, int]:
    """Levels by rank; within a rank, a deeper number stands below. A number stands below the one it goes on from.

    A rank that no heading stands under takes no level away from those that follow it.
    """
    part = kinds[0][0]
    over = {rank for (_, rank, _), (_, after, _) in pairwise(kinds) if after > rank}
    depths: dict[int, Counter[int]] = defaultdict(Counter)
    for _, rank, depth in kinds:
        depths[rank][depth] += 1
    levels: dict[Kind, int] = {}
    by_depth: dict[int, int] = {}
    last = first - 1
    for rank in sorted(depths):
        counts = depths[rank]
        numbered = sorted(d for d, n in counts.items() if d and n >= RARE * counts.total())
        top = last + 1
        if numbered and numbered[0] - 1 in by_depth:
            top = by_depth[numbered[0] - 1] + 1
        elif numbered and numbered[0] in by_depth and (numbered[0] > 1 or _restarts(kinds, rank, 1)):
            top = by_depth[numbered[0]]
        for depth in numbered:
            levels[part, rank, depth] = top + depth - numbered[0]
            by_depth.setdefault(depth, levels[part, rank, depth])
        levels |= {(part, rank, d): top if numbered else last + 1 for d in {0, *counts} if d not in numbered}
        if rank in over:
            last = max([last, *(levels[part, rank, d] for d in depths[rank])])
    return levels


def _restarts(kinds: Sequence[Kind], rank: int, depth: int) -> bool:
    """Whether numbers of one depth in this look stand before or after all those in larger looks, as in an annex."""
    places = _places(kinds, lambda kind: kind[1] == rank and kind[2] == depth)
    larger = _places(kinds, lambda kind: kind[1] < rank and kind[2] == depth)
    return not larger or larger[-1] < places[0] or places[-1] < larger[0]


def _places(kinds: Sequence[Kind], wanted: Callable[[Kind], bool]) -> list[int]:
    return [i for i, kind in enumerate(kinds) if wanted(kind)]


def _beside_named(levels: dict[Kind, int], named: dict[Kind, int]) -> dict[Kind, int]:
    """The levels that tags or bookmarks give; kinds that they do not name keep their place among those that they do."""
    settled: dict[Kind, int] = {}
    for kind, level in levels.items():
        if kind in named:
            settled[kind] = named[kind]
            continue
        known = [k for k in named if k[0] == kind[0]]
        settled[kind] = _beside([(levels[k], named[k]) for k in known], level)
    return settled


def _beside(known: Iterable[tuple[int, int]], level: int) -> int:
    """A level by the nearest known one that is not below it.

    Args:
        known: pairs of a level by looks and the level by name.
        level: one by looks.
    """
    pairs = sorted(known)
    above = [pair for pair in pairs if pair[0] <= level]
    if above:
        return above[-1][1] + level - above[-1][0]
    return max(1, pairs[0][1] + level - pairs[0][0]) if pairs else level
