"""Organisations that no list holds, by the shape of their names: "Marsh District Council", "University of Marsh".

A capitalised name ends in the noun of an organisation, or begins with the words that open one; both are data, in
lexicons/body_names.toml. A search finds those words, a walk from each to the left or right the rest of the name: time
is linear in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.bodies.matches import BodyMatch
from extractors.bodies.nouns import Kind, before_openings, folded, heads, openings, rules

Range = tuple[int, int]
OVERLAPPING = 4  # ranges before a place that may reach it
WINDOW = 120  # code points of a name on one side of its noun
LONGEST = 10  # words of a name beside its noun
WRAPPED = 40  # code points: a line at least this long may break within a name
_WORD = re.compile(r"[^\s/()|*–—]+")
_CAPITAL = re.compile(r"[A-Z][\w’'&.-]*$")
_LOW = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "upon", "with"})
_AFTER = re.compile(r" ([A-Z][\w’'-]*)")
_CORE = re.compile(r"(?: [A-Z][\w’'&-]*)+")
_MORE = re.compile(r"(?P<join>,? (?:and|&) |, | of the | of | for the | for | the | )?(?P<word>[A-Z][\w’'&-]*)")


def shaped(text: str, taken: Sequence[Range] = ()) -> list[BodyMatch]:
    """Names of organisations by their shape, in order.

    Args:
        text: any text; without capitals it holds none.
        taken: ranges of the names that are known already; no name of several parts runs into one.
    """
    opened = [(m, openings()[1][folded(m["words"])]) for m in openings()[0].finditer(text)]
    walls = sorted([*taken, *((m.start(), _core(text, m)) for m, _ in opened)])
    found: list[BodyMatch] = []
    for mark in heads()[0].finditer(text):
        match = _ending(text, mark, walls, found[-1].end if found else 0)
        found += [match] if match else []
    named = sorted([*taken, *((match.start, match.end) for match in found)])
    found += [match for mark, kind in opened if (match := _opening(text, mark, kind, named))]
    return sorted(found)


def _ending(text: str, mark: re.Match[str], walls: Sequence[Range], before: int) -> BodyMatch | None:
    """The name that a noun ends; no "and" joins it to the name that ends at `before`."""
    kind, near = heads()[1][folded(mark.group())], _near(walls, mark.end())
    if any(mark.start() < end for _, end in near) or _is_a_thing(text, mark.end()):
        return None
    floor = max(0, mark.start() - WINDOW, *(end for _, end in near))
    words = _trimmed(_walk_left(text, mark, kind, floor, before))
    start = words[0].start() if words else mark.start()
    plain = [_bare(word.group()).casefold() for word in words]
    if not kind.whole and all(_says_nothing(word, kind) for word in plain):
        return None
    return _match(text, start, mark.end(), kind)


def _says_nothing(word: str, kind: Kind) -> bool:
    """Whether a word by itself makes no name of the noun."""
    opens = word.endswith("ing") and word not in rules()["ing_words"]
    return opens or word in kind.alone or word in _LOW or word in rules()["joins"]


def _near(walls: Sequence[Range], end: int) -> Sequence[Range]:
    """The ranges that begin before a place, those close to it; hardly any two of them overlap."""
    at = bisect_left(walls, (end, 0))
    return walls[max(0, at - OVERLAPPING) : at]


def _walk_left(text: str, mark: re.Match[str], kind: Kind, floor: int, other: int) -> list[re.Match[str]]:
    """The words of the name before its noun, the first first."""
    upper = mark.group().isupper() and len(mark.group()) > 5
    before = list(_WORD.finditer(text, floor, mark.start()))
    words: list[re.Match[str]] = []
    right, at = mark.start(), len(before) - 1
    while at >= 0 and len(words) < LONGEST:
        word = before[at]
        if not _joined(text, word.end(), right):
            break
        taken = _step(before, at, words, kind, upper=upper)
        if not taken:
            break
        if len(taken) > 1 and (taken[0].end() == other or not _joined(text, taken[0].end(), taken[1].start())):
            break
        words[:0] = taken
        right, at = taken[0].start(), at - len(taken)
    return words


def _step(
    before: list[re.Match[str]], at: int, words: list[re.Match[str]], kind: Kind, *, upper: bool
) -> list[re.Match[str]]:
    """The next words to the left that go on the name: one with a capital, or one with what joins it to the rest."""
    word = before[at].group()
    if _is_capital(word, upper=upper) and _bare(word).casefold() not in rules()["not_in_names"]:
        return [before[at]]
    left = before[at - 1].group() if at else ""
    if not _is_capital(left.rstrip(","), upper=upper):
        return [before[at]] if kind.listed and _in_list(word, words, upper=upper) else []
    low = word.casefold()
    joins = low in rules()["joins"] and bool(words) and not _stops(left) and not left.endswith(",")
    listed = low in rules()["joins"] and kind.listed and left.endswith(",") and not _stops(left)
    of = low == "of" and left.casefold() in rules()["before_of"]
    place = low in rules()["of_places"] and bool(words) and not _stops(left)
    if joins or listed or of or place:
        return [before[at - 1], before[at]]
    return [before[at]] if kind.listed and _in_list(word, words, upper=upper) else []


def _in_list(word: str, words: list[re.Match[str]], *, upper: bool) -> bool:
    """Whether a word with a comma goes on a name that holds a list: "and" stands among the words after it."""
    parted = word.endswith(",") and _is_capital(word[:-1], upper=upper) and not _stops(word)
    return parted and any(after.group().casefold() in ("and", "&") for after in words)


def _stops(word: str) -> bool:
    """Whether a word ends the walk: one that opens sentences, or the noun of another body."""
    return _bare(word).casefold() in rules()["not_in_names"] or bool(heads()[0].fullmatch(_bare(word)))


def _trimmed(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Without the words at the front that only open a sentence or join."""
    first = next(
        (
            i
            for i, word in enumerate(words)
            if (low := _bare(word.group()).casefold()) not in rules()["not_in_names"] and low not in rules()["joins"]
        ),
        len(words),
    )
    return words[first:]


