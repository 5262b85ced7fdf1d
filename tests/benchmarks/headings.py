"""How well headings are found: F1 against outlines made by hand, with all signals and without tags and bookmarks.

A heading agrees where its words and its level do; `text` leaves the level out. The PDFs of `tests/pdfs` come from
different producers, a part of them with wrong tags on purpose; the annotated documents are measured where they stand
beside the checkout.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean

from pipeline.readers import read
from tests.benchmarks.measure import Measurement
from tests.heading_scores import DIGESTS, PDFS, Comparison, compare, digest, found_headings, read_digests, read_outline
from tests.heading_signals import headings_by_bookmarks, headings_by_tags, without_signals

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDERS = ("files", "documents")
WRONGLY_MARKED = {
    "all-h1",
    "every-paragraph",
    "bold-only",
    "role-mapped",
    "role-mapped-to-p",
    "partly-tagged",
    "board-pack-bookmarked",
}
HEADED_PAGES = 0.2  # share of pages that hold a heading by a file's own word, at least


def run() -> list[Measurement]:
    """Each document on its own, then the means."""
    measurements: list[Measurement] = []
    made = {path.name: against_outline(path) for path in sorted(PDFS.glob("*.pdf"))}
    measurements += _listed("by hand", made)
    shared = {path.name: against_digests(path, outline) for path, outline in shared_documents()}
    measurements += _listed("by hand, shared", shared)
    with tempfile.TemporaryDirectory() as room:
        bare = {path.name: against_outline(_hidden(path, Path(room)), of=path) for path in sorted(PDFS.glob("*.pdf"))}
        measurements += _listed("signals hidden", bare)
        own = [*PDFS.glob("*.pdf"), *(path for path, _ in shared_documents() if path.suffix == ".pdf")]
        against_own = {path.name: found for path in sorted(own) if (found := against_own_signals(path, Path(room)))}
        measurements += _listed("hidden, against own tags or bookmarks", against_own)
    return measurements


def against_outline(path: Path, *, of: Path | None = None) -> Comparison:
    """What is read from a PDF against the outline in clear beside it, or beside another one."""
    return compare(read_outline((of or path).with_suffix(".outline")), found_headings(read(path)))


def against_digests(path: Path, outline: Path) -> Comparison:
    """What is read from a document against its outline of digests."""
    return compare(read_digests(outline), found_headings(read(path), digest))


def against_own_signals(path: Path, room: Path) -> Comparison | None:
    """What is read without tags and bookmarks against what those say.

    None where they do not say what the author meant: in files that are marked wrongly on purpose, and where they
    name headings on hardly any page. A title that they leave out is not held against the reader.
    """
    if path.stem in WRONGLY_MARKED:
        return None
    document = read(_hidden(path, room))
    own = headings_by_tags(path) or headings_by_bookmarks(path)
    if len({heading.page for heading in own}) < HEADED_PAGES * len(document.pages):
        return None
    named = {heading.key for heading in own}
    found = [h for h in found_headings(document) if h.level > 1 or h.key in named]
    if found[:1] and found[0].level == 1 and found[0].key == own[0].key:
        own[0] = own[0]._replace(level=1)  # the first of several at the top may be the title
    return compare(own, found)


def shared_documents() -> Iterator[tuple[Path, Path]]:
    """Annotated documents beside the checkout and their outlines of digests; none where there are none."""
    for outline in sorted(DIGESTS.glob("*.tsv")):
        for folder in FOLDERS:
            path = SHARED / folder / outline.stem
            if path.is_file():
                yield path, outline


def _hidden(path: Path, room: Path) -> Path:
    return without_signals(path, room / path.name)


def _listed(group: str, compared: dict[str, Comparison]) -> list[Measurement]:
    if not compared:
        return []
    rows = [
        Measurement(f"{group}: {name}", found.levels.f1, "F1", f"text {found.texts.f1:.2f}, {found.texts.expected}")
        for name, found in compared.items()
    ]
    levels, texts = _mean(compared, lambda c: c.levels.f1), _mean(compared, lambda c: c.texts.f1)
    return [*rows, Measurement(f"{group}: mean", levels, "F1", f"text {texts:.2f}, {len(compared)} files")]


def _mean(compared: dict[str, Comparison], of: Callable[[Comparison], float]) -> float:
    return fmean(of(found) for found in compared.values())
