"""The words of a page by a simpler way than the reader's."""

from lxml import etree

from pipeline.readers.web.furniture import tag_of
from pipeline.readers.web.numbering import numbers
from pipeline.readers.web.page import parsed


def bare_words(data: bytes) -> str:
    """All text of a page as lxml gives it, scripts left out, with the numbers that a browser prints before items."""
    tree = parsed(data)
    if tree is None:
        return ""
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for listing in tree.iter("ol"):
        items = [element for element in listing if tag_of(element) == "li"]
        for item, number in zip(items, numbers(items, listing), strict=True):
            item.text = f"{number} {item.text or ''}"
    return str(tree.text_content())
