"""Scanned pages: Tesseract's hOCR as runs, and pictures of pages read as if they were printed."""

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfiumError

from corpus.document import Document, Integrity, RecognisedPage
from corpus.errors import FileEmpty
from index import Index, TinyEncoder
from pipeline.intake import ingest
from pipeline.readers import ReadLimits, read
from pipeline.readers.pdf.hocr import recognised, turned_back
from pipeline.readers.pdf.ocr import Recogniser
from pipeline.readers.pdf.runs import PageRuns
from pipeline.settings import Settings
from pipeline.verification import verify

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")

PAGE = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<div class='ocr_page' title='image "page.png"; bbox 0 0 1000 2000; ppageno 0'>%s</div></body></html>"""
LINE = "<span class='ocr_line' title='bbox %d %d %d %d; baseline 0 -6; x_size %d; x_descenders 6'>%s</span>"
WORD = "<span class='ocrx_word' title='bbox %d %d %d %d; x_wconf %d'>%s</span>"


def line(top: int, *words: tuple[int, int, str], size: int = 40, sure: int = 96) -> str:
    spans = "".join(WORD % (x0, top, x1, top + 30, sure, text) for x0, x1, text in words)
    return LINE % (words[0][0], top, words[-1][1], top + 30, size, spans)


def texts(*lines: str) -> list[str]:
    found = recognised((PAGE % "".join(lines)).encode(), width=500)
    return [run.text for run in found.runs]


def test_words_of_a_line_are_one_run_in_points() -> None:
    found = recognised((PAGE % line(100, (50, 150, "More"), (160, 260, "beds"))).encode(), width=500)
    (run,) = found.runs
    assert (run.text, run.size, run[1:5]) == ("More beds", 20.0, (25, 50, 130, 65))
    assert (found.confidence, found.turns) == (96, 0)


def test_cells_of_a_row_stay_apart() -> None:
    assert texts(line(100, (50, 150, "4-hour"), (300, 350, "78%"), (500, 550, "75%"))) == ["4-hour", "78%", "75%"]


@pytest.mark.parametrize("sign", ["e", "¢", "*", "©"])
def test_a_sign_before_a_line_is_a_bullet(sign: str) -> None:
    assert texts(line(100, (50, 58, sign), (90, 190, "open"), (200, 260, "beds"))) == ["•", "open beds"]


def test_specks_and_rules_are_left_out() -> None:
    speck = line(500, (50, 60, "h"), sure=45)
    rule = line(600, (50, 60, "|"), (70, 90, "_"))
    unsure = line(700, (50, 150, "Signature"), sure=20)
    assert texts(line(100, (50, 150, "Beds"), (160, 165, "|"), (170, 250, "open")), speck, rule, unsure) == [
        "Beds open"
    ]


def test_sizes_that_hardly_differ_are_the_same() -> None:
    lines = [line(100 * i, (50, 300, "Words of the body"), size=40 + i % 3) for i in range(1, 8)]
    found = recognised((PAGE % "".join([line(10, (50, 300, "A heading"), size=60), *lines])).encode(), width=500)
    assert [run.size for run in found.runs] == [30.0] + [20.5] * 7


def test_a_page_without_words() -> None:
    assert recognised((PAGE % "").encode(), width=500).runs == []


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_box_goes_back_to_where_it_stands(turns: int) -> None:
    upright = (10, 20, 110, 40)
    width, height = (1000, 500) if turns % 2 else (500, 1000)  # of the page as drawn; upright it is 500 by 1000
    expected = [(10, 20, 110, 40), (20, 390, 40, 490), (390, 960, 490, 980), (960, 10, 980, 110)][turns]
    assert turned_back(upright, turns, width=width, height=height) == expected


# ---- scans

TITLE = "Winter access report"
PARTS = ("Urgent care", "Waiting times")
BODY = "The board reviewed the figures and noted steady progress in most places. " * 6


def printed() -> bytes:
    """A PDF with text: a title, two headings, paragraphs, a list."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(TITLE, styles["Title"])]
    for part in PARTS:
        items = [Paragraph(f"open {n} more beds by March 2032", styles["BodyText"]) for n in (40, 60)]
        story += [
            Paragraph(part, styles["Heading1"]),
            Paragraph(BODY, styles["BodyText"]),
            Paragraph("We ask trusts to:", styles["BodyText"]),
            ListFlowable(items, bulletType="bullet"),
        ]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()


def picture(data: bytes) -> Any:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return document[0].render(scale=200 / 72, grayscale=True).to_pil()


