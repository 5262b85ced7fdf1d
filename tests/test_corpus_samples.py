"""The bundled documents: what they say on their face, that they can be made again, and that their words are our own."""

import ctypes.util
import html
import re
import zipfile
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx import Document

from corpus.catalogue import CatalogueEntry, bundled_documents
from corpus.samples.build import RECIPES, SAMPLES, SOURCES, garbled, make

FACE = 1200  # characters within which a document must say what it is
RUN = 12  # words in a row that would be a copy
TAGGED = "planning-guidance-2024-25.pdf"
GARBLED = "members-briefing-2024-04.txt"
UNTAGGED = ["board-performance-report-2024-11.pdf", "cancer-bulletin-2024-25.pdf"]

every_document = pytest.mark.parametrize("entry", bundled_documents(), ids=lambda e: e.id)
LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
needs_pango = pytest.mark.skipif(
    not all(map(ctypes.util.find_library, LIBRARIES)),
    reason="WeasyPrint needs the Pango library (Debian: libpango-1.0-0, libpangoft2-1.0-0)",
)


def text_of(path: Path) -> str:
    """The words of a file, in order; markup gone. Good enough to look for phrases."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return "\n".join([p.text for p in document.paragraphs] + cells)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        body = re.sub(r"(?s)<head>.*?</head>", "", text)
        return html.unescape(re.sub(r"<[^>]+>", " ", body))
    return text


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9%£]+", text.lower().replace("’", "'"))


def runs_of(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def test_all_five_formats_are_there() -> None:
    assert {e.path.suffix for e in bundled_documents()} == {".txt", ".md", ".html", ".docx", ".pdf"}


def test_every_file_is_in_the_catalogue() -> None:
    files = {p.name for p in SAMPLES.iterdir() if p.is_file() and p.suffix != ".py"}
    assert files == {e.file for e in bundled_documents()}


def test_all_files_together_are_small() -> None:
    assert sum(p.stat().st_size for p in SAMPLES.rglob("*") if p.is_file()) < 3_000_000


@every_document
def test_a_document_says_on_its_face_that_it_is_illustrative(entry: CatalogueEntry) -> None:
    face = " ".join(text_of(entry.path)[:FACE].split())
    assert "illustrative" in face.lower()
    assert "not an NHS publication" in face


@every_document
def test_a_document_says_on_its_face_what_the_catalogue_says(entry: CatalogueEntry) -> None:
    face = " ".join(text_of(entry.path)[:FACE].split())
    assert entry.published
    assert f"{entry.published:%-d %B %Y}" in face
    if entry.kind != "news":
        assert entry.financial_year
        assert entry.financial_year in face
    if entry.path.name != GARBLED:
        assert entry.title in face


@pytest.mark.parametrize("year", ["2023/24", "2024/25", "2025/26"])
def test_the_guidance_of_a_year_has_an_objectives_table(year: str) -> None:
    entry = next(e for e in bundled_documents() if e.id == f"sample-planning-guidance-{year.replace('/', '-')}")
    text = " ".join(text_of(entry.path).split())
    assert 1200 <= len(words(text)) <= 2700
    assert all(column in text for column in ("Area", "Objective", "Level", "By when"))
    assert re.search(r"2[AB]\. Urgent and emergency care", text)


@pytest.mark.parametrize(
    ("file", "phrase"),
    [
        (TAGGED, "utilisation of virtual wards consistently above 80%"),
        (TAGGED, "reach 77% by March 2025 as a step towards 80% by March 2026"),
        (TAGGED, "longer than 65 weeks by the end of September 2024"),
        (TAGGED, "no more than 3.2% of the total pay bill"),
        ("planning-guidance-2025-26.docx", "65% of patients waiting no longer than 18 weeks by March 2026"),
        ("planning-guidance-2023-24.html", "at least 76% of patients who come to A&E"),
    ],
)
def test_known_targets_stand_in_the_guidance(file: str, phrase: str) -> None:
    assert phrase in " ".join(text_of(SAMPLES / file).split())


def test_the_tagged_pdf_has_a_tag_tree_on_every_page() -> None:
    with pypdfium2.PdfDocument(SAMPLES / TAGGED) as pdf:
        assert all(_tags(page) > 0 for page in pdf)


@pytest.mark.parametrize("file", UNTAGGED)
def test_the_untagged_pdfs_have_none(file: str) -> None:
    with pypdfium2.PdfDocument(SAMPLES / file) as pdf:
        assert all(_tags(page) <= 0 for page in pdf)


def _tags(page: pypdfium2.PdfPage) -> int:
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return 0
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    pdfium.FPDF_StructTree_Close(tree)
    return count


@pytest.mark.parametrize("name", [name for name in RECIPES if name != TAGGED])
def test_a_file_is_made_again_byte_for_byte(name: str, tmp_path: Path) -> None:
    assert parts_of(make(name, tmp_path)) == parts_of(SAMPLES / name)


def parts_of(path: Path) -> dict[str, bytes]:
    """The bytes of a file; of a DOCX those of its parts, since compression differs between builds of zlib."""
    if path.suffix != ".docx":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as parts:
        return {part.filename: parts.read(part) for part in parts.infolist()}


@needs_pango
@pytest.mark.filterwarnings("ignore:HarfBuzz-Subset will be required:DeprecationWarning")
def test_the_tagged_pdf_is_made_again_with_the_same_words(tmp_path: Path) -> None:
    assert words(text_of(make(TAGGED, tmp_path))) == words(text_of(SAMPLES / TAGGED))


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        ("the system’s £70", "sloppy-windows-1252", "the systemâ€™s Â£70"),
        ("the system’s £70", "gbk", "the system鈥檚 拢70"),
        ("“must” – end", "gbk", "鈥渕ust鈥 鈥 end"),
    ],
)
def test_text_read_in_the_wrong_encoding(text: str, codec: str, expected: str) -> None:
    assert garbled(text, codec) == expected


@pytest.mark.shared
@every_document
def test_no_document_copies_a_run_of_words(entry: CatalogueEntry, shared: Path) -> None:
    originals = [p for folder in ("documents", "excerpts") for p in (shared / folder).iterdir()]
    source = SOURCES / RECIPES[entry.path.name][0] if entry.path.name in RECIPES else entry.path
    ours = runs_of(text_of(source))
    copied = {" ".join(run) for p in originals for run in ours & runs_of(p.read_text(encoding="utf-8"))}
    assert copied == set()
