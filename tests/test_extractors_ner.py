"""Organisations that the gazetteer does not know: the entity model, its data and its scores."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.bodies import extract_bodies
from extractors.ner.evaluation import PARTS, Finder, by_model, by_rules, by_rules_and_model, held_out, score
from extractors.ner.markup import Labelled, data, parse
from extractors.ner.predict import CARD, MODEL, type_of, unknown_organisations, weights_hash
from extractors.ner.training import training_sentences
from tests.factories import make_document

SIZE_LIMIT = 5_000_000  # bytes; the package has room for 15 MB


@pytest.fixture(scope="module")
def trained() -> list[Labelled]:
    return list(training_sentences(1, 6000))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rooms are let by Larkmoor District Council and by Fernhill Housing Association.", 2),
        ("The Royal College of Hand Therapists and the University of Milborne disagree.", 2),
        ("Larkmoor Constabulary lost 90 hours.", 1),
        ("The Deputy Chief Nurse and Dr Orla Tennant presented the Larkmoor Recovery Plan.", 0),
        ("Reducing Waits And Improving Flow", 0),
        ("The Larkmoor Transformation Fund closes in March.", 0),
        ("Ambulance crews See and Treat or Hear and Treat, and the Larkmoor Crown Court sat.", 0),
        ("A patient who Was Not Brought to the Royal Milborne is called.", 0),
        ("Visitors to Royal Milborne Hospice and Blenkin Stroke Support sign in.", 2),
        ("nothing here has a capital", 0),
    ],
)
def test_organisations_and_traps(text: str, names: int) -> None:
    [found] = unknown_organisations([text])
    assert len(found) == names, [text[o.start : o.end] for o in found]


def test_a_name_is_given_without_its_determiner_and_its_place_is_exact() -> None:
    text = "Nurses from the Faculty\nof Burns Medicine came."
    [[found]] = unknown_organisations([text])
    assert text[found.start : found.end] == "Faculty\nof Burns Medicine"


def test_what_a_rule_has_claimed_is_left_alone() -> None:
    text = "Larkmoor District Council pays."
    [free] = unknown_organisations([text])
    [claimed] = unknown_organisations([text], [[(free[0].start, free[0].end)]])
    assert free
    assert not claimed


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Larkmoor District Council", "government"),
        ("Ministry of Health of Malta", "government"),
        ("Larkmoor Constabulary", "government"),
        ("Larkmoor Teaching Hospitals NHS Foundation Trust", "trust"),
        ("Larkmoor and Fernhill Integrated Care Board", "icb"),
        ("Gambling Commission", "regulator"),
        ("Medical Research Council", "other"),
        ("Fernhill Hospice", "other"),
    ],
)
def test_the_head_noun_gives_the_type(name: str, kind: str) -> None:
    assert type_of(name) == kind


def test_rows_are_unresolved_and_say_that_the_model_made_them() -> None:
    document = make_document(["Blenkin Stroke Support (BSS) pays. BSS staff came with NHS England."])
    bodies = {document.quote(body): body for body in extract_bodies(document)}
    made = bodies["Blenkin Stroke Support"]
    assert (made.name, made.code, made.type) == ("Blenkin Stroke Support", None, "other")
    assert (made.rule, made.resolved_by) == ("body.ner", "model")
    assert bodies["BSS"].name == "Blenkin Stroke Support"
    assert bodies["NHS England"].rule == "body.gazetteer"


def test_the_model_is_a_spacy_component_of_its_own() -> None:
    import spacy

    import extractors.components  # noqa: F401  # registers the factories

    nlp = spacy.blank("en")
    nlp.add_pipe("remit_organisations")
    doc = nlp("Blenkin Stroke Support and NHS England agreed.")
    assert [span.text for span in doc.spans["remit_organisations"]] == ["Blenkin Stroke Support"]
    assert len(nlp("").spans["remit_organisations"]) == 0


def test_without_the_model_only_the_rules_speak() -> None:
    document = make_document(["Blenkin Stroke Support pays NHS England."])
    assert [body.name for body in extract_bodies(document)] == ["Blenkin Stroke Support", "NHS England"]
    assert [body.name for body in extract_bodies(document, unknown=False)] == ["NHS England"]


def test_the_same_text_gives_the_same_rows() -> None:
    text = " ".join(line.text for line in held_out("unknown"))
    assert extract_bodies(make_document([text])) == extract_bodies(make_document([text]))


def left_by_rules(part: str) -> list[Labelled]:
    """Held-out lines, marked only with the names that rules leave unclaimed."""
    lines = held_out(part)
    claimed = by_rules([line.text for line in lines])
    return [
        Labelled(line.text, tuple(name for name in line.names if tuple(name[:2]) not in ranges))
        for line, ranges in zip(lines, claimed, strict=True)
    ]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("who", "find"), [("rules", by_rules), ("model", by_model), ("rules and model", by_rules_and_model)]
)
def test_scores_on_held_out_sentences_are_those_of_the_model_card(part: str, who: str, find: Finder) -> None:
    now = score(held_out(part), find)
    row = json.loads(CARD.read_text())["scores"][f"{part}, {who}"]
    assert (now.right, now.false, now.missed) == (row["right"], row["false"], row["missed"]), now.wrong


def test_the_model_by_itself_finds_organisations_and_falls_into_no_trap() -> None:
    alone = score(held_out("unknown"), by_model)
    assert alone.recall > 0.7
    assert alone.precision > 0.9
    assert score(held_out("traps"), by_model).false == 0


@pytest.mark.parametrize(("part", "share"), [("unknown", 0.5), ("fresh", 0.5)])
def test_the_model_finds_half_of_what_the_rules_leave_and_adds_next_to_nothing_false(part: str, share: float) -> None:
    found = score(left_by_rules(part), by_rules_and_model)
    assert found.recall > share, found.wrong
    rules, both = (score(held_out(part), find) for find in (by_rules, by_rules_and_model))
    assert both.right > rules.right
    assert both.false - rules.false <= 1


def test_held_out_sentences_are_enough_and_rules_leave_many_of_their_names() -> None:
    unknown, traps = held_out("unknown"), held_out("traps")
    assert len(unknown) >= 120
    assert len(traps) >= 80
    assert all(line.names for line in unknown)
    assert not any(line.names for line in traps)
    assert sum(len(line.names) for line in left_by_rules("unknown")) >= 30


def test_no_held_out_name_or_sentence_trains(trained: list[Labelled]) -> None:
    lines = [line for part in PARTS for line in held_out(part)]
    names = {line.text[start:end].replace("'", "’") for line in lines for start, end, _ in line.names}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")
    texts = {sentence.text.replace("'", "’") for sentence in trained}
    assert not [text for text in texts if pattern.search(text)]
    assert not texts & {line.text.replace("'", "’") for line in lines}


def test_training_sentences_come_out_the_same_each_time(trained: list[Labelled]) -> None:
    assert trained[:200] == list(training_sentences(1, 200))
    assert trained[:200] != list(training_sentences(2, 200))


def test_training_twice_gives_the_same_weights(tmp_path: Path) -> None:
    from extractors.ner.train import train

    settings = {"corpora.train.size": 120, "corpora.dev.size": 20, "training.max_epochs": 1}
    for name in ("one", "two"):
        train(tmp_path / name, settings)
    one, two = ((tmp_path / name / "ner" / "model").read_bytes() for name in ("one", "two"))
    assert one == two


def test_training_labels_cover_whole_words(trained: list[Labelled]) -> None:
    for text, names in trained:
        for start, end, _ in names:
            assert text[start:end] == text[start:end].strip()
            assert text[start:end]


def test_every_slot_of_a_template_can_be_filled() -> None:
    templates, lists = data("templates"), data("names")["lists"]
    made = {"coined", "letters", "digit", "year", "years", "word", "Word", "WORD", "nobody", "FIRST", "SURNAME"}
    labels = {kind["label"] for kind in data("names")["kind"]}
    for part in ("openers", "closers", "clauses", "lines", "plain"):
        for shape in templates[part]:
            assert set(re.findall(r"\{(\w+)\}", shape)) <= labels | set(templates["words"]) | set(lists) | made, shape


def test_marked_sentences_are_read() -> None:
    line = parse("[00:01:02] Told by [Fern Hospice] to [Ann Lee](PERSON).")
    assert line.text == "[00:01:02] Told by Fern Hospice to Ann Lee."
    assert [(line.text[start:end], label) for start, end, label in line.names] == [
        ("Fern Hospice", "ORG"),
        ("Ann Lee", "PERSON"),
    ]


def test_the_model_is_small_and_its_card_names_its_weights() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) < SIZE_LIMIT
    assert json.loads(CARD.read_text())["weights_sha256"] == weights_hash()


def test_spacy_is_loaded_only_for_an_unclaimed_name() -> None:
    code = (
        "import sys, extractors, extractors.bodies, extractors.ner.predict as p\n"
        "p.unknown_organisations(['NHS England met in March.'], [[(0, 11)]])\n"
        "extractors.bodies.find_bodies('what did Larkmoor District Council say')\n"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_model_is_loaded_without_torch_which_others_still_find() -> None:
    code = (
        "import sys, extractors.ner.predict as p\n"
        "p.unknown_organisations(['Rooms are let by Larkmoor District Council.'])\n"
        "print('spacy' in sys.modules, 'torch' in sys.modules)\n"
        "import importlib.util; print(importlib.util.find_spec('torch') is not None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "True"]
