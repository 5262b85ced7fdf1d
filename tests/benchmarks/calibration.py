"""Fits how sure rows are, and shows how true that is: `python -m tests.benchmarks.calibration`.

The rows of the annotated documents are extracted and compared with gold (pipeline/evaluation): a row is right where it
matches. For each kind a logistic model of the rows' features is fitted, its weights held towards zero; how strongly is
chosen by leaving out a fifth of the documents at a time. Writes `extractors/lexicons/confidence.toml`,
`docs/reliability.svg` and the tables of `docs/confidence.md`; the same documents and rules give the same files.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.facts import FactKind
from corpus.rows import fact_row
from extractors import ALL_KINDS, extract_facts
from extractors.confidence import Setting
from extractors.lexicon import FOLDER
from pipeline.evaluation import evaluate
from pipeline.evaluation.claims import found_claim
from pipeline.evaluation.gold import find_documents, load_gold, read_texts
from pipeline.readers import ReadLimits, read
from tests.benchmarks.logistic import Model, Vector, fit, left_out, strength
from tests.benchmarks.reliability import BINS, Bin, Curve, bins, brier, calibration_error, chance_error, reliability_svg

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DEV, SHARED_PARTS = SHARED / "gold" / "dev", ROOT / "tests" / "gold" / "shared"
OWN = tuple(ROOT / "tests" / "gold" / name for name in ("plans", "trusts"))
# Rules are made beside the documents of dev and mended beside those of mend: rows from there look better than others.
WEIGHTS = {"dev": 0.25, "mend": 0.5, "held": 1.0}
FEWEST = 5  # rows that a feature must have, to be given a weight
SMALLEST = 0.01  # log-odds: a weight below it is left out
PAGE, PLOT, LEXICON = ROOT / "docs" / "confidence.md", ROOT / "docs" / "reliability.svg", FOLDER / "confidence.toml"
TABLES = re.compile(r"(?<=<!-- made by tests/benchmarks/calibration.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
HEAD = """\
# How sure rows are: for each kind the log-odds of a row to be right (`base`), and what each feature of it adds or takes
# away. 0.7 doubles the odds, -0.7 halves them. docs/confidence.md says what the features are and how far this is true.
# Written by `python -m tests.benchmarks.calibration`: change the rules and run it again, rather than change it by hand.
"""


class GoldPlace(NamedTuple):
    """A gold folder, where its documents are, and repaired copies that its offsets point into."""

    folder: Path
    documents: tuple[Path, ...]
    repaired: tuple[Path, ...] = ()


class Judged(NamedTuple):
    """An extracted row that gold has an opinion on: `right` where it matches, `throughout` where all fields agree."""

    kind: FactKind
    split: str
    document: str
    features: tuple[str, ...]
    right: bool
    throughout: bool


class Fitted(NamedTuple):
    """What was fitted for a kind, and what it says of held rows: of documents that were left out, and as one model."""

    model: Model
    names: tuple[str, ...]
    held: Sequence[Judged]
    by_left_out: Vector
    by_others: Vector
    by_rate: Vector


def main() -> int:
    """Fit, and write the lexicon, the plot and the tables."""
    places = gold_places()
    missing = [path for place in places for path in (place.folder, *place.documents) if not path.is_dir()]
    if missing:
        sys.stderr.write(f"annotated documents are not here: {', '.join(map(str, missing))}\n")
        return 2
    rows = [row for place in places for row in judged(place)]
    found = {kind: fit_kind([row for row in rows if row.kind == kind]) for kind in ALL_KINDS}
    LEXICON.write_text(HEAD + "".join(_table(kind, one) for kind, one in found.items()), encoding="utf-8")
    PLOT.write_text(reliability_svg([_curve(kind, one) for kind, one in found.items()]), encoding="utf-8")
    tables = _scores(found) + "\n" + _bins(found)
    PAGE.write_text(TABLES.sub(lambda _: tables, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(tables)
    return 0


def gold_places() -> list[GoldPlace]:
    """All gold there is: on public documents beside the checkout, and on documents of the project's own."""
    public = (SHARED / "documents", SHARED / "excerpts")
    own = [GoldPlace(folder, (folder / "documents",)) for folder in OWN]
    return [GoldPlace(DEV, public), GoldPlace(SHARED_PARTS, public, (DEV / "repaired",)), *own]


