"""What people type, and what they must get: `search_intents.toml` on the bundled documents."""

from collections.abc import Iterator

import pytest

from index import Index
from pipeline.enquiry import ask
from tests.intents import Intent, covers, holds_number, load_intents, places, shown, wrong
from tests.search_indexes import BUNDLED, open_built

CASES = list(load_intents())
KINDS = {"acronym", "paraphrase", "number", "year", "body", "phrase", "misspelling", "contents_page", "no_answer"}


def _marked(case: Intent) -> object:
    marks = [pytest.mark.xfail(reason=case.known_failure, strict=True)] if case.known_failure else []
    return pytest.param(case, marks=marks, id=f"{case.kind}: {case.query}")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_built(BUNDLED, tmp_path_factory) as index:
        yield index


@pytest.fixture(scope="module")
def texts(index: Index) -> dict[str, str]:
    return {each.file: index.store.document(each.id).text for each in index.store.documents()}


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 80
    assert {case.kind for case in CASES} >= KINDS
    assert len({(case.query, case.filters, case.expand) for case in CASES}) == len(CASES)


def test_every_quotation_stands_in_a_bundled_document(texts: dict[str, str]) -> None:
    assert [q for case in CASES for q in case.quotations if not places(q, texts)] == []


@pytest.mark.parametrize(
    ("number", "text", "holds"),
    [
        ("77%", "reach 77% by March", True),
        ("77%", "stood at 77.4%", False),
        ("77%", "by 177%", False),
        ("65", "waits of 65 weeks", True),
        ("65", "65-week waits", True),
        ("65", "65% of patients", False),
        ("345,000", "345,000 more", True),
        ("345", "345,000 more", False),
    ],
)
def test_a_number_is_held_as_a_whole(number: str, text: str, holds: bool) -> None:
    assert holds_number(text, number) is holds


def test_a_hit_covers_a_quotation_by_half_of_the_shorter() -> None:
    texts = {"a.txt": "One sentence that is long enough. Another sentence that is long enough."}
    quotation = "Another sentence that is long enough."
    assert covers({"document": "a.txt", "start": 30, "end": 71}, [quotation], texts)
    assert not covers({"document": "a.txt", "start": 0, "end": 45}, [quotation], texts)
    assert not covers({"document": "b.txt", "start": 30, "end": 71}, [quotation], texts)


@pytest.mark.model
@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_intent(case: Intent, index: Index, texts: dict[str, str]) -> None:
    answer = ask(index, case.query, filters=case.filters, expand=case.expand)
    assert wrong(case, answer, texts) == [], shown(answer)
