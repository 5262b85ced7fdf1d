"""Organisations in sentences that the rules left unclaimed, by the model in `model/`.

The model reads only sentences in which capitalised words stand that no rule has claimed, and what it finds passes the
lists of data/reading.toml: a plan, a post or a person is no body, whatever the model says. A name without a word such
as "Council" counts only if both networks find it. spaCy is imported when the first sentence has to be read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.acronyms import acronyms
from corpus.facts import BodyType
from corpus.organisations import organisations
from extractors.ner.light import load
from extractors.ner.markup import data

MODEL = Path(__file__).parent / "model"
CARD = MODEL / "card.json"
LONGEST = 600  # code points of a sentence that are read around an unclaimed name
_SPACE = re.compile(r"\s")
_BODIES = frozenset({"ORG", "ORGAN"})
_JOIN = r"(?:of|and|for|the|in|on|&)"
_RUN = re.compile(rf"(?<![\w’'.-])[A-Z][\w’'.]*(?:-\w+)*(?:,?\s(?:{_JOIN}\s){{0,2}}(?:[A-Z][\w’'.]*(?:-\w+)*|plc\b))+")
_THE = re.compile(r"(?:the|a|an|our|its|their)\s+", re.I)
_SEVERAL = re.compile(r",|\s(?:and|&|for|in|on)\s|\.\s")
_CAPITAL = re.compile(r"(?<!\w)(?:[A-Z]|plc\b)")
_LITTLE = "of|and|for|the|in|on|to|upon|under|at|by|with|from|de|la|von|van|den"  # small words inside a name
_SMALL = re.compile(rf"\s(?!(?:{_LITTLE})\s|plc$)[a-z]\w*")
_TRAILS = ' \t\r\n\u00a0,;:.·–-“”‘"('

Range = tuple[int, int]


class UnknownOrganisation(NamedTuple):
    """An organisation that the model found: its range in the text, and the type that its words give."""

    start: int
    end: int
    type: BodyType


def unknown_organisations(
    texts: Sequence[str], claimed: Sequence[Sequence[Range]] | None = None
) -> list[list[UnknownOrganisation]]:
    """Organisations of each text, in order, none inside another and none over a claimed range.

    Args:
        texts: sentences, headings or cells.
        claimed: for each text the ranges of the bodies that rules found, in order; without it none.
    """
    taken = claimed if claimed is not None else [()] * len(texts)
    windows = [(i, *window) for i, text in enumerate(texts) if (window := _window(text, taken[i]))]
    found: list[list[UnknownOrganisation]] = [[] for _ in texts]
    if not windows:
        return found
    read = [_SPACE.sub(" ", texts[i][start:end]) for i, start, end in windows]
    doubtful: dict[int, list[UnknownOrganisation]] = {}
    for at, ((i, shift, _), ranges) in enumerate(zip(windows, _entities("first", read), strict=True)):
        for start, end in ranges:
            for name in _read(texts[i], start + shift, end + shift, taken[i]):
                plain = has_body_word(texts[i][name.start : name.end])
                (found[i] if plain else doubtful.setdefault(at, [])).append(name)
    for (at, names), ranges in zip(doubtful.items(), _entities("second", [read[at] for at in doubtful]), strict=True):
        i, shift, _ = windows[at]
        again = {name for start, end in ranges for name in _read(texts[i], start + shift, end + shift, taken[i])}
        found[i] = sorted([*found[i], *(name for name in names if name in again)])
    return found


def type_of(name: str) -> BodyType:
    """The type that the words of a name give, "other" where they give none."""
    for entry in data("reading")["type"]:
        if _has_any(name, entry["words"]) and not _has_any(name, entry.get("but", ())):
            kind: BodyType = entry["type"]
            return kind
    return "other"


def _has_any(name: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name) for word in words)


def has_body_word(name: str) -> bool:
    """Whether a word of a name says that it is a body: "Council", "Hospice", "Ltd"."""
    return not _lists()["body_words"].isdisjoint(re.findall(r"[\w-]+", name.casefold()))


def is_known_thing(name: str) -> bool:
    """Whether the project's acronyms know a name, and the gazetteer does not hold it as an organisation."""
    return name.casefold() in _known_things()


@cache
def _known_things() -> frozenset[str]:
    bodies = {name.casefold() for o in organisations() for name in (o.name, *o.aliases)}
    return frozenset(name.casefold() for a in acronyms() for name in (a.term, a.expansion)) - bodies


@cache
def everyday_words() -> frozenset[str]:
    """Words that policy documents put capitals on without naming anything."""
    lists = data("names")["lists"]
    return frozenset(
        word for name in ("Policy", "thinghead") for words in lists[name] for word in words.lower().split()
    )


def weights_hash() -> str:
    """SHA-256 of the weights and labels of both networks, as card.json names it."""
    digest = hashlib.sha256()
    for name in ("first", "second"):
        for file in ("model", "moves"):
            digest.update((MODEL / name / "ner" / file).read_bytes())
    return digest.hexdigest()


