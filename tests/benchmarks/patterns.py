"""Patterns that could take too long: every pattern of the extractors on texts that grow, made of its own words.

`python -m tests.benchmarks.patterns` names each pattern whose time grows faster than the text.
"""

import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from corpus.catalogue import bundled_documents
from pipeline.readers import read
from tests.benchmarks.measure import Measurement

LENGTH = 500  # code points of the shortest text; the others are two and four times as long
WORST = 3.0  # times as long for a text twice as long: 2 is linear, 4 quadratic
LEAST = 0.005  # seconds: what is faster is not judged
MOST = 0.5  # seconds: a pattern that takes longer for one text is given up
FILLINGS = (
    "1",
    "1 ",
    "1,",
    "1.",
    "a",
    "a ",
    "A",
    "A ",
    " ",
    "\n",
    "-",
    "- ",
    ", ",
    "and ",
    "the ",
    "of ",
    "5% ",
    "£1.2m ",
    "2024/25 ",
    "a@",
    "1/",
)


def collected() -> list[re.Pattern[str]]:
    """Every pattern that the extractors compile while they read the bundled documents, each once."""
    found: dict[tuple[str, int], re.Pattern[str]] = {}
    compiled = re.compile

    def kept(pattern: Any, flags: Any = 0) -> Any:
        made = compiled(pattern, flags)
        if "/extractors/" in sys._getframe(1).f_code.co_filename:
            found[made.pattern, made.flags] = made
        return made

    for name in [name for name in sys.modules if name.split(".")[0] == "extractors"]:
        del sys.modules[name]
    re.compile = kept  # type: ignore[assignment]
    try:
        _read_all()
    finally:
        re.compile = compiled
    return list(found.values())


def _read_all() -> None:
    from importlib import import_module

    fresh = import_module("extractors")
    for entry in bundled_documents():
        document = read(entry.path)
        fresh.find_unclaimed(document, fresh.extract_facts(document))


def texts(pattern: re.Pattern[str]) -> Iterator[str]:
    """What to repeat: the pattern's own words, alone and in pairs, and what numbers and lists are made of."""
    words = re.findall(r"[a-z]{2,}", pattern.pattern.lower())[:12]
    yield from FILLINGS
    for word in dict.fromkeys(words):
        yield word + " "
        yield f"{word} 1 "
    yield from (f"{a} {b} " for a, b in pairwise(words))


def growth(pattern: re.Pattern[str], filling: str) -> float | None:
    """How many times longer a search takes on a text twice as long; None where it is too fast to tell."""
    times = []
    for size in (LENGTH, 2 * LENGTH, 4 * LENGTH):
        text = (filling * (size // len(filling) + 1))[:size] + "!"
        begun = time.perf_counter()
        for _ in pattern.finditer(text):
            pass
        times.append(time.perf_counter() - begun)
        if times[-1] > MOST:
            return float("inf")
    return max(times[2] / times[1], (times[2] / times[0]) ** 0.5) if times[2] > LEAST else None


def suspects(patterns: Sequence[re.Pattern[str]]) -> Iterator[tuple[float, str, re.Pattern[str]]]:
    """Growth, filling and pattern of each that grows faster than its text, measured again before it is believed."""
    for pattern in patterns:
        worst = max(((growth(pattern, f) or 0.0, f) for f in texts(pattern)), default=(0.0, ""))
        if worst[0] > WORST and min(growth(pattern, worst[1]) or 0.0 for _ in range(2)) > WORST:
            yield *worst, pattern


def run() -> list[Measurement]:
    """Count the patterns that grow faster than their text."""
    patterns, count = collected(), 0
    for times, filling, pattern in suspects(patterns):
        sys.stderr.write(f"{times:.1f} times on {filling!r}: {pattern.pattern[:160]}\n")
        count += 1
    return [Measurement("patterns that grow faster than their text", count, "patterns", f"of {len(patterns)}")]


def main() -> int:
    """Name them; the exit code is 1 where there are any."""
    measured = run()
    sys.stdout.write(f"{measured[0].name}: {measured[0].value:.0f} {measured[0].note}\n")
    return int(bool(measured[0].value))


if __name__ == "__main__":
    sys.exit(main())
