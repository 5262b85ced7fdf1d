"""The facts of a document (dates, figures, bodies, objectives), each with its place and its evidence.

Underneath are plain functions over any text: `find_bodies` (extractors/bodies), `find_dates` (extractors/dates),
`find_numbers` (extractors/numbers) and `find_metrics` (extractors/metrics.py). Queries are read with the same ones.
Nothing heavy is imported here.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from corpus.document import Document, Span
from corpus.facts import Body, DateExpression, Fact, FactKind, Figure, Objective, Unclaimed
from corpus.own_rules import OwnRules
from extractors.confidence import with_confidence
from extractors.definitions import find_definitions
from extractors.parts import Part, parts_of

ALL_KINDS: tuple[FactKind, ...] = ("objective", "figure", "date", "body")

__all__ = [
    "ALL_KINDS",
    "extract_bodies",
    "extract_dates",
    "extract_facts",
    "extract_figures",
    "extract_objectives",
    "facts_by_part",
    "find_definitions",
    "find_unclaimed",
    "iter_facts",
    "use_rules",
]


def extract_facts(document: Document, *, kinds: Collection[FactKind] = ALL_KINDS) -> list[Fact]:
    """Facts of a document in the order of its text.

    Args:
        document: a document that has been read.
        kinds: which facts.
    """
    return list(iter_facts(document, kinds=kinds))


def iter_facts(document: Document, *, kinds: Collection[FactKind] = ALL_KINDS) -> Iterator[Fact]:
    """The facts of `extract_facts` one by one; only those of a part of the document are in memory at once."""
    for _, facts in facts_by_part(document, kinds=kinds):
        yield from facts


def facts_by_part(document: Document, *, kinds: Collection[FactKind] = ALL_KINDS) -> Iterator[tuple[Part, list[Fact]]]:
    """The facts of each part of a document (extractors/parts.py), in the order of its text.

    A number that an objective holds is no figure, so figures are read after the objectives.
    """
    acronyms: dict[str, str] = {}
    for part in parts_of(document):
        found: list[Fact] = []
        objectives = _objectives(document, part) if {"objective", "figure"} & set(kinds) else []
        if "objective" in kinds:
            found += objectives
        if "figure" in kinds:
            found += _figures(document, part, _values(objectives))
        if "date" in kinds:
            found += _dates(document, part)
        if "body" in kinds:
            found += _bodies(document, part, acronyms)
        yield part, sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind))


def extract_objectives(document: Document) -> list[Objective]:
    """Objectives of a document: one for each atomic target, in the order of the text."""
    return [row for part in parts_of(document) for row in _objectives(document, part)]


def extract_figures(document: Document, *, objectives: Collection[Objective] | None = None) -> list[Figure]:
    """Figures of a document: numbers about performance, activity, money and workforce that are no target.

    Args:
        document: a document that has been read.
        objectives: those of the document, where they are known already.
    """
    values = _values(extract_objectives(document) if objectives is None else objectives)
    return [row for part in parts_of(document) for row in _figures(document, part, values)]


def extract_dates(document: Document) -> list[DateExpression]:
    """Dates and stretches of time of a document, in the order of the text."""
    return [row for part in parts_of(document) for row in _dates(document, part)]


def extract_bodies(document: Document) -> list[Body]:
    """Bodies that a document names, one for each sentence and wording, in the order of the text."""
    acronyms: dict[str, str] = {}
    return [row for part in parts_of(document) for row in _bodies(document, part, acronyms)]


def find_unclaimed(document: Document, facts: Collection[Fact], *, part: Part | None = None) -> list[Unclaimed]:
    """Sentences and cells whose numbers, percentages or deadlines became no fact, each with a reason.

    Args:
        document: the document that the facts point into.
        facts: what was found in it.
        part: which of its blocks to look through; all of them where None.
    """
    from extractors.unclaimed import find_unclaimed as find

    return find(document, facts, part)


def use_rules(rules: Path | str | OwnRules | None) -> OwnRules | None:
    """Add the user's own rule file (docs/rules.md) to the lexicons of this process; None for the lexicons alone.

    Call it before the first document, and not while another thread extracts: all threads share the lexicons.

    Raises:
        RulesError: the file cannot be read, or an entry of it cannot be used.
    """
    from extractors.own_rules import use_rules as use

    return use(rules)


def _objectives(document: Document, part: Part) -> list[Objective]:
    from extractors.objectives import extract_objectives as extract

    return with_confidence(document, extract(document, part))


def _figures(document: Document, part: Part, claimed: list[Span]) -> list[Figure]:
    from extractors.figures import extract_figures as extract

    return with_confidence(document, extract(document, part, claimed=claimed))


def _dates(document: Document, part: Part) -> list[DateExpression]:
    from extractors.dates import extract_dates as extract

    return with_confidence(document, extract(document, part))


def _bodies(document: Document, part: Part, acronyms: dict[str, str]) -> list[Body]:
    from extractors.bodies import extract_bodies as extract

    return with_confidence(document, extract(document, part, acronyms=acronyms))


def _values(objectives: Collection[Objective]) -> list[Span]:
    """Where the levels of objectives stand."""
    return [span for objective in objectives for span in objective.evidence.get("value", ())]
