"""Browsing: rows a page at a time, metrics over the years, bodies and what they must deliver."""
