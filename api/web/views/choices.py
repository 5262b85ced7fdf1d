"""What the filters of a listing offer."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from api.notes import BINDING
from api.web.views.listings import Listed
from corpus.facts import Direction, FigureStatus, Obligation, Statement
from index import Store
from pipeline.browse.bodies import bodies_of
from pipeline.currency import summaries_of
from pipeline.wording import kind_words

MOST = 300  # choices of one filter: a longer list is no help, and the address takes any value
STATUSES = {"reported": "reported", "forecast": "forecast", "money": "amount of money"}


class Choice(NamedTuple):
    """A value of a filter, in words, and whether it is chosen."""

    value: str
    words: str
    chosen: bool


class Field(NamedTuple):
    """A filter as a list to choose from; `others` are values that are on beside the one that the list shows."""

    name: str
    words: str
    choices: tuple[Choice, ...]
    others: tuple[str, ...]


def fields(store: Store, listed: Listed) -> list[Field]:
    """The filters of a listing, the most used first. Call it in a snapshot."""
    documents = summaries_of(store).values()
    years = sorted({y for d in documents for y in (d.planning_year, d.financial_year) if y}, reverse=True)
    kinds = {kind: kind_words(kind) for kind in sorted({d.kind for d in documents})}
    publishers = sorted({d.publisher for d in documents if d.publisher}, key=str.casefold)
    titles = {d.id: d.title for d in sorted(documents, key=lambda d: d.title.casefold())}
    counted = [b.name for b in bodies_of(store).values() if (b.objectives if listed.kind == "objective" else b.figures)]
    found = [_field(listed, "year", "Financial year of the document", _same(years))]
    found += _own(listed)
    found += [
        _field(listed, "kind", "Kind of document", kinds.items()),
        _field(listed, "publisher", "Publisher", _same(publishers)),
        _field(listed, "body", "Who" if listed.kind == "objective" else "Body", _same(counted)),
        _field(listed, "document", "Document", titles.items()),
    ]
    return [field for field in found if field.choices]


def titles_of(store: Store) -> dict[str, str]:
    """Documents by their ids and file names, in words. Call it in a snapshot."""
    return {key: document.title for document in summaries_of(store).values() for key in (document.id, document.file)}


def _own(listed: Listed) -> list[Field]:
    if listed.kind == "figure":
        return [
            _field(listed, "status", "Status", ((s, STATUSES[s]) for s in get_args(FigureStatus))),
            _field(listed, "direction", "Level or change", ((d, d) for d in get_args(Direction))),
            _field(listed, "deadline", "Period", (("yes", "known"), ("no", "not known"))),
        ]
    return [
        _field(listed, "obligation", "How binding", ((o, BINDING[o]) for o in get_args(Obligation))),
        _field(listed, "statement", "Statement", _same(get_args(Statement))),
        _field(listed, "number", "Number", (("yes", "with a number"), ("no", "without a number"))),
        _field(listed, "deadline", "Deadline", (("yes", "with a deadline"), ("no", "without a deadline"))),
    ]


def _same(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _field(listed: Listed, name: str, words: str, choices: Iterable[tuple[str, str]]) -> Field:
    on = listed.values(name)
    known = dict(list(choices)[:MOST])
    first = on[:1]
    known |= {value: value for value in first if value not in known}
    return Field(name, words, tuple(Choice(value, said, value in first) for value, said in known.items()), on[1:])
