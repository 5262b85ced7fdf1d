"""Publications that the catalogue names, downloaded politely and kept version by version.

Nothing is imported here: an ingest looks at `manifest` alone, without an HTTP client.
"""
