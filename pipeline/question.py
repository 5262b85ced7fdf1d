"""What a question asks for, read with the extractors: metrics, bodies, financial years, and the kind of answer."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from corpus.acronyms import expansions
from corpus.document import DocumentKind, Record
from corpus.errors import FilterError
from corpus.facts import Unit
from extractors.bodies import find_bodies
from extractors.dates import find_dates
from extractors.metrics import find_metrics
from extractors.numbers import find_numbers
from index import Filters
from index.words import words
from pipeline.dates import financial_years
from pipeline.words import content_stems, question_words

Wanted = Literal["objective", "figure"]


class Quantity(NamedTuple):
    """A level that a text names."""

    value: float
    unit: Unit


class Question(Record):
    """A query as it is understood. `stems` are its words of content, `expanded` other names for its terms.

    `topic` are the stems without the words that only say what kind of answer is wanted ("targets") or for when.
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
        topic=(stems - for_objectives - for_figures - _stems_of_dates(query)) or stems,
        metrics=tuple(dict.fromkeys(match.metric.name for match in find_metrics(query))),
        bodies=tuple(dict.fromkeys(match.name for match in find_bodies(query))),
        years=tuple(financial_years(query)),
        quantities=tuple(quantities(query)),
        wants=frozenset(wanted),
    )


def _stems_of_dates(query: str) -> frozenset[str]:
    dates = (match.text for match in find_dates(query) if match.role == "time")
    return frozenset(word.stem for text in dates for word in words(text))


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
    """Filters as a person gives them: an empty value is none, a year or a body is taken in any spelling.

    Raises:
        FilterError: a year that is no financial year, or a kind that there is not.
    """
    return Filters(
        years=tuple(year for given in _given(years) for year in _years(given)),
        kinds=tuple(_kind(given) for given in _given(kinds)),
        publishers=_given(publishers),
        bodies=tuple(name for given in _given(bodies) for name in (given, *(b.name for b in find_bodies(given)))),
        documents=_given(documents),
    )


def _years(given: str) -> list[str]:
    found = financial_years(given)
    if not found:
        raise FilterError(f"{given!r} is no financial year. Give one as 2024/25.")
    return found


def _kind(given: str) -> str:
    kinds = get_args(DocumentKind)
    if given.casefold() not in kinds:
        raise FilterError(f"{given!r} is no kind of document. There are: {', '.join(kinds)}.")
    return given.casefold()


def _given(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value)
