"""The package's door: light to import, one list of facts in the order of the text."""

import subprocess
import sys

import pytest

import extractors
from corpus.facts import Figure, Objective
from extractors import ALL_KINDS, extract_bodies, extract_dates, extract_facts, extract_figures, extract_objectives
from tests.outline import outline

WORDS = """
In 2023/24 agency spend fell by 30%, NHS England reports.
Trusts must keep bed occupancy below 92% by March 2025.
"""

HEAVY = ["spacy", "torch", "faiss", "pypdfium2", "sentence_transformers", "pyarrow", "docx", "pptx", "numpy"]


def test_facts_come_in_the_order_of_the_text() -> None:
    facts = extract_facts(outline(WORDS))
    assert {fact.kind for fact in facts} == set(ALL_KINDS)
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_kinds_are_chosen(kind: str) -> None:
    assert {fact.kind for fact in extract_facts(outline(WORDS), kinds=[kind])} == {kind}  # type: ignore[list-item]


def test_a_level_is_an_objective_and_no_figure() -> None:
    facts = extract_facts(outline(WORDS))
    assert [fact.value for fact in facts if isinstance(fact, Objective)] == [92]
    assert [fact.value for fact in facts if isinstance(fact, Figure)] == [30]


def test_each_extractor_stands_alone() -> None:
    document = outline(WORDS)
    alone = [
        *extract_objectives(document),
        *extract_figures(document),
        *extract_dates(document),
        *extract_bodies(document),
    ]
    together = extract_facts(document)
    assert sorted(fact.id for fact in alone) == sorted(fact.id for fact in together)


def test_ids_are_stable_and_unique() -> None:
    first, second = extract_facts(outline(WORDS)), extract_facts(outline(WORDS))
    assert [fact.id for fact in first] == [fact.id for fact in second]
    assert len({fact.id for fact in first}) == len(first)


def test_all_public_names_exist() -> None:
    assert all(hasattr(extractors, name) for name in extractors.__all__)


def test_nothing_heavy_is_imported_to_read_a_query() -> None:
    code = (
        "import sys\nfrom extractors.bodies import find_bodies\nfrom extractors.metrics import find_metrics\n"
        f"find_bodies('NHSE'); find_metrics('FDS')\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
