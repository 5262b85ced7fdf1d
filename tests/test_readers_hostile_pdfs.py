"""PDFs that are wrong on purpose: what can be read of them is read, else there is one clear error."""

from pathlib import Path

import pytest

from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, InputError, UnknownType
from pipeline.limited import read_limited
from pipeline.readers import ReadLimits, bare_text, read
from pipeline.readers.pdf.runs import Run
from pipeline.readers.pdf.tables.finder import may_be_aligned
from tests.raw_pdf import FONT, SENTENCE, WORDS, one_page, pdf, stream, tagged

ROOT = b"<</Type/StructTreeRoot/K 11 0 R/ParentTree<</Nums[0[12 0 R]]>>>>"
LEAF = b"<</Type/StructElem/S/P/P 11 0 R/Pg 3 0 R/K 0>>"
MANY = 200_000


def outline(entry: bytes) -> dict[int, bytes]:
    return {
        6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 9>>",
        7: b"<</Title(A)/Parent 6 0 R%b/Dest[3 0 R/Fit]>>" % entry,
    }


READABLE = {
    "a page tree that holds itself": one_page(more={2: b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>"}),
    "a billion pages": one_page(count=10**9),
    "less than no pages": one_page(count=-5),
    "a box of no numbers": one_page(box=b"[(a)(b) NaN NaN]"),
    "a box beyond measure": one_page(box=b"[0 0 1e30 99999999999999999999999]"),
    "a box upside down": one_page(box=b"[595 842 0 0]"),
    "a box without area": one_page(box=b"[0 0 0 0]"),
    "no box": one_page(box=b" null"),
    "a cross-reference table that names itself as the one before": one_page(trailer=b"/Prev 300"),
    "a cross-reference table beyond the end": one_page(trailer=b"/Prev 99999999999"),
    "junk before the file": b"junk\r\n" * 100 + one_page(),
    "junk behind the file": one_page() + b"\0" * 100_000,
    "a wrong length": one_page().replace(b"/Length %d" % len(WORDS), b"/Length 999999999"),
    "a length that is the stream itself": one_page().replace(b"/Length %d" % len(WORDS), b"/Length 4 0 R"),
    "deep arrays": one_page(page=b"/X " + b"[" * MANY + b"]" * MANY),
    "deep dictionaries": one_page(page=b"/X " + b"<</A " * MANY + b"1" + b">>" * MANY),
    "saved states without end": one_page(b"q " * MANY + WORDS),
    "rules without end": one_page(WORDS + b"0 0 m 90 90 l S\n" * MANY),
    "a grid of 400 by 199": one_page(
        WORDS
        + b"".join(b"%.1f 0 m %.1f 842 l S\n" % (i * 1.4, i * 1.4) for i in range(400))
        + b"".join(b"0 %d m 595 %d l S\n" % (i * 4, i * 4) for i in range(199))
    ),
    "an encoding that is the font itself": one_page(more={5: FONT[:-2] + b"/ToUnicode 5 0 R/Widths 5 0 R>>"}),
    "a font of noise": one_page(
        more={
            5: b"<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>",
            6: b"<</Type/FontDescriptor/FontName/X/Flags 32/FontFile2 7 0 R>>",
            7: stream(bytes(range(256)) * 4000),
        }
    ),
    "a picture that is none": one_page(
        WORDS + b"q 500 0 0 500 0 0 cm /I Do Q",
        resources=b"/XObject<</I 6 0 R>>",
        more={6: stream(b"\xff" * 500, b"/Subtype/Image/Width 60000/Height 60000/Filter/JBIG2Decode")},
    ),
    "bookmarks in a circle": one_page(catalogue=b"/Outlines 6 0 R", more=outline(b"/Next 7 0 R/First 7 0 R")),
    "annotations without end": one_page(page=b"/Annots[" + b"<</Subtype/Link/Rect[0 0 1 1]>>" * 20_000 + b"]"),
    "a structure tree in a circle": tagged(
        {10: ROOT, 11: b"<</S/Sect/P 10 0 R/K[12 0 R 11 0 R]>>", 12: LEAF.replace(b"/K 0", b"/K[0 11 0 R]")}
    ),
    "a structure tree with one element 200,000 times": tagged(
        {10: ROOT, 11: b"<</S/Sect/P 10 0 R/K[" + b"12 0 R " * MANY + b"]>>", 12: LEAF}
    ),
    "a structure tree of 5,000 levels": tagged(
        {10: ROOT.replace(b"12 0", b"5010 0"), 5010: LEAF.replace(b"11 0", b"5009 0")}
        | {n: b"<</S/Div/P %d 0 R/K %d 0 R>>" % (n - 1, n + 1) for n in range(11, 5010)}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(READABLE[name])
    assert read(path).text == SENTENCE


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (one_page(more={2: b"<</Type/Pages/Kids[]/Count 0>>", 3: b"null"}), FileEmpty, "has no pages"),
        (one_page(b""), FileEmpty, "holds no text"),
        (one_page(b"[" * MANY + WORDS), FileEmpty, "holds no text"),
        (one_page(b" " * 2**26), FileEmpty, "holds no text"),
        (pdf({1: b"<</Type/Catalog/Pages 1 0 R/Kids 1 0 R>>"}), FileEmpty, "has no pages"),
        (
            one_page(
                b"BT /F1 12 Tf 72 700 Td (Please wait...) Tj ET",
                catalogue=b"/NeedsRendering true/AcroForm<</XFA 6 0 R/Fields[]>>",
                more={6: stream(b"<xdp:xdp><template/></xdp:xdp>")},
            ),
            UnknownType,
            "XFA form",
        ),
    ],
    ids=["no pages", "no text", "an array without end", "a page of spaces", "a catalogue of itself", "an XFA form"],
)
def test_what_cannot_be_read_is_one_clear_error(
    tmp_path: Path, data: bytes, error: type[InputError], words: str
) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(data)
    with pytest.raises(error, match=words) as caught:
        read(path)
    assert str(caught.value).count("\n") == 0


def test_what_is_wrong_with_one_file_is_not_said_of_the_next(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    locked, empty = tmp_path / "locked.pdf", tmp_path / "empty.pdf"
    canvas = Canvas(str(locked), encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    empty.write_bytes(one_page(more={2: b"<</Type/Pages/Kids[]/Count 0>>", 3: b"null"}))
    for path, error in ((locked, FileEncrypted), (empty, FileEmpty)):
        with pytest.raises(error):
            read(path)


def test_a_form_that_draws_itself_ends_within_the_memory_allowed(tmp_path: Path) -> None:
    form = b"/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>"
    path = tmp_path / "itself.pdf"
    path.write_bytes(
        one_page(WORDS + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more={6: stream(b"/X Do /X Do", form)})
    )
    with pytest.raises(FileDamaged, match="more than 768 MB of memory"):
        read_limited(path, limits=ReadLimits(max_memory=768 * 2**20))


def test_labels_in_a_circle_end_only_their_own_process(tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    path.write_bytes(one_page(catalogue=b"/PageLabels 6 0 R", more={6: b"<</Kids[6 0 R 6 0 R]>>"}))
    with pytest.raises(FileDamaged, match="made its reader crash"):
        read_limited(path)


def test_text_without_characters_is_no_value_of_a_table() -> None:
    assert not may_be_aligned([Run("", 0, 0, 1, 1, 10, bold=False, mark=-1)])


def test_a_file_with_no_password_for_its_reader_is_read(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "open.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    assert read(path).text == SENTENCE


@pytest.mark.parametrize("broken", ["opened", "read_pages"])
def test_pdfplumber_stands_in_where_pypdfium2_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(one_page())
    monkeypatch.setattr(f"pipeline.readers.pdf.reader.{broken}", _refused if broken == "opened" else lambda *_: [])
    document = read(path)
    assert document.text == SENTENCE
    assert document.integrity.signals[0].startswith("pdfplumber, then ")


def test_a_blank_page_is_blank_to_pdfplumber_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "blank.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, SENTENCE)
    canvas.showPage()
    canvas.showPage()
    canvas.rect(50, 50, 200, 200)
    canvas.save()
    monkeypatch.setattr("pipeline.readers.pdf.reader.opened", _refused)
    found = read(path).integrity
    assert [page.signal for page in found.pages][1:] == ["blank", "no text"]
    assert found.pages_without_text == (3,)


def test_the_bare_text_is_that_of_pdfplumber_where_pypdfium2_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(one_page())
    monkeypatch.setattr("pipeline.readers.pdf.reader.page_texts", lambda _: [""])
    assert bare_text(path) == [SENTENCE]


def _refused(path: Path, **_: object) -> object:
    raise FileDamaged(path)
