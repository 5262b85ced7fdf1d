"""What a document says a short form stands for: "urgent and emergency care (UEC)"; and how names are compared."""

import re

from corpus.spans import Span

_APART = re.compile(r"[\s‐‑–-]+")
_WORD = re.compile(r"[^\W_]+(?:[&'][^\W_]+)*")
_AMPERSAND = re.compile(r"(?<!\w)(?:(\w) & (\w)|(a) and (e))(?!\w)", re.IGNORECASE)


class Definition(Span):
    """A short form and its words, as one place of a document gives them; the span takes in both."""

    short: str
    long: str


def spelling_key(name: str) -> str:
    """A name as it is compared: small letters, hyphens as spaces, without the "s" of a plural."""
    key = _APART.sub(" ", name.replace("’", "'")).strip().casefold()
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def name_key(name: str) -> str:
    """The words of a name in small letters, without what stands between them."""
    return " ".join(name_words(name)).casefold()


def name_words(text: str) -> list[str]:
    """The words of a text; curly apostrophes straight, as people type them, and "A & E" and "A and E" one word."""
    return _WORD.findall(_AMPERSAND.sub(r"\1\3&\2\4", text.replace("’", "'")))
