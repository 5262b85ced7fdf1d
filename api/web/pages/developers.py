"""For developers: the data as files, the HTTP API with examples, MCP, and what its problems mean."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.mcp.door import PATH
from api.web.problems import KINDS
from api.web.service.access import Access
from api.web.state import Shared
from api.web.templating import page
from api.web.v1.examples import OBJECTIVE
from api.web.views.provenance import base_address
from pipeline.currency import summaries_of

router = APIRouter()
SHOWN = (  # columns of the row that the page shows as an example
    *("kind", "metric", "comparator", "value", "unit", "strict", "deadline", "body", "obligation"),
    *("quote", "document", "page", "start", "end", "confidence"),
)
ADVICE = {
    "parameter": "`errors` names each parameter and what it takes. A name that an operation does not know is refused "
    "too, so that a slip does not widen what you get.",
    "key": "Send the key as `Authorization: Bearer KEY`. Whoever runs the server has it; a browser asks for it as a "
    "password, with any user name.",
    "other-site": "A page of another site may not change anything here. Whoever runs the server lists sites that may, "
    "in `cors_origins`.",
    "host": "The address names a host that this server does not go by. Whoever runs it lists names in `allowed_hosts`.",
    "rate": "Wait as many seconds as `Retry-After` says.",
    "busy": "Wait as many seconds as `Retry-After` says, then ask again.",
    "time": "Ask for less at once: fewer questions of a batch, a smaller page.",
    "size": "Send less at once. `detail` says how much is taken.",
    "starting": "The model is being loaded. Ask again in some seconds; `/readyz` says when it is ready.",
    "index": "Ask again in a moment. If it stays so, tell whoever runs the server: the log says why.",
    "fault": "Not your doing. Tell whoever runs the server, with `instance`, under which the log has the request.",
}


class Operation(NamedTuple):
    """An operation of the API: its method, its path and what it does, in a sentence."""

    verb: str
    path: str
    does: str


@router.get("/developers", response_class=HTMLResponse)
def developers(request: Request, state: Shared) -> HTMLResponse:
    """What can be had as data, and how, with the address of this server in each example."""
    access: Access = request.app.state.access
    with state.index.store.snapshot():
        held = summaries_of(state.index.store).values()
    return page(
        state,
        "developers.html",
        base=base_address(request, state.settings),
        mcp=PATH,
        counts={kind: _counted(kind, [summary.facts for summary in held]) for kind in ("objective", "figure")},
        documents=len(held),
        years=sorted({year for summary in held for year in [summary.planning_year] if year}),
        operations=list(_operations(request.app.openapi()["paths"])),
        reading=access.reading,
        row=_example(),
        problems=[(name, title, ADVICE.get(name, "")) for name, title in KINDS.items()],
    )


def _counted(kind: str, facts: Iterable[Mapping[Any, int]]) -> int:
    return sum(one.get(kind, 0) for one in facts)


def _operations(paths: Mapping[str, Mapping[str, Any]]) -> Iterator[Operation]:
    """The operations under `/v1`, in the order of the document, each with its summary."""
    for path, methods in paths.items():
        if path.startswith("/v1/"):
            for verb, operation in methods.items():
                yield Operation(verb.upper(), path, _sentence(operation))


def _sentence(operation: Mapping[str, Any]) -> str:
    """The first sentence of an operation's description."""
    words = " ".join(str(operation.get("description") or operation["summary"]).split("\n\n")[0].split())
    first, ends, _ = words.partition(". ")
    return first + ("." if ends else "")


@cache
def _example() -> str:
    """A row as JSON, a field a line."""
    fields = (f"  {json.dumps(name)}: {json.dumps(OBJECTIVE[name], ensure_ascii=False)}" for name in SHOWN)
    return "{\n" + ",\n".join(fields) + "\n}"
