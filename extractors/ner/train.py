"""Trains the entity model: `python -m extractors.ner.train` (`make ner`) writes `model/` and its scores.

Two networks are trained side by side, alike but for their seeds. Deterministic: data and weights are drawn by the
seeds below. About five minutes on two cores.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as spacy_train
from spacy.util import load_config, registry

from extractors.ner.evaluation import report
from extractors.ner.predict import CARD, MODEL, weights_hash
from extractors.ner.training import training_sentences

CONFIG = Path(__file__).parent / "config.cfg"
SEEDS = {  # the name of each network, and what differs from config.cfg
    "first": {"system.seed": 20250406, "corpora.train.seed": 1},
    "second": {"system.seed": 20250407, "corpora.train.seed": 3},
}


@registry.readers("remit.ner_sentences.v1")  # type: ignore[untyped-decorator]
def read_sentences(seed: int, size: int) -> Callable[[Language], Iterator[Example]]:
    """A spaCy corpus reader over the sentences that the project makes."""

    def read(nlp: Language) -> Iterator[Example]:
        for labelled in training_sentences(seed, size):
            doc = nlp.make_doc(labelled.text)
            spans = [doc.char_span(start, end, label=label) for start, end, label in labelled.names]
            if all(span is not None for span in spans):
                reference = doc.copy()
                reference.ents = [span for span in spans if span is not None]
                yield Example(doc, reference)

    return read


def train(output: Path, settings: Mapping[str, int]) -> None:
    """Trains a network by config.cfg and writes it, as it is after the last step, to a folder.

    Args:
        output: where the network goes; files of the same names are replaced.
        settings: values in place of those of config.cfg, by their dotted names.
    """
    nlp = init_nlp(load_config(CONFIG, overrides=dict(settings)))
    with tempfile.TemporaryDirectory() as scratch:
        spacy_train(nlp, Path(scratch), stdout=sys.stderr, stderr=sys.stderr)
        spacy.load(Path(scratch) / "model-last").to_disk(
            output, exclude=["vocab"]
        )  # its words are hashed: no list of them is needed


def write_card() -> None:
    """Writes card.json beside the networks: the hash of their weights, and the scores on the held-out sentences."""
    card = {
        "name": "remit_organisations",
        "description": "Organisations in UK public policy documents. See docs/ner.md.",
        "license": "MIT",
        "spacy": version("spacy"),
        "weights_sha256": weights_hash(),
        "scores": report(),
    }
    CARD.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Trains both networks, each in a process of its own, and writes the card."""
    began = perf_counter()
    with ProcessPoolExecutor(len(SEEDS)) as pool:
        for done in [pool.submit(train, MODEL / name, settings) for name, settings in SEEDS.items()]:
            done.result()
    write_card()
    print(f"trained in {perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
