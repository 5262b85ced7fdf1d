"""The builder: one text, and everything else ranges over it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.builder import Builder, Built, CellWords
from pipeline.readers.lists import by_indent, by_wording
from pipeline.readers.stems import stem_span

WORDS = st.sampled_from(
    ["beds", "open more beds by June", "a\u00a0gap", "staff 鈥渕ust rest", "o\ufb03ce hours", "we ask systems to:"]
)
STEP = st.one_of(
    st.tuples(st.just("heading"), WORDS, st.integers(1, 6)),
    st.tuples(st.just("paragraph"), WORDS, st.just(0)),
    st.tuples(st.just("list_item"), WORDS, st.integers(0, 3)),
    st.tuples(st.just("table"), WORDS, st.integers(1, 3)),
    st.tuples(st.just("page"), WORDS, st.just(0)),
)


def build(steps: list[tuple[str, str, int]]) -> Built:
    builder = Builder()
    for step, words, number in steps:
        if step == "heading":
            builder.heading(words, level=number)
        elif step == "paragraph":
            builder.paragraph(words)
        elif step == "list_item":
            builder.list_item(words, depth=number)
        elif step == "table":
            builder.table(CellWords(r, c, words if r else "", header=not r) for r in range(2) for c in range(number))
        else:
            builder.page(width=100, height=200)
    return builder.build(document_id="doc", title="A title")


@given(st.lists(STEP, max_size=25))
def test_all_ranges_hold_what_they_say(steps: list[tuple[str, str, int]]) -> None:
    built = build(steps)
    assert all(built.text[c.start : c.end] == c.text for b in built.blocks if b.table for c in b.table.cells)
    sections = {s.id: s for s in built.sections}
    assert built.sections[0].level == 1
    assert (built.sections[0].start, built.sections[0].end) == (0, len(built.text))
    for section in built.sections[1:]:
        parent = sections[section.parent_id or ""]
        assert parent.start <= section.start <= section.end <= parent.end
        assert parent.level < section.level
        assert section.path == (*parent.path, section.heading)
    end = 0
    for block in built.blocks:
        section = sections[block.section_id]
        assert end <= block.start <= block.end
        assert section.start <= block.start
        assert block.end <= section.end
        assert block.lead_in is None or block.lead_in.end <= block.start
        end = block.end
    assert [p.number for p in built.pages] == list(range(1, 1 + sum(s == "page" for s, _, _ in steps)))


@given(st.lists(STEP, max_size=25))
def test_offsets_lead_back_to_what_was_fed(steps: list[tuple[str, str, int]]) -> None:
    built = build(steps)
    source = built.text if built.source_text is None else built.source_text
    at = source_at = 0
    for edit in built.edits:
        assert built.text[at : edit.start] == source[source_at : edit.source_start]
        at, source_at = edit.end, edit.source_end
    assert built.text[at:] == source[source_at:]


def test_items_hang_on_the_nearest_stem() -> None:
    builder = Builder()
    builder.paragraph("Money is short. We ask systems to:")
    builder.list_item("open beds")
    builder.list_item("work with:")
    builder.list_item("trusts", depth=1)
    builder.list_item("keep staff")
    builder.paragraph("The end.")
    builder.list_item("a list without a stem")
    built = builder.build(document_id="doc", title="T")
    stems = [
        built.text[b.lead_in.start : b.lead_in.end] if b.lead_in else None
        for b in built.blocks
        if b.kind == "list_item"
    ]
    assert stems == ["We ask systems to:", "We ask systems to:", "work with:", "We ask systems to:", None]


def test_a_stem_goes_on_over_run_in_headings() -> None:
    builder = Builder()
    builder.paragraph("Key actions include:")
    builder.heading("Workforce:", level=3)
    builder.list_item("keep staff")
    builder.heading("Estates:", level=3)
    builder.list_item("mend roofs")
    built = builder.build(document_id="doc", title="T")
    items = [b for b in built.blocks if b.kind == "list_item"]
    assert [built.text[b.lead_in.start : b.lead_in.end] for b in items if b.lead_in] == ["Key actions include:"] * 2
    assert [s.heading for s in built.sections] == ["T", "Workforce", "Estates"]


def test_further_top_headings_stand_below_the_title() -> None:
    builder = Builder()
    for heading, level in [("The title", 1), ("Chapter", 1), ("Part", 2)]:
        builder.heading(heading, level=level)
        builder.paragraph("Words.")
    built = builder.build(document_id="doc", title="unused")
    assert [(s.heading, s.level) for s in built.sections] == [("The title", 1), ("Chapter", 2), ("Part", 3)]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Money is short. Systems are asked to:", "Systems are asked to:"),
        ("I. With new funding we ask systems to:", "With new funding we ask systems to:"),
        ("2. Trusts should", "Trusts should"),
        ("The board agreed the following actions.", "The board agreed the following actions."),
        ("The board met. It agreed the plan.", None),
        ("The board agreed the plan.", None),
    ],
)
def test_stems(text: str, stem: str | None) -> None:
    span = stem_span(text)
    assert (text[span[0] : span[1]] if span else None) == stem


@pytest.mark.parametrize(
    ("items", "depths"),
    [
        (["open beds", "keep staff"], [0, 0]),
        (["plan winter. Steps include:", "sharing lists", "building wards", "keep staff"], [0, 1, 1, 0]),
        (
            [
                "time in departments",
                "people in beds. Trusts should:",
                "address delays",
                "implement a plan",
                "handover delays",
            ],
            [0, 0, 1, 1, 0],
        ),
        (["keep staff. Employers should:", "use the tool", "join the network.", "provide rotas"], [0, 1, 1, 0]),
    ],
)
def test_depths_by_wording(items: list[str], depths: list[int]) -> None:
    assert by_wording(items) == depths


def test_depths_by_indent() -> None:
    assert by_indent([2, 4, 4, 8, 2]) == [0, 1, 1, 2, 0]
