"""Extractors take time in proportion to the text, also where it is dense with numbers or has no stops."""

import time

import pytest

from corpus.document import Document
from extractors import extract_facts
from extractors.lexicon import Phrases, by_rank, one_of, opening
from tests.benchmarks.extraction import DENSE, forget, long_document

TENFOLD = 13.0  # times: so much longer a text ten times as long may take
SMALL, LARGE = 2_000, 20_000  # code points
RUNS = 2

# One block, without an end in sight.
UNBROKEN = {
    "percentages": "5% ",
    "digits": "7",
    "letters": "x",
    "an address": "a@",
    "spaces": " ",
    "blank lines": "\n",
    "and": "and ",
    "stops": ". A",
    "numbers in words": "twenty two ",
}


def seconds(document: Document) -> float:
    """The least of a few runs, each reading the text anew."""
    times = []
    for _ in range(RUNS):
        forget()
        begun = time.process_time()
        extract_facts(document)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("kind", DENSE)
def test_time_grows_with_the_number_of_blocks(kind: str) -> None:
    form = "list_item" if kind == "bullets" else "paragraph"
    small, large = (long_document([DENSE[kind]], length, kind=form) for length in (SMALL, LARGE))
    assert seconds(large) < TENFOLD * seconds(small) + 0.2


@pytest.mark.parametrize("kind", UNBROKEN)
def test_time_grows_with_the_length_of_one_block(kind: str) -> None:
    small, large = (long_document([UNBROKEN[kind] * (length // len(UNBROKEN[kind]))], 1) for length in (SMALL, LARGE))
    assert seconds(large) < TENFOLD * seconds(small) + 0.2


def test_phrases_are_found_whole_in_any_case_and_the_longest_first() -> None:
    phrases = Phrases({"will": 1, "will need to": 2, "NHS trusts": 3, "c": 4})
    found = [tuple(mark) for mark in phrases.find("Goodwill: we will  need\nto ask nhs TRUSTS, c, re-will, wills")]
    assert found == [(13, 26, 2), (31, 41, 3), (43, 44, 4)]


def test_phrases_are_found_in_a_part_of_a_text() -> None:
    phrases = Phrases({"will": 1})
    assert [mark.start for mark in phrases.find("will goodwill will willing", 1, 23)] == [14, 19]
    assert not list(phrases.find("goodwill", 4))


def test_a_phrase_of_an_earlier_group_wins_over_a_longer_one_of_a_later() -> None:
    phrases = Phrases(by_rank([("must", ["need to"]), ("will", ["need to see", "need tops"])]))
    assert [mark.value for mark in phrases.find("need to see, need tops")] == ["must", "will"]


def test_a_letter_that_grows_in_lower_case_moves_no_offset() -> None:
    assert [tuple(mark) for mark in Phrases({"must": 1}).find("İİ must")] == [(3, 7, 1)]


def test_one_of_tries_the_longest_first() -> None:
    import re

    assert re.match(one_of(["by", "by the", "by the end of"]), "by the\nend of May")[0] == "by the\nend of"  # type: ignore[index]
    assert re.search(opening(["ten", "twenty"]), "often twenty").start() == 6  # type: ignore[union-attr]