def _core(text: str, mark: re.Match[str]) -> int:
    """The end of the capitalised words right after an opening."""
    core = _CORE.match(text, mark.end())
    return core.end() if core else mark.end()


def _opening(text: str, mark: re.Match[str], kind: Kind, walls: Sequence[Range]) -> BodyMatch | None:
    """The name that some words open."""
    near = _near(walls, mark.end())
    if any(mark.start() < end for _, end in near):
        return None
    floor = max(0, mark.start() - WINDOW, *(end for _, end in near))
    more = before_openings().search(text, floor, mark.start())
    start = more.start() if more else mark.start()
    if kind.whole:
        return _match(text, start, mark.end(), kind)
    following = bisect_left(walls, (mark.end(), 0))
    end, wall = mark.end(), walls[following][0] if following < len(walls) else len(text)
    while end - mark.end() < WINDOW:
        word = _MORE.match(text, end + (end == mark.end()), wall)
        if word is None or not _goes_on(text, word, kind, first=end == mark.end()):
            break
        end = word.start("word") + len(re.sub(r"[’']s?$", "", word["word"]))
        if end < word.end():
            break
    if end == mark.end() or _is_a_thing(text, end):
        return None
    return _match(text, start, end, kind)


def _goes_on(text: str, word: re.Match[str], kind: Kind, *, first: bool) -> bool:
    join = (word["join"] or "").strip()
    if first:
        return not join and word["word"].casefold() not in rules()["jobs"]
    if not join:
        return word["join"] == " " and not openings()[0].match(text, word.start("word"))
    if join in ("of", "of the", "for", "for the", "the"):
        return join != "the" and bool(kind.listed)
    if join == ",":  # a list goes on only where "and" closes it
        return kind.listed and bool(
            re.match(r"(?:,? [A-Z][\w’'-]*)+,? and [A-Z]", text[word.start() : word.start() + 90])
        )
    return kind.listed


def _match(text: str, start: int, end: int, kind: Kind) -> BodyMatch:
    return BodyMatch(start, end, _name(text[start:end]), None, kind.type, resolved_by="shape")


def _name(words: str) -> str:
    """The words on one line; those printed in capitals all through get small letters."""
    plain = " ".join(words.split())
    if not plain.isupper() or len(plain) < 12:
        return plain
    titled = [
        w.lower() if w.lower() in _LOW else w if w in ("NHS", "ICB", "CCG") else w.capitalize() for w in plain.split()
    ]
    return " ".join(titled)


def _joined(text: str, left: int, right: int) -> bool:
    """Whether only white space of one line parts two words; a long line may break."""
    gap = text[left:right]
    if gap.strip() or gap.count("\n") > 1:
        return False
    return "\n" not in gap or left - text.rfind("\n", 0, left) > WRAPPED


def _is_a_thing(text: str, end: int) -> bool:
    """Whether the next word makes the name that of a plan, a fund or another thing."""
    after = _AFTER.match(text, end)
    return bool(after) and after[1].casefold() in rules()["makes_a_thing"]  # type: ignore[index]


def _is_capital(word: str, *, upper: bool) -> bool:
    bare = word.lstrip("“‘\"'")
    if upper and not bare.isupper():
        return False
    return bool(_CAPITAL.match(bare)) and (not bare.endswith(".") or bare in ("St.", "C.I.C."))


def _bare(word: str) -> str:
    return word.strip("“‘\"',.").removesuffix("’s").removesuffix("'s")
