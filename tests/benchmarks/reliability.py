"""How true confidence is: bins, expected calibration error, Brier score, and the reliability plot as SVG.

A confidence is true where, of the rows that carry 0.8, eight in ten are right.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tests.benchmarks.logistic import Vector

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
BINS = tuple(pairwise(EDGES))
DRAWS, SEED = 500, 4
PANEL, GAP, LEFT, TOP = 240, 60, 50, 60  # points
FIRST = 0.4  # confidence at the left of a panel; shares begin at 0


class Bin(NamedTuple):
    """Rows of like confidence: how many, their mean confidence, and the share that is right."""

    range: tuple[float, float]
    rows: int
    confidence: float
    share: float


class Curve(NamedTuple):
    """A panel of the plot: rows that are right by confidence, and those right in all fields where there are more."""

    title: str
    found: Sequence[Bin]
    further: Sequence[Bin]


def bins(said: Vector, right: Vector) -> list[Bin]:
    """The bins that have rows.

    Args:
        said: confidence of each row.
        right: for each row 1 or 0.
    """
    found = []
    for low, high in BINS:
        own = (said >= low) & ((said < high) | (high == EDGES[-1]))
        if own.any():
            found.append(Bin((low, high), int(own.sum()), float(said[own].mean()), float(right[own].mean())))
    return found


def calibration_error(said: Vector, right: Vector) -> float:
    """Expected calibration error: the distance of confidence and share, averaged over the rows of all bins."""
    return sum(one.rows * abs(one.confidence - one.share) for one in bins(said, right)) / len(said)


def chance_error(said: Vector) -> float:
    """The calibration error that chance alone gives where each confidence is true (mean of seeded draws)."""
    chance = np.random.default_rng(SEED)
    return float(np.mean([calibration_error(said, (chance.random(len(said)) < said) * 1.0) for _ in range(DRAWS)]))


def brier(said: Vector, right: Vector) -> float:
    """Brier score: the mean square of the distance of confidence and outcome."""
    return float(((said - right) ** 2).mean())


def reliability_svg(curves: Sequence[Curve]) -> str:
    """The plot, a panel for each kind; bars are 95 percent intervals (Wilson)."""
    width, height = LEFT + len(curves) * (PANEL + GAP), TOP + PANEL + 80
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Share of right rows by confidence, for each kind of fact">\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n'
    )
    panels = "".join(f"{part}\n" for i, curve in enumerate(curves) for part in _panel(curve, LEFT + i * (PANEL + GAP)))
    foot = TOP + PANEL + 66
    key = _text(
        LEFT,
        foot,
        "● right: words and value · ○ right in all fields · area of a dot: number of rows · dashes: as it should be",
    )
    return f"{head}{panels}{key}\n</svg>\n"


def _panel(curve: Curve, left: float) -> Iterator[str]:
    yield _text(left, TOP - 16, curve.title, ' font-weight="bold"')
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        yield f'<path d="M{left} {_y(share):.1f}H{left + PANEL}" stroke="#d8dee2"/>'
        yield _text(left - 6, _y(share) + 4, f"{share:.1f}", ' text-anchor="end"')
        if share >= FIRST:
            yield f'<path d="M{_x(left, share):.1f} {TOP}V{TOP + PANEL}" stroke="#d8dee2"/>'
            yield _text(_x(left, share), TOP + PANEL + 18, f"{share:.1f}", ' text-anchor="middle"')
    yield f'<path d="M{left} {_y(FIRST):.1f}L{left + PANEL} {TOP}" stroke="#4c5d69" stroke-dasharray="4 4"/>'
    yield _text(left + PANEL / 2, TOP + PANEL + 38, "confidence", ' text-anchor="middle"')
    for one in curve.further:
        yield _dot(left, one, "#fff")
    for one in curve.found:
        low, high = (_y(share) for share in _interval(one))
        yield f'<path d="M{_x(left, one.confidence):.1f} {low:.1f}V{high:.1f}" stroke="#00577d" stroke-width="1.5"/>'
        yield _dot(left, one, "#00577d")


def _dot(left: float, one: Bin, fill: str) -> str:
    x, y, radius = _x(left, one.confidence), _y(one.share), 2.5 + math.sqrt(one.rows) / 2
    title = f"<title>{one.rows} rows of mean confidence {one.confidence:.2f}: {one.share:.2f} right</title>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="#00577d">{title}</circle>'


def _interval(one: Bin, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share."""
    n, share = one.rows, one.share
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - reach, middle + reach


def _x(left: float, share: float) -> float:
    return left + PANEL * (max(FIRST, share) - FIRST) / (1 - FIRST)


def _y(share: float) -> float:
    return TOP + PANEL - PANEL * share


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="#1d2a33"{more}>{words}</text>'
