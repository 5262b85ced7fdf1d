"""Two ways of printing that damage words: letters set apart ("T A R G E T S") and printed twice ("TTaarrggeettss")."""

import re
from collections.abc import Sequence

from pipeline.repair.changes import Change
from pipeline.repair.examined import Examined
from pipeline.repair.lexicon import RARE, is_word, listed, zipf

DOUBLED = "letters printed twice"
SPACED = "letters set apart"
LEAST_LETTERS = 4  # of a word set apart
KNOWN = 3.0  # on Zipf's scale: words set apart are headings, not rare words

_APART = re.compile(
    r"(?<![^\s|(“])[A-Za-z](?: [A-Za-z]){1,60}(?:  {1,3}[A-Za-z](?: [A-Za-z]){1,60}){0,20}(?![^\s|.,:;)”?!])"
)
_TELLING = ("hh", "ii", "uu", "aa", "II", "AA")  # doubles that English hardly has
_DOUBLED = re.compile(r"(?:([^\s])\1)+(?:  ?(?:([^\s])\2)+)*")


# ---- "T A R G E T S"


def find_spaced(examined: Examined) -> list[Change]:
    """Words whose letters are set apart; where two words run into one another they are parted by the word list."""
    if b"a a a a" not in examined.caseless:
        return []
    text = examined.text
    changes: list[Change] = []
    for match in _APART.finditer(text):
        if match.group().count(" ") >= LEAST_LETTERS - 1:
            whole = [_closed(part) for part in re.split("  +", match.group())]
            if all(whole) and _is_evidence(" ".join(w or "" for w in whole)):
                changes.append(Change(match.start(), match.end(), " ".join(w or "" for w in whole), SPACED))
    return changes


def _is_evidence(words: str) -> bool:
    return any(len(word) >= LEAST_LETTERS for word in words.split())


def _closed(part: str) -> str | None:
    """The word or words of letters set apart; None where they make none ("A B C D", "Y N Y N")."""
    letters = part.replace(" ", "")
    if zipf(letters) >= RARE or letters in listed("apart", "names"):
        return letters
    parted = _parted(letters)
    return " ".join(parted) if parted else None


def _parted(letters: str) -> Sequence[str] | None:
    """The likeliest row of known words that the letters make."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(letters) + 1):
        options = [
            (before[0] + zipf(word) - 9, [*before[1], word])
            for start in range(max(0, end - 16), end)
            if (before := best[start]) and _may_stand(word := letters[start:end])
        ]
        best.append(max(options, key=lambda option: option[0], default=None))
    return best[-1][1] if best[-1] else None


def _may_stand(word: str) -> bool:
    return word.lower() in listed("apart", "short") or (len(word) > 2 and zipf(word) >= KNOWN)


# ---- "TThhee bbooaarrdd"


def find_doubled(examined: Examined) -> list[Change]:
    """Words each of whose letters is printed twice, as text that was drawn twice for weight comes out."""
    text = examined.text
    changes: list[Change] = []
    done = 0  # the end of the last line that was looked at
    for place in sorted(p for pair in _TELLING for p in examined.places(pair)):
        if place < done:
            continue
        start = text.rfind("\n", 0, place) + 1
        done = text.find("\n", place) + 1 or len(text)
        for match in _DOUBLED.finditer(text, start, done):
            if _whole_words(text, match) and _says_something(once := _once(match.group())):
                changes.append(Change(match.start(), match.end(), once, DOUBLED))
    return changes


def _whole_words(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not before.isalnum() and not after.isalnum()


def _once(doubled: str) -> str:
    return re.sub(r"(\S)\1|  ?", lambda m: m.group()[0], doubled)


def _says_something(words: str) -> bool:
    """Whether the letters, taken once, make known words."""
    found = [w for w in re.findall(r"[A-Za-z]+", words) if len(w) >= LEAST_LETTERS]
    return bool(found) and sum(map(is_word, found)) > len(found) / 2
