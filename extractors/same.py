"""A document as the key of a cache, so that what several extractors need of it is read once."""

from corpus.document import Document


class Same:
    """A document, equal to itself alone, so that nothing in it is compared."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.document is other.document
