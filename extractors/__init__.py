"""The facts of a document (dates, figures, bodies, objectives), each with its place and its evidence.

Underneath are plain functions over any text: `find_bodies` (extractors/bodies), `find_dates` (extractors/dates),
`find_numbers` (extractors/numbers) and `find_metrics` (extractors/metrics.py). Queries are read with the same ones.
Nothing heavy is imported here.
"""

from collections.abc import Collection
from pathlib import Path

from corpus.document import Document, Span
from corpus.facts import Body, DateExpression, Fact, FactKind, Figure, Objective, Unclaimed
from corpus.own_rules import OwnRules
from extractors.confidence import with_confidence

ALL_KINDS: tuple[FactKind, ...] = ("objective", "figure", "date", "body")

__all__ = [
    "ALL_KINDS",
    "extract_bodies",
    "extract_dates",
    "extract_facts",
    "extract_figures",
    "extract_objectives",
    "find_unclaimed",
    "use_rules",
]


def extract_facts(document: Document, *, kinds: Collection[FactKind] = ALL_KINDS) -> list[Fact]:
    """Facts of a document in the order of its text.

    Args:
        document: a document that has been read.
        kinds: which facts; a number that an objective holds is no figure, so figures read the objectives first.
    """
    found: list[Fact] = []
    objectives = extract_objectives(document) if {"objective", "figure"} & set(kinds) else []
    if "objective" in kinds:
        found += objectives
    if "figure" in kinds:
        found += extract_figures(document, objectives=objectives)
    if "date" in kinds:
        found += extract_dates(document)
    if "body" in kinds:
        found += extract_bodies(document)
    return sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind))


def extract_objectives(document: Document) -> list[Objective]:
    """Objectives of a document: one for each atomic target, in the order of the text."""
    from extractors.objectives import extract_objectives as extract

    return with_confidence(document, extract(document))


def extract_figures(document: Document, *, objectives: Collection[Objective] | None = None) -> list[Figure]:
    """Figures of a document: numbers about performance, activity, money and workforce that are no target.

    Args:
        document: a document that has been read.
        objectives: those of the document, where they are known already.
    """
    from extractors.figures import extract_figures as extract

    taken = extract_objectives(document) if objectives is None else objectives
    return with_confidence(document, extract(document, claimed=_values(taken)))


def extract_dates(document: Document) -> list[DateExpression]:
    """Dates and stretches of time of a document, in the order of the text."""
    from extractors.dates import extract_dates as extract

    return with_confidence(document, extract(document))


def extract_bodies(document: Document) -> list[Body]:
    """Bodies that a document names, one for each sentence and wording, in the order of the text."""
    from extractors.bodies import extract_bodies as extract

    return with_confidence(document, extract(document))


def find_unclaimed(document: Document, facts: Collection[Fact]) -> list[Unclaimed]:
    """Sentences and cells whose numbers, percentages or deadlines became no fact, each with a reason.

    Args:
        document: the document that the facts point into.
        facts: what was found in it.
    """
    from extractors.unclaimed import find_unclaimed as find

    return find(document, facts)


def use_rules(rules: Path | str | OwnRules | None) -> OwnRules | None:
    """Add the user's own rule file (docs/rules.md) to the lexicons of this process; None for the lexicons alone.

    Raises:
        RulesError: the file cannot be read, or an entry of it cannot be used.
    """
    from extractors.own_rules import use_rules as use

    return use(rules)


def _values(objectives: Collection[Objective]) -> list[Span]:
    """Where the levels of objectives stand."""
    return [span for objective in objectives for span in objective.evidence.get("value", ())]
