"""Nothing unaccounted: every number, percentage and deadline of a document is a fact's or stands in `unclaimed`.

The numbers are looked for here with patterns of this file's own, not with the extractors'. What only labels something
is no number: the number of a paragraph or a footnote, "section 3", "Table 1", "Type 1", "Category 2".
tests/completeness/silent.toml names what is passed over in silence as yet, by file; the lists are exact.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.facts import Fact, Unclaimed
from extractors import extract_facts, find_unclaimed
from pipeline.readers import read
from tests.outline import outline

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
FORMATS = frozenset({".md", ".pdf", ".html", ".txt", ".docx"})
SILENT: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "completeness" / "silent.toml").read_text(encoding="utf-8")
)["silent"]

_ONES = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred"
    "|thousand"
)
_UNITS = (
    r"per\s?cent|percent|percentage\s+points?|pounds?|minutes?|hours?|days?|weeks?|months?|years?|million|billion"
    r"|patients|people|trusts|beds|posts|appointments|members"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter"
)
DIGITS = re.compile(r"(?<![\w.,/:#-])(?<!\w\()(?!(?<=\()\d{1,2}\))[£+-]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w/:]|[-.]\d)")
WORDS = re.compile(rf"(?i)\b(?:{_ONES})[ -](?:{_UNITS})\b|\b(?:half|a\s+third|a\s+quarter)\s+of\b")
DUE = re.compile(
    rf"\bby\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?"
    rf"(?:(?:{_MONTHS})\b(?:\s+20\d\d)?|20\d\d\b|(?<=end of the )(?:year|month)\b)"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\]\([^)]*\)|\S+@\S+")
_NUMBERED = re.compile(r"\W*\d+(?:\.\d+)*[.)]?\s+(?=[A-Za-z(“‘*])")
_LABELLED = re.compile(
    r"(?i)\b(?:section|part|table|figure|appendix|annex|paragraph|regulation|chapter|clause|version|step|case\s+study|item|page"
    r"|note|box|type|category|stage|phase|month|day|pathway|band|code|rule|schedule|group|level|grade|status|study|core"
    r"|number|no\.?)s?\s+(?:[\dA-Z.]+\s*(?:,|and|or|to|–|-|&)\s*)*$"
)


def numbers_of(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers, percentages, amounts in words and deadlines stand in a paragraph or a cell."""
    plain = _ADDRESS.sub(lambda mark: " " * len(mark[0]), text)
    opening = _NUMBERED.match(plain)
    for mark in DIGITS.finditer(plain):
        is_marker = opening is not None and mark.start() < opening.end()
        if not is_marker and not _LABELLED.search(plain, max(0, mark.start() - 40), mark.start()):
            yield mark.span()
    for pattern in (WORDS, DUE):
        yield from (mark.span() for mark in pattern.finditer(plain))


def silent(document: Document, facts: Collection[Fact], unclaimed: Collection[Unclaimed]) -> list[str]:
    """The numbers of paragraphs and cells that no fact and no unclaimed stretch holds, in the order of the text."""
    spans = [(f.start, f.end) for f in facts if f.kind != "body"]
    spans += [(s.start, s.end) for f in facts if f.kind != "body" for places in f.evidence.values() for s in places]
    spans += [(one.start, one.end) for one in unclaimed]
    held = bytearray(len(document.text))
    for start, end in spans:
        held[start:end] = b"\1" * (end - start)
    return [
        document.text[start + first : start + last]
        for start, end in _stretches(document)
        for first, last in sorted(numbers_of(document.text[start:end]))
        if not any(held[start + first : start + last])
    ]


def _stretches(document: Document) -> Iterator[tuple[int, int]]:
    for block in document.blocks:
        if block.table is not None:
            yield from ((cell.start, cell.end) for cell in block.table.cells if not cell.header)
        elif block.kind != "heading":
            yield block.start, block.end


