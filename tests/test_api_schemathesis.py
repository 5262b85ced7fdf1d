"""What the OpenAPI document promises, tried with generated requests, valid and invalid, over the whole application.

`REMIT_EXAMPLES=100` tries as many an operation; the suite tries a few.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pydantic import SecretStr
from schemathesis import Case
from schemathesis.python.asgi import get_client, shutdown_lifespans
from schemathesis.schemas import BaseSchema

from api.web import create_app
from api.web.service.rates import Buckets
from index import Index, TinyEncoder
from pipeline.intake import ingest
from pipeline.settings import Settings

EXAMPLES = int(os.environ.get("REMIT_EXAMPLES", "15"))
KEY = "a-key-for-tests-only"
HEADERS = {"Authorization": f"Bearer {KEY}"}
GUIDANCE = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

2A. Urgent and emergency care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year
- eliminate waits of more than 65 weeks by September 2024

Virtual ward occupancy was 76% in February 2024.
"""
FOLDER = Path(tempfile.gettempdir()) / f"remit-generated-{os.getpid()}"  # operations are collected before it is made
TRIED = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
FULL = 503  # as many uploads wait as may
CHECKS = {
    "checks": {"negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 413, 415, 422, 429, FULL]}},
    "operations": [
        {
            "include-name": "POST /v1/documents",
            "checks": {
                "positive_data_acceptance": {"enabled": False},  # what type a file is of, no schema can say
                "not_a_server_error": {"expected-statuses": ["2xx", "4xx", FULL]},
            },
        }
    ],
}


def made(name: str, *, uploads: bool) -> BaseSchema:
    """The OpenAPI document of an application that need not run yet."""
    given = Settings(
        data=FOLDER / name,
        api_key=SecretStr(KEY),
        uploads=uploads,
        max_upload_mb=1,
        max_uploads=3,
    )
    app = create_app(given, encoder=TinyEncoder())
    app.state.report_rates = Buckets(10**6), Buckets(10**6)  # nothing is tried of what is refused for its rate
    schema = schemathesis.openapi.from_dict(app.openapi(), config=schemathesis.Config.from_dict(CHECKS))
    schema.app = app
    return schema


READING, UPLOADS = made("reading", uploads=False), made("uploads", uploads=True)


@pytest.fixture(scope="module", autouse=True)
def indexes() -> Iterator[None]:
    FOLDER.mkdir()
    (FOLDER / "guidance.txt").write_text(GUIDANCE)
    for name in ("reading", "uploads"):
        given = Settings(data=FOLDER / name)
        with Index.open(given.data, encoder=TinyEncoder(), create=True) as index:
            list(ingest([FOLDER / "guidance.txt"], index, settings=given))
    for schema in (READING, UPLOADS):
        with get_client(schema.app) as client:
            while client.get("/readyz").status_code != 200:
                time.sleep(0.05)
    yield
    shutdown_lifespans()
    shutil.rmtree(FOLDER)


def sent(case: Case) -> None:
    """Send a request and hold the response against the document.

    What no schema can say, a valid request is mended to have: a cursor comes from a page, the second year
    of a financial year follows the first, a place has a start and an end, an uploaded file is of a type that is read.
    """
    query = case.query if isinstance(case.query, dict) else {}
    if case.meta and case.meta.generation.mode.is_positive:
        query.pop("cursor", None)
        for holder in (query, case.body if isinstance(case.body, dict) else {}):
            if "year" in holder:
                holder["year"] = ["2024/25"]
        if ("start" in query) != ("end" in query):
            query.pop("start", None), query.pop("end", None)
    case.call_and_validate(headers=HEADERS)


@READING.parametrize()
@TRIED
def test_every_operation_keeps_its_promises(case: Case) -> None:
    sent(case)


@UPLOADS.exclude(method="GET").parametrize()
@TRIED
def test_every_change_keeps_its_promises_where_uploads_are_taken(case: Case) -> None:
    sent(case)
