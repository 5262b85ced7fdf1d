"""Repair of text: what is put right, what is only counted, and that every edit leads back to the source."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section, Span
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
        ("the patient\u00e2\u0080\u0099s bed", "the patient’s bed", "UTF-8 read as latin-1"),
        ("‚Äúopen‚Äù beds, ¬£5", "“open” beds, £5", "UTF-8 read as Mac Roman"),
        ("the patientÃ¢â‚¬â„¢s Ã‚Â£5", "the patient’s £5", "UTF-8 read as cp1252"),
        ("\x93open\x94 beds \x96 now", "“open” beds – now", "Windows character read as latin-1"),
        ("two\u2009wards", "two wards", "unusual space"),
        ("1\u2009000\u2009000 people", "1,000,000 people", "space inside a number"),
        ("£1 000 000 spent", "£1,000,000 spent", "space inside a number"),
        ("a\x01word", "aword", "control character"),
        ("â€œopen bedsâ€ now", "“open beds” now", "UTF-8 read as cp1252"),
        ("costs Â£5.Â  It", "costs £5.  It", "UTF-8 read as cp1252"),
        ("\uf0b7 open beds", "• open beds", "private-use bullet"),
        ("a patient´s bed", "a patient’s bed", "wrong quotation mark"),
        ("``open'' beds", "“open” beds", "wrong quotation mark"),
        ("２０２５ beds", "2025 beds", "full-width form"),
        ("T A R G E T S for beds", "TARGETS for beds", "letters set apart"),
        ("B O A R D  M E E T I N G today", "BOARD MEETING today", "letters set apart"),
        ("B O A R D M E E T I N G today", "BOARD MEETING today", "letters set apart"),
        ("BBooaarrdd mmeeeettiinngg", "Board meeting", "letters printed twice"),
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
    [
        *(
            "皇家医学会 is a name",
            "中国大陆 is a name",
            "naïve café, £5 – “quoted”",
            "all well and good",
            "Ångström and São Paulo",
            "",
        ),
        "Llŷn, Tŷ Gŵyr, Betsi Cadwaladr, Môn, Siân, CÔR Â ÎLE",  # Welsh
        "Zażółć gęślą jaźń, Łódź, Dvořák, Škoda",  # other Latin alphabets
        "| Trust | 2023 | 2024 |\n| --- | --- | --- |\n| North | 1 200 | 12.5% |\n| South | 950 | 7 200 |",
        "RXH, R1H00, QOP, 15N, E01023654, ICB2, H1, Q2, CO2, PM2.5, A1c, B12, 2A, COVID19, FY25, Level2, Band5 £3.5m",
        "Levels: level1, level2 and level3; tier1, tier2; Windows10, Unify2",
        "Write to bookings1@example.nhs.uk or see https://example.org/page2/section3?part1=a_b#note4",
        "Options A B C D E F, answers Y N Y N Y N, RAG: R A G G",
        "We withhold aa, bb and AABBCC; vacuum, skiing, Hawaii, VIII, book-keeper, committee",
        "the code `repair()` and a `list`; it is 5'10'' tall",
        "020 7946 000, 0800 000 000, in 2024 250 beds, 1 000 and 12 345 678",
        "Al Jones et al, Tel 020, fulfil, instalment, enrol, skilful, wilful, until, control, travel, model",
        "see para.3, p.12, no.4, fig.2, vol.7 and s.3; versions v1.2 and v1.3; 2,345 and 1.5",
        "# Plan\n\n* one\n* two\n\n1. first\n2. second\n\n> quoted\n\n[link](https://example.org/a_b)",
        "long-\nterm plans, self-\nassessment and co-\nproduction",
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_sound_text_is_left_alone(text: str, wrapped: bool) -> None:
    assert repair(text, wrapped=wrapped) == Repaired(source=text, text=text)


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


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "The nancial plan shows signi cant bene ts: e ective, di erent sta , the rst o ce and speci c o ers.",
            "The financial plan shows significant benefits: effective, different staff, the first office and "
            "specific offers.",
        ),
        (
            "The nancial plan shows signicant benets: eective, dierent sta, the rst oce and specic oers.",
            "The financial plan shows significant benefits: effective, different staff, the first office and "
            "specific offers.",
        ),
        (
            "Na onal informa on on pa ents and opera onal ac on in the organisa on",
            "National information on patients and operational action in the organisation",
        ),
        (
            "The commi ee will a ract be er ma ers of wri en pa erns",
            "The committee will attract better matters of written patterns",
        ),
        (
            "The cons tu on and the popula on of the ins tu on: a na onal educa on",
            "The constitution and the population of the institution: a national education",
        ),
        (
            "Trusts wi be fu y open and co eagues wi fo ow the cha enge",
            "Trusts will be fully open and colleagues will follow the challenge",
        ),
        ("dif erent ef orts af ect staf and su er losses", "different efforts affect staff and suffer losses"),
    ],
)
def test_lost_ligatures_are_put_back_by_the_word_list(broken: str, whole: str) -> None:
    assert repair(broken).text == whole


def test_lost_letters_are_put_back_in_the_part_that_lost_them() -> None:
    sound = "The first officers will find different staff and all offices full of fish. " * 400
    damaged = "The nancial plan has signi cant bene ts and the rst speci c con rmed aims of the board. " * 400
    repaired = repair(f"{sound}\n{damaged}").text
    assert repaired.startswith(sound)
    assert repaired.endswith(
        "The financial plan has significant benefits and the first specific confirmed aims of the board. "
    )


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("e\ue000ective sta\ue000 and di\ue000erent o\ue000ers", "effective staff and different offers"),
        ("informa\u019fon, organisa\u019fon and ac\u019fon", "information, organisation and action"),
        ("signi\x1ccant bene\x1cts of \x1cnance", "significant benefits of finance"),
        ("o\ufffdce and bene\ufffdt", "office and benefit"),
    ],
)
def test_a_character_that_stands_for_a_ligature_is_told_by_its_words(broken: str, whole: str) -> None:
    assert repair(broken).text == whole


def test_a_space_after_a_ligature_goes_where_the_word_needs_it() -> None:
    broken = "The \ufb01 rst signi\ufb01 cant bene\ufb01 t: e\ufb03 cient sta\ufb00 and an o\ufb00 er of e\ufb00 ort"
    assert repair(broken).text == "The first significant benefit: efficient staff and an offer of effort"


@pytest.mark.parametrize("text", ["costs \ufffd5", "patient\ufffds", "\ufffd\ufffd", "qx\ufffdzv"])
def test_what_cannot_be_told_is_left_and_counted(text: str) -> None:
    repaired = repair(text)
    assert repaired.text == text
    assert repaired.unrepaired == text.count("\ufffd")


def test_footnote_digits_glued_to_words_are_raised_where_they_count_up() -> None:
    text = "Waits fell in two trusts1, and improvement2 was seen for patients.3 Level2 and CO2 stay."
    repaired = repair(text)
    assert repaired.text == "Waits fell in two trusts¹, and improvement² was seen for patients.³ Level2 and CO2 stay."
    assert [r.rule for r in repaired.repairs] == ["footnote mark glued to a word"]


def test_a_lone_first_footnote_needs_its_note() -> None:
    assert repair("Waits fell again in trusts1 of the north.").repairs == ()
    with_note = repair("Waits fell again in trusts1 of the north.\n\n1 Source: the board's own figures")
    assert with_note.text.startswith("Waits fell again in trusts¹ of")


def test_digits_that_do_not_count_up_are_no_footnotes() -> None:
    assert repair("the improvement9 and the patients4 of the trusts7").repairs == ()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("an improve-\nment of care", "an improvement of care"),
        ("an improve-\r\n   ment of care", "an improvement of care"),
        ("impro\u00ad\nvement of care", "improvement of care"),
        ("co-ordination matters: co-\nordination", "co-ordination matters: co-\nordination"),
        ("re-use or reuse: re-\nuse", "re-use or reuse: re-\nuse"),
    ],
)
def test_words_broken_at_a_line_end_are_joined_where_lines_are_wrapped(broken: str, whole: str) -> None:
    assert repair(broken, wrapped=True).text == whole
    assert "\n" in repair(broken).text


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
        st.sampled_from(
            [
                *("wil be ", "bil ion ", "鈥渕ust ", "鈥 ", "\u00a0", "x", "Â£", "ﬁ", "\r\n", "拢 ", "a b ", "ful y "),
                *(
                    "nancial ",
                    "o\ufffdce ",
                    "e\ue000ort ",
                    "‚Äô",
                    "Ã¢â‚¬â„¢",
                    "trusts1 ",
                    "plans2, ",
                    "care.3 ",
                    "1\u2009000 ",
                ),
                *(
                    "T E A M S ",
                    "TTeeaammss ",
                    "aaii ",
                    "improve-\n",
                    "ment ",
                    "``a'' ",
                    "\x93",
                    "\x03",
                    "２０ ",
                    "1 Note\n",
                ),
            ]
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_every_edit_leads_back(parts: list[str], wrapped: bool) -> None:
    repaired = repair("".join(parts), wrapped=wrapped)
    assert lead_back(repaired)
    assert all(a.end <= b.start and a.source_end <= b.source_start for a, b in pairwise(repaired.edits))
    assert all(e.end - e.start or e.source_end - e.source_start for e in repaired.edits)
    assert sum(r.count for r in repaired.repairs) + repaired.unrepaired >= len(repaired.edits)


@given(
    st.lists(st.sampled_from(["wil be ", "o\ufffdce ", "鈥檚 ", "trusts1 ", "word ", "\u00a0", "ful y "]), max_size=20)
)
def test_the_words_of_neighbouring_spans_make_the_source(parts: list[str]) -> None:
    repaired = repair("".join(parts))
    document = as_document(repaired)
    cuts = sorted({0, len(repaired.text), *(e.start for e in repaired.edits), *(e.end for e in repaired.edits)})
    spans = [Span(start=a, end=b) for a, b in pairwise(cuts)]
    assert "".join(document.quote_source(span) for span in spans) == repaired.source
    untouched = {(a, b) for a, b in pairwise(cuts)} - {(e.start, e.end) for e in repaired.edits}
    assert all(document.quote_source(Span(start=a, end=b)) == repaired.text[a:b] for a, b in untouched)


def as_document(repaired: Repaired) -> Document:
    root = Section(id="s", parent_id=None, level=1, heading="T", path=("T",), start=0, end=len(repaired.text))
    return Document(
        id="d",
        sha256="0",
        file="f.txt",
        title="T",
        media_type="text/plain",
        text=repaired.text,
        source_text=repaired.source,
        edits=repaired.edits,
        sections=(root,),
        blocks=(),
    )


def test_sound_text_is_looked_at_without_the_word_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("the word list was asked for sound text")

    monkeypatch.setattr("pipeline.repair.lexicon._frequencies", refuse)
    text = "All trusts will offer different services in the first financial year; staff will attend. " * 500
    assert repair(text, wrapped=True).text == text


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
