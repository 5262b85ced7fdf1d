"""The page of misses and false rows: one HTML file that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.evaluation.findings import excerpt, findings
from pipeline.evaluation.gold import STEMS
from pipeline.evaluation.placing import Texts
from pipeline.evaluation.report import Evaluation

HERE = Path(__file__).parent


def findings_page(evaluation: Evaluation, texts: Texts, *, gold: str, missing: Sequence[str] = ()) -> str:
    """The page as HTML.

    Args:
        evaluation: the scores, whose rows are shown.
        texts: of the annotated documents.
        gold: what the page is about: the name of the gold folder.
        missing: names of documents that were not found.
    """
    templates = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("page.html").render(
        gold=gold,
        missing=missing,
        kinds=[(STEMS[one.kind], evaluation.kinds[one.kind], one) for one in findings(evaluation, texts)],
        traps=evaluation.traps,
        excerpt=lambda row: excerpt(row, texts),
    )
