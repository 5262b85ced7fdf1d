"""Sentences, and the walk over a document's running text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, Document, Section, Span
from extractors.text import LONGEST, clauses, sentences


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Waits fell. Costs rose.", ["Waits fell.", "Costs rose."]),
        ("Waits fell by 2.5 weeks. Costs rose.", ["Waits fell by 2.5 weeks.", "Costs rose."]),
        ("Use other routes, e.g. NHS 111. Then call.", ["Use other routes, e.g. NHS 111.", "Then call."]),
        ("St. Mary's grew. Dr. A. B. Shah agreed.", ["St. Mary's grew.", "Dr. A. B. Shah agreed."]),
        ("See agenda item No. 7 for more. It is long.", ["See agenda item No. 7 for more.", "It is long."]),
        ("2A. Urgent care must improve. It will.", ["2A. Urgent care must improve.", "It will."]),
        ("1. In the spring we met. 2. We met again.", ["1. In the spring we met.", "2. We met again."]),
        ("“It works.” Boards agreed.", ["“It works.”", "Boards agreed."]),
        ("A line\nthat wraps. Next", ["A line\nthat wraps.", "Next"]),
        ("No stop\n\nNew paragraph", ["No stop", "New paragraph"]),
        ("We will: • cut waits • raise uptake", ["We will:", "• cut waits", "• raise uptake"]),
        ("Is it safe? Yes! Good.", ["Is it safe?", "Yes!", "Good."]),
        ("  \n ", []),
    ],
)
def test_sentences(text, expected):
    assert split(text) == expected


def test_offsets_are_into_the_whole_text():
    text = "Left out. Kept one. Kept two. Left out."
    assert [text[s.start : s.end] for s in sentences(text, 10, 29)] == ["Kept one.", "Kept two."]


def test_a_run_without_a_stop_is_cut_at_white_space():
    found = sentences("word " * 3000)
    assert len(found) > 3
    assert all(s.end - s.start <= LONGEST for s in found)


@given(st.text(alphabet="aA1. \n•?“”)(é£", max_size=200))
def test_sentences_keep_every_word_in_order(text):
    found = sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)


def test_clauses_carry_the_stem_and_the_sentence_before():
    text = "Waits are long. We ask systems to:\nclose beds. Then report.\n12"
    blocks = (
        Block(start=0, end=34, kind="paragraph", section_id="s"),
        Block(start=35, end=59, kind="list_item", section_id="s", lead_in=Span(start=0, end=34)),
        Block(start=60, end=62, kind="table", section_id="s"),
    )
    root = Section(start=0, end=len(text), id="s", parent_id=None, level=1, heading="T", path=("T",))
    document = Document(
        id="d", sha256="0", file="f.txt", title="T", media_type="text/plain", text=text, sections=(root,), blocks=blocks
    )
    found = [(c.text, c.previous and text[c.previous.start : c.previous.end]) for c in clauses(document)]
    assert found == [
        ("Waits are long.", None),
        ("We ask systems to:", "Waits are long."),
        ("close beds.", "We ask systems to:"),
        ("Then report.", "close beds."),
    ]
