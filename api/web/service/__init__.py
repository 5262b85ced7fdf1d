"""What stands around every request: access, limits, caching, safe headers, logs, metrics; and the server itself."""
