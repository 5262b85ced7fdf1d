"""What a benchmark gives, and how time is taken."""

import time
from collections.abc import Callable, Sequence
from statistics import quantiles
from typing import NamedTuple


class Measurement(NamedTuple):
    """One figure: `note` says what it is measured on, or against."""

    name: str
    value: float
    unit: str
    note: str = ""


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor seconds that a piece of work takes."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def milliseconds(work: Callable[[], object], *, times: int) -> list[float]:
    """Wall-clock milliseconds of each of so many runs."""
    return [1000 * seconds(work)[0] for _ in range(times)]


def percentile(values: Sequence[float], percent: int) -> float:
    """A percentile of measured values."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]
