"""What a row may be about to answer a question: its topic in several wordings, weighed by the words of all metrics."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractors.bodies import find_bodies
from index import Store
from pipeline.question import Question
from pipeline.revisions import once_a_revision
from pipeline.words import content_stems

NAMES = 64  # metrics whose names hold the topic, at most
FEW = 3  # words of a wording, at most, of which a row must hold the rarest; of two it must hold both
AROUND = 0.5  # of a word's weight, where it stands only in the heading above a row
_AND = re.compile(r"\s+and\s+|[,;:]\s+")


class Vocabulary(NamedTuple):
    """How many metrics a store has, and for each word those whose names hold it."""

    size: int
    holders: Mapping[str, set[str]]

    def weight(self, stem: str) -> float:
        """How rare a word is among metrics, as an inverse document frequency."""
        return math.log(1 + (self.size + 1) / (len(self.holders.get(stem, ())) + 0.5))

    def names(self, wording: Iterable[str]) -> set[str]:
        """The metrics whose names hold every word of a wording."""
        held = sorted((self.holders.get(stem, set()) for stem in wording), key=len)
        return set.intersection(*held) if held else set()


class Wording(NamedTuple):
    """The words of a topic in one of its wordings, each with its weight; `numbers` are those that are numbers."""

    weights: Mapping[str, float]
    whole: float
    numbers: frozenset[str]

    @classmethod
    def of(cls, stems: frozenset[str], words: Vocabulary) -> "Wording":
        """A wording of these words, weighed by a vocabulary."""
        weights = {stem: words.weight(stem) for stem in stems}
        return cls(weights, sum(weights.values()), frozenset(stem for stem in stems if stem[0].isdigit()))

    def share(self, own: frozenset[str], around: frozenset[str]) -> float:
        """The share of it that a row holds, whose own words count whole and those of its heading half."""
        if not self.numbers <= own:
            return 0.0  # a row on another number is on something else
        held = (w if stem in own else AROUND * w for stem, w in self.weights.items() if stem in around)
        return sum(held) / self.whole

    def held_by(self, held: frozenset[str]) -> bool:
        """Whether more than half of it is held, and of a short one what is rarest."""
        most = sum(w for stem, w in self.weights.items() if stem in held) > self.whole / 2
        return most and (len(self.weights) > FEW or _holds_the_rare(self.weights, held))


class Weighed(NamedTuple):
    """How much of a topic a row holds.

    `covered` is the share of the best covered wording, rare words counting more; `held` says whether the row, with its
    heading, holds more than half of a wording, and of a short one what is rarest.
    """

    covered: float
    held: bool


class Topic:
    """A question, what a row may be about to answer it, and the words of metrics to weigh that by.

    Rows are weighed by those of their words that the topic has too. Many have the same ones, which are weighed once.
    """

    def __init__(self, question: Question, wordings: Iterable[frozenset[str]], words: Vocabulary) -> None:
        self.question = question
        self.words = words
        self.wordings = tuple(Wording.of(stems, words) for stems in wordings)
        self._stems = frozenset(stem for wording in self.wordings for stem in wording.weights)
        self._weighed: dict[tuple[frozenset[str], frozenset[str]], Weighed] = {}

    def weigh(self, own: frozenset[str], heading: frozenset[str]) -> Weighed:
        """How much of the topic a row holds.

        Args:
            own: the words of the row.
            heading: the words of the heading above it, which count half.
        """
        held = own & self._stems, heading & self._stems
        weighed = self._weighed.get(held)
        if weighed is None:
            weighed = self._weighed[held] = self._weigh(held[0], held[0] | held[1])
        return weighed

    def without(self, stems: frozenset[str]) -> "Topic":
        """The topic without some words; as it is where nothing of a wording would be left."""
        left = [frozenset(wording.weights) - stems for wording in self.wordings]
        return Topic(self.question, left, self.words) if stems and all(left) else self

    def names(self) -> list[str]:
        """Metrics whose names hold every word of a wording; the shortest first."""
        held = {name for wording in self.wordings for name in self.words.names(wording.weights)}
        return sorted(held, key=lambda name: (len(name), name))[:NAMES]

    def _weigh(self, own: frozenset[str], around: frozenset[str]) -> Weighed:
        near = [wording for wording in self.wordings if not around.isdisjoint(wording.weights)]
        covered = max((wording.share(own, around) for wording in near), default=0.0)
        return Weighed(covered, any(wording.held_by(around) for wording in near))


def _holds_the_rare(weights: Mapping[str, float], held: frozenset[str]) -> bool:
    """Whether words are held without which a short wording is about something else: of two both, else the rarest."""
    return held >= weights.keys() if len(weights) == 2 else max(weights, key=lambda s: (weights[s], s)) in held


def topic_of(question: Question, store: Store) -> Topic:
    """The topic of a question, to be weighed by the metrics of a store. Call it in a snapshot."""
    return Topic(question, _wordings(question), _vocabulary(store))


def _wordings(question: Question) -> list[frozenset[str]]:
    """What a row may be about to answer: the topic, or one with another name; of things listed, each by itself."""
    exchanged = [
        (question.topic - content_stems(expansion.said)) | content_stems(expansion.name)
        for expansion in question.expansions
    ]
    found = [wording for wording in (question.topic, *exchanged, *_listed(question)) if wording]
    return [one for wording in found for one in _by_number(wording)]


def _listed(question: Question) -> list[frozenset[str]]:
    """The things that a question for targets lists ("agency and bank spending"), where each has words of its own."""
    parts = [content_stems(part) & question.topic for part in _AND.split(question.text)]
    who = content_stems(" ".join(question.text[body.start : body.end] for body in find_bodies(question.text)))
    things = "objective" in question.wants and len(parts) > 1 and all(part - who for part in parts)
    return parts if things else []  # "ICBs and councils" are not what is asked about


def _by_number(wording: frozenset[str]) -> list[frozenset[str]]:
    """A wording once for each of its numbers: "52, 65 and 104 weeks" asks for rows on any of them."""
    numbers = {stem for stem in wording if stem[0].isdigit()}
    return [wording - (numbers - {number}) for number in sorted(numbers)] or [wording]


@once_a_revision
def _vocabulary(store: Store) -> Vocabulary:
    """The words of every metric in the store."""
    names, holders = store.metrics(), defaultdict[str, set[str]](set)
    for name in names:
        for stem in content_stems(name):
            holders[stem].add(name)
    return Vocabulary(len(names), dict(holders))
