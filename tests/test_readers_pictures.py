"""Pictures of PDF pages: upright, of a bounded size, marks where the words stand."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from corpus.document import Document
from corpus.errors import FileDamaged, FileEncrypted, InputError
from pipeline.pictures import rectangles
from pipeline.places import Mark
from pipeline.readers import read
from pipeline.readers.pdf.pictures import LONG_SIDE, PAINTS, SHORT_SIDE, page_picture
from pipeline.readers.pdf.pictures import Mark as Rectangle
from tests.raw_pdf import SENTENCE, one_page

DARK = 128


def opened(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    assert image.format == "PNG"
    return image.convert("RGB")


def page(tmp_path: Path, **given: object) -> Path:
    path = tmp_path / "page.pdf"
    path.write_bytes(one_page(**given))  # type: ignore[arg-type]
    return path


def marked(path: Path, document: Document, words: str) -> tuple[Image.Image, Image.Image]:
    """The page without and with the words marked."""
    start = document.text.index(words)
    found = rectangles(document, 1, [Mark(start, start + len(words))])
    return opened(page_picture(path, 1)), opened(page_picture(path, 1, [Rectangle(*one) for one in found]))


def painted(plain: Image.Image, marked: Image.Image) -> tuple[int, int, int, int]:
    """The rectangle, in pixels, that is painted on the one and is white on the other."""
    paint, white = marked.load(), plain.load()
    assert paint is not None
    assert white is not None
    places = [
        (x, y)
        for y in range(0, plain.height, 2)
        for x in range(0, plain.width, 2)
        if min(white[x, y]) > 240 and paint[x, y][2] < 200
    ]
    assert places, "nothing is painted"
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), min(ys), max(xs), max(ys)


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The rectangle, in pixels, that holds all that is dark."""
    box = image.convert("L").point(lambda value: 255 if value < DARK else 0).getbbox()
    assert box is not None, "nothing is drawn"
    return box


def test_a_page_is_drawn_in_a_size_that_reads_well(tmp_path: Path) -> None:
    image = opened(page_picture(page(tmp_path), 1))
    assert image.size == (SHORT_SIDE, 1557)


@pytest.mark.parametrize(
    ("box", "size"),
    [
        (b"[0 0 842 595]", (1557, SHORT_SIDE)),
        (b"[0 0 14400 14400]", (SHORT_SIDE, SHORT_SIDE)),  # 200 inches, the most that the standard allows
        (b"[0 0 100 14400]", (16, LONG_SIDE)),
        (b"[0 0 30 20]", (240, 160)),  # no more than eight pixels a point
        (b"[0 0 0 0]", (SHORT_SIDE, 1424)),  # pdfium takes US Letter where there is no size
        (b"[595 842 0 0]", (SHORT_SIDE, 1557)),
    ],
)
def test_odd_sizes_stay_in_bounds(tmp_path: Path, box: bytes, size: tuple[int, int]) -> None:
    assert opened(page_picture(page(tmp_path, box=box), 1)).size == size


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"box": b"[-100 -50 495 792]"},
        {"page": b"/CropBox[50 300 500 800]"},
        {"page": b"/CropBox[50 300 900 900]"},  # reaches over the page
        {"page": b"/Rotate 90"},
        {"page": b"/Rotate 180"},
        {"page": b"/Rotate 270/CropBox[50 300 500 800]"},
        {"page": b"/Rotate 90", "box": b"[-100 -50 495 792]"},
        {"page": b"/Rotate -90"},
        {"page": b"/UserUnit 2"},
        {"box": b"[595 842 0 0]"},
    ],
    ids=str,
)
def test_marks_stand_where_the_words_are_drawn(tmp_path: Path, given: dict[str, bytes]) -> None:
    path = page(tmp_path, **given)
    plain, with_mark = marked(path, read(path), SENTENCE)
    words, paint = ink(plain), painted(plain, with_mark)
    for word_side, paint_side in zip(words, paint, strict=True):
        assert abs(word_side - paint_side) <= 14, (words, paint)  # six points: ascenders, descenders, and the margin


