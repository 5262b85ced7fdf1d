"""What a question asks for, read with the extractors: metrics, bodies, financial years, and the kind of answer."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from corpus.document import DocumentKind, Record
from corpus.errors import FilterError
from corpus.facts import Unit
from extractors.bodies import find_bodies
from extractors.dates import find_dates
from extractors.metrics import find_metrics
from extractors.numbers import find_numbers
from index import Filters, Index
from index.words import Term, canonical, named_years, words
from pipeline.dates import financial_year_of, financial_years
from pipeline.names import Expansion, all_names, from_lexicon
from pipeline.spelling import Correction, corrected
from pipeline.words import content_stems, question_words

Wanted = Literal["objective", "figure"]
_BY = re.compile(r"(?i)\b(?:by|before|until|due|no later than)(?: the)?(?: end of)?\s*$")


class Quantity(NamedTuple):
    """A level that a text names."""

    value: float
    unit: Unit


class Preferred(Record):
    """What a query names that ranks documents and rows higher, and leaves none out: a filter does that."""

    years: tuple[str, ...] = ()
    deadline: date | None = None
    bodies: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.years or self.bodies or self.kinds)


class Question(Record):
    """A query as it is understood.

    Attributes:
        asked: as it was typed.
        text: with slips of spelling mended; `corrections` says which.
        expanded: other names for its terms; `expansions` says for which, and where they come from.
        stems: its words of content.
        topic: the stems without the words that only say what kind of answer is wanted ("targets") or for when.
        years: financial years that are named, or that hold a day or month that is ("by March 2026" is in 2025/26).
        deadline: the last day of "by March 2026" or the like.
        kinds: kinds of document that are named; like years and bodies they are preferred, not asked for alone.
    """

    asked: str
    text: str
    corrections: tuple[Correction, ...] = ()
    expanded: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    stems: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    metrics: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    deadline: date | None = None
    kinds: tuple[DocumentKind, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    wants: frozenset[Wanted] = frozenset()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The other names, as the index takes them."""
        return tuple(Term(expansion.name, expansion.said) for expansion in self.expansions)

    @property
    def preferred(self) -> Preferred:
        """What ranks documents and rows higher."""
        return Preferred(years=self.years, deadline=self.deadline, bodies=self.bodies, kinds=self.kinds)


def understand(query: str, index: Index | None = None, *, expand: bool = True) -> Question:
    """Read a query. Nothing is loaded for it: no model, no spaCy.

    Args:
        query: as a person types it.
        index: the documents, whose words mend slips of spelling and whose definitions add names. Call it inside a
            snapshot of their store.
        expand: whether other names are looked for and slips mended; otherwise the query is taken as it was typed.
    """
    if not expand:
        return _read(query, query, (), ())
    if index is None:
        return _read(query, query, (), tuple(from_lexicon(query, None)))
    spelling = index.spelling()
    text, corrections = corrected(query, spelling)
    return _read(query, text, corrections, all_names(text, index.store, spelling))


def _read(asked: str, query: str, corrections: tuple[Correction, ...], expansions: tuple[Expansion, ...]) -> Question:
    kinds = dict(_kinds_named(query))
    expansions = tuple(e for e in expansions if e.said.lower() not in kinds)  # a kind is preferred, not searched for
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
        asked=asked,
        text=query,
        corrections=corrections,
        expanded=tuple(expansion.name for expansion in expansions),
        expansions=expansions,
        stems=stems,
        topic=(stems - for_objectives - for_figures - _stems_of_dates(query) - _stems_of_kinds(query)) or stems,
        metrics=tuple(dict.fromkeys(match.metric.name for match in find_metrics(query))),
        bodies=tuple(dict.fromkeys(match.name for match in find_bodies(query))),
        years=_years_of(query),
        deadline=_deadline(query),
        kinds=tuple(dict.fromkeys(kinds.values())),
        quantities=tuple(quantities(query)),
        wants=frozenset(wanted),
    )


def _stems_of_dates(query: str) -> frozenset[str]:
    dates = (match.text for match in find_dates(query) if match.role == "time")
    return frozenset(word.stem for text in dates for word in words(canonical(text)))


def _deadline(query: str) -> date | None:
    """The last day of the one date that the query sets as a limit."""
    days = [match.latest for match in find_dates(query) if match.role == "time" and _BY.search(query[: match.start])]
    return days[0] if len(days) == 1 else None


def _years_of(query: str) -> tuple[str, ...]:
    """The financial years that a query names, and those of the days and months that it names."""
    dated = [m.latest for m in find_dates(query) if m.role == "time" and m.precision in ("day", "month") and m.latest]
    return tuple(dict.fromkeys((*financial_years(query), *named_years(query), *map(financial_year_of, dated))))


def _kinds_named(query: str) -> list[tuple[str, DocumentKind]]:
    """The phrases of a query that name a kind of document, each with its kind."""
    plain = f" {' '.join(re.findall('[a-z]+', query.lower()))} "
    return [(phrase, kind) for phrase, kind in question_words().kinds if f" {phrase} " in plain]


def _stems_of_kinds(query: str) -> frozenset[str]:
    return frozenset(word.stem for phrase, _ in _kinds_named(query) for word in words(phrase))


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
