"""How fast facts are extracted: against spaCy's bare tokenizer on the same text, by length, and in which memory.

`python -m tests.benchmarks.extraction --megabytes 50` tells what a long document takes.
"""

import argparse
import functools
import gc
import hashlib
import sys
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from corpus.catalogue import bundled_documents
from corpus.document import Block, Document, Section
from corpus.facts import Fact, pack_facts
from extractors import extract_bodies, extract_dates, extract_facts, extract_figures, extract_objectives, iter_facts
from pipeline.readers import read
from tests.benchmarks.measure import Measurement, seconds

REPEATS = 5
LENGTHS = (2_000, 20_000, 200_000)  # code points
MEGABYTES = 5  # of `make bench`; 50 by hand
Extract = Callable[[Document], Collection[Fact]]
EXTRACTORS: dict[str, Extract] = {
    "all": extract_facts,
    "objectives": extract_objectives,
    "figures": lambda document: extract_figures(document, objectives=()),
    "dates": extract_dates,
    "bodies": extract_bodies,
}
DENSE = {  # what each block says, again and again
    "5% ": "5% " * 300,
    "money and percentages": "£1.2m 3.4% " * 90,
    "numbers without a stop": "we will treat 1,234 patients and " * 30,
    "bullets": "Improve waits to 75% by March 2026",
    "alternations": "must and should and will and asks systems and trusts and " * 15,
}


def run() -> list[Measurement]:
    """Ratios, growth and memory."""
    return [*_ratios(), *_growth(), *memory(MEGABYTES)]


def _ratios() -> list[Measurement]:
    """Each extractor on the bundled documents, the tokenizer between them; nothing is kept from run to run."""
    import spacy

    documents = [read(entry.path) for entry in bundled_documents()]
    characters = sum(len(document.text) for document in documents)
    words = sum(len(document.text.split()) for document in documents)
    tokenizer = spacy.blank("en")
    works: dict[str, Callable[[Document], Any]] = {"tokenizer": lambda d: tokenizer.make_doc(d.text), **EXTRACTORS}
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(REPEATS + 1):
        for name, work in works.items():
            forget()
            times[name].append(_seconds(lambda work=work: [work(d) for d in documents]))  # type: ignore[misc]
    best = {name: min(taken[1:]) for name, taken in times.items()}  # the first run compiles the patterns
    found = []
    for name in EXTRACTORS:
        note = f"{characters / best[name] / 1e6:.2f} MB/s, {words / best[name]:,.0f} words/s; one core"
        found.append(
            Measurement(f"{name}: tokenizer's time over its own", best["tokenizer"] / best[name], "ratio", note)
        )
    return found


def forget() -> None:
    """Empty what extractors keep of the texts that they have read, so that a second run reads them again."""
    for kept in gc.get_objects():
        is_cache = type(kept) is functools._lru_cache_wrapper and kept.__module__.startswith("extractors")
        if is_cache and kept.cache_parameters()["maxsize"] is not None:
            kept.cache_clear()


def _growth() -> list[Measurement]:
    """Time for a code point as a document grows tenfold: 1 is linear."""
    found = []
    prose = "\n\n".join(read(entry.path).text for entry in bundled_documents()).split("\n\n")
    for name, blocks in {"bundled documents": prose, **{k: [v] for k, v in DENSE.items()}}.items():
        for extractor, extract in EXTRACTORS.items():
            taken = [
                _best(extract, long_document(blocks, length)) / length
                for length in LENGTHS[: 2 + (name == "bundled documents")]
            ]
            note = ", ".join(f"{length:,}: {1e6 * one:.2f} s/MB" for length, one in zip(LENGTHS, taken, strict=False))
            found.append(Measurement(f"{name}, {extractor}: growth", taken[-1] / taken[-2], "times", note))
    return found


def _best(extract: Extract, document: Document) -> float:
    times = []
    for _ in range(2 if len(document.text) < LENGTHS[-1] else 1):
        forget()
        times.append(_seconds(lambda: extract(document)))
    return min(times)


def long_document(blocks: Sequence[str], length: int, *, kind: str = "paragraph") -> Document:
    """A document of about so many code points that says the blocks again and again, each time with another number."""
    pieces: list[str] = []
    placed: list[Block] = []
    at, i = 0, 0
    while at < length:
        text = f"{blocks[i % len(blocks)]} {i}."
        placed.append(Block(start=at, end=at + len(text), kind=kind, section_id="s"))  # type: ignore[arg-type]
        pieces.append(text)
        at, i = at + len(text) + 2, i + 1
    text = "\n\n".join(pieces)
    root = Section(id="s", parent_id=None, level=1, heading="Plan", path=("Plan",), start=0, end=len(text))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest[:16], sha256=digest, file="long.txt", title="Plan", media_type="text/plain", text=text,
        sections=(root,), blocks=tuple(placed),
    )  # fmt: skip


def memory(megabytes: int) -> list[Measurement]:
    """Extract from a long document in a process of its own."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        taken, held, peak, facts = pool.apply(_long_run, (megabytes,))
    note = f"{taken:.0f} s; {facts:,} facts; document and modules {held:.0f} MB"
    return [Measurement(f"memory above the document, {megabytes} MB of text", peak - held, "MB", note)]


def _long_run(megabytes: int) -> tuple[float, float, float, int]:
    import psutil

    from tests.benchmarks.memory import _taken

    prose = "\n\n".join(read(entry.path).text for entry in bundled_documents()).split("\n\n")
    document = long_document(prose, megabytes * 1_000_000)
    held = psutil.Process().memory_info().rss / 1e6
    begun = time.perf_counter()
    facts = pack_facts(iter_facts(document))
    return time.perf_counter() - begun, held, _taken("VmHWM"), len(facts)


def _seconds(work: Callable[[], object]) -> float:
    return seconds(work)[1]


def main() -> int:
    """The memory that a long document takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=50, help="of text")
    for one in memory(parser.parse_args().megabytes):
        sys.stdout.write(f"{one.name}: {one.value:,.0f} {one.unit} ({one.note})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
