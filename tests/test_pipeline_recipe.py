"""What a reading depends on: everything that the readers and extractors import is an ingredient of the recipe."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.recipe import fingerprint, ingredients

ROOT = Path(__file__).parent.parent
READ_AND_EXTRACT = """
import sys
from pathlib import Path
from pipeline.readers import read
from pipeline.passages import make_passages, passage_context
from extractors import extract_facts, find_unclaimed
for name in sys.argv[1:]:
    document = read(Path(name))
    [passage_context(document, passage) for passage in make_passages(document)]
    find_unclaimed(document, extract_facts(document))
print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, "__file__", None)), sep="\\n")
"""
# names, errors, packages’ faces and how facts are carried: they change nothing in what is read
NO_INGREDIENTS = {"corpus/__init__.py", "corpus/errors.py", "corpus/packed.py", "pipeline/__init__.py"}


def test_every_module_that_reads_or_extracts_is_an_ingredient() -> None:
    samples = [*(ROOT / "corpus" / "samples").glob("planning-*"), *(ROOT / "corpus" / "samples").glob("*.txt")]
    command = [sys.executable, "-c", READ_AND_EXTRACT, *map(str, samples)]
    used = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split("\n")
    ours = {
        Path(file).relative_to(ROOT).as_posix() for file in used if file.startswith(f"{ROOT}/") and ".venv" not in file
    }
    assert ours - NO_INGREDIENTS <= {file.relative_to(ROOT).as_posix() for file in ingredients()}


def test_lexicons_are_ingredients() -> None:
    names = {file.name for file in ingredients()}
    assert {"metadata.toml", "repair.toml", "reading.toml", "dates.toml", "organisations.csv", "metrics.toml"} <= names


def test_scans_are_read_again_once_they_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for program in (None, "/usr/bin/tesseract"):
        monkeypatch.setattr("shutil.which", lambda _, program=program: program)
        found += [fingerprint("0" * 64, "{}", languages) for languages in ("", "eng", "eng+cym")]
    assert found[0] == found[1] == found[2] == found[3]
    assert len(set(found)) == 3
