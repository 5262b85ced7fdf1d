"""The extractors as spaCy components."""

import subprocess
import sys
from datetime import date

import pytest

from corpus.errors import RulesError
from extractors import use_rules

TEXT = """Waits

In 2023/24 the trust spent £3.2 million on agency nurses.

By the end of the year we will see 78% of patients."""
FACTORIES = ["remit_dates", "remit_figures", "remit_bodies", "remit_organisations", "remit_objectives"]
TEXTS = [
    TEXT,
    "",
    "Plans 😀\n\nThe Marsh Trust must cut waits by 10% and reach 78% by March 2025, and Fellside Hub must:\n"
    "- open\u00a0two hubs by June 2025\n- publish a plan",
    "Marshland Guild is bound to raise noon rounds to not under 78% by March 2025.",
] * 2
RULES = """
[[metric]]
id = "rounds"
name = "ward rounds before noon"
better = "higher"
unit = "percent"
aliases = ["noon rounds"]

[obligations.verbs]
must = ["is bound to"]

[comparators.before]
">=" = ["not under"]
"""


@pytest.fixture(scope="module")
def components():
    return pytest.importorskip("extractors.components")


@pytest.fixture(scope="module")
def spacy():
    return pytest.importorskip("spacy")


@pytest.fixture(autouse=True)
def alone():
    """No rules of one's own are left in use by a test."""
    yield
    use_rules(None)


@pytest.fixture
def whole(spacy, components):
    """The pipeline of extractors/remit.cfg."""

    def load(**overrides):
        given = {"document.published": "2024-03-27", **{name.replace("__", "."): v for name, v in overrides.items()}}
        config = spacy.util.load_config(components.CONFIG, overrides=given)
        return spacy.util.load_model_from_config(config, auto_fill=True)

    return load


def rows(doc):
    return [(name, s.text, s.label_, s._.fact.model_dump_json()) for name in doc.spans for s in doc.spans[name]]


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


@pytest.mark.parametrize("name", FACTORIES)
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


def test_the_configuration_holds_every_component(whole, components):
    nlp = whole()
    assert nlp.pipe_names == FACTORIES == list(components.EXTRACTORS)
    assert {nlp.get_pipe(name).published for name in FACTORIES} == {date(2024, 3, 27)}
    for name in FACTORIES:
        assert set(nlp.get_pipe_config(name)) == {"factory", *components.SETTINGS}


def test_offsets_map_to_the_text_of_the_document(whole, components):
    nlp = whole()
    for text in TEXTS:
        doc = nlp(text)
        if not text:
            assert not rows(doc)
            continue
        document = nlp.get_pipe("remit_dates").document(doc)
        assert document.text == doc.text == text
        for name, extract in components.EXTRACTORS.items():
            facts = extract(document)
            assert [span._.fact for span in doc.spans[name]] == facts
            for span, fact in zip(doc.spans[name], facts, strict=True):
                assert document.quote(fact) == doc.text[fact.start : fact.end]
                assert span.start_char <= fact.start < fact.end <= span.end_char
                assert doc.text[fact.start : fact.end] in span.text
    assert sum(len(rows(nlp(text))) for text in TEXTS) > 10


def test_batches_and_a_second_run_give_the_same(whole):
    nlp, texts = whole(), TEXTS
    one_by_one = [rows(nlp(text)) for text in texts]
    for size in (1, 3, 100):
        assert [rows(doc) for doc in nlp.pipe(texts, batch_size=size)] == one_by_one
    assert [rows(doc) for doc in whole().pipe(texts)] == one_by_one


def test_processes_give_the_same_by_the_same_rules(whole, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    nlp = whole(paths__rules=str(path))
    texts = TEXTS[-2:]
    assert [rows(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == [rows(nlp(text)) for text in texts]


def test_facts_of_the_same_words_are_kept_apart(whole):
    doc = whole()("The trust will reach 78% by March 2025.\n\nMarch 2025")
    kinds = {name: {type(s._.fact).__name__ for s in doc.spans[name]} for name in FACTORIES if len(doc.spans[name])}
    assert kinds["remit_dates"] == {"DateExpression"}
    assert kinds["remit_objectives"] == {"Objective"}
    assert doc[0:2]._.fact is None


def test_docs_keep_their_facts_on_disk(spacy, whole):
    nlp = whole()
    doc = nlp(TEXTS[2])
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    bins = spacy.tokens.DocBin(store_user_data=True, docs=[doc])
    assert rows(again) == rows(next(bins.get_docs(nlp.vocab))) == rows(doc) != []


def test_a_pipeline_comes_back_from_disk(spacy, whole, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    nlp = whole(paths__rules=str(path), document__kind="planning_guidance", document__planning_year="2024/25")
    nlp.to_disk(tmp_path / "pipeline")
    use_rules(None)
    again = spacy.load(tmp_path / "pipeline")
    assert again.config == nlp.config
    assert again.get_pipe("remit_dates").planning_year == "2024/25"
    assert [rows(again(text)) for text in TEXTS] == [rows(nlp(text)) for text in TEXTS]


def test_a_rule_file_in_the_configuration_takes_effect(whole, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    text = TEXTS[3]
    assert not whole()(text).spans["remit_objectives"]
    nlp = whole(paths__rules=str(path))
    doc = nlp(text)
    (span,) = doc.spans["remit_objectives"]
    fact = span._.fact
    assert (fact.metric, fact.comparator, fact.value, fact.obligation) == ("ward rounds before noon", ">=", 78, "must")
    use_rules(None)  # as another pipeline's rules would: it puts its own in use again
    assert len(nlp(text).spans["remit_objectives"]) == 1


def test_a_rule_file_that_does_not_fit_is_refused(spacy, components, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text("[obligations.verbs]\nmusst = ['x']")
    with pytest.raises(RulesError, match="has no 'musst'"):
        spacy.blank("en").add_pipe("remit_objectives", config={"rules": str(path)})
