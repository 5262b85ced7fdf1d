"""Why a list is empty, and what there is instead: the next call can then ask for something that is held."""

from collections.abc import Iterable, Iterator

from index import DocumentSummary, Filters, Store
from index.filtering import financial_year
from index.wanted import Wanted

NAMED = 8  # names that a reason gives, at most


def why_nothing_passes(store: Store, filters: Filters) -> tuple[str, ...]:
    """Which of the filters no document passes, each with what there is instead."""
    held = store.documents()
    if not held:
        return ("The index holds no documents.",)
    years = {financial_year(year) for year in filters.years}
    checks = (
        ("year", years, (year for summary in held for year in _years(summary))),
        ("kind", filters.kinds, (summary.kind for summary in held)),
        ("publisher", filters.publishers, (summary.publisher for summary in held)),
        ("document", filters.documents, (name for summary in held for name in (summary.id, summary.file))),
    )
    return tuple(reason for name, wanted, there in checks if (reason := _missing(name, wanted, there)))


def why_no_rows(store: Store, wanted: Wanted) -> tuple[str, ...]:
    """Why no row passes: a filter that no document passes, or the words, the body or the kind of row that none has."""
    filters = wanted.filters
    reasons = why_nothing_passes(store, filters)
    if reasons:
        return reasons
    documents = len(store.documents(filters.model_copy(update={"bodies": ()})))
    if not documents:
        return ("No document passes all the filters together. Leave one out.",)
    return (f"Of the {documents} documents that pass, none has such a row{_that(list(_narrowed(wanted)))}.",)


def _narrowed(wanted: Wanted) -> Iterator[str]:
    """What a row must be, beside being of a document that passes."""
    if wanted.filters.bodies:
        yield f"names {' or '.join(dict.fromkeys(wanted.filters.bodies))}"
    if wanted.words:
        yield f"holds {' and '.join(wanted.words)}"
    for name, values in (
        ("obligation", wanted.obligations),
        ("statement", wanted.statements),
        ("status", wanted.statuses),
    ):
        if values:
            yield f"has the {name} {' or '.join(values)}"


def _that(narrow: list[str]) -> str:
    return f" that {' and '.join(narrow)}. Use fewer or other words, or search_guidance" if narrow else ""


def _years(summary: DocumentSummary) -> Iterable[str | None]:
    return summary.planning_year, summary.financial_year


def _missing(name: str, wanted: Iterable[str], there: Iterable[str | None]) -> str:
    known = {value.casefold(): value for value in there if value}
    asked = list(wanted)
    if not asked or any(value.strip().casefold() in known for value in asked):
        return ""
    values = sorted(known.values())
    more = f" and {len(values) - NAMED} more" if len(values) > NAMED else ""
    return f"No document of the {name} {' or '.join(asked)} is held; there are: {', '.join(values[:NAMED])}{more}."
