"""Make the bundled PDF and DOCX files, and the scrapes with a broken encoding, of their sources.

`python -m corpus.samples.build [FOLDER]` writes them into the folder, which is that of the samples unless given.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from corpus.samples.source import read_source
from corpus.samples.tagged import write_tagged_pdf
from corpus.samples.untagged import write_untagged_pdf
from corpus.samples.word import write_docx

SAMPLES = Path(__file__).parent
SOURCES = SAMPLES / "sources"


def build(folder: Path = SAMPLES) -> list[Path]:
    """Make every file that has a recipe; returns the paths, in the order of the recipes."""
    return [make(name, folder) for name in RECIPES]


def make(name: str, folder: Path) -> Path:
    """Make one file, by its name; KeyError where there is no recipe for it."""
    source, recipe = RECIPES[name]
    recipe(SOURCES / source, folder / name)
    return folder / name


def garbled(text: str, codec: str) -> str:
    """The text as it looks when its UTF-8 bytes are read in another encoding; bytes that it lacks are lost.

    `sloppy-windows-1252` is cp1252 as browsers read it: bytes without a character stay control characters.
    """
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    return text.encode("utf-8").decode(codec, errors="ignore")


def _docx(source: Path, target: Path) -> None:
    write_docx(read_source(source), target)


def _tagged(source: Path, target: Path) -> None:
    write_tagged_pdf(source, read_source(source).running_head, target)


def _untagged(source: Path, target: Path) -> None:
    write_untagged_pdf(read_source(source), target)


def _two_columns(source: Path, target: Path) -> None:
    write_untagged_pdf(read_source(source), target, columns=2)


def _through_gbk(source: Path, target: Path) -> None:
    target.write_text(garbled(source.read_text(encoding="utf-8"), "gbk"), encoding="utf-8")


def _through_cp1252(source: Path, target: Path) -> None:
    target.write_text(garbled(source.read_text(encoding="utf-8"), "sloppy-windows-1252"), encoding="utf-8")


RECIPES: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "planning-guidance-2024-25.pdf": ("planning-guidance-2024-25.html", _tagged),
    "planning-guidance-2025-26.docx": ("planning-guidance-2025-26.html", _docx),
    "board-performance-report-2024-11.pdf": ("board-performance-report-2024-11.html", _untagged),
    "productivity-report-2024-12.docx": ("productivity-report-2024-12.html", _docx),
    "trust-board-paper-2025-05.docx": ("trust-board-paper-2025-05.html", _docx),
    "cancer-bulletin-2024-25.pdf": ("cancer-bulletin-2024-25.html", _two_columns),
    "guidance-scrape-2024-25.txt": ("guidance-scrape-2024-25.txt", _through_cp1252),
    "members-briefing-2024-04.txt": ("members-briefing-2024-04.txt", _through_gbk),
}

if __name__ == "__main__":
    build(*map(Path, sys.argv[1:2]))
