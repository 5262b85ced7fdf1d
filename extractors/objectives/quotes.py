"""What to quote for a target: the smallest clause with its metric and value; and its exceptions, word for word."""

import re
from collections.abc import Sequence

from corpus.document import Span
from extractors.objectives.clauses import clause_start
from extractors.objectives.deadlines import deadlines
from extractors.objectives.phrases import Phrase
from extractors.objectives.units import Unit

_NEW = re.compile(r"(?<=[a-z%])\s(?=[A-Z][a-z]+\s[a-z]+\s)")
SHORTEST = 4  # words: less is no clause
LONGEST = 220  # code points
_TRAILING = re.compile(r"(?:[\s,.;:]|\band$)+$")
_JOINED = re.compile(r"(?i)(?:,|\band)\s+(?:to\s+|will\s+|must\s+|should\s+)?$")
_END = re.compile(
    r"[;:]\s|\.\s+(?=[A-Z(“‘])|\.$|\s[–—]\s|\s\((?=except|where|unless)|,\s(?=with\b|and\b|which\b|including\b|ensuring\b|where\b|but\b|while\b|so\b|followed\b|using\b|in\s+order\b)|"
    r"\s(?=and\s+(?:an?\s+|the\s+)?[\w\s-]{0,40}\d)|\)|$"
)
_EXCEPT = re.compile(
    r"(?i)\(?\b((?:except(?:ing)?(?:\s+(?:where|for|when|in))?|excluding|unless|apart\s+from|other\s+than|with\s+the\s+exception\s+of|where\s+(?:these|this)\s+(?:are|is)\s+not)\b[^.;)]{3,200})"
)


def quote_of(unit: Unit, start: int, end: int, verbs: Sequence[Phrase]) -> Span:
    """The clause around the level at `unit.text[start:end]`, its deadline included where it follows directly."""
    text = unit.text
    floor = clause_start(text, start)
    following = [p.start for p in verbs if p.start > end and _JOINED.search(text, end, p.start)]
    verbs = [p for p in verbs if floor <= p.start <= start]
    opening = verbs[-1].start if verbs and start - verbs[-1].start < LONGEST else floor
    shared = any(floor <= n.start and n.end <= opening for n in unit.numbers)
    opening = floor if len(text[opening:end].split()) < SHORTEST and not shared else opening
    commas = [m.end() for m in re.finditer(r",\s+(?=with\b|ensuring\b|delivering\b|and\b)", text[opening:start])]
    opening += commas[-1] if commas and start - opening - commas[-1] > 0 else 0
    stop = _END.search(text, end)
    close = min([stop.start() if stop else len(text), *following])
    close = _with_deadline(unit, end, close)
    new = _NEW.search(text, end, close) if unit.is_objective else None
    close = new.start() if new else close
    close = min(close, max(end, opening + LONGEST))
    words = text[opening:close]
    close = opening + len(_TRAILING.sub("", words))
    opening += len(words) - len(words.lstrip(" ,;:\n•“‘"))
    return Span(start=unit.start + min(opening, start), end=unit.start + max(close, end))


def _with_deadline(unit: Unit, end: int, close: int) -> int:
    """A deadline that begins before the close is taken whole."""
    ends = [d.end for d, _ in deadlines(unit) if end <= d.start < close < d.end]
    return max([close, *ends])


def exception_of(unit: Unit, at: int) -> str | None:
    """The carve-out that follows in the same sentence, as it is worded."""
    rest = unit.text[at:]
    stop = re.search(r"[.;](?=\s)|\.$", rest)
    mark = _EXCEPT.search(rest[: stop.start() if stop else len(rest)])
    return " ".join(mark[1].split()) if mark else None
