"""From a question to rows and passages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Filters, Index, TinyEncoder
from pipeline.currency import document_statuses
from pipeline.enquiry import Answer, ask
from pipeline.intake import ingest
from pipeline.settings import Settings

OLDER = """2023/24 priorities and operational planning guidance

Publisher: NHS England
Published: 23 December 2022

We ask systems to:
- keep the use of virtual wards above 75% throughout the year
- reduce agency spend to at most 3.7% of the pay bill
"""
NEWER = """2024/25 priorities and operational planning guidance

Publisher: NHS England
Published: 27 March 2024

1. Urgent care

We ask systems to:
- keep the use of virtual wards above 80% throughout the year
- eliminate waits of more than 65 weeks by September 2024

2. Money

ICBs must reduce agency spend to at most 3.2% of the pay bill by March 2025.
"""
REPORT = """Board performance report

Publisher: NHS England
Published: 5 December 2024

In October 2024 the use of virtual wards was 77.4%. There were 12,500 virtual ward beds.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("enquiry")
    for name, text in (("older", OLDER), ("newer", NEWER), ("report", REPORT)):
        (folder / f"{name}.txt").write_text(text)
    settings = Settings(data=folder / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        assert all(o.state == "added" for o in ingest(sorted(folder.glob("*.txt")), index, settings=settings))
        yield index


def levels(answer: Answer) -> list[tuple[str, float]]:
    return [(row["document"], row["value"]) for row in answer.answers]


def test_targets_of_a_metric_over_the_years(index: Index) -> None:
    answer = ask(index, "what are the virtual ward targets")
    assert set(levels(answer)[:2]) == {("newer.txt", 80.0), ("older.txt", 75.0)}
    assert not answer.no_answer


def test_current_guidance_comes_before_superseded_and_says_so(index: Index) -> None:
    answer = ask(index, "what are the virtual ward targets")
    assert [row["document_status"] for row in answer.answers[:2]] == ["current", "superseded"]


def test_a_year_in_the_question_is_preferred(index: Index) -> None:
    assert levels(ask(index, "virtual ward targets for 2023/24"))[0] == ("older.txt", 75.0)


@pytest.mark.parametrize(("year", "first"), [("2023/24", "older.txt"), ("2024/25", "newer.txt")])
def test_passages_of_a_year_in_the_question_are_preferred(index: Index, year: str, first: str) -> None:
    assert ask(index, f"use of virtual wards throughout the year {year}").hits[0]["document"] == first


def test_filters_hold_for_rows_and_passages(index: Index) -> None:
    answer = ask(index, "agency spend", filters=Filters(years=("2023/24",)))
    assert {row["document"] for row in answer.answers} | {hit["document"] for hit in answer.hits} == {"older.txt"}


def test_a_figure_is_no_target(index: Index) -> None:
    answer = ask(index, "what are the virtual ward targets")
    assert all(row["kind"] == "objective" for row in answer.answers)


def test_every_quotation_is_what_stands_at_its_place(index: Index) -> None:
    answer = ask(index, "virtual wards")
    for row in answer.answers:
        text = index.store.document(row["document_id"]).text
        assert text[row["start"] : row["end"]] == row["quote"]
    for hit in answer.hits:
        text = index.store.document(hit["document_id"]).text
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert all(hit["start"] <= start < end <= hit["end"] for start, end in hit["highlights"])


def test_nothing_that_answers_is_said(index: Index) -> None:
    answer = ask(index, "zebra crossings in Aberdeen")
    assert answer.no_answer
    assert answer.answers == ()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("zebra crossings in Aberdeen", "no document holds aberdeen, crossings, zebra"),
        ("virtual ward target of 95%", "no passage found holds 95%"),
        ("agency spend target for 2029/30", "nothing found is of 2029/30"),
        ("cancer treatment within 62 days target", "no objective or figure on 62-day cancer standard"),
    ],
)
def test_why_nothing_answers(index: Index, query: str, reason: str) -> None:
    answer = ask(index, query)
    assert answer.no_answer
    assert reason in answer.reasons
    assert answer.hits


def test_an_answer_needs_no_reasons(index: Index) -> None:
    assert ask(index, "what are the virtual ward targets").reasons == ()


@pytest.mark.parametrize("query", ["nobody to wait longer than 15 months", "waits of more than 455 days"])
def test_a_duration_in_other_units_is_the_same_level(index: Index, query: str) -> None:
    assert not any("no passage found holds" in reason for reason in ask(index, query).reasons)


