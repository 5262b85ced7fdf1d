"""The extractors as spaCy components."""

import subprocess
import sys
from datetime import date

import pytest

TEXT = """Waits

In 2023/24 the trust spent £3.2 million on agency nurses.

By the end of the year we will see 78% of patients."""


@pytest.fixture(scope="module")
def components():
    return pytest.importorskip("extractors.components")


@pytest.fixture(scope="module")
def spacy():
    return pytest.importorskip("spacy")


def words(doc, name):
    return [doc.text[s._.fact.start : s._.fact.end] for s in doc.spans[name]]


def test_dates_and_figures_stand_in_the_doc(spacy, components):
    nlp = spacy.blank("en")
    settings = {"published": "2024-03-27", "kind": "planning_guidance", "planning_year": "2024/25"}
    nlp.add_pipe("remit_dates", config=settings)
    nlp.add_pipe("remit_figures", config=settings)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert words(doc, "remit_dates") == ["2023/24", "the end of the year"]
    assert [s.label_ for s in doc.spans["remit_dates"]] == ["financial_year", "relative"]
    assert doc.spans["remit_dates"][1]._.fact.latest == date(2025, 3, 31)
    assert "£3.2 million" in words(doc, "remit_figures")
    assert doc.spans["remit_figures"][0].label_ == "GBP"


@pytest.mark.parametrize("name", ["remit_dates", "remit_figures", "remit_bodies", "remit_objectives"])
def test_every_factory_is_registered_and_takes_an_empty_doc(spacy, components, name):
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    assert len(nlp("").spans[name]) == 0
    assert len(nlp(" \n ").spans[name]) == 0


def test_a_pipeline_comes_back_from_its_config(spacy, components):
    nlp = spacy.blank("en")
    nlp.add_pipe("remit_dates", config={"published": "2025-02-14"})
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    assert words(again("It opened last month."), "remit_dates") == ["last month"]


def test_an_unknown_kind_is_refused(spacy, components):
    with pytest.raises(ValueError, match="no kind of document"):
        spacy.blank("en").add_pipe("remit_dates", config={"kind": "poem"})


def test_bullets_hang_on_the_paragraph_that_ends_in_a_colon(components):
    text = "Systems should:\n- cut waits\n- open\n  hubs\n\nThe end."
    found = [(b.kind, text[b.start : b.end], b.lead_in and b.lead_in.end) for b in components.blocks_of(text)]
    assert found == [
        ("paragraph", "Systems should:", None),
        ("list_item", "cut waits", 15),
        ("list_item", "open\n  hubs", 15),
        ("paragraph", "The end.", None),
    ]


def test_the_plain_functions_do_not_load_spacy():
    code = "import sys, extractors.dates, extractors.numbers, extractors.figures; print('spacy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
