"""The document behind a landing page: the first PDF or Office file that the page's main part links to."""

from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from corpus.errors import DownloadError
from pipeline.readers.sniff import EXTENSIONS, HTML

MAIN = "//main//a[@href] | //article//a[@href]"
_DOCUMENTS = tuple(suffix for suffix, kind in EXTENSIONS.items() if suffix and kind != HTML)


def first_attachment(page: bytes, address: str) -> str:
    """The address of the document that a landing page offers.

    Args:
        page: the page.
        address: where it came from; relative links start there.

    Raises:
        DownloadError: it links to none.
    """
    try:
        tree = html.document_fromstring(page)
    except (etree.ParserError, ValueError) as error:
        raise DownloadError(address, "is no web page", "Give the address of the document itself.") from error
    for link in [*tree.xpath(MAIN), *tree.xpath("//a[@href]")]:
        target = _joined(address, link.get("href").strip())
        if target and urlsplit(target).path.lower().endswith(_DOCUMENTS):
            return target
    raise DownloadError(address, "links to no document", "Give the address of the document itself.")


def _joined(address: str, link: str) -> str | None:
    """Where a link leads; None for one that is no address ("http://[to be added]")."""
    try:
        return urljoin(address, link)
    except ValueError:
        return None
