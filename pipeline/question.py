"""What a question asks for, read with the extractors: metrics, bodies, financial years, and the kind of answer."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from corpus.acronyms import expansions
from corpus.document import Record
from corpus.facts import Unit
from extractors.bodies import find_bodies
from extractors.dates import find_dates
from extractors.metrics import find_metrics
from extractors.numbers import find_numbers
from index import Filters
from index.words import words
from pipeline.words import content_stems, question_words

Wanted = Literal["objective", "figure"]


class Quantity(NamedTuple):
    """A level that a text names."""

    value: float
    unit: Unit


class Question(Record):
    """A query as it is understood. `stems` are its words of content, `expanded` other names for its terms.

    `topic` are the stems without the words that only say what kind of answer is wanted ("targets").
    """

    text: str
    expanded: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    metrics: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    wants: frozenset[Wanted] = frozenset()


def understand(query: str) -> Question:
    """Read a query. Nothing is loaded for it: no model, no spaCy."""
    said = {word.stem for word in words(query)}
    for_objectives = said & question_words().wants_objective
    for_figures = said & question_words().wants_figure
    stems = content_stems(query)
    wanted: set[Wanted] = set()
    if for_objectives:
        wanted.add("objective")
    if for_figures:
        wanted.add("figure")
    return Question(
        text=query,
        expanded=tuple(expansions(query)),
        stems=stems,
        topic=(stems - for_objectives - for_figures) or stems,
        metrics=tuple(dict.fromkeys(match.metric.name for match in find_metrics(query))),
        bodies=tuple(dict.fromkeys(match.name for match in find_bodies(query))),
        years=tuple(financial_years(query)),
        quantities=tuple(quantities(query)),
        wants=frozenset(wanted),
    )


def financial_years(query: str) -> list[str]:
    """The financial years that a query names, as "2024/25", in order; of a stretch of them, each."""
    years = (year for match in find_dates(query) for year in _whole_years(match.earliest, match.latest))
    return [f"{year}/{(year + 1) % 100:02d}" for year in dict.fromkeys(years)]


def _whole_years(first: date | None, last: date | None) -> range:
    """The years in which the financial years of a stretch begin; none where it is not made of whole ones."""
    if first is None or last is None or (first.month, first.day) != (4, 1) or (last.month, last.day) != (3, 31):
        return range(0)
    return range(first.year, last.year)


def quantities(text: str) -> list[Quantity]:
    """The levels in a text, as (value, unit); names and ages measure nothing, and plain counts say too little."""
    return [
        Quantity(value=value, unit=number.unit)
        for number in find_numbers(text)
        if number.kind not in ("name", "age") and number.unit != "count"
        for value in (number.value, number.high)
        if value is not None
    ]


def filters_of(
    *,
    years: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    publishers: Sequence[str] | None = None,
    bodies: Sequence[str] | None = None,
    documents: Sequence[str] | None = None,
) -> Filters:
    """Filters as a person gives them: a financial year in any spelling, an empty value for none."""
    return Filters(
        years=tuple(found for given in _given(years) for found in (financial_years(given) or [given])),
        kinds=_given(kinds),
        publishers=_given(publishers),
        bodies=_given(bodies),
        documents=_given(documents),
    )


def _given(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value)
