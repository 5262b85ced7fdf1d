"""What a document is called: the title that its text shows, else its properties, else what can be said of it."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.document import Block, DocumentKind, Section
from pipeline.cues import any_found, cues

LONGEST_TITLE = 300  # characters
LONGEST_OPENING = 110  # characters of a title that is made of a text's opening words
LEAST_OPENING = 40
LEAST_CHAPTERS = 3  # chapters that must share a beginning
_CLAUSE = re.compile(r"\s[–—-]\s|[;:.?!](?=\s)|,\s(?!and\b|or\b)")
_OPEN_END = re.compile(r"(?:\s(?:a|an|and|as|at|by|for|from|in|of|on|or|that|the|to|with))+$")
_LAST_PART = re.compile(r"(?:\S.*)?(?P<mark>\s+(?:[|–—·»›:]{1,2}|-)\s+)(?P<part>[^|–—·»›]+)$")
_FIRST_PART = re.compile(r"(?P<part>[^|–—·»›]{1,80}?)\s+(?:[|–—·»›:]{1,2}|-)\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]{3,}")


def property_title(title: str | None) -> str | None:
    """A title from a file's properties, unless a program made it up ("Microsoft Word - draft 3.docx")."""
    words = " ".join((title or "").split())
    return words if 3 < len(words) <= LONGEST_TITLE and not any_found(cues()["title"]["of_programs"], words) else None


def page_title(title: str | None, site: str | None = None) -> str | None:
    """The title of a web page without the site's name that stands before or after it, parted by a bar or a dash."""
    words = " ".join((title or "").split())
    while (match := _LAST_PART.match(words)) and _is_site(match["part"], site):
        words = words[: match.start("mark")]
    if (match := _FIRST_PART.match(words)) and _is_site(match["part"], site):
        words = words[match.end() :]
    return words or None


def shared_name(sections: Sequence[Section]) -> str | None:
    """What several chapters are headed with before a colon ("Recording waits: starts", "Recording waits: stops")."""
    heads = Counter(
        name
        for s in sections
        if s.level == 2
        for name, colon, _ in [s.heading.partition(": ")]
        if colon and " " in name
    )
    name, count = next(iter(heads.most_common(1)), ("", 0))
    return name if count >= LEAST_CHAPTERS else None


def described(kind: DocumentKind, year: str | None) -> str | None:
    """What a document without a title may be called: "Planning guidance 2024/25"; None where that says too little."""
    name = cues()["title"]["described"].get(kind)
    return f"{name} {year}" if name and year else None


def opening_words(text: str, blocks: Sequence[Block]) -> str | None:
    """The first clause of a text without a title, with an ellipsis where it is cut."""
    first = next((b for b in blocks if b.kind == "paragraph" and b.end - b.start >= LEAST_OPENING), None)
    if first is None:
        return None
    words = " ".join(text[first.start : first.end].split())
    clause = next((m.start() for m in _CLAUSE.finditer(words, LEAST_OPENING)), len(words))
    if clause <= LONGEST_OPENING:
        return words[:clause].rstrip(" .,;:–—-")
    cut = _OPEN_END.sub("", words[: words.rfind(" ", 0, LONGEST_OPENING)])
    return cut.rstrip(" .,;:–—-") + " …"


def is_opaque(name: str) -> bool:
    """Whether a file's name says nothing: no word in it but those that programs and downloads give."""
    tokens = re.split(r"[\W_]+", name.lower())
    empty = cues()["title"]["empty_names"]
    return not any(_WORD.fullmatch(t) and t not in empty and re.search("[aeiouy]", t) for t in tokens)


def _is_site(part: str, site: str | None) -> bool:
    key = part.casefold().strip()
    return key == (site or "").casefold().strip() or any_found(cues()["title"]["sites"], part.strip())
