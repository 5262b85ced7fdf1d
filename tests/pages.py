"""Every web page, and a server that shows them over the bundled documents: what the tests of pages look at.

`ADDRESSES` names each route with the addresses at which it is looked at; a test holds it against the routes that there
are, so that no page is forgotten. Names in braces are filled in from the index (`Site.names`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from api.web import pages
from corpus.catalogue import bundled_documents
from index import Index, TinyEncoder
from pipeline.copies import keep_copy, kept_copy
from pipeline.making import job_of, make_entry
from pipeline.settings import Settings
from tests.served import served

KEY = "a-key-for-the-tests-of-pages"
NOTE = "Note on virtual wards\n\nWe ask systems to keep the use of virtual wards above 85% by March 2027.\n"
ADDRESSES: dict[str, tuple[str, ...]] = {
    "/": (
        "/",
        "/?q=virtual+ward+targets",
        "/?q=virtual+ward+targets&year=2024/25&kind=board_paper&target=yes&view=table&expand=false",
        "/?q=the+31+day+zebra+standard&year=2023/24",
        "/?q=virtual+wards&year=2031/32",
    ),
    "/about": ("/about",),
    "/accessibility": ("/accessibility",),
    "/objectives": ("/objectives", "/objectives?document=members-briefing-2024-04.txt&sort=deadline"),
    "/figures": ("/figures",),
    "/metric": ("/metric",),
    "/metric/{slug}": ("/metric/virtual-ward-utilisation", "/metric/agency-spend"),
    "/bodies": ("/bodies",),
    "/bodies/{slug}": ("/bodies/nhs-england", "/bodies/integrated-care-board"),
    "/compare": ("/compare",),
    "/upload": ("/upload",),
    "/jobs/{job_id}": ("/jobs/{job}",),
    "/report": ("/report?document_id={pdf}&start={start}&end={end}&fact_id={fact}",),
    "/report/thanks": ("/report/thanks",),
    "/developers": ("/developers",),
    "/source/{document_id}": (
        "/source/{pdf}?start={start}&end={end}",
        "/source/{pdf}?fact={fact}",
        "/source/{pdf}?page=2",
        "/source/{word}?part=2",
    ),
    "/documents": (
        "/documents",
        "/documents?q=guidance&kind=planning_guidance&sort=objectives&order=descending",
        "/documents?q=zebra",
    ),
    "/documents/{document_id}": (
        "/documents/{pdf}",
        "/documents/{word}",
    ),
}
MISSING = "/nowhere"  # an error, as a browser is shown it


class Site:
    """A running server over the bundled documents, and what stands in its index."""

    def __init__(self, base: str, names: dict[str, str]) -> None:
        self.base = base
        self.names = names

    def addresses(self) -> list[str]:
        """Every address that is looked at."""
        return [address.format(**self.names) for route in ADDRESSES.values() for address in route]

    def pages(self) -> list[str]:
        """The first address of each page, and one that is an error."""
        return [route[0].format(**self.names) for route in ADDRESSES.values()] + [MISSING]

    def client(self) -> httpx.Client:
        """A browser that does not run scripts."""
        return httpx.Client(base_url=self.base, headers={"Accept": "text/html"}, timeout=30)


def page_routes() -> set[str]:
    """The paths of the routes that answer with a page of their own."""
    routes = (route for router in pages.ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return {route.path for route in routes if "GET" in route.methods and route.response_class is HTMLResponse}


def build(folder: Path) -> dict[str, str]:
    """An index of the bundled documents, made in this process; what its pages are named by."""
    with Index.open(folder, encoder=TinyEncoder(), create=True) as index:
        made = [make_entry(job_of(entry.path)) for entry in bundled_documents()]
        assert all(isinstance(one, tuple) for one in made), made
        index.add([one[0] for one in made])
        for entry, (read, _) in zip(bundled_documents(), made, strict=True):  # pictures are drawn from the copies
            document = read.document
            keep_copy(entry.path, kept_copy(folder, document.id, document.file), sha256=document.sha256)
        index.refresh()
        ids = {summary.file: summary.id for summary in index.store.documents()}
        pdf = ids["planning-guidance-2024-25.pdf"]
        fact = index.store.facts(kind="objective", document_id=pdf)[0]
    return {
        "pdf": pdf,
        "word": ids["planning-guidance-2025-26.docx"],
        "start": str(fact.start),
        "end": str(fact.end),
        "fact": fact.id,
    }


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """A server over an index of the bundled documents, with uploads, until the block ends."""
    names = build(folder / "index")
    with served(Settings(data=folder / "index", uploads=True, api_key=KEY)) as base:
        yield Site(base, names | {"job": _upload(base)})


def _upload(base: str) -> str:
    """The job of a file that was uploaded and read."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=base, headers=headers, timeout=30) as client:
        job = client.post("/upload", files={"file": ("note.txt", NOTE.encode())}).headers["location"].rpartition("/")[2]
        for _ in range(1200):
            if client.get(f"/v1/jobs/{job}").json()["state"] not in ("queued", "running"):
                return job
            time.sleep(0.05)
    raise AssertionError("the upload was not read within 60 seconds")
