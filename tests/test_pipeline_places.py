"""Where an address leads in a document."""

import threading

import pytest

from corpus.errors import PlaceError
from pipeline.places import find_place, opening_words
from tests.factories import make_document


@pytest.mark.parametrize(
    ("start", "end", "words", "found"),
    [
        (7, 12, None, (7, 12, False)),
        (24, 35, "Beds are short", (24, 35, False)),
        (0, 14, "Beds  are\nshort", (24, 38, True)),
        (70, 84, "Beds are short", (56, 70, True)),
        (0, 900, "Beds are short. T", (56, 89, True)),
    ],
)
def test_places(start: int, end: int, words: str | None, found: tuple[int, int, bool]) -> None:
    document = make_document(["Beds are short.", "Staff are, too.", "Beds are short. They always were."])
    place = find_place(document, start, end, words)
    assert (place.start, place.end, place.moved) == found


def test_no_place() -> None:
    document = make_document(["Beds are short."])
    for start, end, words in ((3, 3, None), (4, 3, "Beds"), (0, 900, None), (0, 3, "Zebras")):
        with pytest.raises(PlaceError):
            find_place(document, start, end, words)


def test_looking_for_words_takes_no_longer_for_hostile_ones() -> None:
    document = make_document(["a " * 200_000])
    finished = threading.Event()

    def look() -> None:
        with pytest.raises(PlaceError):
            find_place(document, 0, 10**9, "a " * 200 + "b")
        finished.set()

    threading.Thread(target=look, daemon=True).start()
    assert finished.wait(20)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("80%", "80%"),
        ("  keep the use\nof beds ", "keep the use of beds"),
        ("hold general and acute beds at no fewer than the number", "hold general and acute beds at no fewer"),
        ("x" * 90, "x" * 40),
    ],
)
def test_the_first_words_of_a_place_go_with_its_address(text: str, words: str) -> None:
    assert opening_words(text) == words
