"""Ligatures and double letters that a conversion lost: "wil", "bil ion", "e ective", "nancial".

A stretch of text that hardly prints a pair of letters, where English has it often, has lost it. There, each word is
read as it stands and with the pair put back, alone and together with the next word; the likeliest reading by the word
list holds, where it is much likelier. A stretch in which too few words would be mended is left as it is.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.repair.changes import Change
from pipeline.repair.examined import Examined
from pipeline.repair.lexicon import RARE, WORD, listed, rules, zipf

LOST = 'lost "{}"'
WINDOW = 20_000  # characters that are looked at together
ABSENT = 0.2  # of the expected times: a pair that stands less often is lost
FEW = 3  # times that a pair may stand even in a short text that lost it
SURE = 20  # times that English prints a pair in a stretch: where it never stands, one tell-tale word is enough
TELL_TALES = 2  # different words that only a loss explains, at least
LEAST_WORDS = 3  # different words that are mended in a stretch
CLEARLY = 1.2  # of Zipf's scale: how much likelier a mended reading must be
COMMON = 5.5  # on Zipf's scale: a word used so often is never mended by itself
LONG = 5  # letters of a word that may be mended although it starts with a capital
_STOPS = tuple(".,;:)?!]’”")
_BOUND = ("@", "_", "'", "’", "#")  # what ties letters to others without being one
LEAST_KNOWN = 1.0  # on Zipf's scale: a word that two fragments make may be rarer


class _Word(NamedTuple):
    start: int
    end: int
    word: str


class _Reading(NamedTuple):
    """What a word or two words were: the letters, where they belong, and how likely the whole is."""

    likely: float
    letters: str
    place: int
    joined: bool = False
    then: str = ""  # what joins the word after the next one to both


def find_lost_letters(examined: Examined) -> list[Change]:
    """The pairs of letters to put back, in all stretches of the text that lost them."""
    text = examined.text
    changes: list[Change] = []
    for start, end, pairs in _stretches(examined):
        changes += _mended(text, start, end, pairs)
    return changes


# ---- where pairs are lost


def _stretches(examined: Examined) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Neighbouring windows that lost the same pairs, with those."""
    held: tuple[int, int, tuple[str, ...]] | None = None
    for start, end in _windows(examined.text):
        pairs = _lost_pairs(examined, start, end)
        if held and held[2] == pairs:
            held = (held[0], end, pairs)
            continue
        if held and held[2]:
            yield held
        held = (start, end, pairs)
    if held and held[2]:
        yield held


def _windows(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + WINDOW)
        rest = len(text) - end
        end = len(text) if rest < WINDOW / 2 else text.rfind("\n", start + WINDOW // 2, end) + 1 or end
        yield start, end
        start = end


def _lost_pairs(examined: Examined, start: int, end: int) -> tuple[str, ...]:
    """The pairs that stand in a stretch far less often than in English, while words that only a loss explains do."""
    text = examined.latin
    lost = []
    for pair, rule in rules()["lost"].items():
        found = text.count(pair.encode(), start, end)
        if found <= max(ABSENT * rule["usual"] * (end - start) / 10_000, FEW):
            telling = [tell for tell in map(str.encode, rule["tell"]) if _may_hold(examined, tell)]
            seen = [n for n in (text.count(tell, start, end) for tell in telling) if n]
            gone = found == 0 and rule["usual"] * (end - start) / 10_000 >= SURE
            if len(seen) >= (1 if gone else TELL_TALES) and sum(seen) > found:
                lost.append(pair)
    return tuple(lost)


def _may_hold(examined: Examined, tell: bytes) -> bool:
    """Whether a text has words that hold the parts of what tells a loss."""
    return all(part in examined.vocabulary for part in tell.split())


# ---- what they were


def _mended(text: str, start: int, end: int, pairs: Sequence[str]) -> list[Change]:
    letters = tuple(dict.fromkeys(part for pair in pairs for part in rules()["lost"][pair]["letters"]))
    words = [
        _Word(m.start(), m.end(), m.group())
        for m in WORD.finditer(text, start, end)
        if _stands_free(text, m.start(), m.end())
    ]
    changes: list[Change] = []
    taken = -1
    followers = [b if text[a.end : b.start] == " " else None for a, b in pairwise(words)] + [None]
    for word, follows, third in zip(words, followers, [*followers[1:], None], strict=False):
        if word.start < taken:
            continue
        reading = _reading(word.word, follows.word if follows else "", third.word if third else "", letters)
        if reading and not _is_excepted(text, word, follows):
            changes.append(_change(text, word, reading))
            taken = follows.end if reading.joined and follows else word.end
            if reading.then and follows and third:
                changes.append(Change(follows.end, third.start, reading.then, LOST.format(_pair_of(reading.then))))
                taken = third.end
    mended = {text[max(0, c.start - 3) : c.end + 3].strip().lower() for c in changes}
    found = sum(text.count(pair, start, end) for pair in pairs)
    return changes if len(mended) >= LEAST_WORDS and len(changes) > found else []


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether letters are a word of their own, and no part of a code, of a name with digits, or of another word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or before in _BOUND or after in _BOUND)


