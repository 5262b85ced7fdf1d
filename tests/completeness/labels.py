"""Labels of targets, and what became of each among the objectives that were found.

A label is found when an objective overlaps its clause and has its value and unit; each objective serves one label.
"""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.document import Document
from corpus.facts import Objective

TARGETS = Path(__file__).with_name("targets.toml")


@dataclass(frozen=True)
class Label:
    """One target that a reader finds; offsets are code points of the file's text. `targets.toml` says what each is."""

    metric: str
    file: str
    start: int
    end: int
    what: str
    value: float | None = None
    unit: str | None = None
    comparator: str | list[str] | None = None
    deadline: str | None = None
    body: str | None = None
    names: str | None = None
    known_failure: str | None = None
    known_wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Where to look: file, offsets and what is to be reached."""
        return f"{self.file}:{self.start}-{self.end} ({self.what})"


@dataclass(frozen=True)
class Found:
    """An objective with its places in the file: of its words, and of its value."""

    objective: Objective
    start: int
    end: int
    values: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a label: found, missed, or its clause read with another value; and the fields that are wrong."""

    label: Label
    state: str
    wrong: tuple[str, ...] = ()
    read: tuple[float | None, ...] = ()


def read_labels() -> tuple[dict[str, str], list[Label]]:
    """SHA-256 of each file, and the labels of every metric."""
    given = tomllib.loads(TARGETS.read_text(encoding="utf-8"))
    labels = [Label(metric=metric, **label) for metric, entry in given["metrics"].items() for label in entry["labels"]]
    return given["files"], labels


def in_file(document: Document, objectives: Collection[Objective]) -> list[Found]:
    """Objectives with their offsets in the file as it stands, not as repaired."""
    return [
        Found(
            objective,
            *document.source_span(objective.start, objective.end),
            tuple(document.source_span(s.start, s.end) for s in objective.evidence.get("value", ())),
        )
        for objective in objectives
    ]


def outcomes(labels: Collection[Label], found: Collection[Found]) -> Iterator[Outcome]:
    """What became of each label of one file, in the order of the text."""
    left = list(found)
    unmet: list[Label] = []
    for label in sorted(labels, key=lambda one: (one.start, one.end)):
        fitting = [f for f in left if _overlap(label, f) and _same_level(label, f.objective)]
        if not fitting:
            unmet.append(label)
            continue
        best = max(
            fitting, key=lambda f: (_holds_value(label, f), -len(_wrong(label, f.objective)), _overlap(label, f))
        )
        left.remove(best)
        yield Outcome(label, "found", _wrong(label, best.objective))
    for label in unmet:
        other = tuple(f.objective.value for f in left if _reads_otherwise(label, f))
        yield Outcome(label, "wrong value" if other else "missed", read=other)


def _overlap(label: Label, found: Found) -> int:
    return max(0, min(label.end, found.end) - max(label.start, found.start))


def _same_level(label: Label, objective: Objective) -> bool:
    if label.value is None:
        return objective.value is None and "comparator" not in _wrong(label, objective)
    return objective.value == label.value and objective.unit == label.unit


def _holds_value(label: Label, found: Found) -> bool:
    return any(label.start <= start and end <= label.end for start, end in found.values)


def _reads_otherwise(label: Label, found: Found) -> bool:
    """Whether the clause became an objective of another level."""
    return _holds_value(label, found) if label.value is not None else _overlap(label, found) > 0


def _wrong(label: Label, objective: Objective) -> tuple[str, ...]:
    due = objective.deadline.date.isoformat() if objective.deadline and objective.deadline.date else "none"
    body = objective.body.name if objective.body else "none"
    accepted = [label.comparator] if isinstance(label.comparator, str) else label.comparator
    checks = {
        "comparator": accepted is None or objective.comparator in accepted,
        "deadline": label.deadline in (None, due),
        "body": label.body in (None, body),
        "metric": label.names is None or label.names in objective.metric.casefold(),
    }
    return tuple(name for name, right in checks.items() if not right)