def scanned(path: Path, images: Sequence[Any], stamp: str = "") -> Path:
    """A PDF whose pages are pictures; a stamp is text at the foot."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for image in images:
        width, height = (side * 72 / 200 for side in image.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(image), 0, 0, width, height)
        if stamp:
            canvas.drawString(40, 20, stamp)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def page() -> Any:
    return picture(printed())


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections]


@needs_tesseract
@pytest.mark.parametrize(
    "turn",
    [
        lambda image: image,
        lambda image: image.rotate(0.5, fillcolor=255),
        lambda image: image.rotate(90, expand=True),
        lambda image: image.rotate(180),
    ],
    ids=["upright", "askew", "on its side", "upside down"],
)
def test_a_scan_reads_like_its_print(tmp_path: Path, page: Any, turn: Callable[[Any], Any]) -> None:
    document = read(scanned(tmp_path / "scan.pdf", [turn(page)]))
    assert headings(document) == [TITLE, *PARTS]
    assert BODY.strip() in document.text
    items = [block for block in document.blocks if block.kind == "list_item"]
    assert [document.quote(item) for item in items] == [f"open {n} more beds by March 2032" for n in (40, 60)] * 2
    assert all(item.lead_in and document.quote(item.lead_in) == "We ask trusts to:" for item in items)
    assert document.integrity.signals[0].startswith("OCR, then ")
    assert document.integrity.recognised[0].confidence > 80


@needs_tesseract
def test_words_of_a_scan_have_their_place_on_the_page_as_it_is_drawn(tmp_path: Path, page: Any) -> None:
    upright = read(scanned(tmp_path / "up.pdf", [page]))
    sideways = read(scanned(tmp_path / "side.pdf", [page.rotate(90, expand=True)]))
    for document, quote in ((upright, "Urgent care"), (sideways, "Urgent care")):
        start = document.text.index(quote)
        (box,) = document.boxes(start, start + len(quote))
        size = document.pages[0].width, document.pages[0].height
        wide = box.x1 - box.x0 > box.bottom - box.top
        assert wide == (document is upright)
        assert (size[0] > size[1]) == (document is sideways)
        assert 0 <= box.x0 < box.x1 <= size[0]
        assert 0 <= box.top < box.bottom <= size[1]


@needs_tesseract
def test_quotations_of_a_scan_are_not_looked_for_in_a_file_that_holds_no_text(tmp_path: Path, page: Any) -> None:
    path, settings = scanned(tmp_path / "scan.pdf", [page]), Settings(data=tmp_path / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        (outcome,) = ingest([path], index, settings=settings)
        checked = verify(index.store, settings.data)
    assert outcome.findings[-1].startswith("1 page read by text recognition")
    assert checked.quotations > 0
    assert checked.lost == ()


@needs_tesseract
def test_a_page_number_does_not_hide_a_scan(tmp_path: Path, page: Any) -> None:
    document = read(scanned(tmp_path / "scan.pdf", [page], stamp="Page 1 of 1"))
    assert BODY.strip() in document.text
    assert [found.page for found in document.integrity.recognised] == [1]


@needs_tesseract
def test_a_picture_without_words_stays_without_text(tmp_path: Path, page: Any) -> None:
    blank = page.point(lambda _: 200)
    document = read(scanned(tmp_path / "scan.pdf", [page, blank]))
    assert document.integrity.pages_without_text == (2,)
    assert "1 page without text: 2" in document.integrity.findings


@needs_tesseract
def test_a_page_that_takes_too_long_stays_without_text(
    tmp_path: Path, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.readers.pdf.ocr.PAGE_SECONDS", 0.001)
    with pytest.raises(FileEmpty):
        read(scanned(tmp_path / "scan.pdf", [page]))


@needs_tesseract
def test_languages_that_are_not_installed_leave_scans_without_text(tmp_path: Path, page: Any) -> None:
    known = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    assert "xyz" not in known
    with pytest.raises(FileEmpty):
        read(scanned(tmp_path / "scan.pdf", [page]), limits=ReadLimits(ocr="eng+xyz"))


@pytest.mark.parametrize("absent", [True, False], ids=["not installed", "switched off"])
def test_without_text_recognition_a_scan_holds_no_text(
    tmp_path: Path, page: Any, monkeypatch: pytest.MonkeyPatch, absent: bool
) -> None:
    if absent:
        monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    with pytest.raises(FileEmpty, match="install Tesseract"):
        read(scanned(tmp_path / "scan.pdf", [page]), limits=ReadLimits(ocr="eng" if absent else ""))


def test_findings_name_the_pages() -> None:
    pages = tuple(RecognisedPage(page=number, confidence=sure) for number, sure in ((3, 90), (4, 92), (5, 94)))
    findings = Integrity(recognised=pages, pages_without_text=(1, 7, 8)).findings
    assert findings == ["3 pages without text: 1, 7–8", "3 pages read by text recognition, 92% sure: 3–5"]


def test_a_page_that_can_be_loaded_only_once_stays_without_text() -> None:
    class Once:
        def __getitem__(self, index: int) -> Any:
            raise PdfiumError("Failed to load page.")

    found = PageRuns([], 595, 842, 0, 0)
    assert Recogniser("eng", 60).read(Once(), 0, found) is None
