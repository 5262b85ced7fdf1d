"""An index of one document of each kind, with a client that asks for places in them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from pptx import Presentation

from api.web import create_app
from corpus.document import Document
from index import Index, TinyEncoder
from pipeline.copies import kept_copy
from pipeline.making import job_of, make_entry
from pipeline.places import permalink
from pipeline.settings import Settings
from tests.pdf_pages import PROSE, Text, column, draw
from tests.raw_pdf import one_page

BROWSER = {"Accept": "text/html"}
PAGES = 60
GUIDANCE = """<!doctype html><html><head><title>Plan for 2031/32</title></head><body><main>
<h1>Plan for 2031/32</h1><p>Published by NHS England on 4 March 2031.</p>
<h2>1. Beds</h2><p>We ask trusts to:</p>
<ul><li>open 40 more beds by March 2032</li><li>close no ward for: <ul><li>frail people</li></ul></li></ul>
<h2>2. Waits</h2><p>Trusts should &lt;b&gt;reduce&lt;/b&gt; waits of over 18 weeks by 10% by March 2032.</p>
<table><tr><th>Measure</th><th>Level</th></tr><tr><td>Cancer within 62 days</td><td>75%</td></tr></table>
<h2>3. Money</h2><p>Agency spending should fall below 3% of the pay bill.</p>
</main></body></html>"""


def pdf(path: Path) -> Path:
    """Sixty pages; the sentence at the foot of the first goes on at the top of the second."""
    lines = [Text(f"Section {n}", 72, 60, size=20) for n in range(PAGES)]
    pages = [[lines[n], *column(PROSE, 72, 120)] for n in range(PAGES)]
    pages[0].append(Text("Trusts should open 40 more beds by March 2032, and they should", 72, 780))
    pages[1].insert(0, Text("close no ward before then, whatever the reason may be.", 72, 40))
    return draw(path, pages)


def slides(path: Path) -> Path:
    """A deck of two slides."""
    deck = Presentation()
    for n in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide on ward {n}"
        slide.placeholders[1].text = f"Trusts should open {n}0 more beds by March 2032."
    deck.save(str(path))
    return path


def build(folder: Path) -> dict[str, str]:
    """An index of one document of each kind; their ids by file."""
    sources = folder / "sources"
    sources.mkdir()
    (sources / "plan.html").write_text(GUIDANCE)
    paragraphs = (f"Paragraph {n} says little. " * 12 for n in range(80))
    (sources / "long.txt").write_text("A long note\n\n" + "\n\n".join(paragraphs))
    pdf(sources / "pack.pdf")
    slides(sources / "deck.pptx")
    (sources / "one.pdf").write_bytes(one_page())
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        for path in sorted(sources.iterdir()):
            job = job_of(path)
            made = make_entry(job)
            assert isinstance(made, tuple), made
            index.add([made[0]])
            copy = kept_copy(settings.data, made[0].document.id, made[0].document.file)
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(path, copy)
        index.refresh()
        return {summary.file: summary.id for summary in index.store.documents()}


class Door:
    """A client with what it may ask for."""

    def __init__(self, client: TestClient, folder: Path, ids: dict[str, str]) -> None:
        self.client, self.folder, self.ids = client, folder, ids

    def document(self, file: str) -> Document:
        """A document of the index, by its file."""
        state = self.client.app.state.remit  # type: ignore[attr-defined]
        found: Document = state.index.store.document(self.ids[file])
        return found

    def place(self, file: str, words: str) -> str:
        """The permalink of words of a file."""
        document = self.document(file)
        start = document.text.index(words)
        return permalink(document.id, words, start, start + len(words))

    def page(self, address: str, status: int = 200) -> str:
        """A page of an address, which must answer with the status given."""
        response = self.client.get(address, headers=BROWSER)
        assert response.status_code == status, response.text[:500]
        assert response.headers["content-type"].startswith("text/html")
        return response.text


@contextmanager
def opened(folder: Path) -> Iterator[Door]:
    """A door to the index of `build`, until the block ends."""
    ids = build(folder)
    with TestClient(create_app(Settings(data=folder / "index"), encoder=TinyEncoder())) as client:
        yield Door(client, folder / "index", ids)
