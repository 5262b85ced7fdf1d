"""Encoders: texts in, unit vectors out. Making one loads nothing; the first `encode` does."""

from index.encoders.loading import load_encoder
from index.encoders.tiny import TinyEncoder

__all__ = ["TinyEncoder", "load_encoder"]
