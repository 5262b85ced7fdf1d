"""`/v1/metrics` and `/v1/bodies`: what rows are about and whom they name, to browse by."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from typing import Annotated, NamedTuple, TypeVar

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import Field

from api.web.problems import PROBLEM
from api.web.state import Shared
from api.web.v1.documented import answered, paged
from api.web.v1.formats import as_json
from api.web.v1.paging import key_of, links
from api.web.v1.parameters import Cursor, PageSize
from corpus.document import Record
from corpus.facts import BodyType, Unit
from pipeline.browse.bodies import KnownBody, bodies_of
from pipeline.browse.metrics import Subject, subjects_of

router = APIRouter(tags=["browse"])
Listed = TypeVar("Listed", Subject, KnownBody)

Slug = Annotated[
    str,
    Path(pattern=r"^[a-z0-9-]{1,100}$", description="A name as a part of an address.", examples=["agency-spend"]),
]
Named = Annotated[
    str, Query(max_length=200, description="Words that all stand in one of its names.", examples=["virtual ward"])
]
METRIC = {
    "slug": "virtual-ward-utilisation",
    "name": "virtual ward utilisation",
    "names": ["virtual ward utilisation", "Virtual ward utilisation"],
    "objectives": 6,
    "figures": 1,
    "years": ["2024/25"],
    "registered": True,
    "unit": "percent",
    "better": "higher",
    "page": "/metric/virtual-ward-utilisation",
}
BODY = {
    "slug": "nhs-england",
    "name": "NHS England",
    "codes": ["X24"],
    "type": "national",
    "is_group": False,
    "valid_from": "2013-04-01",
    "valid_to": None,
    "successor": None,
    "objectives": 3,
    "figures": 0,
    "mentions": 24,
    "page": "/bodies/nhs-england",
}


class NameKey(NamedTuple):
    """Where a metric or a body stands in the order of names."""

    name: str
    slug: str


class MetricSummary(Record):
    """A metric with all its names in the documents."""

    slug: str = Field(description="Its part of an address; made from its name alone.")
    name: str = Field(description="The register's name; else the one that most rows use.")
    names: tuple[str, ...] = Field(description="As rows write it, the most used first: values of `metric` elsewhere.")
    objectives: int
    figures: int
    years: tuple[str, ...] = Field(description="Of the guidance that sets targets for it.")
    registered: bool = Field(description="Whether it is a metric of remit's register.")
    unit: Unit | None = Field(description="In which the register has it measured.")
    better: str | None = Field(description="Whether more or less of it is wanted, by the register.")
    page: str = Field(description="Its page on this server.")


class BodySummary(KnownBody):
    """A body that rows name."""

    page: str = Field(description="Its page on this server.")


@router.get("/metrics", summary="List metrics", response_model=list[MetricSummary], responses=paged([METRIC]))
def list_metrics(
    request: Request,
    state: Shared,
    q: Named = "",
    targets: Annotated[bool, Query(description="Only metrics that a target is set for.")] = False,
    limit: PageSize = 100,
    cursor: Cursor = None,
) -> Response:
    """Metrics of objectives and measures of figures, by name; follow the `next` link of the `Link` header."""
    store, after = state.index.store, key_of(cursor, NameKey)
    with store.snapshot():
        subjects = subjects_of(store).values()
    kept = (subject for subject in subjects if subject.has(q) and (subject.objectives or not targets))
    found = [_metric(subject) for subject in _page(kept, after, limit)]
    return as_json(found[:limit], links(request, _following(found, limit)))


@router.get(
    "/metrics/{slug}",
    summary="Get a metric",
    response_model=MetricSummary,
    responses=answered(METRIC) | {404: PROBLEM},
)
def get_metric(state: Shared, slug: Slug) -> Response:
    """One metric. Its rows are those of `/v1/objectives` and `/v1/figures` with each of its `names` as `metric`."""
    with state.index.store.snapshot():
        subject = subjects_of(state.index.store).get(slug)
    if subject is None:
        raise HTTPException(404, "No row names a metric of this address. `/v1/metrics` lists those there are.")
    return as_json(_metric(subject))


@router.get("/bodies", summary="List bodies", response_model=list[BodySummary], responses=paged([BODY]))
def list_bodies(
    request: Request,
    state: Shared,
    q: Named = "",
    body_type: Annotated[BodyType | None, Query(alias="type", description="Only bodies of this type.")] = None,
    asked: Annotated[bool, Query(description="Only bodies that must deliver an objective.")] = False,
    limit: PageSize = 100,
    cursor: Cursor = None,
) -> Response:
    """Bodies that rows name, by name; follow the `next` link of the `Link` header."""
    store, after = state.index.store, key_of(cursor, NameKey)
    with store.snapshot():
        bodies = bodies_of(store).values()
    kept = (b for b in bodies if b.has(q) and body_type in (None, b.type) and (b.objectives or not asked))
    found = [_body(body) for body in _page(kept, after, limit)]
    return as_json(found[:limit], links(request, _following(found, limit)))


@router.get(
    "/bodies/{slug}", summary="Get a body", response_model=BodySummary, responses=answered(BODY) | {404: PROBLEM}
)
def get_body(state: Shared, slug: Slug) -> Response:
    """One body. Its rows are those of `/v1/objectives` and `/v1/figures` with its `name` as `body`."""
    with state.index.store.snapshot():
        body = bodies_of(state.index.store).get(slug)
    if body is None:
        raise HTTPException(404, "No row names a body of this address. `/v1/bodies` lists those there are.")
    return as_json(_body(body))


def _page(named: Iterable[Listed], after: NameKey | None, limit: int) -> list[Listed]:
    """The next of them by name, and one more where there is one."""
    found = (one for one in named if after is None or _key(one) > after)
    return nsmallest(limit + 1, found, key=_key)


def _following(found: Sequence[MetricSummary | BodySummary], limit: int) -> NameKey | None:
    return _key(found[limit - 1]) if len(found) > limit else None


def _key(one: Subject | KnownBody | MetricSummary) -> NameKey:
    return NameKey(one.name.casefold(), one.slug)


def _metric(subject: Subject) -> MetricSummary:
    return MetricSummary(**subject.model_dump(), page=f"/metric/{subject.slug}")


def _body(body: KnownBody) -> BodySummary:
    return BodySummary(**body.model_dump(), page=f"/bodies/{body.slug}")
