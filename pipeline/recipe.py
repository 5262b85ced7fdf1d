"""The recipe that a document was made with: when it changes, documents are read and extracted again."""

import hashlib
import shutil
from functools import cache
from pathlib import Path

from corpus.own_rules import in_use

_ROOT = Path(__file__).parent.parent
_INGREDIENTS = (
    "corpus/acronyms.py",
    "corpus/around.py",
    "corpus/definitions.py",
    "corpus/document.py",
    "corpus/facts.py",
    "corpus/integrity.py",
    "corpus/metrics.py",
    "corpus/organisations.py",
    "corpus/own_rules.py",
    "corpus/spans.py",
    "corpus/lexicons/**/*",
    "extractors/**/*",
    "pipeline/readers/**/*",
    "pipeline/builder.py",
    "pipeline/cues.py",
    "pipeline/dates.py",
    "pipeline/face.py",
    "pipeline/metadata.*",
    "pipeline/numbering.py",
    "pipeline/passages.py",
    "pipeline/publishers.py",
    "pipeline/repair/*",
    "pipeline/titles.py",
)
_APART = frozenset({"pipeline/readers/pdf/pictures.py"})  # draws what has been read
_SUFFIXES = frozenset({".py", ".toml", ".csv", ".json"})  # the model's meta.json names its weights


@cache
def recipe() -> str:
    """A hash of the readers, rules and lexicons as they stand: nobody has to remember to count a version up."""
    digest = hashlib.sha256()
    for file in ingredients():
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def ingredients() -> list[Path]:
    """The files that a reading depends on."""
    found = {file for pattern in _INGREDIENTS for file in _ROOT.glob(pattern) if file.suffix in _SUFFIXES}
    return sorted(found - {_ROOT / name for name in _APART})


def fingerprint(sha256: str, given: str, ocr: str) -> str:
    """What an ingested document depends on: the file's bytes, the metadata given with it, and the recipe.

    Also on what reads scanned pages: once Tesseract is installed, or its languages change, they are read again; and on
    the user's own rules, where such are in use.
    """
    languages = ocr if shutil.which("tesseract") else ""
    rules = in_use()
    own = f"\0{rules.digest}" if rules else ""
    return hashlib.sha256(f"{sha256}\0{given}\0{languages}\0{recipe()}{own}".encode()).hexdigest()[:32]
