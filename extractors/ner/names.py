"""Names for the training sentences: drawn from the patterns of data/names.toml and from the gazetteer."""

import random
import re
import string
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import wordfreq

from corpus.acronyms import acronyms
from corpus.organisations import organisations
from extractors.ner.markup import data

_SLOT = re.compile(r"\{(\w+)\}")
_GAZETTEER_SHARE = 0.12


class Names:
    """Draws names by label; the same seed draws the same names.

    Args:
        rng: source of chance.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        tables = data("names")
        self.lists: dict[str, Sequence[str]] = tables["lists"]
        self.kinds: dict[str, list[dict[str, Any]]] = {}
        for kind in tables["kind"]:
            self.kinds.setdefault(kind["label"], []).append(kind)
        self.known = sorted({name for o in organisations() for name in (o.name, *o.aliases) if name[0].isupper()})
        known = set(self.known)
        self.not_bodies = sorted({a.term for a in acronyms() if a.term.isupper() and a.term not in known})

    def draw(self, label: str) -> str:
        """A name of the label, without a determiner."""
        if label == "ORG" and self.rng.random() < _GAZETTEER_SHARE:
            return self.rng.choice(self.known).removeprefix("the ").removeprefix("The ")
        kinds = self.kinds[label]
        kind = self.rng.choices(kinds, [k["weight"] for k in kinds])[0]
        return self.fill(self.rng.choice(kind["patterns"])).removeprefix("the ")

    def fill(self, pattern: str) -> str:
        """The pattern with a word in each slot."""
        return _SLOT.sub(lambda slot: self._word(slot.group(1)), pattern)

    def _plain(self) -> str:
        """A common English word."""
        return self.rng.choice(_common_words())

    def _word(self, slot: str) -> str:
        rng = self.rng
        made: dict[str, Callable[[], str]] = {
            "coined": lambda: rng.choice(self.lists["coined_one"]) + rng.choice(self.lists["coined_two"]),
            "letters": lambda: "".join(rng.choices(string.ascii_uppercase, k=rng.choice((2, 3, 3, 4, 5)))),
            "digit": lambda: str(rng.randint(1, 30)),
            "year": lambda: str(rng.randint(1990, 2026)),
            "years": lambda: f"{(start := rng.randint(2015, 2025))}-{start + rng.randint(1, 10)}",
            "word": self._plain,
            "Word": lambda: self._plain().capitalize(),
            "WORD": lambda: self._plain().upper(),
            "nobody": lambda: rng.choice([*self.lists["nobody"], *self.not_bodies]),
        }
        if slot in made:
            return made[slot]()
        word = rng.choice(self.lists[slot if slot in self.lists else slot.lower()])
        return word.upper() if slot.isupper() else word


@cache
def _common_words() -> list[str]:
    """The commoner words of English that are not also names or numbers, by wordfreq."""
    names = {word.casefold() for words in data("names")["lists"].values() for name in words for word in name.split()}
    return [w for w in wordfreq.top_n_list("en", 9000) if w.isalpha() and len(w) > 3 and w not in names]
