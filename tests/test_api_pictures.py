"""Pictures of pages over HTTP: kept, refused in words, and drawn where a file can do no harm."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest

from corpus.errors import PictureError, PicturesBusy
from pipeline.copies import drop_copies, kept_copy
from pipeline.kept_pictures import KeptPictures
from pipeline.pictures import BOUNDS, Pictures
from tests.raw_pdf import one_page
from tests.source_door import Door, opened


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with opened(tmp_path_factory.mktemp("source")) as door:
        yield door


def test_a_page_is_a_picture_that_may_be_kept(door: Door) -> None:
    address = f"/v1/documents/{door.ids['pack.pdf']}/pages/2.png"
    found = door.client.get(address)
    assert found.status_code == 200
    assert found.headers["content-type"] == "image/png"
    assert found.content.startswith(b"\x89PNG")
    assert found.headers["cache-control"] == "private, no-cache"
    again = door.client.get(address, headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_address_that_pages_use_is_kept_for_ever(door: Door) -> None:
    page = door.page(f"/source/{door.ids['pack.pdf']}?page=2")
    [source] = re.findall(r'<img src="([^"]+)"', page)
    assert "immutable" in door.client.get(unescape(source)).headers["cache-control"]
    other = re.sub(r"v=\w+", "v=0123456789abcdef", unescape(source))
    for asked_again in (other, other.split("v=")[0] + "v="):
        assert "immutable" not in door.client.get(asked_again).headers["cache-control"]


def test_a_passage_is_highlighted(door: Door) -> None:
    document = door.document("pack.pdf")
    start = document.text.index("Trusts should open")
    address = f"/v1/documents/{document.id}/pages/1.png"
    plain = door.client.get(address)
    marked = door.client.get(address, params={"start": start, "end": start + 40})
    assert marked.content != plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    elsewhere = door.client.get(address.replace("/1.", "/3."), params={"start": start, "end": start + 40})
    assert elsewhere.content == door.client.get(address.replace("/1.", "/3.")).content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/documents/doc_none/pages/1.png", 404),
        ("/v1/documents/{pack}/pages/0.png", 404),
        ("/v1/documents/{pack}/pages/61.png", 404),
        ("/v1/documents/{pack}/pages/99999999999999999999.png", 422),
        ("/v1/documents/{pack}/pages/one.png", 422),
        ("/v1/documents/{html}/pages/1.png", 404),
        ("/v1/documents/{pack}/pages/1.png?start=5", 422),
        ("/v1/documents/{pack}/pages/1.png?start=5&end=5", 422),
        ("/v1/documents/{pack}/pages/1.png?start=-5&end=5", 422),
        ("/v1/documents/{pack}/pages/1.png?start=5&end=99999999", 404),
        ("/v1/documents/{pack}/pages/1.png?fact=objective_none", 404),
    ],
)
def test_a_picture_that_is_not_there_is_a_problem(door: Door, address: str, status: int) -> None:
    found = door.client.get(address.format(pack=door.ids["pack.pdf"], html=door.ids["plan.html"]))
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


def test_fifty_pages_at_once(door: Door) -> None:
    def get(number: int) -> int:
        return door.client.get(f"/v1/documents/{door.ids['pack.pdf']}/pages/{number}.png").status_code

    with ThreadPoolExecutor(50) as threads:
        assert set(threads.map(get, range(5, 55))) == {200}


@pytest.fixture
def pictures(door: Door, tmp_path: Path) -> Iterator[Pictures]:
    """Pictures of a copy of the index's files, so that these may be spoilt."""
    shutil.copytree(door.folder / "files", tmp_path / "files")
    found = Pictures(tmp_path, most_bytes=2**20)
    yield found
    found.close()


def test_a_copy_that_is_gone_or_another_is_not_drawn(door: Door, pictures: Pictures, tmp_path: Path) -> None:
    document = door.document("one.pdf")
    copy = kept_copy(tmp_path, document.id, document.file)
    assert pictures.picture(document, 1)
    copy.unlink()
    with pytest.raises(PictureError, match="Ingest it again"):
        pictures.picture(document, 1)
    copy.symlink_to("/etc/hostname")
    with pytest.raises(PictureError, match="is not the file that was read"):
        pictures.picture(document, 1)
    copy.unlink()
    copy.write_bytes(one_page(b""))
    with pytest.raises(PictureError, match="is not the file that was read"):
        pictures.picture(document, 1)


def die(job: object) -> bytes:
    os._exit(1)


def hang(job: object) -> bytes:
    time.sleep(600)
    return b""


@pytest.mark.parametrize(("work", "why"), [(die, "makes the program that draws it fail"), (hang, "longer than 1 s")])
def test_a_page_that_kills_or_stalls_its_process_is_given_up(
    door: Door, pictures: Pictures, monkeypatch: pytest.MonkeyPatch, work: object, why: str
) -> None:
    document = door.document("pack.pdf")
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.pictures._draw", work)
        patch.setattr("pipeline.pictures.BOUNDS", BOUNDS._replace(seconds=1))
        for worker in pictures._workers:
            patch.setattr(worker, "_bounds", BOUNDS._replace(seconds=1))
        with pytest.raises(PictureError, match=why):
            pictures.picture(document, 1)
    with pytest.raises(PictureError, match=why):  # it is not tried again soon
        pictures.picture(document, 1)
    assert pictures.picture(document, 2)  # another page is


def test_who_waits_too_long_is_told(door: Door, pictures: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pictures.PATIENCE", 0.1)
    with pictures._painter(), pictures._painter(), pytest.raises(PicturesBusy):
        pictures.picture(door.document("pack.pdf"), 1)


def test_pictures_that_were_not_wanted_for_longest_go_first(tmp_path: Path) -> None:
    kept = KeptPictures(tmp_path / "pictures", most_bytes=100)
    for n in range(10):
        kept.put(f"{n}.png", b"x" * 10)
        os.utime(tmp_path / "pictures" / f"{n}.png", (n, n))
    assert kept.get("0.png")  # wanted a moment ago
    kept.put("10.png", b"x" * 10)
    left = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {"0.png", "9.png", "10.png"} <= left
    assert sum(path.stat().st_size for path in (tmp_path / "pictures").iterdir()) <= 80


def test_a_folder_that_cannot_be_written_stops_nothing(
    door: Door, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(door.folder / "files", tmp_path / "files")
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path, most_bytes=2**20)
    try:
        document = door.document("pack.pdf")
        assert pictures.picture(document, 1) == pictures.picture(document, 1)
    finally:
        pictures.close()
    assert len([record for record in caplog.records if "are not kept" in record.message]) == 1


def test_a_full_disk_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    kept = KeptPictures(tmp_path, most_bytes=100)
    monkeypatch.setattr(Path, "write_bytes", full)
    kept.put("a.png", b"x")
    assert kept.get("a.png") is None
    assert list(tmp_path.iterdir()) == []


def test_the_pictures_of_a_document_go_with_it(door: Door, pictures: Pictures, tmp_path: Path) -> None:
    gone, kept = door.document("pack.pdf"), door.document("one.pdf")
    pictures.picture(gone, 1)
    pictures.picture(kept, 1)
    drop_copies(tmp_path, {gone.id})
    assert [path.name.split("-")[0] for path in (tmp_path / "pictures").iterdir()] == [kept.id]
