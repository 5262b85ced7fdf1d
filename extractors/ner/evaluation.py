"""Scores on the held-out sentences, exact ranges: of the rules, of the entity model, and of both together.

`python -m extractors.ner.evaluation` prints them with every miss and every false body.
"""

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractors.bodies import find_bodies
from extractors.ner.markup import Labelled, data, parse
from extractors.ner.predict import Range, unknown_organisations

PARTS = ("unknown", "traps", "fresh")


class Score(NamedTuple):
    """Right, false and missed ranges, and the lines in which something is wrong."""

    right: int
    false: int
    missed: int
    wrong: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of the found ranges that are right; 1 where nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the ranges that were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.false + self.missed)


Finder = Callable[[Sequence[str]], Sequence[Sequence[Range]]]


def held_out(part: str) -> list[Labelled]:
    """The held-out sentences: "unknown" (organisations that no list holds), "traps" (none), "fresh" (half and half)."""
    return [parse(marked) for marked in data("heldout")[part]]


def by_rules(texts: Sequence[str]) -> list[list[Range]]:
    """What the rules find, determiners left out."""
    return [[_bare(text, (b.start, b.end)) for b in find_bodies(text)] for text in texts]


def by_model(texts: Sequence[str]) -> list[list[Range]]:
    """What the model finds where no rule has claimed anything."""
    return [[(o.start, o.end) for o in found] for found in unknown_organisations(texts)]


def by_rules_and_model(texts: Sequence[str]) -> list[list[Range]]:
    """What the rules find, and what the model adds to it."""
    rules = by_rules(texts)
    added = unknown_organisations(texts, rules)
    return [[*known, *((o.start, o.end) for o in more)] for known, more in zip(rules, added, strict=True)]


def score(sentences: Sequence[Labelled], find: Finder) -> Score:
    """How the ranges that a finder gives compare with the marked ones, range by range, exactly."""
    right = false = missed = 0
    wrong: list[str] = []
    for line, found in zip(sentences, find([s.text for s in sentences]), strict=True):
        gold, guess = {(start, end) for start, end, _ in line.names}, set(found)
        right += len(gold & guess)
        false += len(guess - gold)
        missed += len(gold - guess)
        for sign, ranges in (("false", guess - gold), ("missed", gold - guess)):
            wrong += [f"{sign}: {line.text[start:end]} | {line.text}" for start, end in sorted(ranges)]
    return Score(right, false, missed, tuple(wrong))


def report() -> dict[str, dict[str, float]]:
    """Scores of the rules, of the model and of both, on each part of the held-out sentences."""
    rows = {}
    for part in PARTS:
        for name, find in (("rules", by_rules), ("model", by_model), ("rules and model", by_rules_and_model)):
            s = score(held_out(part), find)
            rows[f"{part}, {name}"] = {
                "right": s.right,
                "false": s.false,
                "missed": s.missed,
                "precision": round(s.precision, 3),
                "recall": round(s.recall, 3),
            }
    return rows


def _bare(text: str, found: Range) -> Range:
    start, end = found
    return (start + 4, end) if text[start:end].lower().startswith("the ") else found


if __name__ == "__main__":
    print(json.dumps(report(), indent=1))
    for part in PARTS:
        print(*score(held_out(part), by_rules_and_model).wrong, sep="\n")
