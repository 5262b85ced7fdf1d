"""Sentences that train the entity model: templates, our own sentences and the bundled samples, labelled here.

Nothing of an official publication stands in them, and nothing of data/heldout.toml: a sentence in which a held-out
name occurs is left out.
"""

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import corpus
from extractors.bodies import find_bodies
from extractors.ner.markup import Labelled, data, parse
from extractors.ner.names import Names
from extractors.text import sentences

_WITH_BODY = 0.55
_LABELS = ("ORG", "ORGAN", "PERSON", "ROLE", "PLACE", "WORK")
_SLOT = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"<(style|head)[\s\S]*?</\1>|<[^>]+>")
_SAMPLES = Path(corpus.__file__).parent / "samples"
_SHARES = (("sentence", 0.40), ("plain", 0.16), ("line", 0.10), ("own", 0.10), ("swapped", 0.12), ("sample", 0.12))


def training_sentences(seed: int, size: int) -> Iterator[Labelled]:
    """Labelled sentences; the same seed gives the same ones.

    Args:
        seed: of the chance that draws shapes and names.
        size: how many.
    """
    rng = random.Random(seed)  # noqa: S311  # no secret
    names = Names(rng)
    makers = {
        "sentence": lambda: _fill(_shape(rng), names),
        "plain": lambda: _fill(rng.choice(data("templates")["plain"]), names),
        "line": lambda: _fill(rng.choice(data("templates")["lines"]), names),
        "own": lambda: rng.choice(_own()),
        "swapped": lambda: _swapped(rng.choice(_own()), names),
        "sample": lambda: rng.choice(_samples()),
    }
    kinds, weights = zip(*_SHARES, strict=True)
    made = 0
    while made < size:
        labelled = _respelled(makers[rng.choices(kinds, weights)[0]](), rng)
        if not _held_out().search(labelled.text.replace("'", "’")):
            made += 1
            yield labelled


def _shape(rng: random.Random) -> str:
    templates = data("templates")
    clause: str = rng.choice(_clauses()[rng.random() < _WITH_BODY])
    if rng.random() < 0.3:
        clause = rng.choice(templates["openers"]) + clause
    if rng.random() < 0.15:
        clause += rng.choice((", and ", "; ", " while ", ", but ")) + rng.choice(templates["clauses"])
    clause += rng.choice(templates["closers"]) if rng.random() < 0.5 else "."
    return clause[0].upper() + clause[1:]


@cache
def _clauses() -> tuple[list[str], list[str]]:
    """Clauses without and with a body."""
    clauses = data("templates")["clauses"]
    return [c for c in clauses if "{ORG" not in c], [c for c in clauses if "{ORG" in c]


def _fill(shape: str, names: Names) -> Labelled:
    """A shape with names in its slots, labelled, and plain words in the others."""
    words: Mapping[str, Sequence[str]] = data("templates")["words"]
    text, labels, at = "", [], 0
    for slot in _SLOT.finditer(shape):
        text += shape[at : slot.start()]
        key = slot.group(1)
        label = key in _LABELS
        word = names.draw(key) if label else names.rng.choice(words[key]) if key in words else names.fill(slot.group())
        if label:
            labels.append((len(text), len(text) + len(word), key))
        text += word
        at = slot.end()
    return Labelled(text + shape[at:], tuple(labels))


def _swapped(labelled: Labelled, names: Names) -> Labelled:
    """A sentence of our own with other names of the same labels in it."""
    text, labels, at = "", [], 0
    for start, end, label in labelled.names:
        text += labelled.text[at:start]
        name = names.draw(label)
        labels.append((len(text), len(text) + len(name), label))
        text += name
        at = end
    return Labelled(text + labelled.text[at:], tuple(labels))


def _respelled(labelled: Labelled, rng: random.Random) -> Labelled:
    """Straight apostrophes in half of the sentences, which keep their length."""
    if rng.random() < 0.5:
        return labelled
    return Labelled(labelled.text.replace("’", "'"), labelled.names)


@cache
def _own() -> list[Labelled]:
    own: Mapping[str, Any] = data("sentences")
    return [parse(marked) for marked in (*own["organisations"], *own["traps"])]


@cache
def _samples() -> list[Labelled]:
    """Sentences of the bundled samples; bodies by the rules, other names by data/samples.toml."""
    found = []
    for file in sorted(_SAMPLES.glob("**/*")):
        if file.suffix in (".md", ".txt", ".html"):
            text = html.unescape(_TAG.sub("\n\n", file.read_text(encoding="utf-8")))
            found += [_by_rules(" ".join(text[s.start : s.end].split())) for s in sentences(text)]
    skip = data("samples")["skip"]
    return sorted({s for s in found if not any(word in _unnamed(s) for word in skip)})


def _by_rules(text: str) -> Labelled:
    labels: list[tuple[int, int, str]] = []
    for label in (name for name in _LABELS if name in data("samples")):
        for name in data("samples")[label]:
            labels += [(m.start(), m.end(), label) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    for body in find_bodies(text):
        if body.resolved_by.startswith("gazetteer") and body.name != "NHS":
            start = body.start + 4 * text[body.start : body.end].lower().startswith("the ")
            labels.append((start, body.end, "ORG"))
    kept: list[tuple[int, int, str]] = []
    for span in sorted(labels, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return Labelled(text, tuple(sorted(kept)))


def _unnamed(labelled: Labelled) -> str:
    """The words of a sentence outside its names."""
    text = labelled.text
    for start, end, _ in reversed(labelled.names):
        text = text[:start] + "|" + text[end:]
    return text


@cache
def _held_out() -> re.Pattern[str]:
    """The names that the model is scored on."""
    marked = [parse(line) for part in ("unknown", "fresh") for line in data("heldout")[part]]
    names = {line.text[start:end].replace("'", "’") for line in marked for start, end, _ in line.names}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")
