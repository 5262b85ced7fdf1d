"""Whether an installation and an index are sound: what an operator looks at before others do.

Each check gives one finding: fine, a warning (it works, but not all of it or not for long), or a failure, with what to
do next. Nothing is changed.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distributions, requires, version
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from corpus.document import Record
from corpus.errors import RemitError
from index import Index, Store
from index.encoders.models import find_model
from pipeline.opening import open_index
from pipeline.settings import Settings
from pipeline.verification import verify

State = Literal["fine", "warning", "failed"]
PYTHON = ((3, 11), (3, 13))  # from, and below
CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"  # beside a checkout; not in a wheel
LEAST_FREE, LITTLE_FREE = 200 * 2**20, 2 * 2**30  # bytes of disk
SAMPLE = 5  # documents whose quotations are looked for


class Finding(Record):
    """What one check found: `detail` says what it is about, or what to do next."""

    check: str
    state: State
    detail: str


def check_installation(settings: Settings) -> Iterator[Finding]:
    """Every finding on this installation and on the index that the settings name, one after the other."""
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("text recognition", lambda: _tesseract(settings)),
        ("disk", lambda: _disk(settings.data)),
        ("store", lambda: _store(settings.data)),
        ("model", lambda: _model(settings)),
        ("names", _names),
        ("search", lambda: _search(settings)),
        ("quotations", lambda: _quotations(settings.data)),
    )
    for name, check in checks:
        try:
            yield from check()
        except (RemitError, OSError, sqlite3.Error) as error:
            yield Finding(check=name, state="failed", detail=str(error))


def _python() -> Iterator[Finding]:
    least, below = PYTHON
    running = ".".join(map(str, sys.version_info[:3]))
    if least <= sys.version_info[:2] < below:
        yield Finding(check="python", state="fine", detail=running)
    else:
        wanted = f"{'.'.join(map(str, least))} or later, and below {'.'.join(map(str, below))}"
        yield Finding(check="python", state="failed", detail=f"{running}; remit wants {wanted}")


def _packages() -> Iterator[Finding]:
    needed = {r.name for text in requires("remit") or () if (r := Requirement(text)).marker is None}
    missing = sorted(name for name in needed if _version(name) is None)
    if missing:
        detail = f"missing: {', '.join(missing)}. Run `pip install -c constraints.txt .` again."
        yield Finding(check="packages", state="failed", detail=detail)
        return
    other = list(_other_versions()) if CONSTRAINTS.is_file() else []
    if other:
        yield Finding(check="packages", state="warning", detail=f"not as tested: {', '.join(other)}")
    else:
        tested = "as tested" if CONSTRAINTS.is_file() else "constraints.txt is not here to compare with"
        yield Finding(
            check="packages", state="fine", detail=f"remit {version('remit')}, {len(needed)} packages, {tested}"
        )


def _other_versions() -> Iterator[str]:
    """Installed packages of another version than remit was tested with."""
    pinned = (line.split("==") for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "==" in line)
    tested = {canonicalize_name(name): wanted.strip() for name, wanted in pinned}
    for found in distributions():
        name = canonicalize_name(found.metadata["Name"])
        if name in tested and found.version.partition("+")[0] != tested[name]:  # "+cpu" names a build of the same
            yield f"{name} {found.version} (tested: {tested[name]})"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _tesseract(settings: Settings) -> Iterator[Finding]:
    name = "text recognition"
    if not settings.ocr:
        yield Finding(check=name, state="fine", detail="switched off by setting")
        return
    program = shutil.which("tesseract")
    if program is None:
        detail = "tesseract is not installed: scanned pages are reported as pages without text"
        yield Finding(check=name, state="warning", detail=detail)
        return
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    missing = sorted(set(settings.ocr.split("+")) - set(listed.stdout.split()))
    if missing:
        detail = f"tesseract has no {', '.join(missing)}: install its languages, or change the setting ocr"
        yield Finding(check=name, state="warning", detail=detail)
    else:
        yield Finding(check=name, state="fine", detail=f"{program}, {settings.ocr}")


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(next(place for place in (folder, *folder.absolute().parents) if place.exists())).free
    state: State = "failed" if free < LEAST_FREE else "warning" if free < LITTLE_FREE else "fine"
    advice = "" if state == "fine" else ": an ingest may stop for want of space"
    yield Finding(check="disk", state=state, detail=f"{free / 2**30:.1f} GiB free at {folder}{advice}")


def _store(folder: Path) -> Iterator[Finding]:
    with Store.open(folder) as store, store.connections.reading() as connection:
        said = [line for (line,) in connection.execute("PRAGMA quick_check(3)")]
        summaries, revision = store.documents(), store.revision
    if said != ["ok"]:
        detail = f"damaged ({'; '.join(said)}). Restore {folder} from a copy, or remove it and ingest again."
        yield Finding(check="store", state="failed", detail=detail)
        return
    passages = sum(summary.passages for summary in summaries)
    state: State = "fine" if summaries else "warning"
    detail = f"{len(summaries)} documents, {passages} passages, revision {revision}"
    yield Finding(check="store", state=state, detail=detail)


def _model(settings: Settings) -> Iterator[Finding]:
    find_model(settings.model).check()
    with open_index(settings) as index:
        if index.encoder is None:
            return
        length = float((index.encoder.encode(["virtual wards"])[0] ** 2).sum())
        runtime = getattr(index.encoder, "runtime", "unknown")
        if abs(length - 1) > 0.01:
            yield Finding(
                check="model", state="failed", detail=f"{index.encoder.name} gives vectors of length {length:.3f}"
            )
        else:
            yield Finding(check="model", state="fine", detail=f"{index.encoder.name} by {runtime}, weights as expected")


def _names() -> Iterator[Finding]:
    """The model that reads names of organisations."""
    from extractors.ner.predict import CARD, unknown_organisations, weights_hash

    expected = json.loads(CARD.read_text(encoding="utf-8"))["weights_sha256"]
    if weights_hash() != expected:
        detail = "the weights of the model of names are not those of its card. Install remit again."
        yield Finding(check="names", state="failed", detail=detail)
        return
    unknown_organisations(["The Example Valley Care Partnership met in May."])
    yield Finding(check="names", state="fine", detail=f"spacy {version('spacy')}, weights as expected")


def _search(settings: Settings) -> Iterator[Finding]:
    with open_index(settings) as index:
        index.refresh()
        found = _found(index)
    if found is None:
        yield Finding(check="search", state="warning", detail="there is nothing to find yet")
    elif found:
        yield Finding(check="search", state="fine", detail="a passage is found by its own words")
    else:
        detail = f"a passage is not found by its own words. Remove {settings.data / 'derived'}: it is made again."
        yield Finding(check="search", state="failed", detail=detail)


def _found(index: Index) -> bool | None:
    """Whether the first passage of the first document is found by its own words; None where there is no document."""
    summaries = [summary for summary in index.store.documents() if summary.passages]
    if not summaries:
        return None
    with index.store.snapshot():
        query = "SELECT id FROM passages WHERE document = (SELECT key FROM documents WHERE id = ?) LIMIT 1"
        (name,) = index.store.connections.current.execute(query, (summaries[0].id,)).fetchone()
        words = index.store.excerpts([name])[0].text[:200].replace('"', " ")
        return name in {hit.passage.id for hit in index.search(words, limit=20)}


def _quotations(folder: Path) -> Iterator[Finding]:
    with Store.open(folder) as store:
        summaries = store.documents()
        step = max(1, len(summaries) // SAMPLE)
        result = verify(store, folder, documents=summaries[::step][:SAMPLE])
    if result.lost:
        detail = (
            f"{len(result.lost)} lost, as in {result.lost[0].document}: {result.lost[0].reason}. Run `remit verify`."
        )
        yield Finding(check="quotations", state="failed", detail=detail)
        return
    detail = f"{result.quotations} found again in {result.documents} of {len(summaries)} documents"
    yield Finding(check="quotations", state="fine", detail=detail)
