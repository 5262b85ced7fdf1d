"""The functions of pdfium that are called for every object of a page, at half the cost of a call.

pypdfium2 declares the types of all arguments, and ctypes checks them at every call: that takes longer than most of
these functions run. Here are the same functions without such declarations: handles go in and come out as `Handle`s,
results through `byref`, numbers are C ints.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


class Handle(ctypes.c_void_p):
    """A pointer of pdfium's; false where it is null. Only a plain `c_void_p` would come back as an int."""


def _function(name: str, result: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    if address is None:
        raise ImportError(f"pdfium has no function {name}")
    return ctypes.PYFUNCTYPE(result)(address)


text_object = _function("FPDFText_GetTextObject", ctypes.c_void_p)  # an address, to be compared with others
character = _function("FPDFText_GetUnicode", ctypes.c_uint)
loose_box = _function("FPDFText_GetLooseCharBox", ctypes.c_int)
page_object = _function("FPDFPage_GetObject", Handle)
form_count = _function("FPDFFormObj_CountObjects", ctypes.c_int)
form_object = _function("FPDFFormObj_GetObject", Handle)
object_type = _function("FPDFPageObj_GetType", ctypes.c_int)
object_bounds = _function("FPDFPageObj_GetBounds", ctypes.c_int)
object_matrix = _function("FPDFPageObj_GetMatrix", ctypes.c_int)
object_mark = _function("FPDFPageObj_GetMarkedContentID", ctypes.c_int)
object_colour = _function("FPDFPageObj_GetFillColor", ctypes.c_int)
text_font = _function("FPDFTextObj_GetFont", ctypes.c_void_p)  # an address
text_size = _function("FPDFTextObj_GetFontSize", ctypes.c_int)
tree_child = _function("FPDF_StructTree_GetChildAtIndex", Handle)
element_type = _function("FPDF_StructElement_GetType", ctypes.c_ulong)
element_count = _function("FPDF_StructElement_CountChildren", ctypes.c_int)
element_child = _function("FPDF_StructElement_GetChildAtIndex", Handle)
element_mark = _function("FPDF_StructElement_GetChildMarkedContentID", ctypes.c_int)
