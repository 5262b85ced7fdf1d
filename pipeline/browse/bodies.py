"""Bodies as they are browsed: who is named, what each must deliver, and what is said about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from corpus.document import Record
from corpus.facts import BodyType
from corpus.organisations import Organisation, organisations
from corpus.slugs import slug
from index import DocumentSummary, Filters, Store
from index.listing import Named
from index.wanted import Sorting, Wanted
from pipeline.browse.rows import BrowsedRow, listed_rows
from pipeline.revisions import once_a_revision

MOST_ROWS = 200  # objectives, and figures, of one body that its page shows
TYPES: dict[BodyType, str] = {
    "national": "National bodies",
    "icb": "Integrated care boards and systems",
    "trust": "Trusts",
    "alliance": "Alliances",
    "regulator": "Regulators",
    "government": "Government",
    "generic_group": "Groups of organisations",
    "other": "Other bodies",
}


class KnownBody(Record):
    """A body that rows name.

    Attributes:
        slug: its part of an address.
        name: its canonical name.
        codes: its ODS codes, where it has one.
        type: what it is; a class of organisations ("trusts") has the type of its members.
        is_group: it stands for a class of organisations, none of them named.
        valid_from, valid_to: the days on which an organisation of the register existed.
        successor: the name of what took it over.
        objectives: rows that say what it must deliver.
        figures: rows about it.
        mentions: places that name it.
    """

    slug: str
    name: str
    codes: tuple[str, ...] = ()
    type: BodyType = "other"
    is_group: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    objectives: int = 0
    figures: int = 0
    mentions: int = 0

    def has(self, words: str) -> bool:
        """Whether each of some words stands in its name, or is one of its codes."""
        codes = {code.casefold() for code in self.codes}
        return all(word in self.name.casefold() or word in codes for word in words.casefold().split())


class BodyPage(NamedTuple):
    """A body: what it must deliver, figures about it, documents that it published, and documents that name it."""

    body: KnownBody
    objectives: tuple[BrowsedRow, ...]
    figures: tuple[BrowsedRow, ...]
    published: tuple[DocumentSummary, ...]
    naming: tuple[DocumentSummary, ...]


@once_a_revision
def bodies_of(store: Store) -> Mapping[str, KnownBody]:
    """Every body that rows name, by slug, in the order of the alphabet. Call it in a snapshot."""
    named: dict[str, list[Named]] = defaultdict(list)
    for one in store.listing.names(("body",)):
        named[slug(one.name)].append(one)
    names = {key: max(rows, key=lambda row: row.rows).name for key, rows in named.items()}
    for name in store.listing.first_bodies():
        names.setdefault(slug(name), name)
    counts = {(kind, said): n for kind, said, n in store.listing.bodies_named()}
    found = (_body(key, name, named.get(key, ()), counts) for key, name in names.items())
    return {body.slug: body for body in sorted(found, key=lambda b: b.name.casefold())}


def body_page(store: Store, key: str) -> BodyPage | None:
    """What the page of a body shows; None where no row names it."""
    with store.snapshot():
        body = bodies_of(store).get(key)
        if body is None:
            return None
        about = Filters(bodies=(body.name,))
        naming = store.documents(about)
        published = store.documents(Filters(publishers=(body.name,)))
        own = {document.id for document in published}
        return BodyPage(
            body,
            tuple(listed_rows(store, Wanted(kind="objective", filters=about), BY_YEAR, limit=MOST_ROWS)),
            tuple(listed_rows(store, Wanted(kind="figure", filters=about), BY_PERIOD, limit=MOST_ROWS)),
            tuple(published),
            tuple(document for document in naming if document.id not in own),
        )


BY_YEAR = Sorting(by="year", descending=True)
BY_PERIOD = Sorting(by="deadline", descending=True)


def _body(key: str, name: str, rows: Sequence[Named], counts: Mapping[tuple[str, str], int]) -> KnownBody:
    known = _registered().get(key)
    kind = known.type if known else _type_of(rows)
    return KnownBody(
        slug=key,
        name=name,
        codes=_codes(known, rows),
        type=kind,
        is_group=known is None and _is_group(name, kind),
        valid_from=known.valid_from if known else None,
        valid_to=known.valid_to if known else None,
        successor=_successor(known) if known else None,
        objectives=counts.get(("objective", name.casefold()), 0),
        figures=counts.get(("figure", name.casefold()), 0),
        mentions=sum(row.rows for row in rows),
    )


def _codes(known: Organisation | None, rows: Iterable[Named]) -> tuple[str, ...]:
    codes = [known.code if known else None, *(row.code for row in rows)]
    return tuple(dict.fromkeys(code for code in codes if code))


def _type_of(rows: Sequence[Named]) -> BodyType:
    """The type that most rows give it; a body that only objectives name has none."""
    types: dict[str, int] = defaultdict(int)
    for row in rows:
        types[row.type or "other"] += row.rows
    best = max(sorted(types), key=lambda name: types[name], default="other")
    return next((name for name in TYPES if name == best), "other")


def _is_group(name: str, kind: BodyType) -> bool:
    """Whether a name stands for a class: it is written in small letters but for "NHS", or its type says so."""
    if kind == "generic_group":
        return True
    words = [word for word in name.split() if word not in ("NHS", "England", "GP", "ICB", "Cancer")]
    return not any(word[:1].isupper() for word in words) and len(words) > 0


@cache
def _registered() -> Mapping[str, Organisation]:
    return {slug(one.name): one for one in organisations()}


def _successor(organisation: Organisation) -> str | None:
    """The name of what took an organisation over, where its code is known."""
    if organisation.successor is None:
        return None
    codes = {one.code: one.name for one in organisations() if one.code}
    return codes.get(organisation.successor, organisation.successor)
