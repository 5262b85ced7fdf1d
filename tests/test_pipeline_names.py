"""Other names for the terms of a question: from the lexicon, and from the documents' own definitions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.definitions import Definition, spelling_key
from index import Filters, Index
from pipeline.names import all_names, from_documents, from_lexicon
from pipeline.question import understand
from tests.factories import make_entry

TEXTS = {
    "one.txt": ("Marsh and fen care (MFC) opens a virtual ward.", [("MFC", "Marsh and fen care")]),
    "two.txt": ("Marsh and Fen Care (MFC) is hospital at home.", [("MFC", "Marsh and Fen Care")]),
    "three.txt": ("The money for cranes (MFC) is spent.", [("MFC", "money for cranes")]),
    "four.txt": ("The list of fit places (LIST).", [("LIST", "long idle stays tally"), ("DNA", "dens near Ashby")]),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("names"), encoder=None, create=True) as index:
        for file, (text, defined) in TEXTS.items():
            given = [Definition(start=0, end=5, short=short, long=long) for short, long in defined]
            index.add([make_entry([text], file=file).model_copy(update={"definitions": tuple(given)})])
        yield index


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("MFC beds", ["Marsh and fen care"]),  # in two documents; the other wording in one of them
        ("mfcs", ["Marsh and fen care"]),
        ("the marsh and fen care plan", ["MFC"]),
        ("money-for-cranes", ["MFC"]),
        ("a LIST", ["long idle stays tally"]),
        ("a list", []),  # an everyday word
        ("DNA", []),  # ambiguous: the lexicon decides by the words beside it
        ("zebra", []),
    ],
)
def test_definitions_of_the_documents(index: Index, query: str, names: list[str]) -> None:
    found = [name.name.lower() for name in from_documents(query, index.store)]
    assert [name.lower() for name in names] == found[: len(names)]
    assert bool(names) == bool(found)


def test_a_definition_goes_with_its_document(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=None, create=True) as index:
        defined = (Definition(start=0, end=5, short="MFC", long="Marsh and fen care"),)
        index.add([make_entry(["Marsh."]).model_copy(update={"definitions": defined})])
        (explained,) = index.store.explained([spelling_key("MFCs")])
        assert (explained.long, explained.documents, explained.file) == ("Marsh and fen care", 1, "plan.txt")
        index.add([make_entry(["Fen."], file="b.txt").model_copy(update={"definitions": defined * 2})])
        assert [explained.documents for explained in index.store.explained(["mfc"])] == [2]
        for file in ("plan.txt", "b.txt"):
            (summary,) = index.store.documents(Filters(documents=(file,)))
            index.store.remove(summary.id)
        assert index.store.explained(["mfc"]) == []


def test_names_that_the_documents_cannot_hold_are_left_out(index: Index) -> None:
    with index.store.snapshot():
        spelling = index.spelling()
    assert {"VW", "hospital at home"} <= {name.name for name in from_lexicon("virtual ward", None)}
    assert [name.name for name in from_lexicon("virtual ward", spelling)] == ["hospital at home"]


def test_each_name_says_where_it_comes_from(index: Index) -> None:
    with index.store.snapshot():
        found = all_names("virtual ward of MFC", index.store, index.spelling())
    assert [(n.said, n.name, n.source, n.note) for n in found][:2] == [
        ("virtual ward", "hospital at home", "lexicon", "synonym"),
        ("MFC", "Marsh and fen care", "documents", "one.txt"),
    ]


def test_a_question_is_mended_and_gets_other_names_unless_it_shall_not(index: Index) -> None:
    with index.store.snapshot():
        question = understand("vitual ward", index)
        typed = understand("vitual ward", index, expand=False)
    assert (question.asked, question.text) == ("vitual ward", "virtual ward")
    assert question.expanded == ("hospital at home",)
    assert (typed.text, typed.corrections, typed.expanded) == ("vitual ward", (), ())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="MFC marshndec()\"'&-", max_size=40))
def test_any_question_is_read(index: Index, query: str) -> None:
    with index.store.snapshot():
        question = understand(query, index)
    assert len(set(question.expanded)) == len(question.expanded)
    assert bool(question.corrections) == (question.text != query)
