"""How many documents each further filter would leave: financial years, kinds, publishers, bodies, and targets.

Which documents have a value is a number whose bits are the documents, so that thousands of them are counted together.
They are read once a revision, the bodies of a document once and for all.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from corpus.document import Record
from index import DocumentSummary, Filters, Store
from pipeline.currency import summaries_of
from pipeline.revisions import once_a_revision

FacetName = Literal["year", "kind", "publisher", "body", "document"]
FACETS: dict[FacetName, str] = {
    "year": "years",
    "kind": "kinds",
    "publisher": "publishers",
    "body": "bodies",
    "document": "documents",
}
SHOWN = 6  # options of a group that are seen at once, beside those chosen
MOST = 60  # options of a group at all: the bodies of many documents are too many to choose from
_Masks = Mapping[str, int]


class Option(Record):
    """A value of a facet: how many documents that pass the other filters have it, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


class Facet(Record):
    """The values of one filter. `first` are seen at once, those chosen among them; `rest` on asking."""

    name: FacetName
    first: tuple[Option, ...]
    rest: tuple[Option, ...]


class _Documents(NamedTuple):
    """Of each facet's values, which documents have it; by the value as it is compared, and how it is written."""

    number: int
    having: Mapping[FacetName, _Masks]
    written: Mapping[FacetName, Mapping[str, str]]
    with_target: int


def facets(store: Store, chosen: Filters, *, has_target: bool = False) -> tuple[Facet, ...]:
    """Each facet with its values, those of most documents first (years: the latest). Call it in a snapshot.

    Args:
        store: whose documents are counted.
        chosen: the filters that are on; a facet's counts are of documents that pass the others.
        has_target: whether only documents that state a target count.
    """
    known = _documents_of(store)
    return tuple(_facet(known, name, chosen, has_target) for name in FACETS)


def passing(store: Store, chosen: Filters, *, has_target: bool = False) -> int:
    """How many documents pass filters. Call it in a snapshot."""
    known = _documents_of(store)
    return _passing(known, chosen, has_target).bit_count()


def _facet(known: _Documents, name: FacetName, chosen: Filters, has_target: bool) -> Facet:
    others = _passing(known, chosen.model_copy(update={FACETS[name]: ()}), has_target)
    masks, written = known.having[name], known.written[name]
    on = _wanted(chosen, name)
    options = [
        Option(value=written[key], count=(masks[key] & others).bit_count(), chosen=key in on)
        for key in written
        if name != "document" or key in on
    ]
    offered = [option for option in options if option.count or option.chosen]
    offered.sort(key=lambda option: (not option.chosen, -option.count, option.value))
    if name == "year":
        offered.sort(key=lambda option: option.value, reverse=True)
    seen = SHOWN + sum(option.chosen for option in offered)
    return Facet(name=name, first=tuple(offered[:seen]), rest=tuple(offered[seen:MOST]))


def _passing(known: _Documents, chosen: Filters, has_target: bool) -> int:
    left = (1 << known.number) - 1
    for name in FACETS:
        wanted = _wanted(chosen, name)
        if wanted:
            left &= _any(known.having[name].get(value, 0) for value in wanted)
    return left & known.with_target if has_target else left


def _wanted(chosen: Filters, name: FacetName) -> frozenset[str]:
    return frozenset(value.strip().casefold() for value in getattr(chosen, FACETS[name]))


def _any(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


@once_a_revision
def _documents_of(store: Store) -> _Documents:
    summaries = list(summaries_of(store).values())
    values: dict[FacetName, Callable[[DocumentSummary], Iterable[str | None]]] = {
        "year": lambda one: (one.planning_year, one.financial_year),
        "kind": lambda one: (one.kind,),
        "publisher": lambda one: (one.publisher,),
        "document": lambda one: (one.id, one.file),
    }
    having: dict[FacetName, _Masks] = {name: _masks(summaries, read) for name, read in values.items()}
    bodies = _bodies_by_document(store)
    having["body"] = _masks(summaries, lambda one: bodies.get(one.id, ()))
    written: dict[FacetName, dict[str, str]] = {
        name: {value.casefold(): value for one in summaries for value in read(one) if value}
        for name, read in values.items()
    }
    written["body"] = {one.name.casefold(): one.name for one in store.listing.names(("body",))}
    targets = _masks(summaries, lambda one: ("yes",) if one.facts.get("objective") else ())
    return _Documents(len(summaries), having, written, targets.get("yes", 0))


def _masks(
    summaries: Iterable[DocumentSummary], read: Callable[[DocumentSummary], Iterable[str | None]]
) -> dict[str, int]:
    """Which documents have each value, as bits in the order of the documents."""
    found: dict[str, bytearray] = {}
    summaries = list(summaries)
    for place, summary in enumerate(summaries):
        for value in read(summary):
            if value:
                bits = found.setdefault(value.casefold(), bytearray(len(summaries) // 8 + 1))
                bits[place // 8] |= 1 << place % 8
    return {value: int.from_bytes(bits, "little") for value, bits in found.items()}


_BODIES: WeakKeyDictionary[Store, dict[int, tuple[str, ...]]] = WeakKeyDictionary()


def _bodies_by_document(store: Store) -> dict[str, tuple[str, ...]]:
    """The names of bodies in each document, by its id; read of documents that have come since."""
    tags = store.document_tags()
    known = {tag: names for tag, names in _BODIES.get(store, {}).items() if tag in tags}
    found: dict[int, list[str]] = {tag: [] for tag in tags if tag not in known}
    for tag, name in store.bodies_named(found):
        found[tag].append(name)
    _BODIES[store] = known | {tag: tuple(names) for tag, names in found.items()}
    return {tags[tag]: names for tag, names in _BODIES[store].items()}
