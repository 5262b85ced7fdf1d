"""What a document calls its bodies again: "the Trust" of its publisher, "the Council" named before, "the Agency".

A reference stands for the publisher where its name has the same noun, or else for the body so named that stands
nearest before. A short name in brackets after a name ("Marsh Hospitals NHS Trust (MHT)") holds for the whole document.
The nouns are data: lexicons/body_names.toml.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from extractors.bodies.gazetteer import is_organisation
from extractors.bodies.matches import BodyMatch
from extractors.bodies.nouns import key_of
from extractors.bodies.shorter import Shorter
from extractors.lexicon import lexicon, may_hold, one_of, opening

NEAR = 1500  # code points between a name and the words in small letters that stand for it
BESIDE = 120  # code points: two bodies named this close together share their noun, which then names neither
AROUND = 600  # code points within which several trusts make a ranking of them
LEAST_NAME = 5  # letters of a first word that may stand for a name
WITH_BOARD = ("national", "trust", "icb")
_LEGAL = re.compile(r"\s+(?:(?:University\s+)?(?:NHS\s+)?Foundation\s+Trust|NHS\s+Trust)$")
_DEFINED = re.compile(
    r"\s*\((?:(?:here(?:in)?after|known as|referred to as|or)[, ]+)?(?P<the>the )?(?P<open>[“‘\"'])?"
    r"(?P<alias>[A-Z][\w&’'-]*(?: [A-Z][\w&-]*){0,3})[”’\"']?\)"
)
_EDGE = r"\w&’'-"  # what does not stand before a short name
_VERB = r"(?=[’'.,;:)]|\s+(?:has|have|had|is|are|was|were|will|must|should|shall|can|and|to|in|for|at|with)\b|\s*$)"


@dataclass(frozen=True)
class Known:
    """The bodies that references in a text can stand for.

    `publisher` speaks; `board` is whose board "the board" is; `named` are the bodies of the text in order, at their
    places in it; `aliases` are short names that it gives, as printed.
    """

    publisher: BodyMatch | None = None
    board: BodyMatch | None = None
    named: tuple[BodyMatch, ...] = ()
    aliases: Mapping[str, BodyMatch] = field(default_factory=dict)
    shorter: tuple[Shorter, ...] = ()

    def find(self, text: str, at: int | None = None) -> Iterator[BodyMatch]:
        """References in a text, with offsets into it.

        Args:
            text: a part of the document, or any text.
            at: where it stands in the document; without it only the publisher and aliases are known.
        """
        for mark in _references().finditer(text) if may_hold(text, _first_words()) else ():
            found = self._referred(text, mark, at)
            if found is not None:
                yield found._replace(start=mark.start(), end=mark.end(), resolved_by="reference")
        yield from self._organs(text)
        for short in self.shorter:
            yield from short.find(text)
        for mark in self._alias_pattern.finditer(text) if self._alias_pattern else ():
            found = self.aliases[mark.group()]
            yield found._replace(start=mark.start(), end=mark.end(), resolved_by="alias")
        for mark in self._called_pattern.finditer(text) if self._called_pattern else ():
            found = self._called[mark["name"]]
            yield found._replace(start=mark.start(), end=mark.end(), resolved_by="alias")

    def ranks_trusts(self, start: int, end: int) -> bool:
        """Whether several trusts beside the publisher are named in a stretch of the document or close to it."""
        first = bisect_left(self._trusts, start - AROUND, key=lambda body: body.start)
        last = bisect_left(self._trusts, end + AROUND, key=lambda body: body.start)
        return len({body.name for body in self._trusts[first:last]}) > 1

    def _referred(self, text: str, mark: re.Match[str], at: int | None) -> BodyMatch | None:
        key = _keys()[" ".join(mark["noun"].casefold().split())]
        if _is_plain_noun(text, mark.end(), key):
            return None
        capital = mark["noun"][0].isupper()
        if key == "board" and self.board is not None:
            return self.board
        if not capital and key not in lexicon("body_names")["without_capital"]:
            return None
        if self.publisher is not None and key in self._publisher_keys:
            return self.publisher
        return self._before(key, at + mark.start(), capital=capital) if at is not None else None

    def _before(self, key: str, place: int, *, capital: bool) -> BodyMatch | None:
        """The body of that noun that is named nearest before a place; none where two stand side by side."""
        bodies = self._by_key.get(key, [])
        at = bisect_left(bodies, place, key=lambda body: body.start)
        if not bodies or key == "government":
            return None
        if not at:
            return bodies[0] if capital and len({b.name for b in bodies}) == 1 else None
        last = bodies[at - 1]
        others = [b for b in bodies[max(0, at - 3) : at - 1] if last.start - b.end < BESIDE and b.name != last.name]
        if others or (not capital and (place - last.end > NEAR or len({b.name for b in bodies}) > 1)):
            return None
        return last

    def _organs(self, text: str) -> Iterator[BodyMatch]:
        """Organs that stand for the publisher ("Full Council"), and "NHS board" for a national body."""
        if self.board is not None and self.board.type == "national":
            for mark in _organs_in(text, "national"):
                yield self.board._replace(start=mark.start(), end=mark.end(), resolved_by="publisher")
        if self.publisher is None:
            return
        for key in self._publisher_keys:
            for mark in _organs_in(text, key):
                yield self.publisher._replace(start=mark.start(), end=mark.end(), resolved_by="publisher")

    @cached_property
    def _publisher_keys(self) -> frozenset[str]:
        if self.publisher is None:
            return frozenset()
        keys = {key_of(self.publisher.name), {"trust": "trust", "icb": "icb"}.get(self.publisher.type)}
        return frozenset(key for key in keys if key is not None)

    @cached_property
    def _trusts(self) -> list[BodyMatch]:
        own = self.publisher.name if self.publisher else ""
        return [body for body in self.named if body.type == "trust" and body.name != own]

    @cached_property
    def _by_key(self) -> dict[str, list[BodyMatch]]:
        found: dict[str, list[BodyMatch]] = {}
        for body in self.named:
            key = key_of(body.name)
            if key is not None:
                found.setdefault(key, []).append(body)
        return found

    @cached_property
    def _called(self) -> dict[str, BodyMatch]:
        """The first words of hospital trusts' names: "the Marshfield" of "Marshfield Healthcare NHS Trust"."""
        plain = lexicon("bodies")["widens_a_name"]
        hospitals = [b for b in self.named if b.type == "trust" and is_organisation(_LEGAL.sub("", b.name))]
        first = {word: b for b in hospitals if len(word := b.name.split()[0]) >= LEAST_NAME}
        return {word: body for word, body in first.items() if word.casefold() not in plain}

    @cached_property
    def _called_pattern(self) -> re.Pattern[str] | None:
        return re.compile(rf"(?<![\w-])[Tt]he (?P<name>{one_of(self._called)}){_VERB}") if self._called else None

    @cached_property
    def _alias_pattern(self) -> re.Pattern[str] | None:
        return re.compile(rf"{opening(self.aliases, before=_EDGE)}(?![\w-])") if self.aliases else None


