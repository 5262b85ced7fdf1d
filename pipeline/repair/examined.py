"""A text as the rules of repair look at it: the same look is taken once for all of them."""

import re
from collections.abc import Iterator
from functools import cached_property

_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]")
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n\t"


def _class_of(byte: int) -> bytes:
    """What a byte is for the shape of a text."""
    char = bytes([byte])
    if char.isalpha():
        return b"A" if char.isupper() else b"a"
    if char.isdigit():
        return b"0" if char == b"0" else b"1"
    if char in b" \t\xa0":
        return b" "
    if char in b".,;:!?)\"'":  # "?" is also what stands for all that is beyond latin-1
        return b"."
    return char if char in b"\n-" else b"#"


_CLASSES = b"".join(map(_class_of, range(256)))
_NO_CASE = bytes.maketrans(b"A", b"a")


class Examined:
    """A text, a byte for each of its characters, and the signs that stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.latin = text.encode("latin-1", "replace")

    @cached_property
    def signs(self) -> frozenset[str]:
        """All characters of the text but printable ASCII, line ends and tabs."""
        controls = set(self.latin.translate(None, _PLAIN).decode("latin-1"))
        beyond = set() if self.text.isascii() else set(_BEYOND_ASCII.findall(self.text))
        return frozenset(beyond | controls)

    @cached_property
    def shape(self) -> bytes:
        """For each character "A", "a", "1", "0", " ", a line end or hyphen, "." for stops, "#" for others."""
        return self.latin.translate(_CLASSES)

    @cached_property
    def caseless(self) -> bytes:
        """The shape with "a" for all letters."""
        return self.shape.translate(_NO_CASE)

    @cached_property
    def vocabulary(self) -> bytes:
        """Each different word once: what stands inside a word is found here sooner than in the text."""
        return b" ".join(set(self.latin.split()))

    def has(self, words: str) -> bool:
        """Whether words of ASCII stand in the text."""
        return words.encode() in self.latin

    def places(self, words: str) -> Iterator[int]:
        """Where words of ASCII stand, without overlaps."""
        return find_places(self.latin, words.encode())


def find_places(text: bytes, wanted: bytes) -> Iterator[int]:
    """Where bytes stand among others, without overlaps."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))