@cache
def _network(name: str) -> Any:
    return load(MODEL / name)


def _entities(network: str, windows: Sequence[str]) -> Iterator[list[Range]]:
    """The bodies that a network marks in each text."""
    for doc in _network(network).pipe(windows, batch_size=256):
        yield [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ in _BODIES]


def _window(text: str, claimed: Sequence[Range]) -> Range | None:
    """The stretch of a text that has to be read, if capitalised words stand in it that no rule has claimed."""
    pieces, at = [], 0
    for start, end in claimed:
        pieces += [text[at:start], "·" * (end - start)]
        at = end
    rest = "".join([*pieces, text[at:]])
    marks = [mark.span() for mark in _RUN.finditer(rest) if _worth_reading(mark.group())]
    if not marks:
        return None
    if len(text) <= LONGEST:
        return 0, len(text)
    first, last = min(marks)[0], max(end for _, end in marks)
    start = text.rfind(" ", 0, max(0, first - 100)) + 1
    end = text.find(" ", last + 100)
    return start, end if end > 0 else len(text)


def _worth_reading(run: str) -> bool:
    """Whether capitalised words may hold a name: two of them besides the sentence's first word, and no plan or post."""
    if run.isupper():
        return False
    first, rest = run.split(maxsplit=1)
    if first.casefold() in _lists()["never_begins"] or _THE.match(run):
        run = rest
    if len(_CAPITAL.findall(run)) < 2:
        return False
    return bool(_SEVERAL.search(run)) or _can_be_a_name(" ".join(run.split()))


def _read(text: str, start: int, end: int, claimed: Sequence[Range]) -> list[UnknownOrganisation]:
    """The name that the model found, without its determiner and what trails it, if it can be one."""
    if determiner := _THE.match(text, start, end):
        start = determiner.end()
    if (bracket := text.find("(", start, end)) > 0:
        end = bracket
    end = start + len(_without_trail(text[start:end]))
    name = " ".join(text[start:end].split())
    if any(start < right and left < end for left, right in claimed) or not _stands_whole(text, start, end):
        return []
    return [UnknownOrganisation(start, end, type_of(name))] if _can_be_a_name(name) else []


def _without_trail(words: str) -> str:
    """Words without stops, lower-case words and a possessive at their end."""
    words = words.rstrip(_TRAILS)
    while (last := words.split()[-1:]) and last[0][0].islower() and last[0] != "plc":
        words = words[: -len(last[0])].rstrip(_TRAILS)
    return words[:-2] if words.endswith(("’s", "'s")) else words.rstrip("’'")


def _stands_whole(text: str, start: int, end: int) -> bool:
    """Whether a range begins and ends with whole words."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not re.match(r"[\w’'/-]", before) and not re.match(r"[\w/@-]", after)


def _can_be_a_name(name: str) -> bool:
    """Whether words can name a body: two capitalised ones at least, and none of the lists against it."""
    if not name[:1].isupper() or name.isupper() or len(_CAPITAL.findall(name)) < 2 or " " not in name:
        return False
    words = [word.strip(".,’'“”‘") for word in name.casefold().split()]
    if _SMALL.search(name) or "(" in name or is_known_thing(name):
        return False
    return not (_is_thing(words) or _is_person(words) or _is_kind(words) or _is_place(words))


def _is_thing(words: list[str]) -> bool:
    """A plan, a document, a place, or words that open a sentence."""
    lists = _lists()
    if {words[0], " ".join(words[:2])} & lists["never_begins"] or words[-1].isdigit():
        return True
    if words[-1] in {"service", "services"}:
        return words[-2] not in lists["service_of"]
    return bool({words[-1], " ".join(words[-2:])} & lists["never_ends"])


def _is_person(words: list[str]) -> bool:
    lists = _lists()
    if words[-1] in lists["people_end"]:
        return True
    return words[0] in lists["people_begin"] and words[-1] not in lists["people_begin_but"]


def _is_kind(words: list[str]) -> bool:
    """A kind of body and no body: "Primary Care Network"."""
    return all(word in _lists()["kinds_only"] for word in words)


def _is_place(words: list[str]) -> bool:
    """Places and directions only ("Tameside and Glossop"), or a house without its noun ("St Leonard’s")."""
    house = words[0] == "st" or (words[0] == "royal" and len(words) == 2)
    if house and _lists()["body_words"].isdisjoint(words):
        return True
    return all(word in _lists()["directions"] or word in _places() for word in words)


@cache
def _places() -> frozenset[str]:
    lists = data("names")["lists"]
    names = (place for name in ("place", "county", "country", "demonym") for place in lists[name])
    return frozenset(word for name in names for word in name.casefold().split())


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in data("reading").items() if name != "type"}