def speaking_for(publisher: BodyMatch | None) -> Known:
    """What is known where only the publisher is."""
    has_board = publisher is not None and publisher.type in WITH_BOARD
    return Known(publisher, publisher if has_board else None)


def aliases_of(text: str, named: Iterable[BodyMatch]) -> dict[str, BodyMatch]:
    """Short names that a document gives its bodies.

    Args:
        text: the document.
        named: the bodies named in it, at their places.
    """
    found: dict[str, BodyMatch] = {}
    for body in named:
        mark = _DEFINED.match(text, body.end)
        if mark and _is_short_for(mark, body.name):
            found.setdefault(mark["alias"], body)
        for short in _short_names(body):
            found.setdefault(short, body)
    return found


def reference_keys(text: str) -> Iterator[str]:
    """The keys of the references in a text, each as often as it stands: "trust" for "the Trust"."""
    for mark in _references().finditer(text):
        key = _keys()[" ".join(mark["noun"].casefold().split())]
        plain = _is_plain_noun(text, mark.end(), key)
        if not plain and (mark["noun"][0].isupper() or key in lexicon("body_names")["without_capital"]):
            yield key


def _is_short_for(mark: re.Match[str], name: str) -> bool:
    """An acronym of the name, a part of it, or words in quotation marks or after "the"."""
    alias = mark["alias"]
    if mark["the"] or mark["open"]:
        return True
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name)).casefold()
    letters = re.sub(r"[^A-Za-z]", "", alias).casefold()
    if sum(c.isupper() for c in alias) > 1 and " " not in alias:
        return letters[0] in initials and sum(c in initials for c in letters) >= len(letters) - 1
    return alias in name and " " in alias


def _short_names(body: BodyMatch) -> Iterator[str]:
    """A trust's name without its legal form, where no mere place is left: "Marsh Hospitals" of its NHS Trust."""
    base = _LEGAL.sub("", body.name)
    if body.type == "trust" and base != body.name and is_organisation(base):
        yield base


def _is_plain_noun(text: str, end: int, key: str) -> bool:
    words = lexicon("body_names")["not_a_reference"].get(key, ())
    after = text[end : end + 24]
    if re.match(r"-\w|[ ]+[A-Z](?![A-Z]{2,})", after):  # "the Trust Secretary", but "the Board AGREED"
        return True
    return any(re.match(rf"\s+{re.escape(word)}\b", after) for word in words)


@cache
def _keys() -> dict[str, str]:
    return {noun.casefold(): key for key, nouns in lexicon("body_names")["references"].items() for noun in nouns}


@cache
def _first_words() -> frozenset[str]:
    """The first words of the nouns of references."""
    return frozenset(noun.split()[0] for noun in _keys())


@cache
def _references() -> re.Pattern[str]:
    return re.compile(rf"[tToO](?<![\w-].)(?i:(?<=t)he|(?<=o)ur|(?<=t)his)\s+(?P<noun>(?i:{one_of(_keys())}))(?![\w-])")


def _organs_in(text: str, key: str) -> Iterator[re.Match[str]]:
    """The organs of bodies of a kind, as printed."""
    first, pattern = _organ_patterns().get(key, (frozenset(), None))
    return pattern.finditer(text) if pattern and may_hold(text, first) else iter(())


@cache
def _organ_patterns() -> dict[str, tuple[frozenset[str], re.Pattern[str]]]:
    """For each kind of body the first words of its organs, in small letters, and their pattern."""
    return {
        key: (
            frozenset(organ.split()[0].lower() for organ in organs),
            re.compile(rf"(?<![\w-])(?:[Tt]he\s+)?{one_of(organs)}(?![\w-])"),
        )
        for key, organs in lexicon("body_names")["organs"].items()
    }
