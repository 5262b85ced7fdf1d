"""`remit evaluate`: scores against rows made by hand, and a page of what went wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import EXIT_FAULT, EXIT_INPUTS, EXIT_USAGE, complain, err, out, print_json
from api.cli.options import AsJson, settings

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.evaluation import Evaluation
    from pipeline.evaluation.claims import Claim
    from pipeline.evaluation.scores import KindScores
    from pipeline.rows import FileRows
    from pipeline.settings import Settings


def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder of rows made by hand.", show_default=False)],
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of the documents. Repeatable. Default: beside the gold.", show_default=False),
    ] = None,
    covered: Annotated[
        Path | None, typer.Option(help="What the gold covers. Default: its covered.json.", show_default=False)
    ] = None,
    split: Annotated[str | None, typer.Option(help="Only gold rows of this split: held.", show_default=False)] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Score these rows; nothing is extracted.", show_default=False)
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--report", help="Write a page of misses and false rows.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score extraction against rows made by hand."""
    from pipeline.evaluation import evaluate as compare
    from pipeline.evaluation.gold import document_folders, find_documents, load_gold, read_texts
    from pipeline.evaluation.report import as_json as report_json

    if page is not None and not page.parent.is_dir():
        complain(f"{page}: the folder {page.parent} does not exist. Make it, or name another file.")
        raise typer.Exit(EXIT_USAGE)
    if page is not None and page.is_dir():
        complain(f"{page}: is a folder. Name a file.")
        raise typer.Exit(EXIT_USAGE)
    chosen = settings(None)
    wanted = load_gold(gold, covered=covered, split=split)
    folders = document_folders(gold, documents or [])
    texts = read_texts(wanted, folders, limits=chosen.limits)
    files = find_documents(wanted.documents, folders)
    rows, failed = _given(predictions) if predictions else _extracted(list(files.values()), chosen)
    scores = compare(wanted, rows, texts)
    missing = [name for name in wanted.documents if name not in (texts if predictions else files)]
    if as_json:
        print_json(report_json(scores))
    else:
        _show(scores)
    if page is not None:
        from pipeline.evaluation.page import findings_page

        html = findings_page(scores, texts, gold=gold.resolve().name, missing=missing)
        page.write_text(html, encoding="utf-8")
        err().print(f"what to look at: {page}", markup=False, soft_wrap=True)
    _exit(missing, failed, folders)


def _given(path: Path) -> "tuple[Sequence[Claim], list[FileRows]]":
    from pipeline.evaluation.claims import read_found

    return read_found(path), []


def _extracted(files: list[Path], chosen: "Settings") -> "tuple[list[Claim], list[FileRows]]":
    """What is extracted from the files now, and the files that failed."""
    from extractors import ALL_KINDS
    from pipeline.evaluation.claims import found_claim
    from pipeline.logs import configure_logs
    from pipeline.rows import extract_rows

    configure_logs()
    found = list(extract_rows(files, limits=chosen.limits, kinds=ALL_KINDS, workers=chosen.workers)) if files else []
    return [found_claim(row) for one in found for row in one.rows], [one for one in found if one.error]


def _exit(missing: Sequence[str], failed: "Sequence[FileRows]", folders: Sequence[Path]) -> None:
    for name in missing:
        complain(f"{name}: named by the gold, and in none of {', '.join(map(str, folders))}. Its rows are left out.")
    for one in failed:
        complain(one.error or "")
    if any(one.fault for one in failed):
        raise typer.Exit(EXIT_FAULT)
    if missing or failed:
        raise typer.Exit(EXIT_INPUTS)


def _show(scores: "Evaluation") -> None:
    for table in (_tiers(scores), _fields(scores), _rules(scores)):
        if table.row_count:
            out().print(table)
            out().print()
    for stem, kind in _by_stem(scores):
        if kind.lost:
            err().print(f"{kind.lost} rows of {stem} are not in their documents; they are left out.")
    if scores.traps is not None:
        out().print(f"{len(scores.traps.fallen)} rows in {scores.traps.traps} traps")


def _tiers(scores: "Evaluation") -> "Table":
    table = _table(["gold", "tier"], ["precision", "recall", "F1", "gold rows", "extracted", "right"])
    for stem, kind in _by_stem(scores):
        for tier, rates in kind.tiers().items():
            shares = [f"{share:.4f}" for share in (rates.precision, rates.recall, rates.f1)]
            counts = [str(count) for count in (rates.gold, rates.predicted, rates.hits)]
            table.add_row(stem, tier, *shares, *counts)
    return table


def _fields(scores: "Evaluation") -> "Table":
    table = _table(["gold", "field of a right row"], ["agrees"])
    for stem, kind in _by_stem(scores):
        for field, share in kind.fields().items():
            table.add_row(stem, field, f"{share:.4f}")
    return table


def _rules(scores: "Evaluation") -> "Table":
    table = _table(["gold", "rule"], ["rows", "right", "in all fields", "precision"])
    for stem, kind in _by_stem(scores):
        for one in kind.rules():
            counts = [str(count) for count in (one.rows, one.right, one.right_throughout)]
            table.add_row(stem, one.rule, *counts, f"{one.right / one.rows:.2f}")
    return table


def _by_stem(scores: "Evaluation") -> "list[tuple[str, KindScores]]":
    from pipeline.evaluation.gold import STEMS

    return [(STEMS[kind], kind_scores) for kind, kind_scores in scores.kinds.items()]


def _table(words: Sequence[str], numbers: Sequence[str]) -> "Table":
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in words:
        table.add_column(name, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
