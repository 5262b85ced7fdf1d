"""Bodies: names by the gazetteer, classes by their phrases, and what is no body."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.organisations import organisations
from extractors import extract_bodies
from extractors.bodies import extract_bodies as by_rules
from extractors.bodies import find_bodies
from tests.outline import outline

NAMES = [
    ("NHSE wrote to every provider.", [("NHSE", "NHS England"), ("provider", "providers")]),
    ("Barts Health and NHS England", [("Barts Health", "Barts Health NHS Trust"), ("NHS England", "NHS England")]),
    (
        "at The Princess Alexandra Hospital today",
        [("The Princess Alexandra Hospital", "The Princess Alexandra Hospital NHS Trust")],
    ),
    (
        "Guy's and St Thomas' NHS Foundation Trust",
        [("Guy's and St Thomas' NHS Foundation Trust", "Guy’s and St Thomas’ NHS Foundation Trust")],
    ),
    ("London Ambulance’s growth of 8.6 percent", [("London Ambulance", "London Ambulance Service NHS Trust")]),
    ("Kent & Medway Cancer Alliance", [("Kent & Medway Cancer Alliance", "Kent and Medway Cancer Alliance")]),
    ("NHS Devon ICB", [("NHS Devon ICB", "NHS Devon Integrated Care Board")]),
    ("South East London ICS", [("South East London ICS", "South East London ICS")]),
    ("The King's Fund said", [("The King's Fund", "The King’s Fund")]),
]

PARTS_OF_NAMES = [
    ("North East London NHS Foundation Trust", "North East London NHS Foundation Trust"),
    ("East London NHS Foundation Trust", "East London NHS Foundation Trust"),
    ("Leeds Community Healthcare", "Leeds Community Healthcare NHS Trust"),
    ("Leeds Teaching Hospitals", "Leeds Teaching Hospitals NHS Trust"),
    ("Mid and South Essex NHS Foundation Trust", "Mid and South Essex NHS Foundation Trust"),
    ("Greater Manchester Mental Health", "Greater Manchester Mental Health NHS Foundation Trust"),
]

CLASSES = [
    ("We ask systems to plan together.", [("systems", "integrated care system")]),
    ("All integrated care boards (ICBs) must agree.", [("integrated care boards (ICBs)", "integrated care board")]),
    (
        "Acute trusts and ambulance trusts will lead.",
        [("Acute trusts", "acute trusts"), ("ambulance trusts", "ambulance trusts")],
    ),
    (
        "providers with a Type 1 A&E department",
        [("providers with a Type 1 A&E department", "providers with a Type 1 A&E department")],
    ),
    ("Every trust should name a lead.", [("trust", "NHS trusts")]),
    (
        "working with local authorities and the VCSE sector",
        [
            ("local authorities", "local authorities"),
            ("VCSE sector", "voluntary, community and social enterprise sector"),
        ],
    ),
    ("GPs will be told.", [("GPs", "general practice")]),
    ("individual system plans", [("system", "integrated care system")]),
    ("This year systems need to save.", [("systems", "integrated care system")]),
]

NO_BODIES = [
    "record systems and IT systems were replaced",
    "put systems in place to count them",
    "the NHS App and the NHS Long Term Plan",
    "an NHS dentist",
    "thousands more GPs",
    "working practices in care homes",
    "the health system",
    "clinical systems must be upgraded",
    "Winchester Health Charity",
]


# Names that no list holds (all places are invented).
SHAPES = [
    ("With Marsh Vale Council and City of Fell Council we agreed", ["Marsh Vale Council", "City of Fell Council"]),
    ("Marsh, Fell and Dale Mental Health NHS Trust", ["Marsh, Fell and Dale Mental Health NHS Trust"]),
    (
        "Fell City Council, Dale District Council and Marsh Care CIC",
        ["Fell City Council", "Dale District Council", "Marsh Care CIC"],
    ),
    ("the University of Fell and Marsh College", ["University of Fell", "Marsh College"]),
    ("Healthwatch Fell and Marsh Vale Council", ["Healthwatch Fell", "Marsh Vale Council"]),
    (
        "Fellshire Police, Dale Constabulary and Marsh Fire and Rescue Service",
        ["Fellshire Police", "Dale Constabulary", "Marsh Fire and Rescue Service"],
    ),
    ("The Finance and Performance Committee met", ["Finance and Performance Committee"]),
    ("the Department for Tides, Rivers and Lakes will pay", ["Department for Tides, Rivers and Lakes"]),
    ("Royal College of Tides and Rivers’ advice", ["Royal College of Tides and Rivers"]),
    (
        "To: Audit Committee, Marsh and Fell University Hospitals NHS Foundation Trust",
        ["Audit Committee", "Marsh and Fell University Hospitals NHS Foundation Trust"],
    ),
    ("MARSH AND FELL COMBINED AUTHORITY", ["Marsh and Fell Combined Authority"]),
    ("Fell upon Marsh Town Council’s plan", ["Fell upon Marsh Town Council"]),
    ("Marsh Housing Group and Fell Chamber of Commerce", ["Marsh Housing Group", "Fell Chamber of Commerce"]),
]

# Capitals and nouns that make no body.
NO_SHAPES = [
    "Our Council Plan and the Marsh Council Plan 2030",
    "Working in Partnership",
    "Calling Board meetings",
    "the Better Care Fund and the Improvement Programme",
    "The Full Council, the City Council and the Council",
    "Leader of the Council",
    "Provider and ICB boundaries",
    "Healthwatch Representative",
    "by the end of this Parliament",
]

GENRE_CLASSES = [
    ("By May every acute trust must act.", [("acute trust", "acute trusts")]),
    ("Large food businesses must publish.", [("Large food businesses", "large food businesses")]),
    ("Registered landlords will be asked.", [("Registered landlords", "registered landlords")]),
    ("Forces should answer calls.", [("Forces", "police forces")]),
    ("market forces will decide", []),
    ("the duties of devolved governments", [("devolved governments", "devolved governments")]),
    ("each council home", []),
    ("we and our partners agree", [("our partners", "partners")]),
    ("every GP practice", [("GP practice", "general practice")]),
]


@pytest.mark.parametrize(("text", "names"), SHAPES)
def test_a_name_that_no_list_holds_is_read_by_its_shape(text: str, names: list[str]) -> None:
    found = find_bodies(text)
    assert [body.name for body in found] == names
    assert {body.resolved_by for body in found} == {"shape"}
    assert all(body.code is None for body in found)


@pytest.mark.parametrize("text", NO_SHAPES)
def test_capitals_alone_make_no_body(text: str) -> None:
    assert [body for body in find_bodies(text) if body.resolved_by in ("shape", "gazetteer")] == []


@pytest.mark.parametrize(("text", "expected"), GENRE_CLASSES)
def test_classes_beyond_the_nhs(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[b.start : b.end], b.name) for b in find_bodies(text)] == expected


REFERENCES = [
    ("Marsh Vale NHS Trust", "The Trust will act.", [("The Trust", "Marsh Vale NHS Trust")]),
    ("Marsh Vale NHS Trust", "The Board of Directors met.", [("The Board of Directors", "Marsh Vale NHS Trust")]),
    ("Marsh Vale NHS Trust", "the Trust Secretary and the trust that people have", []),
    ("Marsh Council", "the Council’s homes", [("the Council", "Marsh Council")]),
    (
        "Marsh Council",
        "Full Council and the Cabinet agreed",
        [("Full Council", "Marsh Council"), ("the Cabinet", "Marsh Council")],
    ),
    ("Department for Tides", "the department will report", [("the department", "Department for Tides")]),
    ("Scottish Government", "The Government will pay.", [("The Government", "Scottish Government")]),
    (None, "The Government will pay.", [("The Government", "UK Government")]),
    (
        None,
        "Fell Council met. The Council will pay.",
        [("Fell Council", "Fell Council"), ("The Council", "Fell Council")],
    ),
    (
        None,
        "Fell Council and Dale Council met. The Council will pay.",
        [("Fell Council", "Fell Council"), ("Dale Council", "Dale Council")],
    ),
    (
        "Marsh Vale NHS Trust",
        "The Audit Committee met. The Committee agreed.",
        [("Audit Committee", "Audit Committee"), ("The Committee", "Audit Committee")],
    ),
    (
        None,
        "Fell Tide Authority (FTA) met. FTA must pay.",
        [
            ("Fell Tide Authority", "Fell Tide Authority"),
            ("FTA", "Fell Tide Authority"),
            ("FTA", "Fell Tide Authority"),
        ],
    ),
    (
        None,
        "Fell Rivers Group (2024) Fell Lakes Society (the Society) met. The Society must pay.",
        [
            ("Fell Lakes Society", "Fell Lakes Society"),
            ("the Society", "Fell Lakes Society"),
            ("The Society", "Fell Lakes Society"),
        ],
    ),
    (
        None,
        "Fellton Hospitals NHS Trust met. The Fellton’s beds are full.",
        [
            ("Fellton Hospitals NHS Trust", "Fellton Hospitals NHS Trust"),
            ("The Fellton", "Fellton Hospitals NHS Trust"),
        ],
    ),
    (
        "Scottish Government",
        "NHS Boards must report. Boards will be asked.",
        [("NHS Boards", "NHS boards"), ("Boards", "NHS boards")],
    ),
]


@pytest.mark.parametrize(("publisher", "text", "expected"), REFERENCES)
def test_a_reference_stands_for_the_publisher_or_the_body_named_before(
    publisher: str | None, text: str, expected: list[tuple[str, str]]
) -> None:
    document = outline(text, kind="other", title="A note", publisher=publisher)
    found = by_rules(document, unknown=False)
    assert [(document.quote(body), body.name) for body in found] == expected


def test_in_a_ranking_of_trusts_a_place_is_one() -> None:
    table = "| Trust | Share |\n| Stockport | 61% |\n| Tameside and Glossop | 70% |\n| England | 72% |"
    found = extract_bodies(outline(table, published=date(2025, 3, 1)))
    assert [body.code for body in found if body.code] == ["RWJ", "RMP"]
    assert extract_bodies(outline("Buses to Stockport run by night.", published=date(2025, 3, 1))) == []


@pytest.mark.parametrize(("text", "expected"), NAMES + CLASSES)
def test_a_body_is_found_with_its_canonical_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[b.start : b.end], b.name) for b in find_bodies(text)] == expected


@pytest.mark.parametrize(("text", "name"), PARTS_OF_NAMES)
def test_a_part_of_a_longer_name_is_another_organisation(text: str, name: str) -> None:
    assert [body.name for body in find_bodies(text)] == [name]


@pytest.mark.parametrize("text", NO_BODIES)
def test_adjectives_programmes_and_machines_are_no_bodies(text: str) -> None:
    assert find_bodies(text) == []


def test_the_nhs_is_a_body_where_it_acts() -> None:
    text = "The NHS must save, the NHS budget is tight, and staff of the NHS know."
    assert [text[b.start : b.end] for b in find_bodies(text)] == ["The NHS", "the NHS"]


def test_a_place_is_a_trust_only_in_a_list_of_trusts() -> None:
    assert find_bodies("ferries to the Isle of Wight") == []
    ranked = find_bodies("Isle of Wight with 3 percent; Whittington Health with 2 percent")
    assert [body.code for body in ranked] == ["R1F", "RKE"]


def test_a_short_name_stands_for_the_trust_of_the_day() -> None:
    merged = "Pennine Acute Hospitals"
    assert [b.code for b in find_bodies(merged, on=date(2019, 5, 1))] == ["RW6"]
    assert find_bodies(merged, on=date(2024, 5, 1)) == []


def test_an_icb_carries_the_days_on_which_it_existed() -> None:
    (body,) = find_bodies("NHS Frimley ICB", on=date(2024, 5, 1))
    assert (body.code, body.valid_from, body.valid_to) == ("QNQ", date(2022, 7, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    "name",
    [
        "Irish Department of Health",
        "Royal Australian College of Burns Surgeons",
        "Canadian Institute for Health Information",
        "Welsh Centre for Burns",
        "Queen Mary University of London",
        "Ramsay Health Care UK",
    ],
)
def test_a_known_name_in_a_longer_one_is_another_body(name: str) -> None:
    text = f"Nurses of the {name} came."
    [body] = find_bodies(text)
    assert (text[body.start : body.end], body.name, body.code) == (name, name, None)


def test_a_nationality_apart_from_a_name_leaves_it_whole() -> None:
    names = [
        body.name for body in find_bodies("For the Irish, NHS England and Care UK are abroad; Welsh Government too.")
    ]
    assert names == ["NHS England", "Care UK", "Welsh Government"]


def test_a_query_without_capitals_is_understood() -> None:
    assert [body.name for body in find_bodies("what must barts health do")] == ["Barts Health NHS Trust"]


def test_the_board_is_the_publishers() -> None:
    document = outline("The board heard a report.", kind="board_paper", title="Public board", publisher="NHS England")
    assert [(document.quote(b), b.name) for b in extract_bodies(document)] == [("The board", "NHS England")]


def test_the_trust_is_the_publisher_in_its_own_papers() -> None:
    document = outline("The Trust must act.", kind="board_paper", publisher="Barts Health NHS Trust")
    assert [body.code for body in extract_bodies(document)] == ["R1H"]


def test_the_board_of_nobody_in_particular_is_no_body() -> None:
    document = outline("The board heard a report.", kind="other", title="A note", publisher=None)
    assert extract_bodies(document) == []


def test_a_wording_counts_once_a_sentence() -> None:
    document = outline("ICBs ask ICBs and trusts. ICBs agree.")
    assert [document.quote(b) for b in extract_bodies(document)] == ["ICBs", "trusts", "ICBs"]


@pytest.mark.parametrize(
    "organisation", [o for o in organisations() if o.type in ("trust", "icb", "alliance")], ids=lambda o: o.name
)
def test_every_name_of_the_gazetteer_is_found_whole(organisation) -> None:  # type: ignore[no-untyped-def]
    text = f"A report from {organisation.name} came in."
    found = [text[b.start : b.end].removeprefix("the ") for b in find_bodies(text, on=organisation.valid_from)]
    assert found == [organisation.name]


@given(st.text(alphabet="NHS Englandsytemtruicb .,:;’'()&-\n", max_size=200))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    found = find_bodies(text)
    assert all(0 <= b.start < b.end <= len(text) for b in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
