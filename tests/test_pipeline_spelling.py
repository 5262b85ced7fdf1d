"""Slips of spelling in questions."""

import pytest

from index.spelling import Spelling
from pipeline.spelling import corrected

CORPUS = [
    "virtual",
    "ward",
    "utilisation",
    "paediatric",
    "waiting",
    "mental",
    "needs",
    "occupancy",
    "targets",
    "ambulances",
    "programme",
    "hospital",
    "authorities",
]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(CORPUS.__contains__, lambda: [(word, 5) for word in CORPUS])


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("vitual ward utilisaton", "virtual ward utilisation"),
        ("Vitual ward", "virtual ward"),
        ("hopsital ocupancy?", "hospital occupancy?"),
        ("wiating", "waiting"),
        ("wating times", "waiting times"),  # "wat" is no base
        ("ward utilization", "ward utilisation"),
        ("pediatric program", "paediatric programme"),  # American spellings, where the documents have the British one
        ("dental", "dental"),  # an everyday word, however near "mental"
        ("leeds", "leeds"),
        ("authorises", "authorises"),  # a form of an everyday word
        ("the Vitual hall", "the Vitual hall"),  # a name
        ("VITUAL ward", "VITUAL ward"),
        ('"vitual" ward', '"vitual" ward'),
        ("vitual2 a@vitual", "vitual2 a@vitual"),
        ("wrd", "wrd"),
        ("65 weks", "65 weks"),
        ("zzzzzzzzz", "zzzzzzzzz"),
        ("virtual ward", "virtual ward"),
        ("", ""),
    ],
)
def test_what_is_mended_and_what_is_left_alone(spelling: Spelling, query: str, read: str) -> None:
    text, corrections = corrected(query, spelling)
    assert text == read
    assert bool(corrections) == (query != read)


def test_what_was_mended_is_told(spelling: Spelling) -> None:
    _, corrections = corrected("vitual ward utilisaton", spelling)
    assert [(c.said, c.read) for c in corrections] == [("vitual", "virtual"), ("utilisaton", "utilisation")]