def test_a_part_of_a_line_is_marked_in_part(tmp_path: Path) -> None:
    path = page(tmp_path)
    plain, with_mark = marked(path, read(path), "40 more beds")
    words, paint = ink(plain), painted(plain, with_mark)
    assert words[0] + 50 < paint[0] < paint[2] < words[2] - 50


def test_what_is_marked_can_still_be_read(tmp_path: Path) -> None:
    path = page(tmp_path)
    plain, with_mark = marked(path, read(path), SENTENCE)
    assert ink(with_mark) == ink(plain)


def test_evidence_is_paler_than_the_passage(tmp_path: Path) -> None:
    path = page(tmp_path)
    place = (100.0, 300.0, 200.0, 320.0)
    found = [opened(page_picture(path, 1, [Rectangle(*place, kind)])) for kind in ("passage", "evidence")]  # type: ignore[arg-type]
    pixels = [image.getpixel((270, 572)) for image in found]
    assert pixels == [pytest.approx(PAINTS["passage"], abs=8), pytest.approx(PAINTS["evidence"], abs=8)]
    assert sum(pixels[0]) < sum(pixels[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [(5, 5, 1, 1), (float("nan"), 1, 2, 3), (-1e9, -1e9, 1e9, 1e9)], ids=str)
def test_odd_marks_do_no_harm(tmp_path: Path, place: tuple[float, float, float, float]) -> None:
    assert opened(page_picture(page(tmp_path), 1, [Rectangle(*place)])).width == SHORT_SIDE


def test_a_photograph_keeps_its_colours(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    down = Image.linear_gradient("L")
    photo = Image.merge("RGB", [down, Image.radial_gradient("L"), down.rotate(90)])
    photo.resize((600, 800)).save(tmp_path / "photo.png")
    canvas = Canvas(str(tmp_path / "photo.pdf"), pagesize=(595, 842))
    canvas.drawImage(str(tmp_path / "photo.png"), 0, 0, 595, 842)
    canvas.save()
    picture = page_picture(tmp_path / "photo.pdf", 1)
    small = photo.resize((64, 64)).convert("RGB")
    drawn = opened(picture).resize((64, 64))
    pairs = zip(small.tobytes(), drawn.tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / (64 * 64 * 3) < 4
    assert len(picture) < 2**21


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileDamaged):
        page_picture(page(tmp_path), 2)
    (tmp_path / "cut.pdf").write_bytes(one_page()[:200])
    with pytest.raises(InputError):
        page_picture(tmp_path / "cut.pdf", 1)


def test_a_file_that_wants_a_password_is_not_drawn(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "locked.pdf"), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    with pytest.raises(FileEncrypted):
        page_picture(tmp_path / "locked.pdf", 1)


def test_what_was_typed_into_a_form_is_drawn(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "form.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 800, "Name")
    canvas.acroForm.textfield(name="who", value="Harrowby Vale", x=72, y=400, width=300, height=30, borderWidth=0)
    canvas.save()
    _, _, _, bottom = ink(opened(page_picture(tmp_path / "form.pdf", 1)))
    assert bottom > 700  # below the label, where the field is


def test_real_pages_show_their_words_under_the_marks(shared: Path) -> None:
    """On each first page of the shared PDFs what is marked holds ink, and what is not marked around it does not."""
    files = sorted((shared / "files").rglob("*.pdf"))[:12]
    assert files
    for file in files:
        document = read(file)
        line = next(line for sheet in document.pages for line in sheet.lines if line.end - line.start > 10)
        number = document.page_of(line.start)
        assert number is not None
        image = opened(page_picture(file, number.number)).convert("L")
        scale = image.width / number.width
        box = tuple(round(v * scale) for v in (line.x0, line.top, line.x1, line.bottom))
        dark, _ = image.crop(box).getextrema()  # type: ignore[arg-type]
        assert isinstance(dark, int | float)
        assert dark < DARK, (file.name, document.text[line.start : line.end])