def silent_in(document: Document) -> list[str]:
    facts = extract_facts(document)
    unclaimed = find_unclaimed(document, facts)
    assert all(one.reason.strip() for one in unclaimed)
    return silent(document, facts, unclaimed)


FOUND = [
    ("Waits of 18 weeks or less: 65.5% in 2025/26, and £2.4bn spent.", ["18", "65.5"]),
    ("At least two hours a day, for half of all trusts.", ["two hours", "half of"]),
    ("Plans are due by the end of March, reports by June 2025.", ["2025", "by June 2025", "by the end of March"]),
    ("3.2 As section 4 and Table 1 say, 12 trusts with a Type 1 department take part.", ["12"]),
    ("See https://example.org/2024/12/30 for the 4 forms.", ["4"]),
    ("More beds (52 of them), as clause (4) of section 9(4) says.", ["52"]),
    ("There is nothing to count.", []),
]


@pytest.mark.parametrize(("words", "numbers"), FOUND)
def test_numbers_are_seen(words: str, numbers: list[str]) -> None:
    assert sorted(words[start:end] for start, end in numbers_of(words)) == sorted(numbers)


def test_without_facts_and_reasons_every_number_is_silent() -> None:
    document = outline("Waits fell to 42 days.\n| Trust | Beds |\n| Coast | 512 |")
    assert silent(document, [], []) == ["42", "512"]
    assert silent_in(document) == []


def samples() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in FORMATS)


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_every_number_of_a_bundled_document_is_accounted_for(path: Path) -> None:
    assert silent_in(read(path)) == SILENT.get(path.name, [])


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["documents", "excerpts", "files"])
def test_every_number_of_the_annotated_documents_is_accounted_for(folder: str, shared: Path) -> None:
    paths = sorted(path for path in (shared / folder).iterdir() if path.is_file())
    assert paths
    found = {path.name: numbers for path in paths if (numbers := silent_in(read(path)))}
    assert found == {path.name: SILENT[path.name] for path in paths if path.name in SILENT}


AMOUNTS = st.one_of(
    st.integers(2, 99_999).map(lambda n: f"{n:,}"),
    st.decimals(1, 99, places=1).map(lambda n: f"{n}%"),
    st.integers(1, 900).map(lambda n: f"£{n} million"),
    st.integers(2, 90).map(lambda n: f"{n} minutes"),
    st.integers(2, 104).map(lambda n: f"over {n} weeks"),
    st.tuples(st.integers(2, 40), st.integers(41, 99)).map(lambda pair: f"between {pair[0]}% and {pair[1]}%"),
    st.sampled_from(["three weeks", "half of all beds", "twelve percent", "six people", "two hours"]),
)
SENTENCES = st.tuples(
    st.sampled_from(["Trusts", "The waiting list", "Agency spend", "This", "Our members", "Beds, we hear,"]),
    st.sampled_from(["reached", "must reach", "is", "should fall by", "(in part)", "rose by", "may see", "counts"]),
    AMOUNTS,
    st.sampled_from(["", "this year", "by March 2025", "of the plan", "in every ward", "– or so they say", "a month"]),
).map(lambda parts: " ".join(part for part in parts if part) + ".")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(SENTENCES, min_size=1, max_size=5), st.sampled_from(["", "- ", "| Row | "]))
def test_every_number_of_any_page_is_accounted_for(sentences: list[str], lead: str) -> None:
    lines = [f"{lead}{sentence}{' |' if lead.startswith('|') else ''}" for sentence in sentences]
    opening = {"": "", "- ": "Systems are asked to:\n", "| Row | ": "| Row | Text |\n"}[lead]
    assert silent_in(outline(opening + "\n".join(lines))) == []


@pytest.mark.parametrize(
    "words", ["What about twelve hours?", "Eleven trusts took part.", "They meet for fifteen minutes."]
)
def test_numbers_in_words_over_ten_are_accounted_for(words: str) -> None:
    assert silent_in(outline(words)) == []
