"""The list of documents, and the page of each."""

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.web import create_app
from api.web.pages.documents import outline_of
from corpus.document import Document, Section
from corpus.integrity import EmptyColumn, Integrity, Mismatch, RecognisedPage, Repair, RepairExample
from index import Index, TinyEncoder
from pipeline.findings import findings_of, findings_within
from pipeline.intake import ingest
from pipeline.settings import Settings
from tests.factories import make_document, make_entry

BROWSER = {"Accept": "text/html"}
GUIDANCE = """{year} priorities and operational planning guidance

Publisher: NHS England
Published: 27 March {published}

1. Urgent care

Integrated care boards (ICBs) should:
- keep the use of virtual wards above 80% by March {published}
- eliminate waits of more than 65 weeks by September {published}

2. Money

Agency spending was 5% of the pay bill in 2023/24.
"""
NOTE = """Notes of the meeting

The ward鈥檚 staff agreed, and the trust鈥檚 board too. It didn鈥檛 say more, and wouldn鈥檛.
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "old.txt").write_text(GUIDANCE.format(year="2024/25", published=2024))
    (folder / "new.txt").write_text(GUIDANCE.format(year="2025/26", published=2025))
    (folder / "note.txt").write_text(NOTE)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([folder / "old.txt", folder / "new.txt", folder / "note.txt"], index, settings=settings))
        for n in range(60):
            given = {"file": f"many-{n:02}.txt", "title": f"Paper {n:02}", "publisher": f"Trust {n % 3}"}
            index.add([make_entry([f"Number {n} says little."], **given)])  # type: ignore[arg-type]
        index.refresh()
    with TestClient(create_app(settings, encoder=TinyEncoder())) as client:
        yield client


def get(client: TestClient, address: str, status: int = 200) -> str:
    response = client.get(address, headers=BROWSER)
    assert response.status_code == status, response.text[:400]
    return response.text


def titles(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/documents/\w+">([^<]+)</a>', page)


def home(client: TestClient, title: str) -> str:
    [address] = re.findall(rf'<a href="(/documents/\w+)">{title}</a>', get(client, f"/documents?q={title}"))
    return str(address)


def test_documents_are_listed_a_page_at_a_time(client: TestClient) -> None:
    first, second = get(client, "/documents"), get(client, "/documents?page=2")
    assert len(titles(first)) == 50
    assert len(titles(second)) == 13
    assert titles(first) == sorted(titles(first), key=str.casefold)
    assert "63 documents" in first
    assert titles(get(client, "/documents?page=900")) == titles(second)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2024/25", ["2024/25 priorities and operational planning guidance"]),
        ("publisher=NHS+England&status=current", ["2025/26 priorities and operational planning guidance"]),
        ("publisher=NHS+England&status=superseded", ["2024/25 priorities and operational planning guidance"]),
        ("q=paper+07", ["Paper 07"]),
        ("q=MANY-08", ["Paper 08"]),
    ],
)
def test_documents_are_filtered(client: TestClient, query: str, found: list[str]) -> None:
    assert titles(get(client, f"/documents?{query}")) == found


@pytest.mark.parametrize("column", ["title", "publisher", "kind", "year", "date", "objectives", "figures", "findings"])
def test_documents_are_sorted_both_ways(client: TestClient, column: str) -> None:
    up = get(client, f"/documents?sort={column}&order=ascending")
    down = get(client, f"/documents?sort={column}&order=descending")
    assert re.search(r'aria-sort="ascending"', up)
    assert re.search(r'aria-sort="descending"', down)
    assert titles(up) != titles(down)


def test_a_document_without_a_date_comes_last_either_way(client: TestClient) -> None:
    for order in ("ascending", "descending"):
        assert "guidance" in titles(get(client, f"/documents?sort=date&order={order}"))[0]


def test_a_filter_that_leaves_nothing_can_be_taken_away(client: TestClient) -> None:
    page = get(client, "/documents?q=zebra&year=2024/25")
    assert "No document passes these filters" in page
    assert re.search(r'<a href="/documents\?q=zebra">Without financial year', page)


@pytest.mark.parametrize("query", ["sort=colour", "page=0", "page=x", "status=lost", "year=banana", "kind=poem"])
def test_a_list_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert "<h1>" in get(client, f"/documents?{query}", 422)


def test_a_document_says_what_it_is_and_leads_on(client: TestClient) -> None:
    page = get(client, home(client, "2025/26 priorities and operational planning guidance"))
    told = unescape(re.sub(r"<[^>]+>", " ", page))
    assert re.search(r"Publisher\s+NHS England", told)
    assert re.search(r"Kind\s+Planning guidance for 2025/26", told)
    assert re.search(r"Published\s+27 March 2025", told)
    assert re.search(r"SHA-256\s+[0-9a-f]{64}", told)
    assert "kept since" in told
    assert re.search(r'href="/objectives\?document=doc_\w+"><strong>\d', page)
    assert re.search(r"ICBs?</a></dt><dd>[Ii]ntegrated care boards?</dd>", page)
    assert "keep the use of virtual wards" in page


def test_every_link_of_a_document_leads_somewhere(client: TestClient) -> None:
    page = get(client, home(client, "2024/25 priorities and operational planning guidance"))
    links = {unescape(link).split("#")[0] for link in re.findall(r"<main.*", page, re.S)[0].split('href="')[1:]}
    local = sorted(link.split('"')[0] for link in links if link.startswith("/"))
    assert len(local) > 10
    broken = {link: status for link in local if (status := client.get(link, headers=BROWSER).status_code) != 200}
    assert broken == {}


def test_what_was_repaired_is_said_with_its_place(client: TestClient) -> None:
    page = get(client, home(client, "Notes of the meeting"))
    assert "UTF-8 read as GBK" in page
    [place] = set(re.findall(r'<a href="(/source/[^"]+)">[^<]*</a> <span class="quiet">for “ward鈥檚”', page))
    shown = get(client, unescape(place).split("#")[0])
    assert "It was repaired when it was read." in shown
    assert "ward鈥檚" in shown


def test_a_document_that_is_not_there(client: TestClient) -> None:
    assert "This document is not here" in get(client, "/documents/doc_none", 404)


def test_an_outline_holds_every_section_below_the_one_above_it() -> None:
    def section(name: str, parent: str | None, level: int) -> Section:
        return Section(id=name, parent_id=parent, level=level, heading=name, path=(name,), start=0, end=9)

    document = Document(
        id="doc_1",
        sha256="0",
        file="a.txt",
        title="a",
        media_type="text/plain",
        text="123456789",
        sections=(section("a", None, 1), section("b", "a", 2), section("c", "b", 3), section("d", "a", 2)),
        blocks=(),
    )
    b, d = outline_of(document)
    assert [b.section.id, [node.section.id for node in b.below], d.section.id] == ["b", ["c"], "d"]


def test_findings_in_words_and_with_places() -> None:
    document = make_document(["There are 32 objectives.", "It was fine."])
    at = document.text.index("32 objectives")
    integrity = Integrity(
        repairs=(
            Repair(rule="soft hyphen", count=9),
            Repair(rule="UTF-8 read as GBK", count=2, examples=(RepairExample(start=1, end=2, source="鈥", text="p"),)),
        ),
        unrepaired=3,
        empty_columns=(EmptyColumn(start=at, end=at + 5, header="Level", cells=4),),
        mismatches=(Mismatch(start=at, end=at + 13, stated="32 objectives", found=0),),
        recognised=(RecognisedPage(page=2, confidence=80),),
    )
    document = document.model_copy(update={"integrity": integrity})
    found = findings_of(document)
    assert [finding.words for finding in found] == [
        "Repaired 2 times: UTF-8 read as GBK.",
        "3 characters are lost for good.",
        "4 cells under “Level” are empty: no row was made of them.",
        "The text states “32 objectives”; 0 found.",
        "Read by text recognition: page 2, 80% sure. Check numbers against the page.",
    ]
    assert [place.start for finding in found for place in finding.places] == [1, at, at]
    near = findings_within(document, at, at + 20)
    assert [finding.here for finding in near] == [found[2].words, found[3].words]
    assert findings_within(document, len(document.text) - 5, len(document.text)) == []


def test_a_long_list_is_fast(tmp_path: Path) -> None:
    """A document of thousands of sections is shown without reading it anew."""
    sentences = [f"Ward {n} should close." for n in range(3000)]
    entry = make_entry(sentences, file="long.txt")
    root = entry.document.sections[0]
    sections = tuple(
        Section(
            id=f"n{i}", parent_id=root.id, level=2, heading=f"Ward {i}", path=(root.heading, f"Ward {i}"),
            start=block.start, end=block.end,
        )
        for i, block in enumerate(entry.document.blocks)
    )  # fmt: skip
    blocks = tuple(b.model_copy(update={"section_id": f"n{i}"}) for i, b in enumerate(entry.document.blocks))
    document = entry.document.model_copy(update={"sections": (root, *sections), "blocks": blocks})
    passages = tuple(p.model_copy(update={"section_id": f"n{i}"}) for i, p in enumerate(entry.passages))
    settings = Settings(data=tmp_path / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        index.add([entry.model_copy(update={"document": document, "passages": passages})])
        index.refresh()
    with TestClient(create_app(settings, encoder=TinyEncoder())) as client:
        address = f"/documents/{document.id}"
        get(client, address)
        begun = time.process_time()  # of all threads: others on the machine do not count
        page = client.get(address, headers=BROWSER)
        spent = time.process_time() - begun
        assert spent < 0.5
        assert len(page.content) < 2**20
