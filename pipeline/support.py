"""Whether what was found answers a question at all, or is only near to it.

Two signs are read. A question that names a level ("a 78% target", "within 18 weeks") is answered only by passages that
hold it. A question whose words stand in no passage is answered only by one of near meaning.
"""

from collections.abc import Sequence

from index import Hit, Store
from pipeline.question import Question, quantities
from pipeline.words import content_stems

NEAR_MEANING = 0.25  # cosine; below it a passage that shares no word is not about the same thing
_DEPTH, _LEVEL_DEPTH = 3, 20


def supported(question: Question, hits: Sequence[Hit], store: Store) -> bool:
    """Whether the best passages can answer the question."""
    depth = _LEVEL_DEPTH if question.quantities else _DEPTH
    texts = [excerpt.text for excerpt in store.excerpts([hit.passage.id for hit in hits[:depth]])]
    if question.quantities and not set(question.quantities) <= {q for text in texts for q in quantities(text)}:
        return False
    return any(_is_near(question, hit, text) for hit, text in zip(hits[:_DEPTH], texts, strict=False))


def _is_near(question: Question, hit: Hit, text: str) -> bool:
    shared = len(question.topic & content_stems(text))
    return 2 * shared >= max(1, len(question.topic)) or (hit.dense_score or 0.0) >= NEAR_MEANING
