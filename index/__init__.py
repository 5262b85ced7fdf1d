"""Keep and find: the store, the search indexes derived from it, the encoders, and search over all of them."""

from index.encoders import TinyEncoder, load_encoder
from index.entry import DocumentSummary, EncoderUse, Entry, Excerpt, Explained, Filters, Stated, indexed_text, text_hash
from index.index import Hit, Index
from index.store import Store

__all__ = [
    "DocumentSummary",
    "EncoderUse",
    "Entry",
    "Excerpt",
    "Explained",
    "Filters",
    "Hit",
    "Index",
    "Stated",
    "Store",
    "TinyEncoder",
    "indexed_text",
    "load_encoder",
    "text_hash",
]
