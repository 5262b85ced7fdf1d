"""A folder of gold: rows made by hand, the ranges that they cover, traps, and the documents they point into.

`targets.jsonl`, `figures.jsonl`, `dates.jsonl` and `bodies.jsonl` hold rows, `negatives.jsonl` traps, `covered.json`
the annotated ranges as {"targets": {FILE: [[start, end], ...]}, ...}, `repaired/` repaired copies of documents, of the
same length. Each of them may be missing.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from corpus.document import Record
from corpus.errors import FileMissing, InputError, SettingsError
from corpus.facts import FactKind
from pipeline.evaluation.claims import Claim, read_claims
from pipeline.evaluation.folding import FoldedText
from pipeline.evaluation.placing import Covered
from pipeline.evaluation.traps import Trap, read_traps
from pipeline.readers import ReadLimits, read
from pipeline.readers.sniff import decode

STEMS: dict[FactKind, str] = {"objective": "targets", "figure": "figures", "date": "dates", "body": "bodies"}
TRAPS, COVERED, REPAIRED = "negatives.jsonl", "covered.json", "repaired"
BESIDE = ("documents", "../../documents", "../../excerpts")  # where documents are looked for, from the gold folder
PACKED = frozenset({".pdf", ".docx", ".docm", ".pptx", ".pptm", ".ppsx"})  # their text is what remit reads from them
T = TypeVar("T", Claim, Trap)
_RANGES = TypeAdapter(dict[str, dict[str, tuple[tuple[int, int], ...]]])


class Gold(Record):
    """What annotators wrote down: the rows of each kind that was annotated, and the traps where there are any."""

    folder: Path
    rows: dict[FactKind, tuple[Claim, ...]]
    traps: tuple[Trap, ...] | None
    covered: dict[str, dict[str, tuple[tuple[int, int], ...]]]

    @property
    def documents(self) -> list[str]:
        """The names of the files that rows and traps point into."""
        pointed = {claim.document for rows in self.rows.values() for claim in rows}
        return sorted(pointed | {trap.document for trap in self.traps or ()})

    def covered_of(self, kind: FactKind) -> Covered:
        """The ranges that the annotation of a kind covers, for the documents that it does not cover whole."""
        return self.covered.get(STEMS[kind], {})


def load_gold(folder: Path, *, covered: Path | None = None, split: str | None = None) -> Gold:
    """The gold of a folder.

    Args:
        folder: the folder.
        covered: the file of covered ranges; by default the split's or the folder's own, where there is one.
        split: only the rows and traps whose `split` this is.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: there is no such folder of gold. Check --gold.")
    files = {kind: folder / f"{stem}.jsonl" for kind, stem in STEMS.items()}
    present = {kind: path for kind, path in files.items() if path.is_file()}
    traps = folder / TRAPS
    if not present and not traps.is_file():
        names = ", ".join([*(path.name for path in files.values()), TRAPS])
        raise SettingsError(f"{folder}: holds none of {names}. Check --gold.")
    rows = {kind: _of_split(read_claims(path, kind), split) for kind, path in present.items()}
    if split is not None and not any(rows.values()):
        raise SettingsError(f"{folder}: holds no rows of the split {split!r}. Check --split.")
    tempting = _of_split(read_traps(traps), split) if traps.is_file() else None
    if not any(rows.values()) and not tempting:
        raise SettingsError(f"{folder}: the files of gold hold no rows. Check --gold.")
    return Gold(
        folder=folder,
        rows={kind: claims for kind, claims in rows.items() if claims},
        traps=tempting,
        covered=_read_covered(covered) if covered else _read_covered(*_own_covered(folder, split)),
    )


def _of_split(rows: tuple[T, ...], split: str | None) -> tuple[T, ...]:
    return rows if split is None else tuple(row for row in rows if row.split == split)


def document_folders(folder: Path, given: Sequence[Path]) -> tuple[Path, ...]:
    """Where the documents of a gold folder are: the folders that were named, or else those beside it."""
    missing = [path for path in given if not path.is_dir()]
    if missing:
        raise SettingsError(f"{missing[0]}: there is no such folder of documents. Check --documents.")
    folders = tuple(given) or tuple(path for place in BESIDE if (path := (folder / place).resolve()).is_dir())
    if not folders:
        looked = ", ".join(str(folder / place) for place in BESIDE)
        raise SettingsError(f"no folder of documents is beside the gold (looked for {looked}). Name it: --documents.")
    return folders


def find_documents(names: Sequence[str], folders: Sequence[Path]) -> dict[str, Path]:
    """The file of each document, in the first folder that has it; one that none has is left out."""
    return {name: path for name in names if (path := _first(name, folders)) is not None}


def read_texts(gold: Gold, folders: Sequence[Path], *, limits: ReadLimits) -> dict[str, FoldedText]:
    """The text that each document was annotated in, by name: its repaired copy where the gold has one."""
    found = find_documents(gold.documents, [gold.folder / REPAIRED, *folders])
    return {name: FoldedText(_text(path, limits)) for name, path in found.items()}


def _text(path: Path, limits: ReadLimits) -> str:
    if path.suffix.lower() in PACKED:
        return read(path, limits=limits).text
    return decode(path.read_bytes())


def _first(name: str, folders: Sequence[Path]) -> Path | None:
    return next(_existing(name, folders), None)


def _existing(name: str, folders: Sequence[Path]) -> Iterator[Path]:
    yield from (path for folder in folders if (path := folder / name).is_file())


def _own_covered(folder: Path, split: str | None) -> list[Path]:
    """The covered ranges that stand in the folder: those of the split, where a document is in several."""
    places = [folder / f"covered_{split}.json", folder / COVERED]
    return [path for path in places if path.is_file()][:1]


def _read_covered(path: Path | None = None) -> dict[str, dict[str, tuple[tuple[int, int], ...]]]:
    if path is None:
        return {}
    if not path.is_file():
        raise FileMissing(path)
    try:
        return _RANGES.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        advice = 'Give {"targets": {"FILE": [[start, end], ...]}, ...}.'
        raise InputError(path, "holds no covered ranges", advice) from error