def test_things_that_are_listed_are_answered_each_by_itself(index: Index) -> None:
    rows = levels(ask(index, "targets for agency spend and virtual wards"))
    assert {("newer.txt", 80.0), ("newer.txt", 3.2), ("older.txt", 75.0), ("older.txt", 3.7)} <= set(rows)
    guidance = [file for file, _ in rows if file != "report.txt"]
    assert guidance == sorted(guidance)  # newer before older


def test_a_number_of_the_question_must_stand_in_a_row(index: Index) -> None:
    assert levels(ask(index, "65 week wait targets")) == [("newer.txt", 65.0)]


def test_what_is_known_of_a_store_follows_its_revisions(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "index")
    (tmp_path / "older.txt").write_text(OLDER)
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([tmp_path / "older.txt"], index, settings=settings))
        assert ask(index, "virtual ward targets").answers[0]["document_status"] == "current"
        (tmp_path / "newer.txt").write_text(NEWER)
        list(ingest([tmp_path / "newer.txt"], index, settings=settings))
        answers = ask(index, "virtual ward targets").answers
        assert [row["document_status"] for row in answers[:2]] == ["current", "superseded"]


def test_references_are_pushed_down(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "index")
    path = tmp_path / "plan.md"
    path.write_text(
        "# Winter plan\n\n## Beds\n\nWards open more escalation beds in winter and staff them well.\n\n"
        "## References\n\nEscalation beds in winter.\n"
    )
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([path], index, settings=settings))
        hits = ask(index, "escalation beds in winter").hits
    assert [hit["section"][-1] for hit in hits] == ["Beds", "References"]


def test_the_most_results(index: Index) -> None:
    answer = ask(index, "virtual wards", limit=1)
    assert len(answer.answers) <= 1
    assert len(answer.hits) == 1


def test_an_empty_question(index: Index) -> None:
    answer = ask(index, "  ")
    assert answer.no_answer
    assert answer.hits == ()


def test_only_guidance_is_superseded(index: Index) -> None:
    by_file = {s.file: s.id for s in index.store.documents()}
    statuses = document_statuses(index.store.documents())
    assert statuses[by_file["older.txt"]] == "superseded"
    assert statuses[by_file["newer.txt"]] == statuses[by_file["report.txt"]] == "current"


TRUST = """Board paper

Publisher: Harrowby Vale NHS Foundation Trust
Published: 1 December 2024

The use of virtual wards was 71.2% in October 2024.
"""


def test_what_a_body_published_comes_first_where_it_is_named(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "index")
    for name, text in (("newer", NEWER), ("report", REPORT), ("trust", TRUST)):
        (tmp_path / f"{name}.txt").write_text(text)
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest(sorted(tmp_path.glob("*.txt")), index, settings=settings))
        named = ask(index, "use of virtual wards at Harrowby Vale NHS Foundation Trust")
        unnamed = ask(index, "use of virtual wards")
    assert levels(named)[0] == ("trust.txt", 71.2)
    assert levels(unnamed)[0] != ("trust.txt", 71.2)


def test_guidance_in_force_comes_first_also_where_no_target_is_asked_for(index: Index) -> None:
    assert levels(ask(index, "agency spend"))[0] == ("newer.txt", 3.2)


@pytest.mark.parametrize(("level", "first"), [("75%", ("older.txt", 75.0)), ("80%", ("newer.txt", 80.0))])
def test_rows_of_the_level_asked_for_come_first(index: Index, level: str, first: tuple[str, float]) -> None:
    assert levels(ask(index, f"use of virtual wards {level}"))[0] == first


def test_one_of_two_words_is_no_answer(index: Index) -> None:
    assert ask(index, "library spend").answers == ()


@pytest.mark.parametrize("query", ["the of and to", "a", "who"])
def test_a_question_without_content_is_not_answered(index: Index, query: str) -> None:
    answer = ask(index, query)
    assert answer.no_answer
    assert answer.reasons == ("type what the question is about",)


def test_a_query_with_half_a_surrogate_pair_is_answered(index: Index) -> None:
    assert levels(ask(index, "agency\ud83d spend"))[0] == ("newer.txt", 3.2)


def test_hits_say_their_status_and_score_at_most_1(index: Index) -> None:
    hits = ask(index, "virtual wards").hits
    assert {hit["document_status"] for hit in hits if hit["document"] == "older.txt"} == {"superseded"}
    assert all(0 <= hit["score"] <= 1 for hit in hits)
