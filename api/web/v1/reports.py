"""`/v1/reports`: errors that readers report, and what was reported, for whoever reviews it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from api.web.problems import PROBLEM
from api.web.service.access import RequiresKey
from api.web.service.rates import Buckets, client_of
from api.web.state import Shared, State
from corpus.document import Record
from pipeline.reports import Report, ReportGiven, ReportRefused, Reports, ReportState, report_of

A_MINUTE, ALL_A_MINUTE = 5, 60  # reports of one client, and of all together

router = APIRouter(tags=["reports"])


class ReportTaken(Record):
    """What whoever reports an error gets back: the id under which it is reviewed."""

    id: str
    state: Literal["open"] = "open"


async def within_rate(request: Request) -> None:
    """Let a report pass where neither its client nor all clients together report too much.

    Raises:
        HTTPException: 429.
    """
    state = request.app.state
    if not hasattr(state, "report_rates"):  # no race: this runs in the loop
        state.report_rates = Buckets(A_MINUTE), Buckets(ALL_A_MINUTE)
    each, everyone = state.report_rates
    for buckets, who in ((each, client_of(request.scope)), (everyone, "")):
        may, left = buckets.take(who)
        if not may:
            told = f"Too many reports at once. Try again in {left.seconds} s."
            raise HTTPException(429, told, {"Retry-After": str(left.seconds)})


@router.post(
    "/reports",
    summary="Report an error",
    status_code=201,
    dependencies=[Depends(within_rate)],
    responses=dict.fromkeys((400, 403, 404, 413, 429, 503), PROBLEM),
)
def report_error(state: Shared, given: ReportGiven) -> ReportTaken:
    """Report an error in a row or a passage. It is kept for review, with the row as it is now.

    No key is wanted where reading wants none; so it is bounded: 5 reports a minute, and 10,000 that wait for review.
    """
    try:
        return ReportTaken(id=keep_report(state, given).id)
    except ReportRefused as error:
        raise HTTPException(error.status, str(error)) from error


@router.get("/reports", summary="List reports", dependencies=[RequiresKey], responses={401: PROBLEM, 403: PROBLEM})
def list_reports(
    state: Shared,
    response: Response,
    report_state: Annotated[ReportState | None, Query(alias="state", description="Only those of this state.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="The most reports.")] = 100,
    before: Annotated[
        str | None, Query(pattern="^rep_[0-9a-f]{16}$", description="Only what came before the report of this id.")
    ] = None,
) -> list[Report]:
    """Reports for review, the newest first. The next page is that `before` the last id of this one."""
    response.headers["Cache-Control"] = "no-store"
    return Reports(state.settings.data).newest(state=report_state, limit=limit, before=before)


def keep_report(state: State, given: ReportGiven) -> Report:
    """Keep what a client reports.

    Raises:
        ReportRefused: there is no such place, or as much as may be kept waits for review.
    """
    report = report_of(given, state.index.store)
    Reports(state.settings.data).add(report)
    return report
