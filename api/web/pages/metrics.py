"""Metrics: a list of them, and one page each with its targets over the years, its figures, and a chart."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from api.web.state import Shared
from api.web.templating import page
from api.web.views.charts import charts, key_of
from api.web.views.provenance import base_address, with_provenance
from corpus.acronyms import other_names
from pipeline.browse.metrics import MOST_ROWS, NOT_NAMED, Subject, metric_page, subject_of, subjects_of
from pipeline.browse.series import not_drawn, panels

PATH = "/metric"
SIZE = 100  # metrics of a page
router = APIRouter()
Sort = Literal["", "name", "targets", "figures", "years"]


@router.get(PATH, response_class=HTMLResponse)
def metrics_page(
    state: Shared,
    q: Annotated[str, Query(max_length=200)] = "",
    show: Literal["", "targets", "all"] = "",
    sort: Sort = "",
    number: Annotated[int, Query(ge=1, le=1_000_000, alias="page")] = 1,
) -> HTMLResponse:
    """The metrics that rows name; those with targets, unless all are asked for."""
    store = state.index.store
    with store.snapshot():
        subjects = list(subjects_of(store).values())
    every = show == "all"
    found = sorted((s for s in subjects if (every or s.objectives) and s.has(q)), key=_order(sort or "targets"))
    pages = max(1, -(-len(found) // SIZE))
    number = min(number, pages)
    return page(
        state,
        "metrics.html",
        current=PATH,
        q=" ".join(q.split()),
        every=every,
        sort=sort or "targets",
        subjects=found[(number - 1) * SIZE : number * SIZE],
        total=len(found),
        with_targets=sum(1 for s in subjects if s.objectives),
        of_all=len(subjects),
        not_named=NOT_NAMED,
        number=number,
        pages=pages,
    )


@router.get(f"{PATH}/{{slug}}", response_class=HTMLResponse)
def one_metric(request: Request, state: Shared, slug: str) -> HTMLResponse:
    """A metric: targets over the years, reported figures, a chart of both, and what documents explain of it."""
    store = state.index.store
    found = metric_page(store, slug) or metric_page(store, subject_of(slug.replace("-", " ")))
    if found is None:
        raise HTTPException(404, "No document here names a metric of this address. The list of metrics has them all.")
    base = base_address(request, state.settings)
    with store.snapshot():
        targets = with_provenance(found.targets, store, base=base)
        figures = with_provenance(found.figures, store, base=base)
    mixed = found.subject.slug == NOT_NAMED
    drawn = [] if mixed else panels(found.targets, found.figures, unit=found.subject.unit)
    return page(
        state,
        "metric.html",
        current=PATH,
        subject=found.subject,
        targets=targets,
        figures=figures,
        most=MOST_ROWS,
        pictures=[(chart, key_of(chart.panel)) for chart in charts(drawn, found.subject.name)],
        left_out=not_drawn(found.targets, found.figures, drawn),
        explained=found.explained,
        short_forms=other_names(found.subject.name),
        related=found.related,
        mixed=mixed,
    )


def _order(sort: str) -> Callable[[Subject], tuple[bool, int, bool, int, str]]:
    """What a list of metrics is sorted by: the most first; of equals those with targets, then those of most figures.

    Targets that name no metric have nothing in common: they come last.
    """

    def key(subject: Subject) -> tuple[bool, int, bool, int, str]:
        counts = {"targets": subject.objectives, "figures": subject.figures, "years": len(subject.years)}
        figures = 0 if sort == "name" else -subject.figures
        targets = sort != "name" and not subject.objectives
        return subject.slug == NOT_NAMED, -counts.get(sort, 0), targets, figures, subject.name.casefold()

    return key