def _is_excepted(text: str, word: _Word, follows: _Word | None) -> bool:
    """Whether a short form stands where it is meant ("et al", "Tel 020"), or a name ("Al Jones")."""
    in_sentence = (follows and follows.word.islower()) or text[word.end + 1 : word.end + 2] in _STOPS
    if not word.word.islower() and len(word.word) < LONG and not in_sentence:
        return True
    around = f" {text[max(0, word.start - 4) : word.end + 1]}".lower()
    return any(form in around for form in listed("exceptions", "forms"))


def _change(text: str, word: _Word, reading: _Reading) -> Change:
    at = word.start + reading.place
    rule = LOST.format(_pair_of(reading.letters))
    if reading.joined:
        return Change(word.end, word.end + 1, reading.letters, rule)
    after = text[at + 1 : at + 3]
    if (
        at == word.end
        and text[at : at + 1] == " "
        and (after.startswith(_STOPS) or (after[:1] == "-" and after[1:].isalpha()))
    ):
        return Change(at, at + 1, reading.letters, rule)
    return Change(at, at, reading.letters, rule)


def _pair_of(letters: str) -> str:
    return letters * 2 if len(letters) == 1 else letters


@lru_cache(maxsize=65536)
def _reading(word: str, after: str, third: str, letters: tuple[str, ...]) -> _Reading | None:
    """The likeliest reading of a word, with the next one where a space parts them; None for as it stands.

    Args:
        word: the word.
        after: the next one, empty where more than a space stands between.
        third: the one after that.
        letters: what may have been lost.
    """
    alone = _alone(word, letters)
    together = _together(word, after, letters)
    if not after:
        return alone
    end = zipf(third) - 9 if third else 0.0
    mended = _alone(after, letters)
    rest = max(zipf(after), mended.likely if mended else 0.0) + end
    if following := _together(after, third, letters):
        rest = max(rest, following.likely)
    apart = max(zipf(word), alone.likely if alone else 0.0) + rest - 9
    stands = zipf(word) + zipf(after) - 9 + end
    three = _three(word, after, third, letters)
    joined = together.likely + end if together else -9.0
    best = max(joined, apart, stands + CLEARLY)
    if three and three.likely > best + CLEARLY:
        return three
    return together if together and joined == best else alone


@lru_cache(maxsize=65536)
def _alone(word: str, letters: tuple[str, ...]) -> _Reading | None:
    stands = zipf(word)
    if stands >= COMMON or not _may_be_mended(word):
        return None
    fragments = listed("exceptions", "fragments")
    made = {
        word[:i] + part + word[i:]: _Reading(0.0, part, i)
        for part in letters
        for i in range(len(word) + 1)
        if _may_stand(word, part, i) and (len(word) > 2 or len(part) == 1 or word in fragments)
    }
    ranked = sorted(((zipf(whole), whole) for whole in made), reverse=True)[:2]
    least = stands if word in fragments else stands + CLEARLY
    if not ranked or ranked[0][0] < max(RARE, least):
        return None
    if len(ranked) > 1 and ranked[1][0] > ranked[0][0] - 1:
        return None  # two words are as likely: nothing is guessed
    return made[ranked[0][1]]._replace(likely=ranked[0][0])


@lru_cache(maxsize=65536)
def _together(word: str, after: str, letters: tuple[str, ...]) -> _Reading | None:
    if not after.islower() or not _may_be_mended(word):
        return None
    options = [
        _Reading(zipf(word + part + after), part, len(word), joined=True)
        for part in letters
        if _may_stand(word + after, part, len(word))
    ]
    best = max(options, default=None)
    return best if best and best.likely >= LEAST_KNOWN else None


def _three(word: str, after: str, third: str, letters: tuple[str, ...]) -> _Reading | None:
    """Three fragments of one word that lost letters twice: "cons tu on"."""
    if not (third.islower() and after.islower() and _may_be_mended(word)) or zipf(after) >= COMMON:
        return None
    options = [
        _Reading(zipf(word + first + after + then + third), first, len(word), joined=True, then=then)
        for first in letters
        for then in letters
        if _may_stand(word, first, len(word)) and _may_stand(after, then, len(after))
    ]
    best = max(options, default=None)
    return best if best and best.likely >= RARE else None


def _may_stand(word: str, part: str, place: int) -> bool:
    """Whether letters may be put in a place: half a pair only after its other half."""
    return len(part) > 1 or word[place - 1 : place] == part


def _may_be_mended(word: str) -> bool:
    return word.islower() or word[1:].islower() or len(word) == 1


__all__ = ["LOST", "find_lost_letters"]
