"""PDFs written object by object, so that any of it may be wrong (ISO 32000, 7.5)."""

import zlib

SENTENCE = "Trusts should open 40 more beds by March 2032."
WORDS = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET\n" % SENTENCE.encode()
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
Objects = dict[int, bytes]


def pdf(objects: Objects, *, trailer: bytes = b"") -> bytes:
    """A file of these objects by number; 1 is the catalogue."""
    out, offsets, size = bytearray(b"%PDF-1.7\n"), {}, max(objects) + 1
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        content, entries = zlib.compress(content, 9), entries + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def one_page(
    content: bytes = WORDS,
    *,
    box: bytes = b"[0 0 595 842]",
    count: int = 1,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    more: Objects | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A file of one page: the catalogue, the page tree, the page, its content and its font are objects 1 to 5.

    Args:
        content: what the page draws.
        box: its MediaBox.
        count: how many pages the page tree says there are.
        catalogue: more entries of the catalogue.
        page: more entries of the page.
        resources: more entries of its resources.
        trailer: more entries of the trailer.
        more: more objects, or others in place of these.
    """
    fonts = b"/Resources<</Font<</F1 5 0 R>>%b>>" % resources
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        2: b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count,
        3: b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R%b%b>>" % (box, fonts, page),
        4: stream(content, packed=len(content) > 1000),
        5: FONT,
    }
    return pdf(objects | (more or {}), trailer=trailer)


def tagged(elements: Objects, content: bytes = b"/P <</MCID 0>> BDC %b EMC" % WORDS) -> bytes:
    """A file of one page with a structure tree; its root is object 10."""
    tree = b"/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R"
    return one_page(content, catalogue=tree, page=b"/StructParents 0", more=elements)
