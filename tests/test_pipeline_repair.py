"""Repair of text: what is put right, what is only counted, and that every edit leads back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.builder import Piece
from pipeline.readers.edits import Forward, compose
from pipeline.readers.inline import inline
from pipeline.repair import Repaired, repair


def gbk(text: str) -> str:
    """UTF-8 read as GBK by a careless program; a byte that makes no pair is dropped."""
    return text.encode().decode("gbk", errors="ignore")


@pytest.mark.parametrize(
    ("broken", "whole", "rule"),
    [
        ("patients鈥檚 care", "patients’s care", "UTF-8 read as GBK"),
        ("a grant of 拢12 million", "a grant of £12 million", "UTF-8 read as GBK"),
        ("staff 鈥渕ust rest", "staff “must rest", "UTF-8 read as GBK"),
        ("It costs Â£5", "It costs £5", "UTF-8 read as cp1252"),
        ("the patientâ€™s bed", "the patient’s bed", "UTF-8 read as cp1252"),
        ("cafÃ© hours", "café hours", "UTF-8 read as cp1252"),
        ("a\u00a0gap", "a gap", "non-breaking space"),
        ("co\u00adoperate", "cooperate", "soft hyphen"),
        ("o\ufb03ce", "office", "ligature ffi"),
        ("one\r\ntwo", "one\ntwo", "carriage return"),
        ("\ufeffTitle", "Title", "zero-width character"),
    ],
)
def test_repairs(broken: str, whole: str, rule: str) -> None:
    repaired = repair(broken)
    assert repaired.text == whole
    assert [r.rule for r in repaired.repairs] == [rule]
    assert repaired.unrepaired == 0


@pytest.mark.parametrize(
    "text",
    ["皇家医学会 is a name", "naïve café, £5 – “quoted”", "all well and good", "Ångström and São Paulo", ""],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == Repaired(source=text, text=text)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("they said 鈥渙pen more beds鈥 today", "they said “open more beds” today"),
        ("the 鈥榮hared list鈥 of beds", "the ‘shared list’ of beds"),
        ("wards 鈥 Every ward", "wards – Every ward"),
    ],
)
def test_lost_bytes_are_decided_by_their_surroundings_and_counted(broken: str, whole: str) -> None:
    repaired = repair(broken)
    assert (repaired.text, repaired.unrepaired) == (whole, 1)


def test_the_length_is_kept_so_that_offsets_are() -> None:
    text = "“Open beds” by June, the board’s plan says"
    assert len(repair(gbk(text)).text) == len(gbk(text))


LOST_LL = "The plan wil cost £2 bil ion overal , and al trusts wil ful y join. Chal enges remain for al ages, as wel ."


def test_a_lost_double_l_is_put_back_where_the_document_lost_it() -> None:
    repaired = repair(LOST_LL)
    assert repaired.text == (
        "The plan will cost £2 billion overall, and all trusts will fully join. "
        "Challenges remain for all ages, as well."
    )


def test_a_document_that_prints_double_l_is_not_touched() -> None:
    text = "Mil ion wil al bil ion, but all, will, well, full, call, hill, bill, fill and still stand here"
    assert repair(text).text == text


def lead_back(repaired: Repaired) -> bool:
    """Whether the text outside the edits is the source outside the edits."""
    at = source_at = 0
    for edit in repaired.edits:
        if repaired.text[at : edit.start] != repaired.source[source_at : edit.source_start]:
            return False
        at, source_at = edit.end, edit.source_end
    return repaired.text[at:] == repaired.source[source_at:]


@given(
    st.lists(
        st.sampled_from(["wil be ", "bil ion ", "鈥渕ust ", "鈥 ", "\u00a0", "x", "Â£", "ﬁ", "\r\n", "拢 ", "a b "])
    )
)
def test_every_edit_leads_back(parts: list[str]) -> None:
    assert lead_back(repair("".join(parts)))


@given(st.text(max_size=60))
def test_any_text_can_be_repaired(text: str) -> None:
    repaired = repair(text)
    assert lead_back(repaired)
    assert repair(repaired.text).text is not None


@given(st.lists(st.sampled_from(["wil be ", "鈥檚 ", "\u00a0\u00a0", "word ", "ﬁ"]), min_size=1), st.data())
def test_spans_of_the_source_are_found_in_the_text(parts: list[str], data: st.DataObject) -> None:
    repaired = repair("".join(parts))
    forward = Forward(repaired.edits)
    start = data.draw(st.integers(0, len(repaired.source)))
    end = data.draw(st.integers(start, len(repaired.source)))
    moved = forward.span(start, end)
    assert 0 <= moved[0] <= moved[1] <= len(repaired.text)
    words = repaired.source[start:end]
    untouched = not any(e.source_start < end and e.source_end > start for e in repaired.edits)
    if words and untouched:
        assert repaired.text[moved[0] : moved[1]].strip() == words.strip()


@given(st.lists(st.sampled_from(["wil be ", "鈥檚 ", "\u00a0", "word "])), st.lists(st.sampled_from(["\u00ad", "ﬁ"])))
def test_two_maps_of_edits_compose(first: list[str], second: list[str]) -> None:
    one = repair("".join([*first, *second]))
    doubled = one.text.replace("d", "dd")
    from corpus.document import Edit

    edits, grown = [], 0
    for at, char in enumerate(one.text):
        if char == "d":
            edits.append(Edit(start=at + grown, end=at + grown + 2, source_start=at, source_end=at + 1, rule="markup"))
            grown += 1
    both = Repaired(source=one.source, text=doubled, edits=compose(one.edits, tuple(edits)))
    assert lead_back(both)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("a **bold** word", "a bold word"),
        (r"agenda \(public\)", "agenda (public)"),
        ("see [the plan](https://example.org/a_(b)) now", "see the plan now"),
        ("five * six", "five * six"),
        ("snake_case_name", "snake_case_name"),
        ("an *emphasis* and _one more_", "an emphasis and one more"),
        ("a note[^1] here", "a note here"),
        ("**open by** **two** ", "open by two"),
        ("`code` stays", "code stays"),
        ("111 *2 for help", "111 *2 for help"),
    ],
)
def test_marks_are_taken_away(marked: str, words: str) -> None:
    pieces = inline((Piece(marked, 0, len(marked)),))
    assert "".join(p.text for p in pieces) == words
    assert all(p.text == " " or marked[p.start : p.end] == p.text for p in pieces)
