"""Other names for what a query says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.acronyms import Acronym, acronyms, expansions, is_ambiguous, other_names, terms
from corpus.definitions import name_key


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("what are the virtual ward targets", "hospital at home"),
        ("hospital at home occupancy", "virtual ward"),
        ("A&E 4 hour target", "emergency department"),
        ("A&E 4 hour target", "accident and emergency"),
        ("emergency departments in March", "A&E"),
        ("waits in casualty", "A&E"),
        ("is ED performance up", "emergency department"),
        ("emergency department waits", "ED"),
        ("ED for young people with anorexia", "eating disorder"),
        ("UEC plan", "urgent and emergency care"),
        ("urgent and emergency care plan", "UEC"),
        ("FDS interim step", "Faster Diagnosis Standard"),
        ("faster diagnosis standard by March", "FDS"),
        ("LD health checks", "learning disability"),
        ('"ld" register', "learning disability"),
        ("cyp access", "children and young people"),
        ("children and young people's mental health access", "CAMHS"),
        ("erf allocation", "Elective Recovery Fund"),
        ("PIFU rate", "patient initiated follow-up"),
        ("patient-initiated follow-up rate", "PIFU"),
        ("d2a as the default", "discharge to assess"),
        ("discharge-to-assess pathways", "D2A"),
        ("rtt validation", "referral to treatment"),
        ("what must ICBs publish", "integrated care board"),
        ("integrated care boards must publish", "ICB"),
        ("what did CCGs do", "clinical commissioning group"),
        ("clinical commissioning groups", "integrated care board"),
        ("SDEC hours", "same day emergency care"),
        ("UCR referrals", "urgent community response"),
        ("IAPT access", "NHS Talking Therapies"),
        ("access to NHS Talking Therapies", "IAPT"),
        ("GP appointments", "general practice appointment"),
        ("GP access", "general practice"),
        ("NHSE board", "NHS England"),
        ("NHS England board", "NHSE"),
        ("OAPs", "out of area placement"),
        ("out-of-area placements", "OAP"),
        ("jabs for toddlers", "vaccination"),
        ("break even", "balanced net system financial position"),
        ("Core20PLUS5 plans", "health inequalities"),
        ("H1 growth", "first half"),
        ("fit result with a bowel referral", "faecal immunochemical test"),
        ("DNA rate in clinics", "did not attend"),
        ("ld health check", "learning disability"),
        ("MI and stroke care", "myocardial infarction"),
        ("PID for the programme", "project initiation document"),
        ("chc assessments", "continuing healthcare"),
        ("PID", "patient-identifiable data"),
        ("patients’ bed-blocking", "no criteria to reside"),
        ("the chemist's hours", "community pharmacy"),
        ("A & E", "emergency department"),
        ("waits in A and E", "emergency department"),
        ("the four hour target", "4-hour standard"),
    ],
)
def test_other_names_of_a_query(query: str, expected: str) -> None:
    assert expected in expansions(query)


@pytest.mark.parametrize(
    ("query", "unexpected"),
    [
        ("patients led to the ward", "learning disability"),
        ("who is it for", "information technology"),
        ("it helped", "emergency department"),
        ("keeping fit after surgery", "faecal immunochemical test"),
        ("a nice result", "National Institute for Health and Care Excellence"),
        ("who said so", "World Health Organization"),
        ("R&D budget", "did not attend"),
        ("emergency department", "casualty"),
        ("learning disability", "mental handicap"),
        ("ward rounds", "hospital at home"),
        ("virtual ward (hospital at home) beds", "hospital at home"),
        ("DNA sequencing of tumours", "did not attend"),
        ("MI dashboards", "myocardial infarction"),
        ("performance against plan is fit for purpose", "faecal immunochemical test"),
        ("It helped", "information technology"),
        ("fit note", "sick certificate"),
        ("eating disorders", "ED"),  # mostly the emergency department: read, not written
        ("did not attend rate", "DNA"),
        ("continuing healthcare", "CHC"),
        ("waits on a list", "Office for National Statistics"),
        ("what must ICBs publish", "clinical commissioning group"),
    ],
)
def test_names_that_are_not_meant(query: str, unexpected: str) -> None:
    assert unexpected not in expansions(query)


def test_the_longest_term_wins() -> None:
    assert "psychiatric" in expansions("mental health")
    assert "psychiatric" not in expansions("Mental Health Investment Standard")


def test_a_name_says_for_what_it_stands_and_how() -> None:
    told = {(other.said, other.name): other.kind for other in other_names("casualty and IAPT at CCGs")}
    assert told["casualty", "emergency department"] == "lay"
    assert told["IAPT", "NHS Talking Therapies"] == "older"
    assert told["CCGs", "integrated care board"] == "related"


def test_what_means_several_things_is_known_to() -> None:
    assert [is_ambiguous(said) for said in ("DNA", "dna", "UEC", "virtual ward", "zebra")] == [True, True] + 3 * [False]


def test_a_term_without_other_names_has_none() -> None:
    assert expansions("the weather in Leeds") == []


def test_the_answer_is_the_callers_own() -> None:
    expansions("UEC").clear()
    assert expansions("UEC")[0] == "urgent and emergency care"


def test_no_row_stands_twice() -> None:
    pairs = [(row.term.casefold(), row.expansion.casefold()) for row in acronyms()]
    assert sorted(pairs) == sorted(set(pairs))


def test_the_lexicon_is_broad_and_says_what_each_term_is() -> None:
    assert len(terms()) > 450
    assert [term.name for term in terms() if not term.means] == []


def test_every_row_leads_from_its_term_to_its_expansion() -> None:
    lost = [row for row in acronyms() if row.expansion not in expansions(row.term)]
    assert [row for row in lost if not says(row)] == []


def says(row: Acronym) -> bool:
    """Whether the words of the one stand in the other already."""
    term, expansion = f" {name_key(row.term)}", f" {name_key(row.expansion)}"
    return expansion in term or term in expansion


def test_a_lay_name_leads_one_way() -> None:
    lay = {name_key(name) for term in terms() for name in term.lay}
    official = {name_key(name) for t in terms() for name in (t.name, *t.short, *t.capitals, *t.also, *t.older, *t.see)}
    offered = {name_key(name) for term in terms() for name in expansions(term.name)}
    assert offered & lay <= official | {name_key(name) for term in terms() for name in term.ambiguous}


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert len(set(expansions(text))) == len(expansions(text))
