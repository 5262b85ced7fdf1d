"""How two rankings become one: methods compared, each with its weight fitted by cross-validation.

    python -m tests.benchmarks.fusion

prints, for each method, the mean nDCG@10 of questions that its weight was not fitted on (repeated five-fold, by
question), by set of questions, and the same of the held half. The weight goes into `index/fusion.toml` by hand, with
docs/decisions/0019-fusion.md. Rows that answer take no part here: it is the fusion alone that is measured.
"""

import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.fusion import SCATTERED, fuse
from index.index import Index
from index.upkeep import open_arms
from index.words import read_query
from pipeline.question import understand
from tests.benchmarks.fusion_sets import Asked, first_answers, groups, ndcg

FOLDS, REPEATS, DEPTH = 5, 40, 100
WEIGHTS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5)
Scores = Mapping[int, float]


class Rankings(NamedTuple):
    """What both arms give for a question: BM25 and cosines by key, and where each passage stands in its source."""

    asked: Asked
    words: Scores
    meaning: Scores
    near: Sequence[int]  # the keys that the dense arm itself gave, best first
    whole: float
    places: Mapping[int, tuple[str, int, int]]


class Outcome(NamedTuple):
    """Of one question and one weight."""

    ndcg: float
    first: float


Method = Callable[[Rankings, float], Scores]


def main() -> int:
    """Compare the methods and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        fitted = [one for group in groups(Path(folder)) for one in _rankings(group.index, group.questions)]
        held = [one for group in groups(Path(folder), held=True) for one in _rankings(group.index, group.questions)]
    sets = sorted({one.asked.set for one in fitted})
    heads = ("method", "weight", "CV mean", "CV first", *sets, "held", "held first")
    sys.stdout.write(f"{len(fitted)} questions to fit on, {len(held)} held\n{' | '.join(heads)}\n")
    for name, method in METHODS.items():
        sys.stdout.write(" | ".join((name, *_line(method, _weights_of(name), fitted, held, sets))) + "\n")
    return 0


def _line(
    method: Method, weights: Sequence[float], fitted: Sequence[Rankings], held: Sequence[Rankings], sets: Sequence[str]
) -> Iterable[str]:
    table = np.array([[_outcome(method, one, weight) for weight in weights] for one in fitted])
    names = np.array([one.asked.set for one in fitted])
    left_out = _cross_validated(table, names)
    chosen = int(np.argmax(_by_set(table[:, :, 0], names).mean(axis=0)))
    yield f"{weights[chosen]:g}"
    yield f"{np.mean([left_out[names == name, 0].mean() for name in sets]):.4f}"
    yield f"{np.mean([left_out[names == name, 1].mean() for name in sets]):.3f}"
    yield from (f"{left_out[names == name, 0].mean():.4f}" for name in sets)
    others = np.array([_outcome(method, one, weights[chosen]) for one in held]).reshape(-1, 2)
    yield from (f"{value:.4f}" for value in (others.mean(axis=0) if len(others) else (math.nan, math.nan)))


def _cross_validated(table: np.ndarray, names: np.ndarray) -> np.ndarray:
    """For each question its mean outcome at the weight that was best for the questions of the other folds.

    Each set counts the same when a weight is chosen, whatever its size.

    Args:
        table: questions by weights by (nDCG, first).
        names: the set of each question.
    """
    found = np.zeros((len(table), 2))
    chance = np.random.default_rng(0)
    for _ in range(REPEATS):
        order = chance.permutation(len(table))
        for fold in range(FOLDS):
            out = order[fold::FOLDS]
            kept = np.setdiff1d(order, out)
            best = int(np.argmax(_by_set(table[kept, :, 0], names[kept]).mean(axis=0)))
            found[out] += table[out, best]
    return found / REPEATS


def _by_set(table: np.ndarray, names: np.ndarray) -> np.ndarray:
    return np.array([table[names == name].mean(axis=0) for name in sorted(set(names))])


def _outcome(method: Method, one: Rankings, weight: float) -> Outcome:
    scores = method(one, weight)
    found = [one.places[key] for key in sorted(scores, key=lambda key: (-scores[key], key))]
    return Outcome(ndcg(found, one.asked.places), float(first_answers(found, one.asked.places)))


def _rankings(index: Index, questions: Iterable[Asked]) -> Iterable[Rankings]:
    with index.store.snapshot():
        arms = open_arms(index.store, index.encoder)
        places = _places(index)
        for asked in questions:
            if not asked.answerable or asked.filters or arms.dense is None or index.encoder is None:
                continue
            question = understand(asked.query, index)
            query = read_query(question.text)
            words = dict(arms.lexical.search(query, limit=DEPTH, terms=question.terms))
            vector = index.encoder.encode([" ".join([query.text, *question.expanded])])[0]
            near = arms.dense.search(vector, limit=DEPTH)
            others = arms.dense.scores(vector, [key for key in words if key not in dict(near)])
            meaning = {**others, **dict(near)}
            yield Rankings(asked, words, meaning, [key for key, _ in near], arms.lexical.whole(query), places)


def _places(index: Index) -> dict[int, tuple[str, int, int]]:
    """Every passage's place in its source, by key."""
    query = 'SELECT passages.key, documents.id, start, "end" FROM passages JOIN documents ON documents.key = document'
    found = {}
    for key, document_id, start, end in index.store.connections.current.execute(query):
        document = index.store.document(document_id)
        found[key] = (document.file, *document.source_span(start, end))
    return found