def judged(place: GoldPlace) -> Iterator[Judged]:
    """The extracted rows of a gold folder's documents, each with its features and whether it is right."""
    splits = {claim.split for claims in load_gold(place.folder).rows.values() for claim in claims}
    for split in (name for name in WEIGHTS if name in splits):
        gold = load_gold(place.folder, split=split)
        found, features = [], {}
        for path in find_documents(gold.documents, place.documents).values():
            document = read(path)
            setting = Setting(document)
            for fact in extract_facts(document):
                claim = found_claim(fact_row(document, fact))
                found.append(claim)
                features[claim.document, claim.id] = setting.features(fact)
        texts = read_texts(gold, [*place.repaired, *place.documents], limits=ReadLimits())
        for kind, one in evaluate(gold, found, texts).kinds.items():
            outcomes = [(pair.found.claim, True, pair.agrees) for pair in one.matched]
            outcomes += [(row.claim, False, False) for row in one.false_rows]
            for claim, right, throughout in outcomes:
                own = features[claim.document, claim.id]
                yield Judged(kind, split, claim.document, own, right, throughout)


def fit_kind(rows: Sequence[Judged]) -> Fitted:
    """The model of one kind, and what models that have not seen them say of the held rows."""
    counts = Counter(feature for row in rows for feature in row.features)
    names = tuple(sorted(feature for feature, count in counts.items() if count >= FEWEST))
    table = np.array([[name in row.features for name in names] for row in rows], float)
    right = np.array([row.right for row in rows], float)
    weights = np.array([WEIGHTS[row.split] for row in rows])
    documents = np.array([row.document for row in rows])
    held = np.array([row.split == "held" for row in rows])
    shrink = strength(table, right, weights, documents)
    others = fit(table[~held], right[~held], np.ones((~held).sum()), strength=shrink)
    return Fitted(
        model=fit(table, right, weights, strength=shrink),
        names=names,
        held=[row for row in rows if row.split == "held"],
        by_left_out=left_out(table, right, weights, documents, strength=shrink)[held],
        by_others=others.shares(table[held]),
        by_rate=np.full(held.sum(), right[~held].mean()),
    )


def _table(kind: FactKind, one: Fitted) -> str:
    weights = zip(one.names, one.model.weights, strict=True)
    lines = [f'"{name}" = {weight:.2f}\n' for name, weight in weights if abs(weight) >= SMALLEST]
    return f"\n[{kind}]\nbase = {one.model.base:.2f}\n\n[{kind}.weights]\n" + "".join(lines)


def _curve(kind: FactKind, one: Fitted) -> Curve:
    right, throughout = _outcomes(one)
    fields = kind in ("objective", "figure")
    found, further = bins(one.by_left_out, right), bins(one.by_left_out, throughout) if fields else []
    return Curve(f"{kind}s" if kind != "body" else "bodies", found, further)


def _outcomes(one: Fitted) -> tuple[Vector, Vector]:
    right = np.array([row.right for row in one.held], float)
    return right, np.array([row.throughout for row in one.held], float)


def _scores(found: dict[FactKind, Fitted]) -> str:
    heads = ("kind", "held rows", "right", "confidence by", "mean", "Brier", "ECE", "ECE by chance")
    lines = [f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"]
    for kind, one in found.items():
        right, _ = _outcomes(one)
        for name, said in (
            ("the share of right rows on dev and mend", one.by_rate),
            ("weights fitted on dev and mend", one.by_others),
            ("weights as shipped, on documents left out", one.by_left_out),
        ):
            rates = (said.mean(), brier(said, right), calibration_error(said, right), chance_error(said))
            numbers = " | ".join(f"{rate:.3f}" for rate in rates)
            lines.append(f"| {kind} | {len(right)} | {right.mean():.3f} | {name} | {numbers} |\n")
    return "".join(lines)


def _bins(found: dict[FactKind, Fitted]) -> str:
    heads = " | ".join(f"{low:.2f} to {high:.2f}" for low, high in BINS)
    lines = [f"| kind, held rows | {heads} |\n|---|{'---|' * len(BINS)}\n"]
    for kind, one in found.items():
        right, throughout = _outcomes(one)
        lines.append(_bin_line(kind, bins(one.by_left_out, right)))
        if kind in ("objective", "figure"):
            lines.append(_bin_line(f"{kind}, all fields", bins(one.by_left_out, throughout)))
    return "".join(lines)


def _bin_line(name: str, found: Sequence[Bin]) -> str:
    by_range = {one.range: f"{one.share:.2f} of {one.rows}" for one in found}
    return f"| {name} | {' | '.join(by_range.get(edges, '') for edges in BINS)} |\n"


if __name__ == "__main__":
    sys.exit(main())
