"""Words that are spelt much alike."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.spelling import Spelling

WORDS = {"virtual": 9, "visual": 2, "ward": 30, "waiting": 40, "wasting": 1, "rating": 50, "utilisation": 8, "65": 3}


def near(word: str, *, edits: int = 1, words: dict[str, int] = WORDS) -> list[str]:
    spelling = Spelling(words.__contains__, words.items)
    return [spelt.word for spelt in spelling.near(word, edits=edits)]


def test_the_nearest_come_first_then_the_most_used() -> None:
    assert near("vitual") == ["virtual", "visual"]
    assert near("waitng") == ["waiting"]
    assert near("utilisaton", edits=2) == ["utilisation"]
    assert near("utilsaton", edits=1) == []


def test_letters_that_change_places_are_one_slip() -> None:
    assert near("wrad") == ["ward"]
    assert near("awrd") == ["ward"]


def test_another_first_letter_counts_where_nothing_else_is_near() -> None:
    assert near("waiting", words={"raiting": 1, "waiting": 2}) == ["waiting"]
    assert near("aiting") == ["waiting"]
    assert near("wwaiting") == ["waiting"]


def test_numbers_are_no_neighbours() -> None:
    assert near("6") == []


def test_the_vocabulary_is_listed_when_first_needed() -> None:
    listed: list[int] = []

    def vocabulary() -> list[tuple[str, int]]:
        listed.append(1)
        return [("ward", 1)]

    spelling = Spelling(lambda word: word == "ward", vocabulary)
    assert spelling.knows("ward")
    assert not listed
    spelling.near("wardd", edits=1)
    spelling.near("waard", edits=1)
    assert listed == [1]


@given(st.text(alphabet="abc", min_size=2, max_size=6), st.sets(st.text(alphabet="abc", min_size=1, max_size=6)))
def test_against_a_slow_search(word: str, vocabulary: set[str]) -> None:
    same_first = {other for other in vocabulary if other[0] == word[0] and OSA.distance(word, other) <= 2}
    found = set(near(word, edits=2, words=dict.fromkeys(vocabulary, 1)))
    assert found == same_first or not same_first
