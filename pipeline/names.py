"""Other names for the terms of a question, from the lexicon and from what the documents define themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from corpus.acronyms import is_ambiguous, other_names
from corpus.definitions import name_key, spelling_key
from corpus.document import Record
from index import Explained, Store
from index.spelling import Spelling
from index.words import stop_words, straight, words
from pipeline.spelling import is_everyday

LONGEST = 8  # words of a term
MOST_OTHERS = 4  # names that the lexicon adds for one term: a phrase costs, and the best come first
MOST = 2  # wordings that the documents give one short form
SHARE = 0.5  # of the documents that give the commonest wording, at least, for another one to count


class Expansion(Record):
    """Another name by which a question is searched.

    Attributes:
        said: the words of the question.
        name: the name that was added.
        source: the lexicon, or the documents.
        note: how the lexicon joins the two (acronym, synonym, older, lay, related), or the file that defines them.
    """

    said: str
    name: str
    source: Literal["lexicon", "documents"]
    note: str


def from_lexicon(text: str, spelling: Spelling | None) -> list[Expansion]:
    """Other names by the lexicon, a few a term; where the documents' spelling is given, such as they can hold."""
    counts: Counter[str] = Counter()
    found = []
    for other in other_names(text):
        if counts[other.said] < MOST_OTHERS and (spelling is None or _stands_there(other.name, spelling)):
            counts[other.said] += 1
            found.append(Expansion(said=other.said, name=other.name, source="lexicon", note=other.kind))
    return found


def from_documents(text: str, store: Store) -> list[Expansion]:
    """Other names by the definitions in the documents: "urgent and emergency care (UEC)" leads both ways.

    A short form counts in capitals; in small letters where it is no everyday word. One that the lexicon knows as
    ambiguous is left to it. Of several wordings of one short form the commonest count.
    """
    said = {spelling_key(phrase): phrase for phrase in _phrases(text)}
    found: list[Expansion] = []
    given: dict[str, list[int]] = {}
    for explained in store.explained(said):
        short, long = spelling_key(explained.short), spelling_key(explained.long)
        if long in said and short not in said:
            found.append(_expansion(said[long], explained.short, explained))
        elif short in said and long not in said and _is_short_form(said[short]):
            counts = given.setdefault(short, [])
            if len(counts) < MOST and explained.documents >= SHARE * max(counts, default=0):
                counts.append(explained.documents)
                found.append(_expansion(said[short], explained.long, explained))
    return found


def all_names(text: str, store: Store, spelling: Spelling) -> tuple[Expansion, ...]:
    """The other names of both, each once."""
    found: dict[str, Expansion] = {}
    for expansion in (*from_lexicon(text, spelling), *from_documents(text, store)):
        found.setdefault(spelling_key(name_key(expansion.name)), expansion)
    return tuple(found.values())


def _expansion(said: str, name: str, explained: Explained) -> Expansion:
    return Expansion(said=said, name=name, source="documents", note=explained.file)


def _is_short_form(said: str) -> bool:
    if is_ambiguous(said):
        return False
    return sum(letter.isupper() for letter in said) > 1 or not is_everyday(said.lower())


def _phrases(text: str) -> Iterator[str]:
    """Every run of words of a text that may be a term, as it stands there."""
    places = words(text)
    for first, begin in enumerate(places):
        for last in places[first : first + LONGEST]:
            phrase = text[begin.start : last.end]
            if straight(phrase.lower()) not in stop_words():
                yield phrase


def _stands_there(name: str, spelling: Spelling) -> bool:
    return all(spelling.knows(word) for word in _content(name))


def _content(name: str) -> Iterable[str]:
    said: Sequence[str] = [straight(name[word.start : word.end].lower()) for word in words(name)]
    return [word for word in said if word not in stop_words()]