# ---- methods: scores by key, the higher the better


def _shipped(one: Rankings, weight: float) -> Scores:
    words = sorted(one.words.items(), key=lambda hit: (-hit[1], hit[0]))
    meaning = sorted(one.meaning.items(), key=lambda hit: (-hit[1], hit[0]))
    return {found.key: found.score for found in fuse(words, meaning, {}, whole=one.whole, weight=weight)}


def _one_weight(one: Rankings, weight: float) -> Scores:
    """As shipped, with the same weight of words whatever the best passage holds of the question."""
    return _shipped(one, weight / (SCATTERED + _covered(one)))


def _reciprocal(constant: int) -> Method:
    def scores(one: Rankings, weight: float) -> Scores:
        words = sorted(one.words, key=lambda key: (-one.words[key], key))
        by_rank = [{key: 1 / (constant + rank) for rank, key in enumerate(keys, 1)} for keys in (words, one.near)]
        return _sum(*by_rank, weight)

    return scores


def _min_max(one: Rankings, weight: float) -> Scores:
    return _sum(_stretched(one.words), _stretched(one.meaning), weight)


def _comb_mnz(one: Rankings, weight: float) -> Scores:
    both = _min_max(one, weight)
    return {key: score * ((key in one.words) + (key in set(one.near))) for key, score in both.items()}


def _z_scores(one: Rankings, weight: float) -> Scores:
    return _sum(_standard(one.words), _standard(one.meaning), weight)


def _before(one: Rankings, weight: float) -> Scores:
    """The former method: both stretched to their best, words by the root of how much of the question they hold."""
    floor = one.meaning[one.near[-1]] if one.near else 0.0
    words = {key: score / max(one.words.values()) for key, score in one.words.items()}
    height = max(one.meaning.values(), default=1.0) - floor or 1.0
    meaning = {key: max(0.0, (score - floor) / height) for key, score in one.meaning.items()}
    return _sum(words, meaning, weight * math.sqrt(_covered(one)))


def _words_alone(one: Rankings, weight: float) -> Scores:
    return one.words


def _meaning_alone(one: Rankings, weight: float) -> Scores:
    return one.meaning


def _covered(one: Rankings) -> float:
    """How much of the question the passage holds that holds most of it, 0 to 1."""
    return min(1.0, max(one.words.values(), default=0.0) / one.whole)


def _sum(words: Scores, meaning: Scores, weight: float) -> dict[int, float]:
    """Words by their weight and meaning by 1; where one has nothing, it counts with the least of its scores."""
    least, lowest = min(words.values(), default=0.0), min(meaning.values(), default=0.0)
    return {key: weight * words.get(key, least) + meaning.get(key, lowest) for key in {*words, *meaning}}


def _stretched(scores: Scores) -> Scores:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {key: (score - low) / ((high - low) or 1.0) for key, score in scores.items()}


def _standard(scores: Scores) -> Scores:
    values = np.array(list(scores.values()) or [0.0])
    return {key: float((score - values.mean()) / (values.std() or 1.0)) for key, score in scores.items()}


METHODS: dict[str, Method] = {
    "words alone": _words_alone,
    "meaning alone": _meaning_alone,
    "shares of the question, and cosines (shipped)": _shipped,
    "the same, one weight for all questions": _one_weight,
    "stretched, by coverage (before)": _before,
    "min-max": _min_max,
    "z-scores": _z_scores,
    "CombMNZ": _comb_mnz,
    "RRF, k=10": _reciprocal(10),
    "RRF, k=60": _reciprocal(60),
}


def _weights_of(name: str) -> Sequence[float]:
    return (1.0,) if name.endswith("alone") else WEIGHTS


if __name__ == "__main__":
    sys.exit(main())
