"""Names as parts of addresses: "A&E 4-hour performance" is `a-and-e-4-hour-performance`, on every door."""

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST = 80  # characters; what is cut ends with a hash of the whole
_SPOKEN = {
    "&": "and",
    "@": "at",
    "%": "percent",
    "£": "pounds",
    "+": "plus",
    "≥": "at least",
    "≤": "at most",
    ">": "over",
    "<": "under",
    "=": "is",
}
_SIGN = re.compile("|".join(map(re.escape, _SPOKEN)))
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_APOSTROPHE = re.compile(r"['’ʼ]")
_APART = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=131_072)
def slug(name: str) -> str:
    """A name in small letters, digits and hyphens; names that differ in case, hyphens or marks only share one.

    It depends on the name alone, so that it stays as it is whatever else is read. Signs that tell names apart are
    spelt out ("≥85" and "85"). A long name is cut and ends with a hash, as does one without a Latin letter or a digit.
    """
    spoken = _SIGN.sub(lambda sign: f" {_SPOKEN[sign[0]]} ", unicodedata.normalize("NFKC", name))
    plain = unicodedata.normalize("NFKD", _POINT.sub("-point-", _THOUSANDS.sub("", spoken)).casefold())
    kept = _APOSTROPHE.sub("", plain if plain.isascii() else _without_marks(plain))
    words = _APART.sub("-", kept).strip("-")
    if words and len(words) <= LONGEST:
        return words
    digest = hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{words[: LONGEST - 9].rstrip('-')}-{digest}".strip("-")


def _without_marks(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))
