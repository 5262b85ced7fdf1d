"""The queries of `tests/gold/search` with their quotations, which stand in the shared documents and not here.

    python -m tests.search_gold OUT.jsonl [--split mend] [--documents ../shared/documents]

writes what `score.py search --gold OUT.jsonl` reads.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).parent / "gold" / "search" / "nhse.jsonl"
DOCUMENTS = Path(__file__).resolve().parent.parent.parent / "shared" / "documents"


def load(split: str | None = None) -> list[dict[str, Any]]:
    """The queries, of one split or all; `relevant` holds places, without their words."""
    rows = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if split in (None, row["split"])]


def filled(row: dict[str, Any], documents: Path) -> dict[str, Any]:
    """A query with the quotation of each relevant place.

    Raises:
        ValueError: a document is not the one that was annotated.
    """
    relevant = []
    for place in row["relevant"]:
        quote = (documents / place["file"]).read_text(encoding="utf-8")[place["start"] : place["end"]]
        if hashlib.sha256(quote.encode()).hexdigest() != place["sha256"]:
            raise ValueError(f"{row['qid']}: {place['file']}:{place['start']} holds other words than were annotated")
        relevant.append({**place, "quote": quote})
    return {**row, "relevant": relevant}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", choices=("mend", "held"))
    parser.add_argument("--documents", type=Path, default=DOCUMENTS)
    given = parser.parse_args()
    lines = [json.dumps(filled(row, given.documents), ensure_ascii=False) for row in load(given.split)]
    given.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
