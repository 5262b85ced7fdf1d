"""Where a place leads on the server: the API's resources, the page that shows it, its picture, the publication."""

from typing import NotRequired
from urllib.parse import quote

from pydantic import with_config
from typing_extensions import TypedDict

from index import DocumentSummary

WITH_PICTURES = "application/pdf"  # the only kind of file whose pages can be shown as pictures


@with_config(extra="forbid")
class Links(TypedDict):
    """Addresses on this server, from the root; `source` is that of the official publication.

    `picture` is there where the document is a PDF, `source` where the publication is known, `passage` where one holds
    the place.
    """

    document: str
    passage: NotRequired[str]
    page: str
    picture: NotRequired[str]
    source: NotRequired[str]


def links_of(document: DocumentSummary, start: int, end: int, *, page: int | None, passage_id: str | None) -> Links:
    """The links of `text[start:end]` of a document.

    Args:
        document: that it stands in.
        start: its first code point.
        end: the one behind its last.
        page: the physical page that it begins on, where there are pages.
        passage_id: the passage that holds it.
    """
    home, place = f"/v1/documents/{quote(document.id)}", f"start={start}&end={end}"
    links: Links = {"document": home, "page": f"/source/{quote(document.id)}?{place}"}
    if passage_id is not None:
        links["passage"] = f"{home}/passages/{quote(passage_id)}"
    if page is not None and document.media_type == WITH_PICTURES:
        links["picture"] = f"{home}/pages/{page}.png?{place}"
    if document.source_url:
        links["source"] = document.source_url
    return links
