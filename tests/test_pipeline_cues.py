"""The cues of metadata: patterns, and the plain words that are looked for before them."""

import pytest

from pipeline.cues import any_found, needed


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bboard paper\b", "board paper"),
        (r"\bguid(?:ance|elines)\b.{0,20}\b20\d\d", "guid"),
        (r"\b(?:this|our) (?:\w+ )?Briefing\b", "briefing"),
        (r"\bOGL v?3", "ogl "),
        (r"reports? of \[x\]", "report"),
        (r"ab{2,3}[cd]e", "a"),
        (r"paper|report", ""),
        (r"^\W*\d[\d\W]*$", ""),
    ],
)
def test_the_words_that_every_match_holds(pattern: str, words: str) -> None:
    assert needed(pattern) == words


def test_patterns_are_found_in_any_case() -> None:
    patterns = [r"\bOGL v?3", r"meeting of the .{0,60}board\b"]
    assert any_found(patterns, "Minutes of the MEETING OF THE public Board")
    assert any_found(patterns, "Licence: ogl 3")
    assert not any_found(patterns, "The OGL, version 3, was no part of the meeting.")
